"""The event store: one table, one order, many threads, one commit for all who wait.

The library `eventsourcing` gives the shape (mapper, recorder, store); the recorder's insert is
ours: every command goes through ``ledger.append_events``, many at a time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from eventsourcing.persistence import EventStore as LibraryStore
from eventsourcing.persistence import Notification, Recording

from events.catalogue import HOUSE, Catalogue
from events.envelope import Draft, Recorded, Stored
from events.event import Event
from events.wire import Opener, Sealer
from services.runtime.append import Appended, Parcel
from services.runtime.flusher import Told
from services.runtime.mapper import Mapper
from services.runtime.recorder import Recorder


@dataclass(frozen=True, slots=True)
class Entry:
    """What one command wants recorded: all of it or nothing."""

    command_id: UUID
    digest: bytes
    """SHA-256 of the command's name, actor and body; tells a repeat from a reused id."""
    reads: Mapping[str, int]
    """Stream → version it was read at; 0 for one without events."""
    drafts: Sequence[Draft]


class EventStore(LibraryStore[str]):
    """One for each database role. Thread-safe; blocking; never waits longer than a few seconds."""

    mapper: Mapper
    recorder: Recorder

    def __init__(
        self,
        url: str,
        *,
        catalogue: Catalogue = HOUSE,
        seal: Sealer | None = None,
        unseal: Opener | None = None,
        pool_size: int = 8,
    ) -> None:
        mapper = Mapper(catalogue=catalogue, seal=seal, unseal=unseal)
        super().__init__(mapper=mapper, recorder=Recorder(url, pool_size=pool_size))

    def append(self, entry: Entry) -> Appended:
        """Whether and where it was recorded; Forbidden or StoreUnavailable where it was not.

        ``repeated`` gives the positions recorded before; read them for the answer. ``moved``
        means a stream of ``reads`` has another version by now and nothing was written.
        ValueError for drafts of another command: row and envelope would say different things.
        """
        return self.recorder.append(self._parcel(entry))

    def submit(self, entry: Entry, told: Told) -> None:
        """The same without waiting: ``told`` hears it, in another thread."""
        self.recorder.submit(self._parcel(entry), told)

    def _parcel(self, entry: Entry) -> Parcel:
        if any(draft.command_id != entry.command_id for draft in entry.drafts):
            raise ValueError("every draft of an entry carries the entry's own command id")
        return Parcel(
            command_id=entry.command_id,
            command_digest=entry.digest,
            told=entry.drafts[0].time,
            reads=entry.reads,
            events=tuple(self.mapper.to_stored_event(draft) for draft in entry.drafts),
        )

    def put(self, domain_events: Sequence[Any], **_kwargs: Any) -> list[Recording[str]]:
        """The library's entrance: the drafts of one command, behind the versions they follow.

        Without a command to compare, a repeat is told by the bytes. IntegrityError where a stream
        has another version by now.
        """
        drafts: Sequence[Draft] = domain_events
        if not drafts:
            return []
        rows = tuple(map(self.mapper.to_stored_event, drafts))
        positions = self.recorder.insert_events(
            rows,
            command_id=drafts[0].command_id,
            command_digest=sha256(b"".join(row.state for row in rows)).digest(),
            told=drafts[0].time,
            reads={draft.stream: draft.version - 1 for draft in reversed(drafts)},
        )
        return [
            Recording(
                draft,
                Notification(
                    originator_id=row.originator_id,
                    originator_version=row.originator_version,
                    topic=row.topic,
                    state=row.state,
                    id=position,
                ),
            )
            for draft, row, position in zip(drafts, rows, positions, strict=True)
        ]

    def stream(self, stream: str, *, after: int = 0) -> list[Recorded[Event]]:
        """The events of a stream behind a version, in order, in their present shapes."""
        return [self.mapper.to_domain_event(row) for row in self.rows(stream, after=after)]

    def rows(self, stream: str, *, after: int = 0) -> Sequence[Stored]:
        """The same, not yet read."""
        return self.recorder.select_events(stream, gt=after)

    def read(
        self,
        *,
        after: int,
        limit: int = 500,
        until: int | None = None,
        passing_over: Sequence[str] = (),
    ) -> Sequence[Stored]:
        """At most ``limit`` rows behind a position, in the one order, not yet decoded.

        Rows of the topics ``passing_over`` are left out.
        """
        return self.recorder.select_notifications(
            after, limit, stop=until, inclusive_of_start=False, passing_over=passing_over
        )

    def at(self, position: int) -> Stored | None:
        """The row of a position."""
        return next(iter(self.read(after=position - 1, limit=1, until=position)), None)

    def of_command(self, command_id: UUID) -> Sequence[Stored]:
        """What a command gave rise to, in order; empty where it left no trace."""
        return self.recorder.select_command(command_id)

    def last(self) -> Stored | None:
        """The newest row; None in an empty store."""
        return self.recorder.select_last()

    def decode(self, row: Stored) -> Recorded[Event]:
        """A row as the event it is; UnknownEvent for a type this code does not know."""
        return self.mapper.to_domain_event(row)

    def close(self) -> None:
        """Let what was begun be answered, then let go of every connection."""
        self.recorder.close()
