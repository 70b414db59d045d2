"""Who audits, their ties, the client's objections. Process 10, 12."""

from datetime import date

import pytest

from events.applications import ApplicationAbandoned
from events.auditing import (
    AuditorBooked,
    AuditorReleased,
    ImpartialityDeclared,
    Member,
    MemberObjected,
    ObjectionDecided,
    ObjectionWaived,
    TeamAssigned,
    TeamMemberReplaced,
    TeamRole,
)
from events.vocabulary import Employment, Role
from services.auditing import commands as ask
from services.auditing.rules.book import Rule
from tests.services.applications.builders import ACCEPTED, CASE, CONTACT, demo_pack, person
from tests.services.auditing.builders import (
    AUDITOR,
    COMMISSION,
    DAYS,
    EXPERT,
    LEADER,
    MEMBERS,
    PLANNER,
    SPARE,
    TRAINEE,
    WALK,
    Walk,
    by_auditor,
    by_client,
    given,
    knowing,
    step,
    tie,
    walked,
)

ASSIGN = ask.AssignTeam(case=CASE, members=MEMBERS, days=DAYS)
NEW = Member(person=SPARE, role=TeamRole.AUDITOR)
REPLACE = ask.ReplaceMember(case=CASE, member=AUDITOR, replacement=NEW, reason="客户异议成立")
OBJECT = ask.ObjectToMember(case=CASE, member=AUDITOR, ground="曾在竞争对手任职")


def member(name: str, role: TeamRole, supervisor: str | None = None) -> Member:
    """Somebody with a place in the team."""
    return Member(person=name, role=role, supervisor=supervisor)


def test_a_team_is_formed_and_its_days_are_booked():
    walked("programme").when(ASSIGN, on="2026-03-18").then(
        TeamAssigned(case=CASE, members=MEMBERS, days=DAYS, assigned_on=date(2026, 3, 18)),
        AuditorBooked(person=LEADER, case=CASE, days=DAYS),
        AuditorBooked(person=AUDITOR, case=CASE, days=DAYS),
    )
    walked("team").when(ASSIGN, on="2026-03-19").then_nothing_happens()


def test_another_team_before_the_audit_frees_those_who_left():
    other = ask.AssignTeam(case=CASE, members=(MEMBERS[0], NEW), days=DAYS)
    events = walked("team").when(other, on="2026-03-19").answer()
    assert AuditorReleased(person=AUDITOR, case=CASE) in events
    assert AuditorBooked(person=SPARE, case=CASE, days=DAYS) in events


def test_a_team_is_formed_only_for_a_planned_audit():
    told = walked("man_days").when(ASSIGN).then_refused(Rule.GATES_ARE_PASSED)
    assert told["missing"] == ["programme"]


def test_nobody_is_sent_into_the_past():
    early = ask.AssignTeam(case=CASE, members=MEMBERS, days=(date(2026, 3, 17), *DAYS))
    asked = walked("programme").when(early, on="2026-03-18")
    assert asked.then_refused(Rule.DATES_ARE_IN_ORDER)["field"] == "days"


@pytest.mark.parametrize("employment", [Employment.OTHER_BODY, None])
def test_every_member_practises_in_this_body(employment: Employment | None):
    known = [] if employment is None else person(AUDITOR, Role.AUDITOR, employment)
    walk = Walk(walked("programme").history, knowing(**{f"personnel-{AUDITOR}": known}))
    told = walk.when(ASSIGN).then_refused(Rule.MEMBER_IS_OF_THIS_BODY)
    assert told["person"] == AUDITOR


@pytest.mark.parametrize(
    ("name", "role"),
    [
        (AUDITOR, TeamRole.TEAM_LEADER),
        (TRAINEE, TeamRole.AUDITOR),
        (EXPERT, TeamRole.WITNESS),
        (AUDITOR, TeamRole.TECHNICAL_EXPERT),
    ],
)
def test_every_member_is_authorised_for_what_they_do(name: str, role: TeamRole):
    asked = ask.AssignTeam(case=CASE, members=(member(name, role),), days=DAYS)
    told = walked("programme").when(asked).then_refused(Rule.MEMBER_IS_AUTHORISED)
    assert told["function"] == role.value


