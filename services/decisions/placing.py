"""Where each event of the service lives, which case it belongs to, and since when it holds."""

from datetime import date, timedelta

from events import certificates as certified
from events.event import Event
from services.decisions.streams import (
    certificate_stream,
    file_stream,
    holder_stream,
    numbers_stream,
)

DAYS = (
    "effective_on",
    "decided_on",
    "confirmed_on",
    "handed_over_on",
    "ended_on",
)
"""Fields that say since when an event holds; the first present counts."""


def home(event: Event) -> str:
    """A file's events live with its case, numbers in their series, the rest with a certificate."""
    match event:
        case certified.CertificateNumberAssigned() | certified.CertificateNumberVoided():
            return numbers_stream(event.series)
        case certified.HolderCertified() | certified.HolderCertificationEnded():
            return holder_stream(event.uscc)
        case certified.CertificateIssued():
            return certificate_stream(event.certificate)
        case _ if hasattr(event, "case"):
            return file_stream(event.case)
        case _:
            return certificate_stream(event.certificate)  # type: ignore[attr-defined]  # has one


def correlation(event: Event) -> str | None:
    """The case an event follows from, else its certificate."""
    return getattr(event, "case", None) or getattr(event, "certificate", None)


def effective_on(event: Event) -> date | None:
    """Since when an event holds; a passed last day counts from the day after."""
    match event:
        case certified.CertificateIssued():
            return event.awarded_on
        case certified.SuspensionLapsed():
            return event.last_day + timedelta(days=1)
        case certified.SuspensionOverdue():
            return event.suspend_by + timedelta(days=1)
        case _:
            return next((getattr(event, name) for name in DAYS if hasattr(event, name)), None)
