"""What the surveillance service reports: one cycle for each certificate."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from events.event import Event
from events.vocabulary import CertificateNumber, Name, SchemeRef, Text


class Window(BaseModel):
    """When a surveillance audit is due. ``latest`` is the last day, inclusive. Lifecycle 6."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    earliest: date | None
    target_from: date | None
    target_to: date | None
    latest: date


class SurveillanceOpened(Event):
    """A certificate came under its next surveillance, with its window. ISO/IEC 17065 7.9.1."""

    certificate: CertificateNumber
    holder: Name
    scheme: SchemeRef
    number: int = Field(ge=1)
    """1 for the first surveillance of the cycle (监一)."""
    anchor: str = Field(pattern=r"^(decision|award|last_audit_end|last_surveillance_end)$")
    anchor_on: date
    window: Window
    decided_on: date
    awarded_on: date
    expires_on: date
    """Last day of validity of the certificate, inclusive."""


class SurveillanceCompleted(Event):
    """The audit of a window was done and the certificate may be maintained. ISO/IEC 17065 7.9.2."""

    certificate: CertificateNumber
    number: int = Field(ge=1)
    audit_end: date
    in_window: bool
    result: Text


class SurveillanceMissed(Event):
    """The last day of a window passed and nobody had audited. ISO/IEC 17065 7.9.1, R-2406."""

    certificate: CertificateNumber
    number: int = Field(ge=1)
    latest: date


class SurveillanceStopped(Event):
    """The certificate ended and with it its surveillance. Lifecycle 6."""

    certificate: CertificateNumber
    reason: str = Field(pattern=r"^(withdrawn|cancelled|expired)$")
    stopped_on: date


SurveillanceEvent = (
    SurveillanceOpened | SurveillanceCompleted | SurveillanceMissed | SurveillanceStopped
)
