"""People of the body, their roles and tokens. ISO/IEC 17065 5.1, 6.1."""

from datetime import timedelta

import pytest
from pydantic import TypeAdapter, ValidationError

from events.body import DayOpened
from events.personnel import (
    PersonRegistered,
    RoleGranted,
    RoleRevoked,
    TokenIssued,
    TokenRevoked,
)
from events.vocabulary import CaseNumber, Employment, Role
from services.personnel.commands import (
    GrantRole,
    IssueToken,
    RegisterPerson,
    RevokeRole,
    RevokeToken,
)
from services.personnel.rules import CASE_DECIDING, Rule
from services.personnel.service import PERSONNEL
from services.personnel.state import Person, evolve
from tests.given import NOON, Specification

given = Specification(PERSONNEL)
TOKEN = "0123456789abcdef"
register = RegisterPerson(person="lin", name="林某", employment=Employment.EMPLOYED)
registered = PersonRegistered(person="lin", name="林某", employment=Employment.EMPLOYED)
issue = IssueToken(person="lin", token=TOKEN, expires_at=NOON + timedelta(days=30))
issued = TokenIssued(person="lin", token=TOKEN, expires_at=NOON + timedelta(days=30))
revoke = RevokeToken(person="lin", token=TOKEN, reason="lost")
revoked = TokenRevoked(person="lin", token=TOKEN, reason="lost")


def holding(role: Role) -> RoleGranted:
    return RoleGranted(person="lin", role=role)


def test_a_person_becomes_known_once():
    given().when(register).then(registered)
    given(registered).when(register).then_nothing_happens()


@pytest.mark.parametrize("other", [{"name": "林某某"}, {"employment": Employment.OTHER_BODY}])
def test_an_id_is_never_used_for_somebody_else(other):
    given(registered).when(register.model_copy(update=other)).then_refused(Rule.PERSON_IS_NEW)


def test_an_empty_body_registers_its_first_person_and_administrator():
    given().when(register, by="migrate", role="system_admin").then(registered)
    given(registered).when(
        GrantRole(person="lin", role=Role.SYSTEM_ADMIN), by="migrate", role="system_admin"
    ).then(holding(Role.SYSTEM_ADMIN))


@pytest.mark.parametrize(
    "command",
    [
        GrantRole(person="lin", role=Role.AUDITOR),
        RevokeRole(person="lin", role=Role.AUDITOR, reason="left"),
        issue,
        revoke,
    ],
)
def test_nothing_is_done_for_a_person_nobody_knows(command):
    given().when(command).then_refused(Rule.PERSON_IS_KNOWN)


def test_a_role_is_granted_once_and_revoked_once():
    grant = GrantRole(person="lin", role=Role.AUDITOR)
    give_up = RevokeRole(person="lin", role=Role.AUDITOR, reason="left the field")
    gone = RoleRevoked(person="lin", role=Role.AUDITOR, reason="left the field")
    given(registered).when(grant).then(holding(Role.AUDITOR))
    given(registered, holding(Role.AUDITOR)).when(grant).then_nothing_happens()
    given(registered, holding(Role.AUDITOR)).when(give_up).then(gone)
    given(registered, holding(Role.AUDITOR), gone).when(give_up).then_nothing_happens()
    given(registered, holding(Role.AUDITOR), gone).when(grant).then(holding(Role.AUDITOR))


def test_the_public_is_not_a_role_to_be_granted():
    given(registered).when(GrantRole(person="lin", role=Role.PUBLIC)).then_refused(
        Rule.ROLE_IS_FOR_STAFF
    )


@pytest.mark.parametrize("role", sorted(CASE_DECIDING))
def test_an_administrator_settles_no_case_nor_the_reverse(role):
    admin = GrantRole(person="lin", role=Role.SYSTEM_ADMIN)
    given(registered, holding(Role.SYSTEM_ADMIN)).when(
        GrantRole(person="lin", role=role)
    ).then_refused(Rule.ADMINISTRATION_IS_APART_FROM_CASES)
    given(registered, holding(role)).when(admin).then_refused(
        Rule.ADMINISTRATION_IS_APART_FROM_CASES
    )


