"""What the schedules are asked: what falls due, and whom a day wakes. Reads only."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import LiteralString

from psycopg.rows import DictRow

from projections.reader import Reader
from projections.schedules.projection import Kind, Outcome
from projections.schedules.stage import Entry

PAGE = 50

# What settled an entry for good; a passing that was noted leaves it open.
_SETTLED: LiteralString = """
    left join lateral (
        select s.outcome, s.settled_on from schedules.settled s
         where s.certificate = e.certificate and s.kind = e.kind
           and s.position > e.position and s.item in ('', e.item) and s.outcome <> 'noted'
         order by s.position limit 1) s on true
"""

_ENTRY: LiteralString = f"""
    select e.certificate::text as certificate, e.kind::text as kind, e.item::text as item,
        c.holder::text as holder, c.scheme::text as scheme,
        e.earliest::date as earliest, e.target_from::date as target_from,
        e.target_to::date as target_to, e.latest::date as latest,
        e.anchor::text as anchor, e.anchor_on::date as anchor_on,
        s.outcome::text as outcome, s.settled_on::date as settled_on,
        (select min(p.parked_at) from schedules.parked p
          where p.stream in (e.stream, 'decisions-certificate-' || e.certificate)
        )::timestamptz as held_since
      from schedules.entry e
      left join schedules.certificate c on c.number = e.certificate
      {_SETTLED}
"""

_DUE: LiteralString = f"""
    select page.*, (select max(k.position) from schedules.checkpoint k)::bigint as position
      from (select 1) asked left join (
    {_ENTRY}
    where s.outcome is null and e.kind = any(%(kinds)s) and e.latest <= %(until)s
      and (e.latest, e.certificate, e.kind, e.item)
        > (%(latest)s::date, %(certificate)s::text, %(kind)s::text, %(item)s::text)
    order by e.latest, e.certificate, e.kind, e.item
    limit {PAGE + 1}) page on true
    order by page.latest, page.certificate, page.kind, page.item
"""

_OF: LiteralString = f"{_ENTRY} where e.certificate = %(certificate)s order by e.position, e.kind"

# Too many streams do no harm, one too few is a deadline missed: a stream that is parked may
# have lost its entries and is woken every day.
_WAKE: LiteralString = """
    select (select max(k.position) from schedules.checkpoint k)::bigint as position,
        array(
            select e.stream from schedules.entry e
             where e.wake_on <= %(day)s and not exists (
                select from schedules.settled s
                 where s.certificate = e.certificate and s.kind = e.kind
                   and s.position > e.position and s.item in ('', e.item))
            union
            select p.stream from schedules.parked p
             where p.stream like 'decisions-certificate-%%' or p.stream like 'surveillance-%%'
            order by 1)::text[] as streams
"""


class CursorUnreadable(Exception):
    """A cursor these schedules never gave."""


@dataclass(frozen=True, slots=True)
class Due:
    """One page of what falls due, soonest first."""

    items: tuple[Entry, ...]
    next: str | None
    position: int
    """How far the schedules had come."""


class Schedules(Reader):
    """The schedules, as planners and the scheduler ask them."""

    async def due(
        self, until: date, *, kinds: Sequence[Kind] = tuple(Kind), cursor: str | None = None
    ) -> Due:
        """Open entries whose last good day is ``until`` or earlier, soonest first."""
        latest, certificate, kind, item = _place(cursor) if cursor else (date.min, "", "", "")
        values = {
            "until": until,
            "kinds": [each.value for each in kinds],
            "latest": latest,
            "certificate": certificate,
            "kind": kind,
            "item": item,
        }
        rows = await self.rows(_DUE, values, planned=True)
        found = [_entry(row) for row in rows if row["certificate"] is not None]
        more = len(found) > PAGE
        return Due(
            items=tuple(found[:PAGE]),
            next=_cursor(found[PAGE - 1]) if more else None,
            position=rows[0]["position"] or 0,
        )

    async def of(self, certificate: str) -> tuple[Entry, ...]:
        """Everything that ever fell due for a certificate, in the order it was opened."""
        return tuple(_entry(row) for row in await self.rows(_OF, {"certificate": certificate}))

    async def position(self) -> int:
        """How far the schedules have come."""
        statement: LiteralString = """
            select coalesce(max(k.position), 0)::bigint as position from schedules.checkpoint k
        """
        position: int = (await self.rows(statement, {}))[0]["position"]
        return position

    async def wake(self, day: date, position: int = 0) -> Sequence[str] | None:
        """Streams that may have something due on or before a day; None while behind a position."""
        row = (await self.rows(_WAKE, {"day": day}, planned=True))[0]
        streams: list[str] = row["streams"]
        return streams if (row["position"] or 0) >= position else None


def _entry(row: DictRow) -> Entry:
    told = {field.name: row[field.name] for field in fields(Entry)}
    told |= {"kind": Kind(told["kind"])}
    told |= {"outcome": Outcome(told["outcome"]) if told["outcome"] else None}
    return Entry(**told)


def _cursor(entry: Entry) -> str:
    place = f"{entry.latest} {entry.certificate} {entry.kind.value} {entry.item}"
    return base64.urlsafe_b64encode(place.encode()).decode()


def _place(cursor: str) -> tuple[date, str, str, str]:
    try:
        latest, certificate, kind, item = (
            base64.urlsafe_b64decode(cursor.encode()).decode().split(" ")
        )
        return date.fromisoformat(latest), certificate, kind, item
    except (binascii.Error, ValueError) as fault:
        raise CursorUnreadable from fault
