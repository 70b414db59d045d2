"""An application comes in, is supplemented, or is given up. Process 2 and 3."""

from collections.abc import Iterator
from datetime import timedelta

from events.application_facts import ApplicationFacts
from events.applications import (
    ApplicationAbandoned,
    ApplicationSubmitted,
    ApplicationSupplemented,
    ApplicationSupplementRequested,
    HolderCaseEnded,
    HolderCaseOpened,
)
from events.event import Event
from services.applications.commands import (
    AbandonApplication,
    RequestSupplement,
    SubmitApplication,
    SupplementApplication,
)
from services.applications.facts import body_in, scheme_in
from services.applications.rules import stating
from services.applications.rules.book import Rule
from services.applications.rules.gates import (
    is_repeated,
    require_applying,
    require_open,
    require_own,
    require_pack,
)
from services.applications.state import Case, Holder, Matter
from services.core.context import Context


def submit_application(
    command: SubmitApplication, case: Case, holder: Holder, context: Context
) -> Iterator[Event]:
    """A complete application opens a case and takes the holder's place for its matter."""
    require_own(command.contact, context)
    scheme = scheme_in(context.facts, command.scheme)
    code = stating.require_code(command.uscc)
    stating.require_complete(command.stated, command.activity, command.previous_certificate)
    pack = require_pack(scheme)
    today = case.submitted.submitted_on if case.submitted else context.today
    facts = stating.require_possible(command.stated, pack, today)
    submitted = ApplicationSubmitted(
        **{name: value for name, value in command if name not in ("stated", "uscc")},
        uscc=code,
        uscc_given=command.uscc,
        facts=facts,
        submitted_by=context.actor,
        submitted_on=context.today,
        flags=stating.flags(facts, pack, today),
    )
    if is_repeated(case.submitted, submitted, "submitted_on", "submitted_by"):
        return
    Rule.CASE_IS_NEW.require(case.submitted is None, field="case")
    Rule.SCHEME_IS_FILED.require(
        scheme.takes_applications(body_in(context.facts), context.today),
        field="scheme",
        scheme=command.scheme,
    )
    yield submitted
    yield _taken(submitted, facts, holder)


def _taken(
    submitted: ApplicationSubmitted, facts: ApplicationFacts, holder: Holder
) -> HolderCaseOpened:
    """The holder's place for a scheme and scope, which nobody else holds. R-0205."""
    matter = Matter(submitted.scheme.partition("@")[0], facts.scope)
    rival = holder.rival(submitted.case, matter)
    Rule.MATTER_IS_NOT_OPEN.require(rival is None, field="scope", open=rival, 编号=rival)
    return HolderCaseOpened(
        uscc=submitted.uscc, case=submitted.case, scheme_id=matter.scheme_id, scope=matter.scope
    )


def request_supplement(command: RequestSupplement, case: Case, context: Context) -> Iterator[Event]:
    """The full list is told once; again only for new facts, with the reason."""
    submitted, _ = require_applying(case)
    pack = require_pack(scheme_in(context.facts, submitted.scheme))
    requested = ApplicationSupplementRequested(
        **dict(command),
        answer_by=context.today + timedelta(days=pack.service_levels.supplement_days),
    )
    if is_repeated(case.requested, requested, "answer_by"):
        return
    Rule.SUPPLEMENT_IS_ASKED_ONCE.require(
        case.requested is None or bool((command.new_facts or "").strip()), field="new_facts"
    )
    yield requested


def supplement_application(
    command: SupplementApplication, case: Case, holder: Holder, context: Context
) -> Iterator[Event]:
    """The answer may state everything anew; what it leaves holds as it was."""
    submitted, facts = require_applying(case)
    require_own(submitted.contact, context)
    pack = require_pack(scheme_in(context.facts, submitted.scheme))
    if command.stated is not None:
        previous = submitted.previous_certificate
        stating.require_complete(command.stated, submitted.activity, previous)
        facts = stating.require_possible(command.stated, pack, context.today)
    answered = ApplicationSupplemented(
        case=command.case,
        answers=command.answers,
        papers=command.papers,
        facts=facts,
        flags=stating.flags(facts, pack, submitted.submitted_on),
        supplemented_on=context.today,
    )
    if is_repeated(case.supplemented, answered, "supplemented_on"):
        return
    Rule.SUPPLEMENT_IS_AWAITED.require(case.supplement_is_awaited)
    yield answered
    taken = _taken(submitted, facts, holder)
    if case.facts is not None and facts.scope != case.facts.scope:
        yield HolderCaseEnded(uscc=submitted.uscc, case=command.case)
        yield taken


def abandon_application(
    command: AbandonApplication, case: Case, context: Context
) -> Iterator[Event]:
    """The client gives up, or a clerk notes that no answer came in time. Process 3."""
    abandoned = ApplicationAbandoned(**dict(command), abandoned_on=context.today)
    known = case.ended if isinstance(case.ended, ApplicationAbandoned) else None
    if is_repeated(known, abandoned, "abandoned_on"):
        return
    submitted, _ = require_open(case)
    require_own(submitted.contact, context)
    if command.ground == "no_answer":
        overdue = case.requested is not None and case.requested.answer_by < context.today
        Rule.ANSWER_IS_OVERDUE.require(
            case.supplement_is_awaited and overdue,
            field="ground",
            answer_by=case.requested.answer_by if case.requested else None,
        )
    yield abandoned
    yield HolderCaseEnded(uscc=submitted.uscc, case=command.case)
