"""What the history of one file amounts to: no more than a rule needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import assert_never

from events.decisions import (
    CaseReturned,
    DecisionCountersigned,
    DecisionMeetingConvened,
    DecisionRefused,
    DecisionSentBack,
    DecisionSigned,
    FileEvent,
    FileOpened,
    MemberRecused,
    NonParticipationDeclared,
    ReviewCompleted,
    VoteCast,
    VoteClosed,
)
from events.vocabulary import Vote


@dataclass(frozen=True, slots=True)
class Meeting:
    """Members called to decide once; a new meeting begins from nothing."""

    number: int
    members: frozenset[str]
    quorum: int
    declared: frozenset[str] = frozenset()
    recused: frozenset[str] = frozenset()
    said: Mapping[str, Vote] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def votes(self) -> Mapping[str, Vote]:
        """Votes that count: a recused member's vote is void."""
        return {voter: vote for voter, vote in self.said.items() if voter not in self.recused}

    @property
    def remaining(self) -> frozenset[str]:
        """Members who may still vote."""
        return self.members - self.recused


@dataclass(frozen=True, slots=True)
class File:
    """One case before reviewer, committee and head."""

    opened: FileOpened | None = None
    review: ReviewCompleted | None = None
    meeting: Meeting | None = None
    meetings: int = 0
    """Meetings ever held on the case, also before it was returned."""
    result: VoteClosed | None = None
    """Of the latest meeting."""
    signed: frozenset[str] = frozenset()
    sent_back: DecisionSentBack | None = None
    """Why the head did not sign the latest result."""
    decided: DecisionCountersigned | None = None
    refused: DecisionRefused | None = None
    returned: CaseReturned | None = None

    @property
    def is_open(self) -> bool:
        """Whether the case still waits for a decision."""
        return self.opened is not None and not (self.decided or self.refused or self.returned)

    @property
    def team(self) -> frozenset[str]:
        """Everybody who took part in the evaluation."""
        return self.opened.team if self.opened else frozenset()

    @property
    def in_session(self) -> bool:
        """Whether a meeting was called whose votes are not yet counted."""
        return self.meeting is not None and self.result is None

    @property
    def standing(self) -> VoteClosed | None:
        """The passed result that waits for signatures or has them; None where there is none."""
        passed = self.result if self.result and self.result.passed else None
        return None if self.sent_back else passed


def evolve(file: File, event: FileEvent) -> File:  # noqa: C901 - one line an event
    """The file after one more event. Never refuses: what happened, happened."""
    match event:
        case FileOpened():
            return File(opened=event, meetings=file.meetings)
        case ReviewCompleted():
            return replace(file, review=event)
        case DecisionMeetingConvened():
            meeting = Meeting(number=event.meeting, members=event.members, quorum=event.quorum)
            return File(file.opened, file.review, meeting, meetings=event.meeting)
        case NonParticipationDeclared() | MemberRecused() | VoteCast():
            return replace(file, meeting=_meeting(file.meeting, event))
        case VoteClosed():
            return replace(file, result=event)
        case DecisionSigned():
            return replace(file, signed=file.signed | {event.signer})
        case DecisionCountersigned():
            return replace(file, decided=event)
        case DecisionSentBack():
            return replace(file, sent_back=event, signed=frozenset())
        case DecisionRefused():
            return replace(file, refused=event)
        case CaseReturned():
            return replace(file, returned=event)
        case _:
            assert_never(event)


def _meeting(
    meeting: Meeting | None, event: NonParticipationDeclared | MemberRecused | VoteCast
) -> Meeting:
    held = meeting or Meeting(number=event.meeting, members=frozenset(), quorum=1)
    match event:
        case NonParticipationDeclared():
            return replace(held, declared=held.declared | {event.member})
        case MemberRecused():
            return replace(held, recused=held.recused | {event.member})
        case VoteCast():
            return replace(held, said=MappingProxyType({**held.said, event.voter: event.vote}))
        case _:
            assert_never(event)
