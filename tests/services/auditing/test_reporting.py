"""The sheet, the report and the return. Process 15, 17."""

from datetime import date
from fractions import Fraction

import pytest

from events.auditing_findings import ScoreSheetClosed
from events.auditing_report import AuditReopened, AuditReportFixed, FindingSummary
from events.decisions import AgreementRef, CaseReturned
from events.vocabulary import Role
from services.auditing import commands as ask
from services.auditing.rules.book import Rule
from services.auditing.service import AUDITING
from services.core.canonical import digest
from services.core.scheme.rules import Rule as SchemeRule
from tests.services.applications.builders import CASE, agreed
from tests.services.auditing.builders import (
    AUDITOR,
    DAYS,
    EVIDENCE,
    LEADER,
    MEMBERS,
    PLANNER,
    SPARE,
    WALK,
    Walk,
    by_auditor,
    by_leader,
    given,
    met,
    step,
    walked,
)
from tests.services.auditing.test_correcting import raising

CLOSE, FIX = ask.CloseScoreSheet(case=CASE), ask.FixReport(case=CASE)
LOST = ask.Found(
    indicator="5.1.2.2",
    result="ratio",
    base=20,
    present=1,
    reason="仅一名持证",
    evidence=EVIDENCE,
)


def scored(*findings: ask.Found) -> Walk:
    """Audited with these findings, up to the closing meeting."""
    record = ask.RecordFindings(case=CASE, findings=findings)
    audited = walked("headcount").goes(step(record, LEADER, Role.TEAM_LEADER, "2026-04-09"))
    return audited.goes(*WALK["closing"])


def test_a_sheet_is_scored_exactly():
    """Five points of a hundred are lost, two excluded: 93/98 of a hundred."""
    gone = ask.Found(indicator="5.2.6.1", result="excluded", reason="无回收")
    walk = scored(*met(i5_1_2_2=LOST, i5_2_6_1=gone))
    (closed,) = by_leader(walk, CLOSE, "2026-04-13").answer()
    assert isinstance(closed, ScoreSheetClosed)
    assert (closed.obtained, closed.applicable) == (93, 98)
    assert closed.final == Fraction(9300, 98)
    assert (closed.display, closed.band, closed.passed) == ("94.89", "four_star", True)
    assert [section.applicable for section in closed.sections] == [40, 33, 25]


def test_a_sheet_is_closed_once_by_the_leader_after_the_closing_meeting():
    by_leader(walked("sheet"), CLOSE, "2026-04-14").then_nothing_happens()
    by_auditor(walked("closing"), CLOSE, "2026-04-13").then_refused(Rule.LEADER_ACTS)
    told = by_leader(walked("findings"), CLOSE, "2026-04-10").then_refused(Rule.GATES_ARE_PASSED)
    assert told["missing"] == ["closing_meeting"]


def test_every_indicator_is_scored_before_the_sheet_is_closed():
    told = by_leader(scored(*met()[:-2]), CLOSE, "2026-04-13")
    missing = told.then_refused(SchemeRule.EVERY_LEAF_IS_SCORED)["indicators"]
    assert missing == [each.indicator for each in met()[-2:]]


def test_a_whole_section_is_not_excluded():
    gone = {
        "i" + each.indicator.replace(".", "_"): ask.Found(
            indicator=each.indicator, result="excluded", reason="不适用"
        )
        for each in met()
        if each.indicator.startswith("5.3")
    }
    told = by_leader(scored(*met(**gone)), CLOSE, "2026-04-13")
    told.then_refused(SchemeRule.EXCLUSION_IS_ALLOWED)


def test_five_special_deductions_fail_whatever_the_score():
    walk = walked("findings")
    for number in range(5):
        deduction = ask.RaiseSpecialDeduction(
            case=CASE, category="law", reason=f"事实 {number}", evidence=EVIDENCE
        )
        walk = walk.goes(step(deduction, AUDITOR, Role.AUDITOR, "2026-04-09"))
    (closed,) = by_leader(walk.goes(*WALK["closing"]), CLOSE, "2026-04-13").answer()
    assert (closed.final, closed.failed_by, closed.band) == (95, "veto", None)


def test_the_report_carries_all_that_the_decision_rests_on():
    fixed = walked("report").last(AuditReportFixed)
    assert fixed.scope == "家用电器的售后服务"
    assert fixed.agreement == AgreementRef(number=agreed.number, signed_on=agreed.signed_on)
    assert (fixed.audit_start, fixed.audit_end) == (DAYS[0], DAYS[-1])
    assert fixed.team == frozenset({LEADER, AUDITOR})
    assert (fixed.leader, fixed.fixed_by, fixed.fixed_on) == (LEADER, LEADER, date(2026, 4, 14))
    assert (fixed.man_days, fixed.covered_headcount, fixed.visited) == (8, 120, ("总部",))
    assert (fixed.score, fixed.band, fixed.open_majors) == (100, "five_star", 0)
    assert fixed.sheet == walked("report").last(ScoreSheetClosed).sheet


def test_the_digest_of_a_report_is_that_of_all_the_rest():
    fixed = walked("report").last(AuditReportFixed)
    rest = {name: value for name, value in fixed if name != "report"}
    assert fixed.report == digest(rest)


def test_a_report_is_fixed_once_by_the_leader():
    by_leader(walked("report"), FIX, "2026-04-15").then_nothing_happens()
    other = FIX.model_copy(update={"client_comments": "无异议"})
    by_leader(walked("report"), other, "2026-04-15").then_refused(Rule.REPORT_IS_NOT_FIXED)
    by_auditor(walked("sheet"), FIX, "2026-04-14").then_refused(Rule.LEADER_ACTS)
    told = by_leader(walked("closing"), FIX, "2026-04-14").then_refused(Rule.GATES_ARE_PASSED)
    assert told["missing"] == ["score_sheet"]


