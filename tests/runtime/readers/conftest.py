"""A relay and policies at work in the test's own process."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from services.core.service import Service
from services.runtime.event_store import EventStore
from services.runtime.policy_reader import PolicyReader
from services.runtime.relay import Relay
from tests.projections.projector.rosters import opened
from tests.runtime.readers.at_work import relaying, working
from tests.runtime.readers.policies import reader_of
from tests.servers import Bus, Database

Hearing = Callable[..., AbstractAsyncContextManager[PolicyReader]]


@pytest.fixture
def store(database: Database) -> Iterator[EventStore]:
    """The store as the scheduler's role, which may write streams ``body-…``."""
    with opened(database) as opened_store:
        yield opened_store


@pytest.fixture
def own(database: Database) -> Iterator[EventStore]:
    """The store as the service whose policies hear."""
    with opened(database, "surveillance") as opened_store:
        yield opened_store


@pytest.fixture
async def relay(database: Database, bus: Bus) -> AsyncIterator[Relay]:
    """Carries what is recorded to the stream."""
    async with relaying(database, bus) as at_work:
        yield at_work


@pytest.fixture
def hearing(database: Database, bus: Bus, own: EventStore) -> Hearing:
    """``async with hearing(service) as reader``."""

    @asynccontextmanager
    async def hear(service: Service, *, batch: int = 500) -> AsyncIterator[PolicyReader]:
        reader = reader_of(
            service, own, database.url("surveillance"), bus.url("surveillance"), batch=batch
        )
        async with working(reader.run):
            yield reader

    return hear
