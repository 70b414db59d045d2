"""A view's schema: made, granted, dropped; ``checkpoint`` and ``parked`` are added to each."""

from typing import Any

from psycopg import AsyncConnection
from psycopg.sql import SQL, Identifier

from projections.view import View

OWN_TABLES = """
    create table checkpoint (
        one boolean primary key default true check (one),
        position bigint not null,
        digest bytea not null,
        recorded_at timestamptz
    );
    insert into checkpoint (position, digest) values (0, decode(repeat('00', 32), 'hex'));
    create table parked (
        position bigint primary key,
        stream text not null,
        topic text not null,
        reason text not null,
        parked_at timestamptz not null,
        headers jsonb not null,
        message bytea not null
    );
    create index parked_by_stream on parked (stream, position);
"""

Connection = AsyncConnection[Any]


async def make(connection: Connection, view: View, *, name: str) -> None:
    """An empty schema of this view under a name; within the caller's transaction."""
    await connection.execute(SQL("create schema {}").format(Identifier(name)))
    await connection.execute(SQL("set local search_path to {}").format(Identifier(name)))
    await connection.execute(view.schema.encode())
    await connection.execute(OWN_TABLES)
    await connection.execute("set local search_path to default")


async def grant(connection: Connection, view: View, *, name: str) -> None:
    """Let the view's readers, and nobody else, select from it."""
    for reader in view.readers:
        login = Identifier(f"starledger_{reader}")
        await connection.execute(
            SQL("grant usage on schema {} to {}").format(Identifier(name), login)
        )
        await connection.execute(
            SQL("grant select on all tables in schema {} to {}").format(Identifier(name), login)
        )


async def exists(connection: Connection, name: str) -> bool:
    """Whether there is a schema of that name."""
    row = await (
        await connection.execute("select to_regnamespace(%s) is not null", (f'"{name}"',))
    ).fetchone()
    return bool(row and row[0])


async def drop(connection: Connection, name: str) -> None:
    """Remove a schema if it is there; waits at most a second for whoever still reads it."""
    await connection.execute("set lock_timeout = '1s'")
    await connection.execute(SQL("drop schema if exists {} cascade").format(Identifier(name)))
    await connection.execute("reset lock_timeout")


async def lock(connection: Connection, view: View) -> None:
    """Until the transaction ends nobody else writes or swaps this view.

    Taken before any of its tables is named: a statement that waits for a row would go on in the
    schema it had found before a swap.
    """
    await connection.execute("select pg_advisory_xact_lock(7216403, hashtext(%s))", (view.name,))
