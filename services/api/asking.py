"""Who asks: the person of a bearer token, and the role they use."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from starlette.requests import Request

from services.api.reading import Unreadable
from services.core.access import role_to_use, roles_for
from services.runtime import replies
from services.runtime.tokens import Tokens

RolesOf = Callable[[str], frozenset[str]]
"""Person → roles held now; blocking."""


@dataclass(frozen=True, slots=True)
class Door:
    """What the API asks at its door."""

    tokens: Tokens
    roles_of: RolesOf
    now: Callable[[], datetime]
    new_id: Callable[[], UUID]

    async def person(self, request: Request) -> str:
        """The token's person; Unreadable with 401."""
        scheme, _, text = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not text.strip():
            raise Unreadable(_unknown_person("missing"))
        bearer = await asyncio.to_thread(self.tokens.bearer, text.strip(), now=self.now())
        if bearer.person is None:
            raise Unreadable(_unknown_person(bearer.fault or "unknown"))
        return bearer.person

    async def role(self, person: str, command: str) -> str:
        """A role of theirs that may give the command; Unreadable with 404 or 403."""
        if not roles_for(command):
            raise Unreadable(replies.unknown_command(command))
        held = await asyncio.to_thread(self.roles_of, person)
        role = role_to_use(command, held)
        if role is None:
            raise Unreadable(replies.not_allowed(command))
        return role

    def command_id(self, request: Request, person: str) -> UUID:
        """The same for the same person and ``Idempotency-Key``; fresh where none is given."""
        key = request.headers.get("idempotency-key")
        if key is None:
            return self.new_id()
        if not 1 <= len(key) <= 200:
            raise Unreadable(
                replies.problem(
                    400, "Bad key", "Idempotency-Key 须为 1 至 200 个字符。",
                    "An Idempotency-Key has 1 to 200 characters.",
                )
            )  # fmt: skip
        return command_id(person, key)


def command_id(person: str, key: str) -> UUID:
    """UUIDv5 over actor and key: two people may use the same key."""
    return uuid5(NAMESPACE_URL, f"starledger:command:{person}|{key}")


def _unknown_person(fault: str) -> replies.Reply:
    sentences = {
        "missing": ("请提供令牌（Authorization: Bearer …）。", "Give a bearer token."),
        "unknown": ("令牌无效。", "The token is not known."),
        "expired": ("令牌已过期。", "The token has expired."),
        "revoked": ("令牌已被撤销。", "The token was revoked."),
    }
    zh, en = sentences[fault]
    return replies.problem(
        401, "Unauthorized", zh, en, headers={"WWW-Authenticate": 'Bearer realm="starledger"'}
    )
