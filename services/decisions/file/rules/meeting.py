"""Who meets to decide: convened, declared, recused. ISO/IEC 17065 7.6; process 19."""

import math
from collections.abc import Iterator

from events.decisions import DecisionMeetingConvened, MemberRecused, NonParticipationDeclared
from events.event import Event
from events.scheme_pack import CompletePack
from events.vocabulary import Role
from services.core.context import Context
from services.decisions.file.commands import (
    ConveneMeeting,
    DeclareNonParticipation,
    RecuseMember,
)
from services.decisions.file.facts import is_of_this_body, scheme_in, standing_in
from services.decisions.file.rules.book import Rule
from services.decisions.file.rules.gates import require_open, require_pack, require_stages
from services.decisions.file.state import File, Meeting


def convene_meeting(command: ConveneMeeting, file: File, context: Context) -> Iterator[Event]:
    """Members of the body who did not evaluate are called; the quorum counts from here."""
    opened = require_open(file)
    meeting = file.meeting
    if file.in_session and meeting is not None and meeting.members == command.members:
        return
    require_stages(review=file.review is not None)
    Rule.RESULT_DOES_NOT_STAND.require(file.standing is None)
    Rule.NO_MEETING_IS_IN_SESSION.require(not file.in_session or _quorum_is_lost(meeting))
    _require_members(command.members, file, context)
    quorum = quorum_of(require_pack(scheme_in(context.facts, opened.scheme)), command.members)
    Rule.QUORUM_IS_PRESENT.require(
        len(command.members) >= quorum, convened=len(command.members), quorum=quorum
    )
    yield DecisionMeetingConvened(
        case=command.case, meeting=file.meetings + 1, members=command.members, quorum=quorum
    )


def _quorum_is_lost(meeting: Meeting | None) -> bool:
    return meeting is None or len(meeting.remaining) < meeting.quorum


def _require_members(members: frozenset[str], file: File, context: Context) -> None:
    evaluated = sorted(members & file.team)
    Rule.MEMBER_DID_NOT_EVALUATE.require(not evaluated, members=evaluated)
    strangers = [
        member
        for member in sorted(members)
        for standing in [standing_in(context.facts, member)]
        if not is_of_this_body(standing) or Role.COMMITTEE_MEMBER not in standing.roles
    ]
    Rule.MEMBER_IS_OF_THIS_BODY.require(not strangers, members=strangers)


def quorum_of(pack: CompletePack, members: frozenset[str]) -> int:
    """Voters that must be present, of those convened, before any recusal. R-1905."""
    if pack.committee.mode == "single":
        return 1
    share = math.ceil(pack.committee.quorum_fraction * len(members))
    return max(pack.committee.min_voters, share)


def declare_non_participation(
    command: DeclareNonParticipation, file: File, context: Context
) -> Iterator[Event]:
    """A member convened signs to have taken no part and to have no tie; once is enough."""
    meeting = require_seat(file, context.actor)
    if context.actor not in meeting.declared:
        yield NonParticipationDeclared(
            case=command.case, meeting=meeting.number, member=context.actor
        )


def require_seat(file: File, member: str) -> Meeting:
    """The meeting in session in which a member who did not evaluate still sits."""
    require_open(file)
    Rule.MEMBER_DID_NOT_EVALUATE.require(member not in file.team, person=member)
    Rule.VOTE_IS_OPEN.require(file.result is None)
    meeting = file.meeting
    Rule.MEMBER_IS_CONVENED.require(meeting is not None and member in meeting.members)
    assert meeting is not None
    Rule.MEMBER_IS_NOT_RECUSED.require(member not in meeting.recused, person=member)
    return meeting


def recuse_member(command: RecuseMember, file: File, context: Context) -> Iterator[Event]:
    """A member leaves the matter, or the secretary takes one out; their vote is void."""
    require_open(file)
    Rule.VOTE_IS_OPEN.require(file.result is None)
    meeting = file.meeting
    Rule.MEMBER_IS_CONVENED.require(meeting is not None and command.member in meeting.members)
    assert meeting is not None
    Rule.MEMBER_RECUSES_ONESELF.require(
        context.role != Role.COMMITTEE_MEMBER or context.actor == command.member
    )
    if command.member not in meeting.recused:
        yield MemberRecused(
            case=command.case, meeting=meeting.number, member=command.member, ground=command.ground
        )
