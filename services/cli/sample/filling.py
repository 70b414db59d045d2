"""Fills an empty house with the demonstration, and hands out a token for each of its roles."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from services.cli.place import Place
from services.cli.sample.people import ADMIN, STAFF
from services.cli.sample.story import SEED, tell
from services.cli.workshop import handlers
from services.core.context import ZONE
from services.runtime.clock import SystemClock
from services.runtime.driver import Draws
from services.runtime.embedded.house import House
from services.runtime.keys import KeyRing
from services.runtime.tokens import issue_token

DAYS = 90
"""Days a demonstration token lasts."""


def fill(house: House, progress: Callable[[str], None]) -> dict[str, str]:
    """Role → token; the story is told only where the house is empty."""
    draws = Draws(SEED)
    ring = KeyRing(house.database_url("keys"), draw=draws.bytes)
    try:
        with handlers(house, keys=ring) as at_work:
            if at_work["body"].store.last() is None:
                yesterday = SystemClock().now().astimezone(ZONE).date() - timedelta(days=1)
                tell(at_work, last_day=yesterday, draws=draws, progress=_by_month(progress))
            return _tokens(house, house.folder / "tokens.json", at_work)
    finally:
        ring.close()


def _by_month(progress: Callable[[str], None]) -> Callable[[date, date], None]:
    def told(day: date, last_day: date) -> None:
        if day == last_day or (day.day == 1 and day.month % 6 == 1):
            progress(f"living through the demonstration's past: {day}")

    return told
