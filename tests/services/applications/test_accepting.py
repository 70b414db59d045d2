"""Who is taken on, who is not, and how a case ends. Process 3, 5 and 6."""

from datetime import date

import pytest

from events import applications as happened
from events.application_facts import BlockListing, Flag, Incident, PastCertificate, RefusalReason
from events.vocabulary import CertificateStatus, Role
from services.applications import commands as ask
from services.applications.rules.book import Rule
from tests.services.applications.builders import (
    ACCEPTED,
    APPLYING,
    CASE,
    REVIEWED,
    accepted,
    demo_pack,
    facts,
    fee_paid,
    freed,
    given,
    reviewed,
    stated,
    submit,
    submitted,
    taken,
    when,
    world,
)

accept = ask.AcceptApplication(case=CASE)
close = ask.CloseCase(
    case=CASE, outcome="certified", certificate="90026SC0001R0M", closed_on=date(2026, 5, 22)
)
closed = happened.CaseClosed(**dict(close))
refuse = ask.RefuseApplication(
    case=CASE,
    reasons=(RefusalReason.SYSTEM_RUN_TOO_SHORT,),
    text="体系运行不足",
    remedies="可在十日内向本机构申诉",
)
refused = happened.ApplicationRefused(**dict(refuse), refused_on=date(2026, 3, 9))


def accepting(*, flags=(), pack=None, **changed):
    """The acceptance of an application that states these."""
    history = (submitted(about=facts(**changed), flags=flags), taken(), fee_paid, reviewed())
    return when(accept, *history, knowing=world(pack) if pack else None)


def test_a_reviewed_application_is_accepted_with_all_that_follows_from_it():
    when(accept, *REVIEWED).then(accepted())
    when(accept, *ACCEPTED).then_nothing_happens()


@pytest.mark.parametrize(
    ("history", "missing"),
    [
        ((), ["application"]),
        (APPLYING, ["review"]),
        ((*APPLYING, reviewed(outcome="refuse")), ["positive_review"]),
        (
            (submitted(flags=(Flag.HEADCOUNT_IMPLAUSIBLE,)), taken(), fee_paid),
            ["review", "headcount_implausible"],
        ),
    ],
)
def test_acceptance_waits_for_a_positive_review_and_no_open_flag(history, missing):
    told = when(accept, *history).then_refused(Rule.GATES_ARE_PASSED)
    assert told["missing"] == missing


def test_only_a_legal_person_is_taken_on():
    told = accepting(legal_person=False).then_refused(Rule.HOLDER_IS_LEGAL_PERSON)
    assert told["field"] == "legal_person"


@pytest.mark.parametrize(
    ("months", "since", "fine"),
    [(0, "2026-03-02", True), (6, "2025-09-02", True), (6, "2025-09-03", False)],
)
def test_the_business_is_as_old_as_the_scheme_asks(months, since, fine):
    day = date.fromisoformat(since)
    pack = demo_pack(eligibility={"min_operating_months": months, "min_system_run_months": 0})
    asked = accepting(pack=pack, business_since=day, system_since=max(day, date(2025, 9, 30)))
    if fine:
        assert len(asked.answer()) == 1
    else:
        told = asked.then_refused(Rule.BUSINESS_IS_OLD_ENOUGH)
        assert (told["field"], told["months"]) == ("business_since", 6)


@pytest.mark.parametrize(
    ("months", "since", "fine"),
    [
        (3, "2025-12-02", True),
        (3, "2025-12-03", False),
        (6, "2025-09-03", False),
        (12, "2025-03-02", True),
    ],
)
def test_the_system_is_as_old_as_the_scheme_asks(months, since, fine):
    pack = demo_pack(eligibility={"min_system_run_months": months})
    asked = accepting(pack=pack, system_since=date.fromisoformat(since))
    if fine:
        assert len(asked.answer()) == 1
    else:
        asked.then_refused(Rule.SYSTEM_IS_OLD_ENOUGH)


def incident(day, handling=None):
    happened_on = date.fromisoformat(day)
    return Incident(kind="service_dispute", happened_on=happened_on, handling=handling)


@pytest.mark.parametrize(("day", "fine"), [("2025-03-02", True), ("2025-03-03", False)])
def test_an_incident_stands_for_the_look_back(day, fine):
    asked = accepting(incidents=(incident(day),))
    if fine:
        assert len(asked.answer()) == 1
    else:
        asked.then_refused(Rule.NO_INCIDENT_STANDS)


