"""Man-days by a published table, adjusted for reasons that are told. Process 7."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from events.scheme_scoring import Code, Part
from events.vocabulary import Exact, Text, exact_text
from services.core.scheme.rules import Rule

HALF_DAY = Fraction(1, 2)
LARGEST_CUT = Fraction(30)
"""Percent of the table's figure. R-0706."""


@dataclass(frozen=True, slots=True)
class Row:
    """Days for a range of covered people, both ends included, by activity."""

    fewest: int
    most: int
    total: Mapping[str, Fraction]
    on_site: Mapping[str, Fraction]

    @property
    def name(self) -> str:
        """As it is quoted: ``276-425``."""
        return f"{self.fewest}-{self.most}"


@dataclass(frozen=True, slots=True)
class ManDayTable:
    """A table published by a body or a committee; rows rise without gaps."""

    name: str
    rows: tuple[Row, ...]

    def row(self, headcount: int) -> Row:
        """The row that holds so many people. R-0701, R-0702."""
        Rule.HEADCOUNT_IS_POSITIVE.require(headcount >= 1, headcount=headcount)
        last = self.rows[-1].most
        Rule.HEADCOUNT_IS_IN_THE_TABLE.require(headcount <= last, headcount=headcount, last=last)
        return next(row for row in self.rows if headcount <= row.most)


class Adjustment(Part):
    """One reason to add days or to take some away; the amount is signed, in days. R-0706."""

    code: Code
    amount: Exact
    reason: Text


@dataclass(frozen=True, slots=True)
class Reason:
    """One step from the table to the total, in days."""

    code: str
    amount: Fraction
    reason: str


@dataclass(frozen=True, slots=True)
class ManDays:
    """Days of eight hours; ``on_site`` is the least that is spent at the holder's."""

    total: Fraction
    planning: Fraction
    on_site: Fraction
    row: str
    reasons: tuple[Reason, ...]


def mandays(
    table: ManDayTable,
    *,
    headcount: int,
    activity: str,
    adjustments: Sequence[Adjustment] = (),
    round_to: Fraction = HALF_DAY,
    max_reduction_percent: Fraction = LARGEST_CUT,
) -> ManDays:
    """The table's row, then every adjustment, then the nearest half day, ties up. R-0701 to 0706.

    Adjustments change the time on site; planning and documents stay as the table has them.
    """
    row = table.row(headcount)
    Rule.ACTIVITY_IS_IN_THE_TABLE.require(activity in row.total, activity=activity)
    base, planning = row.total[activity], row.total[activity] - row.on_site[activity]
    cut = -sum((each.amount for each in adjustments if each.amount < 0), Fraction(0))
    Rule.CUT_IS_WITHIN_LIMIT.require(
        cut <= base * max_reduction_percent / 100, percent=exact_text(max_reduction_percent)
    )
    exact_total = base + sum((each.amount for each in adjustments), Fraction(0))
    least = base * (1 - max_reduction_percent / 100)
    total = _rounded(exact_total, least, round_to) if adjustments else base
    reasons = [Reason("table", base, f"{table.name} {row.name}")]
    reasons += [Reason(each.code, each.amount, each.reason) for each in adjustments]
    if total != exact_total:
        reasons.append(Reason("rounding", total - exact_total, f"to {exact_text(round_to)} days"))
    return ManDays(total, planning, total - planning, row.name, tuple(reasons))


def _rounded(days: Fraction, least: Fraction, step: Fraction) -> Fraction:
    """The nearest step, ties up; up where the nearest would cut more than is allowed."""
    nearest = floor(days / step + Fraction(1, 2)) * step
    return nearest if nearest >= min(days, least) else ceil(days / step) * step
