"""Who may be known, act and sign in; and which roles one person may not unite."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import assert_never

from events.event import Event
from events.personnel import (
    PersonRegistered,
    RoleGranted,
    RoleRevoked,
    TokenIssued,
    TokenRevoked,
)
from events.vocabulary import Role
from services.core.context import Context
from services.core.rule import RuleBook
from services.core.service import States
from services.personnel.commands import (
    GrantRole,
    IssueToken,
    PersonnelCommand,
    RegisterPerson,
    RevokeRole,
    RevokeToken,
)
from services.personnel.state import Person, Token

CASE_DECIDING = frozenset(
    {
        Role.TEAM_LEADER,
        Role.AUDITOR,
        Role.TECHNICAL_REVIEWER,
        Role.COMMITTEE_MEMBER,
        Role.HEAD_OF_BODY,
        Role.CERTIFICATE_OFFICER,
    }
)
"""Roles that settle the outcome of a case."""


class Rule(RuleBook):
    """Why the personnel service refuses."""

    PERSON_IS_NEW = (
        "PERSON_KNOWN",
        "R-P01",
        "ISO/IEC 17065 6.1.2.2",
        "该人员编号已被登记，不得另作他用。",
        "This person id is taken and stands for somebody already.",
    )
    PERSON_IS_KNOWN = (
        "PERSON_UNKNOWN",
        "R-P02",
        "ISO/IEC 17065 6.1.2.2",
        "没有登记此人员。",
        "No such person is registered.",
    )
    ROLE_IS_FOR_STAFF = (
        "ROLE_NOT_GRANTABLE",
        "R-P03",
        "house rule",
        "“公众”不是可以授予的角色。",
        "The public is everybody; it is not a role to be granted.",
    )
    ADMINISTRATION_IS_APART_FROM_CASES = (
        "ROLE_CONFLICT",
        "R-P04",
        "house rule",
        "系统管理员不得兼任审查、复核、评定、签发等案件角色。",
        "A system administrator holds no role that settles the outcome of a case, nor the reverse.",
    )
    ADMINISTRATION_IS_ENDED_BY_ANOTHER = (
        "OWN_ADMINISTRATION",
        "R-P05",
        "house rule",
        "系统管理员不得撤销本人的管理员角色，须由另一名管理员办理。",
        "An administrator is relieved by another one, so that one always remains.",
    )
    TOKEN_ENDS_LATER = (
        "TOKEN_ALREADY_EXPIRED",
        "R-P06",
        "house rule",
        "令牌的到期时间须晚于现在。",
        "A token ends after the moment it is issued.",
    )
    TOKEN_IS_NEW = (
        "TOKEN_KNOWN",
        "R-P07",
        "house rule",
        "该令牌已发放，不得更改。",
        "This token was issued before and does not change.",
    )
    TOKEN_IS_KNOWN = (
        "TOKEN_UNKNOWN",
        "R-P08",
        "house rule",
        "该人员没有此令牌。",
        "This person holds no such token.",
    )


def decide(command: PersonnelCommand, states: States, context: Context) -> Iterator[Event]:
    """The events a command gives rise to."""
    person: Person = states[stream_of(command)]
    match command:
        case RegisterPerson():
            return register_person(command, person)
        case GrantRole():
            return grant_role(command, person)
        case RevokeRole():
            return revoke_role(command, person, context)
        case IssueToken():
            return issue_token(command, person, context)
        case RevokeToken():
            return revoke_token(command, person)
        case _:
            assert_never(command)


def stream_of(command: PersonnelCommand) -> str:
    """The person a command is about."""
    return f"personnel-{command.person}"


def register_person(command: RegisterPerson, person: Person) -> Iterator[Event]:
    """A person becomes known once; an id is never used for somebody else."""
    if person.registered:
        same = (person.name, person.employment) == (command.name, command.employment)
        Rule.PERSON_IS_NEW.require(same, person=command.person)
        return
    yield PersonRegistered(person=command.person, name=command.name, employment=command.employment)


def grant_role(command: GrantRole, person: Person) -> Iterator[Event]:
    """A role is granted once, and never beside one it excludes. Clauses 3."""
    Rule.PERSON_IS_KNOWN.require(person.registered, person=command.person)
    Rule.ROLE_IS_FOR_STAFF.require(command.role is not Role.PUBLIC)
    if command.role in person.roles:
        return
    united = person.roles | {command.role}
    clash = sorted(united & CASE_DECIDING) if Role.SYSTEM_ADMIN in united else []
    Rule.ADMINISTRATION_IS_APART_FROM_CASES.require(not clash, person=command.person, roles=clash)
    yield RoleGranted(person=command.person, role=command.role)


def revoke_role(command: RevokeRole, person: Person, context: Context) -> Iterator[Event]:
    """A role held is taken away; one not held needs nothing."""
    Rule.PERSON_IS_KNOWN.require(person.registered, person=command.person)
    if command.role not in person.roles:
        return
    own = command.role is Role.SYSTEM_ADMIN and context.actor == command.person
    Rule.ADMINISTRATION_IS_ENDED_BY_ANOTHER.require(not own, person=command.person)
    yield RoleRevoked(person=command.person, role=command.role, reason=command.reason)


def issue_token(command: IssueToken, person: Person, context: Context) -> Iterator[Event]:
    """A token is recorded by its public id and its end."""
    Rule.PERSON_IS_KNOWN.require(person.registered, person=command.person)
    known = person.tokens.get(command.token)
    if known is not None:
        Rule.TOKEN_IS_NEW.require(known == Token(command.expires_at), token=command.token)
        return
    Rule.TOKEN_ENDS_LATER.require(context.now < command.expires_at, now=context.now)
    yield TokenIssued(**command.model_dump())


def revoke_token(command: RevokeToken, person: Person) -> Iterator[Event]:
    """A token becomes void; one already void needs nothing."""
    Rule.PERSON_IS_KNOWN.require(person.registered, person=command.person)
    known = person.tokens.get(command.token)
    Rule.TOKEN_IS_KNOWN.require(known is not None, token=command.token)
    if known is not None and not known.revoked:
        yield TokenRevoked(**command.model_dump())


MAY_REFUSE: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {
        "RegisterPerson": (Rule.PERSON_IS_NEW,),
        "GrantRole": (
            Rule.PERSON_IS_KNOWN,
            Rule.ROLE_IS_FOR_STAFF,
            Rule.ADMINISTRATION_IS_APART_FROM_CASES,
        ),
        "RevokeRole": (Rule.PERSON_IS_KNOWN, Rule.ADMINISTRATION_IS_ENDED_BY_ANOTHER),
        "IssueToken": (Rule.PERSON_IS_KNOWN, Rule.TOKEN_IS_NEW, Rule.TOKEN_ENDS_LATER),
        "RevokeToken": (Rule.PERSON_IS_KNOWN, Rule.TOKEN_IS_KNOWN),
    }
)
"""Command → what its generator may refuse."""
