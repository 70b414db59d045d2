"""The sentence of an event: its class's pattern, filled from its fields. Sealed texts stay out."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from events.auditing import Member, Tie
from events.event import Event
from events.telling.cases import APPLICATIONS, AUDITING
from events.telling.certificates import DECISIONS, HOUSE, SURVEILLANCE
from events.vocabulary import Label, exact_text

PATTERNS: Mapping[str, tuple[str, str]] = {
    **APPLICATIONS,
    **AUDITING,
    **DECISIONS,
    **SURVEILLANCE,
    **HOUSE,
}
"""Class → Chinese and English."""
NOTHING = ("无", "none")
YES, NO = ("是", "yes"), ("否", "no")


def sentence(event: Event) -> dict[str, str]:
    """What happened, in ``zh`` and ``en``; KeyError for a kind without a pattern."""
    zh, en = PATTERNS[type(event).__name__]
    return {
        "zh": zh.format(**_filled(event, 0)) + "。",
        "en": en.format(**_filled(event, 1)).rstrip(".。") + ".",
    }


def _filled(event: BaseModel, language: int) -> dict[str, Any]:
    return {name: _Told(value, language) for name, value in event}


class _Told:
    """A value as a sentence has it; ``{facts.holder}`` looks into it."""

    def __init__(self, value: Any, language: int) -> None:
        self._value, self._language = value, language

    def __getattr__(self, name: str) -> "_Told":
        return _Told(getattr(self._value, name), self._language)

    def __format__(self, _spec: str) -> str:
        return _text(self._value, self._language)


def _text(value: Any, language: int) -> str:  # noqa: C901 - one line a kind of value
    match value:
        case None:
            return NOTHING[language]
        case bool():
            return (YES if value else NO)[language]
        case Enum():
            return str(value.value)
        case Fraction():
            return exact_text(value)
        case datetime():
            return value.isoformat(timespec="minutes")
        case date():
            return value.isoformat()
        case Label():
            return (value.zh, value.en)[language]
        case Member():
            return f"{value.person} ({value.role.value})"
        case Tie():
            return value.kind
        case tuple() | list() | AbstractSet():
            told = [_text(each, language) for each in value]
            parts = sorted(told) if isinstance(value, AbstractSet) else told
            return ("、", ", ")[language].join(parts) if parts else NOTHING[language]
        case _:
            return str(value).rstrip("。.")
