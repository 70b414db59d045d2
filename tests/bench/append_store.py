"""``append.store``: one event a ``put``, many threads, each on a stream of its own."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import count

from events.envelope import Draft, Stored
from events.personnel import TokenIssued
from services.personnel.commands import IssueToken
from services.runtime.clock import SystemClock, new_id
from services.runtime.event_store import EventStore
from tests.bench.ground import Ground, conducted
from tests.bench.measuring import RUNS, Measured, Operation, Series, Size, hammer, in_turn
from tests.bench.peers import library, plain

THREADS = 16
PEER_THREADS = 8
LIMIT_CONNECTIONS = 8
REACH = {"ratio_peer": 5.0, "ratio_limit": 0.75}
ENDS = timedelta(days=90)


def measure(*, runs: int | None, quick: bool, tell: Callable[[str], None]) -> Measured:
    """The whole benchmark on ground of its own."""
    return conducted(run, Size(runs=runs or RUNS, quick=quick), tell)


def run(ground: Ground, size: Size) -> Measured:
    """Ours, the library's store and raw INSERTs, in turn."""
    seconds = size.of(2.0, 0.2)
    done = {"ours": 0, "peer": 0, "limit": 0}
    measured = Measured(
        "append.store", "events/s", Series("EventStore.put, 16 threads"), reach=REACH
    )
    measured.peer = the_peer = Series("stock eventsourcing EventStore.put, 8 threads")
    measured.limit = the_limit = Series("psycopg INSERT autocommit, 8 connections")
    store = EventStore(ground.house.database_url("personnel"))
    with closing(store), library.stock(ground.peers_url, connections=PEER_THREADS) as body:
        expires_at = SystemClock().now() + ENDS

        def ours() -> float:
            return _noted(done, "ours", hammer(puts(store), seconds))

        def peer() -> float:
            operations = library.stock_puts(body, PEER_THREADS, expires_at)
            return _noted(done, "peer", hammer(operations, seconds))

        def limit() -> float:
            like = sample(store)
            with plain.plain_inserts(ground.peers_url, LIMIT_CONNECTIONS, like) as operations:
                return _noted(done, "limit", hammer(operations, seconds))

        store.put([draft("somebody", 1)])
        contenders = ((measured.ours, ours), (the_peer, peer), (the_limit, limit))
        in_turn(size.runs, contenders)
        measured.faults += _miscounted("the peer", library.stock_events(body), done["peer"])
    measured.faults += _miscounted("the limit", plain.plain_rows(ground.peers_url), done["limit"])
    ground.prove(measured, expected=done["ours"] + 1)
    return measured


def puts(store: EventStore) -> list[Operation]:
    """One event a ``put``, each thread on a stream of its own."""

    def putter() -> Operation:
        person, versions = f"clerk-{new_id().hex[:12]}", count(1)
        return lambda: store.put([draft(person, next(versions))])

    return [putter() for _ in range(THREADS)]


def draft(person: str, version: int) -> Draft:
    """A token handed out, with the command that asked for it, as a service would draft it."""
    now = SystemClock().now()
    command = IssueToken(person=person, token=new_id().hex[:16], expires_at=now + ENDS)
    return Draft(
        stream=f"personnel-{person}",
        version=version,
        event=TokenIssued(**command.model_dump()),
        actor="admin",
        role="system_admin",
        via="api",
        time=now,
        command_id=new_id(),
        command_name="personnel.IssueToken",
        command_body=command,
    )


def sample(store: EventStore) -> Stored:
    """A row as ours are."""
    row = store.last()
    assert row is not None
    return replace(row)


def _noted(done: dict[str, int], who: str, outcome: tuple[float, int]) -> float:
    rate, number = outcome
    done[who] += number
    return rate


def _miscounted(who: str, held: int, answered: int) -> Sequence[str]:
    return [] if held == answered else [f"{who} holds {held} events, {answered} were answered"]
