"""A relay and projectors at work in the test's own process."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from projections.projector import Projector
from projections.view import View
from services.runtime.event_store import EventStore
from services.runtime.relay import Relay
from tests.projections.projector.rosters import opened
from tests.servers import Bus, Database

Projecting = Callable[..., AbstractAsyncContextManager[Projector]]


@pytest.fixture
def store(database: Database) -> Iterator[EventStore]:
    """The store as the scheduler's role, which may write streams ``body-…``."""
    with opened(database) as opened_store:
        yield opened_store


@pytest.fixture
def seen(database: Database) -> Iterator[EventStore]:
    """The store as the projector sees it."""
    with opened(database, "projector") as opened_store:
        yield opened_store


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


@pytest.fixture
async def relay(database: Database, bus: Bus) -> AsyncIterator[Relay]:
    """Carries what is recorded to the stream."""
    with opened(database, "relay") as own:
        relaying = Relay(own, database_url=database.url("relay"), nats_url=bus.url("relay"))
        async with working(relaying.run):
            yield relaying


@pytest.fixture
def projecting(database: Database, bus: Bus, seen: EventStore) -> Projecting:
    """``async with projecting(view) as projector``."""

    @asynccontextmanager
    async def project(
        view: View, *, batch: int = 500, store: EventStore = seen
    ) -> AsyncIterator[Projector]:
        projector = Projector(
            view,
            store=store,
            database_url=database.url("projector"),
            nats_url=bus.url("projector"),
            batch=batch,
        )
        async with working(projector.run):
            yield projector

    return project


async def until(condition: Callable[[], bool], *, seconds: float = 20) -> None:
    """Wait until it is so."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110  # what is awaited lies in another process
            await asyncio.sleep(0.01)


async def until_level(projector: Projector, store: EventStore, *, seconds: float = 20) -> None:
    """Wait until the view has taken everything recorded."""
    last = store.last()
    end = last.position if last else 0
    try:
        await until(lambda: projector.position >= end, seconds=seconds)
    except TimeoutError:
        raise AssertionError(
            f"{projector.state} at {projector.position}: {projector.trouble}"
        ) from None
