"""A decider decides, the head approves, neither audited the holder. ISO/IEC 17065 7.11."""

from collections.abc import Iterator

from events.certificates import StatusDecided, StatusDecisionSentBack
from events.event import Event
from events.vocabulary import StatusAct
from services.core.context import Context
from services.decisions.certificate.commands import ApproveStatus, DecideStatus, SendBackStatus
from services.decisions.certificate.rules.acts import carried_out, matter_of, require_act
from services.decisions.certificate.rules.book import Rule
from services.decisions.certificate.rules.life import require_pack
from services.decisions.certificate.state import Certificate


def decide_status(
    command: DecideStatus, certificate: Certificate, context: Context
) -> Iterator[Event]:
    """Somebody free of the matter decides on one change of status at a time."""
    issued = certificate.issued
    Rule.CERTIFICATE_IS_ISSUED.require(issued is not None)
    assert issued is not None
    Rule.DECIDER_DID_NOT_EVALUATE.require(context.actor not in issued.team, person=context.actor)
    months = command.months
    if command.act is StatusAct.SUSPEND and months is None:
        months = require_pack(issued, context).suspension.default_months
    asked = {**dict(command), "months": months}
    decided = StatusDecided(**asked, decision=certificate.decisions + 1, decider=context.actor)
    pending = certificate.pending
    if pending and decided.model_copy(update={"decision": pending.decision}) == pending:
        return
    Rule.NO_DECISION_IS_PENDING.require(pending is None)
    require_act(matter_of(certificate, decided, context))
    yield decided


def approve_status(
    command: ApproveStatus, certificate: Certificate, context: Context
) -> Iterator[Event]:
    """The head approves the decision that waits, if it may still be carried out; once."""
    if command.decision in certificate.approved:
        return
    decided = _pending(command, certificate, context)
    Rule.HEAD_DID_NOT_DECIDE.require(context.actor != decided.decider, person=context.actor)
    matter = matter_of(certificate, decided, context)
    require_act(matter)
    yield from carried_out(matter, approver=context.actor)


def send_back_status(
    command: SendBackStatus, certificate: Certificate, context: Context
) -> Iterator[Event]:
    """The head declines the decision that waits, with reasons; another may follow. R-2003."""
    sent_back = StatusDecisionSentBack(**dict(command), signer=context.actor)
    if certificate.sent_back == sent_back:
        return
    _pending(command, certificate, context)
    yield sent_back


def _pending(
    command: ApproveStatus | SendBackStatus, certificate: Certificate, context: Context
) -> StatusDecided:
    issued, pending = certificate.issued, certificate.pending
    Rule.CERTIFICATE_IS_ISSUED.require(issued is not None)
    assert issued is not None
    Rule.HEAD_DID_NOT_EVALUATE.require(context.actor not in issued.team, person=context.actor)
    Rule.DECISION_IS_PENDING.require(
        pending is not None and pending.decision == command.decision,
        missing=["status_decision"],
        缺少事项="状态决定",
    )
    assert pending is not None
    return pending
