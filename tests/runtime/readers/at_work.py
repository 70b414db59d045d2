"""Parts of the house at work in the test's own process, and waiting for what they do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from services.runtime.event_store import EventStore
from services.runtime.readers import Reader
from services.runtime.relay import Relay
from tests.servers import Bus, Database


@asynccontextmanager
async def working(run: Callable[[asyncio.Event], Awaitable[None]]) -> AsyncIterator[None]:
    """A part at work, which must end in order when asked to."""
    stop = asyncio.Event()
    task = asyncio.ensure_future(run(stop))
    try:
        yield
        if task.done():
            task.result()
    finally:
        stop.set()
        await asyncio.wait_for(task, 15)


@asynccontextmanager
async def relaying(database: Database, bus: Bus) -> AsyncIterator[Relay]:
    """Carries what is recorded to the stream."""
    own = EventStore(database.url("relay"))
    try:
        relay = Relay(own, database_url=database.url("relay"), nats_url=bus.url("relay"))
        async with working(relay.run):
            yield relay
    finally:
        own.close()


async def until(condition: Callable[[], bool], *, seconds: float = 20) -> None:
    """Wait until it is so."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  # what is awaited lies in another process
            await asyncio.sleep(0.005)


async def until_level(reader: Reader, store: EventStore, *, seconds: float = 20) -> None:
    """Wait until a reader has taken everything recorded."""
    last = store.last()
    end = last.position if last else 0
    try:
        await until(lambda: reader.position >= end, seconds=seconds)
    except TimeoutError:
        told = f"{reader.state} at {reader.position} of {end}: {reader.trouble}"
        raise AssertionError(told) from None


async def until_stopped(reader: Reader) -> str:
    """Wait until a reader has stopped by itself, and why."""
    await until(lambda: reader.state == "stopped")
    return reader.trouble or ""
