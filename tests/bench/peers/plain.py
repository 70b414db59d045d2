"""PostgreSQL alone: rows of the same bytes."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from typing import Any

import psycopg

from events.envelope import Stored
from services.runtime.clock import SystemClock, new_id
from tests.bench.measuring import Operation

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
