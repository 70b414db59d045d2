"""``relay``: a backlog in the store, an empty stream, the time until the stream holds all."""

import asyncio
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

from events.envelope import Draft, Stored
from events.personnel import TokenIssued
from services.personnel.commands import IssueToken
from services.runtime import road
from services.runtime.bus import connected
from services.runtime.clock import SystemClock, new_id
from services.runtime.event_store import EventStore
from services.runtime.stream import provision
from tests.bench.ground import Ground, conducted
from tests.bench.measuring import RUNS, Measured, Series, Size, in_turn
from tests.bench.peers import bus

BACKLOG = 50_000
AT_ONCE = 100
"""Events of one ``put`` while the backlog is filled."""
REACH = {"ratio_limit": 0.6}
ENDS = timedelta(days=90)


def measure(*, runs: int | None, quick: bool, tell: Callable[[str], None]) -> Measured:
    """The whole benchmark on ground of its own."""
    return conducted(run, Size(runs=runs or RUNS, quick=quick), tell)


def run(ground: Ground, size: Size) -> Measured:
    """The relay, and prebuilt batches into an equal stream of the same server, in turn."""
    backlog = int(size.of(BACKLOG, 2_000))
    fill(ground, backlog)
    measured = Measured("relay", "events/s", Series("Relay"), reach=REACH)
    measured.limit = the_limit = Series("nats-py, prebuilt atomic batches of 500")
    store = EventStore(ground.house.database_url("relay"))
    with closing(store):
        batches = bus.prebuilt(_rows(store))

        def ours() -> float:
            asyncio.run(emptied(ground))
            began = time.perf_counter()
            asyncio.run(ground.relay_until(backlog, store))
            rate = backlog / (time.perf_counter() - began)
            _stands(ground, backlog, measured)
            return rate

        def limit() -> float:
            asyncio.run(emptied(ground))
            rate = asyncio.run(_limit(ground, batches, backlog))
            _stands(ground, backlog, measured)
            return rate

        in_turn(size.runs, [(the_limit, limit), (measured.ours, ours)])
    ground.prove(measured, expected=backlog)
    return measured


def fill(ground: Ground, backlog: int) -> None:
    """A backlog over many streams, as tokens handed out."""
    store = EventStore(ground.house.database_url("personnel"))
    with closing(store):
        for start in range(0, backlog, AT_ONCE):
            person = f"clerk-{start // AT_ONCE}"
            store.put(drafts(person, min(AT_ONCE, backlog - start)))


def drafts(person: str, number: int) -> list[Draft]:
    """So many tokens of one person, in one command."""
    now, command_id = SystemClock().now(), new_id()
    commands = [
        IssueToken(person=person, token=new_id().hex[:16], expires_at=now + ENDS)
        for _ in range(number)
    ]
    return [
        Draft(
            stream=f"personnel-{person}",
            version=version,
            event=TokenIssued(**command.model_dump()),
            actor="admin",
            role="system_admin",
            via="api",
            time=now,
            command_id=command_id,
            command_name="personnel.IssueToken",
            command_body=command,
        )
        for version, command in enumerate(commands, 1)
    ]


async def emptied(ground: Ground) -> None:
    """The stream deleted and made anew, with the configuration of ``starledger migrate``."""
    url = ground.house.nats_url("admin")
    async with connected(url, name="bench") as client:
        await client.jetstream().delete_stream(road.STREAM)
    await provision(url, replicas=1)


async def _limit(ground: Ground, batches: list[list[bus.Prebuilt]], backlog: int) -> float:
    began = time.perf_counter()
    async with connected(ground.house.nats_url("relay"), name="limit") as client:
        last = await bus.published(client, batches)
    if last != backlog:
        raise RuntimeError(f"the stream stands at {last}, {backlog} were published")
    return backlog / (time.perf_counter() - began)


def _rows(store: EventStore) -> list[Stored]:
    rows: list[Stored] = []
    while page := store.read(after=len(rows), limit=2_000):
        rows += page
    return rows


def _stands(ground: Ground, backlog: int, measured: Measured) -> None:
    standing = asyncio.run(ground.stream_stands_at())
    if standing != backlog:
        measured.faults.append(f"the stream stands at {standing} of {backlog}")
