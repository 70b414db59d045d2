"""Documents, meetings and headcount. Process 0.2, 11, 13; R-0404."""

from datetime import date

import pytest

from events.auditing_report import (
    ClosingMeetingHeld,
    DocumentReviewCompleted,
    HeadcountVerified,
    OpeningMeetingHeld,
    ScopeAdjustedOnSite,
)
from events.vocabulary import Role
from services.auditing import commands as ask
from services.auditing.rules.book import Rule
from services.core.scheme.rules import Rule as SchemeRule
from tests.services.applications.builders import ACCEPTED, CASE, CONTACT, agreed, demo_pack
from tests.services.auditing.builders import (
    DAYS,
    DOCUMENTS,
    LEADER,
    SPARE,
    WALK,
    Walk,
    by_auditor,
    by_leader,
    gap,
    instalment,
    knowing,
    step,
    walked,
)

(OPENING,) = (each.command for each in WALK["opening"])
(CLOSING,) = (each.command for each in WALK["closing"])


def test_documents_are_reviewed_by_the_declared_team():
    asked = ask.CompleteDocumentReview(
        case=CASE, documents=DOCUMENTS, gaps=(gap(serious=False),), conclusion="可进入现场。"
    )
    by_auditor(walked("declared"), asked, "2026-03-23").then(
        DocumentReviewCompleted(**dict(asked), reviewer="zhao", completed_on=date(2026, 3, 23))
    )
    by_auditor(walked("team"), asked, "2026-03-23").then_refused(Rule.DECLARATION_IS_SIGNED)
    outsider = walked("declared").when(asked, by=SPARE, role=Role.AUDITOR)
    outsider.then_refused(Rule.SCORER_MAY_SCORE)


def test_serious_gaps_stop_the_audit_until_they_are_closed():
    open_gap = ask.CompleteDocumentReview(
        case=CASE, documents=DOCUMENTS, gaps=(gap(serious=True),), conclusion="缺少备件清单。"
    )
    walk = walked("reported", ("documents",)).goes(
        step(open_gap, LEADER, Role.TEAM_LEADER, "2026-03-27")
    )
    told = by_leader(walk, OPENING, "2026-04-07").then_refused(Rule.GAPS_ARE_CLOSED)
    assert told["gaps"] == ["缺少备件清单"]
    closed = walk.goes(*WALK["documents"])
    assert by_leader(closed, OPENING, "2026-04-07").answer()


def test_the_audit_begins_when_every_gate_is_passed():
    by_leader(walked("reported"), OPENING, "2026-04-07").then(OpeningMeetingHeld(**dict(OPENING)))
    by_leader(walked("opening"), OPENING, "2026-04-08").then_nothing_happens()


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [
        (("documents",), ["document_review"]),
        (("notice",), ["notice", "objection_time"]),
        (("plan", "reported"), ["plan"]),
        (("documents", "notice"), ["document_review", "notice", "objection_time"]),
    ],
)
def test_no_stage_before_the_audit_can_be_left_out(left_out: tuple[str, ...], missing: list[str]):
    walk = walked("reported", left_out) if "reported" not in left_out else walked("documents")
    told = by_leader(walk, OPENING, "2026-04-07").then_refused(Rule.GATES_ARE_PASSED)
    assert told["missing"] == missing


def test_the_first_instalment_is_paid_before_the_audit_where_the_scheme_asks():
    walk = Walk(walked("reported").history, knowing(*ACCEPTED, agreed))
    told = by_leader(walk, OPENING, "2026-04-07").then_refused(Rule.GATES_ARE_PASSED)
    assert told["missing"] == ["first_instalment"]
    late = instalment.model_copy(update={"paid_on": date(2026, 4, 8)})
    walk = Walk(walked("reported").history, knowing(*ACCEPTED, agreed, late))
    by_leader(walk, OPENING, "2026-04-08").then_refused(Rule.GATES_ARE_PASSED)
    pack = demo_pack(payment={"first_instalment_before": "issue"})
    walk = Walk(walked("reported").history, knowing(*ACCEPTED, agreed, pack=pack))
    assert by_leader(walk, OPENING, "2026-04-07").answer()


def test_the_objection_time_is_over_or_waived():
    long = demo_pack(plan={"objection_days": 30})
    walk = Walk(foreign=knowing(pack=long)).until("reported")
    told = by_leader(walk, OPENING, "2026-04-07").then_refused(Rule.GATES_ARE_PASSED)
    assert told["missing"] == ["objection_time"]
    waived = walk.goes(
        step(ask.WaiveObjection(case=CASE), CONTACT, Role.CLIENT_CONTACT, "2026-04-01")
    )
    assert by_leader(waived, OPENING, "2026-04-07").answer()


def test_an_objection_waits_for_its_answer():
    objected = walked("notice").goes(
        step(
            ask.ObjectToMember(case=CASE, member="zhao", ground="曾任职"),
            CONTACT,
            Role.CLIENT_CONTACT,
            "2026-03-23",
        )
    )
    told = by_leader(objected.until_reported(), OPENING, "2026-04-07")
    assert told.then_refused(Rule.GATES_ARE_PASSED)["missing"] == ["objection_decided"]


