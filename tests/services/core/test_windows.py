"""When surveillance is due. Lifecycle 6."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.surveillance import Window
from services.core.windows import PROFILES, Anchors, begins, next_window, window


def test_an_anniversary_less_a_day_is_counted_after_the_months_o_66():
    rule = PROFILES["anniversary-11-12"].first
    due = window(rule, Anchors(last_audit_end=date(2024, 2, 29)))
    assert due == Window(
        earliest=date(2025, 1, 28), target_from=None, target_to=None, latest=date(2025, 2, 27)
    )


def test_nine_to_ten_months_may_move_two_but_never_beyond_a_year_o_69():
    due = window(PROFILES["guide-9-10"].first, Anchors(award=date(2026, 1, 15)))
    assert due == Window(
        earliest=date(2026, 8, 15),
        target_from=date(2026, 10, 15),
        target_to=date(2026, 11, 15),
        latest=date(2027, 1, 15),
    )


def test_no_day_of_a_window_lies_after_the_last_valid_day():
    due = window(
        PROFILES["guide-9-10"].first,
        Anchors(award=date(2026, 1, 15)),
        expires_on=date(2026, 10, 20),
    )
    assert (due.target_from, due.target_to, due.latest) == (
        date(2026, 10, 15),
        date(2026, 10, 20),
        date(2026, 10, 20),
    )


def test_a_window_counted_from_the_certificate_moves_by_whole_years():
    rule = PROFILES["guide-9-10"].first
    due = window(rule, Anchors(award=date(2024, 2, 29)), number=3)
    assert (due.earliest, due.latest) == (date(2026, 9, 29), date(2027, 2, 28))


def test_a_window_counted_from_an_audit_does_not_move_by_its_number():
    after = PROFILES["guide-9-10"].next
    assert after is not None
    anchors = Anchors(last_audit_end=date(2026, 12, 1))
    assert window(after, anchors, number=3) == window(after, anchors)


def test_an_anchor_nobody_knows_is_an_error():
    with pytest.raises(ValueError, match="award"):
        window(PROFILES["guide-9-10"].first, Anchors())


@pytest.mark.parametrize(
    ("profile", "anchors", "latest"),
    [
        ("qms-2025", Anchors(award=date(2026, 5, 22)), date(2027, 5, 22)),
        ("decision-12", Anchors(decision=date(2026, 5, 20)), date(2027, 5, 20)),
        ("nine-to-fifteen", Anchors(award=date(2026, 5, 22)), date(2027, 5, 22)),
        ("ms-calendar", Anchors(decision=date(2026, 5, 20)), date(2027, 5, 20)),
    ],
)
def test_the_first_window_of_every_profile_ends_within_a_year(profile, anchors, latest):
    assert window(PROFILES[profile].first, anchors).latest == latest


@pytest.mark.parametrize(
    ("profile", "first", "last"),
    [
        ("qms-2025", date(2028, 3, 10), date(2028, 3, 10)),
        ("nine-to-fifteen", date(2027, 12, 10), date(2028, 6, 10)),
        ("ms-calendar", date(2028, 1, 1), date(2028, 12, 31)),
    ],
)
def test_the_next_window_follows_the_last_surveillance(profile, first, last):
    due = next_window(PROFILES[profile], Anchors(last_surveillance_end=date(2027, 3, 10)))
    assert (begins(due), due.latest) == (first, last)


def test_a_calendar_year_is_cut_to_the_last_valid_day():
    anchors = Anchors(last_surveillance_end=date(2027, 3, 10))
    due = next_window(PROFILES["ms-calendar"], anchors, expires_on=date(2028, 5, 19))
    assert due.latest == date(2028, 5, 19)


def test_a_profile_that_states_no_next_window_says_so():
    with pytest.raises(ValueError, match="no window"):
        next_window(PROFILES["decision-12"], Anchors(decision=date(2026, 5, 20)))


@given(
    day=st.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1)),
    profile=st.sampled_from(sorted(PROFILES)),
)
def test_the_four_days_of_a_window_rise(day, profile):
    anchors = Anchors(decision=day, award=day, last_audit_end=day)
    due = window(PROFILES[profile].first, anchors)
    known = [due.earliest, due.target_from, due.target_to, due.latest]
    rising = [each for each in known if each is not None]
    assert rising == sorted(rising)
    assert begins(due) > day
