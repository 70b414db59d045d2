"""The answer to each command about a certificate, what it must have read, what it may refuse."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import assert_never

from events.event import Event
from events.vocabulary import Activity
from services.core.context import Context
from services.core.service import States
from services.decisions.certificate import commands as asked
from services.decisions.certificate.rules import award, issue, life, numbering, status
from services.decisions.certificate.rules.book import Rule
from services.decisions.certificate.state import Certificate, Holder, Series
from services.decisions.file.facts import body_in, scheme_in
from services.decisions.file.state import File
from services.decisions.streams import (
    BODY,
    certificate_stream,
    file_stream,
    holder_stream,
    numbers_stream,
    person_stream,
    scheme_stream,
    surveillance_stream,
)


def reads(command: asked.CertificateCommand, states: States, facts: States) -> Iterator[str]:
    """Every stream the rules need; asked again until it names nothing new."""
    match command:
        case asked.AssignNumber() | asked.IssueCertificate():
            yield from _reads_to_number(command, states, facts)
        case asked.VoidNumber():
            yield from (numbers_stream(command.series), certificate_stream(command.certificate))
        case _:
            yield from _reads_of_life(command, states)


def _reads_to_number(
    command: asked.AssignNumber | asked.IssueCertificate, states: States, facts: States
) -> Iterator[str]:
    yield file_stream(command.case)
    file: File = states.get(file_stream(command.case), File())
    opened = file.opened
    if opened is None:
        return
    yield from (holder_stream(opened.uscc), BODY, scheme_stream(opened.scheme))
    holder: Holder = states.get(holder_stream(opened.uscc), Holder())
    if isinstance(command, asked.IssueCertificate):
        yield from (certificate_stream(number) for number in holder.in_force)
        if opened.activity is Activity.RECERTIFICATION and opened.previous_certificate:
            yield certificate_stream(opened.previous_certificate)
    numbered = _numbering(command, file, states, facts)
    if numbered is not None:
        yield numbers_stream(numbered.series)
        series: Series | None = states.get(numbers_stream(numbered.series))
        number = numbered.expected(series) if series is not None else None
        if number is not None:
            yield certificate_stream(number)


def _numbering(
    command: asked.AssignNumber | asked.IssueCertificate, file: File, states: States, facts: States
) -> numbering.Numbering | None:
    if isinstance(command, asked.IssueCertificate):
        awarded = award.award_of(command.awarded_on, file, states, facts)
        return awarded.numbering if awarded else None
    body = body_in(facts)
    pack = scheme_in(facts, file.opened.scheme).pack if file.opened else None
    if file.opened is None or pack is None or not body.approval_no:
        return None
    count = numbering.printed_count(file.opened)
    return numbering.Numbering(body, pack, file.opened, command.year, count)


def _reads_of_life(
    command: asked.HandOverCertificate
    | asked.ConfirmSuspensionGround
    | asked.StatusCommand
    | asked.ClockCommand,
    states: States,
) -> Iterator[str]:
    stream = certificate_stream(command.certificate)
    yield stream
    certificate: Certificate = states.get(stream, Certificate())
    issued = certificate.issued
    if issued is None:
        return
    match command:
        case asked.ConfirmSuspensionGround():
            yield from (scheme_stream(issued.scheme), surveillance_stream(command.certificate))
        case asked.DecideStatus() | asked.ApproveStatus():
            yield from (scheme_stream(issued.scheme), surveillance_stream(command.certificate))
            if isinstance(command, asked.ApproveStatus):
                yield holder_stream(issued.uscc)
            decided = command if isinstance(command, asked.DecideStatus) else certificate.pending
            if decided and decided.contact:
                yield person_stream(decided.contact)
        case asked.ExpireCertificate():
            yield holder_stream(issued.uscc)
        case _:
            return


def decide(  # noqa: C901 - one line a command
    command: asked.CertificateCommand, states: States, context: Context
) -> Iterable[Event]:
    """The events a command gives rise to, or Refused."""
    match command:
        case asked.AssignNumber():
            return numbering.assign_number(command, states, context)
        case asked.VoidNumber():
            return numbering.void_number(command, states)
        case asked.IssueCertificate():
            return issue.issue_certificate(command, states, context)
    certificate: Certificate = states[certificate_stream(command.certificate)]
    match command:
        case asked.HandOverCertificate():
            return issue.hand_over_certificate(command, certificate, context)
        case asked.ConfirmSuspensionGround():
            return life.confirm_suspension_ground(command, certificate, context)
        case asked.DecideStatus():
            return status.decide_status(command, certificate, context)
        case asked.ApproveStatus():
            return status.approve_status(command, certificate, context)
        case asked.SendBackStatus():
            return status.send_back_status(command, certificate, context)
        case asked.ExpireCertificate():
            return life.expire_certificate(command, certificate, context)
        case asked.NoteSuspensionLapsed():
            return life.note_suspension_lapsed(command, certificate, context)
        case asked.NoteSuspensionOverdue():
            return life.note_suspension_overdue(command, certificate, context)
        case _:
            assert_never(command)


_NUMBER = (Rule.SERIAL_IS_LEFT, Rule.NUMBER_IS_FREE)
_TRANSITION = (Rule.CERTIFICATE_IS_ISSUED, Rule.TRANSITION_IS_ALLOWED)
_ACT = (
    *_TRANSITION,
    Rule.SCHEME_IS_FILED,
    Rule.GROUND_IS_GIVEN,
    Rule.GROUND_IS_CONFIRMED,
    Rule.CONDITIONS_ARE_NAMED,
    Rule.CONTACT_IS_OF_THIS_BODY,
    Rule.SUSPENSION_IS_SHORT_ENOUGH,
    Rule.EXTENSION_IS_LONGER,
    Rule.RESTORED_IN_TIME,
    Rule.SURVEILLANCE_IS_DONE,
    Rule.REQUEST_IS_DATED,
    Rule.EFFECTIVE_IN_TIME,
)
_HEAD = (Rule.CERTIFICATE_IS_ISSUED, Rule.HEAD_DID_NOT_EVALUATE, Rule.DECISION_IS_PENDING)

MAY_REFUSE: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {
        "AssignNumber": (
            Rule.FILE_IS_IN_HAND,
            Rule.YEAR_IS_PRESENT,
            Rule.SCHEME_IS_FILED,
            *_NUMBER,
        ),
        "VoidNumber": (Rule.NUMBER_IS_RESERVED, Rule.NUMBER_IS_FREE),
        "IssueCertificate": (
            Rule.DECISION_IS_SIGNED,
            Rule.SCHEME_IS_FILED,
            Rule.AWARD_FOLLOWS_DECISION,
            Rule.AWARD_IS_NOT_AHEAD,
            Rule.EXPIRY_FOLLOWS_AWARD,
            Rule.SCHEME_IS_NO_DEMONSTRATION,
            Rule.FIELD_IS_APPROVED,
            Rule.PREVIOUS_IS_THE_HOLDERS,
            Rule.HOLDER_IS_FREE,
            *_NUMBER,
        ),
        "HandOverCertificate": (*_TRANSITION, Rule.HANDED_OVER_AFTER_AWARD),
        "ConfirmSuspensionGround": (
            *_TRANSITION,
            Rule.GROUND_IS_GIVEN,
            Rule.SURVEILLANCE_IS_MISSED,
            Rule.SCHEME_IS_FILED,
        ),
        "DecideStatus": (*_ACT, Rule.DECIDER_DID_NOT_EVALUATE, Rule.NO_DECISION_IS_PENDING),
        "ApproveStatus": (*_ACT, *_HEAD[1:], Rule.HEAD_DID_NOT_DECIDE),
        "SendBackStatus": _HEAD,
        "ExpireCertificate": (),
        "NoteSuspensionLapsed": (),
        "NoteSuspensionOverdue": (),
    }
)
