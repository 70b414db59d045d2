"""Audits done in their window, outside it, and not at all. ISO/IEC 17065 7.9; R-2406."""

from datetime import date, timedelta

import pytest

from events.surveillance import SurveillanceMissed, SurveillanceStopped, Window
from services.surveillance.commands import NoteSurveillanceMissed
from services.surveillance.rules import Rule
from services.surveillance.service import SURVEILLANCE
from tests.given import Specification, at
from tests.services.schemes.packs import changed
from tests.services.surveillance.cycles import (
    NUMBER,
    STREAM,
    complete,
    completed,
    following,
    opened,
    scheme,
)

given = Specification(SURVEILLANCE)
LATEST = date(2027, 5, 22)
note = NoteSurveillanceMissed(certificate=NUMBER, number=1)
missed = SurveillanceMissed(certificate=NUMBER, number=1, latest=LATEST)
stopped = SurveillanceStopped(certificate=NUMBER, reason="expired", stopped_on=date(2029, 5, 20))
DAY = timedelta(days=1)
LATER = at("2029-12-31")
SECOND = following(window=opened.window.model_copy(update={"latest": date(2028, 9, 1)}))


def test_an_audit_done_opens_the_next_window_from_its_own_end():
    given(opened).knowing(scheme()).when(complete(date(2027, 3, 1)), moment=LATER).then(
        completed(date(2027, 3, 1)),
        following(
            anchor_on=date(2027, 3, 1),
            window=Window(
                earliest=date(2027, 10, 1),
                target_from=date(2027, 12, 1),
                target_to=date(2028, 1, 1),
                latest=date(2028, 3, 1),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("audit_end", "in_window"),
    [
        (date(2026, 12, 21), False),
        (date(2026, 12, 22), True),
        (LATEST, True),
        (LATEST + DAY, False),
    ],
)
def test_an_audit_outside_its_window_is_recorded_as_such(audit_end, in_window):
    done, _next = given(opened).knowing(scheme()).when(complete(audit_end), moment=LATER).answer()
    assert done == completed(audit_end, in_window=in_window)


def test_a_window_without_an_earliest_day_has_only_a_last_one():
    open_ended = opened.model_copy(
        update={"window": opened.window.model_copy(update={"earliest": None})}
    )
    done, _next = (
        given(open_ended).knowing(scheme()).when(complete(opened.anchor_on), moment=LATER).answer()
    )
    assert done == completed(opened.anchor_on)


def test_an_audit_does_not_end_before_the_day_its_window_is_counted_from():
    on_the_day, before = complete(opened.anchor_on), complete(opened.anchor_on - DAY)
    known = given(opened).knowing(scheme())
    assert len(known.when(on_the_day, moment=LATER).answer()) == 2
    known.when(before, moment=LATER).then_refused(Rule.AUDIT_FOLLOWS_ITS_ANCHOR)


def test_an_audit_is_recorded_when_it_is_over():
    known = given(opened).knowing(scheme())
    command = complete(date(2027, 3, 1))
    known.when(command, moment=at("2027-02-28", "23:59")).then_refused(Rule.AUDIT_IS_OVER)
    assert len(known.when(command, moment=at("2027-03-01", "00:00")).answer()) == 2


def test_an_audit_lies_within_the_validity_the_last_day_included_o_73():
    last_day = date(2027, 2, 27)
    brief = opened.model_copy(update={"expires_on": last_day})
    given(brief).knowing(scheme()).when(complete(last_day), moment=LATER).then(completed(last_day))
    given(brief).knowing(scheme()).when(complete(last_day + DAY), moment=LATER).then_refused(
        Rule.AUDIT_LIES_WITHIN_VALIDITY
    )


def test_the_same_result_told_again_is_no_news_and_another_is_refused():
    done = completed(date(2027, 3, 1))
    known = given(opened, done, following()).knowing(scheme())
    known.when(complete(date(2027, 3, 1)), moment=LATER).then_nothing_happens()
    known.when(complete(date(2027, 3, 2)), moment=LATER).then_refused(Rule.RESULT_STANDS)


@pytest.mark.parametrize("history", [(), (opened, stopped)])
def test_where_no_window_waits_no_audit_is_recorded(history):
    known = given(*history).knowing(scheme())
    known.when(complete(date(2027, 3, 1)), moment=LATER).then_refused(Rule.WINDOW_IS_OPEN)


def test_windows_are_audited_in_turn():
    known = given(opened).knowing(scheme())
    known.when(complete(date(2027, 3, 1), number=2), moment=LATER).then_refused(Rule.WINDOW_IS_OPEN)


def test_the_last_window_is_cut_to_the_last_valid_day():
    _done, last = (
        given(opened).knowing(scheme()).when(complete(date(2028, 8, 1)), moment=LATER).answer()
    )
    assert last.window == Window(
        earliest=date(2029, 3, 1),
        target_from=date(2029, 5, 1),
        target_to=date(2029, 5, 19),
        latest=date(2029, 5, 19),
    )


def test_no_window_opens_that_would_begin_after_the_last_valid_day():
    known = given(opened).knowing(scheme())
    on_the_day, day_after = date(2028, 10, 19), date(2028, 10, 20)
    assert len(known.when(complete(on_the_day), moment=LATER).answer()) == 2
    known.when(complete(day_after), moment=LATER).then(completed(day_after, in_window=False))


def test_a_window_counted_from_the_certificate_is_counted_from_its_anniversary():
    pack = changed(lambda raw: raw["surveillance"]["next"].update(anchor="award"))
    _done, second = (
        given(opened).knowing(scheme(pack)).when(complete(date(2027, 3, 1)), moment=LATER).answer()
    )
    assert (second.anchor, second.anchor_on) == ("award", date(2026, 5, 22))
    assert (second.window.earliest, second.window.latest) == (date(2027, 12, 22), date(2028, 5, 22))


def test_a_window_is_missed_the_day_after_its_last_day_w_1():
    given(opened).when_day_opens(LATEST - DAY, stream=STREAM).asks_nothing()
    given(opened).when_day_opens(LATEST, stream=STREAM).asks_nothing()
    given(opened).when_day_opens(LATEST + DAY, stream=STREAM).asks(note)
    given(opened).when_day_opens(LATEST + 9 * DAY, stream=STREAM).asks(note)


def test_missing_is_noted_once_and_only_after_the_last_day_w_1():
    given(opened).when(note, moment=at("2027-05-22", "23:59")).then_refused(Rule.WINDOW_HAS_PASSED)
    given(opened).when(note, moment=at("2027-05-23", "00:00")).then(missed)
    given(opened, missed).when(note, moment=LATER).then_nothing_happens()
    given(opened, missed).when_day_opens(LATEST + DAY, stream=STREAM).asks_nothing()


@pytest.mark.parametrize(
    "history",
    [
        (),
        (opened, stopped),
        (opened, completed(date(2027, 3, 1))),
        (opened, completed(date(2027, 3, 1)), SECOND),
    ],
)
def test_what_was_done_or_stopped_is_not_missed(history):
    given(*history).when(note, moment=LATER).then_nothing_happens()
    given(*history).when_day_opens(LATEST + DAY, stream=STREAM).asks_nothing()


def test_a_window_that_ends_with_the_certificate_is_not_missed_but_expires():
    last_day = opened.model_copy(update={"expires_on": LATEST})
    day_more = opened.model_copy(update={"expires_on": LATEST + DAY})
    given(last_day).when_day_opens(LATEST + DAY, stream=STREAM).asks_nothing()
    given(day_more).when_day_opens(LATEST + DAY, stream=STREAM).asks(note)


def test_a_missed_surveillance_may_still_be_done_and_the_next_starts_from_it_w_1():
    given(opened, missed).knowing(scheme()).when(complete(date(2027, 9, 1)), moment=LATER).then(
        completed(date(2027, 9, 1), in_window=False),
        following(
            anchor_on=date(2027, 9, 1),
            window=Window(
                earliest=date(2028, 4, 1),
                target_from=date(2028, 6, 1),
                target_to=date(2028, 7, 1),
                latest=date(2028, 9, 1),
            ),
        ),
    )


def test_the_window_after_a_missed_one_can_be_missed_too():
    late = completed(date(2027, 9, 1), in_window=False)
    given(opened, missed, late, SECOND).when_day_opens(date(2028, 9, 2), stream=STREAM).asks(
        NoteSurveillanceMissed(certificate=NUMBER, number=2)
    )
