"""Events into a schema of a view: a batch at once; where that fails one by one, with parking."""

from collections.abc import Container, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from psycopg import InterfaceError, InternalError, OperationalError
from psycopg.errors import InsufficientPrivilege, InvalidSchemaName, UndefinedTable

from events.catalogue import UnknownEvent
from events.envelope import Stored
from events.wire import headers_of, subject_of
from projections.changes import Folding
from projections.filling import Filler
from projections.schema import ViewTables
from projections.view import Change, View
from projections.writing import Writer
from services.runtime.append import StoreUnavailable
from services.runtime.event_store import EventStore
from services.runtime.hearing import Heard
from services.runtime.parking import BEHIND, Held, Overtaken, Sql, TooManyParked, why
from services.runtime.place import BEGINNING, Place
from services.runtime.reading import Message

Told = Message | Stored
"""An event as the stream tells it, or as the store holds it."""

AROUND = (
    StoreUnavailable,
    Overtaken,
    TooManyParked,
    OperationalError,
    InterfaceError,
    InternalError,
    InsufficientPrivilege,
    InvalidSchemaName,
    UndefinedTable,
)
"""Faults of what is around an event, never of the event: nothing is parked for them."""

PAGE = 2000
HEARD = 500
"""Rows of one page where only what is heard is fetched: small, so that fetching goes on beside."""


class Applying:
    """A view's projection at work on one schema, which need not be the live one."""

    def __init__(self, view: View, store: EventStore, schema: str) -> None:
        self.view, self.store, self.schema = view, store, schema
        self.heard = Heard(view.hears, store.mapper.catalogue)
        self.tables = ViewTables(view, schema)
        self.writer = Writer(view, schema)

    def take(self, connection: Sql, place: Place, told: Sequence[Told]) -> Place:
        """Effect and checkpoint in one transaction; a batch that fails is taken one by one.

        What is written is what the batch amounts to, so a row that the tables would refuse only
        between two events of one batch is not missed. Raises UnknownEvent and what is in
        ``AROUND``; what came before it stays taken.
        """
        try:
            return self._batch(connection, place, told)
        except AROUND:
            raise
        except Exception:  # one of them is poison or unknown; which one shows below
            for each in told:
                place = self._one(connection, place, each)
            return place

    def fill(
        self, connection: Sql, *, until: int | None = None, without: Container[int] = ()
    ) -> Place:
        """Everything in the store into empty tables; events at positions ``without`` are left out.

        What is not heard is not fetched, and rows are written page by page: however long the
        history, this needs the same room. Where the database refuses a row, all is taken anew in
        batches to find whose it is.
        """
        try:
            with connection.transaction():
                return self._fill_at_once(connection, until, without)
        except (*AROUND, UnknownEvent):
            raise
        except Exception:  # a row that the tables do not take
            return self._fill_in_batches(connection, until, without)

    def redo(self, connection: Sql, position: int) -> str | None:
        """Take one event by itself, from the store; why that failed, None where it was taken."""
        row = self.store.at(position)
        try:
            with connection.transaction():
                if row is None:
                    raise ValueError("the store lacks this position")
                self._write(connection, [row])
        except (*AROUND, UnknownEvent):
            raise
        except Exception as fault:  # whatever it is, the other streams go on
            return why(fault)
        return None

    def _batch(self, connection: Sql, place: Place, told: Sequence[Told]) -> Place:
        last = told[-1]
        reached = Place(last.position, last.digest)
        with connection.transaction():
            parked = self.tables.locked(connection, place).parked
            heard = [each for each in told if self.heard.hears(each)]
            held = [Held(_message(each), BEHIND) for each in heard if each.stream in parked]
            self._write(connection, [each for each in heard if each.stream not in parked])
            if held:
                self.tables.park(connection, held, parked)
            self.tables.move(connection, place, reached)
        return reached

    def _one(self, connection: Sql, place: Place, told: Told) -> Place:
        try:
            return self._batch(connection, place, [told])
        except (*AROUND, UnknownEvent):
            raise
        except Exception as fault:  # whatever it is, the other streams go on
            return self._park(connection, place, Held(_message(told), why(fault)))

    def _park(self, connection: Sql, place: Place, held: Held) -> Place:
        with connection.transaction():
            parked = self.tables.locked(connection, place).parked
            self.tables.park(connection, [held], parked)
            self.tables.move(connection, place, held.message.place)
        return held.message.place

    def _write(self, connection: Sql, told: Iterable[Told]) -> None:
        folding = Folding(self.view.tables)
        for each in told:
            folding.add(self._changes(each))
        self.writer.write(connection, folding)

    def _changes(self, told: Told) -> list[Change]:
        row = told if isinstance(told, Stored) else told.row()
        recorded = self.store.decode(row)
        if not isinstance(recorded.event, self.view.hears):
            return []
        return list(self.view.project(recorded))

    def _fill_at_once(self, connection: Sql, until: int | None, without: Container[int]) -> Place:
        place = self._end(until)
        filler, folding = Filler(self.view, self.schema), Folding(self.view.tables)
        held: list[Held] = []
        streams: set[str] = set()
        with filler.without_indexes(connection):
            for rows in self._heard_until(place.position):
                for row in rows:
                    if row.position in without or not self.heard.hears(row):
                        continue
                    reason = BEHIND if row.stream in streams else self._fold(folding, row)
                    if reason is not None:
                        held.append(Held(_message(row), reason))
                        streams.add(row.stream)
                filler.write(connection, folding)
                folding.clear()
        if held:
            self.tables.park(connection, held, frozenset())
        self.tables.move(connection, BEGINNING, place)
        return place

    def _end(self, until: int | None) -> Place:
        row = self.store.last()
        if row is not None and until is not None and until < row.position:
            row = self.store.at(until)
        return BEGINNING if row is None else Place(row.position, row.digest)

    def _heard_until(self, position: int) -> Iterator[Sequence[Stored]]:
        """Page by page; the next one is fetched while this one is worked on."""

        def read(after: int) -> Sequence[Stored]:
            return self.store.read(
                after=after,
                limit=HEARD,
                until=position,
                passing_over=self.heard.passed_over,
            )

        with ThreadPoolExecutor(1, thread_name_prefix="ahead") as ahead:
            coming = ahead.submit(read, 0)
            while rows := coming.result():
                coming = ahead.submit(read, rows[-1].position)
                yield rows

    def _fold(self, folding: Folding, row: Stored) -> str | None:
        try:
            folding.add(self._changes(row))
        except (*AROUND, UnknownEvent):
            raise
        except Exception as fault:  # whatever it is, the other streams go on
            return why(fault)
        return None

    def _fill_in_batches(
        self, connection: Sql, until: int | None, without: Container[int]
    ) -> Place:
        place, after = BEGINNING, 0
        while rows := self.store.read(after=after, limit=PAGE, until=until):
            if wanted := [row for row in rows if row.position not in without]:
                place = self.take(connection, place, wanted)
            after = rows[-1].position
        return place


def _message(told: Told) -> Message:
    if isinstance(told, Message):
        return told
    subject = subject_of(told.topic, told.stream)
    return Message(told.position, subject, headers_of(told), told.state, told.digest, b"")
