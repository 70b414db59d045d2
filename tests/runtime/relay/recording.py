"""Events for the relay to carry, and what must be true of the stream afterwards."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from events.body import HolidaysPublished
from events.envelope import Draft, Stored
from events.event import Event
from services.runtime.bus import connected
from services.runtime.clock import SystemClock, new_id
from services.runtime.event_store import Entry, EventStore
from services.runtime.published import Published
from tests.servers import Bus, Database

CLOCK = SystemClock()


@contextmanager
def opened(database: Database, role: str = "scheduler") -> Iterator[EventStore]:
    """The store of a role, which ``scheduler`` may write streams ``body-…`` of."""
    store = EventStore(database.url(role))
    try:
        yield store
    finally:
        store.close()


def holidays(source: str, days: int = 1) -> Event:
    """An event of about thirteen bytes for each of its days."""
    return HolidaysPublished(
        year=2027, days_off=(date(2027, 1, 1),) * days, working_weekends=(), source=source
    )


def draft(stream: str, version: int, event: Event, command_id: UUID) -> Draft:
    return Draft(
        stream=stream,
        version=version,
        event=event,
        actor="somebody",
        role="system_admin",
        via="test",
        time=CLOCK.now(),
        command_id=command_id,
    )


def record(
    store: EventStore, count: int, *, stream: str, source: str = "国办发明电", days: int = 1
) -> None:
    """That many events, one command each, behind what the stream holds."""
    rows = store.rows(stream)
    for version in range(len(rows) + 1, len(rows) + count + 1):
        command_id = new_id()
        drafts = [draft(stream, version, holidays(f"{source} {version}", days), command_id)]
        entry = Entry(command_id=command_id, digest=bytes(32), reads={}, drafts=drafts)
        assert store.append(entry).outcome == "recorded"


def record_much(store: EventStore, count: int, *, size: int = 1) -> None:
    """``count`` events in commands of fifty, as fast as may be; ``size`` characters each."""
    text = "节" * size

    def fifty(stream: str, many: int) -> None:
        command_id = new_id()
        drafts = [
            draft(stream, version, holidays(text), command_id) for version in range(1, many + 1)
        ]
        entry = Entry(command_id=command_id, digest=bytes(32), reads={}, drafts=drafts)
        assert store.append(entry).outcome == "recorded"

    with ThreadPoolExecutor(8) as pool:
        sizes = [50] * (count // 50) + [count % 50] * bool(count % 50)
        list(pool.map(fifty, [f"body-much-{new_id().hex}" for _ in sizes], sizes))


def everything(store: EventStore) -> list[Stored]:
    rows: list[Stored] = []
    while more := store.read(after=len(rows), limit=1000):
        rows.extend(more)
    return rows


async def on_stream(bus: Bus) -> list[Stored]:
    """Every message, as the row it was published from; proves sequence = position on the way."""
    async with connected(bus.url("admin"), name="test") as client:
        published = Published(client)
        last = (await published.head()).position
        rows: list[Stored] = []
        for first in range(1, last + 1, 100):
            rows += await published.rows(range(first, min(first + 100, last + 1)))
        return rows


async def settled(bus: Bus, many: int) -> None:
    """The stream holds so many, and no more: what was sent may still be on its way to disk."""
    async with asyncio.timeout(5):
        while True:
            arrived = len(await on_stream(bus))
            if arrived >= many:
                break
            await asyncio.sleep(0.02)
    assert arrived == many


async def until(holds: Callable[[], bool], *, seconds: float = 10) -> None:
    """Look every few milliseconds until it holds; TimeoutError where it does not in time."""
    async with asyncio.timeout(seconds):
        while True:
            if holds():
                return
            await asyncio.sleep(0.005)


async def until_level(bus: Bus, store: EventStore, *, seconds: float = 20) -> None:
    """Wait until the stream ends where the store does."""
    last = store.last()
    wanted = last.position if last else 0
    async with asyncio.timeout(seconds), connected(bus.url("admin"), name="test") as client:
        while True:
            if (await Published(client).head()).position >= wanted:
                return
            await asyncio.sleep(0.02)


async def assert_carried(bus: Bus, store: EventStore) -> int:
    """The stream is the store: every event, at its position, byte for byte; how many."""
    await until_level(bus, store)
    stored, sent = everything(store), await on_stream(bus)
    assert [row.position for row in sent] == list(range(1, len(stored) + 1))
    differing = [row.position for row, other in zip(stored, sent, strict=True) if row != other]
    assert differing == []
    return len(stored)
