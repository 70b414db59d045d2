"""A price, an agreement and money. Process 8; examples O-48 and W-1."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from events import applications as happened
from events.vocabulary import Employment, Role
from services.applications import commands as ask
from services.applications.rules.book import Rule
from tests.services.applications.builders import (
    ACCEPTED,
    APPLYING,
    CASE,
    FINANCE,
    REVIEWED,
    accepted,
    agreed,
    demo_pack,
    facts,
    fee_paid,
    line,
    person,
    reviewed,
    submitted,
    taken,
    when,
    world,
)

TABLE = "demonstration"


def quoted(**changed):
    """The price of the walk-through. W-1."""
    return happened.FeeQuoted(
        **{
            "case": CASE,
            "quotation": 1,
            "table": TABLE,
            "man_days": "8.5",
            "lines": (
                line("application", "1000.00"),
                line("man_days", "25500.00"),
                line("certificate", "2000.00"),
                line("annual", "2000.00"),
            ),
            "discount": Decimal(0),
            "discount_reason": None,
            "discount_approver": None,
            "total": Decimal("30500.00"),
            "quoted_on": date(2026, 3, 9),
            **changed,
        }
    )


def quote(*history, knowing=None, **changed):
    command = ask.QuoteFee(**{"case": CASE, "table": TABLE, **changed})
    return when(command, *history, by=FINANCE, role=Role.FINANCE_CLERK, knowing=knowing)


CONTRACTED = (*ACCEPTED, quoted(), agreed)


def test_w1_the_price_of_the_walk_through():
    quote(*ACCEPTED).then(quoted())
    quote(*ACCEPTED, quoted()).then_nothing_happens()


def test_o48_eight_people_pay_fourteen_thousand():
    small = facts(covered_headcount=8)
    history = (submitted(about=small), taken(), fee_paid, reviewed(), accepted(covered_headcount=8))
    (answer,) = quote(*history).answer()
    assert (answer.man_days, answer.total) == (3, Decimal("14000.00"))


@pytest.mark.parametrize("table", ["large-body-service", "nobody-published-this"])
def test_a_price_comes_from_the_schemes_own_published_table(table):
    told = quote(*ACCEPTED, table=table).then_refused(Rule.FEE_IS_PUBLISHED)
    assert told["field"] == "table"


def test_a_table_that_nobody_published_prices_nothing():
    pack = demo_pack().model_copy(update={"fee_table": "unheard-of"})
    quote(*ACCEPTED, table="unheard-of", knowing=world(pack)).then_refused(Rule.FEE_IS_PUBLISHED)


def test_a_price_follows_the_acceptance():
    assert quote(*REVIEWED).then_refused(Rule.GATES_ARE_PASSED)["missing"] == ["acceptance"]


def test_people_beyond_the_man_day_table_pay_by_what_the_review_agreed():
    many = facts(total_staff=9000, covered_headcount=9000)
    told = reviewed(man_days="60")
    history = (submitted(about=many), taken(), fee_paid, told, accepted(covered_headcount=9000))
    (answer,) = quote(*history).answer()
    assert (answer.man_days, answer.total) == (60, Decimal("185000.00"))


@pytest.mark.parametrize("activity", ["recertification", "special"])
def test_what_the_table_does_not_price_is_not_charged(activity):
    """Terms left open in a published table are the body's to publish, not ours to guess."""
    trial = demo_pack().model_copy(update={"fee_table": "committee-trial"})
    history = (*REVIEWED, accepted(activity=activity))
    asked = quote(*history, table="committee-trial", knowing=world(trial))
    asked.then_refused(Rule.FEE_IS_PUBLISHED)


def test_a_recertification_is_priced_where_the_table_says_all():
    (answer,) = quote(*REVIEWED, accepted(activity="recertification")).answer()
    assert answer.lines[0].item == "application"
    assert answer.total > 0


LESS = {"discount": "500.00", "discount_reason": "年度合作", "discount_approver": "head"}


def test_a_discount_has_a_reason_and_another_who_approves():
    total = Decimal("30000.00")
    quote(*ACCEPTED, **LESS).then(quoted(**LESS, total=total))
    second = quoted(**LESS, total=total, quotation=2)
    quote(*ACCEPTED, quoted(), **LESS).then(second)


@pytest.mark.parametrize(
    "changed",
    [
        {"discount_reason": None},
        {"discount_reason": " "},
        {"discount_approver": None},
        {"discount_approver": FINANCE},
        {"discount_approver": "nobody"},
        {"discount": "-1"},
        {"discount": "30500.01"},
    ],
)
def test_any_other_discount_is_refused(changed):
    told = quote(*ACCEPTED, **{**LESS, **changed}).then_refused(Rule.DISCOUNT_IS_APPROVED)
    assert told["field"] == "discount"


