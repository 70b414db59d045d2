"""What the history of one person at the body amounts to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import assert_never

from events.personnel import (
    PersonnelEvent,
    PersonRegistered,
    RoleGranted,
    RoleRevoked,
    TokenIssued,
    TokenRevoked,
)
from events.vocabulary import Employment, Role


@dataclass(frozen=True, slots=True)
class Token:
    """A bearer token by its public id; the secret is nowhere in the history."""

    expires_at: datetime
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works for the body."""

    registered: bool = False
    name: str = ""
    employment: Employment | None = None
    roles: frozenset[Role] = frozenset()
    tokens: Mapping[str, Token] = field(default_factory=lambda: MappingProxyType({}))

    def has_good_token(self, token: str, now: datetime) -> bool:
        """Whether a token may be used now; its end itself is no longer good."""
        known = self.tokens.get(token)
        return known is not None and not known.revoked and now < known.expires_at


def evolve(person: Person, event: PersonnelEvent) -> Person:
    """The person after one more event."""
    match event:
        case PersonRegistered():
            return replace(person, registered=True, name=event.name, employment=event.employment)
        case RoleGranted():
            return replace(person, roles=person.roles | {event.role})
        case RoleRevoked():
            return replace(person, roles=person.roles - {event.role})
        case TokenIssued():
            return _with_token(person, event.token, Token(event.expires_at))
        case TokenRevoked():
            known = person.tokens.get(event.token)
            if known is None:
                return person
            return _with_token(person, event.token, replace(known, revoked=True))
        case _:
            assert_never(event)


def _with_token(person: Person, token: str, known: Token) -> Person:
    return replace(person, tokens=MappingProxyType({**person.tokens, token: known}))
