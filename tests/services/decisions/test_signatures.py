"""Every voter signs, then the head. 认证认可条例 art. 22; process 20."""

from datetime import date

import pytest

from events.body import ApprovedFieldEnded
from events.decisions import DecisionCountersigned, DecisionSentBack, DecisionSigned
from events.vocabulary import Role
from services.decisions.file.commands import (
    ConveneMeeting,
    CountersignDecision,
    SendBackDecision,
    SignDecision,
)
from services.decisions.file.rules.book import Rule
from tests.given import at
from tests.services.decisions.builders import CASE, COMMITTEE, DEMO, HEAD, person, scheme, world
from tests.services.decisions.house import House

TODAY = at("2026-05-20")
OTHER = "f" * 64
send_back = SendBackDecision(case=CASE, reasons=("范围表述与报告不一致",))


def passed():
    return House().open().pass_vote()


def sign(house, content=None):
    return SignDecision(case=CASE, content=content or house.digest())


def countersign(house, content=None):
    return CountersignDecision(case=CASE, content=content or house.digest())


def test_each_voter_signs_the_conclusion_once():
    house = passed()
    signed = DecisionSigned(case=CASE, signer="bai", content=house.digest())
    house.so_far().when(sign(house), by="bai").then(signed)
    house.sign("bai").so_far().when(sign(house), by="bai").then_nothing_happens()


def test_who_did_not_vote_does_not_sign_as_a_voter():
    house = passed()
    house.so_far().when(sign(house), by="xu").then_refused(Rule.SIGNER_VOTED)


def test_nobody_signs_other_content():
    house = passed()
    house.so_far().when(sign(house, OTHER), by="bai").then_refused(Rule.CONTENT_IS_UNCHANGED)
    house.sign()
    house.so_far().when(countersign(house, OTHER), by=HEAD, moment=TODAY).then_refused(
        Rule.CONTENT_IS_UNCHANGED
    )


def test_nothing_is_signed_that_did_not_pass():
    house = House().open().convene().vote(bai="yes", chen="yes", deng="no", fan="no").close()
    facts = house.so_far().when(sign(house), by="bai").then_refused(Rule.GATES_ARE_PASSED)
    assert facts["missing"] == ["passed_vote"]


def test_the_head_signs_last_and_dates_the_decision():
    house = passed().sign()
    decided = DecisionCountersigned(
        case=CASE, signer=HEAD, content=house.digest(), decided_on=date(2026, 5, 20)
    )
    command = countersign(house)
    house.so_far().when(command, by=HEAD, moment=TODAY).then(decided)
    house.history.append(decided)
    house.so_far().when(command, by=HEAD, moment=at("2026-05-21")).then_nothing_happens()
    house.so_far().when(sign(house), by="bai").then_nothing_happens()
    house.so_far().when(command, by="other").then_refused(Rule.FILE_IS_OPEN)


def test_a_decision_is_dated_on_the_wall_of_the_body():
    house = passed().sign()
    [decided] = (
        house.so_far().when(countersign(house), by=HEAD, moment=at("2026-05-21", "00:30")).answer()
    )
    assert decided.decided_on == date(2026, 5, 21)


@pytest.mark.parametrize("missing", COMMITTEE)
def test_w6_the_head_waits_for_every_voter(missing):
    house = passed()
    house.sign(*(voter for voter in COMMITTEE if voter != missing))
    refusal = house.so_far().when(countersign(house), by=HEAD, moment=TODAY)
    assert refusal.then_refused(Rule.HEAD_SIGNS_LAST)["missing"] == [missing]


def test_a_head_of_the_team_signs_nothing():
    house = passed().sign()
    for command in (countersign(house), send_back):
        house.so_far().when(command, by="lin", moment=TODAY).then_refused(
            Rule.HEAD_DID_NOT_EVALUATE
        )


def test_a_voter_does_not_sign_as_head():
    house = passed().sign()
    house.so_far().when(countersign(house), by="bai", moment=TODAY).then_refused(
        Rule.HEAD_DID_NOT_VOTE
    )


def test_field_and_scheme_are_asked_again_on_the_day_of_the_decision():
    house = passed().sign()
    ended = ApprovedFieldEnded(field="SC03", last_day=date(2026, 5, 19), reason="到期")
    house.hears("body-profile", ended)
    command = countersign(house)
    house.so_far().when(command, by=HEAD, moment=TODAY).then_refused(Rule.FIELD_IS_APPROVED)
    house.foreign[f"schemes-{DEMO}"] = scheme()[:1]
    house.so_far().when(command, by=HEAD, moment=TODAY).then_refused(Rule.SCHEME_IS_FILED)


def test_the_head_sends_back_and_a_new_meeting_follows():
    house = passed().sign()
    sent_back = DecisionSentBack(case=CASE, signer=HEAD, reasons=("范围表述与报告不一致",))
    house.so_far().when(send_back, by=HEAD).then(sent_back)
    house.history.append(sent_back)
    house.so_far().when(send_back, by=HEAD).then_nothing_happens()
    house.so_far().when(countersign(house), by=HEAD).then_refused(Rule.GATES_ARE_PASSED)
    everybody = ConveneMeeting(case=CASE, members=frozenset(COMMITTEE))
    [convened] = house.ask(everybody, by="secretary", on="2026-05-25")
    assert convened.meeting == 2


def test_a_head_in_the_meeting_who_did_not_vote_may_sign():
    head = person(HEAD, Role.HEAD_OF_BODY, Role.COMMITTEE_MEMBER)
    house = House(world(**{f"personnel-{HEAD}": head})).open().convene(HEAD, *COMMITTEE)
    house.vote(**dict.fromkeys(COMMITTEE, "yes")).close().sign().countersign()
    assert house.state(f"decisions-file-{CASE}").decided.signer == HEAD
