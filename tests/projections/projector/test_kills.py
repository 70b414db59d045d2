"""A projector killed at any step leaves rows, checkpoint and parked events of one position."""

import asyncio
import signal

from projections.projector import compare, redrive
from services.runtime.event_store import EventStore
from services.runtime.relay import Relay
from tests.projections.projector.children import project
from tests.projections.projector.conftest import Projecting
from tests.projections.projector.rosters import (
    a_history,
    ask,
    body,
    holidays,
    poisoned,
    record,
    renamed,
    roster,
)
from tests.runtime.readers.at_work import until, until_level
from tests.runtime.readers.killing import Proxy, killed_at, process
from tests.servers import Bus, Database


def position(database: Database) -> int:
    """How far the view has come."""
    if ask(database, "select to_regclass('roster.checkpoint')") == [(None,)]:
        return 0
    ((reached,),) = ask(database, "select position from roster.checkpoint")
    return int(reached)


async def test_killed_at_every_step_the_rows_are_the_same(
    database: Database, bus: Bus, store: EventStore, relay: Relay, seen: EventStore
):
    url = database.url("projector")
    async with Proxy(url).open() as proxy:
        word = 1
        while True:
            record(store, f"body-{word}", body("甲"), holidays("一"), renamed("乙"))
            record(store, f"body-{word}", holidays("撤", days=0))
            if word in (20, 30, 40):
                record(store, f"body-{word}", holidays("毒"), renamed("丙"))
            last = store.last()
            assert last is not None
            end = last.position
            lived = await killed_at(
                proxy,
                word,
                lambda end=end: position(database) >= end,
                project,
                proxy.through(url),
                bus.url("projector"),
                ("毒",),
                3,
            )
            if not lived and word > 45:
                break
            word += 1
            if word in (30, 45):
                assert await compare(poisoned("毒"), store=seen, database_url=url) == []
        assert word > 20
    assert await compare(poisoned("毒"), store=seen, database_url=url) == []
    parked = ask(database, "select stream, count(*)::int from roster.parked group by 1 order by 1")
    assert parked == [("body-20", 2), ("body-30", 2), ("body-40", 2)]
    assert (await redrive(roster(), store=seen, database_url=url)).taken == 6
    assert await compare(roster(), store=seen, database_url=url) == []


async def test_of_two_instances_one_reads_and_the_other_takes_over_when_it_is_killed(
    database: Database,
    bus: Bus,
    store: EventStore,
    relay: Relay,
    projecting: Projecting,
    seen: EventStore,
):
    a_history(store)
    url = database.url("projector")
    async with process(project, url, bus.url("projector"), (), 500) as first:
        await until(lambda: position(database) == 18)
        async with projecting(roster()) as second:
            await until(lambda: second.state == "standby")
            a_history(store)
            await until(lambda: position(database) == 36)
            assert (second.state, second.position) == ("standby", 0)
            assert first.pid is not None
            first.kill()
            await asyncio.to_thread(first.join, 10)
            assert first.exitcode == -signal.SIGKILL
            a_history(store)
            await until_level(second, store)
            assert second.state == "reading"
    assert await compare(roster(), store=seen, database_url=url) == []
