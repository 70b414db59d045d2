"""A store as the personnel service has it, with the keys of personal texts."""

from collections.abc import Iterator

import pytest

from services.runtime.event_store import EventStore
from services.runtime.keys import KeyRing
from tests.servers import Database


@pytest.fixture
def ring(database: Database) -> Iterator[KeyRing]:
    keys = KeyRing(database.url("keys"))
    yield keys
    keys.close()


@pytest.fixture
def store(database: Database, ring: KeyRing) -> Iterator[EventStore]:
    opened = EventStore(database.url("personnel"), seal=ring.seal, unseal=ring.unseal)
    yield opened
    opened.close()