@pytest.mark.parametrize(
    "team",
    [
        (MEMBERS[1],),
        (MEMBERS[0], member(LEADER, TeamRole.AUDITOR)),
        (*MEMBERS, member(TRAINEE, TeamRole.TRAINEE_AUDITOR)),
        (MEMBERS[0], member(TRAINEE, TeamRole.TRAINEE_AUDITOR, EXPERT)),
    ],
    ids=["no leader", "one person twice", "trainee alone", "supervised by an outsider"],
)
def test_a_team_has_one_leader_and_trainees_a_supervisor(team: tuple[Member, ...]):
    asked = ask.AssignTeam(case=CASE, members=team, days=DAYS)
    walked("programme").when(asked).then_refused(Rule.TEAM_HAS_ONE_LEADER)


def test_a_trainee_an_expert_and_a_supervisor_are_a_team():
    team = (
        *MEMBERS,
        member(TRAINEE, TeamRole.TRAINEE_AUDITOR, AUDITOR),
        member(EXPERT, TeamRole.TECHNICAL_EXPERT),
    )
    asked = ask.AssignTeam(case=CASE, members=team, days=DAYS)
    assert len(walked("programme").when(asked, on="2026-03-18").answer()) == 5


def test_a_scheme_may_ask_for_more_than_one():
    alone = ask.AssignTeam(case=CASE, members=MEMBERS[:1], days=DAYS)
    assert walked("programme").when(alone, on="2026-03-18").answer()
    strict = knowing(pack=demo_pack(team={"single_member_allowed": False}))
    walk = Walk(walked("programme").history, strict)
    walk.when(alone).then_refused(Rule.TEAM_IS_LARGE_ENOUGH)


def test_a_person_is_in_one_place_a_day():
    booked = AuditorBooked(person=AUDITOR, case="A-2026-00099", days=(DAYS[1],))
    walk = Walk((*walked("programme").history, booked))
    told = walk.when(ASSIGN, on="2026-03-18").then_refused(Rule.MEMBER_IS_FREE)
    assert (told["person"], told["days"]) == (AUDITOR, [DAYS[1]])
    released = AuditorReleased(person=AUDITOR, case="A-2026-00099")
    free = Walk((*walk.history, released))
    assert free.when(ASSIGN, on="2026-03-18").answer()


@pytest.mark.parametrize(
    ("ended_on", "barred"),
    [
        (None, True),
        (date(2024, 3, 18), True),
        (date(2024, 3, 17), False),
        (date(2026, 3, 18), True),
    ],
    ids=["lasting", "the day reached is barred", "the next day is free", "just ended"],
)
def test_a_tie_bars_for_the_look_back_of_the_scheme(ended_on: date | None, barred: bool):
    """R-1004: assigned on 2026-03-18, two years back; the day reached is still barred."""
    asked = ask.DeclareImpartiality(case=CASE, ties=(tie(ended_on),))
    (declared,) = by_auditor(walked("team"), asked, "2026-03-19").answer()
    assert isinstance(declared, ImpartialityDeclared)
    assert declared.barred is barred
    walk = walked("team").goes(WALK["declared"][0])
    walk = Walk((*walk.history, declared))
    sent = walk.when(ask.SendAuditNotice(case=CASE), on="2026-03-20")
    if barred:
        assert sent.then_refused(Rule.MEMBER_HAS_NO_TIE)["people"] == [AUDITOR]
    else:
        assert sent.answer()


def test_a_tie_ended_on_no_later_day_than_today():
    asked = ask.DeclareImpartiality(case=CASE, ties=(tie(date(2026, 3, 20)),))
    told = by_auditor(walked("team"), asked, "2026-03-19").then_refused(Rule.DATES_ARE_IN_ORDER)
    assert told["field"] == "ties.ended_on"


def test_a_declaration_is_signed_once_and_by_members_only():
    plain = ask.DeclareImpartiality(case=CASE)
    by_auditor(walked("declared"), plain, "2026-03-21").then_nothing_happens()
    asked = walked("declared").when(plain, by=SPARE, role=Role.AUDITOR)
    asked.then_refused(Rule.MEMBER_IS_OF_THE_TEAM)


def test_a_client_objects_in_time_with_a_ground():
    by_client(walked("notice"), OBJECT, "2026-03-25").then(
        MemberObjected(**dict(OBJECT), objected_on=date(2026, 3, 25))
    )
    told = by_client(walked("notice"), OBJECT, "2026-03-26")
    told.then_refused(Rule.OBJECTION_IS_IN_TIME)


def test_a_client_objects_to_members_of_its_own_audit():
    stranger = ask.ObjectToMember(case=CASE, member=SPARE, ground="不熟悉")
    by_client(walked("notice"), stranger, "2026-03-23").then_refused(Rule.MEMBER_IS_OF_THE_TEAM)
    foreign = walked("notice").when(OBJECT, by="client-li", role=Role.CLIENT_CONTACT)
    foreign.then_refused(Rule.CLIENT_ACTS_FOR_ITSELF)


