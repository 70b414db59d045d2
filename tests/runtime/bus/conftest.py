"""A founded body, its personnel service on the bus, and an edge that asks."""

from collections.abc import AsyncIterator

import pytest

from tests.runtime.bus.serving import Edge, Running, edge, founded, serving
from tests.servers import Bus, Database


@pytest.fixture
def house(database: Database) -> Database:
    """A body with an administrator and nobody else."""
    return founded(database)


@pytest.fixture
async def personnel(house: Database, bus: Bus) -> AsyncIterator[Running]:
    """The real personnel service, under its own user of deploy/nats.conf."""
    async with serving(house, bus) as running:
        yield running


@pytest.fixture
async def api(bus: Bus) -> AsyncIterator[Edge]:
    """The user ``api`` of deploy/nats.conf."""
    async with edge(bus) as connected:
        yield connected
