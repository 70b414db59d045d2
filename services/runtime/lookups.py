"""Single statements on one small table over one login: sure to answer within a few seconds."""

import time
from collections.abc import Sequence
from typing import Any, Literal, LiteralString

import psycopg

from services.runtime.append import StoreUnavailable
from services.runtime.connections import Connections

PATIENCE = 1.5
"""Seconds a statement is tried again while the database is away."""


class Lookups:
    """A few connections, opened when first needed. Thread-safe; blocking."""

    def __init__(self, url: str, *, at_most: int) -> None:
        self.connections = Connections(url, at_most=at_most)

    def row(
        self,
        statement: LiteralString,
        values: Sequence[Any],
        *,
        outcome: Literal["nothing", "unknown"] = "nothing",
    ) -> tuple[Any, ...] | None:
        """The first row; StoreUnavailable with ``outcome`` where the database is away.

        The statement may be sent twice, as a connection may be lost before its answer: it must be
        harmless when repeated.
        """
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self._asked(statement, values)
            except (psycopg.OperationalError, psycopg.InterfaceError) as fault:
                if time.monotonic() > until:
                    raise StoreUnavailable(outcome, str(fault)) from fault
                time.sleep(0.05)

    def close(self) -> None:
        """Let go of the connections."""
        self.connections.close()

    def _asked(self, statement: LiteralString, values: Sequence[Any]) -> tuple[Any, ...] | None:
        with self.connections.borrow() as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchone() if cursor.description else None