def sign(*history, on="2026-03-16", knowing=None, **changed):
    command = ask.SignAgreement(
        **{
            "case": CASE,
            "number": "HT-2026-017",
            "terms": "2026-1",
            "signer": "head",
            "signed_by_body_on": date(2026, 3, 12),
            "signed_by_client_on": date(2026, 3, 16),
            **changed,
        }
    )
    return when(command, *history, on=on, knowing=knowing)


def test_the_later_signature_dates_the_agreement():
    sign(*ACCEPTED, quoted()).then(agreed)
    sign(*CONTRACTED).then_nothing_happens()


@pytest.mark.parametrize("side", ["signed_by_body_on", "signed_by_client_on"])
def test_an_agreement_with_one_signature_is_none(side):
    told = sign(*ACCEPTED, quoted(), **{side: None}).then_refused(Rule.AGREEMENT_IS_SIGNED)
    assert told["field"] == side


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"signed_by_body_on": date(2026, 3, 8)}, "signed_by_body_on"),
        ({"signed_by_client_on": date(2026, 3, 17)}, "signed_by_client_on"),
    ],
)
def test_nobody_signs_before_the_price_or_ahead(changed, field):
    told = sign(*ACCEPTED, quoted(), **changed).then_refused(Rule.DATES_ARE_IN_ORDER)
    assert told["field"] == field


def test_the_body_signs_by_its_own_people():
    sign(*ACCEPTED, quoted(), signer="nobody").then_refused(Rule.AGREEMENT_IS_SIGNED)
    lent = person("head", Role.HEAD_OF_BODY, Employment.OTHER_BODY)
    foreign = world(**{"personnel-head": lent})
    told = sign(*ACCEPTED, quoted(), knowing=foreign).then_refused(Rule.AGREEMENT_IS_SIGNED)
    assert told["field"] == "signer"


def test_what_was_signed_stands():
    sign(*CONTRACTED, number="HT-2026-018").then_refused(Rule.AGREEMENT_IS_NEW)
    quote(*CONTRACTED, **LESS).then_refused(Rule.AGREEMENT_IS_NEW)


def test_an_agreement_rests_on_acceptance_and_price():
    told = sign(*REVIEWED).then_refused(Rule.GATES_ARE_PASSED)
    assert told["missing"] == ["acceptance", "quotation"]


def paid(**changed):
    return fee_paid.model_copy(update={"invoice": "FP-2", **changed})


def pay(*history, **changed):
    command = ask.RecordPayment(**{**dict(fee_paid), "invoice": "FP-2", **changed})
    return when(command, *history, by=FINANCE, role=Role.FINANCE_CLERK)


def test_the_application_fee_is_paid_before_the_agreement_an_instalment_after():
    pay(*APPLYING).then(paid())
    told = pay(*APPLYING, purpose="instalment").then_refused(Rule.AGREEMENT_IS_SIGNED)
    assert told["field"] == "purpose"
    pay(*CONTRACTED, purpose="instalment").then(paid(purpose="instalment"))


def test_another_payer_needs_the_clients_word():
    told = pay(*APPLYING, payer="丙咨询有限公司").then_refused(Rule.PAYER_IS_THE_CLIENT)
    assert told["field"] == "payer"
    other = {"payer": "丙集团有限公司", "statement": "e" * 64}
    pay(*APPLYING, **other).then(paid(**other))


@pytest.mark.parametrize("amount", ["0", "-1000.00"])
def test_a_payment_is_above_nothing(amount):
    told = pay(*APPLYING, amount=amount).then_refused(Rule.AMOUNT_IS_POSITIVE)
    assert told["field"] == "amount"


@pytest.mark.parametrize("amount", ["NaN", "1000.001", "1e20", "一千"])
def test_what_is_no_money_is_no_amount(amount):
    with pytest.raises(ValidationError, match="amount"):
        pay(amount=amount)


@pytest.mark.parametrize("day", ["2026-03-01", "2026-03-10"])
def test_nobody_pays_before_applying_or_ahead(day):
    told = pay(*APPLYING, paid_on=day).then_refused(Rule.DATES_ARE_IN_ORDER)
    assert told["field"] == "paid_on"


def test_an_invoice_stands_for_one_payment():
    pay(*APPLYING, invoice="FP-1").then_nothing_happens()
    pay(*APPLYING, invoice="FP-1", amount="1").then_refused(Rule.INVOICE_IS_NEW)
