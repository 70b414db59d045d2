"""Many relays, dying relays and dying servers: still one order, no gap, nothing twice."""

import asyncio
import signal
from contextlib import ExitStack
from functools import partial

from services.runtime.event_store import EventStore
from services.runtime.relay import Relay
from tests.runtime.relay.conftest import Relaying
from tests.runtime.relay.processes import child
from tests.runtime.relay.recording import (
    assert_carried,
    opened,
    record,
    record_much,
    until,
    until_level,
)
from tests.servers import Bus, Database, PostgresServer, folder


def connections(bus: Bus, name: str) -> int:
    return [each.get("name") for each in bus.monitor("connz")["connections"]].count(name)


async def test_three_relays_race_one_is_killed_then_the_server_is_killed(
    database: Database, bus: Bus, store: EventStore
):
    with ExitStack() as processes:
        relays = [processes.enter_context(child("run", database, bus)) for _ in range(3)]
        await until(lambda: connections(bus, "relay") == 3)
        await asyncio.to_thread(record, store, 100, stream="body-first")
        await until_level(bus, store)
        recording = asyncio.create_task(asyncio.to_thread(record, store, 500, stream="body-second"))
        await until_level(bus, store)
        relays[0].send_signal(signal.SIGKILL)
        await asyncio.to_thread(record, store, 100, stream="body-third")
        bus.kill()
        await asyncio.to_thread(record_much, store, 1200)
        bus.restart()
        await asyncio.to_thread(record, store, 100, stream="body-fourth")
        await recording
        assert await assert_carried(bus, store) == 2000
        for relay in relays[1:]:
            relay.terminate()
            assert relay.wait(15) == 0


async def test_three_relays_in_one_process_share_a_backlog(
    bus: Bus, store: EventStore, relaying: Relaying
):
    record_much(store, 3_333)
    async with relaying() as one, relaying() as another, relaying() as third:
        assert await assert_carried(bus, store) == 3_333
        record(store, 20, stream="body-calendar")
        assert await assert_carried(bus, store) == 3_353
        await until(lambda: {one.position, another.position, third.position} == {3_353})
        assert (one.lag(), another.lag(), third.lag()) == (0, 0, 0)


async def test_the_server_dies_in_the_middle_of_a_backlog(
    bus: Bus, store: EventStore, relaying: Relaying
):
    record_much(store, 8_000, size=200)
    async with relaying() as relay:
        await until(lambda: relay.position >= 2_000)
        bus.kill()
        bus.restart()
        assert await assert_carried(bus, store) == 8_000


async def test_nats_is_down_at_the_start(bus: Bus, store: EventStore, relaying: Relaying):
    record(store, 3, stream="body-calendar")
    bus.kill()
    async with relaying() as relay:
        await until(lambda: relay.trouble is not None)
        bus.restart()
        assert await assert_carried(bus, store) == 3
        await until(lambda: relay.trouble is None)


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
    stop = asyncio.Event()
    with opened(database, "relay") as own, opened(database) as store:
        relay = Relay(own, database_url=database.url("relay"), nats_url=bus.url("relay"))
        task = asyncio.create_task(relay.run(stop))
        record(store, 5, stream="body-calendar")
        await until_level(bus, store)
        await asyncio.to_thread(server.stop)
        await until(lambda: relay.trouble is not None)
        await asyncio.to_thread(server.start)
        record(store, 5, stream="body-calendar")
        assert await assert_carried(bus, store) == 10
        stop.set()
        await asyncio.wait_for(task, 15)


def reached(relay: Relay, position: int) -> bool:
    return relay.position == position


async def test_an_event_is_on_the_stream_as_soon_as_it_is_committed(
    store: EventStore, relaying: Relaying
):
    async with relaying() as relay:
        record(store, 1, stream="body-first")
        await until(lambda: relay.position == 1)
        async with asyncio.timeout(2.5):  # twenty polls would take ten seconds
            for position in range(2, 22):
                await asyncio.to_thread(record, store, 1, stream="body-calendar")
                await until(partial(reached, relay, position))
