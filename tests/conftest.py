"""What tests may ask for: a PostgreSQL server a session, a database and a NATS server a test."""

import asyncio
import logging
from collections.abc import Iterator
from itertools import count

import pytest
import structlog

from tests.servers import Bus, Database, PostgresServer, folder

_numbers = count(1)


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """Whatever a test has the log write to, or leave out, is the test's own."""
    handlers, level = logging.root.handlers, logging.root.level
    yield
    logging.root.handlers, logging.root.level = handlers, level
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """The session's server."""
    with folder() as path:
        server = PostgresServer(path / "postgres")
        try:
            server.start()
            server.create_template()
            yield server
        finally:
            server.stop()


@pytest.fixture
def database(postgres: PostgresServer) -> Iterator[Database]:
    """A fresh migrated database: ``database.url("decisions")``, ``database.url("owner")``."""
    fresh = postgres.create(f"test_{next(_numbers)}")
    yield fresh
    postgres.drop(fresh.name)


@pytest.fixture
def bus() -> Iterator[Bus]:
    """A fresh NATS server with the stream: ``bus.url("relay")``, ``.kill()``, ``.restart()``."""
    with folder() as path:
        server = Bus(path / "nats")
        try:
            server.start()
            asyncio.run(server.provision())
            yield server
        finally:
            server.stop()
