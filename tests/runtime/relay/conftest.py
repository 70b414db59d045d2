"""A relay at work in the test's own process."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from services.runtime.event_store import EventStore
from services.runtime.relay import Relay
from tests.runtime.relay.recording import opened
from tests.servers import Bus, Database

Relaying = Callable[[], AbstractAsyncContextManager[Relay]]


@pytest.fixture
def store(database: Database) -> Iterator[EventStore]:
    """The store as the scheduler's role, which may write."""
    with opened(database) as opened_store:
        yield opened_store


@pytest.fixture
def relaying(database: Database, bus: Bus) -> Relaying:
    """``async with relaying() as relay``: a relay that must end in order when asked to."""

    @asynccontextmanager
    async def relay() -> AsyncIterator[Relay]:
        stop = asyncio.Event()
        with opened(database, "relay") as own:
            working = Relay(own, database_url=database.url("relay"), nats_url=bus.url("relay"))
            task = asyncio.create_task(working.run(stop))
            try:
                yield working
            finally:
                stop.set()
                await asyncio.wait_for(task, 15)

    return relay
