"""What may be asked about the audit of a case."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.auditing import Appointment, Factor, Member, PlanCode, Tie
from events.auditing_findings import Evidence, Method, Severity
from events.auditing_report import DocumentGap, ReviewedDocument
from events.scheme_scoring import Code
from events.vocabulary import CaseNumber, CodeWord, Exact, Name, PersonId, Text
from services.core.scheme.sheet import Result
from services.core.service import Command

Number = Annotated[int, Field(ge=1, le=10_000)]
Figure = Annotated[int, Field(strict=True, ge=-1_000_000_000, le=1_000_000_000)]
"""A count as it was entered; the rule says whether it can be one."""


class OfCase(Command):
    """Names the case it is about."""

    case: CaseNumber


class CalculateManDays(OfCase):
    """Compute the time the audit takes from the scheme's published table."""

    factors: tuple[Factor, ...] = ()
    reason: Text


class PlanProgramme(OfCase):
    """Lay down how the client is evaluated over the cycle."""

    modes: tuple[CodeWord, ...] = Field(min_length=1)
    sites: tuple[Name, ...] = Field(min_length=1)
    objectives: Text
    reason: Text


class AssignTeam(OfCase):
    """Form the team for these days on site."""

    members: tuple[Member, ...] = Field(min_length=1)
    days: tuple[date, ...] = Field(min_length=1)


class ReplaceMember(OfCase):
    """Take somebody out of the team and somebody else in."""

    member: PersonId
    replacement: Member
    reason: Text


class DeclareImpartiality(OfCase):
    """Sign which ties one has or had to the client."""

    ties: tuple[Tie, ...] = ()


class SendAuditNotice(OfCase):
    """Tell the client who comes and when."""


class ObjectToMember(OfCase):
    """Object to a member of the team, with a ground."""

    member: PersonId
    ground: Text


class DecideObjection(OfCase):
    """Say whether an objection is grounded, in writing."""

    member: PersonId
    grounded: bool
    answer: Text


class WaiveObjection(OfCase):
    """Waive, for the client, the rest of the time to object."""


class IssuePlan(OfCase):
    """Send the client a timetable for the days on site."""

    timetable: tuple[Appointment, ...] = Field(min_length=1)


class ReportPlan(OfCase):
    """Note that this version of the plan was reported to the regulator."""

    version: Number
    plan_code: PlanCode


class CompleteDocumentReview(OfCase):
    """Say what the documents show and what they leave open."""

    documents: tuple[ReviewedDocument, ...] = Field(min_length=1)
    gaps: tuple[DocumentGap, ...] = ()
    conclusion: Text


class HoldOpeningMeeting(OfCase):
    """Begin the audit on site."""

    held_on: date
    attendees: tuple[Text, ...] = Field(min_length=1)
    confirmed: tuple[CodeWord, ...] = ()


class VerifyHeadcount(OfCase):
    """Record the number of covered people found on site."""

    headcount: int
    basis: Text
    choice: Literal["more_man_days", "narrower_scope"] | None = None
    scope: Text | None = None
    """The narrower scope, where that is chosen."""
    scope_en: Text | None = None


class Found(Command):
    """What was found for one indicator, as it is entered: the shape of a score sheet's line."""

    indicator: Code
    result: Result
    checked: Figure | None = None
    nonconforming: Figure | None = None
    base: Figure | None = None
    present: Figure | None = None
    points: Exact | None = None
    reason: Text | None = None
    evidence: tuple[Evidence, ...] = ()


class RecordFindings(OfCase):
    """Record what was found for these indicators; a later finding takes an earlier one's place."""

    findings: tuple[Found, ...] = Field(min_length=1, max_length=500)


class RaiseSpecialDeduction(OfCase):
    """Record a fact of 特别扣分."""

    category: Code
    reason: Text
    evidence: tuple[Evidence, ...] = ()


class ApproveSpecialBonus(OfCase):
    """Approve, as the leader, a strength beyond legal demand."""

    reason: Text
    evidence: tuple[Evidence, ...] = ()


class RaiseNonconformity(OfCase):
    """Record that a demand was not met."""

    severity: Severity
    indicator: Code
    fact: Text
    evidence: tuple[Evidence, ...] = ()


class ExtendNonconformityDeadline(OfCase):
    """Give the client longer for a corrective action."""

    number: Number
    due_on: date
    reason: Text


class SubmitCorrectiveAction(OfCase):
    """Say why it happened and what was done."""

    number: Number
    cause: Text
    correction: Text
    action: Text
    evidence: tuple[Evidence, ...] = ()


class JudgeCorrectiveAction(OfCase):
    """Say whether a corrective action works; an accepted one closes its nonconformity."""

    number: Number
    method: Method
    accepted: bool
    remarks: Text


class HoldClosingMeeting(OfCase):
    """Tell the client every finding and end the audit on site."""

    held_on: date
    attendees: tuple[Text, ...] = Field(min_length=1)


class CloseScoreSheet(OfCase):
    """Score the whole sheet exactly; nothing on it changes afterwards."""


class FixReport(OfCase):
    """Fix the report and send the case to the reviewer and the committee."""

    client_comments: Text | None = None
    man_days_worked: Exact | None = None
    """On site, by those who count; None: as the plan has it."""
    man_days_reason: Text | None = None


class ReopenAudit(OfCase):
    """Note that the committee sent the case back."""

    to: Literal["on_site", "findings_open", "reported"]
    reasons: tuple[Text, ...] = Field(min_length=1)


class ReleaseTeam(OfCase):
    """Free the days of a team whose case ended."""


AuditCommand = (
    CalculateManDays
    | PlanProgramme
    | AssignTeam
    | ReplaceMember
    | DeclareImpartiality
    | SendAuditNotice
    | ObjectToMember
    | DecideObjection
    | WaiveObjection
    | IssuePlan
    | ReportPlan
    | CompleteDocumentReview
    | HoldOpeningMeeting
    | VerifyHeadcount
    | RecordFindings
    | RaiseSpecialDeduction
    | ApproveSpecialBonus
    | RaiseNonconformity
    | ExtendNonconformityDeadline
    | SubmitCorrectiveAction
    | JudgeCorrectiveAction
    | HoldClosingMeeting
    | CloseScoreSheet
    | FixReport
    | ReopenAudit
    | ReleaseTeam
)
