"""The cause removed, verified, decided, not too late. ISO/IEC 17065 7.11.6; lifecycle 2: T3."""

import pytest

from events.certificates import CertificateRestored
from events.vocabulary import CertificateStatus, StatusAct
from services.decisions.certificate.commands import ApproveStatus
from services.decisions.certificate.rules.book import Rule
from tests.given import at
from tests.services.decisions.builders import HEAD, NUMBER, completed, missed
from tests.services.decisions.house import certified, status

SURVEILLANCE = f"surveillance-{NUMBER}"


def suspended():
    """From 2026-11-23 to 2027-05-23."""
    house = certified("2026-05-20")
    house.suspend("2026-11-23", "2026-11-23")
    return house


def restore(**details):
    return status(StatusAct.RESTORE, **details)


def when(house, command, on, by="bai"):
    return house.so_far().when(command, by=by, moment=at(on))


@pytest.mark.parametrize(
    ("on", "fine"),
    [("2027-05-22", True), ("2027-05-23", True), ("2027-05-24", False)],
    ids=["the day before", "the day", "the day after"],
)
def test_a_certificate_is_restored_on_the_last_suspended_day_and_not_later(on, fine):
    house = suspended()
    if not fine:
        when(house, restore(), on).then_refused(Rule.RESTORED_IN_TIME)
        return
    [restored] = house.act(StatusAct.RESTORE, on)
    assert isinstance(restored, CertificateRestored)
    assert house.state(f"decisions-certificate-{NUMBER}").status is CertificateStatus.VALID


def test_an_approval_too_late_does_not_restore():
    house = suspended()
    house.ask(restore(), by="bai", on="2027-05-23")
    approve = ApproveStatus(certificate=NUMBER, decision=2)
    when(house, approve, "2027-05-24", HEAD).then_refused(Rule.RESTORED_IN_TIME)


def test_restoring_names_the_ground_removed_and_how_it_was_verified():
    when(suspended(), restore(ground="0113"), "2027-01-04").then_refused(Rule.GROUND_IS_GIVEN)
    when(suspended(), restore(facts=" "), "2027-01-04").then_refused(Rule.GROUND_IS_GIVEN)


def test_a_missed_surveillance_is_done_before_restoring():
    house = suspended()
    house.hears(SURVEILLANCE, missed(1))
    facts = when(house, restore(), "2027-01-04").then_refused(Rule.SURVEILLANCE_IS_DONE)
    assert facts["surveillance"] == [1]
    house.hears(SURVEILLANCE, completed(1))
    assert when(house, restore(), "2027-01-04").answer()


def test_restoring_is_effective_not_before_its_approval():
    early = restore(effective_on="2027-01-03")
    when(suspended(), early, "2027-01-04").then_refused(Rule.EFFECTIVE_IN_TIME)


def test_a_suspension_to_come_is_not_ended_before_it_begins():
    house = certified("2026-05-20")
    house.suspend("2026-11-23", "2026-11-23", effective_on="2026-11-26")
    when(house, restore(), "2026-11-25").then_refused(Rule.EFFECTIVE_IN_TIME)
    assert when(house, restore(effective_on="2026-11-27"), "2026-11-25").answer()


def test_a_valid_certificate_is_not_restored():
    facts = when(certified(), restore(), "2026-11-23").then_refused(Rule.TRANSITION_IS_ALLOWED)
    assert facts["状态"] == "有效"


def test_after_restoring_another_ground_may_suspend_again():
    house = suspended()
    house.act(StatusAct.RESTORE, "2027-01-04")
    [again] = house.suspend("2027-03-01", "2027-03-02", ground="0113")
    assert not again.late
