"""What the surveillance service may be asked."""

from datetime import date
from typing import Literal

from pydantic import Field

from events.vocabulary import CertificateNumber, Name, SchemeRef, Text
from services.core.service import Command


class OpenCycle(Command):
    """Put a certificate just issued under surveillance."""

    certificate: CertificateNumber
    holder: Name
    scheme: SchemeRef
    decided_on: date
    awarded_on: date
    audit_end: date
    expires_on: date


class StopCycle(Command):
    """End the surveillance of a certificate that has ended."""

    certificate: CertificateNumber
    reason: Literal["withdrawn", "cancelled", "expired"]
    stopped_on: date


class CompleteSurveillance(Command):
    """Record that the audit of a window was done, with its result."""

    certificate: CertificateNumber
    number: int = Field(ge=1)
    audit_end: date
    result: Text


class NoteSurveillanceMissed(Command):
    """Take note that the last day of a window passed and nobody had audited."""

    certificate: CertificateNumber
    number: int = Field(ge=1)


SurveillanceCommand = OpenCycle | StopCycle | CompleteSurveillance | NoteSurveillanceMissed
