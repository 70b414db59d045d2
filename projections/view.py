"""What makes a view a view: a schema, the events it hears, and the row changes they mean. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from events.envelope import Recorded
from events.event import Event

Row = Mapping[str, Any]
"""Column → text, int, bool, date, datetime, Decimal, list of text, dict (jsonb) or None."""


@dataclass(frozen=True, slots=True)
class Put:
    """This row is so from now on, whatever it was (insert, or replace by primary key)."""

    table: str
    row: Row


@dataclass(frozen=True, slots=True)
class Set:
    """These columns of the row with this key change; no effect where there is no such row."""

    table: str
    key: Row
    values: Row


@dataclass(frozen=True, slots=True)
class Remove:
    """The row with this key is gone; no effect where there is none."""

    table: str
    key: Row


Change = Put | Set | Remove


@dataclass(frozen=True, slots=True)
class View:
    """One view, one question, one schema."""

    name: str
    """Also its database schema."""
    schema: str
    """SQL that creates its tables, unqualified names; the projector sets the search path.
    ``checkpoint`` and ``parked`` are the projector's and are added by it."""
    tables: Mapping[str, tuple[str, ...]]
    """Table → its primary key columns."""
    hears: tuple[type[Event], ...]
    project: Callable[[Recorded[Event]], Iterable[Change]]
    """(an event it hears) → row changes. The same event twice gives the same rows."""
    readers: tuple[str, ...] = ()
    """Database roles that may select from it, such as ``lookup``."""
