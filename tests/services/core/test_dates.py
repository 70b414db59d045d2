"""Dates as certification counts them. Lifecycle 4."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.calendar import (
    Holidays,
    add_months,
    expiry,
    suspend_by,
    suspension_end,
    working_days,
)

days = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31))
months = st.integers(min_value=0, max_value=120)


def test_a_certificate_decided_on_a_day_ends_the_day_before_three_years_later_o_62():
    assert expiry(date(2026, 11, 23), 36, "minus_one_day") == date(2029, 11, 22)
    assert expiry(date(2026, 11, 23), 36, "same_day") == date(2029, 11, 23)


def test_the_last_of_january_stays_in_january_o_65():
    assert expiry(date(2025, 1, 31), 36, "minus_one_day") == date(2028, 1, 30)


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2025, 3, 31), 11, date(2026, 2, 28)),
        (date(2025, 10, 31), 11, date(2026, 9, 30)),
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_day_that_does_not_exist_becomes_the_last_of_its_month(day, count, later):
    assert add_months(day, count) == later


@given(day=days, count=months)
def test_months_never_roll_over_into_the_next(day, count):
    later = add_months(day, count)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == count
    last = calendar.monthrange(later.year, later.month)[1]
    assert later.day == min(day.day, last)


@given(day=days, count=months)
def test_one_step_is_never_before_many(day, count):
    stepwise = day
    for _ in range(count):
        stepwise = add_months(stepwise, 1)
    assert stepwise <= add_months(day, count)


@given(day=days, longer=st.integers(min_value=1, max_value=120), count=months)
def test_more_months_are_later(day, longer, count):
    assert add_months(day, count) < add_months(day, count + longer)


@given(day=days, count=st.integers(min_value=1, max_value=120))
def test_a_validity_of_same_day_is_one_day_longer(day, count):
    one_day = expiry(day, count, "same_day") - expiry(day, count, "minus_one_day")
    assert one_day == timedelta(days=1)


def test_a_suspension_lasts_to_the_same_day_six_months_later():
    end = suspension_end(date(2027, 5, 27), 6, date(2029, 5, 19))
    assert end == date(2027, 11, 27)


def test_a_suspension_is_cut_to_the_last_valid_day():
    assert suspension_end(date(2029, 3, 1), 6, date(2029, 5, 19)) == date(2029, 5, 19)


def test_five_calendar_days_to_suspend_the_last_included_o_71():
    assert suspend_by(date(2026, 11, 23), 5) == date(2026, 11, 28)


def test_working_days_skip_weekends():
    monday = date(2026, 11, 2)
    assert working_days(monday, 10, Holidays()) == date(2026, 11, 16)
    assert working_days(monday, 11, Holidays()) == date(2026, 11, 17)
    assert working_days(date(2026, 11, 6), 1, Holidays()) == date(2026, 11, 9)


def test_working_days_follow_the_published_holidays():
    known = Holidays().with_year(2026, [date(2026, 10, 1), date(2026, 10, 2)], [date(2026, 10, 10)])
    assert working_days(date(2026, 9, 30), 1, known) == date(2026, 10, 5)
    assert working_days(date(2026, 10, 9), 1, known) == date(2026, 10, 10)


def test_working_days_are_counted_from_one():
    with pytest.raises(ValueError, match="from 1"):
        working_days(date(2026, 11, 2), 0, Holidays())


def test_a_year_published_again_replaces_that_year_only():
    first = Holidays().with_year(2026, [date(2026, 10, 1)], [])
    second = first.with_year(2027, [date(2027, 10, 1)], []).with_year(2026, [date(2026, 5, 1)], [])
    assert second.days_off == {date(2026, 5, 1), date(2027, 10, 1)}
    assert second.of_year(2026) == Holidays(frozenset({date(2026, 5, 1)}), frozenset())


@given(start=days, count=st.integers(min_value=1, max_value=60))
def test_the_nth_working_day_is_a_working_day_with_n_of_them_behind(start, count):
    end = working_days(start, count, Holidays())
    passed = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert Holidays().is_working(end)
    assert sum(Holidays().is_working(day) for day in passed) == count
