"""From a signed decision to a certificate. ISO/IEC 17065 7.7; process 21, lifecycle 4 and 7."""

from collections.abc import Iterator
from datetime import date

from events.certificates import (
    CertificateCancelled,
    CertificateHandedOver,
    HolderCertificationEnded,
    HolderCertified,
)
from events.event import Event
from events.vocabulary import Activity, CertificateStatus
from services.core.context import Context
from services.core.service import States
from services.decisions.certificate import grounds
from services.decisions.certificate.commands import HandOverCertificate, IssueCertificate
from services.decisions.certificate.rules.award import Award, award_of
from services.decisions.certificate.rules.book import Rule
from services.decisions.certificate.rules.life import require_transition
from services.decisions.certificate.rules.numbering import require_free
from services.decisions.certificate.state import Certificate, Holder, Series
from services.decisions.file.state import File
from services.decisions.streams import (
    certificate_stream,
    file_stream,
    holder_stream,
    numbers_stream,
)

FIRST_CERTIFICATES = (Activity.INITIAL, Activity.RECERTIFICATION)
"""Activities whose decision gives a certificate of its own."""


def issue_certificate(
    command: IssueCertificate, states: States, context: Context
) -> Iterator[Event]:
    """A decided case gets its certificate, once; the one it follows ends as replaced."""
    file: File = states[file_stream(command.case)]
    opened = file.opened
    Rule.DECISION_IS_SIGNED.require(
        opened is not None
        and file.decided is not None
        and opened.agreement is not None
        and opened.activity in FIRST_CERTIFICATES
    )
    assert opened is not None
    holder: Holder = states[holder_stream(opened.uscc)]
    if command.case in holder.by_case:
        return
    award = award_of(command.awarded_on, file, states, context.facts)
    Rule.SCHEME_IS_FILED.require(award is not None, scheme=opened.scheme)
    assert award is not None
    _require_dates(award, context.today)
    _require_permission(award)
    _require_previous(award)
    _require_free_holder(award, holder, states)
    yield from _issued(award, states)


def _require_dates(award: Award, today: date) -> None:
    decided_on, awarded_on = award.decided.decided_on, award.awarded_on
    Rule.AWARD_FOLLOWS_DECISION.require(awarded_on >= decided_on, decided_on=decided_on)
    Rule.AWARD_IS_NOT_AHEAD.require(awarded_on <= today, today=today)
    Rule.EXPIRY_FOLLOWS_AWARD.require(awarded_on <= award.expires_on, expires_on=award.expires_on)


def _require_permission(award: Award) -> None:
    scheme, body, day = award.scheme, award.body, award.awarded_on
    Rule.SCHEME_IS_NO_DEMONSTRATION.require(
        not scheme.demonstration or body.kind.value == "demonstration", scheme=award.opened.scheme
    )
    Rule.SCHEME_IS_FILED.require(scheme.is_filed(body, day), scheme=award.opened.scheme)
    Rule.FIELD_IS_APPROVED.require(
        body.may_certify(award.opened.field, day), field=award.opened.field
    )


def _require_previous(award: Award) -> None:
    if award.previous is None:
        return
    issued = award.previous.issued
    Rule.PREVIOUS_IS_THE_HOLDERS.require(
        issued is not None
        and issued.uscc == award.opened.uscc
        and scheme_id(issued.scheme) == scheme_id(award.opened.scheme),
        certificate=award.opened.previous_certificate,
    )


def scheme_id(scheme: str) -> str:
    """The scheme without its version."""
    return scheme.partition("@")[0]


def _require_free_holder(award: Award, holder: Holder, states: States) -> None:
    rivals = [
        number
        for number, held in holder.in_force.items()
        if (held.scheme_id, held.scope) == (scheme_id(award.opened.scheme), award.opened.scope)
        and number != (award.opened.previous_certificate if award.previous else None)
        and _holds_on(states[certificate_stream(number)], award.awarded_on)
    ]
    Rule.HOLDER_IS_FREE.require(not rivals, certificates=rivals)


def _holds_on(certificate: Certificate, day: date) -> bool:
    return (
        certificate.in_force
        and certificate.issued is not None
        and day <= certificate.issued.expires_on
    )


def _issued(award: Award, states: States) -> Iterator[Event]:
    numbering = award.numbering
    series: Series = states[numbers_stream(numbering.series)]
    reserved = numbering.reserved(series)
    assigned = reserved or numbering.next(series)
    if reserved is None:
        require_free(assigned.certificate, series, states)
    yield from _replaced(award, assigned.certificate)
    if reserved is None:
        yield assigned
    yield award.certificate(assigned.certificate)
    yield HolderCertified(
        uscc=award.opened.uscc,
        certificate=assigned.certificate,
        case=award.opened.case,
        scheme_id=scheme_id(award.opened.scheme),
        scope=award.opened.scope,
    )


def _replaced(award: Award, successor: str) -> Iterator[Event]:
    """The certificate followed ends without blame, by those who decided on the new one."""
    previous, since = award.previous, award.previous.since if award.previous else None
    if previous is None or previous.issued is None or since is None:
        return
    if not _holds_on(previous, award.awarded_on):
        return
    ended_on = max(award.awarded_on, since)
    yield CertificateCancelled(
        certificate=previous.issued.certificate,
        ground=grounds.REPLACED,
        facts=f"{grounds.CANCEL[grounds.REPLACED].zh} {successor}",
        requested_on=award.awarded_on,
        effective_on=ended_on,
        decider=min(award.result.voters),
        approver=award.decided.signer,
    )
    yield HolderCertificationEnded(
        uscc=previous.issued.uscc,
        certificate=previous.issued.certificate,
        ended_on=ended_on,
    )


def hand_over_certificate(
    command: HandOverCertificate, certificate: Certificate, context: Context
) -> Iterator[Event]:
    """A valid certificate reaches its holder, between its award and today."""
    handed_over = CertificateHandedOver(**dict(command))
    if handed_over in certificate.handed_over:
        return
    issued = require_transition(certificate, (CertificateStatus.VALID,), context.today)
    Rule.HANDED_OVER_AFTER_AWARD.require(
        issued.awarded_on <= command.handed_over_on <= context.today,
        awarded_on=issued.awarded_on,
    )
    yield handed_over