def test_the_plan_is_reported_before_the_audit_starts():
    by_leader(walked("plan"), OPENING, "2026-04-07").then_refused(Rule.PLAN_IS_REPORTED)
    late = walked("plan").goes(
        step(WALK["reported"][0].command, "bao", Role.REPORTING_OFFICER, "2026-04-07")
    )
    by_leader(late, OPENING, "2026-04-07").then_refused(Rule.PLAN_IS_REPORTED)


def test_the_opening_is_held_by_the_leader_on_the_first_day_and_not_ahead():
    by_auditor(walked("reported"), OPENING, "2026-04-07").then_refused(Rule.LEADER_ACTS)
    by_leader(walked("reported"), OPENING, "2026-04-06").then_refused(Rule.DATES_ARE_IN_ORDER)
    second = OPENING.model_copy(update={"held_on": DAYS[1]})
    by_leader(walked("reported"), second, "2026-04-08").then_refused(Rule.DATES_ARE_IN_ORDER)


def test_another_opening_is_not_held():
    other = OPENING.model_copy(update={"attendees": ("董事长",)})
    by_leader(walked("opening"), other, "2026-04-07").then_refused(Rule.AUDIT_HAS_NOT_BEGUN)


def test_the_number_found_on_site_is_recorded():
    (verified,) = by_leader(walked("opening"), WALK["headcount"][0].command, "2026-04-08").answer()
    assert isinstance(verified, HeadcountVerified)
    assert (verified.verified, verified.row, verified.choice, verified.on_site) == (
        120,
        "86-125",
        None,
        7,
    )


def test_a_higher_row_forces_a_choice():
    more = ask.VerifyHeadcount(case=CASE, headcount=300, basis="花名册 300 人")
    by_leader(walked("opening"), more, "2026-04-08").then_refused(Rule.CHOICE_IS_MADE)
    days = more.model_copy(update={"choice": "more_man_days"})
    (verified,) = by_leader(walked("opening"), days, "2026-04-08").answer()
    assert (verified.row, verified.on_site) == ("276-425", 10)
    silent = more.model_copy(update={"choice": "narrower_scope"})
    by_leader(walked("opening"), silent, "2026-04-08").then_refused(Rule.CHOICE_IS_MADE)
    narrower = silent.model_copy(update={"scope": "冰箱的售后服务"})
    verified, adjusted = by_leader(walked("opening"), narrower, "2026-04-08").answer()
    assert verified.on_site == 7
    assert adjusted == ScopeAdjustedOnSite(
        case=CASE, scope="冰箱的售后服务", scope_en=None, reason="花名册 300 人"
    )


def test_a_lower_or_equal_row_asks_for_no_choice():
    fewer = ask.VerifyHeadcount(case=CASE, headcount=90, basis="花名册", choice="more_man_days")
    by_leader(walked("opening"), fewer, "2026-04-08").then_refused(Rule.CHOICE_IS_MADE)


@pytest.mark.parametrize("number", [0, -5, 10_000_001])
def test_a_number_of_people_can_be(number: int):
    asked = ask.VerifyHeadcount(case=CASE, headcount=number, basis="花名册")
    told = by_leader(walked("opening"), asked, "2026-04-08")
    assert told.then_refused(Rule.HEADCOUNT_IS_POSSIBLE)["field"] == "headcount"


def test_a_number_beyond_the_table_is_no_row():
    asked = ask.VerifyHeadcount(case=CASE, headcount=9000, basis="花名册")
    told = by_leader(walked("opening"), asked, "2026-04-08")
    told.then_refused(SchemeRule.HEADCOUNT_IS_IN_THE_TABLE)


def test_the_headcount_is_verified_on_site_and_before_the_end():
    command = WALK["headcount"][0].command
    told = by_leader(walked("reported"), command, "2026-04-07")
    assert told.then_refused(Rule.GATES_ARE_PASSED)["missing"] == ["opening_meeting"]
    other = command.model_copy(update={"headcount": 121})
    by_leader(walked("closing"), other, "2026-04-10").then_refused(Rule.FINDINGS_ARE_NOT_TOLD)


def test_the_closing_meeting_ends_the_last_day():
    by_leader(walked("findings"), CLOSING, "2026-04-10").then(
        ClosingMeetingHeld(**dict(CLOSING), nonconformities=())
    )
    by_leader(walked("closing"), CLOSING, "2026-04-11").then_nothing_happens()
    early = CLOSING.model_copy(update={"held_on": DAYS[-2]})
    by_leader(walked("findings"), early, "2026-04-10").then_refused(Rule.DATES_ARE_IN_ORDER)
    by_leader(walked("findings"), CLOSING, "2026-04-09").then_refused(Rule.DATES_ARE_IN_ORDER)
    by_auditor(walked("findings"), CLOSING, "2026-04-10").then_refused(Rule.LEADER_ACTS)


def test_the_closing_meeting_needs_opening_and_headcount():
    told = by_leader(walked("reported"), CLOSING, "2026-04-10").then_refused(Rule.GATES_ARE_PASSED)
    assert told["missing"] == ["opening_meeting", "headcount"]
    pack = demo_pack(headcount={"verify_on_site": False})
    walk = Walk(walked("opening").history, knowing(pack=pack))
    assert by_leader(walk, CLOSING, "2026-04-10").answer()
