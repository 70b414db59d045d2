"""What the history of an audit amounts to: no more than a rule needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import assert_never

from events import auditing as course
from events import auditing_findings as found
from events import auditing_report as held
from services.auditing.correction import Nonconformity, corrected

Scored = found.IndicatorScored | found.IndicatorExcluded


@dataclass(frozen=True, slots=True)
class Objection:
    """What the client has against a member, and the answer once there is one."""

    raised: course.MemberObjected
    decided: course.ObjectionDecided | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of one case."""

    man_days: course.ManDaysCalculated | None = None
    programme: course.ProgrammePlanned | None = None
    team: tuple[course.Member, ...] = ()
    days: tuple[date, ...] = ()
    """On site."""
    joined: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    """Person → the day they were put into the team; also of those who left it."""
    took_part: frozenset[str] = frozenset()
    """Everybody who evaluated anything, also after leaving."""
    declarations: Mapping[str, course.ImpartialityDeclared] = field(
        default_factory=lambda: MappingProxyType({})
    )
    notice: course.AuditNoticeSent | None = None
    """To the client, of the team as it is."""
    notices: int = 0
    objections: Mapping[str, Objection] = field(default_factory=lambda: MappingProxyType({}))
    waived: bool = False
    plan: course.PlanIssued | None = None
    """Of the team and days as they are."""
    plans: int = 0
    reported: course.PlanReported | None = None
    """Of the plan as it is."""
    documents: held.DocumentReviewCompleted | None = None
    opening: held.OpeningMeetingHeld | None = None
    headcount: held.HeadcountVerified | None = None
    scope: held.ScopeAdjustedOnSite | None = None
    scored: Mapping[str, Scored] = field(default_factory=lambda: MappingProxyType({}))
    """Indicator → what was found last."""
    deductions: tuple[found.SpecialDeductionRaised, ...] = ()
    bonuses: tuple[found.SpecialBonusApproved, ...] = ()
    nonconformities: Mapping[int, Nonconformity] = field(
        default_factory=lambda: MappingProxyType({})
    )
    closing: held.ClosingMeetingHeld | None = None
    sheet: found.ScoreSheetClosed | None = None
    report: held.AuditReportFixed | None = None
    reports: int = 0

    @property
    def leader(self) -> str | None:
        """Who leads the team."""
        lead = course.TeamRole.TEAM_LEADER
        return next((each.person for each in self.team if each.role is lead), None)

    def role_of(self, person: str) -> course.TeamRole | None:
        """What somebody does in the team; None for an outsider."""
        return next((each.role for each in self.team if each.person == person), None)

    @property
    def open_majors(self) -> int:
        """Major nonconformities that are not settled."""
        known = self.nonconformities.values()
        return sum(each.is_open and each.raised.severity == "major" for each in known)


def evolve(audit: Audit, event: course.AuditEvent) -> Audit:
    """The audit after one more event. Never refuses: what happened, happened."""
    if isinstance(event, found.FindingEvent):
        return _found(audit, event)
    return _went_on(audit, event)


def _went_on(audit: Audit, event: course.CourseEvent) -> Audit:  # noqa: C901 - one line an event
    match event:
        case course.ManDaysCalculated():
            return replace(audit, man_days=event)
        case course.ProgrammePlanned():
            return replace(audit, programme=event)
        case course.TeamAssigned():
            return _assigned(audit, event)
        case course.TeamMemberReplaced():
            return _replaced(audit, event)
        case course.ImpartialityDeclared():
            declarations = MappingProxyType({**audit.declarations, event.member: event})
            return replace(audit, declarations=declarations)
        case course.AuditNoticeSent():
            return replace(
                audit, notice=event, notices=event.notice, objections=MappingProxyType({}),
                waived=False,
            )  # fmt: skip
        case course.MemberObjected():
            return _with_objection(audit, event.member, Objection(event))
        case course.ObjectionDecided():
            raised = audit.objections[event.member].raised
            return _with_objection(audit, event.member, Objection(raised, event))
        case course.ObjectionWaived():
            return replace(audit, waived=True)
        case course.PlanIssued():
            return replace(audit, plan=event, plans=event.version, reported=None)
        case course.PlanReported():
            return replace(audit, reported=event)
        case held.DocumentReviewCompleted():
            return replace(audit, documents=event, took_part=audit.took_part | {event.reviewer})
        case held.OpeningMeetingHeld():
            return replace(audit, opening=event)
        case held.HeadcountVerified():
            return replace(audit, headcount=event)
        case held.ScopeAdjustedOnSite():
            return replace(audit, scope=event)
        case held.ClosingMeetingHeld():
            return replace(audit, closing=event)
        case held.AuditReportFixed():
            return replace(audit, report=event, reports=event.version)
        case held.AuditReopened():
            return _reopened(audit, event)
        case _:
            assert_never(event)


