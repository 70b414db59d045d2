"""The library's recorder over our ledger: a queue, one flusher, selects that carry the chain."""

import queue
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import tuple_row

from events.envelope import Stored
from services.runtime.append import Answer, Appended, Forbidden, Parcel, StoreUnavailable, call

PATIENCE = 2.0
"""Seconds a read or a write is tried again while the database is away."""
MOST_AT_ONCE = 128
"""Commands in one call: a bound on how long the lock is held."""

COLUMNS = "position, stream, version, topic, state, command_id, command_digest, recorded_at, digest"

Pending = tuple[Parcel, "Future[Answer]"]


class Datastore(PostgresDatastore):
    """The library's pool, opened lazily, with every setting of the URL (TLS too) passed on."""

    def __init__(self, url: str, *, pool_size: int) -> None:
        given = conninfo_to_dict(url)
        super().__init__(
            dbname=str(given.get("dbname", "")),
            host=str(given.get("host", "")),
            port=str(given.get("port", "")),
            user=str(given.get("user", "")),
            password=str(given.get("password", "")),
            connect_timeout=PATIENCE,
            pool_size=0,
            max_overflow=pool_size,
            schema="ledger",
            originator_id_type="text",
        )
        self.pool.kwargs = connection_settings(url) | {"row_factory": tuple_row}

    def register_type_adapters(self) -> None:
        """Nothing to register: the ledger's function takes plain arrays."""

    def borrow(self) -> AbstractContextManager[psycopg.Connection[Any]]:
        """A pooled connection with psycopg's own errors and plain tuples."""
        self.pool.open()
        return self.pool.connection()


def connection_settings(url: str) -> dict[str, Any]:
    """What psycopg is given: the URL's own settings, one second to connect, four to answer."""
    given: dict[str, Any] = dict(conninfo_to_dict(url))
    given.setdefault("connect_timeout", 1)
    given.setdefault("options", "-c statement_timeout=4000")
    return given


class Recorder(PostgresApplicationRecorder):
    """Appends by ``ledger.append_events``, from any thread, many commands to a commit."""

    datastore: Datastore

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        super().__init__(Datastore(url, pool_size=pool_size), events_table_name="event")
        self.settings = connection_settings(url)
        self.connection: psycopg.Connection[tuple[Any, ...]] | None = None
        self.pending: queue.SimpleQueue[Pending | None] = queue.SimpleQueue()
        self.flusher = threading.Thread(target=self._flush_for_ever, daemon=True)
        self.flusher.start()

    def append(self, parcel: Parcel) -> Appended:
        """Queue one command and wait for its answer; Forbidden or StoreUnavailable otherwise."""
        future: Future[Answer] = Future()
        self.pending.put((parcel, future))
        answer = future.result()
        if isinstance(answer, Forbidden):
            raise answer
        return answer

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int]:
        """Positions of one command's events; the library's entrance to :meth:`append`."""
        appended = self.append(Parcel(events=stored_events, **kwargs))
        if appended.outcome in ("moved", "reused"):
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
    ) -> Sequence[Any]:
        """The rows from a position on, each a :class:`Stored`, in the one order."""
        first = (start or 0) if inclusive_of_start else (start or 0) + 1
        chosen = "and topic = any(%s)" if topics else "and %s::text[] is not null"
        return self._select(
            f"where position >= %s and position <= %s {chosen} order by position limit %s",
            (first, stop or 2**62, list(topics), limit),
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
                with self.datastore.borrow() as connection:
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
        """Answer what is queued, stop the flusher, close the pool."""
        self.pending.put(None)
        self.flusher.join(timeout=2 * PATIENCE)
        self.datastore.close()

    def _flush_for_ever(self) -> None:
        while (first := self.pending.get()) is not None:
            batch = [first]
            ended = False
            while len(batch) < MOST_AT_ONCE and not self.pending.empty():
                following = self.pending.get()
                if following is None:
                    ended = True
                    break
                batch.append(following)
            self._flush(batch)
            if ended:
                break
        self._drop_connection()

    def _flush(self, batch: Sequence[Pending]) -> None:
        until = time.monotonic() + PATIENCE
        sent = 0
        while True:
            try:
                connection = self._connected()
                sent += 1
                answers = call(connection, [parcel for parcel, _future in batch])
            except (psycopg.OperationalError, psycopg.InterfaceError) as fault:
                self._drop_connection()
                if time.monotonic() > until:
                    self._fail(
                        batch, StoreUnavailable("unknown" if sent else "nothing", str(fault))
                    )
                    return
                time.sleep(0.05)
            except Exception as fault:  # whoever waits is told; the flusher must live on
                self._drop_connection()
                self._fail(batch, fault)
                return
            else:
                for (_parcel, future), answer in zip(batch, answers, strict=True):
                    future.set_result(_first_time(answer) if sent > 1 else answer)
                return

    def _fail(self, batch: Sequence[Pending], fault: Exception) -> None:
        for _parcel, future in batch:
            future.set_exception(fault)

    def _connected(self) -> psycopg.Connection[tuple[Any, ...]]:
        if self.connection is None or self.connection.closed:
            self.connection = psycopg.connect(
                **self.settings, autocommit=True, row_factory=tuple_row
            )
        return self.connection

    def _drop_connection(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def _first_time(answer: Answer) -> Answer:
    """A list sent again after a lost acknowledgement repeats itself; the caller does not."""
    if isinstance(answer, Appended) and answer.outcome == "repeated":
        return replace(answer, outcome="recorded")
    return answer
