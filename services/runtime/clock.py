"""The only place that asks what time it is, and the only one that draws identifiers."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID, uuid4


class Clock(Protocol):
    """Tells the moment; told once per command."""

    def now(self) -> datetime:
        """Aware, UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        return datetime.now(UTC)


class SetClock:
    """A clock a driver moves by hand; it never runs back, as recorded time never does."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        """The moment it was last set to."""
        return self._moment

    def set(self, moment: datetime) -> None:
        """Move forward to this moment; ValueError for an earlier one."""
        if moment < self._moment:
            raise ValueError(f"the clock stands at {self._moment} and does not run back")
        self._moment = moment.astimezone(UTC)


new_id: Callable[[], UUID] = uuid4
"""A fresh identifier nobody else has: ``new_id()``."""
