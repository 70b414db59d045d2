"""What the house asks of itself when a day opens: expire, note a lapse, note an omission."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from services.decisions.certificate.commands import (
    ClockCommand,
    ExpireCertificate,
    NoteSuspensionLapsed,
    NoteSuspensionOverdue,
)
from services.decisions.certificate.rules.life import is_expired, is_lapsed, overdue_days
from services.decisions.certificate.state import Certificate


def due(_stream: str, certificate: Any, day: date) -> Iterator[ClockCommand]:
    """The duties of a day for one certificate; nothing for an ended one or another stream."""
    if not isinstance(certificate, Certificate) or certificate.issued is None:
        return
    number = certificate.issued.certificate
    if is_expired(certificate, day):
        yield ExpireCertificate(certificate=number, day=day)
    if is_lapsed(certificate, day):
        yield NoteSuspensionLapsed(certificate=number, day=day)
    for suspend_by in overdue_days(certificate, day):
        yield NoteSuspensionOverdue(certificate=number, day=day, suspend_by=suspend_by)
