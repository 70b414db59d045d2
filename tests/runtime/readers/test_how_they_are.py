"""How far behind a reader is and what it has set aside, as ``/readyz`` and ``/metrics`` tell it."""

import asyncio
from datetime import timedelta
from typing import Any

from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from services.cli.checks import BEHIND_SECONDS, ReaderIsLevel, behind
from services.runtime.event_store import EventStore
from services.runtime.metrics import exposition
from services.runtime.policy_reader import PolicyReader
from services.runtime.relay import Relay
from services.runtime.ward import Found, Ward, as_json
from tests.projections.projector.rosters import CLOCK, holidays, record
from tests.runtime.readers.at_work import until, until_level
from tests.runtime.readers.conftest import Hearing
from tests.runtime.readers.policies import reader_of, stopping
from tests.servers import Bus, Database

NAME = "surveillance.policies"


def watched(reader: PolicyReader, store: EventStore, database: Database, late: int = 0) -> Ward:
    """A ward over one reader, told a moment that is so many seconds later."""
    ward = Ward()
    level = ReaderIsLevel(
        reader,
        "surveillance",
        store,
        database.url("surveillance"),
        lambda: CLOCK.now() + timedelta(seconds=late),
    )
    ward.watch_over("surveillance", "policies", "reader", level.find(ward))
    return ward


async def told(ward: Ward) -> tuple[dict[str, Any], tuple[Found, ...]]:
    """One look, and everything let go of afterwards."""
    found = await ward.look()
    stop = asyncio.Event()
    stop.set()
    await ward.watch(stop)
    return as_json(found), found


async def test_what_is_set_aside_is_counted_and_keeps_nobody_from_being_ready(
    store: EventStore, relay: Relay, hearing: Hearing, own: EventStore, database: Database
):
    record(store, "body-a", holidays("OK"), holidays("BAD"), holidays("OK2"))
    with capture_logs() as lines:
        async with hearing(stopping("BAD")) as reader:
            await until_level(reader, store)
            document, found = await told(watched(reader, own, database))
    assert document["ready"]
    assert document["parked"] == {NAME: 2}
    assert document["checks"][NAME]["parked_streams"] == 1
    assert document["checks"][NAME]["lag_events"] == 0
    assert [
        (line["stream"], line["position"], line["type"])
        for line in lines
        if line["event"] == "event.parked"
    ] == [("body-a", 2, "body.HolidaysPublished"), ("body-a", 3, "body.HolidaysPublished")]
    assert gauges(found, "starledger_reader_parked_events") == {("surveillance", "policies"): 2}


async def test_one_that_cannot_read_is_missing_with_its_reason_and_its_lag(
    store: EventStore, own: EventStore, database: Database, bus: Bus
):
    reader = reader_of(stopping(), own, database.url("surveillance"), bus.url("surveillance"))
    record(store, "body-a", holidays("C1"), holidays("C2"))
    document, found = await told(watched(reader, own, database, late=3600))
    assert document["missing"] == {NAME: "has not begun to read"}
    assert document["checks"][NAME]["lag_events"] == 2
    assert 3600 <= document["checks"][NAME]["lag_seconds"] < 3700
    assert gauges(found, "starledger_ok") == {("surveillance", "policies"): 0}
    assert gauges(found, "starledger_reader_lag_events") == {("surveillance", "policies"): 2}


async def test_one_that_reads_and_leaves_an_event_for_too_long_is_behind(
    store: EventStore, relay: Relay, hearing: Hearing, own: EventStore, database: Database
):
    record(store, "body-a", holidays("C1"))
    async with hearing(stopping()) as reader:
        await until_level(reader, store)
        await until(lambda: reader.state == "reading")
        level, _found = await told(watched(reader, own, database, late=3600))
        reader.position = 0  # as one whose last page takes that long
        late, _found = await told(watched(reader, own, database, late=3600))
    assert level["ready"]
    assert late["missing"] == {NAME: "behind"}


def test_how_long_the_first_untaken_event_has_waited(store: EventStore):
    assert behind(store, 0, CLOCK.now()) == (0, 0.0)
    record(store, "body-a", holidays("C1"), holidays("C2"))
    first = store.at(1)
    assert first is not None
    later = first.recorded_at + timedelta(seconds=BEHIND_SECONDS)
    assert behind(store, 0, later) == (2, BEHIND_SECONDS)
    assert behind(store, 2, later) == (0, 0.0)


def gauges(found: tuple[Found, ...], name: str) -> dict[tuple[str, ...], float]:
    """Labels → value of one family, as Prometheus reads the text."""
    text = exposition(Ward().tallies, found).decode()
    return {
        tuple(sample.labels[label] for label in ("role", "name")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == name
    }