def test_an_administrator_may_own_schemes_and_plan():
    for role in (Role.SCHEME_OWNER, Role.PLANNER):
        given(registered, holding(Role.SYSTEM_ADMIN)).when(GrantRole(person="lin", role=role)).then(
            holding(role)
        )


def test_a_member_of_the_committee_may_also_review():
    given(registered, holding(Role.COMMITTEE_MEMBER)).when(
        GrantRole(person="lin", role=Role.TECHNICAL_REVIEWER)
    ).then(holding(Role.TECHNICAL_REVIEWER))


def test_an_administrator_is_relieved_by_another():
    command = RevokeRole(person="lin", role=Role.SYSTEM_ADMIN, reason="moved on")
    known = given(registered, holding(Role.SYSTEM_ADMIN))
    known.when(command, by="lin").then_refused(Rule.ADMINISTRATION_IS_ENDED_BY_ANOTHER)
    known.when(command, by="wang").then(
        RoleRevoked(person="lin", role=Role.SYSTEM_ADMIN, reason="moved on")
    )


def test_any_other_role_may_be_given_up_by_oneself():
    command = RevokeRole(person="lin", role=Role.PLANNER, reason="moved on")
    given(registered, holding(Role.PLANNER)).when(command, by="lin").then(
        RoleRevoked(person="lin", role=Role.PLANNER, reason="moved on")
    )


def test_a_token_is_issued_once():
    given(registered).when(issue).then(issued)
    given(registered, issued).when(issue).then_nothing_happens()
    longer = issue.model_copy(update={"expires_at": NOON + timedelta(days=60)})
    given(registered, issued).when(longer).then_refused(Rule.TOKEN_IS_NEW)


def test_a_token_ends_after_it_is_issued():
    at_once = issue.model_copy(update={"expires_at": NOON})
    a_moment = issue.model_copy(update={"expires_at": NOON + timedelta(microseconds=1)})
    given(registered).when(at_once).then_refused(Rule.TOKEN_ENDS_LATER)
    given(registered).when(a_moment).then(TokenIssued(**a_moment.model_dump()))


def test_a_token_is_revoked_once_and_never_comes_back():
    given(registered, issued).when(revoke).then(revoked)
    given(registered, issued, revoked).when(revoke).then_nothing_happens()
    given(registered, issued, revoked).when(issue).then_refused(Rule.TOKEN_IS_NEW)


def test_a_token_never_issued_is_not_revoked():
    given(registered).when(revoke).then_refused(Rule.TOKEN_IS_KNOWN)


def test_a_token_is_good_until_its_end_or_its_revocation():
    person = evolve(evolve(Person(), registered), issued)
    assert person.has_good_token(TOKEN, issued.expires_at - timedelta(microseconds=1))
    assert not person.has_good_token(TOKEN, issued.expires_at)
    assert not person.has_good_token("f" * 16, NOON)
    assert not evolve(person, revoked).has_good_token(TOKEN, NOON)


def test_what_happened_is_never_refused():
    assert evolve(evolve(Person(), registered), revoked).tokens == {}


def test_every_person_has_a_stream():
    assert PERSONNEL.home(registered) == "personnel-lin"
    with pytest.raises(ValueError, match="DayOpened"):
        PERSONNEL.home(DayOpened(day=NOON.date()))


def test_full_width_digits_are_no_digits_of_a_number() -> None:
    adapter = TypeAdapter(CaseNumber)
    assert adapter.validate_python("A-2026-00001") == "A-2026-00001"
    with pytest.raises(ValidationError):
        adapter.validate_python("A-２０２６-00001")


def test_the_longest_name_fits_where_it_is_sealed() -> None:
    sealed = "x" * 1000
    register = RegisterPerson(person="wei", name="𠮷" * 100, employment="employed")
    assert PersonRegistered(**register.model_dump() | {"name": sealed}).name == sealed
    with pytest.raises(ValidationError):
        RegisterPerson(person="wei", name="𠮷" * 101, employment="employed")
