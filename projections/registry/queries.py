"""What the register is asked, each page in one statement. Reads only; schema ``registry`` only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from operator import itemgetter
from typing import Any, LiteralString

from psycopg.rows import DictRow

from events.vocabulary import CertificateStatus
from projections.reader import Reader
from projections.registry.entry import Body, Certificate, Found
from projections.registry.search import Place, Sought
from projections.registry.statements import (
    BEFORE,
    CANDIDATES,
    ENTRY,
    HEAD_ONLY,
    HELD,
    PAGE,
    SOUGHT,
    STATUS,
    search,
)
from projections.registry.status import Act, ActKind

_COLUMNS = itemgetter(*(field.name for field in fields(Certificate)))
"""The values of a certificate out of a row, in the order of its fields."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of results, newest first."""

    items: tuple[Found, ...]
    next: str | None
    body: Body | None
    position: int


@dataclass(frozen=True, slots=True)
class State:
    """How the register itself is: whose, how far, how many streams it could not apply."""

    body: Body | None
    position: int
    parked: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search with its filters; ``day`` is the day the status filter speaks of."""

    sought: Sought
    day: date
    status: CertificateStatus | None = None
    grade: str | None = None
    place: Place | None = None


class Register(Reader):
    """The register, as the public may ask it."""

    async def entry(self, number: str) -> Found:
        """What the register holds of a number in normal form."""
        rows = await self.rows(ENTRY, {"number": number})
        return _found(rows[0])

    async def list(self, wanted: Wanted) -> Listed:
        """A page of certificates, newest first."""
        statement, values = _search(wanted)
        rows = await self.rows(statement, values, planned=True)
        found = [_found(row) for row in rows if row["number"] is not None]
        more = len(found) > PAGE
        return Listed(
            items=tuple(found[:PAGE]),
            next=_place_of(found[PAGE - 1]).cursor if more else None,
            body=_body(rows[0]),
            position=rows[0]["position"] or 0,
        )

    async def state(self) -> State:
        """Whose register, how far it has come, what is parked."""
        row = (await self.rows(HEAD_ONLY, {}))[0]
        return State(body=_body(row), position=row["position"] or 0, parked=row["parked"])


def _search(wanted: Wanted) -> tuple[LiteralString, Mapping[str, Any]]:
    """Only the conditions asked for, so that each search has a plan of its own."""
    conditions: LiteralString = "true"
    values: dict[str, Any] = {"day": wanted.day}
    if not wanted.sought.empty:
        conditions += f" and {SOUGHT}"
        values |= {
            "numbers": list(wanted.sought.numbers),
            "uscc": wanted.sought.uscc,
            "pairs": list(wanted.sought.pairs),
            "name": wanted.sought.name,
        }
    if wanted.status is not None:
        conditions += f" and {CANDIDATES[wanted.status]} and not {HELD} and {STATUS} = %(status)s"
        values["status"] = wanted.status.value
    if wanted.grade is not None:
        conditions += " and c.grade = %(grade)s"
        values["grade"] = wanted.grade
    if wanted.place is None:
        return search(conditions, "true"), values
    values |= {"awarded_on": wanted.place.awarded_on, "number": wanted.place.number}
    return search(conditions, BEFORE), values


def _found(row: DictRow) -> Found:
    held_since = row["held_since"]
    return Found(
        number=row["number"],
        certificate=_certificate(row) if row["holder"] is not None else None,
        acts=tuple(_act(act) for act in row["acts"]),
        held_since=held_since,
        body=_body(row),
        position=row["position"] or 0,
    )


def _certificate(row: DictRow) -> Certificate:
    return Certificate(*_COLUMNS(row))


def _act(row: Sequence[Any]) -> Act:
    version, kind, effective_on, recorded_at, last_day = row
    return Act(
        version=version,
        kind=ActKind(kind),
        effective_on=date.fromisoformat(effective_on),
        recorded_at=datetime.fromisoformat(recorded_at),
        last_day=date.fromisoformat(last_day) if last_day else None,
    )


def _body(row: DictRow) -> Body | None:
    if row["body_name"] is None:
        return None
    return Body(
        name=row["body_name"],
        name_en=row["body_name_en"],
        approval_no=row["body_approval_no"],
        demonstration=row["body_kind"] == "demonstration",
    )


def _place_of(found: Found) -> Place:
    assert found.certificate is not None
    return Place(found.certificate.awarded_on, found.number)
