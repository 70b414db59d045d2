"""A view is rebuilt beside the live one and swapped in; who reads it meanwhile sees no error."""

import asyncio
from dataclasses import replace

import psycopg
import pytest

from projections import rebuilding, schema
from projections.projector import compare, parked, rebuild
from projections.reader import Reader
from projections.rebuilding import UnderRebuild, alone
from services.runtime.event_store import EventStore
from services.runtime.relay import Relay
from tests.projections.projector.conftest import Projecting
from tests.projections.projector.rosters import (
    SCHEMA,
    a_history,
    ask,
    body,
    holidays,
    poisoned,
    record,
    renamed,
    roster,
    rows,
)
from tests.runtime.readers.at_work import until, until_level
from tests.servers import Database

SCHEMAS = "select nspname from pg_namespace where nspname like 'roster%' order by 1"
BODIES = """
    select b.stream::text as stream, b.name::text as name, b.named::bigint as named,
        (select max(k.position) from roster.checkpoint k)::bigint as position
      from roster.body b order by b.stream
"""


async def test_readers_on_prepared_statements_see_no_error_while_a_view_is_swapped(
    database: Database, store: EventStore, relay: Relay, projecting: Projecting, seen: EventStore
):
    url = database.url("projector")
    a_history(store, rounds=3)
    ending = asyncio.Event()
    asked = [0, 0, 0, 0]

    async def read(number: int) -> None:
        """Prepared on the server after five times; the position never runs back."""
        reader = Reader(database.url("lookup"), pool_size=1)
        await reader.open()
        last = 0
        while not ending.is_set():
            found = await reader.rows(BODIES, {})
            assert len(found) >= 6
            assert found[0]["position"] >= last
            last = found[0]["position"]
            asked[number] += 1
        await reader.close()

    async def append() -> None:
        while not ending.is_set():
            await asyncio.to_thread(a_history, store)

    async with projecting(roster()) as projector:
        await until_level(projector, store)
        reading = [asyncio.create_task(read(number)) for number in range(4)]
        appending = asyncio.create_task(append())
        try:
            await until(lambda: min(asked) > 20)
            for _swap in range(6):
                before = list(asked)
                await rebuild(roster(), store=seen, database_url=url, drop_after=0.3)
                await until(lambda before=before: all(map(int.__gt__, asked, before)))
        finally:
            ending.set()
            await asyncio.gather(*reading, appending)
        await until_level(projector, store)
        assert projector.state == "reading"
        assert await projector.parked() == []
    assert ask(database, SCHEMAS) == [("roster",)]
    assert await compare(roster(), store=seen, database_url=url) == []


async def test_the_replaced_schema_stays_a_while_and_a_rebuild_clears_what_was_broken_off(
    database: Database, store: EventStore, seen: EventStore
):
    url = database.url("projector")
    a_history(store)
    assert rebuilding.build_and_swap(url, roster(), seen) == 18
    assert ask(database, SCHEMAS) == [("roster",)]
    assert rebuilding.build_and_swap(url, roster(), seen) == 18
    assert ask(database, SCHEMAS) == [("roster",), ("roster_old",)]
    with alone(url, roster()) as connection, connection.transaction():
        schema.create(connection, roster(), "roster_next")
    a_history(store)
    assert await rebuild(roster(), store=seen, database_url=url, drop_after=0) == 36
    assert ask(database, SCHEMAS) == [("roster",)]
    assert await compare(roster(), store=seen, database_url=url) == []


async def test_a_replaced_schema_somebody_still_reads_is_dropped_when_they_are_done(
    database: Database, store: EventStore, seen: EventStore
):
    url = database.url("projector")
    a_history(store)
    rebuilding.build_and_swap(url, roster(), seen)
    with psycopg.connect(database.url("lookup")) as connection:
        connection.execute("select count(*) from roster.body")
        dropping = asyncio.create_task(
            rebuild(roster(), store=seen, database_url=url, drop_after=0)
        )
        await until(lambda: ("roster_old",) in ask(database, SCHEMAS))
        await asyncio.sleep(1.5)
        assert not dropping.done()
        (counted,) = connection.execute("select count(*) from roster.body").fetchall()
        assert counted == (2,)
    assert await dropping == 18
    assert ask(database, SCHEMAS) == [("roster",)]


async def test_two_do_not_rebuild_one_view_at_once(
    database: Database, store: EventStore, seen: EventStore
):
    url = database.url("projector")
    with alone(url, roster()):
        with pytest.raises(UnderRebuild):
            await rebuild(roster(), store=seen, database_url=url)
        with pytest.raises(UnderRebuild):
            await compare(roster(), store=seen, database_url=url)


async def test_what_is_parked_is_carried_over_and_what_was_mended_is_not(
    database: Database, store: EventStore, relay: Relay, projecting: Projecting, seen: EventStore
):
    url = database.url("projector")
    record(store, "body-a", body("甲"), holidays("毒"), renamed("乙"))
    record(store, "body-b", body("丙"), holidays("恶"), renamed("丁"))
    async with projecting(poisoned("毒", "恶")) as projector:
        await until_level(projector, store)
    before = await parked(roster(), database_url=url)
    await rebuild(poisoned("毒"), store=seen, database_url=url, drop_after=0)
    after = await parked(roster(), database_url=url)
    assert [p.position for p in before] == [2, 3, 5, 6]
    assert after == [replace(p, reason=q.reason) for p, q in zip(before, after, strict=False)]
    assert [row["name"] for (row,) in rows(database)["body"]] == ["甲", "丁"]
    await rebuild(roster(), store=seen, database_url=url, drop_after=0)
    assert await parked(roster(), database_url=url) == []
    assert await compare(roster(), store=seen, database_url=url) == []


async def test_a_row_the_tables_refuse_is_found_and_parked_by_a_rebuild_too(
    database: Database, store: EventStore, relay: Relay, projecting: Projecting, seen: EventStore
):
    url = database.url("projector")
    a_history(store)
    record(store, "body-big", holidays("多", days=1000), holidays("少", year=2028))
    a_history(store)
    await rebuild(roster(), store=seen, database_url=url, drop_after=0)
    assert [p.position for p in await parked(roster(), database_url=url)] == [19, 20]
    rebuilt = rows(database)
    async with projecting(roster("live")) as projector:
        await until_level(projector, store)
        assert [p.position for p in await projector.parked()] == [19, 20]
    assert rows(database, "live") == rebuilt


async def test_a_new_edition_of_a_view_waits_for_its_rebuild(
    database: Database, store: EventStore, relay: Relay, projecting: Projecting, seen: EventStore
):
    url = database.url("projector")
    a_history(store)
    async with projecting(roster()) as projector:
        await until_level(projector, store)
    wider = roster(schema=SCHEMA.replace("named  bigint", "later  integer default 7, named bigint"))
    async with projecting(wider) as projector:
        await until(lambda: projector.state == "waiting")
        assert "another edition" in (projector.trouble or "")
        await rebuild(wider, store=seen, database_url=url, drop_after=0)
        a_history(store)
        await until_level(projector, store)
        await until(lambda: projector.state == "reading")
    assert {row["later"] for (row,) in rows(database)["body"]} == {7}
    assert await compare(wider, store=seen, database_url=url) == []
