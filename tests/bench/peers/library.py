"""The library as it comes: its application, its store, its defaults."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import count, cycle
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from psycopg.conninfo import conninfo_to_dict

from services.runtime.clock import SystemClock, new_id
from tests.bench.measuring import Operation


class Colleague(Aggregate):
    """The library's aggregate with the history and the rule of our person who gets a token."""

    @event("Registered")
    def __init__(self, person: str) -> None:
        self.person = person
        self.roles: list[str] = []
        self.tokens: dict[str, datetime] = {}

    @event("RoleGranted")
    def grant(self, role: str) -> None:
        self.roles.append(role)

    @event("TokenIssued")
    def issue(self, token: str, expires_at: datetime, actor: str, role: str, via: str) -> None:
        if token in self.tokens:
            raise ValueError("a token is issued once")
        if expires_at <= SystemClock().now():
            raise ValueError("a token ends after the moment it is issued")
        self.tokens[token] = expires_at


class StockBody(Application[UUID]):
    """The library's application on PostgreSQL: its own mapper, recorder, factory and defaults."""


def environment(url: str, *, connections: int) -> Mapping[str, str]:
    """What the library's factory is told; nothing but where the server is, and its pool."""
    given = conninfo_to_dict(url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": str(given["dbname"]),
        "POSTGRES_HOST": str(given["host"]),
        "POSTGRES_PORT": str(given["port"]),
        "POSTGRES_USER": str(given["user"]),
        "POSTGRES_PASSWORD": str(given["password"]),
        "POSTGRES_POOL_SIZE": str(connections),
    }


@contextmanager
def stock(url: str, *, connections: int) -> Iterator[StockBody]:
    """An application with a pooled connection for each thread that will use it."""
    body = StockBody(env=dict(environment(url, connections=connections)))
    try:
        yield body
    finally:
        body.close()


def stock_puts(body: StockBody, streams: int, expires_at: datetime) -> list[Operation]:
    """One event a ``put``, each thread on a stream of its own."""

    def putter() -> Operation:
        stream, versions = new_id(), count(1)

        def put() -> None:
            body.events.put(
                [
                    Colleague.TokenIssued(  # type: ignore[attr-defined] # made by the decorator
                        originator_id=stream,
                        originator_version=next(versions),
                        timestamp=SystemClock().now(),
                        token=new_id().hex[:16],
                        expires_at=expires_at,
                        actor="admin",
                        role="system_admin",
                        via="api",
                    )
                ]
            )

        return put

    return [putter() for _ in range(streams)]


def stock_commands(
    body: StockBody, colleagues: Sequence[UUID], threads: int, expires_at: datetime
) -> list[Operation]:
    """Load, decide, save; the colleagues are taken in turn, each with three events at first."""
    waiting = cycle(colleagues)
    lock = threading.Lock()

    def command() -> None:
        with lock:
            identity = next(waiting)
        colleague: Colleague = body.repository.get(identity)
        colleague.issue(
            token=new_id().hex[:16],
            expires_at=expires_at,
            actor="admin",
            role="system_admin",
            via="api",
        )
        body.save(colleague)

    return [command] * threads


def stock_colleagues(body: StockBody, number: int) -> list[UUID]:
    """So many colleagues with three events each."""
    identities = []
    for _ in range(number):
        colleague = Colleague(person=new_id().hex)
        colleague.grant("planner")
        colleague.grant("scheme_owner")
        body.save(colleague)
        identities.append(colleague.id)
    return identities


def stock_events(body: StockBody) -> int:
    """How many events it holds."""
    return body.recorder.max_notification_id() or 0
