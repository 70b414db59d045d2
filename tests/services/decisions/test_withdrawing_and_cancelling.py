"""Taken away for cause, or ended without blame, for good. Lifecycle 2 and 3: T4, T5, T6."""

from datetime import date

import pytest

from events.certificates import CertificateCancelled, CertificateWithdrawn, HolderCertificationEnded
from events.vocabulary import StatusAct
from services.decisions.certificate import grounds
from services.decisions.certificate.commands import ApproveStatus, ConfirmSuspensionGround
from services.decisions.certificate.rules.book import Rule
from tests.given import at
from tests.services.decisions.builders import HEAD, NUMBER, USCC
from tests.services.decisions.house import SUSPENSION, certified, status

REQUEST = {"ground": "own_request", "requested_on": "2026-11-20"}


def withdraw(**details):
    return status(StatusAct.WITHDRAW, **details)


def cancel(**details):
    return status(StatusAct.CANCEL, **{**REQUEST, **details})


def when(house, command, on="2026-11-23", by="bai"):
    return house.so_far().when(command, by=by, moment=at(on))


def test_t5_a_valid_certificate_is_withdrawn_for_cause():
    withdrawn, ended = certified().act(StatusAct.WITHDRAW, "2026-11-23")
    assert withdrawn == CertificateWithdrawn(
        certificate=NUMBER,
        ground="0112",
        facts="事实",
        effective_on=date(2026, 11, 23),
        decider="bai",
        approver=HEAD,
    )
    assert ended == HolderCertificationEnded(
        uscc=USCC, certificate=NUMBER, ended_on=date(2026, 11, 23)
    )


def test_t4_a_suspension_that_solved_nothing_ends_in_withdrawal():
    house = certified()
    house.suspend("2026-11-23", "2026-11-23")
    house.day_opens("2027-05-24")
    withdrawn, _ended = house.act(StatusAct.WITHDRAW, "2027-05-25", ground="0115")
    assert withdrawn.effective_on == date(2027, 5, 25)


@pytest.mark.parametrize("ground", ["", "0120", "0122", "own_request"])
def test_a_withdrawal_names_a_ground_of_its_list(ground):
    when(certified(), withdraw(ground=ground)).then_refused(Rule.GROUND_IS_GIVEN)


def test_the_body_does_not_backdate_a_withdrawal_an_authority_may():
    early = {"effective_on": "2026-11-22"}
    when(certified(), withdraw(**early)).then_refused(Rule.EFFECTIVE_IN_TIME)
    ordered = {**early, "order": "市监撤〔2026〕7号"}
    withdrawn, ended = certified().act(StatusAct.WITHDRAW, "2026-11-23", **ordered)
    assert withdrawn.effective_on == ended.ended_on == date(2026, 11, 22)
    assert withdrawn.order == "市监撤〔2026〕7号"
    before = {"effective_on": "2026-05-21", "order": "市监撤〔2026〕7号"}
    when(certified("2026-05-22"), withdraw(**before)).then_refused(Rule.EFFECTIVE_IN_TIME)


def test_t6_a_certificate_is_cancelled_at_the_holders_wish():
    cancelled, ended = certified().act(StatusAct.CANCEL, "2026-11-23", **REQUEST)
    assert cancelled == CertificateCancelled(
        certificate=NUMBER,
        ground="own_request",
        facts="事实",
        requested_on=date(2026, 11, 20),
        effective_on=date(2026, 11, 23),
        decider="bai",
        approver=HEAD,
    )
    assert ended.ended_on == date(2026, 11, 23)


def test_t6_also_while_suspended():
    house = certified()
    house.suspend("2026-11-23", "2026-11-23")
    cancelled, _ended = house.act(StatusAct.CANCEL, "2026-12-01", **REQUEST)
    assert cancelled.effective_on == date(2026, 12, 1)


@pytest.mark.parametrize(("effective", "fine"), [("2026-11-19", False), ("2026-11-20", True)])
def test_a_cancellation_is_not_before_the_request(effective, fine):
    asked = when(certified(), cancel(effective_on=effective))
    assert asked.answer() if fine else asked.then_refused(Rule.EFFECTIVE_IN_TIME)


def test_a_cancellation_is_not_before_the_present_status():
    house = certified()
    house.suspend("2026-11-23", "2026-11-23")
    early = cancel(effective_on="2026-11-22")
    when(house, early).then_refused(Rule.EFFECTIVE_IN_TIME)


@pytest.mark.parametrize("requested_on", [None, "2026-11-24"])
def test_a_cancellation_has_the_day_of_its_request(requested_on):
    when(certified(), cancel(requested_on=requested_on)).then_refused(Rule.REQUEST_IS_DATED)


@pytest.mark.parametrize("ground", ["replaced", "0112"])
def test_a_cancellation_names_a_ground_of_its_list(ground):
    when(certified(), cancel(ground=ground)).then_refused(Rule.GROUND_IS_GIVEN)


@pytest.mark.parametrize(
    ("end", "details", "word"),
    [
        (StatusAct.WITHDRAW, {}, "撤销"),
        (StatusAct.CANCEL, REQUEST, "注销"),
        (None, {}, "过期失效"),
    ],
)
def test_no_transition_leaves_a_final_status(end, details, word):
    house = certified("2026-05-20")
    if end is None:
        house.day_opens("2029-05-20")
    else:
        house.act(end, "2026-11-23", **details)
    acts = [
        status(StatusAct.SUSPEND, **SUSPENSION),
        status(StatusAct.EXTEND_SUSPENSION, months=1),
        status(StatusAct.RESTORE),
        withdraw(),
        cancel(),
        ConfirmSuspensionGround(certificate=NUMBER, ground="0112", facts="事实"),
    ]
    for command in acts:
        facts = when(house, command, "2029-05-20").then_refused(Rule.TRANSITION_IS_ALLOWED)
        assert facts["状态"] == word


def test_an_approved_end_is_repeated_without_effect():
    house = certified()
    house.act(StatusAct.WITHDRAW, "2026-11-23")
    approve = ApproveStatus(certificate=NUMBER, decision=1)
    when(house, approve, by=HEAD).then_nothing_happens()


def test_a_decision_waiting_when_the_certificate_expires_is_not_carried_out():
    house = certified("2026-05-20")
    house.ask(withdraw(), by="bai", on="2029-05-19")
    house.day_opens("2029-05-20")
    approve = ApproveStatus(certificate=NUMBER, decision=1)
    when(house, approve, "2029-05-20", HEAD).then_refused(Rule.DECISION_IS_PENDING)


def test_every_ground_has_its_words():
    for codes in (grounds.SUSPEND, grounds.WITHDRAW, grounds.CANCEL):
        assert all(
            ground.zh and ground.en and code == ground.code for code, ground in codes.items()
        )
    assert (len(grounds.SUSPEND), len(grounds.WITHDRAW), len(grounds.CANCEL)) == (10, 14, 6)
    assert grounds.EDITION == "2026-11-23/1"
