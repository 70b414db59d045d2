"""What the trial does inside the operator's container: founds a demonstration body, counts."""

import json
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from services.cli.place import Place, opened
from services.cli.sample.acts import Acts
from services.cli.sample.people import ADMIN, STAFF
from services.cli.sample.story import found
from services.cli.workshop import handlers, store
from services.core.context import ZONE
from services.personnel.commands import IssueToken
from services.runtime.clock import SystemClock, new_id
from services.runtime.driver import Draws, Driver
from services.runtime.handler import Asked, Handler
from services.runtime.keys import KeyRing
from services.runtime.tokens import Tokens, issue_token


def founded(place: Place) -> Mapping[str, str]:
    """A demonstration body with staff and scheme; person, and role → token."""
    now = SystemClock().now()
    draws = Draws(new_id().hex)
    with handlers(place, keys=KeyRing(place.database_url("keys"))) as at_work:
        driver = Driver(at_work, start=now - timedelta(minutes=10), draws=draws)
        found(Acts(driver), now.astimezone(ZONE).date())
        tokens = Tokens(place.database_url("access"))
        told: dict[str, str] = {}
        for person, roles in ((ADMIN, ("system_admin",)), *((c.person, c.roles) for c in STAFF)):
            told[person] = _token(tokens, at_work["personnel"], person)
            for role in roles:
                told.setdefault(str(role), told[person])
        tokens.close()
    return told


def _token(tokens: Tokens, personnel: Handler, person: str) -> str:
    now = SystemClock().now()

    def record(person: str, token: str, expires_at: datetime) -> None:
        personnel.handle(
            Asked(
                command=IssueToken(person=person, token=token, expires_at=expires_at),
                actor=ADMIN,
                role="system_admin",
                via="cli:trial",
                now=now,
                command_id=new_id(),
            )
        )

    return issue_token(
        tokens, person=person, now=now, expires_at=now + timedelta(days=1), record=record
    )


def counted(place: Place) -> Mapping[str, int]:
    """Command id → events under it, of everything that came by the API."""
    ledger = store(place, "projector")
    found: Counter[str] = Counter()
    after = 0
    while rows := ledger.read(after=after, limit=2_000):
        for row in rows:
            if json.loads(row.state)["via"] == "api":
                found[str(row.command_id)] += 1
        after = rows[-1].position
    ledger.close()
    return found


if __name__ == "__main__":
    with opened(None) as here:
        told: Mapping[str, Any] = {"found": founded, "count": counted}[sys.argv[1]](here)
        print(json.dumps(told))
