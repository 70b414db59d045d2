"""A price by a published table, line by line. 认证认可条例 art. 20; process 8."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal

from events.scheme_scoring import Code, Flag, Part
from events.vocabulary import Exact, Money, Name, Text
from services.core.scheme.mandays import ManDayTable
from services.core.scheme.rules import Rule

CENT = Decimal("0.01")


class ChargedDays(Part):
    """Where the man-days charged come from: a table, a count of units, or an agreement."""

    table: Name | None
    initial: Code | None = None
    surveillance: Code | None = None
    recertification: Code | None = None
    initial_first_unit: Exact | None = None
    each_further_unit: Exact | None = None
    rule: Text | None = None
    mark: Text | None = None


class Extra(Part):
    """A price for something beyond the usual; None where it is charged at cost."""

    code: Code
    amount: Money | None
    rule: Text | None = None


class FeeTable(Part):
    """Prices of one published table, in yuan; None where it does not say."""

    id: Code
    title_zh: Name
    applies_to: tuple[Name, ...]
    confidence: Literal["published", "demonstration"]
    source: Text
    application: Money
    per_man_day: Money
    certificate: Money
    annual: Money
    annual_due_in_year_1: Flag
    annual_due_in_year_1_mark: Text | None = None
    man_days: ChargedDays
    surveillance_factor: Exact
    recert_factor: Exact
    application_on_recert: Money | None
    certificate_on_recert: Money | None
    extras: tuple[Extra, ...]
    days: ManDayTable | None = None
    """The table that ``man_days`` names."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a quotation; a line of days names them, their price and their factor."""

    item: str
    amount: Decimal
    quantity: Fraction | None = None
    rate: Decimal | None = None
    factor: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """What a case costs, without travel, which is charged apart at cost. R-0804."""

    man_days: Fraction
    total: Decimal
    lines: tuple[Line, ...]


def fee(
    table: FeeTable,
    *,
    activity: str,
    headcount: int | None = None,
    man_days: Fraction | None = None,
    units: int | None = None,
) -> Fee:
    """The price of an activity; ValueError names what the table's days cannot be told without."""
    if activity not in ("initial", "surveillance", "recertification"):
        raise ValueError(
            "activity: a price is published for initial, surveillance, recertification"
        )
    days = man_days
    if days is None:
        days = _days(table, activity, headcount, units)
    if days <= 0:
        raise ValueError("man_days: more than none are charged")
    lines = tuple(_lines(table, activity, days))
    return Fee(days, sum((line.amount for line in lines), Decimal("0.00")), lines)


def _days(table: FeeTable, activity: str, headcount: int | None, units: int | None) -> Fraction:
    charged = table.man_days
    if charged.initial_first_unit is not None and charged.each_further_unit is not None:
        if units is None or units < 1:
            raise ValueError(f"units: {table.id} counts days by units, 1 or more")
        return charged.initial_first_unit + charged.each_further_unit * (units - 1)
    if table.days is None:
        raise ValueError(f"man_days: {table.id} charges the man-days agreed on")
    if headcount is None:
        raise ValueError(f"headcount: {table.id} charges by {charged.table}")
    return table.days.row(headcount).total[activity]


def _lines(table: FeeTable, activity: str, days: Fraction) -> Iterator[Line]:
    match activity:
        case "initial":
            yield _flat("application", table.application)
            yield _of_days(table, days, Fraction(1))
            yield _flat("certificate", table.certificate)
            if table.annual_due_in_year_1:
                yield _flat("annual", table.annual)
        case "surveillance":
            yield _of_days(table, days, table.surveillance_factor)
            yield _flat("annual", table.annual)
        case _:
            application, certificate = table.application_on_recert, table.certificate_on_recert
            terms = {"application_on_recert": application, "certificate_on_recert": certificate}
            missing = [name for name, amount in terms.items() if amount is None]
            Rule.FEE_IS_PUBLISHED.require(not missing, terms=missing, table=table.id)
            assert application is not None
            assert certificate is not None
            yield _flat("application", application)
            yield _of_days(table, days, table.recert_factor)
            yield _flat("certificate", certificate)
            yield _flat("annual", table.annual)


def _flat(item: str, amount: Decimal) -> Line:
    return Line(item, amount.quantize(CENT))


def _of_days(table: FeeTable, days: Fraction, factor: Fraction) -> Line:
    """Days at their price; a part of a cent is rounded to the nearest, ties up."""
    cents = floor(days * Fraction(table.per_man_day) * factor * 100 + Fraction(1, 2))
    amount = (Decimal(cents) / 100).quantize(CENT)
    return Line("man_days", amount, days, table.per_man_day.quantize(CENT), factor)
