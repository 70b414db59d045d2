"""Dates as certification counts them: always from the original anchor, in one step. Lifecycle 4."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, assert_never

EndRule = Literal["minus_one_day", "same_day"]


def add_months(day: date, months: int) -> date:
    """The same day, months later; where that day does not exist, the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def expiry(anchor: date, months: int, end_rule: EndRule) -> date:
    """The last valid day, inclusive. Lifecycle 4."""
    same_day = add_months(anchor, months)
    match end_rule:
        case "same_day":
            return same_day
        case "minus_one_day":
            return same_day - timedelta(days=1)
        case _:
            assert_never(end_rule)


def suspension_end(start: date, months: int, expires_on: date) -> date:
    """The last suspended day, inclusive, never beyond the last valid day. Lifecycle 4, R-2402."""
    return min(add_months(start, months), expires_on)


def suspend_by(confirmed: date, days: int) -> date:
    """The last day to suspend, inclusive, calendar days after the ground was confirmed. R-2401."""
    return confirmed + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Holidays:
    """Days off, and weekend days worked in exchange, as published for the years known."""

    days_off: frozenset[date] = frozenset()
    working_weekends: frozenset[date] = frozenset()

    def with_year(
        self, year: int, days_off: Iterable[date], working_weekends: Iterable[date]
    ) -> "Holidays":
        """These, with that year's put in place of what was known of it."""
        return Holidays(
            frozenset(day for day in self.days_off if day.year != year) | frozenset(days_off),
            frozenset(day for day in self.working_weekends if day.year != year)
            | frozenset(working_weekends),
        )

    def of_year(self, year: int) -> "Holidays":
        """What is known of one year."""
        return Holidays(
            frozenset(day for day in self.days_off if day.year == year),
            frozenset(day for day in self.working_weekends if day.year == year),
        )

    def is_working(self, day: date) -> bool:
        """Whether offices are open on that day."""
        if day in self.days_off:
            return False
        return day.weekday() < calendar.SATURDAY or day in self.working_weekends


def working_days(start: date, days: int, holidays: Holidays) -> date:
    """The n-th working day after a day that is itself not counted; n is 1 or more. Process 0."""
    if days < 1:
        raise ValueError("working days are counted from 1")
    day = start
    while days:
        day += timedelta(days=1)
        days -= holidays.is_working(day)
    return day