def test_waiving_ends_the_time_to_object():
    waived = by_client(walked("notice"), ask.WaiveObjection(case=CASE), "2026-03-23")
    waived.then(ObjectionWaived(case=CASE, waived_on=date(2026, 3, 23)))
    walk = Walk((*walked("notice").history, *waived.answer()))
    by_client(walk, ask.WaiveObjection(case=CASE), "2026-03-24").then_nothing_happens()
    by_client(walk, OBJECT, "2026-03-24").then_refused(Rule.OBJECTION_IS_IN_TIME)


def test_there_is_nothing_to_waive_before_the_notice():
    told = by_client(walked("declared"), ask.WaiveObjection(case=CASE), "2026-03-20")
    assert told.then_refused(Rule.GATES_ARE_PASSED)["missing"] == ["notice"]


def objected(*, grounded: bool) -> Walk:
    """After the client objected and was answered."""
    decide = ask.DecideObjection(case=CASE, member=AUDITOR, grounded=grounded, answer="经核实。")
    return walked("notice").goes(
        step(OBJECT, CONTACT, Role.CLIENT_CONTACT, "2026-03-23"),
        step(decide, PLANNER, Role.PLANNER, "2026-03-24"),
    )


def test_an_objection_is_answered_once():
    answered = objected(grounded=False)
    assert answered.last(ObjectionDecided).decided_by == PLANNER
    other = ask.DecideObjection(case=CASE, member=AUDITOR, grounded=True, answer="再议")
    answered.when(other).then_refused(Rule.OBJECTION_IS_OPEN)
    walked("notice").when(other).then_refused(Rule.OBJECTION_IS_OPEN)


def test_a_grounded_objection_stops_the_audit_until_the_member_is_replaced():
    walk = objected(grounded=True)
    ready = walk.until_reported()
    (opening,) = WALK["opening"]
    told = ready.when(opening.command, by=LEADER, role=Role.TEAM_LEADER, on=opening.on)
    assert told.then_refused(Rule.GATES_ARE_PASSED)["missing"] == ["member_replaced"]


def test_a_replacement_voids_notice_plan_and_report():
    replaced = walked("reported").when(REPLACE, on="2026-03-31")
    replaced.then(
        TeamMemberReplaced(**dict(REPLACE), replaced_on=date(2026, 3, 31)),
        AuditorReleased(person=AUDITOR, case=CASE),
        AuditorBooked(person=SPARE, case=CASE, days=DAYS),
    )
    walk = Walk((*walked("reported").history, *replaced.answer()))
    walk.when(REPLACE, on="2026-04-01").then_nothing_happens()
    declare = step(ask.DeclareImpartiality(case=CASE), SPARE, Role.AUDITOR, "2026-03-31")
    (opening,) = WALK["opening"]
    asked = walk.goes(declare).when(
        opening.command, by=LEADER, role=Role.TEAM_LEADER, on=opening.on
    )
    missing = asked.then_refused(Rule.GATES_ARE_PASSED)["missing"]
    assert missing == ["notice", "objection_time", "plan"]


def test_only_a_member_is_replaced():
    other = REPLACE.model_copy(update={"member": EXPERT})
    walked("notice").when(other).then_refused(Rule.MEMBER_IS_OF_THE_TEAM)


def test_the_days_of_a_case_given_up_are_free_again():
    gone = ApplicationAbandoned(
        case=CASE, ground="client_request", reason="撤回", abandoned_on=date(2026, 3, 20)
    )
    given.hearing(gone).asks(ask.ReleaseTeam(case=CASE))
    walk = Walk(walked("team").history, knowing(*COMMISSION, gone))
    release = walk.when(ask.ReleaseTeam(case=CASE), by="policy:auditing", role=Role.PUBLIC)
    released = [AuditorReleased(person=name, case=CASE) for name in (LEADER, AUDITOR)]
    release.then(*released)
    after = Walk((*walk.history, *released), walk.foreign)
    after.when(ask.ReleaseTeam(case=CASE)).then_nothing_happens()


def test_nobody_forms_a_team_without_an_agreement():
    unsigned = Walk(walked("programme").history, knowing(*ACCEPTED))
    told = unsigned.when(ASSIGN).then_refused(Rule.GATES_ARE_PASSED)
    assert told["missing"] == ["agreement"]
