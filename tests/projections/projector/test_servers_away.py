"""Trouble with PostgreSQL or NATS is waited out: nothing is parked, nothing is lost or doubled."""

import asyncio

from projections.projector import Projector, compare
from services.runtime.event_store import EventStore
from services.runtime.relay import Relay
from tests.projections.projector.conftest import Projecting
from tests.projections.projector.rosters import a_history, ask, opened, roster
from tests.runtime.readers.at_work import relaying, until, until_level, working
from tests.servers import Bus, Database, PostgresServer, folder

HANG_UP = """
    select count(pg_terminate_backend(pid)) from pg_stat_activity
     where usename = 'starledger_projector' and datname = current_database()
"""


async def test_connections_are_cut_again_and_again(
    database: Database, store: EventStore, relay: Relay, projecting: Projecting, seen: EventStore
):
    async with projecting(roster(), batch=3) as projector:
        cut = 0
        while cut < 6:
            await asyncio.to_thread(a_history, store)
            ((hung_up,),) = await asyncio.to_thread(ask, database, HANG_UP)
            cut += hung_up
        await until_level(projector, store)
        assert projector.state == "reading"
        assert await projector.parked() == []
    assert await compare(roster(), store=seen, database_url=database.url("projector")) == []


async def test_the_database_is_restarted_meanwhile(bus: Bus):
    with folder() as path:
        server = PostgresServer(path / "postgres")
        try:
            server.start()
            server.create_template()
            await restarted(server, server.create("restarted"), bus)
        finally:
            server.stop()


async def restarted(server: PostgresServer, database: Database, bus: Bus) -> None:
    url = database.url("projector")
    with opened(database) as store, opened(database, "projector") as seen:
        projector = Projector(roster(), store=seen, database_url=url, nats_url=bus.url("projector"))
        async with relaying(database, bus), working(projector.run):
            a_history(store)
            await until_level(projector, store)
            await asyncio.to_thread(server.stop)
            await until(lambda: projector.state == "waiting")
            assert projector.trouble is not None
            await asyncio.to_thread(server.start)
            a_history(store)
            await until_level(projector, store)
            await until(lambda: projector.state == "reading")
            assert await projector.parked() == []
        assert await compare(roster(), store=seen, database_url=url) == []


async def test_nats_is_killed_meanwhile(
    database: Database,
    bus: Bus,
    store: EventStore,
    relay: Relay,
    projecting: Projecting,
    seen: EventStore,
):
    a_history(store)
    async with projecting(roster(), batch=2) as projector:
        await until_level(projector, store)
        for _round in range(2):
            bus.kill()
            a_history(store)
            await until(lambda: projector.state == "waiting")
            bus.restart()
            await until_level(projector, store)
        await until(lambda: projector.state == "reading")
        assert await projector.parked() == []
    assert await compare(roster(), store=seen, database_url=database.url("projector")) == []
