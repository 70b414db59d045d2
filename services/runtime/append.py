"""One call of ``ledger.append_events``: many commands in, an answer for each out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from psycopg import Connection

Outcome = Literal["recorded", "repeated", "reused", "moved"]

CALL = """
    select outcome, positions, reason from ledger.append_events(
        %b::uuid[], %b::bytea[], %b::timestamptz[],
        %b::int[], %b::text[], %b::bigint[],
        %b::int[], %b::text[], %b::bigint[], %b::text[], %b::bytea[])
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
    """The answers of the ledger, parcel by parcel, from one round trip and one commit."""
    reads = [read for parcel in parcels for read in parcel.reads.items()]
    events = [event for parcel in parcels for event in parcel.events]
    rows = connection.execute(
        CALL,
        (
            [parcel.command_id for parcel in parcels],
            [parcel.command_digest for parcel in parcels],
            [parcel.told for parcel in parcels],
            [len(parcel.reads) for parcel in parcels],
            [stream for stream, _version in reads],
            [version for _stream, version in reads],
            [len(parcel.events) for parcel in parcels],
            [str(event.originator_id) for event in events],
            [event.originator_version for event in events],
            [event.topic for event in events],
            [event.state for event in events],
        ),
        prepare=True,
    ).fetchall()
    return [answer(*row) for row in rows]


def answer(outcome: str, positions: Any, reason: str | None) -> Answer:
    """One row of the ledger's answer."""
    match outcome, positions:
        case "forbidden", _:
            return Forbidden(str(reason))
        case "recorded" | "repeated" | "reused" | "moved" as known, [*places]:
            moved = str(reason) if known == "moved" else None
            return Appended(outcome=known, positions=places, moved=moved)
        case _:
            raise ValueError(f"the ledger answered {outcome!r} {positions!r}")
