"""Whatever was done to the rows with the triggers off is found, and its position named."""

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from events.body import DayOpened
from events.surveillance import SurveillanceOpened
from services.runtime.against_stream import compare_with_stream
from services.runtime.event_store import EventStore
from services.runtime.proof import Checkpoint, Finding, Proof
from services.runtime.relay import Relay
from services.surveillance.service import SURVEILLANCE
from tests.runtime.relay.recording import opened, record, until_level
from tests.runtime.store.entries import entry
from tests.servers import Bus, Database

SAMPLES = Path(__file__).parents[3] / "events" / "samples"
LAST = 8

FLIP = "update ledger.event set state = set_byte(state, 40, get_byte(state, 40) # 1) where {}"
RECHAIN = """
do $$
declare row record; before bytea;
begin
  for row in select * from ledger.event where position >= 3 order by position loop
    select digest into before from ledger.event where position = row.position - 1;
    update ledger.event set digest = ledger.link(before, row.position, row.version,
      row.recorded_at, row.stream, row.topic, row.command_id, row.state)
      where position = row.position;
  end loop;
end $$
"""
OTHER_CONTENT = """
update ledger.event set state = convert_to(
  replace(convert_from(state, 'UTF8'), '国办发明电', '国办发明店'), 'UTF8') where position = 3
"""
SWAP = """
update ledger.event set position = 99 where position = 4;
update ledger.event set position = 4 where position = 5;
update ledger.event set position = 5 where position = 99
"""
FROM_TOPIC_TO_STATE = """
update ledger.event set state = convert_to(right(topic, 1), 'UTF8') || state,
  topic = left(topic, -1) where position = 4
"""
FROM_STATE_TO_TOPIC = """
update ledger.event set topic = topic || convert_from(substr(state, 1, 1), 'UTF8'),
  state = substr(state, 2) where position = 4
"""
CUT = "delete from ledger.event where position > 6"


@pytest.fixture
def store(database: Database) -> Iterator[EventStore]:
    """Eight events of two streams."""
    with opened(database) as opened_store:
        record(opened_store, 5, stream="body-one")
        record(opened_store, 3, stream="body-two")
        yield opened_store


def plant(database: Database, *statements: str) -> None:
    """What nobody may do, by a hand that took the triggers off first and put them back."""
    with psycopg.connect(database.url("owner")) as connection:
        connection.execute("alter table ledger.event disable trigger only_grows")
        for statement in statements:
            for single in statement.split(";\n") if "$$" not in statement else [statement]:
                connection.execute(single)  # type: ignore[call-overload]
        connection.execute("alter table ledger.event enable always trigger only_grows")


def found(store: EventStore, *checkpoints: Checkpoint) -> list[Finding]:
    return Proof(store, checkpoints=checkpoints).walk()


def seen(store: EventStore, position: int, holder: str = "registry") -> Checkpoint:
    row = store.at(position)
    assert row is not None
    return Checkpoint(holder, position, row.digest)


def test_a_store_that_is_well_passes_and_prints_what_to_keep(store: EventStore) -> None:
    proof = Proof(store, checkpoints=[seen(store, 3), seen(store, LAST)])
    assert proof.walk() == []
    kept = Checkpoint.read(str(proof.last))
    last = store.last()
    assert last is not None
    assert (kept.position, kept.digest) == (LAST, last.digest)
    assert str(proof.last) == f"{LAST}:{last.digest.hex()}"


@pytest.mark.parametrize(
    ("planted", "first"),
    [
        (FLIP.format("position = 4"), 4),
        (FLIP.format("position = 1"), 1),
        (FLIP.format(f"position = {LAST}"), LAST),
        ("update ledger.event set digest = sha256(digest) where position = 4", 4),
        ("update ledger.event set command_id = gen_random_uuid() where position = 4", 4),
        (
            "update ledger.event set recorded_at = recorded_at - interval '1us' where position = 4",
            4,
        ),
        ("delete from ledger.event where position = 4", 4),
        (SWAP, 4),
        (FROM_TOPIC_TO_STATE, 4),
        (FROM_STATE_TO_TOPIC, 4),
    ],
    ids=[
        "a flipped byte",
        "in the first row",
        "in the last row",
        "a digest",
        "a command id",
        "a recorded time",
        "a row taken out",
        "two rows swapped",
        "a byte moved from topic to state",
        "a byte moved from state to topic",
    ],
)
def test_what_was_done_to_a_row_is_found_where_it_was_done(
    database: Database, store: EventStore, planted: str, first: int
) -> None:
    plant(database, planted)
    assert min(finding.position for finding in found(store)) == first


def test_a_cut_tail_is_found_by_who_had_seen_it(database: Database, store: EventStore) -> None:
    by_view, kept = seen(store, LAST), seen(store, 7, "--since")
    plant(database, CUT)
    assert found(store) == []
    assert found(store, by_view) == [Finding(7, "cut off: registry has seen position 8")]
    assert found(store, kept) == [Finding(7, "cut off: --since has seen position 7")]


def test_a_chain_computed_anew_is_found_by_a_checkpoint_kept_elsewhere(
    database: Database, store: EventStore
) -> None:
    before, kept = seen(store, 2), seen(store, LAST, "--since")
    plant(database, OTHER_CONTENT, RECHAIN)
    assert found(store, before) == []
    assert found(store, kept) == [Finding(LAST, "--since has seen other content here")]


async def carry(database: Database, bus: Bus) -> None:
    """Everything recorded so far is on the stream."""
    stop = asyncio.Event()
    with opened(database, "relay") as own:
        relay = Relay(own, database_url=database.url("relay"), nats_url=bus.url("relay"))
        running = asyncio.create_task(relay.run(stop))
        await until_level(bus, own)
        stop.set()
        await asyncio.wait_for(running, 15)


async def test_a_cut_tail_and_a_chain_computed_anew_are_found_by_the_stream(
    database: Database, store: EventStore, bus: Bus
) -> None:
    await carry(database, bus)
    assert await compare_with_stream(bus.url("projector"), store) == []
    plant(database, OTHER_CONTENT, RECHAIN)
    assert found(store) == []
    differing = await compare_with_stream(bus.url("projector"), store)
    assert [finding.position for finding in differing] == list(range(3, LAST + 1))
    plant(database, CUT)
    missing = await compare_with_stream(bus.url("projector"), store)
    cut = "cut off: the stream has this event and the store has not"
    assert missing[-2:] == [Finding(7, cut), Finding(8, cut)]


def test_something_due_and_left_undone_is_told(database: Database) -> None:
    sample = json.loads((SAMPLES / "surveillance.SurveillanceOpened.v1.json").read_bytes())
    cycle = SurveillanceOpened.model_validate(sample["data"])
    stream = f"surveillance-{cycle.certificate}"
    latest = cycle.window.latest
    with opened(database, "surveillance") as writing, opened(database) as days:
        assert writing.append(entry((stream, 1, cycle))).outcome == "recorded"
        assert days.append(entry(("body-calendar", 1, DayOpened(day=latest)))).positions
        assert Proof(days, services=[SURVEILLANCE]).walk() == []
        after = latest + timedelta(days=1)
        assert days.append(entry(("body-calendar", 2, DayOpened(day=after)))).positions
        (finding,) = Proof(days, services=[SURVEILLANCE]).walk()
    assert finding == Finding(
        3, f"{stream}: NoteSurveillanceMissed was due on {after} and is undone"
    )
