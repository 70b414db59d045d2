"""A price from a published table, an agreement, and money. Process 8; ISO/IEC 17065 4.1.2."""

from collections.abc import Iterator
from decimal import Decimal

from events.applications import AgreementSigned, FeeLine, FeeQuoted, PaymentRecorded
from events.event import Event
from events.vocabulary import Employment
from services.applications.commands import QuoteFee, RecordPayment, SignAgreement
from services.applications.facts import scheme_in, standing_in
from services.applications.rules.book import Rule
from services.applications.rules.gates import (
    is_repeated,
    require_between,
    require_open,
    require_pack,
    require_stages,
)
from services.applications.rules.pricing import price
from services.applications.state import Case
from services.core.context import Context

OWN = (Employment.EMPLOYED, Employment.CONTRACTED)


def quote_fee(command: QuoteFee, case: Case, context: Context) -> Iterator[Event]:
    """The scheme's published table gives the price; a discount has reason and approver. R-0801."""
    submitted, _ = require_open(case)
    require_stages(acceptance=case.accepted is not None)
    pack = require_pack(scheme_in(context.facts, submitted.scheme))
    Rule.FEE_IS_PUBLISHED.require(
        command.table == pack.fee_table, field="table", table=command.table, of=pack.fee_table
    )
    assert case.accepted is not None
    assert case.review is not None
    priced = price(command.table, case.accepted, case.review.man_days)
    _require_approved(command, priced.total, context)
    quoted = FeeQuoted(
        **dict(command),
        quotation=case.quoted.quotation + 1 if case.quoted else 1,
        man_days=priced.man_days,
        lines=tuple(FeeLine(item=line.item, amount=line.amount) for line in priced.lines),
        total=priced.total - command.discount,
        quoted_on=context.today,
    )
    if is_repeated(case.quoted, quoted, "quoted_on", "quotation"):
        return
    Rule.AGREEMENT_IS_NEW.require(case.agreement is None, field="case")
    yield quoted


def _require_approved(command: QuoteFee, price: Decimal, context: Context) -> None:
    approver = command.discount_approver
    approved = (
        bool((command.discount_reason or "").strip())
        and approver not in (None, context.actor)
        and standing_in(context.facts, approver or "").employment in OWN
    )
    Rule.DISCOUNT_IS_APPROVED.require(
        command.discount == 0 or (0 < command.discount <= price and approved),
        field="discount",
        discount=command.discount,
        price=price,
    )


def sign_agreement(command: SignAgreement, case: Case, context: Context) -> Iterator[Event]:
    """Both have signed what was quoted, the body by one of its own people. R-0802."""
    submitted, _ = require_open(case)
    require_stages(acceptance=case.accepted is not None, quotation=case.quoted is not None)
    assert case.quoted is not None
    days = {
        "signed_by_body_on": command.signed_by_body_on,
        "signed_by_client_on": command.signed_by_client_on,
    }
    missing = [name for name, day in days.items() if day is None]
    Rule.AGREEMENT_IS_SIGNED.require(not missing, field=missing[0] if missing else "")
    signed_on = max(day for day in days.values() if day is not None)
    agreement = AgreementSigned(
        case=command.case,
        number=command.number,
        terms=command.terms,
        scheme=submitted.scheme,
        quotation=case.quoted.quotation,
        signer=command.signer,
        signed_on=signed_on,
    )
    if case.agreement == agreement:
        return
    Rule.AGREEMENT_IS_NEW.require(case.agreement is None, field="number")
    for name, day in days.items():
        assert day is not None
        require_between(day, field=name, after=case.quoted.quoted_on, today=context.today)
    Rule.AGREEMENT_IS_SIGNED.require(
        standing_in(context.facts, command.signer).employment in OWN, field="signer"
    )
    yield agreement


def record_payment(command: RecordPayment, case: Case, context: Context) -> Iterator[Event]:
    """Money comes from the client to the body, an instalment under the agreement. R-0803."""
    paid = PaymentRecorded(**dict(command))
    known = case.payments.get(command.invoice)
    if known == paid:
        return
    submitted, facts = require_open(case)
    Rule.INVOICE_IS_NEW.require(known is None, field="invoice", invoice=command.invoice)
    Rule.AMOUNT_IS_POSITIVE.require(command.amount > 0, field="amount", amount=command.amount)
    require_between(
        command.paid_on, field="paid_on", after=submitted.submitted_on, today=context.today
    )
    Rule.PAYER_IS_THE_CLIENT.require(
        command.payer == facts.holder or command.statement is not None, field="payer"
    )
    if command.purpose == "instalment":
        Rule.AGREEMENT_IS_SIGNED.require(case.agreement is not None, field="purpose")
    yield paid
