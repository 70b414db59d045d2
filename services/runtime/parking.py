"""A reader's two tables: ``checkpoint``, how far it is, and ``parked``, what it could not take.

Both move in the transaction of the effect. Whoever changes them locks the checkpoint's row first,
so that reader, redrive and swap never work side by side.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from psycopg import Connection, sql
from psycopg.errors import InvalidSchemaName, UndefinedTable
from psycopg.types.json import Jsonb

from services.core.rule import Refused
from services.runtime.log import reason
from services.runtime.place import Place
from services.runtime.reading import Message

log = structlog.get_logger()

MOST_PARKED = 20
"""Streams that may be parked before a reader stops: more is no poison but a broken reader."""
BEHIND = "behind a parked event of its stream"

Sql = Connection[tuple[Any, ...]]


class Overtaken(Exception):
    """The checkpoint is not where this reader left it: read it anew."""


class TooManyParked(Exception):
    """One stream more than ``MOST_PARKED`` could not be taken: the reader stops before it."""


@dataclass(frozen=True, slots=True)
class Held:
    """A message that could not be taken, and why."""

    message: Message
    reason: str


@dataclass(frozen=True, slots=True)
class Parked:
    """A parked event, as people are told of it."""

    position: int
    stream: str
    topic: str
    reason: str
    parked_at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a reader is and how much it has set aside, as numbers."""

    position: int
    events: int
    streams: int


@dataclass(frozen=True, slots=True)
class Redriven:
    """What became of parked events that were taken again."""

    taken: int
    left: Sequence[Parked]
    """The first of each stream that still fails; those behind it stay parked too."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a reader stands, its row locked until the transaction ends."""

    place: Place
    parked: frozenset[str]
    """Streams of which something is parked."""


class ReaderTables:
    """``checkpoint`` and ``parked`` of one schema; works on whatever connection it is given."""

    def __init__(self, schema: str) -> None:
        self.schema = schema

    def say(self, statement: str) -> sql.Composed:
        """A statement with the names of the two tables filled in."""
        return sql.SQL(statement).format(
            checkpoint=sql.Identifier(self.schema, "checkpoint"),
            parked=sql.Identifier(self.schema, "parked"),
        )

    def standing(self, connection: Sql, *, lock: bool = True) -> Standing:
        """How far the reader has come, and what is parked."""
        row = connection.execute(
            self.say(
                "select k.position, k.digest, array(select distinct p.stream from {parked} p)"
                " from {checkpoint} k" + (" for update of k" if lock else "")
            )
        ).fetchone()
        if row is None:
            raise Overtaken(f"{self.schema} has no checkpoint")
        return Standing(Place(row[0], bytes(row[1])), frozenset(row[2]))

    def locked(self, connection: Sql, expected: Place) -> Standing:
        """The same, of a reader that knows where it left it; Overtaken where somebody moved it."""
        standing = self.standing(connection)
        if standing.place != expected:
            raise Overtaken(f"{self.schema} stands at {standing.place.position}")
        return standing

    def move(self, connection: Sql, before: Place, to: Place) -> None:
        """The checkpoint to its next place; Overtaken where it no longer is at the last."""
        moved = connection.execute(
            self.say("update {checkpoint} set position = %s, digest = %s where position = %s"),
            (to.position, to.digest, before.position),
        )
        if moved.rowcount != 1:
            raise Overtaken(f"{self.schema} is no longer at {before.position}")

    def park(self, connection: Sql, held: Iterable[Held], parked: frozenset[str]) -> None:
        """Keep what could not be taken; TooManyParked where that is one stream too many."""
        held = list(held)
        if len(parked | {each.message.stream for each in held}) > MOST_PARKED:
            raise TooManyParked(f"{MOST_PARKED} streams are parked; next: {held[-1].reason}")
        connection.cursor().executemany(
            self.say(
                "insert into {parked}"
                " (position, stream, topic, reason, parked_at, headers, message)"
                " values (%s, %s, %s, %s, clock_timestamp(), %s, %s)"
            ),
            [_row(each) for each in held],
        )
        for each in held:
            log.warning(
                "event.parked",
                reader=self.schema,
                stream=each.message.stream,
                position=each.message.position,
                type=each.message.kind,
                why=each.reason,
            )

    def parked(self, connection: Sql, stream: str | None = None) -> list[Parked]:
        """Everything parked, or of one stream, in order."""
        rows = connection.execute(
            self.say(
                "select position, stream, topic, reason, parked_at from {parked}"
                " where %(stream)s::text is null or stream = %(stream)s order by position"
            ),
            {"stream": stream},
        ).fetchall()
        return [Parked(*row) for row in rows]

    def tally(self, connection: Sql) -> Tally:
        """How far, and how much is parked; nothing yet of a reader that was never begun."""
        try:
            row = connection.execute(
                self.say(
                    "select coalesce(max(k.position), 0),"
                    " (select count(*) from {parked}),"
                    " (select count(distinct p.stream) from {parked} p) from {checkpoint} k"
                )
            ).fetchone()
        except (UndefinedTable, InvalidSchemaName):
            row = None
        return Tally(*row) if row else Tally(0, 0, 0)

    def release(self, connection: Sql, position: int) -> None:
        """It was taken after all."""
        connection.execute(self.say("delete from {parked} where position = %s"), (position,))

    def keep(self, connection: Sql, position: int, reason: str) -> None:
        """It still fails, now for this reason."""
        connection.execute(
            self.say("update {parked} set reason = %s where position = %s"), (reason, position)
        )


def _row(held: Held) -> tuple[Any, ...]:
    message = held.message
    return (
        message.position,
        message.stream,
        _topic(message),
        held.reason,
        Jsonb(dict(message.headers)),
        message.body,
    )


def _topic(message: Message) -> str:
    """With its version, if the bytes can be read at all."""
    try:
        told = str(json.loads(message.body)["type"])
    except (ValueError, KeyError, TypeError):
        return message.kind
    return told if told.startswith(f"{message.kind}.v") else message.kind


def why(fault: Exception) -> str:
    """The reason an event is parked for; names the fault, never a value of the event."""
    return str(fault) if isinstance(fault, Refused) else reason(fault)
