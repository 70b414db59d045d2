"""The contract review, and doubts settled in writing. ISO/IEC 17065 7.3; process 4 and 5."""

from collections import Counter
from collections.abc import Iterator

from events.application_facts import CheckGroup, Flag
from events.applications import ApplicationFlagResolved, ApplicationReviewed
from events.event import Event
from events.vocabulary import Role
from services.applications.commands import ResolveFlag, ReviewApplication
from services.applications.facts import body_in, scheme_in
from services.applications.rules.book import Rule
from services.applications.rules.gates import (
    is_repeated,
    require_applying,
    require_pack,
    require_stages,
)
from services.applications.state import Case
from services.core.context import Context


def review_application(command: ReviewApplication, case: Case, context: Context) -> Iterator[Event]:
    """Somebody who did not enter the application answers every check; a supplement voids it."""
    reviewed = ApplicationReviewed(
        **{name: value for name, value in command if name != "first_of_its_kind"},
        reviewer=context.actor,
        reviewed_on=context.today,
        flags=(Flag.FIRST_OF_ITS_KIND,) if command.first_of_its_kind else (),
    )
    if is_repeated(case.review, reviewed, "reviewed_on"):
        return
    submitted, facts = require_applying(case)
    pack = require_pack(scheme_in(context.facts, submitted.scheme))
    fee_first = pack.payment.application_fee_before == "application_review"
    require_stages(
        supplement=not case.supplement_is_awaited,
        application_fee=not fee_first or _fee_is_paid(case),
    )
    Rule.REVIEWER_DID_NOT_TAKE_IT_IN.require(
        context.actor not in (submitted.submitted_by, submitted.contact), person=context.actor
    )
    _require_complete(command)
    if command.outcome == "accept":
        Rule.FIELD_IS_APPROVED.require(
            body_in(context.facts).approved_for(facts.field, context.today), field=facts.field
        )
        Rule.BODY_IS_IMPARTIAL.require(
            command.relation == "none", field="relation", relation=command.relation
        )
    yield reviewed


def _fee_is_paid(case: Case) -> bool:
    return any(each.purpose == "application_fee" for each in case.payments.values())


def _require_complete(command: ReviewApplication) -> None:
    """Every check once, every failed one with what follows of it, man-days above 0. R-0501."""
    answered = Counter(check.group for check in command.checks)
    missing = [group.value for group in CheckGroup if answered[group] != 1]
    missing += [
        f"{check.group.value}.outcome"
        for check in command.checks
        if check.result == "failed" and not (check.outcome or "").strip()
    ]
    missing += ["man_days"] if command.man_days <= 0 else []
    Rule.REVIEW_IS_COMPLETE.require(
        not missing, field="checks", missing=missing, 缺少事项="、".join(missing)
    )


def resolve_flag(command: ResolveFlag, case: Case, context: Context) -> Iterator[Event]:
    """The headcount is explained; everything else needs a second approver after the review."""
    resolved = ApplicationFlagResolved(**dict(command), resolved_by=context.actor)
    if resolved in case.resolved and command.flag not in case.flags:
        return
    require_applying(case)
    Rule.FLAG_IS_OPEN.require(command.flag in case.flags, field="flag", flag=command.flag.value)
    Rule.REASON_IS_WRITTEN.require(bool(command.resolution.strip()), field="resolution")
    if command.flag is not Flag.HEADCOUNT_IMPLAUSIBLE:
        require_stages(review=case.review is not None)
        assert case.review is not None
        second = context.role == Role.SECOND_APPROVER and context.actor != case.review.reviewer
        Rule.APPROVAL_IS_SECOND.require(second, field="flag", person=context.actor)
    yield resolved
