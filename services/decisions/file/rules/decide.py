"""The answer to each command about a file, what it must have read, and what it may refuse."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import assert_never

from events.event import Event
from services.core.context import Context
from services.core.service import States
from services.decisions.file import commands as asked
from services.decisions.file.rules import meeting, opening, review, signing, vote
from services.decisions.file.rules.book import Rule
from services.decisions.file.state import File
from services.decisions.streams import BODY, file_stream, person_stream, scheme_stream


def reads(command: asked.FileCommand, states: States, _facts: States) -> Iterator[str]:
    """The file, and with it the scheme, the body or the members where a rule needs them."""
    stream = file_stream(command.case)
    yield stream
    file: File = states.get(stream, File())
    match command:
        case asked.OpenFile():
            yield from (BODY, scheme_stream(command.scheme))
        case asked.CountersignDecision() if file.opened:
            yield from (BODY, scheme_stream(file.opened.scheme))
        case asked.ConveneMeeting() if file.opened:
            yield scheme_stream(file.opened.scheme)
            yield from (person_stream(member) for member in sorted(command.members))
        case asked.CloseVote() | asked.RefuseCertification() if file.opened:
            yield scheme_stream(file.opened.scheme)
        case _:
            return


def decide(command: asked.FileCommand, states: States, context: Context) -> Iterable[Event]:  # noqa: C901 - one line a command
    """The events a command gives rise to, or Refused."""
    file: File = states[file_stream(command.case)]
    match command:
        case asked.OpenFile():
            return opening.open_file(command, file, context)
        case asked.CompleteReview():
            return review.complete_review(command, file, context)
        case asked.ConveneMeeting():
            return meeting.convene_meeting(command, file, context)
        case asked.DeclareNonParticipation():
            return meeting.declare_non_participation(command, file, context)
        case asked.RecuseMember():
            return meeting.recuse_member(command, file, context)
        case asked.CastVote():
            return vote.cast_vote(command, file, context)
        case asked.CloseVote():
            return vote.close_vote(command, file, context)
        case asked.RefuseCertification():
            return vote.refuse_certification(command, file, context)
        case asked.ReturnCase():
            return review.return_case(command, file)
        case asked.SignDecision():
            return signing.sign_decision(command, file, context)
        case asked.CountersignDecision():
            return signing.countersign_decision(command, file, context)
        case asked.SendBackDecision():
            return signing.send_back_decision(command, file, context)
        case _:
            assert_never(command)


_OPEN = (Rule.GATES_ARE_PASSED, Rule.FILE_IS_OPEN)
_SEAT = (
    *_OPEN,
    Rule.MEMBER_DID_NOT_EVALUATE,
    Rule.VOTE_IS_OPEN,
    Rule.MEMBER_IS_CONVENED,
    Rule.MEMBER_IS_NOT_RECUSED,
)
_HEAD = (*_OPEN, Rule.HEAD_DID_NOT_EVALUATE, Rule.HEAD_DID_NOT_VOTE)

MAY_REFUSE: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {
        "OpenFile": (
            Rule.FILE_IS_NEW,
            Rule.SCHEME_IS_FILED,
            Rule.FIELD_IS_APPROVED,
            Rule.USCC_IS_VALID,
            Rule.GATES_ARE_PASSED,
            Rule.DATES_ARE_IN_ORDER,
            Rule.BAND_IS_EARNED,
        ),
        "CompleteReview": (
            *_OPEN,
            Rule.REVIEWER_DID_NOT_EVALUATE,
            Rule.RECOMMENDATION_IS_WRITTEN,
            Rule.REVIEW_COMES_BEFORE_THE_MEETING,
        ),
        "ConveneMeeting": (
            *_OPEN,
            Rule.RESULT_DOES_NOT_STAND,
            Rule.NO_MEETING_IS_IN_SESSION,
            Rule.MEMBER_DID_NOT_EVALUATE,
            Rule.MEMBER_IS_OF_THIS_BODY,
            Rule.SCHEME_IS_FILED,
            Rule.QUORUM_IS_PRESENT,
        ),
        "DeclareNonParticipation": _SEAT,
        "RecuseMember": (
            *_OPEN,
            Rule.VOTE_IS_OPEN,
            Rule.MEMBER_IS_CONVENED,
            Rule.MEMBER_RECUSES_ONESELF,
        ),
        "CastVote": (*_SEAT, Rule.DECLARATION_IS_SIGNED, Rule.VOTE_NAMES_WHAT_IT_REPLACES),
        "CloseVote": (
            *_OPEN,
            Rule.QUORUM_IS_PRESENT,
            Rule.SCHEME_IS_FILED,
            Rule.DECISION_IS_POSSIBLE,
        ),
        "RefuseCertification": (
            *_OPEN,
            Rule.SCHEME_IS_FILED,
            Rule.QUORUM_IS_PRESENT,
            Rule.COMMITTEE_DID_NOT_GRANT,
        ),
        "ReturnCase": (*_OPEN, Rule.RESULT_DOES_NOT_STAND),
        "SignDecision": (*_OPEN, Rule.SIGNER_VOTED, Rule.CONTENT_IS_UNCHANGED),
        "CountersignDecision": (
            *_HEAD,
            Rule.HEAD_SIGNS_LAST,
            Rule.CONTENT_IS_UNCHANGED,
            Rule.SCHEME_IS_FILED,
            Rule.FIELD_IS_APPROVED,
        ),
        "SendBackDecision": _HEAD,
    }
)
