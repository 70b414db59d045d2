"""How a view is read: a pool that can only read, each question one statement."""

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString

from psycopg import AsyncConnection, OperationalError
from psycopg.errors import FeatureNotSupported, InsufficientPrivilege, UndefinedTable
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool, PoolClosed, PoolTimeout

_AWAY = (OperationalError, PoolTimeout, PoolClosed, UndefinedTable, InsufficientPrivilege)
"""The server is away or slow, or the view was not yet built and granted."""


class Unavailable(Exception):
    """The view cannot be read just now; try again shortly."""


async def _prepare(connection: AsyncConnection[DictRow]) -> None:
    await connection.set_autocommit(True)
    await connection.execute("set statement_timeout = '5s'")
    await connection.execute("set default_transaction_read_only = on")


def pool_of(
    url: str, *, pool_size: int, patience: float = 3.0
) -> AsyncConnectionPool[AsyncConnection[DictRow]]:
    """Connections that can only read, not yet opened; one is waited for no longer than that."""
    return AsyncConnectionPool(
        url,
        connection_class=AsyncConnection[DictRow],
        kwargs={"row_factory": dict_row},
        configure=_prepare,
        min_size=1,
        max_size=pool_size,
        timeout=patience,
        open=False,
    )


class Reader:
    """A few connections to the views; survives the swap of a rebuilt schema."""

    def __init__(self, url: str, *, pool_size: int, patience: float = 3.0) -> None:
        self._pool = pool_of(url, pool_size=pool_size, patience=patience)
        self._tries = pool_size + 1

    async def open(self) -> None:
        """Begin to connect; does not wait until the server answers."""
        await self._pool.open(wait=False)

    async def close(self) -> None:
        """Give back every connection."""
        await self._pool.close()

    async def rows(
        self, statement: LiteralString, values: Mapping[str, Any], *, planned: bool = False
    ) -> Sequence[DictRow]:
        """The rows of one statement; Unavailable where the view cannot be read just now.

        ``planned``: each time for the very values, where a rare word and a common one want
        different plans; else one plan is kept for all.
        """
        try:
            return await self._asked(statement, values, prepare=False if planned else None)
        except _AWAY as fault:
            raise Unavailable(type(fault).__name__) from fault

    async def _asked(
        self, statement: LiteralString, values: Mapping[str, Any], prepare: bool | None
    ) -> Sequence[DictRow]:
        """A connection that broke while nobody used it is only noticed now: take the next one."""
        for _try in range(self._tries):
            async with self._pool.connection() as connection:
                try:
                    return await _twice(connection, statement, values, prepare)
                except OperationalError as fault:
                    if not connection.closed:
                        raise
                    lost = fault
        raise lost


async def _twice(
    connection: AsyncConnection[DictRow],
    statement: LiteralString,
    values: Mapping[str, Any],
    prepare: bool | None,
) -> Sequence[DictRow]:
    """0A000: the schema was rebuilt and swapped under a prepared statement; ask once more."""
    try:
        return await _ask(connection, statement, values, prepare)
    except FeatureNotSupported:
        await connection.execute("deallocate all")
        return await _ask(connection, statement, values, prepare)


async def _ask(
    connection: AsyncConnection[DictRow],
    statement: LiteralString,
    values: Mapping[str, Any],
    prepare: bool | None,
) -> Sequence[DictRow]:
    return await (await connection.execute(statement, values, prepare=prepare)).fetchall()
