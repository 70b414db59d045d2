"""A token for each role of the demonstration, kept beside its data so that it is told again."""

import json
from datetime import datetime, timedelta
from typing import Any

from events.vocabulary import Role
from services.cli.sample.people import ADMIN, STAFF
from services.personnel.commands import IssueToken
from services.runtime.clock import SystemClock, new_id
from services.runtime.embedded.house import House
from services.runtime.handler import Asked, Handler
from services.runtime.tokens import Issue, Tokens, issue_token

DAYS = 90
"""Days a demonstration token lasts."""


def kept(house: House) -> dict[str, str] | None:
    """Role → token as handed out before; None where there are none or they end soon."""
    file = house.folder / "tokens.json"
    if not file.exists():
        return None
    told: dict[str, Any] = json.loads(file.read_text())
    if datetime.fromisoformat(told["expires_at"]) < SystemClock().now() + timedelta(days=1):
        return None
    return dict(told["tokens"])


def issued(house: House, personnel: Handler) -> dict[str, str]:
    """Role → a fresh token of whoever holds it."""
    now = SystemClock().now()
    expires_at = now + timedelta(days=DAYS)
    tokens = Tokens(house.database_url("access"))
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
    file = house.folder / "tokens.json"
    file.touch(0o600)
    file.write_text(json.dumps({"expires_at": expires_at.isoformat(), "tokens": found}))
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
