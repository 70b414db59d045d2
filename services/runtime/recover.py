"""Gives a restored store the tail that only the stream still has, byte for byte, and proves it."""

import asyncio
from collections.abc import Callable, Sequence

import psycopg
import structlog

from events.envelope import Stored
from services.runtime.backup.tail import settle
from services.runtime.bus import connected
from services.runtime.event_store import EventStore
from services.runtime.place import Parted, StreamAhead, StreamDiverged
from services.runtime.published import Published, parting

log = structlog.get_logger()

AT_ONCE = 200
"""Events asked of the stream and given to the ledger at a time."""

Ask = Callable[[int, int], bool]
"""(first position, last position) of the tail → whether to append it."""

CALL = """
    select ledger.append_tail(
        %b::bigint[], %b::text[], %b::bigint[], %b::text[], %b::bytea[],
        %b::uuid[], %b::bytea[], %b::timestamptz[], %b::bytea[])
"""


async def recover_from_stream(
    owner_url: str, nats_url: str, ask: Ask, *, lost: Callable[[str], None] = lambda _person: None
) -> int:
    """How many events were appended; 0 where none was missing or ``ask`` said no.

    All of the tail or nothing. StreamDiverged names the first position at which the store tells
    another history than the stream: then nobody can say which one is true but people.
    ``owner_url`` is a superuser's, ``nats_url`` the admin's or the relay's. ``lost`` is told each
    person whose key is not in this database: what the tail says of them is sealed for ever.
    """
    async with connected(nats_url, name="recover") as client:
        published = Published(client)
        apart = await _apart(owner_url, published)
        if apart is None:
            return 0
        if not isinstance(apart, StreamAhead):
            raise apart
        if not ask(apart.position + 1, apart.last):
            return 0
        for person in await _append(owner_url, published, apart):
            lost(person)
    log.info("store.recovered", first=apart.position + 1, last=apart.last)
    return apart.last - apart.position


async def _apart(owner_url: str, published: Published) -> Parted | None:
    store = EventStore(owner_url, pool_size=1)
    try:
        return await parting(store, published)
    finally:
        await asyncio.to_thread(store.close)


async def _append(owner_url: str, published: Published, apart: StreamAhead) -> list[str]:
    lost: list[str] = []
    async with await psycopg.AsyncConnection.connect(owner_url, connect_timeout=5) as connection:
        for first in range(apart.position + 1, apart.last + 1, AT_ONCE):
            rows = await published.rows(range(first, min(first + AT_ONCE, apart.last + 1)))
            try:
                await connection.execute(CALL, columns(rows))
            except psycopg.errors.DataCorrupted as fault:
                raise StreamDiverged(_position_of(fault)) from fault
            lost += await settle(connection, rows)
    return lost


def _position_of(fault: psycopg.errors.DataCorrupted) -> int:
    """Which event the ledger refused: it begins its sentence so."""
    return int(str(fault.diag.message_primary).split()[1])


def columns(rows: Sequence[Stored]) -> tuple[list[object], ...]:
    """What :data:`CALL` is given for these rows."""
    return (
        [row.position for row in rows],
        [row.stream for row in rows],
        [row.version for row in rows],
        [row.topic for row in rows],
        [row.state for row in rows],
        [row.command_id for row in rows],
        [row.command_digest for row in rows],
        [row.recorded_at for row in rows],
        [row.digest for row in rows],
    )
