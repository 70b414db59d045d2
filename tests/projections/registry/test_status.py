"""The bitemporal answer, against a fold written a second time and against the field's examples."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.envelope import Recorded
from events.event import Event
from events.vocabulary import CertificateStatus
from projections.registry.projection import project
from projections.registry.status import Act, ActKind, Answer, status
from projections.view import Put
from tests.given import at
from tests.projections.lives import (
    History,
    cancelled,
    day,
    expired,
    extended,
    issued,
    restored,
    suspended,
    withdrawn,
)

VALID, SUSPENDED = CertificateStatus.VALID, CertificateStatus.SUSPENDED
WITHDRAWN, EXPIRED = CertificateStatus.WITHDRAWN, CertificateStatus.EXPIRED


def acts(history: History) -> list[Act]:
    """The rows of ``act`` that the projection makes of a history."""
    rows: list[Any] = [
        change.row
        for recorded in history.events
        for change in project(recorded)
        if isinstance(change, Put) and change.table == "act"
    ]
    return [
        Act(
            row["version"],
            ActKind(row["kind"]),
            row["effective_on"],
            row["recorded_at"],
            row["last_day"],
        )
        for row in rows
    ]


def asked(history: History, effective: str, known: str = "2030-01-01") -> Answer:
    return status(acts(history), day(effective), at(known, "23:59"))


def test_o_123_a_withdrawal_holds_from_the_start_of_its_day() -> None:
    life = History().record(issued(awarded_on="2025-06-01"), at("2025-06-01"))
    life.record(withdrawn("2026-01-04"), at("2026-01-04"))
    assert asked(life, "2026-01-05").standing.status is WITHDRAWN
    assert asked(life, "2026-01-04").standing.status is WITHDRAWN
    assert asked(life, "2026-01-03").standing.status is VALID


def test_o_73_the_last_day_is_valid_and_the_next_is_not_though_no_clock_told_it() -> None:
    life = History().record(issued(expires_on="2027-02-27"), at("2026-05-22"))
    assert asked(life, "2027-02-27").standing.status is VALID
    late = asked(life, "2027-02-28").standing
    assert (late.status, late.since) == (EXPIRED, day("2027-02-28"))


def test_w_1_suspended_and_restored() -> None:
    life = History().record(issued(), at("2026-05-22"))
    life.record(suspended("2027-05-27", "2027-11-27"), at("2027-05-27"))
    life.record(extended("2028-01-31"), at("2027-11-20"))
    life.record(restored("2027-12-01"), at("2027-12-01"))
    assert asked(life, "2026-05-21").standing.status is None
    assert asked(life, "2026-05-22").standing.status is VALID
    assert asked(life, "2027-05-26").standing.status is VALID
    assert asked(life, "2027-05-27").standing.suspended_until == day("2027-11-27")
    lengthened = asked(life, "2027-11-30").standing
    assert (lengthened.status, lengthened.since) == (SUSPENDED, day("2027-05-27"))
    assert lengthened.suspended_until == day("2028-01-31")
    again = asked(life, "2027-12-01").standing
    assert (again.status, again.since, again.suspended_until) == (VALID, day("2027-12-01"), None)


def test_a_day_ahead_is_foreseen_and_today_is_not() -> None:
    life = History().record(issued(), at("2026-05-22"))
    assert asked(life, "2026-11-24", known="2026-11-23").foreseen
    assert not asked(life, "2026-11-23", known="2026-11-23").foreseen
    assert asked(life, "2029-06-01", known="2026-11-23").standing.status is EXPIRED


def test_the_day_turns_on_the_wall_of_the_body_and_not_in_utc() -> None:
    life = History().record(issued(), at("2026-05-22"))
    midnight = at("2026-11-24", "00:00")
    assert not status(acts(life), day("2026-11-24"), midnight).foreseen
    assert status(acts(life), day("2026-11-24"), midnight - timedelta(seconds=1)).foreseen


def test_before_it_was_recorded_the_record_held_nothing() -> None:
    life = History().record(issued(), at("2026-05-25"))
    answer = asked(life, "2026-05-23", known="2026-05-24")
    assert not answer.recorded
    assert answer.standing.status is None


def test_a_backdated_withdrawal_is_told_and_leaves_the_earlier_answer_alone() -> None:
    life = History().record(issued(), at("2026-05-22"))
    life.record(suspended("2027-05-27", "2027-11-27"), at("2027-05-27"))
    life.record(withdrawn("2027-03-01"), at("2027-07-10"))
    then = asked(life, "2027-06-01", known="2027-06-01")
    assert (then.standing.status, then.backdated) == (SUSPENDED, False)
    now = asked(life, "2027-06-01")
    assert (now.standing.status, now.standing.since) == (WITHDRAWN, day("2027-03-01"))
    assert now.told_then == then.standing


def test_the_clock_being_late_is_not_a_correction() -> None:
    life = History().record(issued(expires_on="2027-02-27"), at("2026-05-22"))
    life.record(expired("2027-02-27", "2027-02-28"), at("2027-03-05"))
    assert not asked(life, "2027-03-01").backdated


@pytest.mark.parametrize("ending", [withdrawn, cancelled])
def test_an_end_stays_what_it_was_after_the_expiry_date(ending: Any) -> None:
    life = History().record(issued(expires_on="2027-02-27"), at("2026-05-22"))
    life.record(ending("2026-12-01"), at("2026-12-01"))
    assert asked(life, "2027-06-01").standing.status.value in ("withdrawn", "cancelled")


# The second fold: lifecycle 5 word by word, over events and not over rows.

TRANSITIONS = {
    "CertificateSuspended": {"valid": "suspended"},
    "CertificateRestored": {"suspended": "valid"},
    "CertificateWithdrawn": {"valid": "withdrawn", "suspended": "withdrawn"},
    "CertificateCancelled": {"valid": "cancelled", "suspended": "cancelled"},
    "CertificateExpired": {"valid": "expired", "suspended": "expired"},
}


def reference(history: list[Recorded[Event]], effective: date, known: Any) -> str | None:
    seen: list[tuple[date, int, str]] = []
    expiry = None
    for recorded in history:
        if recorded.recorded_at > known or type(recorded.event).__name__ == "SuspensionExtended":
            continue
        event: Any = recorded.event
        begins = event.awarded_on if type(event).__name__ == "CertificateIssued" else None
        seen.append((begins or event.effective_on, recorded.version, type(event).__name__))
        expiry = event.expires_on if begins else expiry
    said: str | None = None
    for begins, _, name in sorted(seen):
        if begins <= effective:
            said = (
                "valid"
                if name == "CertificateIssued"
                else TRANSITIONS[name].get(said or "", said or None)
            )
    if said in ("valid", "suspended") and expiry is not None and effective > expiry:
        return "expired"
    return said


FIRST = date(2026, 5, 22)
DAYS = st.integers(0, 60).map(lambda days: FIRST + timedelta(days=days))


@st.composite
def lives(draw: st.DrawFn) -> History:
    """Any acts in any order of record, backdated and foredated."""
    history = History()
    expires_on = FIRST + timedelta(days=draw(st.integers(10, 50)))
    moment = at("2026-05-22")
    history.record(issued(expires_on=expires_on), moment)
    for _ in range(draw(st.integers(0, 6))):
        moment += timedelta(hours=draw(st.integers(0, 200)))
        begins = str(draw(DAYS))
        make = draw(
            st.sampled_from(
                [
                    lambda d: suspended(d, d),
                    lambda _d: extended("2026-08-01"),
                    restored,
                    withdrawn,
                    cancelled,
                    lambda d: expired(d, d),
                ]
            )
        )
        history.record(make(begins), moment)
    return history


@given(lives(), DAYS, DAYS)
def test_every_answer_equals_a_fold_over_the_events(
    history: History, effective: date, known_on: date
) -> None:
    known = at(str(known_on), "18:00")
    answer = status(acts(history), effective, known).standing.status
    assert (answer.value if answer else None) == reference(history.events, effective, known)


@given(lives(), DAYS, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(
    history: History, effective: date, known_on: date, shuffler: Any
) -> None:
    known = at(str(known_on), "18:00")
    rows = acts(history)
    answer = status(rows, effective, known)
    shuffler.shuffle(rows)
    assert status(rows, effective, known) == answer
