"""Man-days, programme, notice, plan, and its report to the regulator. Process 7, 9, 12."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from events.auditing import (
    AuditNoticeSent,
    ManDaysCalculated,
    PlanCodeTaken,
    PlanIssued,
    PlanReported,
    ProgrammePlanned,
)
from events.event import Event
from events.vocabulary import exact_text
from services.auditing.commands import CalculateManDays, IssuePlan, PlanProgramme, ReportPlan
from services.auditing.facts import body_in
from services.auditing.rules.book import Rule
from services.auditing.rules.gates import (
    COUNTED,
    Desk,
    is_repeated,
    require_agreement,
    require_declared,
    require_not_begun,
    require_not_reported,
    require_stages,
)
from services.auditing.rules.timetable import hours_worked, require_whole
from services.auditing.state import Audit, GivenCode
from services.core.calendar import working_days
from services.core.scheme import published, sampling
from services.core.scheme.mandays import Adjustment, ManDays, mandays


def calculate_man_days(command: CalculateManDays, desk: Desk) -> Iterator[Event]:
    """The table's row for the covered people, and every factor with its reason. R-0701, R-0706."""
    require_not_begun(desk.audit)
    accepted = desk.accepted
    days = days_by_table(desk, accepted.covered_headcount, command)
    calculated = ManDaysCalculated(
        case=accepted.case,
        activity=accepted.activity,
        table=desk.pack.mandays.table,
        row=days.row,
        headcount=accepted.covered_headcount,
        base=days.reasons[0].amount,
        factors=command.factors,
        total=days.total,
        planning=days.planning,
        on_site=days.on_site,
        reason=command.reason,
        calculated_on=desk.context.today,
    )
    if not is_repeated(desk.audit.man_days, calculated, "calculated_on"):
        yield calculated


def days_by_table(
    desk: Desk, headcount: int, asked: CalculateManDays | ManDaysCalculated
) -> ManDays:
    """The scheme's table read for so many people, with the same factors."""
    rules = desk.pack.mandays
    return mandays(
        published.mandays_table(rules.table),
        headcount=headcount,
        activity=desk.accepted.activity.value,
        adjustments=[Adjustment.model_validate(dict(factor)) for factor in asked.factors],
        round_to=rules.round_to,
        max_reduction_percent=rules.max_reduction_percent,
    )


def plan_programme(command: PlanProgramme, desk: Desk) -> Iterator[Event]:
    """Modes, sites and objectives over the cycle, with the reason of the time. Process 9."""
    require_agreement(desk)
    require_stages(man_days=desk.audit.man_days is not None)
    require_not_begun(desk.audit)
    assert desk.audit.man_days is not None
    _require_sites(command, desk)
    planned = ProgrammePlanned(
        **dict(command), man_days=desk.audit.man_days.total, planned_on=desk.context.today
    )
    if not is_repeated(desk.audit.programme, planned, "planned_on"):
        yield planned


def _require_sites(command: PlanProgramme, desk: Desk) -> None:
    """Every site is the client's, and of many like ones enough are visited. IAF MD1."""
    known = {site.name for site in desk.accepted.sites}
    strange = [name for name in command.sites if name not in known]
    Rule.SITES_ARE_OF_THE_CASE.require(not strange, sites=strange, 场所="、".join(strange))
    rules, count = desk.pack.site_sampling, len(known)
    activity = desk.accepted.activity.value
    factors = {each: getattr(rules, each) for each in sampling.FACTORS}
    if not rules.allowed or activity not in factors:
        least = count
    else:
        sample, _central = sampling.sites(count - 1, activity, factors=factors)
        least = 1 + sample
    Rule.SITES_ARE_ENOUGH.require(
        len(set(command.sites)) >= least, field="sites", count=count, least=least
    )


def send_audit_notice(desk: Desk) -> Iterator[Event]:
    """The client learns who comes, early enough, and may object from now on. R-1201, R-1202."""
    audit, rules, today = desk.audit, desk.pack.plan, desk.context.today
    require_agreement(desk)
    require_not_begun(audit)
    require_declared(desk)
    require_stages(programme=audit.programme is not None, days=bool(audit.days))
    if audit.notice is not None:
        return
    lead = rules.client_notice_days if audit.notices == 0 else 0
    earliest = today + timedelta(days=lead)
    Rule.NOTICE_IS_EARLY.require(audit.days[0] >= earliest, days=lead, earliest=earliest)
    yield AuditNoticeSent(
        case=desk.accepted.case,
        notice=audit.notices + 1,
        members=frozenset(each.person for each in audit.team),
        days=audit.days,
        sent_on=today,
        object_by=_object_by(desk, today),
    )


def _object_by(desk: Desk, sent_on: date) -> date:
    rules = desk.pack.plan
    if rules.objection_day_kind == "working":
        holidays = body_in(desk.context.facts).holidays
        return working_days(sent_on, rules.objection_days, holidays)
    return sent_on + timedelta(days=rules.objection_days)


def issue_plan(command: IssuePlan, desk: Desk) -> Iterator[Event]:
    """A timetable for every day, with at least the time on site that is due. R-0707, R-1207."""
    audit = desk.audit
    require_agreement(desk)
    require_not_begun(audit)
    require_declared(desk)
    require_stages(programme=audit.programme is not None, days=bool(audit.days))
    require_whole(command.timetable, audit)
    days = planned_days(command, desk)
    due = on_site_due(audit)
    Rule.MAN_DAYS_ARE_WORKED.require(days >= due, due=exact_text(due), given=exact_text(days))
    issued = PlanIssued(
        case=command.case,
        version=audit.plans + 1,
        timetable=command.timetable,
        members=tuple(sorted(audit.team, key=lambda each: each.person != audit.leader)),
        man_days=days,
        issued_on=desk.context.today,
    )
    if not is_repeated(audit.plan, issued, "version", "issued_on"):
        yield issued


def planned_days(command: IssuePlan, desk: Desk) -> Fraction:
    """Days of the scheme's hours that those who count are on site. R-0703, R-0704."""
    counted = {each.person for each in desk.audit.team if each.role in COUNTED}
    hours = hours_worked(command.timetable, counted)
    return Fraction(hours, desk.pack.mandays.hours_per_day)


def on_site_due(audit: Audit) -> Fraction:
    """Man-days on site that are due: as calculated, or as the verified number asks."""
    if audit.headcount is not None:
        return audit.headcount.on_site
    return audit.man_days.on_site if audit.man_days is not None else Fraction(0)


def report_plan(command: ReportPlan, code: GivenCode, desk: Desk) -> Iterator[Event]:
    """The present plan was reported under a code of its own. R-1205, R-1206."""
    audit = desk.audit
    plan = audit.plan
    require_stages(plan=plan is not None and plan.version == command.version)
    reported = PlanReported(**dict(command), reported_on=desk.context.today)
    if is_repeated(audit.reported, reported, "reported_on"):
        return
    require_not_reported(audit)
    require_not_begun(audit)
    Rule.PLAN_CODE_IS_NEW.require(
        code.taken is None, field="plan_code", plan_code=command.plan_code
    )
    yield reported
    yield PlanCodeTaken(plan_code=command.plan_code, case=command.case, version=command.version)
