"""Man-days, programme, notice, plan and its report. Process 7, 9, 12."""

from datetime import date

import pytest

from events.applications import ApplicationAbandoned
from events.auditing import (
    AuditNoticeSent,
    Factor,
    ManDaysCalculated,
    PlanCodeTaken,
    PlanIssued,
    PlanReported,
)
from events.body import HolidaysPublished
from events.vocabulary import Role, Site
from services.auditing import commands as ask
from services.auditing.rules.book import Rule
from services.core.scheme.rules import Rule as SchemeRule
from tests.services.applications.builders import ACCEPTED, CASE, accepted, agreed, body, demo_pack
from tests.services.auditing.builders import (
    AUDITOR,
    DAYS,
    LEADER,
    MEMBERS,
    PROGRAMME,
    WALK,
    Walk,
    knowing,
    timetable,
    walked,
)

MAN_DAYS = ask.CalculateManDays(case=CASE, reason="按覆盖人数")
REPORT = ask.ReportPlan(case=CASE, version=1, plan_code="900-2026-000017-01")


def test_man_days_follow_from_the_table_of_the_scheme():
    """Example: 120 people, initial: row 86-125, 8.5 days, 7 of them on site."""
    (calculated,) = Walk().when(MAN_DAYS, on="2026-03-17").answer()
    assert isinstance(calculated, ManDaysCalculated)
    assert (calculated.row, calculated.headcount) == ("86-125", 120)
    assert (calculated.total, calculated.planning, calculated.on_site) == (8.5, 1.5, 7)


def test_every_factor_keeps_its_reason_and_half_days_tie_up():
    factors = (Factor(code="interpreter", amount="0.75", reason="需翻译"),)
    (calculated,) = Walk().when(MAN_DAYS.model_copy(update={"factors": factors})).answer()
    assert (calculated.base, calculated.total) == (8.5, 9.5)
    assert calculated.factors == factors


def test_a_cut_stays_within_the_limit_of_the_scheme():
    factors = (Factor(code="known_client", amount="-3", reason="老客户"),)
    refused = Walk().when(MAN_DAYS.model_copy(update={"factors": factors}))
    refused.then_refused(SchemeRule.CUT_IS_WITHIN_LIMIT)


def test_people_beyond_the_table_are_no_case_for_it():
    many = knowing(*ACCEPTED[:-1], accepted(covered_headcount=9000), agreed)
    Walk(foreign=many).when(MAN_DAYS).then_refused(SchemeRule.HEADCOUNT_IS_IN_THE_TABLE)


def test_the_same_man_days_are_recorded_once():
    walked("man_days").when(MAN_DAYS, on="2026-03-25").then_nothing_happens()


def test_nothing_is_planned_for_a_case_that_was_never_accepted():
    unknown = Walk(foreign=knowing(*ACCEPTED[:-1]))
    told = unknown.when(MAN_DAYS).then_refused(Rule.GATES_ARE_PASSED)
    assert told["missing"] == ["acceptance"]


def test_nothing_happens_to_a_case_the_client_gave_up():
    gone = ApplicationAbandoned(
        case=CASE, ground="client_request", reason="撤回", abandoned_on=date(2026, 3, 18)
    )
    given_up = Walk(walked("man_days").history, knowing(*ACCEPTED, agreed, gone))
    given_up.when(MAN_DAYS).then_refused(Rule.CASE_IS_OPEN)


def test_a_programme_rests_on_agreement_and_man_days():
    unsigned = Walk(foreign=knowing(*ACCEPTED)).goes(*WALK["man_days"])
    told = unsigned.when(ask.PlanProgramme(**PROGRAMME)).then_refused(Rule.GATES_ARE_PASSED)
    assert told["missing"] == ["agreement"]
    told = Walk().when(ask.PlanProgramme(**PROGRAMME)).then_refused(Rule.GATES_ARE_PASSED)
    assert told["missing"] == ["man_days"]


def test_a_programme_names_sites_of_the_case():
    strange = ask.PlanProgramme(**PROGRAMME | {"sites": ("总部", "第九分店")})
    told = walked("man_days").when(strange).then_refused(Rule.SITES_ARE_OF_THE_CASE)
    assert told["sites"] == ["第九分店"]


@pytest.mark.parametrize(("chosen", "enough"), [(4, False), (5, True), (17, True)])
def test_of_many_sites_the_sample_and_the_central_office_are_visited(chosen: int, enough: bool):
    """IAF MD1: of 16 like sites ⌈√16⌉ = 4, and the central office besides."""
    sites = tuple(Site(name=f"场所{number}", address="福州市") for number in range(17))
    many = knowing(*ACCEPTED[:-1], accepted(sites=sites), agreed)
    walk = Walk(foreign=many).goes(*WALK["man_days"])
    names = tuple(site.name for site in sites[:chosen])
    asked = walk.when(ask.PlanProgramme(**PROGRAMME | {"sites": names}))
    if enough:
        assert len(asked.answer()) == 1
    else:
        assert asked.then_refused(Rule.SITES_ARE_ENOUGH)["least"] == 5


def test_a_scheme_without_sampling_has_every_site_visited():
    sites = tuple(Site(name=f"场所{number}", address="福州市") for number in range(5))
    pack = demo_pack(site_sampling={"allowed": False})
    many = knowing(*ACCEPTED[:-1], accepted(sites=sites), agreed, pack=pack)
    walk = Walk(foreign=many).goes(*WALK["man_days"])
    names = tuple(site.name for site in sites[:4])
    asked = walk.when(ask.PlanProgramme(**PROGRAMME | {"sites": names}))
    assert asked.then_refused(Rule.SITES_ARE_ENOUGH)["least"] == 5


