"""Documents before, meetings and headcount on site. Process 11, 13; R-0404."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from events.auditing_report import (
    ClosingMeetingHeld,
    DocumentReviewCompleted,
    HeadcountVerified,
    OpeningMeetingHeld,
    ScopeAdjustedOnSite,
)
from events.event import Event
from services.auditing.commands import (
    CompleteDocumentReview,
    HoldClosingMeeting,
    HoldOpeningMeeting,
    VerifyHeadcount,
)
from services.auditing.rules.book import Rule
from services.auditing.rules.gates import (
    Desk,
    is_repeated,
    require_agreement,
    require_between,
    require_counted,
    require_declared,
    require_leader,
    require_not_begun,
    require_stages,
)
from services.auditing.rules.planning import days_by_table
from services.auditing.state import Audit
from services.core.scheme import published

MOST_PEOPLE = 10_000_000


def complete_document_review(command: CompleteDocumentReview, desk: Desk) -> Iterator[Event]:
    """Somebody of the team looked at the documents and says what is open. Process 11."""
    audit = desk.audit
    require_agreement(desk)
    require_declared(desk)
    require_counted(audit, desk.context)
    completed = DocumentReviewCompleted(
        **dict(command), reviewer=desk.context.actor, completed_on=desk.context.today
    )
    if is_repeated(audit.documents, completed, "completed_on", "reviewer"):
        return
    require_not_begun(audit)
    yield completed


def hold_opening_meeting(command: HoldOpeningMeeting, desk: Desk) -> Iterator[Event]:
    """Every gate before the audit on site is passed on the day it begins. Process 0.2."""
    audit = desk.audit
    opened = OpeningMeetingHeld(**dict(command))
    if audit.opening == opened:
        return
    require_leader(audit, desk.context)
    require_not_begun(audit)
    _require_ready(desk, command.held_on)
    require_between(command.held_on, field="held_on", until=desk.context.today)
    require_between(command.held_on, field="held_on", after=audit.days[0], until=audit.days[0])
    yield opened


def _require_ready(desk: Desk, day: date) -> None:
    """Documents, plan, objections, plan report and payment. Process 0.2."""
    audit = desk.audit
    require_agreement(desk)
    require_declared(desk)
    waits_for_money = desk.pack.payment.first_instalment_before == "on_site"
    paid_on = desk.commission.instalment_on
    require_stages(
        document_review=audit.documents is not None,
        notice=audit.notice is not None,
        objection_time=audit.waived or (audit.notice is not None and day > audit.notice.object_by),
        objection_decided=all(each.decided for each in audit.objections.values()),
        member_replaced=not any(
            each.decided and each.decided.grounded for each in audit.objections.values()
        ),
        plan=audit.plan is not None,
        first_instalment=not waits_for_money or (paid_on is not None and paid_on <= day),
    )
    gaps = [gap.text for gap in audit.documents.gaps if gap.serious] if audit.documents else []
    Rule.GAPS_ARE_CLOSED.require(not gaps, gaps=gaps)
    lead = desk.pack.plan.report_lead_days
    told = audit.reported.reported_on if audit.reported else None
    Rule.PLAN_IS_REPORTED.require(
        not desk.pack.plan.report_before_start
        or (told is not None and told + timedelta(days=lead) <= day),
        lead=lead,
        reported_on=told,
    )


def verify_headcount(command: VerifyHeadcount, desk: Desk) -> Iterator[Event]:
    """The number found on site; a higher row means more days or a narrower scope. R-0404."""
    audit, accepted = desk.audit, desk.accepted
    require_stages(opening_meeting=audit.opening is not None)
    require_leader(audit, desk.context)
    assert audit.man_days is not None
    Rule.HEADCOUNT_IS_POSSIBLE.require(
        1 <= command.headcount <= MOST_PEOPLE, field="headcount", headcount=command.headcount
    )
    row, due = _due(command, desk)
    verified = HeadcountVerified(
        case=command.case,
        declared=accepted.covered_headcount,
        verified=command.headcount,
        basis=command.basis,
        row=row,
        choice=command.choice,
        on_site=due,
        verified_on=desk.context.today,
    )
    if is_repeated(audit.headcount, verified, "verified_on"):
        return
    require_unclosed(audit)
    yield verified
    if command.choice == "narrower_scope" and command.scope is not None:
        yield ScopeAdjustedOnSite(
            case=command.case, scope=command.scope, scope_en=command.scope_en, reason=command.basis
        )


def _due(command: VerifyHeadcount, desk: Desk) -> tuple[str, Fraction]:
    """The row of the verified number, and the man-days on site that are due by the choice."""
    known = desk.audit.man_days
    assert known is not None
    table = published.mandays_table(desk.pack.mandays.table)
    found = table.row(command.headcount)
    higher = found.fewest > known.headcount
    narrower = command.choice == "narrower_scope" and bool((command.scope or "").strip())
    Rule.CHOICE_IS_MADE.require(
        narrower or command.choice == "more_man_days" if higher else command.choice is None,
        field="choice",
        verified=command.headcount,
    )
    if command.choice == "more_man_days":
        return found.name, days_by_table(desk, command.headcount, known).on_site
    return found.name, known.on_site


def hold_closing_meeting(command: HoldClosingMeeting, desk: Desk) -> Iterator[Event]:
    """The client hears every finding; from here on none is added. R-1602."""
    audit = desk.audit
    closed = ClosingMeetingHeld(
        **dict(command), nonconformities=tuple(sorted(audit.nonconformities))
    )
    if audit.closing == closed:
        return
    require_leader(audit, desk.context)
    require_stages(
        opening_meeting=audit.opening is not None,
        headcount=audit.headcount is not None or not desk.pack.headcount.verify_on_site,
    )
    require_unclosed(audit)
    require_between(command.held_on, field="held_on", until=desk.context.today)
    require_between(command.held_on, field="held_on", after=audit.days[-1], until=audit.days[-1])
    yield closed


def require_unclosed(audit: Audit) -> None:
    """Findings are added only while the client has not been told that these are all. R-1602."""
    Rule.FINDINGS_ARE_NOT_TOLD.require(audit.closing is None)
