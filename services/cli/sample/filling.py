"""Fills an empty house with the demonstration, and hands out a token for each of its roles."""

import asyncio
from collections.abc import Callable
from datetime import date, timedelta

from projections.projector import Projector
from services.cli.composition import VIEWS
from services.cli.sample.story import SEED, tell
from services.cli.sample.tokens import issued
from services.cli.workshop import handlers
from services.core.context import ZONE
from services.runtime.clock import SystemClock
from services.runtime.driver import Draws
from services.runtime.embedded.house import House
from services.runtime.event_store import EventStore
from services.runtime.keys import KeyRing


def views_made(house: House) -> None:
    """The schemas of the views, empty, so that the page can say what is going on."""
    url = house.database_url("projector")
    store = EventStore(url)
    try:
        for view in VIEWS:
            projector = Projector(view, store=store, database_url=url, nats_url="")
            asyncio.run(projector.ensure_schema())
    finally:
        store.close()


def fill(house: House, progress: Callable[[str], None]) -> dict[str, str]:
    """Role → token; the story is told only where the house is empty."""
    draws = Draws(SEED)
    ring = KeyRing(house.database_url("keys"), draw=draws.bytes)
    try:
        with handlers(house, keys=ring) as at_work:
            if at_work["body"].store.last() is None:
                yesterday = SystemClock().now().astimezone(ZONE).date() - timedelta(days=1)
                tell(at_work, last_day=yesterday, draws=draws, progress=_by_month(progress))
            return issued(house, at_work["personnel"])
    finally:
        ring.close()


def _by_month(progress: Callable[[str], None]) -> Callable[[date, date], None]:
    def told(day: date, last_day: date) -> None:
        if day == last_day or (day.day == 1 and day.month % 6 == 1):
            progress(f"living through the demonstration's past: {day}")

    return told
