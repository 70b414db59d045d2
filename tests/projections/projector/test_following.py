"""A view follows the stream: each event once, in order, soon, however it is told."""

import asyncio
import time

from projections.projector import compare, list_views
from services.runtime.event_store import EventStore
from services.runtime.relay import Relay
from tests.projections.projector.conftest import Projecting
from tests.projections.projector.rosters import a_history, holidays, record, roster, rows
from tests.runtime.readers.at_work import until, until_level
from tests.servers import Database


async def test_the_rows_are_what_the_events_say(
    database: Database, store: EventStore, relay: Relay, projecting: Projecting, seen: EventStore
):
    a_history(store)
    async with projecting(roster()) as projector:
        await until_level(projector, store)
        bodies = [(row["stream"], row["name"], row["named"]) for (row,) in rows(database)["body"]]
        assert bodies == [("body-a0", "戊", 7), ("body-b0", "丁", 5)]
        years = [(row["stream"], row["year"], row["texts"]) for (row,) in rows(database)["year"]]
        assert years[0] == ("body-a0", 2027, ["四"])
        assert [year for _stream, year, _texts in years] == [2027, 2030, 2031, 2032, 2033, 2034]
        assert projector.state == "reading"
    url = database.url("projector")
    assert await compare(roster(), store=seen, database_url=url) == []
    (listed,) = await list_views([roster()], store=seen, database_url=url)
    assert (listed.position, listed.lag, listed.parked) == (18, 0, 0)
    assert listed.size > 0


async def test_a_long_backlog_is_taken_in_batches_and_nobody_is_overrun(
    store: EventStore, relay: Relay, projecting: Projecting, seen: EventStore, database: Database
):
    for n in range(40):
        record(store, f"body-{n}", *(holidays("长" * 300, year=2000 + k % 200) for k in range(300)))
    await until(lambda: relay.position == 12_000)
    async with projecting(roster()) as projector:
        await until_level(projector, store, seconds=60)
    assert await compare(roster(), store=seen, database_url=database.url("projector")) == []


async def test_a_lone_event_is_seen_at_once(
    store: EventStore, relay: Relay, projecting: Projecting
):
    record(store, "body-first", holidays("先"))
    async with projecting(roster()) as projector:
        await until_level(projector, store)
        delays = []
        for n in range(20):
            await asyncio.to_thread(record, store, f"body-lone{n}", holidays("独"))
            told = time.monotonic()
            await until_level(projector, store)
            delays.append(time.monotonic() - told)
        assert sorted(delays)[10] < 0.05  # a poll would take longer
