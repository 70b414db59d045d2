"""What one event cannot do holds its stream and nothing else, until it is mended and redriven."""

import json
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent

from events.catalogue import CATALOGUE, Catalogue
from events.event import Event
from projections.projector import compare, parked, redrive
from services.runtime.event_store import EventStore
from services.runtime.mapper import Mapper
from services.runtime.parking import MOST_PARKED
from services.runtime.relay import Relay
from tests.projections.projector.conftest import Projecting
from tests.projections.projector.rosters import (
    ask,
    body,
    holidays,
    opened,
    poisoned,
    record,
    renamed,
    roster,
    rows,
)
from tests.runtime.readers.at_work import until_level, until_stopped
from tests.servers import Database


async def test_a_poisoned_stream_is_parked_in_order_and_heals(
    database: Database, store: EventStore, relay: Relay, projecting: Projecting, seen: EventStore
):
    url = database.url("projector")
    record(store, "body-sick", body("旧"), holidays("好"))
    record(store, "body-well", body("康"))
    record(store, "body-sick", holidays("毒", days=9), renamed("新"))
    record(store, "body-well", renamed("健"))
    async with projecting(poisoned("毒")) as projector:
        await until_level(projector, store)
        assert [(p.position, p.stream) for p in await projector.parked()] == [
            (4, "body-sick"),
            (5, "body-sick"),
        ]
        first, second = await projector.parked()
        assert first.topic == "body.HolidaysPublished.v1"
        assert "Poison" in first.reason
        assert second.reason == "behind a parked event of its stream"
        shown = {row["stream"]: row["name"] for (row,) in rows(database)["body"]}
        assert shown == {"body-sick": "旧", "body-well": "健"}
        (year,) = (row for (row,) in rows(database)["year"])
        assert year["texts"] == ["好"]
        record(store, "body-sick", renamed("更新"))
        record(store, "body-well", renamed("安"))
        await until_level(projector, store)
        assert len(await projector.parked("body-sick")) == 3
        assert await projector.parked("body-well") == []

        still = await redrive(poisoned("毒"), store=seen, database_url=url)
        assert (still.taken, [p.position for p in still.left]) == (0, [4])
        elsewhere = await redrive(roster(), "body-well", store=seen, database_url=url)
        assert (elsewhere.taken, elsewhere.left) == (0, ())
        assert await compare(roster(), store=seen, database_url=url) == []

        mended = await redrive(roster(), "body-sick", store=seen, database_url=url)
        assert (mended.taken, mended.left) == (3, ())
        record(store, "body-sick", renamed("最新"))
        await until_level(projector, store)
        assert await parked(roster(), database_url=url) == []
        assert projector.state == "reading"
    shown = {row["stream"]: row["name"] for (row,) in rows(database)["body"]}
    assert shown == {"body-sick": "最新", "body-well": "安"}
    assert await compare(roster(), store=seen, database_url=url) == []


async def test_a_stream_is_redriven_up_to_its_first_event_that_still_fails(
    database: Database, store: EventStore, relay: Relay, projecting: Projecting, seen: EventStore
):
    record(
        store, "body-a", body("甲"), holidays("毒"), renamed("乙"), holidays("恶"), renamed("丙")
    )
    record(store, "body-b", holidays("恶"))
    async with projecting(poisoned("毒", "恶")) as projector:
        await until_level(projector, store)
        assert [p.position for p in await projector.parked()] == [2, 3, 4, 5, 6]
    redriven = await redrive(poisoned("恶"), store=seen, database_url=database.url("projector"))
    assert (redriven.taken, [p.position for p in redriven.left]) == (2, [4, 6])
    assert [row["name"] for (row,) in rows(database)["body"]] == ["乙"]
    assert ask(database, "select position from roster.parked order by 1") == [(4,), (5,), (6,)]


async def test_a_row_the_tables_refuse_is_parked_without_its_values(
    database: Database, store: EventStore, relay: Relay, projecting: Projecting, seen: EventStore
):
    record(store, "body-a", holidays("一"), holidays("密", days=1000), holidays("二", year=2028))
    record(store, "body-b", holidays("三"))
    async with projecting(roster()) as projector:
        await until_level(projector, store)
        reasons = [p.reason for p in await projector.parked()]
        assert "CheckViolation" in reasons[0]
        assert "密" not in "".join(reasons)
        years = [(row["stream"], row["texts"]) for (row,) in rows(database)["year"]]
        assert years == [("body-a", ["一"]), ("body-b", ["三"])]
    assert await compare(roster(), store=seen, database_url=database.url("projector")) == []


