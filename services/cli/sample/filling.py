"""Fills an empty house with the demonstration, and hands out a token for each of its roles."""

import asyncio
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from events.vocabulary import Role
from projections.projector import Projector
from services.cli.composition import VIEWS
from services.cli.sample.people import ADMIN, STAFF
from services.cli.sample.story import SEED, tell
from services.cli.workshop import handlers
from services.core.context import ZONE
from services.personnel.commands import IssueToken
from services.runtime.clock import SystemClock, new_id
from services.runtime.driver import Draws
from services.runtime.embedded.house import House
from services.runtime.event_store import EventStore
from services.runtime.handler import Asked, Handler
from services.runtime.keys import KeyRing
from services.runtime.tokens import Issue, Tokens, issue_token

DAYS = 90
"""Days a demonstration token lasts."""


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
            return _tokens(house, at_work["personnel"])
    finally:
        ring.close()


def _tokens(house: House, personnel: Handler) -> dict[str, str]:
    """One token for each colleague, listed by role; the same again until they end."""
    kept = house.folder / "tokens.json"
    now = SystemClock().now()
    if kept.exists():
        told: dict[str, Any] = json.loads(kept.read_text())
        if datetime.fromisoformat(told["expires_at"]) > now + timedelta(days=1):
            return dict(told["tokens"])
    tokens = Tokens(house.database_url("access"))
    expires_at = now + timedelta(days=DAYS)
    found: dict[str, str] = {}
    try:
        for person, roles in ((ADMIN, (Role.SYSTEM_ADMIN,)), *((c.person, c.roles) for c in STAFF)):
            text = issue_token(
                tokens,
                person=person,
                now=now,
                expires_at=expires_at,
                record=_recorder(personnel),
            )
            for role in roles:
                found.setdefault(role.value, text)
    finally:
        tokens.close()
    kept.touch(0o600)
    kept.write_text(json.dumps({"expires_at": expires_at.isoformat(), "tokens": found}))
    return found


def _recorder(personnel: Handler) -> Issue:
    def record(person: str, token: str, expires_at: datetime) -> None:
        personnel.handle(
            Asked(
                command=IssueToken(person=person, token=token, expires_at=expires_at),
                actor=ADMIN,
                role=Role.SYSTEM_ADMIN,
                via="cli:up",
                now=SystemClock().now(),
                command_id=new_id(),
            )
        )

    return record


def _by_month(progress: Callable[[str], None]) -> Callable[[date, date], None]:
    def told(day: date, last_day: date) -> None:
        if day == last_day or (day.day == 1 and day.month % 6 == 1):
            progress(f"living through the demonstration's past: {day}")

    return told
