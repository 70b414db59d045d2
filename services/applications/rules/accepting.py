"""The body takes a case on, or not, and notes when it has ended. Process 1 and 6."""

from collections.abc import Iterator

from events.applications import ApplicationAccepted, ApplicationRefused, CaseClosed, HolderCaseEnded
from events.event import Event
from services.applications.commands import AcceptApplication, CloseCase, RefuseApplication
from services.applications.facts import scheme_in
from services.applications.rules.book import Rule
from services.applications.rules.eligibility import require_eligible
from services.applications.rules.gates import (
    is_repeated,
    require_applying,
    require_none_of,
    require_open,
    require_pack,
)
from services.applications.state import Case
from services.core.context import Context

STATED = (
    "holder",
    "holder_en",
    "scope",
    "scope_en",
    "field",
    "client_class",
    "covered_headcount",
    "sites",
    "outlets",
)
"""What the case is about, fixed with its acceptance."""


def accept_application(
    _command: AcceptApplication, case: Case, context: Context
) -> Iterator[Event]:
    """A reviewed, eligible application without open doubts is taken on. ISO/IEC 17065 7.3."""
    submitted, facts = require_open(case)
    if case.accepted is not None:
        return
    require_none_of(_missing(case))
    pack = require_pack(scheme_in(context.facts, submitted.scheme))
    require_eligible(facts, pack, submitted.submitted_on)
    yield ApplicationAccepted(
        case=submitted.case,
        activity=submitted.activity,
        scheme=submitted.scheme,
        uscc=submitted.uscc,
        **{name: getattr(facts, name) for name in STATED},
        previous_certificate=submitted.previous_certificate,
        recertification_count=submitted.recertification_count,
        accepted_on=context.today,
    )


def _missing(case: Case) -> Iterator[str]:
    if case.supplement_is_awaited:
        yield "supplement"
    if case.review is None:
        yield "review"
    elif case.review.outcome != "accept":
        yield "positive_review"
    yield from sorted(flag.value for flag in case.flags)


def refuse_application(command: RefuseApplication, case: Case, context: Context) -> Iterator[Event]:
    """An official refusal says why and how to appeal, and frees the holder's place."""
    refused = ApplicationRefused(**dict(command), refused_on=context.today)
    known = case.ended if isinstance(case.ended, ApplicationRefused) else None
    if is_repeated(known, refused, "refused_on"):
        return
    submitted, _ = require_applying(case)
    for name in ("text", "remedies"):
        Rule.REASON_IS_WRITTEN.require(bool(getattr(command, name).strip()), field=name)
    yield refused
    yield HolderCaseEnded(uscc=submitted.uscc, case=command.case)


def close_case(command: CloseCase, case: Case) -> Iterator[Event]:
    """A decision ended the case; one unknown here or ended before needs nothing."""
    if case.submitted is None or case.ended is not None:
        return
    yield CaseClosed(**dict(command))
    yield HolderCaseEnded(uscc=case.submitted.uscc, case=command.case)
