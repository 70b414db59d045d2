"""One certificate follows another without a gap, or visibly with one. Lifecycle 7."""

from datetime import date

import pytest

from events.certificates import (
    CertificateCancelled,
    CertificateIssued,
    HolderCertificationEnded,
    HolderCertified,
)
from events.vocabulary import Activity, CertificateStatus, StatusAct
from services.decisions.certificate.commands import IssueCertificate
from services.decisions.certificate.rules.book import Rule
from tests.given import at
from tests.services.decisions.builders import HEAD, NUMBER, USCC, demo_pack, world
from tests.services.decisions.house import House, certified

NEXT = "A-2029-00003"
AGAIN = {
    "case": NEXT,
    "activity": Activity.RECERTIFICATION,
    "previous_certificate": NUMBER,
    "agreement": {"number": "HT-2029-003", "signed_on": "2028-12-01"},
    "audit_end": "2029-03-15",
}
"""The first certificate was decided and awarded on 2026-05-20: its last day is 2029-05-19."""


def followed(decided, awarded, house=None, **changed):
    house = (house or certified("2026-05-20")).decide(decided, **{**AGAIN, **changed})
    return house.issue(awarded, NEXT)


def newest(house):
    return next(e for e in reversed(house.history) if isinstance(e, CertificateIssued))


def test_the_certificate_followed_ends_as_replaced_in_the_same_breath():
    house = certified("2026-05-20").decide("2029-05-10", **AGAIN)
    command = IssueCertificate(case=NEXT, awarded_on=date(2029, 5, 12))
    cancelled, ended, _assigned, issued, held = house.ask(command, by="officer", on="2029-05-12")
    assert cancelled == CertificateCancelled(
        certificate=NUMBER,
        ground="replaced",
        facts="由新证书替代 90029SC0001R1M",
        requested_on=date(2029, 5, 12),
        effective_on=date(2029, 5, 12),
        decider="bai",
        approver=HEAD,
    )
    assert ended == HolderCertificationEnded(
        uscc=USCC, certificate=NUMBER, ended_on=date(2029, 5, 12)
    )
    assert (issued.certificate, issued.previous_certificate) == ("90029SC0001R1M", NUMBER)
    assert issued.first_certified_on == date(2026, 5, 20)
    assert isinstance(held, HolderCertified)
    assert set(house.state(f"decisions-holder-{USCC}").in_force) == {"90029SC0001R1M"}


def test_decided_on_the_last_day_and_awarded_the_next_leaves_no_gap():
    house = followed("2029-05-19", "2029-05-20")
    assert newest(house).first_certified_on == date(2026, 5, 20)
    assert not any(isinstance(e, CertificateCancelled) for e in house.history)
    assert [type(e).__name__ for e in house.day_opens("2029-05-20")] == [
        "CertificateExpired",
        "HolderCertificationEnded",
    ]


def test_awarded_a_day_later_there_is_a_gap():
    issued = newest(followed("2029-05-19", "2029-05-21"))
    assert issued.certificate == "90029SC0001R1M"
    assert issued.first_certified_on == date(2029, 5, 21)


def test_decided_after_the_last_day_it_is_an_initial_certification():
    issued = newest(followed("2029-05-20", "2029-05-20"))
    assert issued.certificate == "90029SC0001R0M"
    assert issued.first_certified_on == date(2029, 5, 20)


@pytest.mark.parametrize(("decided", "count"), [("2029-11-19", "R1"), ("2029-11-20", "R0")])
def test_an_older_rule_gives_six_months_more_with_a_visible_gap(decided, count):
    facts = world(demo_pack(recertification={"restore_after_expiry_months": 6}))
    house = House(facts).decide("2026-05-20").issue("2026-05-20")
    house.day_opens("2029-05-20")
    issued = newest(followed(decided, decided, house))
    assert count in issued.certificate
    assert issued.first_certified_on == date.fromisoformat(decided)
    first = house.state(f"decisions-certificate-{NUMBER}")
    assert first.status is CertificateStatus.EXPIRED


def test_validity_may_count_from_the_previous_expiry():
    facts = world(demo_pack(recertification={"validity_anchor": "previous_expiry"}))
    house = House(facts).decide("2026-05-20").issue("2026-05-20")
    assert newest(followed("2029-04-10", "2029-04-12", house)).expires_on == date(2032, 5, 19)


def test_a_withdrawn_certificate_is_not_continued():
    house = certified("2026-05-20")
    house.act(StatusAct.WITHDRAW, "2028-01-10", ground="0112")
    issued = newest(followed("2029-04-10", "2029-04-12", house))
    assert issued.certificate == "90029SC0001R0M"
    assert issued.first_certified_on == date(2029, 4, 12)


def test_a_second_recertification_prints_two():
    issued = newest(followed("2029-04-10", "2029-04-12", recertification_count=1))
    assert issued.certificate == "90029SC0001R2M"


@pytest.mark.parametrize(
    "changed",
    [
        {"previous_certificate": "90026SC0099R0M"},
        {"uscc": "91510107MA68JH4Q3F"},
    ],
)
def test_the_certificate_followed_is_this_holders(changed):
    house = certified("2026-05-20").decide("2029-04-10", **{**AGAIN, **changed})
    command = IssueCertificate(case=NEXT, awarded_on=date(2029, 4, 12))
    house.so_far().when(command, by="officer", moment=at("2029-04-12")).then_refused(
        Rule.PREVIOUS_IS_THE_HOLDERS
    )


def test_a_suspended_certificate_replaced_backdated_ends_not_before_its_suspension():
    house = certified("2026-05-20")
    house.decide("2029-05-01", **AGAIN)
    house.suspend("2029-05-02", "2029-05-04")
    command = IssueCertificate(case=NEXT, awarded_on=date(2029, 5, 2))
    cancelled = house.ask(command, by="officer", on="2029-05-06")[0]
    assert cancelled.effective_on == date(2029, 5, 4)
