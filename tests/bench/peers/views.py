"""The library's own way to keep a view: its runner, its tracking, one transaction an event.

The events are the library's, with the same facts in them; the tables are the register's own, with
every index; the rows must come out the same.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from eventsourcing.utils import get_topic
from psycopg.types.json import Jsonb

from events.envelope import Recorded
from events.event import Event
from projections.registry.names import folded, pairs_of
from projections.registry.service import REGISTRY
from tests.bench.peers.library import environment
from tests.bench.peers.told import (
    CLASSES,
    KINDS,
    Cancelled,
    Elsewhere,
    Expired,
    Extended,
    Issued,
    Opened,
    Renamed,
    Restored,
    Suspended,
    Told,
    Withdrawn,
    told,
)

AT_ONCE = 1_000
"""Events stored together."""


class Ledger(Application[UUID]):
    """The library's application that holds the history."""


COLUMNS: LiteralString = """
    number, stream, holder, holder_en, uscc, searched, bigrams, scope, scope_en, field, site_names,
    site_addresses, headcount, scheme, title_zh, title_en, basis, demonstration, grade, grade_zh,
    grade_en, awarded_on, first_certified_on, expires_on, previous, next, status, since
"""

ACT: LiteralString = """
    insert into stock_register.act
      (number, version, kind, effective_on, recorded_at, position, last_day)
    values (%(number)s, %(version)s, %(kind)s, %(effective_on)s, %(recorded_at)s, %(position)s,
      %(last_day)s)
"""

ISSUE: LiteralString = f"""
    with one as (
      insert into stock_register.certificate ({COLUMNS}) values (
        %(number)s, %(stream)s, %(holder)s, %(holder_en)s, %(uscc)s, %(searched)s, %(bigrams)s,
        %(scope)s, %(scope_en)s, %(field)s, %(site_names)s, %(site_addresses)s, %(headcount)s,
        %(scheme)s, %(title_zh)s, %(title_en)s, %(basis)s, %(demonstration)s, %(grade)s,
        %(grade_zh)s, %(grade_en)s, %(effective_on)s, %(first_certified_on)s, %(last_day)s,
        %(previous)s, null, 'valid', %(effective_on)s)),
    two as ({ACT})
    update stock_register.certificate set next = %(number)s where number = %(previous)s
"""

STATUS: LiteralString = f"""
    with one as ({ACT})
    update stock_register.certificate set status = %(status)s, since = %(effective_on)s
     where number = %(number)s
"""

OPEN: LiteralString = """
    insert into stock_register.body (stream, name, name_en, approval_no, kind)
    values (%(stream)s, %(name)s, %(name_en)s, %(approval_no)s, %(kind)s)
"""

RENAME: LiteralString = """
    update stock_register.body set name = %(name)s, name_en = %(name_en)s
     where stream = %(stream)s
"""


