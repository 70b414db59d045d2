"""When the certificate's life goes on, what the service asks of itself."""

from collections.abc import Iterator

from events.certificates import (
    CertificateCancelled,
    CertificateExpired,
    CertificateIssued,
    CertificateWithdrawn,
)
from events.envelope import Recorded
from events.event import Event
from services.surveillance.commands import OpenCycle, StopCycle

LISTENS_TO = (CertificateIssued, CertificateWithdrawn, CertificateCancelled, CertificateExpired)


def react(recorded: Recorded[Event]) -> Iterator[OpenCycle | StopCycle]:
    """A certificate issued is surveyed from now on; one that ended is not. Lifecycle 6."""
    match recorded.event:
        case CertificateIssued() as issued:
            yield OpenCycle(
                certificate=issued.certificate,
                holder=issued.holder,
                scheme=issued.scheme,
                decided_on=issued.decided_on,
                awarded_on=issued.awarded_on,
                audit_end=issued.audit_end,
                expires_on=issued.expires_on,
            )
        case CertificateWithdrawn(certificate=certificate, effective_on=day):
            yield StopCycle(certificate=certificate, reason="withdrawn", stopped_on=day)
        case CertificateCancelled(certificate=certificate, effective_on=day):
            yield StopCycle(certificate=certificate, reason="cancelled", stopped_on=day)
        case CertificateExpired(certificate=certificate, effective_on=day):
            yield StopCycle(certificate=certificate, reason="expired", stopped_on=day)
        case _:
            return
