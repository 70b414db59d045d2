"""Who meets to decide: convened, declared, recused. ISO/IEC 17065 7.6; process 19."""

import pytest

from events.decisions import DecisionMeetingConvened, MemberRecused, NonParticipationDeclared
from events.vocabulary import Employment, Role
from services.decisions.file.commands import (
    ConveneMeeting,
    DeclareNonParticipation,
    RecuseMember,
)
from services.decisions.file.rules.book import Rule
from tests.services.decisions.builders import (
    CASE,
    COMMITTEE,
    DEMO,
    demo_pack,
    opened,
    person,
    scheme,
    world,
)
from tests.services.decisions.house import House, given

declare = DeclareNonParticipation(case=CASE)


def convene(*members):
    return ConveneMeeting(case=CASE, members=frozenset(members or COMMITTEE))


def convened(quorum, *members, meeting=1):
    called = frozenset(members or COMMITTEE)
    return DecisionMeetingConvened(case=CASE, meeting=meeting, members=called, quorum=quorum)


def test_w2_five_convened_need_four():
    House().open().so_far().when(convene()).then(convened(4))


@pytest.mark.parametrize(("count", "quorum"), [(3, 3), (4, 3), (5, 4)])
def test_the_quorum_is_two_thirds_of_those_convened_and_at_least_three(count, quorum):
    members = COMMITTEE[:count]
    House().open().so_far().when(convene(*members)).then(convened(quorum, *members))


def test_two_members_are_too_few():
    House().open().so_far().when(convene("bai", "chen")).then_refused(Rule.QUORUM_IS_PRESENT)


def test_a_single_decider_is_enough_where_the_scheme_says_so():
    facts = world(demo_pack(committee={"mode": "single"}))
    House(facts).open().so_far().when(convene("bai")).then(convened(1, "bai"))


def test_there_is_no_meeting_without_a_review():
    facts = given(opened()).knowing(world()).when(convene()).then_refused(Rule.GATES_ARE_PASSED)
    assert facts["missing"] == ["review"]
    assert facts["缺少事项"] == "复核"


def test_a_scheme_nobody_knows_fixes_no_quorum():
    house = House().open()
    house.foreign[f"schemes-{DEMO}"] = scheme()[1:]
    house.so_far().when(convene()).then_refused(Rule.SCHEME_IS_FILED)


def test_a_team_member_is_not_convened():
    house = House(world(**{"personnel-lin": person("lin", Role.COMMITTEE_MEMBER)})).open()
    refusal = house.so_far().when(convene("lin", *COMMITTEE))
    assert refusal.then_refused(Rule.MEMBER_DID_NOT_EVALUATE)["members"] == ["lin"]


@pytest.mark.parametrize(
    "stranger",
    [
        person("xu", Role.COMMITTEE_MEMBER, employment=Employment.OTHER_BODY),
        person("xu", Role.TECHNICAL_REVIEWER),
        [],
    ],
)
def test_a_member_is_of_the_body_and_of_the_committee(stranger):
    house = House(world(**{"personnel-xu": stranger})).open()
    refusal = house.so_far().when(convene("xu", *COMMITTEE))
    assert refusal.then_refused(Rule.MEMBER_IS_OF_THIS_BODY)["members"] == ["xu"]


def test_a_contracted_member_is_of_the_body():
    contracted = person("xu", Role.COMMITTEE_MEMBER, employment=Employment.CONTRACTED)
    house = House(world(**{"personnel-xu": contracted})).open()
    house.so_far().when(convene("xu", "bai", "chen")).then(convened(3, "xu", "bai", "chen"))


def test_the_same_meeting_is_convened_once():
    House().open().convene().so_far().when(convene()).then_nothing_happens()


def test_another_meeting_waits_for_the_end_of_this_one():
    House().open().convene().so_far().when(convene(*COMMITTEE[:3])).then_refused(
        Rule.NO_MEETING_IS_IN_SESSION
    )


def test_a_meeting_that_lost_its_quorum_is_followed_by_another():
    house = House().open().convene().recuse("bai").recuse("chen")
    rest = ("deng", "fan", "gao")
    house.so_far().when(convene(*rest)).then(convened(3, *rest, meeting=2))


def test_a_meeting_that_did_not_pass_is_followed_by_another():
    house = House().open().convene().vote(bai="yes", chen="yes", deng="no", fan="no").close()
    house.so_far().when(convene()).then(convened(4, meeting=2))


def test_a_passed_vote_leaves_no_room_for_another_meeting():
    House().open().pass_vote().so_far().when(convene()).then_refused(Rule.RESULT_DOES_NOT_STAND)


def test_a_member_declares_once():
    declared = NonParticipationDeclared(case=CASE, meeting=1, member="bai")
    house = House().open()
    house.ask(convene(), by="secretary", on="2026-05-11")
    house.so_far().when(declare, by="bai").then(declared)
    house.history.append(declared)
    house.so_far().when(declare, by="bai").then_nothing_happens()


def test_only_a_member_convened_declares():
    House().open().convene().so_far().when(declare, by="xu").then_refused(Rule.MEMBER_IS_CONVENED)
    House().open().so_far().when(declare, by="bai").then_refused(Rule.MEMBER_IS_CONVENED)


def test_a_member_recuses_oneself_and_nobody_else():
    recuse = RecuseMember(case=CASE, member="bai", ground="配偶任职于申请方")
    recused = MemberRecused(case=CASE, meeting=1, member="bai", ground="配偶任职于申请方")
    house = House().open().convene()
    house.so_far().when(recuse, by="bai", role="committee_member").then(recused)
    house.so_far().when(recuse, role="committee_secretary").then(recused)
    house.so_far().when(recuse, by="chen", role="committee_member").then_refused(
        Rule.MEMBER_RECUSES_ONESELF
    )
    house.history.append(recused)
    house.so_far().when(recuse, by="bai", role="committee_member").then_nothing_happens()


def test_nobody_is_recused_who_was_not_convened_or_after_the_count():
    recuse = RecuseMember(case=CASE, member="xu", ground="利害关系")
    House().open().convene().so_far().when(recuse).then_refused(Rule.MEMBER_IS_CONVENED)
    late = RecuseMember(case=CASE, member="bai", ground="利害关系")
    House().open().pass_vote().so_far().when(late).then_refused(Rule.VOTE_IS_OPEN)
