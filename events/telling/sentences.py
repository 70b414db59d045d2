"""The sentence of an event: its class's pattern, filled from its fields. Sealed texts stay out.

In a pattern ``{facts.holder}`` looks into a field, ``{vote:vote}`` takes the word of a code from a
table, ``{ground:{act}}`` from the table another field names, and a part in ``[…]`` is left out
where a field in it holds nothing. In English a field stands in its English, where it has one.
"""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from events.auditing import Factor, Member, Tie
from events.auditing_report import DocumentGap
from events.event import Event
from events.surveillance import Window
from events.telling.applying import APPLICATIONS
from events.telling.auditing import AUDITING
from events.telling.deciding import DECISIONS, SURVEILLANCE
from events.telling.housing import HOUSE
from events.telling.words import word
from events.vocabulary import Label, exact_text

PATTERNS: Mapping[str, tuple[str, str]] = {
    **APPLICATIONS,
    **AUDITING,
    **DECISIONS,
    **SURVEILLANCE,
    **HOUSE,
}
"""Class → Chinese and English."""
_OPTIONAL = re.compile(r"\[([^\]]*)\]")
_FIELD = re.compile(r"\{([a-z_.]+)")
_FULL_STOP = re.compile(r"(?:[。；;]|(?<!Ltd)(?<!Co)(?<!Inc)\.)+$")
"""The end of a text, where the sentence goes on; a name keeps the dot of ``Co., Ltd.``"""


def sentence(event: Event) -> dict[str, str]:
    """What happened, in ``zh`` and ``en``; KeyError for a kind without a pattern."""
    zh, en = PATTERNS[type(event).__name__]
    return {
        "zh": _filled(zh, event, 0).rstrip(".") + "。",
        "en": _filled(en, event, 1).rstrip(".") + ".",
    }


def _filled(pattern: str, event: Event, language: int) -> str:
    def kept(part: re.Match[str]) -> str:
        held = all(_holds(event, path) for path in _FIELD.findall(part[1]))
        return part[1] if held else ""

    fields = {name: _Told(_field(event, name, language), language) for name, _ in event}
    return _OPTIONAL.sub(kept, pattern).format(**fields)


def _holds(event: Event, path: str) -> bool:
    value: Any = event
    for name in path.split("."):
        value = getattr(value, name)
    return value is not None and value != ()


def _field(of: Any, name: str, language: int) -> Any:
    english = getattr(of, f"{name}_en", None) if language == 1 else None
    return getattr(of, name) if english is None else english


class _Told:
    """A value as a sentence has it."""

    def __init__(self, value: Any, language: int) -> None:
        self._value, self._language = value, language

    def __getattr__(self, name: str) -> "_Told":
        return _Told(_field(self._value, name, self._language), self._language)

    def __format__(self, table: str) -> str:
        return _text(self._value, self._language, table)


def _text(value: Any, language: int, table: str) -> str:
    match value:
        case tuple() | list() | AbstractSet():
            return _listed(value, language, table)
        case _ if table:
            return word(table, _code(value), language)
        case BaseModel():
            return _part(value, language)
        case _:
            return _plain(value, language)


def _code(value: Any) -> str:
    return str(value.value if isinstance(value, Enum) else value)


def _listed(values: Any, language: int, table: str) -> str:
    if all(type(each) is date for each in values):
        told = [_run(first, last, language) for first, last in _runs(values)]
    else:
        told = [_text(each, language, table) for each in values]
    parts = sorted(told) if isinstance(values, AbstractSet) else told
    return ("、", ", ")[language].join(parts)


def _runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """First and last of each run of days, one after the other."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day == runs[-1][1] + timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _run(first: date, last: date, language: int) -> str:
    return str(first) if first == last else (" 至 ", " to ")[language].join((str(first), str(last)))


def _plain(value: Any, language: int) -> str:
    match value:
        case Enum():
            return str(value.value)
        case Fraction():
            return _number(value, language)
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
        case _:
            return _FULL_STOP.sub("", str(value).strip())


def _number(value: Fraction, language: int) -> str:
    """Exact; a fraction after its first two decimals, cut and never rounded. Glossary 8."""
    exactly = exact_text(value)
    if "/" not in exactly:
        return exactly
    hundredths = abs(value.numerator) * 100 // value.denominator
    cut = f"{'-' if value < 0 else ''}{hundredths // 100}.{hundredths % 100:02d}"
    return cut + _inside(exactly, language)


def _part(value: BaseModel, language: int) -> str:
    """A part of an event that is more than one value."""
    match value:
        case Label():
            return (value.zh, value.en)[language]
        case Member():
            watched = value.supervisor
            by = "" if watched is None else ("，由 {} 指导", ", under {}")[language].format(watched)
            return value.person + _inside(word("role", value.role.value, language) + by, language)
        case Tie():
            until = value.ended_on
            ended = "" if until is None else ("，至 {}", ", until {}")[language].format(until)
            return word("tie", value.kind, language) + ended
        case Factor():
            sign = "+" if value.amount > 0 else ""
            reason = _inside(_plain(value.reason, language), language)
            return sign + exact_text(value.amount) + reason
        case DocumentGap():
            serious = _inside(("严重", "serious")[language], language) if value.serious else ""
            return _plain(value.text, language) + serious
        case Window():
            return _window(value, language)
        case _:
            raise TypeError(f"no words for a {type(value).__name__}")


def _window(window: Window, language: int) -> str:
    by = ("最迟 {}", "by {}")[language].format(window.latest)
    best, until = window.target_from, window.target_to
    if best is None or until is None or best == until:
        return by
    return by + ("，宜在 {} 至 {} 之间", ", best between {} and {}")[language].format(best, until)


def _inside(text: str, language: int) -> str:
    return ("（{}）", " ({})")[language].format(text)
