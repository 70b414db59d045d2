"""A body that was opened long ago, with its staff and its scheme, at work in this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time

from services.cli.sample.acts import Acts
from services.cli.sample.story import SEED, found
from services.cli.workshop import handlers
from services.core.context import ZONE
from services.runtime.driver import Draws, Driver
from services.runtime.keys import KeyRing
from tests.servers import Database, PostgresServer

FIRST = date(2005, 1, 3)
"""Driven days lie in the past; long runs have some twenty years to live through."""


class Place:
    """A test's database as the command line would find it."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @property
    def owner_url(self) -> str:
        return self.database.url("owner")

    def database_url(self, role: str) -> str:
        return self.database.url(role)

    def nats_url(self, user: str) -> str:
        raise LookupError(f"no bus for {user} here")


@contextmanager
def founded(postgres: PostgresServer, name: str) -> Iterator[tuple[Place, Acts]]:
    """The place and whoever acts there."""
    place = Place(postgres.create(name))
    draws = Draws(SEED)
    ring = KeyRing(place.database_url("keys"), draw=draws.bytes)
    with handlers(place, keys=ring) as at_work:
        start = datetime.combine(FIRST, time(9, 0), ZONE)
        acts = Acts(Driver(at_work, start=start, draws=draws))
        found(acts, FIRST)
        yield place, acts
    postgres.drop(name)