def test_fewer_man_days_than_due_need_a_reason():
    short = FIX.model_copy(update={"man_days_worked": Fraction(6)})
    told = by_leader(walked("sheet"), short, "2026-04-14").then_refused(Rule.MAN_DAYS_ARE_WORKED)
    assert (told["due"], told["given"]) == ("7", "6")
    argued = short.model_copy(update={"man_days_reason": "客户提前备齐资料。"})
    (fixed,) = by_leader(walked("sheet"), argued, "2026-04-14").answer()
    assert (fixed.man_days, fixed.man_days_reason) == (6, "客户提前备齐资料。")
    none = argued.model_copy(update={"man_days_worked": Fraction(0)})
    by_leader(walked("sheet"), none, "2026-04-14").then_refused(Rule.MAN_DAYS_ARE_WORKED)


@pytest.mark.parametrize(("severity", "majors"), [("major", 1), ("minor", 0)])
def test_the_report_says_what_is_still_open(severity: str, majors: int):
    found = walked("findings").goes(step(raising(severity), AUDITOR, Role.AUDITOR, "2026-04-09"))
    fixed = found.goes(*WALK["closing"], *WALK["sheet"], *WALK["report"]).last(AuditReportFixed)
    assert fixed.open_majors == majors
    assert fixed.findings == (FindingSummary(number=1, severity=severity, closed=False),)


def test_everybody_who_took_part_stands_in_the_report_also_after_leaving():
    replace = ask.ReplaceMember(
        case=CASE, member=AUDITOR, replacement=MEMBERS[1].model_copy(update={"person": SPARE}),
        reason="病假",
    )  # fmt: skip
    late = walked("documents").goes(
        step(replace, PLANNER, Role.PLANNER, "2026-03-24"),
        step(ask.DeclareImpartiality(case=CASE), SPARE, Role.AUDITOR, "2026-03-24"),
        step(ask.SendAuditNotice(case=CASE), PLANNER, Role.PLANNER, "2026-03-30"),
    )
    people = (LEADER, SPARE)
    plan = WALK["plan"][0].command
    lines = tuple(line.model_copy(update={"members": frozenset(people)}) for line in plan.timetable)
    done = late.goes(
        step(plan.model_copy(update={"timetable": lines}), PLANNER, Role.PLANNER, "2026-03-30"),
        *WALK["reported"],
        *WALK["opening"],
        *WALK["headcount"],
        step(ask.RecordFindings(case=CASE, findings=met()), SPARE, Role.AUDITOR, "2026-04-09"),
        *WALK["closing"],
        *WALK["sheet"],
        *WALK["report"],
    )
    assert done.last(AuditReportFixed).team == frozenset({LEADER, AUDITOR, SPARE})


def returned(to: str) -> Walk:
    """After the committee sent the case back."""
    back = CaseReturned(case=CASE, to=to, reasons=("证据不足",))
    reopen = ask.ReopenAudit(case=CASE, to=to, reasons=("证据不足",))
    given.hearing(back).asks(reopen)
    return walked("report").goes(step(reopen, "policy:auditing", Role.PUBLIC, "2026-04-20"))


def test_a_return_opens_what_it_names():
    assert returned("reported").history[-1] == AuditReopened(
        case=CASE, to="reported", reasons=("证据不足",)
    )
    reopen = ask.ReopenAudit(case=CASE, to="reported", reasons=("证据不足",))
    returned("reported").when(reopen).then_nothing_happens()
    commented = FIX.model_copy(update={"client_comments": "已补充"})
    (fixed,) = by_leader(returned("reported"), commented, "2026-04-21").answer()
    assert fixed.version == 2


def test_back_to_the_findings_corrections_go_on_while_the_sheet_stays():
    walk = returned("findings_open")
    record = ask.RecordFindings(case=CASE, findings=(LOST,))
    by_auditor(walk, record, "2026-04-21").then_refused(Rule.SHEET_IS_OPEN)
    assert by_leader(walk, FIX, "2026-04-21").answer()


def test_back_on_site_everything_from_the_days_on_is_done_again():
    walk = returned("on_site")
    told = walk.when(ask.SendAuditNotice(case=CASE), on="2026-04-21")
    assert told.then_refused(Rule.GATES_ARE_PASSED)["missing"] == ["days"]
    days = (date(2026, 5, 6), date(2026, 5, 7), date(2026, 5, 8), date(2026, 5, 11))
    again = walk.goes(
        step(
            ask.AssignTeam(case=CASE, members=MEMBERS, days=days),
            PLANNER,
            Role.PLANNER,
            "2026-04-21",
        ),
        step(ask.SendAuditNotice(case=CASE), PLANNER, Role.PLANNER, "2026-04-21"),
    )
    told = by_leader(again, FIX, "2026-04-21").then_refused(Rule.GATES_ARE_PASSED)
    assert told["missing"] == ["closing_meeting", "score_sheet"]
    record = ask.RecordFindings(case=CASE, findings=(LOST,))
    told = by_auditor(again, record, "2026-04-21").then_refused(Rule.GATES_ARE_PASSED)
    assert told["missing"] == ["opening_meeting"]


def test_each_event_lives_with_its_case_and_holds_from_its_day():
    report = walked("report")
    for event in report.history:
        assert AUDITING.correlation(event) == CASE
        assert AUDITING.home(event).startswith("auditing-")
    assert AUDITING.effective_on(report.last(AuditReportFixed)) == date(2026, 4, 14)
    with pytest.raises(ValueError, match="AgreementSigned"):
        AUDITING.home(agreed)
