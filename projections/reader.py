"""How a view is read: a pool that can only read, each question one statement."""

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString

from psycopg import AsyncConnection
from psycopg.errors import FeatureNotSupported
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool


async def _prepare(connection: AsyncConnection[DictRow]) -> None:
    await connection.set_autocommit(True)
    await connection.execute("set statement_timeout = '5s'")
    await connection.execute("set default_transaction_read_only = on")


class Reader:
    """A few connections to the views; survives the swap of a rebuilt schema."""

    def __init__(self, url: str, *, pool_size: int, patience: float = 3.0) -> None:
        self._pool: AsyncConnectionPool[AsyncConnection[DictRow]] = AsyncConnectionPool(
            url,
            connection_class=AsyncConnection[DictRow],
            kwargs={"row_factory": dict_row},
            configure=_prepare,
            check=AsyncConnectionPool.check_connection,
            min_size=1,
            max_size=pool_size,
            timeout=patience,
            open=False,
        )

    async def open(self) -> None:
        """Begin to connect; does not wait until the server answers."""
        await self._pool.open(wait=False)

    async def close(self) -> None:
        """Give back every connection."""
        await self._pool.close()

    async def rows(self, statement: LiteralString, values: Mapping[str, Any]) -> Sequence[DictRow]:
        """The rows of one statement, asked once more where a swap changed its shape."""
        async with self._pool.connection() as connection:
            try:
                return await _ask(connection, statement, values)
            except FeatureNotSupported:
                # 0A000: the schema was rebuilt and swapped under a prepared statement.
                await connection.execute("deallocate all")
                return await _ask(connection, statement, values)


async def _ask(
    connection: AsyncConnection[DictRow], statement: LiteralString, values: Mapping[str, Any]
) -> Sequence[DictRow]:
    return await (await connection.execute(statement, values)).fetchall()
