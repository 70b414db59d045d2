"""Votes, their count and what comes of it. ISO/IEC 17065 7.6; process 19."""

import pytest

from events.decisions import DecisionRefused, VoteCast, VoteClosed
from events.vocabulary import Vote
from services.decisions.file.commands import (
    CastVote,
    CloseVote,
    ConveneMeeting,
    RefuseCertification,
)
from services.decisions.file.rules.book import Rule
from services.decisions.file.rules.vote import Count, conclusion
from tests.services.decisions.builders import CASE, COMMITTEE, demo_pack, world
from tests.services.decisions.house import House

close = CloseVote(case=CASE)
refuse = RefuseCertification(
    case=CASE, reasons=("服务体系运行证据不足",), appeal="十个工作日内申诉"
)
EVERYBODY = dict.fromkeys(COMMITTEE, "yes")


def cast(vote, replaces=None):
    return CastVote(case=CASE, vote=vote, replaces=replaces)


def voted(voter, vote, replaces=None):
    return VoteCast(case=CASE, meeting=1, voter=voter, vote=vote, replaces=replaces)


def in_session():
    return House().open().convene()


def test_a_member_who_declared_votes():
    in_session().so_far().when(cast(Vote.YES), by="bai").then(voted("bai", Vote.YES))


def test_o110_an_auditor_of_the_file_does_not_vote_on_it():
    for house in (House().open(), in_session(), House().open().pass_vote()):
        house.so_far().when(cast(Vote.YES), by="lin").then_refused(Rule.MEMBER_DID_NOT_EVALUATE)


def test_a_member_votes_after_declaring():
    house = House().open()
    convene = ConveneMeeting(case=CASE, members=frozenset(COMMITTEE))
    house.ask(convene, by="secretary", on="2026-05-11")
    house.so_far().when(cast(Vote.YES), by="bai").then_refused(Rule.DECLARATION_IS_SIGNED)


def test_who_was_not_convened_does_not_vote():
    in_session().so_far().when(cast(Vote.YES), by="xu").then_refused(Rule.MEMBER_IS_CONVENED)


def test_a_recused_member_does_not_vote():
    house = in_session().recuse("bai")
    house.so_far().when(cast(Vote.YES), by="bai").then_refused(Rule.MEMBER_IS_NOT_RECUSED)


def test_a_second_vote_names_the_one_it_replaces():
    house = in_session().vote(bai="yes")
    changed = voted("bai", Vote.NO, replaces=Vote.YES)
    house.so_far().when(cast(Vote.NO, Vote.YES), by="bai").then(changed)
    house.so_far().when(cast(Vote.NO), by="bai").then_refused(Rule.VOTE_NAMES_WHAT_IT_REPLACES)


def test_the_same_vote_again_changes_nothing():
    house = in_session().vote(bai="yes")
    house.so_far().when(cast(Vote.YES), by="bai").then_nothing_happens()


def test_an_old_request_repeated_late_does_not_turn_a_vote_back():
    house = in_session().vote(bai="yes")
    house.ask(cast(Vote.NO, Vote.YES), by="bai", on="2026-05-18")
    house.so_far().when(cast(Vote.YES), by="bai").then_refused(Rule.VOTE_NAMES_WHAT_IT_REPLACES)


def test_after_closing_nobody_votes():
    house = House().open().pass_vote()
    house.so_far().when(cast(Vote.NO, Vote.YES), by="bai").then_refused(Rule.VOTE_IS_OPEN)


@pytest.mark.parametrize(
    ("said", "count", "passed"),
    [
        ({"chen": "yes", "deng": "yes", "fan": "yes", "gao": "no"}, (3, 1, 0), True),
        ({"chen": "yes", "deng": "yes", "fan": "no", "gao": "abstain"}, (2, 1, 1), False),
    ],
    ids=["W-2", "W-3"],
)
def test_more_than_half_of_the_voters_must_say_yes(said, count, passed):
    house = in_session().recuse("bai").vote(**said)
    file = house.state(f"decisions-file-{CASE}")
    [result] = house.ask(close, by="secretary", on="2026-05-18")
    assert isinstance(result, VoteClosed)
    assert (result.yes, result.no, result.abstain) == count
    assert (result.passed, result.band, result.voters) == (passed, "four_star", frozenset(said))
    assert file.meeting.quorum == 4


def test_w4_three_of_five_are_no_quorum():
    house = in_session().recuse("bai").recuse("chen").vote(deng="yes", fan="yes", gao="yes")
    facts = house.so_far().when(close).then_refused(Rule.QUORUM_IS_PRESENT)
    assert facts == {"voters": 3, "quorum": 4}


def test_a_tie_found_after_voting_voids_the_vote():
    house = in_session().vote(**EVERYBODY).recuse("gao")
    [result] = house.ask(close, by="secretary", on="2026-05-18")
    assert result.yes == 4
    assert "gao" not in result.voters


def test_votes_are_counted_once():
    House().open().pass_vote().so_far().when(close).then_nothing_happens()


def test_there_is_nothing_to_count_without_meeting_and_agreement():
    facts = House().open().so_far().when(close).then_refused(Rule.GATES_ARE_PASSED)
    assert facts["missing"] == ["meeting"]
    house = House().open(agreement=None).convene().vote(**EVERYBODY)
    assert house.so_far().when(close).then_refused(Rule.GATES_ARE_PASSED)["missing"] == [
        "agreement"
    ]


def test_what_speaks_against_certification_is_named_point_by_point():
    house = House().open(open_majors=1, special_deductions=5, band=None).convene().vote(**EVERYBODY)
    facts = house.so_far().when(close).then_refused(Rule.DECISION_IS_POSSIBLE)
    assert facts["failed"] == ["open_majors", "special_deductions", "band"]


def test_the_conclusion_is_another_where_a_single_fact_is_another():
    first, other = House().open().pass_vote(), House().open(report="b" * 64).pass_vote()
    assert first.digest() == House().open().pass_vote().digest() != other.digest()
    file = first.state(f"decisions-file-{CASE}")
    assert conclusion(file.opened, file.meeting, Count.of(file.meeting)) == first.digest()


def test_w3_a_vote_that_did_not_pass_may_end_in_a_refusal():
    house = in_session().vote(bai="yes", chen="yes", deng="no", fan="no").close()
    refused = DecisionRefused(**dict(refuse))
    house.so_far().when(refuse).then(refused)
    house.history.append(refused)
    house.so_far().when(refuse).then_nothing_happens()
    house.so_far().when(close).then_refused(Rule.FILE_IS_OPEN)


def test_the_secretary_does_not_refuse_for_the_committee():
    in_session().vote(**EVERYBODY).so_far().when(refuse).then_refused(Rule.COMMITTEE_DID_NOT_GRANT)
    House().open().pass_vote().so_far().when(refuse).then_refused(Rule.COMMITTEE_DID_NOT_GRANT)


def test_a_committee_that_cannot_grant_may_refuse():
    house = House().open(open_majors=1).convene()
    house.so_far().when(refuse).then_refused(Rule.QUORUM_IS_PRESENT)
    house.vote(**EVERYBODY).so_far().when(refuse).then(DecisionRefused(**dict(refuse)))


def test_a_single_decider_decides():
    house = House(world(demo_pack(committee={"mode": "single"}))).open().convene("bai")
    [result] = house.vote(bai="yes").close().history[-1:]
    assert (result.passed, result.voters) == (True, frozenset({"bai"}))
