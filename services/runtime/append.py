"""One call of ``ledger.append_events``: many commands in, an answer for each out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any, Literal
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from psycopg import Connection

Outcome = Literal["recorded", "repeated", "reused", "moved"]

CALL = """
    select outcome, first, many, reason from ledger.append_events(
        %b::uuid[], %b::bytea[], %b::timestamptz[], %b::text[],
        %b::int[], %b::int[], %b::bigint[],
        %b::int[], %b::int[], %b::bigint[], %b::text[], %b::bytea[])
"""


class StoreUnavailable(Exception):
    """The store did not answer. ``outcome``: ``nothing`` was written, or ``unknown``."""

    def __init__(self, outcome: Literal["nothing", "unknown"], why: str) -> None:
        super().__init__(f"the event store did not answer ({outcome}): {why}")
        self.outcome: Literal["nothing", "unknown"] = outcome


class Forbidden(Exception):
    """The ledger refused what no honest process asks: a foreign category, a version that skips."""


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of one command."""

    outcome: Outcome
    positions: Sequence[int]
    moved: str | None = None
    """The stream that has another version by now."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One command's events as bytes, with what they rest on."""

    command_id: UUID
    command_digest: bytes
    told: datetime
    reads: Mapping[str, int]
    events: Sequence[StoredEvent]


Answer = Appended | Forbidden


def call(connection: Connection[tuple[Any, ...]], parcels: Sequence[Parcel]) -> list[Answer]:
    """The answers of the ledger, parcel by parcel, from one round trip and one commit.

    No command id may stand twice in ``parcels``.
    """
    reads = [read for parcel in parcels for read in parcel.reads.items()]
    events = [event for parcel in parcels for event in parcel.events]
    names: dict[str, int] = {}
    for stream in chain((stream for stream, _ in reads), (str(e.originator_id) for e in events)):
        names.setdefault(stream, len(names) + 1)
    rows = connection.execute(
        CALL,
        (
            [parcel.command_id for parcel in parcels],
            [parcel.command_digest for parcel in parcels],
            [parcel.told for parcel in parcels],
            list(names),
            [len(parcel.reads) for parcel in parcels],
            [names[stream] for stream, _version in reads],
            [version for _stream, version in reads],
            [len(parcel.events) for parcel in parcels],
            [names[str(event.originator_id)] for event in events],
            [event.originator_version for event in events],
            [event.topic for event in events],
            [event.state for event in events],
        ),
        prepare=True,
    ).fetchall()
    return [answer(*row) for row in rows]


def as_first_told(
    connection: Connection[tuple[Any, ...]], parcels: Sequence[Parcel], answers: Sequence[Answer]
) -> list[Answer]:
    """The answers of a list sent again after a lost acknowledgement, as the first would have been.

    A list sent again repeats itself; its caller does not. Whether the caller does too is told by
    the bytes: what stands under the command's id is what was sent, or another telling of it.
    """
    return [
        replace(answer, outcome="recorded")
        if isinstance(answer, Appended)
        and answer.outcome == "repeated"
        and _stands(connection, parcel)
        else answer
        for parcel, answer in zip(parcels, answers, strict=True)
    ]


def _stands(connection: Connection[tuple[Any, ...]], parcel: Parcel) -> bool:
    rows = connection.execute(
        "select stream, version, topic, state from ledger.event"
        " where command_id = %b order by position",
        (parcel.command_id,),
        binary=True,
    ).fetchall()
    return rows == [
        (event.originator_id, event.originator_version, event.topic, event.state)
        for event in parcel.events
    ]


def answer(outcome: str, first: int | None, many: int, reason: str | None) -> Answer:
    """One row of the ledger's answer."""
    match outcome:
        case "forbidden":
            return Forbidden(str(reason))
        case "recorded" | "repeated" if first is not None:
            return Appended(outcome=outcome, positions=range(first, first + many))
        case "reused" | "moved":
            return Appended(outcome=outcome, positions=(), moved=reason)
        case _:
            raise ValueError(f"the ledger answered {outcome!r}")
