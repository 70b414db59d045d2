"""Re-proves the store, row by row: no hole, every link, every event readable, no stream that skips.

A second implementation of ``ledger.link`` (deploy/postgres.sql), in Python, so that neither is
believed alone. A chain cannot see a tail cut off or a chain computed anew: for these the proof
also takes the stream, the readers' checkpoints and a checkpoint kept outside (``--since``).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from events.body import DayOpened
from events.catalogue import UnknownEvent
from events.envelope import Recorded, Stored
from events.event import Event
from events.wire import microseconds
from services.core.service import Service
from services.runtime.event_store import EventStore

PAGE = 2000
GENESIS = bytes(32)
"""The digest before the first event."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be, and where."""

    position: int
    what: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far somebody had come, and what they had seen there: ``POSITION:DIGEST``."""

    holder: str
    position: int
    digest: bytes

    @classmethod
    def read(cls, text: str) -> "Checkpoint":
        """``1042:9f2c…`` as printed by ``starledger check``; ValueError for anything else."""
        position, _, digest = text.partition(":")
        if not position.isdigit() or len(digest) != 64:
            raise ValueError("a checkpoint is POSITION:DIGEST, 64 hexadecimal digits behind it")
        return cls("--since", int(position), bytes.fromhex(digest))

    def __str__(self) -> str:
        return f"{self.position}:{self.digest.hex()}"


def link(before: bytes, row: Stored) -> bytes:
    """The digest a row must carry behind the digest before it."""
    return sha256(
        before
        + row.position.to_bytes(8, "big", signed=True)
        + row.version.to_bytes(8, "big", signed=True)
        + microseconds(row.recorded_at).to_bytes(8, "big", signed=True)
        + sha256(row.stream.encode()).digest()
        + sha256(row.topic.encode()).digest()
        + sha256(row.command_id.bytes).digest()
        + sha256(row.state).digest()
    ).digest()


@dataclass
class Proof:
    """One walk over the whole store."""

    store: EventStore
    checkpoints: Iterable[Checkpoint] = ()
    services: Iterable[Service] = ()
    also: Callable[[Stored], Iterable[Finding]] = lambda _row: ()
    """Called with every row that is well, for what else is compared on the way."""
    findings: list[Finding] = field(default_factory=list)
    last: Checkpoint = Checkpoint("store", 0, GENESIS)

    def walk(self) -> list[Finding]:
        """Everything found, in order of position; empty for a store that is well."""
        versions: dict[str, int] = {}
        states: dict[str, Any] = {}
        awaited = sorted(self.checkpoints, key=lambda checkpoint: checkpoint.position)
        day: date | None = None
        for row in self._rows():
            self._prove_row(row, versions)
            awaited = self._meet(awaited, row)
            recorded = self._read(row)
            if recorded is None:
                continue
            self.findings.extend(self.also(row))
            self._fold(states, recorded)
            if isinstance(recorded.event, DayOpened):
                day = recorded.event.day
            self.last = Checkpoint("store", row.position, row.digest)
        self._cut_off(awaited)
        if day is not None:
            self.findings.extend(self._left_undone(states, day))
        return self.findings

    def _rows(self) -> Iterator[Stored]:
        after = 0
        while page := self.store.read(after=after, limit=PAGE):
            yield from page
            after = page[-1].position

    def _prove_row(self, row: Stored, versions: dict[str, int]) -> None:
        before, digest = self._previous
        for missing in range(before + 1, row.position):
            self._find(missing, "this position is missing")
        if link(digest, row) != row.digest:
            self._find(row.position, "the row is not the one that was chained here")
        if row.version != versions.get(row.stream, 0) + 1:
            self._find(row.position, f"{row.stream} skips to version {row.version}")
        versions[row.stream] = row.version
        self._previous = (row.position, row.digest)

    _previous: tuple[int, bytes] = (0, GENESIS)

    def _read(self, row: Stored) -> Recorded[Event] | None:
        try:
            recorded = self.store.decode(row)
        except UnknownEvent:
            self._find(row.position, f"unreadable: {row.topic} is younger than this code")
            return None
        except Exception as fault:  # any fault at all makes this event unreadable: it is named
            self._find(row.position, f"unreadable: {type(fault).__name__}")
            return None
        if recorded.command_id != row.command_id:
            self._find(row.position, "the envelope names another command")
        return recorded

    def _meet(self, awaited: list[Checkpoint], row: Stored) -> list[Checkpoint]:
        while awaited and awaited[0].position <= row.position:
            checkpoint = awaited[0]
            if checkpoint.position == row.position and checkpoint.digest != row.digest:
                self._find(row.position, f"{checkpoint.holder} has seen other content here")
            awaited = awaited[1:]
        return awaited

    def _cut_off(self, awaited: Iterable[Checkpoint]) -> None:
        last = self._previous[0]
        for checkpoint in awaited:
            self._find(
                last + 1, f"cut off: {checkpoint.holder} has seen position {checkpoint.position}"
            )

    def _fold(self, states: dict[str, Any], recorded: Recorded[Event]) -> None:
        for service in self.services:
            if service.owns(recorded.stream):
                fold = service.fold_for(recorded.stream)
                state = states.get(recorded.stream, fold.initial)
                states[recorded.stream] = fold.evolve(state, recorded.event)

    def _left_undone(self, states: Mapping[str, Any], day: date) -> Iterator[Finding]:
        for service in self.services:
            for stream, state in states.items():
                for command in service.due(stream, state, day) if service.owns(stream) else ():
                    name = type(command).__name__
                    yield Finding(
                        self._previous[0], f"{stream}: {name} was due on {day} and is undone"
                    )

    def _find(self, position: int, what: str) -> None:
        self.findings.append(Finding(position, what))
