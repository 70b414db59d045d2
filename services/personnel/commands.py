"""What the personnel service may be asked."""

from pydantic import AwareDatetime, Field

from events.vocabulary import Employment, Personal, PersonId, PersonName, Role, Text
from services.core.service import Command


class RegisterPerson(Command):
    """Make a person known to the body under a pseudonym."""

    person: PersonId
    name: Personal[PersonName]
    employment: Employment


class GrantRole(Command):
    """Let a person act in a role."""

    person: PersonId
    role: Role


class RevokeRole(Command):
    """Let a person no longer act in a role."""

    person: PersonId
    role: Role
    reason: Text


class IssueToken(Command):
    """Record that a token was handed out; its secret never reaches a command."""

    person: PersonId
    token: str = Field(pattern=r"^[0-9a-f]{16}$")
    """Public id: the first 16 digits of its SHA-256."""
    expires_at: AwareDatetime


class RevokeToken(Command):
    """Make a token void before its end."""

    person: PersonId
    token: str = Field(pattern=r"^[0-9a-f]{16}$")
    reason: Text


PersonnelCommand = RegisterPerson | GrantRole | RevokeRole | IssueToken | RevokeToken
