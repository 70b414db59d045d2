"""How the committee votes and what comes of it. ISO/IEC 17065 7.6; process 19."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from events.decisions import DecisionRefused, FileOpened, VoteCast, VoteClosed
from events.event import Event
from events.scheme_pack import CompletePack
from events.vocabulary import Vote
from services.core.canonical import digest
from services.core.context import Context
from services.decisions.file.commands import CastVote, CloseVote, RefuseCertification
from services.decisions.file.facts import scheme_in
from services.decisions.file.rules.book import Rule
from services.decisions.file.rules.gates import require_open, require_pack, require_stages
from services.decisions.file.rules.meeting import require_seat
from services.decisions.file.state import File, Meeting

POINTS = {
    "open_majors": "存在未关闭的严重不符合项",
    "special_deductions": "特别扣分达到否决数",
    "band": "评分未达到最低等级",
}
"""What speaks against certification, whatever the committee wants. R-1908."""


def cast_vote(command: CastVote, file: File, context: Context) -> Iterator[Event]:
    """A member who declared votes; a second vote before closing names the one it replaces."""
    meeting = require_seat(file, context.actor)
    Rule.DECLARATION_IS_SIGNED.require(context.actor in meeting.declared, person=context.actor)
    said = meeting.said.get(context.actor)
    if said == command.vote:
        return
    Rule.VOTE_NAMES_WHAT_IT_REPLACES.require(said == command.replaces)
    yield VoteCast(
        case=command.case,
        meeting=meeting.number,
        voter=context.actor,
        vote=command.vote,
        replaces=said,
    )


def close_vote(command: CloseVote, file: File, context: Context) -> Iterator[Event]:
    """With the quorum voting and nothing in the way, the votes are counted; once."""
    if file.result is not None and file.is_open:
        return
    opened = require_open(file)
    require_stages(
        review=file.review is not None,
        agreement=opened.agreement is not None,
        meeting=file.meeting is not None,
    )
    assert file.meeting is not None
    _require_quorum(file.meeting)
    pack = require_pack(scheme_in(context.facts, opened.scheme))
    failed = points_against(opened, pack)
    words = "、".join(POINTS[point] for point in failed)
    Rule.DECISION_IS_POSSIBLE.require(not failed, failed=failed, 缺少事项=words)
    yield Count.of(file.meeting).closing(opened, file.meeting)


def _require_quorum(meeting: Meeting) -> None:
    voters, quorum = len(meeting.votes), meeting.quorum
    Rule.QUORUM_IS_PRESENT.require(voters >= quorum, voters=voters, quorum=quorum)


def points_against(opened: FileOpened, pack: CompletePack) -> list[str]:
    """Each point for which certification is not possible. R-1908."""
    veto = pack.scoring.special_deductions
    against = {
        "open_majors": opened.open_majors > 0,
        "special_deductions": veto is not None and opened.special_deductions >= veto.fail_at,
        "band": bool(pack.bands) and opened.band is None,
    }
    return [point for point, holds in against.items() if holds]


@dataclass(frozen=True, slots=True)
class Count:
    """The votes of a meeting, counted: more yes than half of the voters passes. R-1906."""

    yes: int
    no: int
    abstain: int
    voters: frozenset[str]

    @classmethod
    def of(cls, meeting: Meeting) -> "Count":
        """The valid votes; an abstention counts as a voter."""
        said = Counter(meeting.votes.values())
        return cls(said[Vote.YES], said[Vote.NO], said[Vote.ABSTAIN], frozenset(meeting.votes))

    def closing(self, opened: FileOpened, meeting: Meeting) -> VoteClosed:
        """The result, with the digest of the conclusion that everybody will sign."""
        return VoteClosed(
            case=opened.case,
            meeting=meeting.number,
            yes=self.yes,
            no=self.no,
            abstain=self.abstain,
            voters=self.voters,
            passed=self.yes * 2 > len(self.voters),
            band=opened.band,
            content=conclusion(opened, meeting, self),
        )


def conclusion(opened: FileOpened, meeting: Meeting, count: Count) -> str:
    """SHA-256 of what is decided: for whom, for what, on which score and report, by whom."""
    kept = {
        "case", "activity", "holder", "uscc", "scope", "field", "covered_headcount", "sites",
        "scheme", "score", "band", "report",
    }  # fmt: skip
    return digest(
        {
            **opened.model_dump(include=kept),
            "meeting": meeting.number,
            "yes": count.yes,
            "no": count.no,
            "abstain": count.abstain,
            "voters": count.voters,
        }
    )


def refuse_certification(
    command: RefuseCertification, file: File, context: Context
) -> Iterator[Event]:
    """The committee does not certify: its vote did not pass, or it met and could not grant."""
    refused = DecisionRefused(**dict(command))
    if file.refused == refused:
        return
    opened = require_open(file)
    require_stages(meeting=file.meeting is not None)
    assert file.meeting is not None
    if file.result is None:
        pack = require_pack(scheme_in(context.facts, opened.scheme))
        _require_quorum(file.meeting)
        Rule.COMMITTEE_DID_NOT_GRANT.require(bool(points_against(opened, pack)))
    else:
        Rule.COMMITTEE_DID_NOT_GRANT.require(not file.result.passed)
    yield refused