def _assigned(audit: Audit, event: course.TeamAssigned) -> Audit:
    joined = {each.person: event.assigned_on for each in event.members}
    return replace(
        _unannounced(audit),
        team=event.members,
        days=tuple(sorted(event.days)),
        joined=MappingProxyType({**audit.joined, **joined}),
    )


def _replaced(audit: Audit, event: course.TeamMemberReplaced) -> Audit:
    new = event.replacement
    team = tuple(new if each.person == event.member else each for each in audit.team)
    joined = MappingProxyType({**audit.joined, new.person: event.replaced_on})
    return replace(_unannounced(audit), team=team, joined=joined)


def _unannounced(audit: Audit) -> Audit:
    """Another team or other days: notice, objections, plan and its report are void. R-1207."""
    return replace(
        audit,
        notice=None,
        objections=MappingProxyType({}),
        waived=False,
        plan=None,
        reported=None,
    )


def _with_objection(audit: Audit, member: str, objection: Objection) -> Audit:
    return replace(audit, objections=MappingProxyType({**audit.objections, member: objection}))


def _reopened(audit: Audit, event: held.AuditReopened) -> Audit:
    """Back on site everything from the notice on is done again; what was found before stays."""
    if event.to != "on_site":
        return replace(audit, report=None)
    took_part = audit.took_part | {each.person for each in audit.team}
    return replace(
        _unannounced(audit), opening=None, closing=None, sheet=None, report=None,
        days=(), took_part=took_part,
    )  # fmt: skip


def _found(audit: Audit, event: found.FindingEvent) -> Audit:
    match event:
        case found.IndicatorScored():
            scored = MappingProxyType({**audit.scored, event.indicator: event})
            return replace(audit, scored=scored, took_part=audit.took_part | {event.scorer})
        case found.IndicatorExcluded():
            scored = MappingProxyType({**audit.scored, event.indicator: event})
            return replace(audit, scored=scored, took_part=audit.took_part | {event.approved_by})
        case found.SpecialDeductionRaised():
            return replace(audit, deductions=(*audit.deductions, event))
        case found.SpecialBonusApproved():
            return replace(audit, bonuses=(*audit.bonuses, event))
        case found.ScoreSheetClosed():
            return replace(audit, sheet=event)
        case _:
            known = audit.nonconformities.get(event.number)
            after = MappingProxyType(
                {**audit.nonconformities, event.number: corrected(known, event)}
            )
            return replace(audit, nonconformities=after)


@dataclass(frozen=True, slots=True)
class Diary:
    """The days a person is booked for."""

    booked: Mapping[str, frozenset[date]] = field(default_factory=lambda: MappingProxyType({}))
    """Case → days."""

    def elsewhere(self, case: str) -> dict[date, str]:
        """Day → the other case it belongs to."""
        return {day: other for other, days in self.booked.items() if other != case for day in days}


def diary_after(diary: Diary, event: course.DiaryEvent) -> Diary:
    """The diary after one more event; a case's later booking takes its earlier one's place."""
    match event:
        case course.AuditorBooked():
            return Diary(MappingProxyType({**diary.booked, event.case: frozenset(event.days)}))
        case course.AuditorReleased():
            left = {case: days for case, days in diary.booked.items() if case != event.case}
            return Diary(MappingProxyType(left))
        case _:
            assert_never(event)


@dataclass(frozen=True, slots=True)
class GivenCode:
    """Whose plan a code stands for; None for one never given out."""

    taken: course.PlanCodeTaken | None = None


def code_after(_code: GivenCode, event: course.PlanCodeTaken) -> GivenCode:
    """The code after it was given out."""
    return GivenCode(event)
