"""Days open once, in order, when they have come. House rule."""

from datetime import date

import pytest

from events.body import BodyOpened, DayOpened
from events.vocabulary import BodyKind
from services.body.commands import OpenDay
from services.body.rules import Rule
from services.body.service import BODY
from tests.given import Specification, at

given = Specification(BODY)
opened = BodyOpened(
    kind=BodyKind.REAL,
    name="示例认证有限公司",
    name_en="Sample Certification",
    approval_no="CNCA-R-2099-900",
    opened_on=date(2026, 11, 20),
)


def day(number: int) -> DayOpened:
    return DayOpened(day=date(2026, 11, number))


def open_day(number: int) -> OpenDay:
    return OpenDay(day=date(2026, 11, number))


def test_the_first_day_is_the_day_the_body_opened():
    given(opened).when(open_day(20)).then(day(20))
    facts = given(opened).when(open_day(21)).then_refused(Rule.DAYS_OPEN_IN_ORDER)
    assert facts["due"] == date(2026, 11, 20)


def test_the_next_day_follows_and_none_is_skipped():
    given(opened, day(20)).when(open_day(21)).then(day(21))
    given(opened, day(20)).when(open_day(22)).then_refused(Rule.DAYS_OPEN_IN_ORDER)


@pytest.mark.parametrize("number", [20, 21])
def test_a_day_opened_before_is_no_news(number):
    given(opened, day(20), day(21)).when(open_day(number)).then_nothing_happens()


def test_a_day_before_the_body_was_opened_never_opens():
    given(opened, day(20)).when(open_day(19)).then_refused(Rule.DAYS_OPEN_IN_ORDER)
    given(opened).when(open_day(19)).then_refused(Rule.DAYS_OPEN_IN_ORDER)


def test_a_day_opens_when_it_has_come_on_the_wall_of_the_body():
    known = given(opened, day(20), day(21), day(22))
    known.when(open_day(23), moment=at("2026-11-22", "23:59")).then_refused(Rule.DAY_HAS_COME)
    known.when(open_day(23), moment=at("2026-11-23", "00:00")).then(day(23))


def test_days_missed_are_opened_later_one_by_one():
    given(opened, day(20)).when(open_day(21), moment=at("2026-12-24")).then(day(21))


def test_no_day_opens_without_a_body():
    given().when(open_day(20)).then_refused(Rule.BODY_IS_OPEN)


def test_days_and_profile_have_streams_of_their_own():
    assert BODY.home(day(20)) == "body-calendar"
    assert BODY.home(opened) == "body-profile"
    assert BODY.effective_on(day(20)) == date(2026, 11, 20)
