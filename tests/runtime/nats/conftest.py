"""A bus of its own for each file, and the door to it."""

from collections.abc import AsyncIterator

import pytest

from tests.runtime.nats.voices import Enter, entrance
from tests.servers import Bus


@pytest.fixture
async def enter(bus: Bus) -> AsyncIterator[Enter]:
    """Everybody who has come in leaves again."""
    async with entrance(bus) as door:
        yield door
