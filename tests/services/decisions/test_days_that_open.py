"""What a day brings: expiry, a lapsed suspension, a suspension left undone. Lifecycle 2, T7."""

from datetime import date

import pytest

from events.certificates import (
    CertificateExpired,
    HolderCertificationEnded,
    SuspensionLapsed,
    SuspensionOverdue,
)
from events.vocabulary import CertificateStatus, StatusAct
from services.decisions.certificate.commands import (
    ExpireCertificate,
    NoteSuspensionLapsed,
    NoteSuspensionOverdue,
)
from tests.given import at
from tests.services.decisions.builders import CASE, NUMBER, USCC
from tests.services.decisions.house import House, certified

STREAM = f"decisions-certificate-{NUMBER}"
AGREED = {"number": "HT-2026-001", "signed_on": "2026-01-12"}


def asks(house, day, *commands, stream=STREAM):
    house.so_far().when_day_opens(date.fromisoformat(day), stream=stream).asks(*commands)


def when(house, command, on):
    return house.so_far().when(command, by="clock", role="clock", moment=at(on))


def expire(day):
    return ExpireCertificate(certificate=NUMBER, day=date.fromisoformat(day))


def test_o73_a_certificate_is_valid_on_its_last_day_and_expired_on_the_next():
    house = House().decide("2026-02-28", audit_end="2026-02-20", agreement=AGREED)
    house.issue("2026-02-28")
    assert house.state(STREAM).issued.expires_on == date(2029, 2, 27)
    asks(house, "2029-02-26")
    asks(house, "2029-02-27")
    asks(house, "2029-02-28", expire("2029-02-28"))
    expired, ended = when(house, expire("2029-02-28"), "2029-02-28").answer()
    assert expired == CertificateExpired(
        certificate=NUMBER, expires_on=date(2029, 2, 27), effective_on=date(2029, 2, 28)
    )
    assert ended == HolderCertificationEnded(
        uscc=USCC, certificate=NUMBER, ended_on=date(2029, 2, 28)
    )


def test_a_clock_that_is_late_expires_from_the_right_day():
    house = certified("2026-05-20")
    expired, _ended = house.day_opens("2029-06-30")
    assert expired.effective_on == date(2029, 5, 20)


def test_a_certificate_expires_once_and_only_from_valid_or_suspended():
    house = certified("2026-05-20")
    house.day_opens("2029-05-20")
    when(house, expire("2029-05-21"), "2029-05-21").then_nothing_happens()
    asks(house, "2029-05-21")
    for act, details in (
        (StatusAct.WITHDRAW, {}),
        (StatusAct.CANCEL, {"ground": "ceased", "requested_on": "2026-11-23"}),
    ):
        ended = certified("2026-05-20")
        ended.act(act, "2026-11-23", **details)
        asks(ended, "2029-05-20")
        when(ended, expire("2029-05-20"), "2029-05-20").then_nothing_happens()


def test_nobody_expires_a_certificate_ahead_of_its_day():
    house = certified("2026-05-20")
    when(house, expire("2029-05-20"), "2029-05-19").then_nothing_happens()
    when(house, expire("2029-05-19"), "2029-05-20").then_nothing_happens()
    when(House(), expire("2029-05-20"), "2029-05-20").then_nothing_happens()


def test_the_day_opens_on_the_wall_of_the_body():
    house = certified("2026-05-20")
    early = house.so_far().when(expire("2029-05-20"), by="clock", moment=at("2029-05-20", "00:01"))
    assert len(early.answer()) == 2


@pytest.mark.parametrize("day", ["2027-05-22", "2027-05-23"])
def test_a_suspension_lapses_the_day_after_its_last(day):
    house = certified("2026-05-20")
    house.suspend("2026-11-23", "2026-11-23")
    asks(house, day)
    note = NoteSuspensionLapsed(certificate=NUMBER, day=date(2027, 5, 24))
    asks(house, "2027-05-24", note)
    lapsed = SuspensionLapsed(certificate=NUMBER, last_day=date(2027, 5, 23))
    when(house, note, "2027-05-24").then(lapsed)
    when(house, note, day).then_nothing_happens()
    house.history.append(lapsed)
    when(house, note, "2027-05-25").then_nothing_happens()
    asks(house, "2027-05-25")
    assert house.state(STREAM).status is CertificateStatus.SUSPENDED


def test_a_suspension_extended_or_ended_does_not_lapse():
    house = certified("2026-05-20")
    house.suspend("2026-11-23", "2026-11-23", months=3)
    house.act(StatusAct.EXTEND_SUSPENSION, "2027-02-23", months=1)
    asks(house, "2027-02-24")
    house.act(StatusAct.RESTORE, "2027-03-01")
    asks(house, "2027-06-01")


def test_a_suspension_cut_to_the_expiry_ends_with_the_certificate():
    house = certified("2026-05-20")
    house.suspend("2029-03-01", "2029-03-01")
    asks(house, "2029-05-19")
    asks(house, "2029-05-20", expire("2029-05-20"))
    note = NoteSuspensionLapsed(certificate=NUMBER, day=date(2029, 5, 20))
    when(house, note, "2029-05-20").then_nothing_happens()
    house.day_opens("2029-05-20")
    assert house.state(STREAM).status is CertificateStatus.EXPIRED


@pytest.mark.parametrize("day", ["2026-11-27", "2026-11-28"])
def test_o71_a_suspension_left_undone_is_noted_the_day_after(day):
    house = certified("2026-05-20").confirm("2026-11-23")
    asks(house, day)
    note = NoteSuspensionOverdue(
        certificate=NUMBER, day=date(2026, 11, 29), suspend_by=date(2026, 11, 28)
    )
    asks(house, "2026-11-29", note)
    when(house, note, day).then_nothing_happens()
    overdue = SuspensionOverdue(certificate=NUMBER, suspend_by=date(2026, 11, 28))
    when(house, note, "2026-11-29").then(overdue)
    house.history.append(overdue)
    when(house, note, "2026-11-30").then_nothing_happens()
    asks(house, "2026-11-30")


def test_each_ground_has_its_own_day():
    house = certified("2026-05-20").confirm("2026-11-23").confirm("2026-11-24", "0113")
    assert [e.suspend_by.day for e in house.day_opens("2026-12-01")] == [28, 29]


def test_a_suspension_done_is_not_overdue():
    house = certified("2026-05-20")
    house.suspend("2026-11-23", "2026-11-28")
    asks(house, "2026-11-29")


def test_a_certificate_past_its_expiry_is_only_expired():
    house = certified("2026-05-20").confirm("2029-05-10")
    asks(house, "2029-05-20", expire("2029-05-20"))


def test_days_bring_nothing_to_other_streams():
    house = certified()
    asks(house, "2029-06-01", stream=f"decisions-file-{CASE}")
    asks(house, "2029-06-01", stream=f"decisions-holder-{USCC}")
    asks(house, "2029-06-01", stream="decisions-certificate-90026SC0009R0M")
