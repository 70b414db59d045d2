"""Which status allows what, and what the clock records. Lifecycle 2."""

from collections.abc import Iterator
from datetime import date, timedelta

from events.certificates import (
    CertificateExpired,
    CertificateIssued,
    HolderCertificationEnded,
    SuspensionGroundConfirmed,
    SuspensionLapsed,
    SuspensionOverdue,
)
from events.event import Event
from events.scheme_pack import CompletePack
from events.vocabulary import CertificateStatus as Status
from services.core import calendar
from services.core.context import Context
from services.decisions.certificate import grounds
from services.decisions.certificate.commands import (
    ConfirmSuspensionGround,
    ExpireCertificate,
    NoteSuspensionLapsed,
    NoteSuspensionOverdue,
)
from services.decisions.certificate.facts import surveillance_in
from services.decisions.certificate.rules.book import Rule
from services.decisions.certificate.state import Certificate
from services.decisions.file.facts import scheme_in

STATUS_ZH = {
    Status.VALID: "有效",
    Status.SUSPENDED: "暂停",
    Status.WITHDRAWN: "撤销",
    Status.CANCELLED: "注销",
    Status.EXPIRED: "过期失效",
}
ENDS = timedelta(days=1)
"""A last day is inclusive: what follows it begins the day after."""


def require_transition(
    certificate: Certificate, allowed: tuple[Status, ...], *days: date
) -> CertificateIssued:
    """The issued certificate, in one of these statuses and not past its expiry on these days."""
    issued, status = certificate.issued, certificate.status
    Rule.CERTIFICATE_IS_ISSUED.require(issued is not None)
    assert issued is not None
    assert status is not None
    if certificate.in_force and any(day > issued.expires_on for day in days):
        status = Status.EXPIRED
    Rule.TRANSITION_IS_ALLOWED.require(
        status in allowed, status=status.value, 状态=STATUS_ZH[status]
    )
    return issued


def require_pack(issued: CertificateIssued, context: Context) -> CompletePack:
    """The pack of the scheme version the certificate was issued under."""
    pack = scheme_in(context.facts, issued.scheme).pack
    Rule.SCHEME_IS_FILED.require(pack is not None, scheme=issued.scheme)
    assert pack is not None
    return pack


def confirm_suspension_ground(
    command: ConfirmSuspensionGround, certificate: Certificate, context: Context
) -> Iterator[Event]:
    """A ground of a valid certificate is confirmed; the days to suspend run from today."""
    if any(_same_ground(command, confirmed) for confirmed in certificate.grounds):
        return
    issued = require_transition(certificate, (Status.VALID,), context.today)
    Rule.GROUND_IS_GIVEN.require(
        grounds.may_decide(grounds.SUSPEND, command.ground) and bool(command.facts.strip()),
        ground=command.ground,
    )
    known = surveillance_in(context.facts, command.certificate)
    Rule.SURVEILLANCE_IS_MISSED.require(
        command.surveillance is None or command.surveillance in known.outstanding,
        surveillance=command.surveillance,
    )
    days = require_pack(issued, context).suspension.start_within_days_of_confirming
    yield SuspensionGroundConfirmed(
        certificate=command.certificate,
        ground=command.ground,
        facts=command.facts,
        confirmed_on=context.today,
        suspend_by=calendar.suspend_by(context.today, days),
        surveillance=command.surveillance,
    )


def _same_ground(command: ConfirmSuspensionGround, known: SuspensionGroundConfirmed) -> bool:
    return (command.ground, command.facts, command.surveillance) == (
        known.ground,
        known.facts,
        known.surveillance,
    )


def is_expired(certificate: Certificate, day: date) -> bool:
    """Whether on this day the last valid one has passed and nobody recorded it. T7."""
    issued = certificate.issued
    return certificate.in_force and issued is not None and day > issued.expires_on


def is_lapsed(certificate: Certificate, day: date) -> bool:
    """Whether on this day the last suspended one has passed and nobody recorded it. R-2405."""
    suspension = certificate.suspension
    if suspension is None or suspension.lapsed or is_expired(certificate, day):
        return False
    return certificate.in_force and day > suspension.last_day


def overdue_days(certificate: Certificate, day: date) -> list[date]:
    """Days to suspend by that have passed on this day and nobody recorded it. R-2401."""
    if certificate.status is not Status.VALID or is_expired(certificate, day):
        return []
    passed = {ground.suspend_by for ground in certificate.grounds if ground.suspend_by < day}
    return sorted(passed - certificate.overdue)


def expire_certificate(
    command: ExpireCertificate, certificate: Certificate, context: Context
) -> Iterator[Event]:
    """Valid or suspended, the certificate is expired from the day after its last; once."""
    issued = certificate.issued
    if issued is None or not is_expired(certificate, min(command.day, context.today)):
        return
    effective_on = issued.expires_on + ENDS
    yield CertificateExpired(
        certificate=issued.certificate, expires_on=issued.expires_on, effective_on=effective_on
    )
    yield HolderCertificationEnded(
        uscc=issued.uscc, certificate=issued.certificate, ended_on=effective_on
    )


def note_suspension_lapsed(
    command: NoteSuspensionLapsed, certificate: Certificate, context: Context
) -> Iterator[Event]:
    """The last suspended day passed unsolved: withdrawing is now a duty; noted once."""
    suspension = certificate.suspension
    if suspension and is_lapsed(certificate, min(command.day, context.today)):
        yield SuspensionLapsed(certificate=command.certificate, last_day=suspension.last_day)


def note_suspension_overdue(
    command: NoteSuspensionOverdue, certificate: Certificate, context: Context
) -> Iterator[Event]:
    """The day to suspend by passed and nobody had suspended: a breach, noted once. R-2407."""
    if command.suspend_by in overdue_days(certificate, min(command.day, context.today)):
        yield SuspensionOverdue(certificate=command.certificate, suspend_by=command.suspend_by)
