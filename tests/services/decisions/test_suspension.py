"""Ground confirmed, suspended in time, extended within the limit. Lifecycle 2: T2, T9."""

from datetime import date

import pytest

from events.certificates import (
    CertificateSuspended,
    StatusDecided,
    StatusDecisionSentBack,
    SuspensionGroundConfirmed,
)
from events.personnel import PersonRegistered
from events.vocabulary import Employment, StatusAct
from services.decisions.certificate.commands import (
    ApproveStatus,
    ConfirmSuspensionGround,
    SendBackStatus,
)
from services.decisions.certificate.rules.book import Rule
from tests.given import at
from tests.services.decisions.builders import (
    DEMO,
    HEAD,
    NUMBER,
    completed,
    demo_pack,
    missed,
    scheme,
    world,
)
from tests.services.decisions.house import SUSPENSION, House, certified, status

SURVEILLANCE = f"surveillance-{NUMBER}"
CONFIRMED = "2026-11-23"
approve = ApproveStatus(certificate=NUMBER, decision=1)
send_back = SendBackStatus(certificate=NUMBER, decision=1, reasons=("证据不足",))


def confirm(ground="0112", facts="未按期接受监督", surveillance=None):
    return ConfirmSuspensionGround(
        certificate=NUMBER, ground=ground, facts=facts, surveillance=surveillance
    )


def suspend(**details):
    return status(StatusAct.SUSPEND, **{**SUSPENSION, **details})


def when(house, command, *, by="bai", on=CONFIRMED):
    return house.so_far().when(command, by=by, moment=at(on))


def test_o71_a_confirmed_ground_leaves_five_days():
    when(certified(), confirm()).then(
        SuspensionGroundConfirmed(
            certificate=NUMBER,
            ground="0112",
            facts="未按期接受监督",
            confirmed_on=date(2026, 11, 23),
            suspend_by=date(2026, 11, 28),
        )
    )


def test_the_same_ground_again_does_not_move_its_last_day():
    house = certified().confirm(CONFIRMED)
    when(house, confirm(), on="2026-11-27").then_nothing_happens()
    [other] = when(house, confirm(facts="拒付费用"), on="2026-11-27").answer()
    assert other.suspend_by == date(2026, 12, 2)


@pytest.mark.parametrize("ground", ["", "0118", "0999", "own_request"])
def test_a_ground_is_of_the_list(ground):
    when(certified(), confirm(ground)).then_refused(Rule.GROUND_IS_GIVEN)


def test_a_ground_without_facts_is_none():
    when(certified(), confirm(facts=" ")).then_refused(Rule.GROUND_IS_GIVEN)


def test_a_surveillance_named_as_the_ground_was_missed_and_is_not_done():
    house = certified()
    asked = confirm(surveillance=1)
    when(house, asked).then_refused(Rule.SURVEILLANCE_IS_MISSED)
    house.hears(SURVEILLANCE, missed(1))
    assert when(house, asked).answer()[0].surveillance == 1
    house.hears(SURVEILLANCE, completed(1))
    when(house, asked).then_refused(Rule.SURVEILLANCE_IS_MISSED)


def test_without_its_scheme_no_day_can_be_counted():
    house = certified()
    house.foreign[f"schemes-{DEMO}"] = scheme()[1:]
    when(house, confirm()).then_refused(Rule.SCHEME_IS_FILED)


def test_a_decider_decides_for_the_time_the_scheme_lays_down():
    when(certified().confirm(CONFIRMED), suspend()).then(
        StatusDecided(
            certificate=NUMBER,
            decision=1,
            act=StatusAct.SUSPEND,
            decider="bai",
            ground="0112",
            facts="事实",
            months=6,
            conditions="完成监督审查",
            contact="chen",
            effective_on=None,
        )
    )


@pytest.mark.parametrize(
    ("on", "late"),
    [("2026-11-27", False), ("2026-11-28", False), ("2026-11-29", True)],
    ids=["the day before", "the day", "the day after"],
)
def test_o71_a_late_suspension_is_recorded_as_late(on, late):
    [suspended] = certified().suspend(CONFIRMED, on)
    assert isinstance(suspended, CertificateSuspended)
    assert (suspended.effective_on, suspended.late) == (date.fromisoformat(on), late)


def test_a_suspension_follows_a_confirmed_ground_with_this_code():
    when(certified(), suspend()).then_refused(Rule.GROUND_IS_CONFIRMED)
    house = certified().confirm(CONFIRMED, "0113")
    when(house, suspend()).then_refused(Rule.GROUND_IS_CONFIRMED)
    when(house, suspend(ground="0999")).then_refused(Rule.GROUND_IS_GIVEN)


@pytest.mark.parametrize("left_out", ["conditions", "contact"])
def test_a_suspension_says_how_to_end_it_and_whom_to_ask(left_out):
    house = certified().confirm(CONFIRMED)
    when(house, suspend(**{left_out: None})).then_refused(Rule.CONDITIONS_ARE_NAMED)


def test_the_contact_is_of_this_body():
    stranger = PersonRegistered(person="xu", name="某某", employment=Employment.OTHER_BODY)
    house = certified().confirm(CONFIRMED)
    house.hears("personnel-xu", stranger)
    for contact in ("xu", "nobody"):
        when(house, suspend(contact=contact)).then_refused(Rule.CONTACT_IS_OF_THIS_BODY)


