"""What the auditing service reports on the way to an audit: time, team, notice, plan."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from events.auditing_findings import FindingEvent
from events.auditing_report import (
    AuditReopened,
    AuditReportFixed,
    ClosingMeetingHeld,
    DocumentReviewCompleted,
    HeadcountVerified,
    OpeningMeetingHeld,
    ScopeAdjustedOnSite,
)
from events.event import Event, Fact
from events.vocabulary import (
    Activity,
    CaseNumber,
    CodeWord,
    Exact,
    Headcount,
    Name,
    People,
    PersonId,
    Text,
)

PlanCode = Annotated[str, Field(pattern=r"^[0-9A-Z-]{1,60}$")]
"""计划编号, unique in the body for ever. R-1206."""


class TeamRole(StrEnum):
    """What somebody does in an audit team. Process 0.1."""

    TEAM_LEADER = "team_leader"
    AUDITOR = "auditor"
    TRAINEE_AUDITOR = "trainee_auditor"
    TECHNICAL_EXPERT = "technical_expert"
    WITNESS = "witness"


class Member(Fact):
    """Somebody in the team, and what they do there."""

    person: PersonId
    role: TeamRole
    supervisor: PersonId | None = None
    """Who watches over a trainee. R-1006."""


class Factor(Fact):
    """One reason to add man-days or to take some away; the amount is signed, in days. R-0706."""

    code: CodeWord
    amount: Exact
    reason: Text


class ManDaysCalculated(Event):
    """The time an audit takes was computed from a published table. Process 7."""

    case: CaseNumber
    activity: Activity
    table: Name
    row: Name
    headcount: Headcount
    base: Exact
    factors: tuple[Factor, ...]
    total: Exact
    """Days of eight hours, in half days."""
    planning: Exact
    on_site: Exact
    """The least that is spent at the client's."""
    reason: Text
    calculated_on: date


class ProgrammePlanned(Event):
    """How the client is evaluated over the cycle was laid down. Process 9."""

    case: CaseNumber
    modes: tuple[CodeWord, ...] = Field(min_length=1)
    sites: tuple[Name, ...] = Field(min_length=1)
    """Names of the sites that are visited."""
    objectives: Text
    man_days: Exact
    reason: Text
    """Of the time allotted and the sites chosen."""
    planned_on: date


class TeamAssigned(Event):
    """A team was formed for days on site. Process 10."""

    case: CaseNumber
    members: tuple[Member, ...] = Field(min_length=1)
    days: tuple[date, ...] = Field(min_length=1)
    assigned_on: date


class TeamMemberReplaced(Event):
    """Somebody left the team and somebody else came in their place. Process 10; R-1203."""

    case: CaseNumber
    member: PersonId
    replacement: Member
    reason: Text
    replaced_on: date


class Tie(Fact):
    """A past or present relation of a person to the client. R-1004."""

    kind: Literal["employment", "ownership", "consulting", "family", "other"]
    ended_on: date | None = None
    """None while it lasts."""
    note: Text | None = None


class ImpartialityDeclared(Event):
    """A member signed which ties to this client they have or had. R-1005; ISO/IEC 17065 6.1.3."""

    case: CaseNumber
    member: PersonId
    ties: tuple[Tie, ...]
    barred_until: date | None
    """Last day on which a tie keeps the member from this client; None where none does."""
    barred: bool
    """Whether a tie keeps the member from this audit. R-1004."""
    declared_on: date


class AuditNoticeSent(Event):
    """The client was told who comes, and from when to object counts. R-1201, R-1202."""

    case: CaseNumber
    notice: int = Field(ge=1)
    members: People
    days: tuple[date, ...]
    sent_on: date
    object_by: date
    """Last day to object, inclusive."""


class MemberObjected(Event):
    """The client objected to a member of the team, with a ground. R-1202."""

    case: CaseNumber
    member: PersonId
    ground: Text
    objected_on: date


class ObjectionDecided(Event):
    """A grounded objection leads to a replacement, another is answered in writing. R-1203."""

    case: CaseNumber
    member: PersonId
    grounded: bool
    answer: Text
    decided_by: PersonId


class ObjectionWaived(Event):
    """The client waived the rest of the time to object. R-1202."""

    case: CaseNumber
    waived_on: date


class Appointment(Fact):
    """One line of the timetable; whole hours of the local day."""

    day: date
    from_hour: int = Field(ge=0, le=23)
    to_hour: int = Field(ge=1, le=24)
    site: Name
    subject: Text
    members: People


class PlanIssued(Event):
    """A version of the audit plan was sent to the client. Process 12."""

    case: CaseNumber
    version: int = Field(ge=1)
    timetable: tuple[Appointment, ...] = Field(min_length=1)
    members: tuple[Member, ...]
    """As they are in the team; the leader first."""
    man_days: Exact
    issued_on: date


class PlanReported(Event):
    """The plan was reported to the regulator before the audit starts. R-1205."""

    case: CaseNumber
    version: int = Field(ge=1)
    plan_code: PlanCode
    reported_on: date


class PlanCodeTaken(Event):
    """A plan code was given out and is never given out again. R-1206."""

    plan_code: PlanCode
    case: CaseNumber
    version: int


class AuditorBooked(Event):
    """Days of a person's diary belong to a case. R-1009."""

    person: PersonId
    case: CaseNumber
    days: tuple[date, ...] = Field(min_length=1)


class AuditorReleased(Event):
    """The days a case had of a person's diary are free again. R-1009."""

    person: PersonId
    case: CaseNumber


CourseEvent = (
    ManDaysCalculated
    | ProgrammePlanned
    | TeamAssigned
    | TeamMemberReplaced
    | ImpartialityDeclared
    | AuditNoticeSent
    | MemberObjected
    | ObjectionDecided
    | ObjectionWaived
    | PlanIssued
    | PlanReported
    | DocumentReviewCompleted
    | OpeningMeetingHeld
    | HeadcountVerified
    | ScopeAdjustedOnSite
    | ClosingMeetingHeld
    | AuditReportFixed
    | AuditReopened
)


AuditEvent = CourseEvent | FindingEvent


DiaryEvent = AuditorBooked | AuditorReleased
