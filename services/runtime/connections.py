"""Connections that answer within seconds: a frozen server is a server that is away."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import tuple_row

PATIENCE = 2.0
"""Seconds a read or a write is tried again while the database is away."""
STATEMENT_SECONDS = 4.0
"""After which the server itself gives up a statement."""
ANSWER_SECONDS = 4.2
"""After which nobody waits for a server that says nothing at all."""


def connection_settings(url: str) -> dict[str, Any]:
    """What psycopg is given: the URL's own settings, one second to connect, four to answer."""
    given: dict[str, Any] = dict(conninfo_to_dict(url))
    given.setdefault("connect_timeout", 1)
    given.setdefault("options", f"-c statement_timeout={STATEMENT_SECONDS * 1000:.0f}")
    return given


class Connection(psycopg.Connection[tuple[Any, ...]]):
    """Raises OperationalError where an answer does not come."""

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """As psycopg waits, but never for ever."""
        return super().wait(gen, interval, ANSWER_SECONDS if timeout is None else timeout)


class Connections:
    """At most so many to one server, opened when needed. Thread-safe.

    A pool with workers of its own goes on waiting, ever longer, after the server is back.
    """

    def __init__(self, url: str, *, at_most: int) -> None:
        self.settings = connection_settings(url)
        self.places = threading.BoundedSemaphore(at_most)
        self.idle: deque[Connection] = deque()
        self.closed = False

    def open(self) -> Connection:
        """A connection outside the bound, each statement a transaction of its own."""
        return Connection.connect(**self.settings, autocommit=True, row_factory=tuple_row)

    @contextmanager
    def borrow(self) -> Iterator[Connection]:
        """One for a short while; OperationalError where none is free or the server is away."""
        if not self.places.acquire(timeout=PATIENCE):
            raise psycopg.OperationalError("every connection is in use")
        try:
            connection = self._idle() or self.open()
            try:
                yield connection
            except BaseException:
                connection.close()
                self._drop_idle()  # what broke one may have broken all of them
                raise
            self.idle.append(connection)
            if self.closed:
                self._drop_idle()
        finally:
            self.places.release()

    def close(self) -> None:
        """Let go of every connection, of those in use when they come back."""
        self.closed = True
        self._drop_idle()

    def _idle(self) -> Connection | None:
        try:
            return self.idle.pop()
        except IndexError:
            return None

    def _drop_idle(self) -> None:
        while (connection := self._idle()) is not None:
            connection.close()
