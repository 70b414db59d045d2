"""What the histories of a certificate, a number series and a holder amount to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import assert_never

from events.certificates import (
    CertificateCancelled,
    CertificateEvent,
    CertificateExpired,
    CertificateHandedOver,
    CertificateIssued,
    CertificateNumberAssigned,
    CertificateNumberVoided,
    CertificateRestored,
    CertificateSuspended,
    CertificateWithdrawn,
    HolderCertificationEnded,
    HolderCertified,
    HolderEvent,
    NumberEvent,
    StatusDecided,
    StatusDecisionSentBack,
    SuspensionExtended,
    SuspensionGroundConfirmed,
    SuspensionLapsed,
    SuspensionOverdue,
)
from events.vocabulary import CertificateStatus as Status
from events.vocabulary import StatusAct


@dataclass(frozen=True, slots=True)
class Suspension:
    """A suspension that holds: its ground, from when and until when."""

    ground: str
    since: date
    last_day: date
    """Inclusive."""
    lapsed: bool = False
    """Its last day passed and that was recorded."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate; ``issued`` is None while only its number may exist."""

    issued: CertificateIssued | None = None
    status: Status | None = None
    since: date | None = None
    """First day of the present status."""
    handed_over: frozenset[CertificateHandedOver] = frozenset()
    grounds: tuple[SuspensionGroundConfirmed, ...] = ()
    """Confirmed and not yet acted on."""
    overdue: frozenset[date] = frozenset()
    """Days to suspend by whose passing was recorded."""
    suspension: Suspension | None = None
    decisions: int = 0
    """Status decisions ever taken."""
    pending: StatusDecided | None = None
    """The decision that waits for the head."""
    approved: frozenset[int] = frozenset()
    sent_back: StatusDecisionSentBack | None = None

    @property
    def in_force(self) -> bool:
        """Valid or suspended: something may still happen to it."""
        return self.status in (Status.VALID, Status.SUSPENDED)

    def settled(self, act: StatusAct | None) -> "Certificate":
        """Without a decision that waits; it was carried out where it was this act."""
        done = self.pending is not None and self.pending.act is act
        approved = {self.pending.decision} if self.pending and done else set()
        return replace(self, pending=None, approved=self.approved | approved)

    def passed_into(self, status: Status, since: date, act: StatusAct | None) -> "Certificate":
        """The certificate in another status; grounds confirmed before are dealt with."""
        changed = replace(self, status=status, since=since, grounds=(), suspension=None)
        return changed.settled(act)


def certificate_after(certificate: Certificate, event: CertificateEvent) -> Certificate:  # noqa: C901 - one line an event
    """The certificate after one more event. Never refuses: what happened, happened."""
    match event:
        case CertificateIssued():
            return replace(certificate, issued=event, status=Status.VALID, since=event.awarded_on)
        case CertificateHandedOver():
            return replace(certificate, handed_over=certificate.handed_over | {event})
        case SuspensionGroundConfirmed():
            return replace(certificate, grounds=(*certificate.grounds, event))
        case SuspensionOverdue():
            return replace(certificate, overdue=certificate.overdue | {event.suspend_by})
        case StatusDecided():
            return replace(certificate, pending=event, decisions=event.decision)
        case StatusDecisionSentBack():
            return replace(certificate, pending=None, sent_back=event)
        case CertificateSuspended():
            changed = certificate.passed_into(
                Status.SUSPENDED, event.effective_on, StatusAct.SUSPEND
            )
            suspension = Suspension(event.ground, event.effective_on, event.last_day)
            return replace(changed, suspension=suspension)
        case SuspensionExtended() | SuspensionLapsed():
            return _suspension_after(certificate, event)
        case CertificateRestored():
            return certificate.passed_into(Status.VALID, event.effective_on, StatusAct.RESTORE)
        case CertificateWithdrawn():
            return certificate.passed_into(Status.WITHDRAWN, event.effective_on, StatusAct.WITHDRAW)
        case CertificateCancelled():
            return certificate.passed_into(Status.CANCELLED, event.effective_on, StatusAct.CANCEL)
        case CertificateExpired():
            return certificate.passed_into(Status.EXPIRED, event.effective_on, None)
        case _:
            assert_never(event)


def _suspension_after(
    certificate: Certificate, event: SuspensionExtended | SuspensionLapsed
) -> Certificate:
    held = certificate.suspension
    if held is None:
        return certificate
    if isinstance(event, SuspensionLapsed):
        return replace(certificate, suspension=replace(held, lapsed=True))
    longer = replace(held, last_day=event.last_day, lapsed=False)
    return replace(certificate, suspension=longer).settled(StatusAct.EXTEND_SUSPENSION)


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers given under one printed prefix."""

    last: int = 0
    """The serial given last; the next one is one more, for ever."""
    assigned: Mapping[str, CertificateNumberAssigned] = field(
        default_factory=lambda: MappingProxyType({})
    )
    voided: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Number → why it will never be issued."""

    def reserved_for(self, case: str) -> CertificateNumberAssigned | None:
        """The latest number of a case that was not voided."""
        held = [
            number
            for number in self.assigned.values()
            if number.case == case and number.certificate not in self.voided
        ]
        return max(held, key=lambda number: number.serial, default=None)


def series_after(series: Series, event: NumberEvent) -> Series:
    """The series after one more event."""
    match event:
        case CertificateNumberAssigned():
            assigned = MappingProxyType({**series.assigned, event.certificate: event})
            return replace(series, last=max(series.last, event.serial), assigned=assigned)
        case CertificateNumberVoided():
            voided = MappingProxyType({**series.voided, event.certificate: event.reason})
            return replace(series, voided=voided)
        case _:
            assert_never(event)


@dataclass(frozen=True, slots=True)
class Holder:
    """What one holder has in force, and which case ever gave which certificate."""

    in_force: Mapping[str, HolderCertified] = field(default_factory=lambda: MappingProxyType({}))
    """Certificate → for which scheme and scope."""
    by_case: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def holder_after(holder: Holder, event: HolderEvent) -> Holder:
    """The holder after one more event."""
    match event:
        case HolderCertified():
            in_force = {**holder.in_force, event.certificate: event}
            by_case = {**holder.by_case, event.case: event.certificate}
            return Holder(MappingProxyType(in_force), MappingProxyType(by_case))
        case HolderCertificationEnded():
            in_force = {key: e for key, e in holder.in_force.items() if key != event.certificate}
            return replace(holder, in_force=MappingProxyType(in_force))
        case _:
            assert_never(event)
