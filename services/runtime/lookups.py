"""Single statements on one small table over one login: sure to answer within a few seconds."""

import threading
import time
from collections.abc import Sequence
from typing import Any, Literal, LiteralString

import psycopg
from psycopg_pool import ConnectionPool

from services.runtime.append import StoreUnavailable
from services.runtime.recorder import connection_settings

PATIENCE = 1.5
"""Seconds a statement is tried again while the database is away."""


class Lookups:
    """A few connections, opened when first needed. Thread-safe; blocking."""

    def __init__(self, url: str, *, at_most: int) -> None:
        self.pool = ConnectionPool(
            min_size=0,
            max_size=at_most,
            open=False,
            timeout=PATIENCE,
            kwargs={**connection_settings(url), "autocommit": True},
        )
        self.opening = threading.Lock()

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
        self.pool.close()

    def _asked(self, statement: LiteralString, values: Sequence[Any]) -> tuple[Any, ...] | None:
        with self.opening:
            self.pool.open()
        with self.pool.connection() as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchone() if cursor.description else None