async def test_who_reads_the_view_sees_that_it_is_held_but_not_what_is(
    database: Database, store: EventStore, relay: Relay, projecting: Projecting
):
    record(store, "body-a", holidays("毒"))
    async with projecting(poisoned("毒")) as projector:
        await until_level(projector, store)
    with psycopg.connect(database.url("lookup"), autocommit=True) as connection:
        held = connection.execute("select stream, parked_at is not null from roster.parked")
        assert held.fetchall() == [("body-a", True)]
        for column in ("message", "headers", "reason"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"select {column} from roster.parked".encode())
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("update roster.checkpoint set position = 0")
    ((message, headers),) = ask(database, "select message, headers from roster.parked")
    assert json.loads(bytes(message))["id"] == "body-a.1"
    assert headers["position"] == "1"


class Portent(Event):
    """A kind of event only this test knows."""

    omen: str


@pytest.mark.parametrize("topic", ["body.Portent.v1", "body.HolidaysPublished.v2"])
async def test_an_unknown_type_or_version_stops_the_reader_before_it(
    topic: str,
    database: Database,
    store: EventStore,
    relay: Relay,
    projecting: Projecting,
    seen: EventStore,
):
    record(store, "body-a", body("甲"), renamed("乙"))
    with opened(database, catalogue=Catalogue({**CATALOGUE, topic: Portent})) as younger:
        record(younger, "body-b", Portent(omen="彗星"))
    record(store, "body-a", renamed("丙"))
    async with projecting(roster()) as projector:
        why = await until_stopped(projector)
        assert f"position 3: {topic} is younger than this code" in why
        assert await projector.parked() == []
    assert ask(database, "select position from roster.checkpoint") == [(2,)]
    assert [row["name"] for (row,) in rows(database)["body"]] == ["乙"]


async def test_an_unknown_type_elsewhere_in_the_house_stops_it_too_but_not_an_unheard_version(
    database: Database, store: EventStore, relay: Relay, projecting: Projecting
):
    unheard = Catalogue({**CATALOGUE, "body.DayOpened.v7": Portent})
    with opened(database, catalogue=unheard) as younger:
        record(younger, "body-calendar", Portent(omen="日食"))
    record(store, "body-a", body("甲"))
    async with projecting(roster()) as projector:
        await until_level(projector, store)
        assert projector.state == "reading"


async def test_more_than_twenty_parked_streams_stop_the_reader(
    database: Database, store: EventStore, relay: Relay, projecting: Projecting, seen: EventStore
):
    for n in range(MOST_PARKED):
        record(store, f"body-{n}", holidays("毒"))
    record(store, "body-0", holidays("好"))
    async with projecting(poisoned("毒")) as projector:
        await until_level(projector, store)
        assert projector.state == "reading"
        record(store, "body-well", body("康"))
        record(store, "body-last", holidays("毒"))
        assert "TooManyParked" in await until_stopped(projector)
        assert len(await projector.parked()) == MOST_PARKED + 1
    assert ask(database, "select position from roster.checkpoint") == [(MOST_PARKED + 2,)]
    await redrive(roster(), store=seen, database_url=database.url("projector"))
    async with projecting(roster()) as projector:
        await until_level(projector, store)
        assert await projector.parked() == []


class ForgingMapper(Mapper):
    """Writes envelopes that claim to be of another stream than their row."""

    def to_stored_event(self, domain_event: Any) -> StoredEvent:
        honest = super().to_stored_event(domain_event)
        return replace(honest, state=honest.state.replace(b"body-a.", b"body-z."))


async def test_bytes_that_the_ledger_never_chained_are_not_shown(
    database: Database, store: EventStore, relay: Relay, projecting: Projecting
):
    forging = ForgingMapper(catalogue=store.mapper.catalogue)
    record(store, "body-a", body("甲"))
    store.mapper = forging
    record(store, "body-a", holidays("伪"))
    async with projecting(roster()) as projector:
        await until_level(projector, store)
        (held,) = await projector.parked()
        assert held.stream == "body-a"
        assert "not what the ledger chained" in held.reason
    assert rows(database)["year"] == []