DISCLOSE = demo_pack(eligibility={"incident_policy": "disclose_and_review"})


def test_a_scheme_may_take_disclosed_incidents_with_a_second_approval():
    handled = {"incidents": (incident("2026-01-01", "已召回并改进"),)}
    flags = (Flag.INCIDENT_DISCLOSED,)
    submission = when(submit(about=stated(**handled)), on="2026-03-02", knowing=world(DISCLOSE))
    submission.then(submitted(about=facts(**handled), flags=flags), taken())
    told = accepting(pack=DISCLOSE, flags=flags, **handled).then_refused(Rule.GATES_ARE_PASSED)
    assert told["missing"] == ["incident_disclosed"]
    assert len(accepting(pack=DISCLOSE, **handled).answer()) == 1
    silent = {"incidents": (incident("2026-01-01"),)}
    accepting(pack=DISCLOSE, **silent).then_refused(Rule.NO_INCIDENT_STANDS)


def past(day, *, status=CertificateStatus.WITHDRAWN, own_fault=True, lost=None):
    return PastCertificate(
        number="甲-1",
        body="乙认证有限公司",
        status=status,
        effective_on=date.fromisoformat(day),
        own_fault=own_fault,
        body_disqualified_on=lost,
    )


@pytest.mark.parametrize(("day", "fine"), [("2025-03-02", True), ("2025-03-03", False)])
def test_the_day_the_months_lead_to_is_the_first_free_one(day, fine):
    asked = accepting(past_certificates=(past(day),))
    if fine:
        assert len(asked.answer()) == 1
    else:
        told = asked.then_refused(Rule.REAPPLICATION_IS_FREE)
        assert told["free_on"] == date(2026, 3, 3)


def test_without_blame_nobody_waits():
    for held in (
        past("2026-01-01", own_fault=False),
        past("2026-01-01", status=CertificateStatus.CANCELLED),
    ):
        assert len(accepting(past_certificates=(held,)).answer()) == 1


def test_a_former_body_that_lost_its_approval_is_looked_at_twice():
    held = (past("2026-01-01", own_fault=False, lost=date(2026, 1, 1)),)
    submission = when(submit(about=stated(past_certificates=held)), on="2026-03-02")
    flags = (Flag.FORMER_BODY_DISQUALIFIED,)
    submission.then(submitted(about=facts(past_certificates=held), flags=flags), taken())


def test_a_listed_holder_is_barred_until_it_is_cleared():
    listing = BlockListing(name="dishonest", listed_on=date(2024, 5, 1))
    told = accepting(block_listings=(listing,)).then_refused(Rule.HOLDER_IS_NOT_BARRED)
    assert (told["name"], told["listed_on"]) == ("dishonest", date(2024, 5, 1))
    assert told["名单"] == "严重违法失信名单"
    cleared = listing.model_copy(update={"cleared_on": date(2026, 1, 1)})
    assert len(accepting(block_listings=(cleared,)).answer()) == 1


def test_an_official_refusal_is_recorded_and_frees_the_holder():
    when(refuse, *APPLYING).then(refused, freed)
    when(refuse, *APPLYING, refused, freed).then_nothing_happens()
    when(accept, *APPLYING, refused, freed).then_refused(Rule.CASE_IS_OPEN)
    when(refuse, *ACCEPTED).then_refused(Rule.CASE_IS_NOT_ACCEPTED)


@pytest.mark.parametrize("name", ["text", "remedies"])
def test_a_refusal_says_why_and_how_to_appeal(name):
    blank = refuse.model_copy(update={name: " "})
    told = when(blank, *APPLYING).then_refused(Rule.REASON_IS_WRITTEN)
    assert told["field"] == name


def test_a_decision_elsewhere_closes_the_case_once():
    when(close, *ACCEPTED, role=Role.PUBLIC).then(closed, freed)
    when(close, *ACCEPTED, closed, freed).then_nothing_happens()
    when(close).then_nothing_happens()


def test_a_closed_case_leaves_the_holder_free_to_apply_again():
    again = submit(case="A-2029-00003")
    answer = given(*ACCEPTED, closed, freed).knowing(world())
    assert len(answer.when(again, by="an", moment=when(again).moment).answer()) == 2
