"""Every peer and every limit, written with the same care as the product.

A *peer* is what one would use instead: the library ``eventsourcing`` as it comes, on the same
server. A *limit* is what the servers and their clients can do with nothing of ours between.
"""

import asyncio
import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count, cycle
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from faststream.nats import NatsMessage
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from psycopg.conninfo import conninfo_to_dict

from events.envelope import Stored
from services.runtime.clock import SystemClock, new_id
from services.runtime.command_bus import as_it_came, new_broker
from services.runtime.place import Place
from services.runtime.relay_steps import MOST, messages
from tests.bench.measuring import Operation

# The library as it comes -----------------------------------------------------------------------


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


@contextmanager
def stock(url: str, *, connections: int) -> Iterator[StockBody]:
    """An application with a pooled connection for each thread that will use it."""
    given = conninfo_to_dict(url)
    body = StockBody(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": str(given["dbname"]),
            "POSTGRES_HOST": str(given["host"]),
            "POSTGRES_PORT": str(given["port"]),
            "POSTGRES_USER": str(given["user"]),
            "POSTGRES_PASSWORD": str(given["password"]),
            "POSTGRES_POOL_SIZE": str(connections),
        }
    )
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


# PostgreSQL alone --------------------------------------------------------------------------------

PLAIN = """
    create table plain_event (
      position bigint primary key check (position > 0),
      stream text not null check (stream ~ '^[a-z]+-[A-Za-z0-9@_-]+$'),
      version bigint not null check (version > 0),
      topic text not null,
      state bytea not null,
      command_id uuid not null,
      command_digest bytea not null check (length(command_digest) = 32),
      recorded_at timestamptz not null,
      digest bytea not null check (length(digest) = 32),
      unique (stream, version)
    );
    create index plain_event_by_command on plain_event (command_id);
"""
"""A table equal to ``ledger.event`` in columns, checks and indexes; nothing else guards it."""

INSERT = """
    insert into plain_event (position, stream, version, topic, state, command_id, command_digest,
      recorded_at, digest) values (%b, %b, %b, %b, %b, %b, %b, %b, %b)
"""


@contextmanager
def plain_inserts(url: str, connections: int, like: Stored) -> Iterator[list[Operation]]:
    """Rows of the same bytes, each in its own transaction, each thread on its own connection."""
    positions = count(plain_rows(url) + 1)

    def inserter(connection: psycopg.Connection[Any]) -> Operation:
        stream, versions = f"personnel-{new_id().hex[:20]}", count(1)

        def insert() -> None:
            connection.execute(
                INSERT,
                (
                    next(positions),
                    stream,
                    next(versions),
                    like.topic,
                    like.state,
                    new_id(),
                    like.command_digest,
                    SystemClock().now(),
                    like.digest,
                ),
                prepare=True,
            )

        return insert

    with ExitStack() as stack:
        yield [
            inserter(stack.enter_context(psycopg.connect(url, autocommit=True)))
            for _ in range(connections)
        ]


def plain_rows(url: str) -> int:
    """Rows of the plain table, which is made where it is not there."""
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("select to_regclass('plain_event') is not null").fetchone()
        if known == (False,):
            connection.execute(PLAIN)
        row = connection.execute("select count(*) from plain_event").fetchone()
    return int(row[0]) if row else 0


# FastStream and nats-py alone --------------------------------------------------------------------


async def constant(url: str, answer: bytes, *, workers: int, stop: asyncio.Event) -> None:
    """The same broker and subscriber as the product's, whose handler only says the same again."""
    broker = new_broker(url)

    @broker.subscriber(
        "commands.personnel.>",
        queue="personnel",
        max_workers=workers,
        no_reply=True,
        decoder=as_it_came,
    )
    async def say(message: NatsMessage) -> None:
        await message.raw_message.respond(answer)

    await broker.start()
    await stop.wait()
    await broker.stop()


async def replying(url: str, answer: bytes, *, workers: int, stop: asyncio.Event) -> None:
    """The same, answered by what the handler returns, as FastStream means it."""
    broker = new_broker(url)

    @broker.subscriber(
        "commands.personnel.>", queue="personnel", max_workers=workers, decoder=as_it_came
    )
    async def say(_message: NatsMessage) -> bytes:
        return answer

    await broker.start()
    await stop.wait()
    await broker.stop()


async def echo(client: Client, answer: bytes, *, stop: asyncio.Event) -> None:
    """nats-py with a callback, and nothing else."""

    async def say(message: Msg) -> None:
        await message.respond(answer)

    await client.subscribe("commands.personnel.>", queue="personnel", cb=say)
    await stop.wait()


# Atomic batches alone ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prebuilt:
    """One message, with nothing left to compute."""

    subject: str
    headers: dict[str, str]
    body: bytes


def prebuilt(rows: Sequence[Stored]) -> list[list[Prebuilt]]:
    """Batches of 500 for an empty stream: the same subjects, headers and bodies as the relay's."""
    batches = []
    for start in range(0, len(rows), MOST):
        chosen = rows[start : start + MOST]
        place = Place(start, b"")
        batches.append(
            [
                Prebuilt(message.subject, message.headers, message.body)
                for message in messages(new_id().hex, place, chosen)
            ]
        )
    return batches


async def published(client: Client, batches: Sequence[Sequence[Prebuilt]]) -> int:
    """Publish them, one batch under way while the next is sent; the sequence acknowledged last."""
    answers = await client.subscribe(client.new_inbox())
    last, under_way = 0, 0
    for batch in batches:
        for message in batch[:-1]:
            await client.publish(message.subject, message.body, headers=message.headers)
        ends = batch[-1]
        await client.publish(ends.subject, ends.body, headers=ends.headers, reply=answers.subject)
        under_way += 1
        if under_way > 1:
            last, under_way = await _acknowledged(answers), under_way - 1
    while under_way:
        last, under_way = await _acknowledged(answers), under_way - 1
    await answers.unsubscribe()
    return last


async def _acknowledged(answers: Subscription) -> int:
    answer = json.loads((await answers.next_msg(timeout=10)).data)
    if "error" in answer:
        raise RuntimeError(str(answer["error"]))
    sequence: int = answer["seq"]
    return sequence
