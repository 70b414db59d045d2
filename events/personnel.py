"""What the personnel service reports: who works here, in which role, with which token."""

from pydantic import AwareDatetime, Field

from events.event import Event
from events.vocabulary import Employment, Personal, PersonId, Role, Sealable, Text


class PersonRegistered(Event):
    """A person became known to the body under a pseudonym. ISO/IEC 17065 6.1.2.2."""

    person: PersonId
    name: Personal[Sealable]
    employment: Employment


class RoleGranted(Event):
    """A person may act in a role from now on. ISO/IEC 17065 5.1."""

    person: PersonId
    role: Role


class RoleRevoked(Event):
    """A person may no longer act in a role. ISO/IEC 17065 5.1."""

    person: PersonId
    role: Role
    reason: Text


class TokenIssued(Event):
    """A bearer token was handed to a person; the secret is not here. House rule."""

    person: PersonId
    token: str = Field(pattern=r"^[0-9a-f]{16}$")
    """Public id of the token: the first 16 digits of its SHA-256."""
    expires_at: AwareDatetime


class TokenRevoked(Event):
    """A token was made void before its end. House rule."""

    person: PersonId
    token: str = Field(pattern=r"^[0-9a-f]{16}$")
    reason: Text


PersonnelEvent = PersonRegistered | RoleGranted | RoleRevoked | TokenIssued | TokenRevoked
