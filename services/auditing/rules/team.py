"""Who audits, what ties them, what the client has against them. Process 10, 12; 17065 4.2, 6.1."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

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
from events.event import Event
from events.vocabulary import Role
from services.auditing.commands import (
    AssignTeam,
    DecideObjection,
    DeclareImpartiality,
    ObjectToMember,
    ReplaceMember,
    WaiveObjection,
)
from services.auditing.facts import is_of_this_body, standing_in
from services.auditing.rules.book import Rule
from services.auditing.rules.gates import (
    COUNTED,
    Desk,
    is_repeated,
    require_agreement,
    require_between,
    require_not_begun,
    require_own,
    require_stages,
)
from services.auditing.state import Audit, Diary
from services.core.calendar import add_months

FITTING: Mapping[TeamRole, tuple[Role, ...]] = {
    TeamRole.TEAM_LEADER: (Role.TEAM_LEADER,),
    TeamRole.AUDITOR: (Role.AUDITOR, Role.TEAM_LEADER),
    TeamRole.TRAINEE_AUDITOR: (Role.TRAINEE_AUDITOR,),
    TeamRole.TECHNICAL_EXPERT: (Role.TECHNICAL_EXPERT,),
    TeamRole.WITNESS: (Role.WITNESS,),
}
"""What somebody must be authorised for to have a place in a team. R-1003."""


def assign_team(command: AssignTeam, desk: Desk, diaries: Mapping[str, Diary]) -> Iterator[Event]:
    """A team that may audit this client and is free on every day. R-1001 to R-1009."""
    audit, today = desk.audit, desk.context.today
    agreement = require_agreement(desk)
    require_stages(man_days=audit.man_days is not None, programme=audit.programme is not None)
    require_not_begun(audit)
    days = tuple(sorted(set(command.days)))
    if audit.team == command.members and audit.days == days:
        return
    require_between(days[0], field="days", after=max(agreement.signed_on, today))
    for member in command.members:
        _require_fit(member, desk)
        _require_free(member, command.case, days, diaries)
    _require_formed(command.members, desk)
    yield TeamAssigned(case=command.case, members=command.members, days=days, assigned_on=today)
    for left in audit.team:
        if left.person not in {each.person for each in command.members}:
            yield AuditorReleased(person=left.person, case=command.case)
    for member in command.members:
        yield AuditorBooked(person=member.person, case=command.case, days=days)


def replace_member(
    command: ReplaceMember, desk: Desk, diaries: Mapping[str, Diary]
) -> Iterator[Event]:
    """One goes, one comes; whoever comes is looked at like the first. R-1203, R-1207."""
    audit, new = desk.audit, command.replacement
    if audit.role_of(command.member) is None and new in audit.team:
        return
    require_stages(team=bool(audit.team), days=bool(audit.days))
    require_not_begun(audit)
    _require_member(command.member, audit)
    team = [new if each.person == command.member else each for each in audit.team]
    _require_fit(new, desk)
    _require_free(new, command.case, audit.days, diaries)
    _require_formed(team, desk)
    yield TeamMemberReplaced(**dict(command), replaced_on=desk.context.today)
    if new.person != command.member:
        yield AuditorReleased(person=command.member, case=command.case)
        yield AuditorBooked(person=new.person, case=command.case, days=audit.days)


def _require_fit(member: Member, desk: Desk) -> None:
    standing = standing_in(desk.context.facts, member.person)
    Rule.MEMBER_IS_OF_THIS_BODY.require(
        is_of_this_body(standing), person=member.person, 人员=member.person
    )
    Rule.MEMBER_IS_AUTHORISED.require(
        not standing.roles.isdisjoint(FITTING[member.role]),
        person=member.person,
        人员=member.person,
        function=member.role.value,
    )


def _require_free(
    member: Member, case: str, days: Iterable[date], diaries: Mapping[str, Diary]
) -> None:
    elsewhere = diaries.get(member.person, Diary()).elsewhere(case)
    taken = [day for day in days if day in elsewhere]
    other = sorted({elsewhere[day] for day in taken})
    Rule.MEMBER_IS_FREE.require(
        not taken,
        person=member.person,
        人员=member.person,
        days=taken,
        日期="、".join(day.isoformat() for day in taken),
        other="、".join(other),
    )


def _require_formed(members: Iterable[Member], desk: Desk) -> None:
    """One leader, everybody once, trainees under somebody who counts. R-1006."""
    team = list(members)
    counted = [each.person for each in team if each.role in COUNTED]
    leaders = [each for each in team if each.role is TeamRole.TEAM_LEADER]
    trainees = [each for each in team if each.role is TeamRole.TRAINEE_AUDITOR]
    Rule.TEAM_HAS_ONE_LEADER.require(
        len(leaders) == 1
        and len({each.person for each in team}) == len(team)
        and all(each.supervisor in counted for each in trainees),
        field="members",
    )
    Rule.TEAM_IS_LARGE_ENOUGH.require(
        len(counted) > 1 or desk.pack.team.single_member_allowed, field="members"
    )


def declare_impartiality(command: DeclareImpartiality, desk: Desk) -> Iterator[Event]:
    """Everybody declares for themselves; a tie within the look-back bars. R-1004, R-1005."""
    audit, member = desk.audit, desk.context.actor
    _require_member(member, audit)
    joined = audit.joined[member]
    months = desk.pack.team.look_back_months
    for tie in command.ties:
        if tie.ended_on is not None:
            require_between(tie.ended_on, field="ties.ended_on", until=desk.context.today)
    ends = [add_months(tie.ended_on, months) for tie in command.ties if tie.ended_on is not None]
    lasting = any(tie.ended_on is None for tie in command.ties)
    last = max(ends, default=None)
    declared = ImpartialityDeclared(
        case=command.case,
        member=member,
        ties=command.ties,
        barred_until=last,
        barred=lasting or (last is not None and joined <= last),
        declared_on=desk.context.today,
    )
    if not is_repeated(audit.declarations.get(member), declared, "declared_on"):
        yield declared


def object_to_member(command: ObjectToMember, desk: Desk) -> Iterator[Event]:
    """The client says against whom and why, while there is time. R-1202."""
    audit, today = desk.audit, desk.context.today
    require_own(desk)
    objected = MemberObjected(**dict(command), objected_on=today)
    known = audit.objections.get(command.member)
    if known is not None and is_repeated(known.raised, objected, "objected_on"):
        return
    require_stages(notice=audit.notice is not None)
    require_not_begun(audit)
    assert audit.notice is not None
    Rule.OBJECTION_IS_IN_TIME.require(
        today <= audit.notice.object_by and not audit.waived, object_by=audit.notice.object_by
    )
    _require_member(command.member, audit)
    yield objected


def decide_objection(command: DecideObjection, desk: Desk) -> Iterator[Event]:
    """Every objection is answered in writing; a grounded one has the member replaced. R-1203."""
    known = desk.audit.objections.get(command.member)
    decided = ObjectionDecided(**dict(command), decided_by=desk.context.actor)
    if known is not None and is_repeated(known.decided, decided, "decided_by"):
        return
    Rule.OBJECTION_IS_OPEN.require(
        known is not None and known.decided is None, field="member", member=command.member
    )
    require_not_begun(desk.audit)
    yield decided


def waive_objection(command: WaiveObjection, desk: Desk) -> Iterator[Event]:
    """The client agrees to the team before the time to object is over. R-1202."""
    require_own(desk)
    require_stages(notice=desk.audit.notice is not None)
    if desk.audit.waived:
        return
    require_not_begun(desk.audit)
    yield ObjectionWaived(case=command.case, waived_on=desk.context.today)


def release_team(case: str, audit: Audit, diaries: Mapping[str, Diary]) -> Iterator[Event]:
    """A case that ended needs nobody's days. R-1009."""
    for member in audit.team:
        if case in diaries.get(member.person, Diary()).booked:
            yield AuditorReleased(person=member.person, case=case)


def _require_member(person: str, audit: Audit) -> None:
    Rule.MEMBER_IS_OF_THE_TEAM.require(
        audit.role_of(person) is not None, person=person, 人员=person
    )
