"""The answer to each command about a case, what it must have read, and what it may refuse."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import assert_never

from events.event import Event
from services.applications import commands as asked
from services.applications.rules import accepting, applying, contract, review
from services.applications.rules.book import Rule
from services.applications.state import Case, Holder
from services.applications.streams import (
    BODY,
    case_stream,
    holder_stream,
    person_stream,
    scheme_stream,
)
from services.core.context import Context
from services.core.service import States


def reads(command: asked.CaseCommand, states: States, _facts: States) -> Iterator[str]:
    """The case, and with it the holder, the scheme, the body or a person where a rule needs it."""
    stream = case_stream(command.case)
    yield stream
    case: Case = states.get(stream, Case())
    if isinstance(command, asked.SubmitApplication):
        yield from (BODY, scheme_stream(command.scheme), holder_stream(command.uscc))
    elif case.submitted is not None:
        yield from _reads_of(command, case.submitted.scheme, case.submitted.uscc)


def _reads_of(command: asked.CaseCommand, scheme: str, uscc: str) -> Iterator[str]:
    match command:
        case asked.SupplementApplication():
            yield from (scheme_stream(scheme), holder_stream(uscc))
        case asked.ReviewApplication():
            yield from (BODY, scheme_stream(scheme))
        case asked.RequestSupplement() | asked.AcceptApplication():
            yield scheme_stream(scheme)
        case asked.QuoteFee():
            yield scheme_stream(scheme)
            if command.discount_approver is not None:
                yield person_stream(command.discount_approver)
        case asked.SignAgreement():
            yield person_stream(command.signer)
        case asked.AbandonApplication() | asked.RefuseApplication() | asked.CloseCase():
            yield holder_stream(uscc)
        case _:
            return


def decide(  # noqa: C901 - one line a command
    command: asked.CaseCommand, states: States, context: Context
) -> Iterable[Event]:
    """The events a command gives rise to, or Refused."""
    case: Case = states[case_stream(command.case)]
    match command:
        case asked.SubmitApplication():
            holder: Holder = states[holder_stream(command.uscc)]
            return applying.submit_application(command, case, holder, context)
        case asked.RequestSupplement():
            return applying.request_supplement(command, case, context)
        case asked.SupplementApplication():
            known = case.submitted.uscc if case.submitted else ""
            holder = states.get(holder_stream(known), Holder())
            return applying.supplement_application(command, case, holder, context)
        case asked.AbandonApplication():
            return applying.abandon_application(command, case, context)
        case asked.ReviewApplication():
            return review.review_application(command, case, context)
        case asked.ResolveFlag():
            return review.resolve_flag(command, case, context)
        case asked.AcceptApplication():
            return accepting.accept_application(command, case, context)
        case asked.RefuseApplication():
            return accepting.refuse_application(command, case, context)
        case asked.QuoteFee():
            return contract.quote_fee(command, case, context)
        case asked.SignAgreement():
            return contract.sign_agreement(command, case, context)
        case asked.RecordPayment():
            return contract.record_payment(command, case, context)
        case asked.CloseCase():
            return accepting.close_case(command, case)
        case _:
            assert_never(command)


_OPEN = (Rule.GATES_ARE_PASSED, Rule.CASE_IS_OPEN)
_APPLYING = (*_OPEN, Rule.CASE_IS_NOT_ACCEPTED)
_STATED = (
    Rule.APPLICATION_IS_COMPLETE,
    Rule.HEADCOUNT_IS_POSSIBLE,
    Rule.DATES_ARE_IN_ORDER,
    Rule.SCHEME_COVERS_IT,
    Rule.MATTER_IS_NOT_OPEN,
)

MAY_REFUSE: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {
        "SubmitApplication": (
            Rule.CLIENT_ACTS_FOR_ITSELF,
            Rule.USCC_IS_VALID,
            *_STATED,
            Rule.SCHEME_IS_FILED,
            Rule.CASE_IS_NEW,
        ),
        "RequestSupplement": (
            *_APPLYING,
            Rule.SCHEME_IS_FILED,
            Rule.SUPPLEMENT_IS_ASKED_ONCE,
        ),
        "SupplementApplication": (
            *_APPLYING,
            Rule.CLIENT_ACTS_FOR_ITSELF,
            Rule.SCHEME_IS_FILED,
            *_STATED,
            Rule.SUPPLEMENT_IS_AWAITED,
        ),
        "AbandonApplication": (*_OPEN, Rule.CLIENT_ACTS_FOR_ITSELF, Rule.ANSWER_IS_OVERDUE),
        "ReviewApplication": (
            *_APPLYING,
            Rule.SCHEME_IS_FILED,
            Rule.REVIEWER_DID_NOT_TAKE_IT_IN,
            Rule.REVIEW_IS_COMPLETE,
            Rule.FIELD_IS_APPROVED,
            Rule.BODY_IS_IMPARTIAL,
        ),
        "ResolveFlag": (
            *_APPLYING,
            Rule.FLAG_IS_OPEN,
            Rule.REASON_IS_WRITTEN,
            Rule.APPROVAL_IS_SECOND,
        ),
        "AcceptApplication": (
            *_OPEN,
            Rule.SCHEME_IS_FILED,
            Rule.HOLDER_IS_LEGAL_PERSON,
            Rule.BUSINESS_IS_OLD_ENOUGH,
            Rule.SYSTEM_IS_OLD_ENOUGH,
            Rule.NO_INCIDENT_STANDS,
            Rule.REAPPLICATION_IS_FREE,
            Rule.HOLDER_IS_NOT_BARRED,
        ),
        "RefuseApplication": (*_APPLYING, Rule.REASON_IS_WRITTEN),
        "QuoteFee": (
            *_OPEN,
            Rule.SCHEME_IS_FILED,
            Rule.AGREEMENT_IS_NEW,
            Rule.FEE_IS_PUBLISHED,
            Rule.DISCOUNT_IS_APPROVED,
        ),
        "SignAgreement": (
            *_OPEN,
            Rule.AGREEMENT_IS_NEW,
            Rule.AGREEMENT_IS_SIGNED,
            Rule.DATES_ARE_IN_ORDER,
        ),
        "RecordPayment": (
            *_OPEN,
            Rule.INVOICE_IS_NEW,
            Rule.AMOUNT_IS_POSITIVE,
            Rule.DATES_ARE_IN_ORDER,
            Rule.PAYER_IS_THE_CLIENT,
            Rule.AGREEMENT_IS_SIGNED,
        ),
        "CloseCase": (),
    }
)
