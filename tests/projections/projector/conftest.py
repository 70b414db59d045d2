"""A relay and projectors at work in the test's own process."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from projections.projector import Projector
from projections.view import View
from services.runtime.event_store import EventStore
from services.runtime.relay import Relay
from tests.projections.projector.rosters import opened
from tests.runtime.readers.at_work import relaying, working
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


@pytest.fixture
async def relay(database: Database, bus: Bus) -> AsyncIterator[Relay]:
    """Carries what is recorded to the stream."""
    async with relaying(database, bus) as at_work:
        yield at_work


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
