"""What the body may record of itself. ISO/IEC 17065 4.1.1; 认证认可条例 art. 9."""

from datetime import date

import pytest

from events.body import (
    ApprovedFieldEnded,
    ApprovedFieldGranted,
    BodyDataChanged,
    BodyOpened,
    DayOpened,
    HolidaysPublished,
)
from events.vocabulary import BodyKind
from services.body.commands import (
    ChangeBodyData,
    EndApprovedField,
    GrantApprovedField,
    OpenBody,
    PublishHolidays,
)
from services.body.rules import Rule
from services.body.service import BODY
from services.core.calendar import Holidays
from services.core.profile import PROFILE, Profile
from tests.given import Specification

given = Specification(BODY)
TODAY = date(2026, 11, 23)
open_body = OpenBody(
    kind=BodyKind.DEMONSTRATION,
    name="示例认证有限公司",
    name_en="Sample Certification",
    approval_no="CNCA-R-2099-900",
    opened_on=date(2026, 1, 1),
)
opened = BodyOpened(**open_body.model_dump())
grant = GrantApprovedField(field="SC03", label="批发业和零售业", from_on=date(2026, 1, 1))
granted = ApprovedFieldGranted(**grant.model_dump())
end = EndApprovedField(field="SC03", last_day=date(2026, 12, 31), reason="not renewed")
ended = ApprovedFieldEnded(**end.model_dump())
rename = ChangeBodyData(name="示例认证中心", name_en="Sample Centre", reason="new licence")
holidays = PublishHolidays(
    year=2026,
    days_off=(date(2026, 10, 1), date(2026, 10, 2)),
    working_weekends=(date(2026, 10, 10),),
    source="announced",
)
published = HolidaysPublished(**holidays.model_dump())


def profile(*events: object) -> Profile:
    known = PROFILE.initial
    for event in events:
        known = PROFILE.evolve(known, event)
    return known


def test_a_body_is_opened_once():
    given().when(open_body).then(opened)
    given(opened).when(open_body).then_nothing_happens()


@pytest.mark.parametrize(
    "other",
    [
        {"kind": BodyKind.REAL},
        {"approval_no": "CNCA-R-2099-901"},
        {"opened_on": date(2026, 1, 2)},
    ],
)
def test_kind_approval_number_and_first_day_never_change(other):
    given(opened).when(open_body.model_copy(update=other)).then_refused(Rule.BODY_IS_NEW)


def test_a_body_opened_again_after_its_name_changed_is_no_news():
    changed = BodyDataChanged(**rename.model_dump())
    given(opened, changed).when(open_body).then_nothing_happens()


def test_the_first_day_of_a_body_is_today_or_before():
    today = open_body.model_copy(update={"opened_on": TODAY})
    tomorrow = open_body.model_copy(update={"opened_on": date(2026, 11, 24)})
    given().when(today).then(BodyOpened(**today.model_dump()))
    given().when(tomorrow).then_refused(Rule.OPENED_NOT_IN_FUTURE)


@pytest.mark.parametrize("command", [rename, grant, end, holidays])
def test_nothing_is_recorded_of_a_body_that_was_not_opened(command):
    given().when(command).then_refused(Rule.BODY_IS_OPEN)


def test_the_name_changes_once():
    changed = BodyDataChanged(**rename.model_dump())
    given(opened).when(rename).then(changed)
    given(opened, changed).when(rename).then_nothing_happens()
    assert profile(opened, changed).name == "示例认证中心"


def test_a_field_is_approved_once_at_a_time():
    given(opened).when(grant).then(granted)
    given(opened, granted).when(grant).then_nothing_happens()
    later = grant.model_copy(update={"from_on": date(2026, 6, 1)})
    given(opened, granted).when(later).then_refused(Rule.FIELD_NOT_YET_APPROVED)


def test_a_field_may_be_approved_anew_after_its_end():
    last_day = grant.model_copy(update={"from_on": date(2026, 12, 31)})
    day_after = grant.model_copy(update={"from_on": date(2027, 1, 1)})
    given(opened, granted, ended).when(last_day).then_refused(Rule.FIELD_NOT_YET_APPROVED)
    given(opened, granted, ended).when(grant).then_refused(Rule.FIELD_NOT_YET_APPROVED)
    given(opened, granted, ended).when(day_after).then(
        ApprovedFieldGranted(**day_after.model_dump())
    )


def test_an_approval_ends_once():
    given(opened, granted).when(end).then(ended)
    given(opened, granted, ended).when(end).then_nothing_happens()
    later = end.model_copy(update={"last_day": date(2027, 12, 31)})
    given(opened, granted, ended).when(later).then_refused(Rule.FIELD_IS_APPROVED)


def test_an_approval_never_given_does_not_end():
    given(opened).when(end).then_refused(Rule.FIELD_IS_APPROVED)


def test_an_approval_does_not_end_before_it_began():
    first = end.model_copy(update={"last_day": date(2026, 1, 1)})
    before = end.model_copy(update={"last_day": date(2025, 12, 31)})
    given(opened, granted).when(first).then(ApprovedFieldEnded(**first.model_dump()))
    given(opened, granted).when(before).then_refused(Rule.APPROVAL_ENDS_AFTER_ITS_START)


def test_the_body_is_approved_from_the_first_day_to_the_last():
    known = profile(opened, granted, ended)
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [known.approved_for("SC03", day) for day in days] == [False, True, True, False]
    assert not known.approved_for("SC04", date(2026, 6, 1))
    assert profile(opened, granted).approved_for("SC03", date(2099, 1, 1))


def test_holidays_are_published_and_a_new_list_replaces_the_year():
    given(opened).when(holidays).then(published)
    given(opened, published).when(holidays).then_nothing_happens()
    fewer = holidays.model_copy(update={"days_off": (date(2026, 10, 1),)})
    republished = HolidaysPublished(**fewer.model_dump())
    given(opened, published).when(fewer).then(republished)
    assert profile(opened, published, republished).holidays == Holidays(
        frozenset({date(2026, 10, 1)}), frozenset({date(2026, 10, 10)})
    )


def test_holidays_lie_in_the_year_they_are_published_for():
    wrong = holidays.model_copy(update={"days_off": (date(2027, 1, 1),)})
    given(opened).when(wrong).then_refused(Rule.HOLIDAYS_LIE_IN_THE_YEAR)


@pytest.mark.parametrize("day", [date(2026, 10, 9), date(2026, 10, 3)])
def test_a_day_worked_instead_is_a_weekend_day_and_not_off(day):
    wrong = holidays.model_copy(
        update={"working_weekends": (day,), "days_off": (date(2026, 10, 3),)}
    )
    given(opened).when(wrong).then_refused(Rule.HOLIDAYS_AGREE)


def test_a_body_knows_whether_it_is_for_show():
    real = opened.model_copy(update={"kind": BodyKind.REAL})
    assert profile(opened).demonstration
    assert not profile(real).demonstration
    assert (profile(real).opened, profile().opened) == (True, False)


def test_the_days_of_the_profile_do_not_concern_the_calendar():
    assert PROFILE.evolve(PROFILE.initial, DayOpened(day=TODAY)) == PROFILE.initial


def test_facts_of_the_body_hold_from_their_own_days():
    events = (opened, granted, ended, BodyDataChanged(**rename.model_dump()))
    assert [BODY.effective_on(event) for event in events] == [
        opened.opened_on,
        granted.from_on,
        ended.last_day,
        None,
    ]
