"""What a request to the lookup page asks, read strictly: days, moments, filters, language."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from events.vocabulary import CertificateStatus
from projections.registry.problem import FieldFault, Problem
from projections.registry.queries import Wanted
from projections.registry.search import CursorUnreadable, place, sought
from projections.registry.status import end_of
from projections.registry.words import Words
from services.core.context import ZONE

T = TypeVar("T")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ZONE_LOST = re.compile(r"(T.*) ([0-9]{2}:[0-9]{2})$")
_GRADE = re.compile(r"[a-z0-9_]{1,40}")
LONGEST_SEARCH = 100

_BAD_DAY = Words("不是有效的日期，请写成 2026-11-23。", "Not a date; write it as 2026-11-23.")
_BAD_MOMENT = Words(
    "不是有效的时刻，请写成 2026-11-23 或 2026-11-23T10:15。",
    "Not a moment; write it as 2026-11-23 or 2026-11-23T10:15.",
)
_AHEAD = Words(
    "这一时刻尚未到来，无从得知。", "That moment lies ahead: nobody knows its record yet."
)
_BAD_STATUS = Words(
    "没有这个状态；可用 valid、suspended、withdrawn、cancelled、expired。",
    "No such status; use valid, suspended, withdrawn, cancelled or expired.",
)
_BAD_GRADE = Words("不是级别的代码，例如 four_star。", "Not a grade's code, such as four_star.")
_BAD_CURSOR = Words("翻页位置无法识别，请重新查询。", "This cursor is not ours; search again.")
_TOO_SHORT = Words(
    "请至少输入两个字：一个字会与过多的证书相符。",
    "Type at least two characters: a single one matches far too many certificates.",
)
_TOO_LONG = Words("查询内容过长，最多一百个字符。", "Too long: at most a hundred characters.")
_UNKNOWN = Words("没有这个查询字段。", "There is no such field.")


@dataclass(frozen=True, slots=True)
class Question:
    """A day and a moment: what held on the day, by the record of the moment."""

    effective: date
    known: datetime
    plain: bool
    """Nothing was asked but today, as known now."""
    known_is_now: bool


def question(asked: Mapping[str, str], now: datetime) -> Question:
    """``effective`` defaults to the day of ``known``, and that to the present moment."""
    faults: list[FieldFault] = []
    known = _read(asked, "known", lambda text: _moment(text, now), _BAD_MOMENT, faults) or now
    if known > now:
        faults.append(FieldFault("known", _AHEAD))
    day = _read(asked, "effective", _day, _BAD_DAY, faults)
    _raise(faults)
    effective = day or known.astimezone(ZONE).date()
    plain = known == now and effective == now.astimezone(ZONE).date()
    return Question(effective=effective, known=known, plain=plain, known_is_now=known == now)


def wanted(asked: Mapping[str, str], now: datetime) -> Wanted:
    """A search with its filters."""
    faults: list[FieldFault] = []
    text = asked.get("q", "")
    what = sought(text[:LONGEST_SEARCH])
    if what.too_short:
        faults.append(FieldFault("q", _TOO_SHORT))
    if len(text) > LONGEST_SEARCH:
        faults.append(FieldFault("q", _TOO_LONG))
    status = _read(asked, "status", CertificateStatus, _BAD_STATUS, faults)
    grade = _read(asked, "grade", _grade, _BAD_GRADE, faults)
    after = _read(asked, "cursor", place, _BAD_CURSOR, faults)
    _raise(faults)
    today = now.astimezone(ZONE).date()
    return Wanted(sought=what, day=today, status=status, grade=grade, place=after)


def only(asked: Mapping[str, str], *names: str) -> None:
    """Refuse fields that mean nothing here, so that a slip is not answered with all."""
    _raise([FieldFault(name, _UNKNOWN) for name in asked if name not in (*names, "lang")])


def _raise(faults: list[FieldFault]) -> None:
    if faults:
        raise Problem(422, sentence=faults[0].message, errors=tuple(faults))


def _read(
    asked: Mapping[str, str],
    name: str,
    read: Callable[[str], T],
    otherwise: Words,
    faults: list[FieldFault],
) -> T | None:
    """The field's value; None where it is absent or empty, as a form sends what was left blank."""
    text = asked.get(name, "").strip()
    if not text:
        return None
    try:
        return read(text)
    except (ValueError, OverflowError, CursorUnreadable):
        faults.append(FieldFault(name, otherwise))
        return None


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _moment(text: str, now: datetime) -> datetime:
    """An instant, or the end of a day; of today only what has passed. No zone: the body's."""
    if _DAY.fullmatch(text):
        day = _day(text)
        return now if day == now.astimezone(ZONE).date() else end_of(day)
    moment = datetime.fromisoformat(_ZONE_LOST.sub(r"\1+\2", text))
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)


def _grade(text: str) -> str:
    if not _GRADE.fullmatch(text):
        raise ValueError(text)
    return text
