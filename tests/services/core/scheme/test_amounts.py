"""Man-days, sites and prices. Process 7, 8; data of the published tables."""

from decimal import Decimal
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.core.rule import Refused
from services.core.scheme import published
from services.core.scheme.fees import fee
from services.core.scheme.mandays import Adjustment, mandays
from services.core.scheme.rules import Rule
from services.core.scheme.sampling import sites

TABLE = published.mandays_table("mandays-gbt27922.csv")
COMMITTEE = published.fee_table("committee-trial")


def days(text: str) -> Fraction:
    return Fraction(text)


def factor(amount: str, code: str = "factor") -> Adjustment:
    return Adjustment(code=code, amount=Fraction(amount), reason="told")


@pytest.mark.parametrize(("people", "total"), [(1, 3), (10, 3), (11, 4), (25, 4)])
def test_a_row_holds_both_its_ends_o_40(people, total):
    assert mandays(TABLE, headcount=people, activity="initial").total == total


def test_three_hundred_people_o_42():
    initial = mandays(TABLE, headcount=300, activity="initial")
    assert (initial.total, initial.planning, initial.on_site) == (days("11.5"), days("1.5"), 10)
    assert initial.row == "276-425"
    surveillance = mandays(TABLE, headcount=300, activity="surveillance")
    assert (surveillance.total, surveillance.on_site) == (days("4.5"), days("3.5"))
    again = mandays(TABLE, headcount=300, activity="recertification")
    assert (again.total, again.on_site) == (days("7.5"), days("6.5"))


def test_rows_follow_one_another_without_a_gap_o_45():
    for row, following in zip(TABLE.rows, TABLE.rows[1:], strict=False):
        assert row.most + 1 == following.fewest
    for row in TABLE.rows:
        found = mandays(TABLE, headcount=row.most, activity="initial")
        assert found.total == found.planning + found.on_site
        assert found.planning in (1, days("1.5"), 2, 3)


def test_beyond_the_table_nobody_guesses():
    for people, rule in ((0, Rule.HEADCOUNT_IS_POSITIVE), (8501, Rule.HEADCOUNT_IS_IN_THE_TABLE)):
        with pytest.raises(Refused) as fault:
            mandays(TABLE, headcount=people, activity="initial")
        assert fault.value.rule is rule
    assert mandays(TABLE, headcount=8500, activity="initial").total == 24
    with pytest.raises(Refused) as fault:
        mandays(TABLE, headcount=8, activity="special")
    assert fault.value.rule is Rule.ACTIVITY_IS_IN_THE_TABLE


def test_all_cuts_together_are_at_most_thirty_percent():
    allowed = mandays(TABLE, headcount=1, activity="initial", adjustments=[factor("-0.9")])
    assert allowed.total == days("2.5")
    with pytest.raises(Refused) as fault:
        mandays(
            TABLE, headcount=1, activity="initial", adjustments=[factor("-0.5"), factor("-0.41")]
        )
    assert fault.value.rule is Rule.CUT_IS_WITHIN_LIMIT


def test_days_are_rounded_to_the_nearest_half_ties_up():
    more = mandays(TABLE, headcount=1, activity="initial", adjustments=[factor("0.25")])
    assert (more.total, more.planning, more.on_site) == (days("3.5"), 1, days("2.5"))
    assert [reason.code for reason in more.reasons] == ["table", "factor", "rounding"]


@given(
    st.integers(1, 8500),
    st.sampled_from(["initial", "surveillance", "recertification"]),
    st.lists(st.fractions(-1, 3, max_denominator=20), max_size=4),
)
def test_man_days_are_half_days_and_never_cut_too_far(people, activity, amounts):
    base = mandays(TABLE, headcount=people, activity=activity).total
    assume(-sum(amount for amount in amounts if amount < 0) <= base * Fraction(3, 10))
    adjustments = [Adjustment(code="f", amount=amount, reason="told") for amount in amounts]
    found = mandays(TABLE, headcount=people, activity=activity, adjustments=adjustments)
    assert (found.total * 2).denominator == 1
    assert found.total >= base * Fraction(7, 10)
    assert found.total == found.planning + found.on_site
    assert sum(reason.amount for reason in found.reasons) == found.total


@given(st.integers(1, 8499), st.sampled_from(["initial", "surveillance", "recertification"]))
def test_more_people_never_need_less_time(people, activity):
    fewer = mandays(TABLE, headcount=people, activity=activity)
    assert mandays(TABLE, headcount=people + 1, activity=activity).total >= fewer.total


@pytest.mark.parametrize(
    ("count", "samples"), [(2, (2, 1, 2)), (26, (6, 4, 5)), (25, (5, 3, 4)), (0, (0, 0, 0))]
)
def test_sites_are_counted_by_integers_o_53_o_55_o_59(count, samples):
    activities = ("initial", "surveillance", "recertification")
    assert tuple(sites(count, activity) for activity in activities) == tuple(
        (sample, True) for sample in samples
    )


@given(st.integers(0, 10**40))
def test_a_sample_is_the_smallest_whose_square_suffices(count):
    sample, _central = sites(count, "surveillance")
    assert 25 * sample**2 >= 9 * count
    assert sample == 0 or 25 * (sample - 1) ** 2 < 9 * count
    assert sites(count, "initial")[0] >= sample


def test_what_cannot_be_sampled():
    with pytest.raises(ValueError, match="count"):
        sites(-1, "initial")
    with pytest.raises(ValueError, match="activity"):
        sites(1, "special")


def test_the_trial_table_asks_14000_for_eight_people_o_48():
    found = fee(COMMITTEE, activity="initial", headcount=8)
    assert (found.man_days, found.total) == (3, Decimal("14000.00"))
    assert [str(line.amount) for line in found.lines] == [
        "1000.00", "9000.00", "2000.00", "2000.00",
    ]  # fmt: skip


def test_the_walk_through_costs_30500_w_1():
    by_people = fee(COMMITTEE, activity="initial", headcount=120)
    assert (by_people.man_days, by_people.total) == (days("8.5"), Decimal("30500.00"))
    assert fee(COMMITTEE, activity="initial", man_days=days("8.5")) == by_people


def test_units_are_counted_where_the_table_says_so():
    city = published.fee_table("city-standard")
    initial = fee(city, activity="initial", units=3)
    assert (initial.man_days, initial.total) == (4, Decimal("22000.00"))
    assert fee(city, activity="surveillance", units=3).total == Decimal("11000.00")


def test_what_is_not_published_is_not_charged():
    with pytest.raises(Refused) as fault:
        fee(COMMITTEE, activity="recertification", headcount=8)
    assert fault.value.rule is Rule.FEE_IS_PUBLISHED


@pytest.mark.parametrize(
    ("table", "field"),
    [("committee-trial", "headcount"), ("large-body-service", "man_days"), ("city-standard", "u")],
)
def test_what_a_price_cannot_be_told_without_is_named(table, field):
    with pytest.raises(ValueError, match=f"^{field}"):
        fee(published.fee_table(table), activity="initial")


def test_tables_that_are_not_shipped_are_named():
    for ask in (published.fee_table, published.mandays_table, published.appeal_profile):
        with pytest.raises(published.NotPublished, match="none of"):
            ask("nowhere")


@given(st.integers(1, 10_000))
def test_whole_sites_need_a_root_and_no_float(count):
    sample, _central = sites(count**2, "recertification")
    assert sample == ceil(Fraction(4, 5) * count)
