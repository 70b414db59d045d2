"""A certificate comes under surveillance and leaves it. ISO/IEC 17065 7.9; lifecycle 6."""

from datetime import date

import pytest

from events.body import DayOpened
from events.certificates import CertificateCancelled, CertificateExpired, CertificateWithdrawn
from events.surveillance import SurveillanceMissed, SurveillanceStopped, Window
from services.core.ruling import RULING
from services.surveillance.commands import StopCycle
from services.surveillance.rules import Rule
from services.surveillance.service import SURVEILLANCE
from services.surveillance.state import Cycle
from tests.given import Specification
from tests.services.schemes.packs import changed
from tests.services.surveillance.cycles import (
    NUMBER,
    completed,
    issued,
    open_cycle,
    opened,
    scheme,
)

given = Specification(SURVEILLANCE)
stop = StopCycle(certificate=NUMBER, reason="withdrawn", stopped_on=date(2027, 6, 1))
stopped = SurveillanceStopped(certificate=NUMBER, reason="withdrawn", stopped_on=date(2027, 6, 1))


def test_a_certificate_issued_comes_under_surveillance_w_1():
    given.hearing(issued).asks(open_cycle)
    given().knowing(scheme()).when(open_cycle).then(opened)


def test_a_cycle_opens_once():
    given(opened).knowing(scheme()).when(open_cycle).then_nothing_happens()
    given(opened, stopped).knowing(scheme()).when(open_cycle).then_nothing_happens()


def test_without_its_scheme_nobody_can_say_when():
    given().when(open_cycle).then_refused(Rule.SCHEME_IS_KNOWN)


@pytest.mark.parametrize(
    ("anchor", "anchor_on", "latest"),
    [
        ("decision", date(2026, 5, 20), date(2027, 5, 20)),
        ("award", date(2026, 5, 22), date(2027, 5, 22)),
        ("last_audit_end", date(2026, 4, 16), date(2027, 4, 16)),
    ],
)
def test_the_scheme_says_from_which_day_the_first_window_is_counted(anchor, anchor_on, latest):
    pack = changed(lambda raw: raw["surveillance"]["first"].update(anchor=anchor))
    (first,) = given().knowing(scheme(pack)).when(open_cycle).answer()
    assert (first.anchor, first.anchor_on, first.window.latest) == (anchor, anchor_on, latest)


def test_a_window_is_cut_to_the_last_valid_day():
    brief = open_cycle.model_copy(update={"expires_on": date(2027, 3, 1)})
    (first,) = given().knowing(scheme()).when(brief).answer()
    assert first.window == Window(
        earliest=date(2026, 12, 22),
        target_from=date(2027, 2, 22),
        target_to=date(2027, 3, 1),
        latest=date(2027, 3, 1),
    )


def test_a_certificate_shorter_than_its_first_window_is_not_surveyed():
    on_the_day = open_cycle.model_copy(update={"expires_on": date(2026, 12, 22)})
    before = open_cycle.model_copy(update={"expires_on": date(2026, 12, 21)})
    assert len(given().knowing(scheme()).when(on_the_day).answer()) == 1
    given().knowing(scheme()).when(before).then_nothing_happens()


def test_a_withdrawn_certificate_leaves_surveillance():
    withdrawn = CertificateWithdrawn(
        certificate=NUMBER,
        ground="0301",
        facts="not solved",
        effective_on=date(2027, 6, 1),
        decider="wang",
        approver="he",
    )
    given.hearing(withdrawn).asks(stop)
    given(opened).when(stop).then(stopped)


def test_a_cancelled_or_expired_certificate_leaves_surveillance():
    cancelled = CertificateCancelled(
        certificate=NUMBER,
        ground="0401",
        facts="asked in writing",
        requested_on=date(2027, 6, 1),
        effective_on=date(2027, 6, 2),
        decider="wang",
        approver="he",
    )
    expired = CertificateExpired(
        certificate=NUMBER, expires_on=date(2029, 5, 19), effective_on=date(2029, 5, 20)
    )
    given.hearing(cancelled).asks(
        StopCycle(certificate=NUMBER, reason="cancelled", stopped_on=date(2027, 6, 2))
    )
    given.hearing(expired).asks(
        StopCycle(certificate=NUMBER, reason="expired", stopped_on=date(2029, 5, 20))
    )


def test_surveillance_is_stopped_once_and_only_where_there_was_any():
    given(opened, stopped).when(stop).then_nothing_happens()
    given().when(stop).then_nothing_happens()


def test_other_news_ask_for_nothing():
    given.hearing(stopped).asks_nothing()


def test_facts_hold_from_their_own_days():
    missed = SurveillanceMissed(certificate=NUMBER, number=1, latest=date(2027, 5, 22))
    done = completed(date(2027, 3, 1))
    assert [SURVEILLANCE.effective_on(event) for event in (opened, done, missed, stopped)] == [
        date(2026, 5, 22),
        date(2027, 3, 1),
        date(2027, 5, 23),
        date(2027, 6, 1),
    ]
    assert SURVEILLANCE.effective_on(issued) is None


def test_every_event_belongs_to_its_certificate():
    assert SURVEILLANCE.correlation(opened) == NUMBER
    assert SURVEILLANCE.home(opened) == f"surveillance-{NUMBER}"
    with pytest.raises(ValueError, match="DayOpened"):
        SURVEILLANCE.home(DayOpened(day=date(2026, 5, 22)))


def test_only_what_is_needed_is_read():
    assert list(SURVEILLANCE.reads(open_cycle, {}, {})) == [
        f"surveillance-{NUMBER}",
        f"schemes-{open_cycle.scheme}",
    ]
    unopened = {f"surveillance-{NUMBER}": Cycle()}
    assert list(SURVEILLANCE.reads(stop, unopened, {})) == [f"surveillance-{NUMBER}"]
    assert SURVEILLANCE.fold_for(f"schemes-{open_cycle.scheme}") is RULING
