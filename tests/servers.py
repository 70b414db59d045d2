"""Real servers for tests: on loopback, on free ports, stopped by pid, gone afterwards."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from nats.aio.client import Client
from psycopg import sql

from services.runtime import road
from services.runtime.embedded.nats import Nats
from services.runtime.embedded.postgres import SUPERUSER, Postgres
from services.runtime.embedded.secrets import new_password
from services.runtime.migrate import migrate
from services.runtime.settings import DATABASE_ROLES, NATS_USERS
from services.runtime.stream import provision

TEMPLATE = "starledger_template"


@contextmanager
def folder() -> Iterator[Path]:
    """An empty folder an unprivileged server may enter; pytest's own is closed to it."""
    path = Path(tempfile.mkdtemp(prefix="starledger-test-"))
    path.chmod(0o755)
    try:
        yield path
    finally:
        shutil.rmtree(path)


class PostgresServer(Postgres):
    """One server a test session, with a password for every role."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, new_password())
        self.passwords: Mapping[str, str] = {role: new_password() for role in DATABASE_ROLES}

    def execute(self, statement: sql.Composed) -> None:
        """One statement about databases, outside a transaction."""
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def create(self, name: str) -> "Database":
        """A fresh migrated database; rights on a database itself are not copied from a template."""
        self.execute(
            sql.SQL("create database {} template {}").format(
                sql.Identifier(name), sql.Identifier(TEMPLATE)
            )
        )
        migrate(self.url(SUPERUSER, name))
        return Database(self, name)

    def create_template(self) -> None:
        """What every test's database is copied from."""
        self.execute(sql.SQL("create database {}").format(sql.Identifier(TEMPLATE)))
        migrate(self.url(SUPERUSER, TEMPLATE), passwords=self.passwords)

    def drop(self, name: str) -> None:
        """Remove a database and whoever is connected to it."""
        self.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


class Database:
    """A test's own database."""

    def __init__(self, server: PostgresServer, name: str) -> None:
        self.server = server
        self.name = name

    def url(self, role: str) -> str:
        """Where ``decisions``, ``relay`` … finds it; ``owner`` is the superuser."""
        if role == "owner":
            return self.server.url(SUPERUSER, self.name)
        return self.server.url(f"starledger_{role}", self.name, self.server.passwords[role])


class Bus(Nats):
    """A test's own NATS server; ``kill`` and ``start`` (``restart``) keep its port and data."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, {user: new_password() for user in NATS_USERS})

    def restart(self) -> None:
        """Start again on the same port and data, after a kill or in order."""
        self.stop()
        self.start()

    async def connect(self, user: str, **options: Any) -> Client:
        """A connection with the inbox prefix the user may subscribe to."""
        return await road.connect(self.url(user), **options)

    async def provision(self) -> None:
        """The stream EVENTS, as ``starledger migrate`` makes it."""
        await provision(self.url("admin"), replicas=1)