def test_a_suspension_is_no_longer_than_the_scheme_allows():
    house = certified().confirm(CONFIRMED)
    when(house, suspend(months=7)).then_refused(Rule.SUSPENSION_IS_SHORT_ENOUGH)
    assert when(house, suspend(months=6)).answer()


@pytest.mark.parametrize(
    ("on", "months", "last_day"),
    [
        ("2026-11-23", 6, "2027-05-23"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2029-03-01", 6, "2029-05-19"),
    ],
    ids=["six months", "clamped", "cut to the expiry"],
)
def test_the_last_suspended_day(on, months, last_day):
    [suspended] = certified("2026-05-20").suspend(on, on, months=months)
    assert suspended.last_day == date.fromisoformat(last_day)


def test_a_scheme_may_not_cut_a_suspension():
    house = House(world(demo_pack(suspension={"cut_to_expiry": False})))
    house.decide("2026-05-20").issue("2026-05-20")
    [suspended] = house.suspend("2029-03-01", "2029-03-01")
    assert suspended.last_day == date(2029, 9, 1)


def test_a_day_asked_for_is_not_before_the_approval():
    house = certified().confirm(CONFIRMED)
    when(house, suspend(effective_on="2026-11-22")).then_refused(Rule.EFFECTIVE_IN_TIME)
    house.ask(suspend(effective_on="2026-11-25"), by="bai", on=CONFIRMED)
    when(house, approve, by=HEAD, on="2026-11-26").then_refused(Rule.EFFECTIVE_IN_TIME)
    [suspended] = when(house, approve, by=HEAD, on="2026-11-24").answer()
    assert suspended.effective_on == date(2026, 11, 25)


def test_who_audited_neither_decides_nor_approves():
    house = certified().confirm(CONFIRMED)
    when(house, suspend(), by="lin").then_refused(Rule.DECIDER_DID_NOT_EVALUATE)
    house.ask(suspend(), by="bai", on=CONFIRMED)
    for command in (approve, send_back):
        when(house, command, by="lin").then_refused(Rule.HEAD_DID_NOT_EVALUATE)


def test_nobody_approves_the_own_decision():
    house = certified().confirm(CONFIRMED)
    house.ask(suspend(), by="bai", on=CONFIRMED)
    when(house, approve, by="bai").then_refused(Rule.HEAD_DID_NOT_DECIDE)


def test_a_decision_is_approved_once():
    house = certified()
    house.suspend(CONFIRMED, CONFIRMED)
    when(house, approve, by=HEAD).then_nothing_happens()
    unknown = ApproveStatus(certificate=NUMBER, decision=2)
    when(house, unknown, by=HEAD).then_refused(Rule.DECISION_IS_PENDING)


def test_one_decision_waits_at_a_time():
    house = certified().confirm(CONFIRMED)
    house.ask(suspend(), by="bai", on=CONFIRMED)
    when(house, suspend(), by="bai").then_nothing_happens()
    when(house, suspend(), by="chen").then_refused(Rule.NO_DECISION_IS_PENDING)
    when(house, suspend(months=3), by="bai").then_refused(Rule.NO_DECISION_IS_PENDING)


def test_the_head_sends_back_and_another_decision_may_follow():
    house = certified().confirm(CONFIRMED)
    house.ask(suspend(), by="bai", on=CONFIRMED)
    sent_back = StatusDecisionSentBack(
        certificate=NUMBER, decision=1, signer=HEAD, reasons=("证据不足",)
    )
    when(house, send_back, by=HEAD).then(sent_back)
    house.history.append(sent_back)
    when(house, send_back, by=HEAD).then_nothing_happens()
    when(house, approve, by=HEAD).then_refused(Rule.DECISION_IS_PENDING)
    assert when(house, suspend()).answer()[0].decision == 2


def test_a_suspended_certificate_is_not_suspended_anew():
    house = certified()
    house.suspend(CONFIRMED, CONFIRMED)
    for command in (confirm("0113"), suspend()):
        facts = when(house, command).then_refused(Rule.TRANSITION_IS_ALLOWED)
        assert facts == {"status": "suspended", "状态": "暂停"}


@pytest.mark.parametrize(("on", "fine"), [("2029-05-19", True), ("2029-05-20", False)])
def test_t2_is_not_allowed_once_the_expiry_has_passed(on, fine):
    house = certified("2026-05-20").confirm("2029-05-18")
    if fine:
        assert when(house, suspend(), on=on).answer()
    else:
        facts = when(house, suspend(), on=on).then_refused(Rule.TRANSITION_IS_ALLOWED)
        assert facts["状态"] == "过期失效"
        when(house, confirm("0113"), on=on).then_refused(Rule.TRANSITION_IS_ALLOWED)


def test_a_day_asked_for_after_the_expiry_is_not_allowed():
    house = certified("2026-05-20").confirm("2029-05-18")
    late = suspend(effective_on="2029-05-20")
    when(house, late, on="2029-05-18").then_refused(Rule.TRANSITION_IS_ALLOWED)
