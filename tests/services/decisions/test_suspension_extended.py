"""A suspension is made longer only within the scheme's limit and before its end. T9, R-2402."""

from datetime import date

import pytest

from events.certificates import SuspensionExtended
from events.vocabulary import StatusAct
from services.decisions.certificate.rules.book import Rule
from tests.given import at
from tests.services.decisions.builders import HEAD, NUMBER, demo_pack, world
from tests.services.decisions.house import House, certified, status

CONFIRMED = "2026-11-23"


def when(house, command, *, on):
    return house.so_far().when(command, by="bai", moment=at(on))


def suspended_until(months=3, **pack):
    facts = world(demo_pack(suspension={"max_months": 6, **pack}))
    house = House(facts).decide("2026-05-20").issue("2026-05-20")
    house.suspend(CONFIRMED, CONFIRMED, months=months)
    return house


def extend(months=3, ground="0112"):
    return status(StatusAct.EXTEND_SUSPENSION, months=months, ground=ground)


def test_t9_a_suspension_is_extended_within_the_limit():
    house = suspended_until(3)
    [extended] = house.act(StatusAct.EXTEND_SUSPENSION, "2027-02-20", months=3)
    assert extended == SuspensionExtended(
        certificate=NUMBER,
        last_day=date(2027, 5, 23),
        reason="事实",
        decider="bai",
        approver=HEAD,
    )
    assert house.state(f"decisions-certificate-{NUMBER}").suspension.last_day == date(2027, 5, 23)


def test_t9_no_extension_beyond_the_limit():
    facts = when(suspended_until(3), extend(4), on="2027-02-20").then_refused(
        Rule.SUSPENSION_IS_SHORT_ENOUGH
    )
    assert facts == {"months": 7, "max_months": 6}


@pytest.mark.parametrize(("on", "fine"), [("2027-02-23", True), ("2027-02-24", False)])
def test_t9_only_before_the_end(on, fine):
    asked = when(suspended_until(3), extend(), on=on)
    assert asked.answer() if fine else asked.then_refused(Rule.TRANSITION_IS_ALLOWED)


def test_t9_an_extension_ends_later():
    when(suspended_until(3), extend(None), on="2027-02-20").then_refused(Rule.EXTENSION_IS_LONGER)
    cut = certified("2026-05-20")
    cut.suspend("2029-03-01", "2029-03-01", months=3)
    when(cut, extend(1), on="2029-03-02").then_refused(Rule.EXTENSION_IS_LONGER)


def test_t9_an_extension_has_the_ground_of_the_suspension():
    other = extend(ground="0113")
    when(suspended_until(3), other, on="2027-02-20").then_refused(Rule.GROUND_IS_GIVEN)
