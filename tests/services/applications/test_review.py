"""The contract review and the doubts it settles. Process 4 and 5."""

from fractions import Fraction

import pytest

from events import applications as happened
from events.application_facts import CheckGroup, Flag
from events.applications import ReviewCheck
from events.body import ApprovedFieldEnded
from events.vocabulary import Role
from services.applications import commands as ask
from services.applications.rules.book import Rule
from tests.services.applications.builders import (
    APPLYING,
    APPROVER,
    CASE,
    CHECKS,
    CLERK,
    CONTACT,
    REVIEW,
    REVIEWED,
    REVIEWER,
    body,
    demo_pack,
    fee_paid,
    reviewed,
    submitted,
    taken,
    when,
    world,
)


def review(history=APPLYING, *, by=REVIEWER, knowing=None, **changed):
    command = ask.ReviewApplication(**{**REVIEW, **changed})
    return when(command, *history, by=by, role=Role.APPLICATION_REVIEWER, knowing=knowing)


def resolve(*history, flag=Flag.HEADCOUNT_IMPLAUSIBLE, by=REVIEWER, second=False, text="已核实"):
    role = Role.SECOND_APPROVER if second else Role.APPLICATION_REVIEWER
    command = ask.ResolveFlag(case=CASE, flag=flag, resolution=text)
    return when(command, *history, by=by, role=role)


def settled(flag=Flag.HEADCOUNT_IMPLAUSIBLE, by=REVIEWER):
    return happened.ApplicationFlagResolved(
        case=CASE, flag=flag, resolution="已核实", resolved_by=by
    )


def doubted(*flags):
    return (submitted(flags=flags), taken(), fee_paid)


def test_a_review_answers_every_check():
    review().then(reviewed())
    review(REVIEWED).then_nothing_happens()
    assert reviewed().man_days == Fraction(17, 2)


def test_a_review_waits_for_the_application_fee_where_the_scheme_says_so():
    told = review((submitted(), taken())).then_refused(Rule.GATES_ARE_PASSED)
    assert told["missing"] == ["application_fee"]
    pack = demo_pack(payment={"application_fee_before": "on_site"})
    review((submitted(), taken()), knowing=world(pack)).then(reviewed())


def test_nobody_reviews_what_they_entered_or_their_own_application():
    review(by=CLERK).then_refused(Rule.REVIEWER_DID_NOT_TAKE_IT_IN)
    review(by=CONTACT).then_refused(Rule.REVIEWER_DID_NOT_TAKE_IT_IN)


FAILED = ReviewCheck(group=CheckGroup.CAPABILITY, result="failed")


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"checks": ()}, [group.value for group in CheckGroup]),
        ({"checks": CHECKS[1:]}, ["identity"]),
        ({"checks": (*CHECKS, CHECKS[0])}, ["identity"]),
        (
            {"checks": (*(c for c in CHECKS if c.group is not FAILED.group), FAILED)},
            ["capability.outcome"],
        ),
        ({"man_days": "0"}, ["man_days"]),
        ({"man_days": "-1/2"}, ["man_days"]),
    ],
)
def test_an_incomplete_review_is_refused_with_all_that_is_missing(changed, missing):
    assert review(**changed).then_refused(Rule.REVIEW_IS_COMPLETE)["missing"] == missing


def test_a_failed_check_with_its_outcome_is_an_answer():
    answer = FAILED.model_copy(update={"outcome": "外聘专家"})
    checks = (*(c for c in CHECKS if c.group is not FAILED.group), answer)
    review(checks=checks).then(reviewed(checks=checks))


@pytest.mark.parametrize(("last_day", "fine"), [("2026-03-08", False), ("2026-03-09", True)])
def test_the_field_is_approved_on_the_day_of_the_review(last_day, fine):
    ended = ApprovedFieldEnded(field="SC03", last_day=last_day, reason="到期")
    asked = review(knowing=world(**{"body-profile": [*body(), ended]}))
    asked.then(reviewed()) if fine else asked.then_refused(Rule.FIELD_IS_APPROVED)


@pytest.mark.parametrize("relation", ["ownership", "management", "state_organ"])
def test_no_link_between_body_and_client_is_waived(relation):
    review(relation=relation).then_refused(Rule.BODY_IS_IMPARTIAL)
    against = {"relation": relation, "outcome": "refuse"}
    review(**against).then(reviewed(**against))


def test_a_first_of_its_kind_needs_a_second_approver():
    flags = (Flag.FIRST_OF_ITS_KIND,)
    review(first_of_its_kind=True).then(reviewed(flags=flags))
    history = (*APPLYING, reviewed(flags=flags))
    first = Flag.FIRST_OF_ITS_KIND
    resolve(*history, flag=first).then_refused(Rule.APPROVAL_IS_SECOND)
    resolve(*history, flag=first, second=True).then_refused(Rule.APPROVAL_IS_SECOND)
    resolve(*history, flag=first, second=True, by=APPROVER).then(settled(first, APPROVER))


def test_a_second_approval_comes_after_the_review():
    incident = Flag.INCIDENT_DISCLOSED
    asked = resolve(*doubted(incident), flag=incident, second=True, by=APPROVER)
    assert asked.then_refused(Rule.GATES_ARE_PASSED)["missing"] == ["review"]


def test_o22_an_implausible_headcount_is_settled_in_writing():
    history = doubted(Flag.HEADCOUNT_IMPLAUSIBLE)
    resolve(*history).then(settled())
    resolve(*history, text="  ").then_refused(Rule.REASON_IS_WRITTEN)
    resolve(*history, settled()).then_nothing_happens()
    resolve(*APPLYING).then_refused(Rule.FLAG_IS_OPEN)
