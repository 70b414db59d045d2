"""The library's recorder over our ledger: appends by the flusher, selects that carry the chain."""

import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from events.envelope import Stored
from services.runtime.append import Appended, Parcel, StoreUnavailable
from services.runtime.connections import PATIENCE, Connections
from services.runtime.flusher import Flusher, Told

COLUMNS = "position, stream, version, topic, state, command_id, command_digest, recorded_at, digest"


class Datastore(PostgresDatastore):
    """What the library asks for; the connections are ours, with every setting of the URL."""

    def __init__(self, url: str, *, pool_size: int) -> None:
        super().__init__("", "", "", "", "", schema="ledger", originator_id_type="text")
        self.connections = Connections(url, at_most=pool_size)

    def register_type_adapters(self) -> None:
        """Nothing to register: the ledger's function takes plain arrays."""

    def close(self) -> None:
        """Let go of every connection."""
        self.connections.close()


class Recorder(PostgresApplicationRecorder):
    """Appends by ``ledger.append_events``, from any thread, many commands to a commit."""

    datastore: Datastore

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        super().__init__(Datastore(url, pool_size=pool_size), events_table_name="event")
        self.flusher = Flusher(self.datastore.connections.open)

    def append(self, parcel: Parcel) -> Appended:
        """Queue one command and wait for its answer; Forbidden or StoreUnavailable otherwise."""
        return self.flusher.ask(parcel)

    def submit(self, parcel: Parcel, told: Told) -> None:
        """Queue one command and go on; ``told`` hears what :meth:`append` would give or raise."""
        self.flusher.submit(parcel, told)

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        """Positions of one command's events; the library's entrance to :meth:`append`."""
        appended = self.append(Parcel(events=stored_events, **kwargs))
        if appended.outcome != "recorded":  # the library would pair new events with old places
            raise IntegrityError(f"{appended.outcome}: {appended.moved or 'the command id'}")
        return appended.positions

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[Any]:
        """The rows of a stream, each a :class:`Stored`, which the library's own row lacks."""
        order = "desc" if desc else "asc"
        return self._select(
            "where stream = %s and version > %s and version <= %s"
            f" order by version {order} limit %s",
            (str(originator_id), gt or 0, lte or 2**62, limit),
        )

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
        passing_over: Sequence[str] = (),
    ) -> Sequence[Any]:
        """The rows from a position on, each a :class:`Stored`, in the one order.

        Of ``topics`` only, where any are given, and never of those ``passing_over``.
        """
        first = (start or 0) if inclusive_of_start else (start or 0) + 1
        chosen = "and topic = any(%s)" if topics else "and %s::text[] is not null"
        if passing_over:
            chosen += " and topic <> all(%s)"
        left_out = [list(passing_over)] if passing_over else []
        return self._select(
            f"where position >= %s and position <= %s {chosen} order by position limit %s",
            (first, stop or 2**62, list(topics), *left_out, limit),
        )

    def select_command(self, command_id: UUID) -> Sequence[Stored]:
        """The rows a command gave rise to."""
        return self._select("where command_id = %s order by position", (command_id,))

    def select_last(self) -> Stored | None:
        """The newest row."""
        return next(iter(self._select("order by position desc limit 1", ())), None)

    def max_notification_id(self) -> int | None:
        """The last position; None in an empty store."""
        last = self.select_last()
        return last.position if last else None

    def _select(self, clause: str, values: Sequence[Any]) -> list[Stored]:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with self.datastore.connections.borrow() as connection:
                    cursor = connection.cursor(binary=True)
                    cursor.execute(
                        f"select {COLUMNS} from ledger.event {clause}", values, prepare=True
                    )
                    return [Stored(*row) for row in cursor.fetchall()]
            except (psycopg.OperationalError, psycopg.InterfaceError) as fault:
                if time.monotonic() > until:
                    raise StoreUnavailable("nothing", str(fault)) from fault
                time.sleep(0.05)

    def close(self) -> None:
        """Answer what is queued, then let go of every connection."""
        self.flusher.close()
        self.datastore.close()