class StockRegister(PostgresTrackingRecorder):
    """The rows and how far they go: one statement and the tracking, one transaction."""

    def take(self, statement: LiteralString, values: Mapping[str, Any], tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(statement, values, prepare=True)
            self._insert_tracking(cursor, tracking)


class Registering(Projection[StockRegister]):
    """Hears everything, so that its tracking stands where the history ends."""

    name = "stockregister"

    @singledispatchmethod
    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        self.view.insert_tracking(tracking)

    @process_event.register
    def _opened(self, event: Opened, tracking: Tracking) -> None:
        self.view.take(OPEN, {**event.data, "stream": event.stream}, tracking)

    @process_event.register
    def _renamed(self, event: Renamed, tracking: Tracking) -> None:
        self.view.take(RENAME, {**event.data, "stream": event.stream}, tracking)

    @process_event.register
    def _issued(self, event: Issued, tracking: Tracking) -> None:
        self.view.take(ISSUE, _issue(event, tracking), tracking)

    @process_event.register
    def _extended(self, event: Extended, tracking: Tracking) -> None:
        self.view.take(ACT, _act(event, tracking, "extended"), tracking)

    @process_event.register(Suspended)
    @process_event.register(Restored)
    @process_event.register(Withdrawn)
    @process_event.register(Cancelled)
    @process_event.register(Expired)
    def _status(self, event: Told, tracking: Tracking) -> None:
        kind, status = KINDS[type(event)]
        self.view.take(STATUS, {**_act(event, tracking, kind), "status": status}, tracking)


class Choosing(Registering):
    """Has only what it hears sent, so that its tracking stands where it last heard something."""

    name = "stockchoosing"
    topics = tuple(get_topic(each) for each in CLASSES.values())


def _act(event: Told, tracking: Tracking, kind: str) -> dict[str, Any]:
    data = event.data
    return {
        "number": data["certificate"],
        "version": event.originator_version,
        "kind": kind,
        "effective_on": data.get("effective_on"),
        "recorded_at": event.timestamp,
        "position": tracking.notification_id,
        "last_day": data.get("last_day"),
    }


def _issue(event: Issued, tracking: Tracking) -> dict[str, Any]:
    data = event.data
    names = [folded(name) for name in (data["holder"], data["holder_en"]) if name is not None]
    label = data["grade_label"] or {"zh": None, "en": None}
    return {
        **data,
        **_act(event, tracking, "issued"),
        "effective_on": data["awarded_on"],
        "last_day": data["expires_on"],
        "stream": event.stream,
        "searched": "\n".join(names),
        "bigrams": sorted({pair for name in names for pair in pairs_of(name)}),
        "site_names": [site["name"] for site in data["sites"]],
        "site_addresses": [site["address"] for site in data["sites"]],
        "headcount": data["covered_headcount"],
        "title_zh": data["scheme_title"]["zh"],
        "title_en": data["scheme_title"]["en"],
        "grade_zh": label["zh"],
        "grade_en": label["en"],
        "previous": data["previous_certificate"],
        "sites": Jsonb(None),
        "scheme_title": Jsonb(None),
        "grade_label": Jsonb(None),
    }


class StockView:
    """The library's register over a history of its own."""

    def __init__(self, url: str, history: Iterable[Recorded[Event]]) -> None:
        self.url = url
        self.env = dict(environment(url, connections=5))
        self.events = self.heard = 0
        body = Ledger(env=self.env)
        coming = iter(history)
        while some := [told(each) for each in islice(coming, AT_ONCE)]:
            rows = [body.mapper.to_stored_event(each) for each in some]
            body.recorder.insert_events(rows)
            self.events += len(some)
            known = [n for n, each in enumerate(some, 1) if not isinstance(each, Elsewhere)]
            if known:
                self.heard = self.events - len(some) + known[-1]
        body.close()

    def built(self, projection: type[Registering]) -> float:
        """Seconds from its start until it has taken everything."""
        self._emptied(projection)
        until = self.heard if projection.topics else self.events
        began = time.perf_counter()
        with ProjectionRunner(
            application_class=Ledger,
            projection_class=projection,
            view_class=StockRegister,
            env=self.env,
        ) as runner:
            runner.wait(until, timeout=600)
            return time.perf_counter() - began

    def rows(self) -> Mapping[str, Sequence[Any]]:
        """Table → its rows, in order."""
        return rows_of(self.url, "stock_register")

    def _emptied(self, projection: type[Registering]) -> None:
        with made_empty(self.url, "stock_register") as connection:
            connection.execute(f"drop table if exists {projection.name}_tracking".encode())


@contextmanager
def made_empty(url: str, schema: str) -> Iterator[psycopg.Connection[Any]]:
    """A schema with the register's tables and indexes, and nothing in them."""
    with psycopg.connect(url) as connection:
        connection.execute(f"drop schema if exists {schema} cascade".encode())
        connection.execute(f"create schema {schema}".encode())
        connection.execute(f"set search_path = {schema}".encode())
        connection.execute(REGISTRY.schema.encode())
        connection.execute("set search_path = public")
        yield connection


def rows_of(url: str, schema: str, until: int = 2**62) -> Mapping[str, Sequence[Any]]:
    """Table → its rows in order, of certificates issued up to a position."""
    with psycopg.connect(url) as connection:
        return {
            table: connection.execute(
                f"select to_jsonb(t) from {schema}.{table} t where {which} order by {key}".encode(),
                (until,),
            ).fetchall()
            for table, which, key in (
                ("body", "%s > 0", "stream"),
                ("act", "position <= %s", "number, version"),
                ("certificate", ISSUED_BY.format(schema=schema), "number"),
            )
        }


ISSUED_BY = (
    "exists (select from {schema}.act a where a.number = t.number and a.kind = 'issued'"
    " and a.position <= %s)"
)