def test_the_notice_names_everybody_and_opens_the_time_to_object():
    """Example: sent on 2026-03-20, five calendar days: until 2026-03-25."""
    walked("declared").when(ask.SendAuditNotice(case=CASE), on="2026-03-20").then(
        AuditNoticeSent(
            case=CASE,
            notice=1,
            members=frozenset({LEADER, AUDITOR}),
            days=DAYS,
            sent_on=date(2026, 3, 20),
            object_by=date(2026, 3, 25),
        )
    )


def test_the_time_to_object_may_count_working_days():
    pack = demo_pack(plan={"objection_day_kind": "working"})
    holidays = HolidaysPublished(
        year=2026, days_off=(date(2026, 3, 24),), working_weekends=(), source="示例通知"
    )
    around = knowing(pack=pack, **{"body-profile": [*body(), holidays]})
    walk = Walk(foreign=around).until("declared")
    (sent,) = walk.when(ask.SendAuditNotice(case=CASE), on="2026-03-20").answer()
    assert sent.object_by == date(2026, 3, 30)


@pytest.mark.parametrize(("day", "early"), [("2026-03-28", True), ("2026-03-29", False)])
def test_the_first_notice_is_sent_ten_days_before(day: str, early: bool):
    """Ten days before 2026-04-07 is 2026-03-28."""
    asked = walked("declared").when(ask.SendAuditNotice(case=CASE), on=day)
    if early:
        assert len(asked.answer()) == 1
    else:
        asked.then_refused(Rule.NOTICE_IS_EARLY)


def test_a_notice_is_sent_once():
    walked("notice").when(ask.SendAuditNotice(case=CASE), on="2026-03-23").then_nothing_happens()


def test_a_plan_needs_days_and_a_declared_team():
    told = walked("programme").when(ask.IssuePlan(case=CASE, timetable=timetable()))
    assert told.then_refused(Rule.GATES_ARE_PASSED)["missing"] == ["team"]
    undeclared = walked("team").when(ask.IssuePlan(case=CASE, timetable=timetable()))
    assert undeclared.then_refused(Rule.DECLARATION_IS_SIGNED)["people"] == [LEADER, AUDITOR]


def test_a_plan_counts_the_hours_of_those_who_count():
    issued = walked("plan").last(PlanIssued)
    assert (issued.version, issued.man_days, issued.members) == (1, 8, MEMBERS)


@pytest.mark.parametrize(
    "lines",
    [
        timetable(days=DAYS[:-1]),
        timetable(people=(LEADER,)),
        timetable(to_hour=9),
        tuple(line.model_copy(update={"site": "第九分店"}) for line in timetable()),
    ],
    ids=["a day without entry", "a member left out", "no time", "another site"],
)
def test_a_plan_covers_days_members_and_sites(lines):
    asked = walked("documents").when(ask.IssuePlan(case=CASE, timetable=lines))
    told = asked.then_refused(Rule.PLAN_IS_WHOLE)
    assert told["field"] == "timetable"


def test_a_plan_gives_at_least_the_time_on_site_that_is_due():
    short = ask.IssuePlan(case=CASE, timetable=timetable(to_hour=12))
    told = walked("documents").when(short).then_refused(Rule.MAN_DAYS_ARE_WORKED)
    assert (told["due"], told["given"]) == ("7", "3")


def test_a_change_is_a_new_version_and_asks_for_a_new_report():
    again = ask.IssuePlan(case=CASE, timetable=timetable(to_hour=18))
    (issued,) = walked("reported").when(again, on="2026-03-31").answer()
    assert issued.version == 2
    walk = Walk((*walked("reported").history, issued))
    walk.when(REPORT).then_refused(Rule.GATES_ARE_PASSED)


def test_a_plan_is_reported_under_a_code_of_its_own():
    walked("plan").when(REPORT, by="bao", role=Role.REPORTING_OFFICER, on="2026-03-30").then(
        PlanReported(
            case=CASE, version=1, plan_code=REPORT.plan_code, reported_on=date(2026, 3, 30)
        ),
        PlanCodeTaken(plan_code=REPORT.plan_code, case=CASE, version=1),
    )
    walked("reported").when(REPORT, on="2026-03-31").then_nothing_happens()


def test_a_plan_code_is_given_out_once():
    taken = PlanCodeTaken(plan_code=REPORT.plan_code, case="A-2026-00099", version=1)
    walk = Walk((*walked("plan").history, taken))
    walk.when(REPORT).then_refused(Rule.PLAN_CODE_IS_NEW)


@pytest.mark.parametrize("stage", ["programme", "team", "notice", "plan"])
def test_planning_is_over_once_the_audit_began(stage: str):
    (each,) = WALK[stage]
    changed = {
        "programme": {"objectives": "另行"},
        "team": {"days": (*DAYS, date(2026, 4, 13))},
        "plan": {"timetable": timetable(to_hour=18)},
    }.get(stage, {})
    asked = each.command.model_copy(update=changed)
    walked("opening").when(asked, on="2026-04-08").then_refused(Rule.AUDIT_HAS_NOT_BEGUN)
