"""What a decision may know beside its own history: who asks, when, and the facts it named."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
"""The zone of every body under Chinese law; days are counted on this wall. Process 0."""


@dataclass(frozen=True, slots=True)
class Context:
    """Told once per command; the core never finds out for itself."""

    actor: str
    """Person id, ``policy:<name>`` or ``clock``."""
    role: str
    """The role the actor uses: a ``Role`` value, ``policy`` or ``clock``."""
    now: datetime
    """The told moment, aware, UTC."""
    facts: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """Stream of another service → the folder's fold of it (``facts.py``)."""

    @property
    def today(self) -> date:
        """The date on the wall of the body."""
        return self.now.astimezone(ZONE).date()
