"""What a refusal says: its rule's sentence, filled from the facts that led to it."""

import re
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

_PLACE = re.compile(r"\{(\w+)\}")

_ALSO: Mapping[str, tuple[str, ...]] = {
    "缺少事项": ("missing", "failed"),
    "状态": ("status",),
    "日期": ("date", "day", "on"),
    "人员": ("person", "member", "members"),
    "名单": ("list", "name"),
}
"""Place in a Chinese sentence → facts that may fill it where none bears its name."""
UNTOLD = {"zh": "（未列明）", "en": "(not told)"}
"""Stands where no fact fills a place, so that braces are never shown."""


def filled(sentence: str, facts: Mapping[str, Any], *, language: str) -> str:
    """The sentence with every ``{place}`` filled; facts themselves are never read for places."""

    def fact(match: re.Match[str]) -> str:
        names = (match[1], *_ALSO.get(match[1], ()))
        told = next((facts[name] for name in names if facts.get(name) is not None), None)
        return _text(told, language) or UNTOLD[language]

    return _PLACE.sub(fact, sentence)


def _text(value: Any, language: str) -> str:
    """A fact as a sentence holds it: lists with their commas, days with dashes."""
    match value:
        case None:
            return ""
        case Enum():
            return str(value.value)
        case date():
            return value.isoformat()
        case Mapping():
            return _joined((f"{name}: {each}" for name, each in value.items()), language)
        case set() | frozenset():
            return _joined((_text(each, language) for each in sorted(value, key=str)), language)
        case list() | tuple():
            return _joined((_text(each, language) for each in value), language)
        case _:
            return str(value)


def _joined(parts: Any, language: str) -> str:
    return ("、" if language == "zh" else ", ").join(parts)
