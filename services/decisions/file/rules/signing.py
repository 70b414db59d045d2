"""Who signs the conclusion, in which order. 认证认可条例 art. 22; process 20."""

from collections.abc import Iterator

from events.decisions import DecisionCountersigned, DecisionSentBack, DecisionSigned, VoteClosed
from events.event import Event
from services.core.context import Context
from services.decisions.file.commands import (
    CountersignDecision,
    SendBackDecision,
    SignDecision,
)
from services.decisions.file.facts import body_in, scheme_in
from services.decisions.file.rules.book import Rule
from services.decisions.file.rules.gates import require_open, require_stages
from services.decisions.file.state import File


def sign_decision(command: SignDecision, file: File, context: Context) -> Iterator[Event]:
    """Each voter of a passed vote signs the content voted on; once."""
    if file.decided and context.actor in file.signed:
        return
    result = _passed(file)
    Rule.SIGNER_VOTED.require(context.actor in result.voters, person=context.actor)
    _require_same_content(command.content, result)
    if context.actor not in file.signed:
        yield DecisionSigned(case=command.case, signer=context.actor, content=result.content)


def countersign_decision(
    command: CountersignDecision, file: File, context: Context
) -> Iterator[Event]:
    """The head, who neither evaluated nor voted, signs last; the decision bears this day."""
    done = file.decided
    if done and (done.signer, done.content) == (context.actor, command.content):
        return
    result = _passed(file)
    _require_free_head(file, result, context.actor)
    missing = sorted(result.voters - file.signed)
    Rule.HEAD_SIGNS_LAST.require(not missing, missing=missing)
    _require_same_content(command.content, result)
    _require_approval(file, context)
    yield DecisionCountersigned(
        case=command.case,
        signer=context.actor,
        content=result.content,
        decided_on=context.today,
    )


def send_back_decision(command: SendBackDecision, file: File, context: Context) -> Iterator[Event]:
    """The head may decline to sign, with reasons, never alter; a new meeting follows. R-2003."""
    sent_back = DecisionSentBack(**dict(command), signer=context.actor)
    if file.sent_back == sent_back:
        return
    _require_free_head(file, _passed(file), context.actor)
    yield sent_back


def _passed(file: File) -> VoteClosed:
    require_open(file)
    require_stages(passed_vote=file.standing is not None)
    assert file.standing is not None
    return file.standing


def _require_free_head(file: File, result: VoteClosed, head: str) -> None:
    Rule.HEAD_DID_NOT_EVALUATE.require(head not in file.team, person=head)
    Rule.HEAD_DID_NOT_VOTE.require(head not in result.voters, person=head)


def _require_same_content(content: str, result: VoteClosed) -> None:
    Rule.CONTENT_IS_UNCHANGED.require(content == result.content, content=result.content)


def _require_approval(file: File, context: Context) -> None:
    opened = require_open(file)
    body, scheme = body_in(context.facts), scheme_in(context.facts, opened.scheme)
    Rule.SCHEME_IS_FILED.require(scheme.is_filed(body, context.today), scheme=opened.scheme)
    Rule.FIELD_IS_APPROVED.require(
        body.may_certify(opened.field, context.today), field=opened.field
    )
