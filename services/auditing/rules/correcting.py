"""Nonconformities: raised, answered, verified, closed. Process 16; ISO/IEC 17065 7.4.6 to 7.4.8."""

from collections.abc import Iterator
from datetime import date

from events.auditing_findings import (
    CorrectiveActionJudged,
    CorrectiveActionSubmitted,
    NonconformityClosed,
    NonconformityDeadlineExtended,
    NonconformityRaised,
)
from events.event import Event
from services.auditing.commands import (
    ExtendNonconformityDeadline,
    JudgeCorrectiveAction,
    RaiseNonconformity,
    SubmitCorrectiveAction,
)
from services.auditing.correction import Nonconformity
from services.auditing.rules.book import Rule
from services.auditing.rules.gates import (
    Desk,
    is_repeated,
    require_counted,
    require_leader,
    require_not_reported,
    require_own,
    require_stages,
)
from services.auditing.rules.on_site import require_unclosed
from services.core.calendar import add_months
from services.core.scheme.entered import worths
from services.core.scheme.rules import Rule as SchemeRule


def raise_nonconformity(command: RaiseNonconformity, desk: Desk) -> Iterator[Event]:
    """A fact with its evidence, before the closing meeting. R-1601 to R-1603."""
    audit, today = desk.audit, desk.context.today
    require_stages(opening_meeting=audit.opening is not None)
    require_counted(audit, desk.context)
    raised = NonconformityRaised(
        **dict(command) | {"evidence": _evidence(command)},
        number=len(audit.nonconformities) + 1,
        due_on=_due_on(command, desk),
        raised_by=desk.context.actor,
        raised_on=today,
    )
    same = ("number", "due_on", "raised_by", "raised_on")
    if any(is_repeated(each.raised, raised, *same) for each in audit.nonconformities.values()):
        return
    require_unclosed(audit)
    SchemeRule.INDICATOR_IS_OF_THE_SCHEME.require(
        command.indicator in worths(desk.pack, desk.accepted.client_class),
        field="indicator",
        indicators=[command.indicator],
    )
    yield raised


def _evidence(command: RaiseNonconformity) -> tuple[str, ...]:
    Rule.EVIDENCE_IS_GIVEN.require(
        bool(command.evidence), field="evidence", indicator=command.indicator
    )
    return command.evidence


def _due_on(command: RaiseNonconformity, desk: Desk) -> date | None:
    months = desk.pack.nonconformity.deadline_months
    match command.severity:
        case "major":
            return add_months(desk.context.today, months.major)
        case "minor":
            return add_months(desk.context.today, months.minor)
        case _:
            return None


def _require_open(number: int, desk: Desk) -> Nonconformity:
    known = desk.audit.nonconformities.get(number)
    Rule.NONCONFORMITY_IS_OPEN.require(
        known is not None and known.is_open, field="number", number=number
    )
    assert known is not None
    return known


def extend_nonconformity_deadline(
    command: ExtendNonconformityDeadline, desk: Desk
) -> Iterator[Event]:
    """The leader gives longer, with a reason, never beyond the scheme's cap. R-1605."""
    require_leader(desk.audit, desk.context)
    known = _require_open(command.number, desk)
    if known.due_on == command.due_on:
        return
    require_not_reported(desk.audit)
    cap = desk.pack.nonconformity.cap_months_after_last_on_site_day
    last = add_months(max(desk.audit.days, default=known.raised.raised_on), cap)
    Rule.EXTENSION_IS_WITHIN_CAP.require(
        known.due_on is not None and known.due_on < command.due_on <= last,
        field="due_on",
        last=last,
    )
    yield NonconformityDeadlineExtended(**dict(command), extended_by=desk.context.actor)


def submit_corrective_action(command: SubmitCorrectiveAction, desk: Desk) -> Iterator[Event]:
    """The client says cause, correction and action, in time. R-1603."""
    require_own(desk)
    known = desk.audit.nonconformities.get(command.number)
    submitted = CorrectiveActionSubmitted(**dict(command), submitted_on=desk.context.today)
    if known is not None and is_repeated(known.submitted, submitted, "submitted_on"):
        return
    known = _require_open(command.number, desk)
    require_not_reported(desk.audit)
    Rule.DEADLINE_IS_KEPT.require(
        known.due_on is not None and desk.context.today <= known.due_on,
        field="number",
        due_on=known.due_on,
    )
    yield submitted


def judge_corrective_action(command: JudgeCorrectiveAction, desk: Desk) -> Iterator[Event]:
    """A member of the team verifies as the scheme asks; what is accepted is closed. R-1604."""
    require_counted(desk.audit, desk.context)
    known = desk.audit.nonconformities.get(command.number)
    judged = CorrectiveActionJudged(
        **dict(command), judged_by=desk.context.actor, judged_on=desk.context.today
    )
    if known is not None and is_repeated(known.judged, judged, "judged_on", "judged_by"):
        return
    known = _require_open(command.number, desk)
    require_not_reported(desk.audit)
    Rule.ACTION_IS_SUBMITTED.require(
        known.submitted is not None and known.judged is None, field="number", number=command.number
    )
    how = desk.pack.nonconformity.verification
    asked = how.major if known.raised.severity == "major" else how.minor
    Rule.VERIFICATION_IS_ENOUGH.require(
        asked == "documentary" or command.method == "on_site", field="method"
    )
    yield judged
    if command.accepted:
        yield NonconformityClosed(
            case=command.case, number=command.number, closed_on=desk.context.today
        )
