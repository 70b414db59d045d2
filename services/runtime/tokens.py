"""Bearer tokens: random secrets of which only the SHA-256 is kept."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from services.runtime.lookups import Lookups

PREFIX = "sl_"
MEMORY_SECONDS = 2.0
"""How long an answer is remembered: the longest that a revocation may take to be heeded."""

Fault = Literal["unknown", "expired", "revoked"]


@dataclass(frozen=True, slots=True)
class Secret:
    """A fresh token: shown once, kept only as its digest."""

    text: str

    @property
    def digest(self) -> bytes:
        """What is kept."""
        return sha256(self.text.encode()).digest()

    @property
    def id(self) -> str:
        """Its public name: the first 16 digits of the digest."""
        return self.digest.hex()[:16]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whose a token is, or why it is nobody's."""

    person: str | None
    fault: Fault | None = None


def fresh() -> Secret:
    """A secret nobody can guess."""
    return Secret(PREFIX + secrets.token_urlsafe(32))


class Tokens:
    """The table ``access.token``: read by the API, written by the role ``access``.

    StoreUnavailable where it cannot be reached.
    """

    def __init__(self, url: str, *, memory_seconds: float = MEMORY_SECONDS) -> None:
        self.table = Lookups(url, at_most=4)
        self.memory_seconds = memory_seconds
        self.remembered: dict[bytes, tuple[float, tuple[Any, ...] | None]] = {}
        self.lock = threading.Lock()

    def keep(self, secret: Secret, *, person: str, now: datetime, expires_at: datetime) -> None:
        """Let a token be known; the same twice is one."""
        self.table.row(
            "insert into access.token (digest, person, token, issued_at, expires_at)"
            " values (%s, %s, %s, %s, %s) on conflict do nothing",
            (secret.digest, person, secret.id, now, expires_at),
            outcome="unknown",
        )

    def revoke(self, token: str, *, now: datetime) -> str | None:
        """Make a token void by its public id; whose it was, None where there is none."""
        row = self.table.row(
            "update access.token set revoked_at = coalesce(revoked_at, %s)"
            " where token = %s returning person",
            (now, token),
            outcome="unknown",
        )
        with self.lock:
            self.remembered.clear()
        return str(row[0]) if row else None

    def bearer(self, text: str, *, now: datetime) -> Bearer:
        """Whose it is at this moment."""
        row = self._row(Secret(text).digest)
        if row is None:
            return Bearer(None, "unknown")
        person, expires_at, revoked_at = row
        if revoked_at is not None:
            return Bearer(None, "revoked")
        if now >= expires_at:
            return Bearer(None, "expired")
        return Bearer(person)

    def close(self) -> None:
        """Let go of the connections."""
        self.table.close()

    def _row(self, digest: bytes) -> tuple[Any, ...] | None:
        now = time.monotonic()
        with self.lock:
            until, row = self.remembered.get(digest, (0.0, None))
        if now < until:
            return row
        row = self.table.row(
            "select person, expires_at, revoked_at from access.token where digest = %s",
            (digest,),
        )
        with self.lock:
            if len(self.remembered) > 10_000:
                self.remembered.clear()
            self.remembered[digest] = (now + self.memory_seconds, row)
        return row


Issue = Callable[[str, str, datetime], None]
"""(person, public id, end) → the command personnel.IssueToken was given."""


def issue_token(
    tokens: Tokens, *, person: str, now: datetime, expires_at: datetime, record: Issue
) -> str:
    """A token whose issue is recorded first: a secret nobody knows of is never handed out."""
    secret = fresh()
    record(person, secret.id, expires_at)
    tokens.keep(secret, person=person, now=now, expires_at=expires_at)
    return secret.text
