"""A founded body, its personnel service, and the API in front of it."""

from collections.abc import AsyncIterator

import pytest

from tests.runtime.bus.serving import Running, founded, serving
from tests.servers import Bus, Database
from tests.services.api.serving import Address, Caller, api_at_work


@pytest.fixture
def house(database: Database) -> Database:
    """A body with an administrator and nobody else."""
    return founded(database)


@pytest.fixture
async def personnel(house: Database, bus: Bus) -> AsyncIterator[Running]:
    """The real personnel service."""
    async with serving(house, bus) as running:
        yield running


@pytest.fixture
async def api(personnel: Running, house: Database, bus: Bus) -> AsyncIterator[Address]:
    """The API with that service behind it."""
    async with api_at_work(house, bus) as address:
        yield address


@pytest.fixture
def ada(api: Address) -> Caller:
    """The administrator's program."""
    return api.caller("ada")
