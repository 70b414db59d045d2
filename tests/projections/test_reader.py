"""A view is read over connections that may break while nobody uses them."""

import psycopg
import pytest

from projections.reader import Reader
from tests.servers import Database

STOPPED = """
    select count(pg_terminate_backend(pid)) from pg_stat_activity
     where usename = 'starledger_lookup' and datname = current_database()
"""


async def _held(reader: Reader, connections: int) -> None:
    """Have so many connections opened and given back."""
    await reader.open()
    await reader._pool.resize(connections, connections)
    await reader._pool.wait()


@pytest.mark.parametrize("planned", [False, True])
async def test_connections_that_broke_unnoticed_are_passed_over(database: Database, planned: bool):
    reader = Reader(database.url("lookup"), pool_size=4)
    try:
        await _held(reader, 4)
        with psycopg.connect(database.url("owner")) as owner:
            assert owner.execute(STOPPED).fetchone() == (4,)
        for number in range(8):
            rows = await reader.rows("select %(n)s::int as n", {"n": number}, planned=planned)
            assert rows == [{"n": number}]
    finally:
        await reader.close()
