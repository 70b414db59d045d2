"""A small view of the body's holidays, events for it, and rows to look at."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import psycopg
from psycopg import sql

from events.body import BodyDataChanged, BodyOpened, DayOpened, HolidaysPublished
from events.envelope import Draft, Recorded
from events.event import Event
from events.vocabulary import BodyKind
from projections.view import Change, Put, Remove, Set, View
from services.runtime.clock import SystemClock, new_id
from services.runtime.event_store import Entry, EventStore
from tests.servers import Database

CLOCK = SystemClock()

SCHEMA = """
-- One row a stream and year.
create table year (
    stream text not null,
    year   integer not null,
    days   jsonb not null,
    texts  text[] not null,
    first  date,
    told   timestamptz not null,
    count  integer not null check (count < 1000),
    primary key (stream, year)
);
-- How often a body was named; the last name.
create table body (
    stream text primary key,
    name   text not null,
    named  bigint not null
);
"""


def project(recorded: Recorded[Event]) -> Iterator[Change]:
    match recorded.event:
        case HolidaysPublished() as told:
            if not told.days_off:
                yield Remove("year", {"stream": recorded.stream, "year": told.year})
                return
            days = told.days_off
            yield Put(
                "year",
                {
                    "stream": recorded.stream,
                    "year": told.year,
                    "days": {"off": [day.isoformat() for day in days]},
                    "texts": [told.source],
                    "first": days[0],
                    "told": recorded.recorded_at,
                    "count": len(days),
                },
            )
        case BodyOpened(name=name):
            yield Put("body", {"stream": recorded.stream, "name": name, "named": 1})
        case BodyDataChanged(name=name):
            changed = {"name": name, "named": recorded.version}
            yield Set("body", {"stream": recorded.stream}, changed)


HEARS: tuple[type[Event], ...] = (HolidaysPublished, BodyOpened, BodyDataChanged)
TABLES = {"year": ("stream", "year"), "body": ("stream",)}


def roster(name: str = "roster", *, project: Any = project, schema: str = SCHEMA) -> View:
    return View(
        name=name,
        schema=schema,
        tables=TABLES,
        hears=HEARS,
        project=project,
        readers=("lookup", "api"),
    )


class Poison(Exception):
    """What the poisoned projection raises."""


def poisoned(*sources: str, name: str = "roster") -> View:
    """The same view, whose projection raises for events of these sources, halfway through."""

    def raising(recorded: Recorded[Event]) -> Iterator[Change]:
        for change in project(recorded):
            yield change
            if getattr(recorded.event, "source", None) in sources:
                raise Poison(recorded.id)

    return roster(name, project=raising)


@contextmanager
def opened(database: Database, role: str = "scheduler", **options: Any) -> Iterator[EventStore]:
    store = EventStore(database.url(role), **options)
    try:
        yield store
    finally:
        store.close()


def holidays(source: str, *, year: int = 2027, days: int = 2) -> Event:
    off = tuple(date.fromordinal(date(year, 1, 1).toordinal() + n) for n in range(days))
    return HolidaysPublished(year=year, days_off=off, working_weekends=(), source=source)


def body(name: str) -> Event:
    return BodyOpened(
        kind=BodyKind.REAL,
        name=name,
        name_en="Example",
        approval_no="CNCA-R-2026-001",
        opened_on=date(2026, 1, 1),
    )


def renamed(name: str) -> Event:
    return BodyDataChanged(name=name, name_en="Example", reason="更名")


def day(n: int) -> Event:
    return DayOpened(day=date.fromordinal(date(2026, 1, 1).toordinal() + n))


def record(store: EventStore, stream: str, *events: Event) -> None:
    """One command with these events, behind what the stream holds."""
    behind = len(store.rows(stream))
    command_id = new_id()
    drafts = [
        Draft(
            stream=stream,
            version=version,
            event=event,
            actor="somebody",
            role="system_admin",
            via="test",
            time=CLOCK.now(),
            command_id=command_id,
        )
        for version, event in enumerate(events, behind + 1)
    ]
    entry = Entry(command_id=command_id, digest=bytes(32), reads={}, drafts=drafts)
    assert store.append(entry).outcome == "recorded"


def a_history(store: EventStore, *, rounds: int = 1) -> None:
    """Rows put, put again, changed, changed before they were put, removed; others unheard."""
    for n in range(rounds):
        record(store, f"body-a{n}", body("甲"), holidays("一"), holidays("二", days=3))
        record(store, f"body-b{n}", renamed("无"), day(1), body("乙"), renamed("丙"), renamed("丁"))
        record(store, f"body-a{n}", holidays("三", year=2028), holidays("撤", year=2028, days=0))
        record(store, f"body-c{n}", *(holidays(f"甲{k}", year=2030 + k) for k in range(5)))
        record(store, f"body-a{n}", holidays("四"), renamed("戊"), day(2))


def rows(database: Database, schema: str = "roster") -> dict[str, list[Any]]:
    """Every row of the view's own tables, in one order."""
    with psycopg.connect(database.url("owner")) as connection:
        return {
            table: connection.execute(
                sql.SQL("select to_jsonb(t) from {} t order by {}").format(
                    sql.Identifier(schema, table),
                    sql.SQL(", ").join(map(sql.Identifier, TABLES[table])),
                )
            ).fetchall()
            for table in TABLES
        }


def ask(database: Database, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """As the superuser."""
    with psycopg.connect(database.url("owner")) as connection:
        cursor = connection.execute(statement.encode(), values or None)
        return cursor.fetchall() if cursor.description else []
