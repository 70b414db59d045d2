"""Events of certificates and of their surveillance → what falls due, and what settled it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from events.certificates import (
    CertificateCancelled,
    CertificateExpired,
    CertificateIssued,
    CertificateRestored,
    CertificateSuspended,
    CertificateWithdrawn,
    SuspensionExtended,
    SuspensionGroundConfirmed,
    SuspensionLapsed,
    SuspensionOverdue,
)
from events.envelope import Recorded
from events.event import Event
from events.surveillance import (
    SurveillanceCompleted,
    SurveillanceMissed,
    SurveillanceOpened,
    SurveillanceStopped,
)
from projections.view import Change, Put
from services.core.calendar import add_months
from services.core.context import ZONE

HEARS: tuple[type[Event], ...] = (
    CertificateIssued,
    SuspensionGroundConfirmed,
    SuspensionOverdue,
    CertificateSuspended,
    SuspensionExtended,
    SuspensionLapsed,
    CertificateRestored,
    CertificateWithdrawn,
    CertificateCancelled,
    CertificateExpired,
    SurveillanceOpened,
    SurveillanceCompleted,
    SurveillanceMissed,
    SurveillanceStopped,
)

TABLES = {
    "certificate": ("number",),
    "entry": ("certificate", "kind", "item"),
    "settled": ("certificate", "kind", "position"),
}

REMIND_MONTHS = 6
"""Recertification opens this long before the last valid day. Lifecycle 7."""


class Kind(StrEnum):
    """What falls due."""

    SURVEILLANCE = "surveillance"
    SUSPEND_BY = "suspend_by"
    SUSPENSION_END = "suspension_end"
    EXPIRY = "expiry"
    RECERTIFICATION = "recertification"


class Outcome(StrEnum):
    """How an entry was settled; ``noted`` leaves it open for people but not for the clock."""

    DONE = "done"
    NOTED = "noted"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Told:
    """An event, and the rows it opens and settles."""

    recorded: Recorded[Event]
    certificate: str

    @property
    def day(self) -> date:
        """The local day of the event."""
        return self.recorded.time.astimezone(ZONE).date()

    def opens(self, kind: Kind, latest: date, anchor: str, anchor_on: date, item: str = "") -> Put:
        """An entry whose stream is woken the day after its last good day."""
        row = {
            "certificate": self.certificate,
            "kind": kind.value,
            "item": item,
            "stream": self.recorded.stream,
            "earliest": None,
            "target_from": None,
            "target_to": None,
            "latest": latest,
            "anchor": anchor,
            "anchor_on": anchor_on,
            "wake_on": latest + timedelta(days=1),
            "position": self.recorded.position,
        }
        return Put("entry", row)

    def settles(self, kind: Kind, outcome: Outcome, item: str = "") -> Put:
        """What was open of this kind before; of the same event's own entries nothing."""
        row = {
            "certificate": self.certificate,
            "kind": kind.value,
            "position": self.recorded.position,
            "item": item,
            "outcome": outcome.value,
            "settled_on": self.day,
        }
        return Put("settled", row)


def project(recorded: Recorded[Event]) -> Iterator[Change]:
    """The rows an event changes; the same event twice gives the same rows."""
    match recorded.event:
        case CertificateIssued() as issued:
            yield from _issued(issued, recorded)
        case (
            SurveillanceOpened()
            | SurveillanceCompleted()
            | SurveillanceMissed()
            | SurveillanceStopped()
        ) as event:
            yield from _surveillance(event, Told(recorded, event.certificate))
        case (
            SuspensionGroundConfirmed()
            | SuspensionOverdue()
            | CertificateSuspended()
            | SuspensionExtended()
            | SuspensionLapsed()
            | CertificateRestored()
        ) as event:
            yield from _suspension(event, Told(recorded, event.certificate))
        case (CertificateWithdrawn() | CertificateCancelled() | CertificateExpired()) as event:
            yield from _ended(event, Told(recorded, event.certificate))


def _issued(issued: CertificateIssued, recorded: Recorded[Event]) -> Iterator[Change]:
    told, expires_on = Told(recorded, issued.certificate), issued.expires_on
    about = {
        "number": issued.certificate,
        "holder": issued.holder,
        "scheme": issued.scheme,
        "awarded_on": issued.awarded_on,
        "expires_on": expires_on,
    }
    yield Put("certificate", about)
    yield told.opens(Kind.EXPIRY, expires_on, "award", issued.awarded_on)
    reminder = told.opens(Kind.RECERTIFICATION, expires_on, "expiry", expires_on)
    earliest = add_months(expires_on, -REMIND_MONTHS)
    yield Put("entry", {**reminder.row, "earliest": earliest, "wake_on": None})
    if issued.previous_certificate is not None:
        previous = Told(recorded, issued.previous_certificate)
        yield previous.settles(Kind.RECERTIFICATION, Outcome.DONE)


def _surveillance(
    event: SurveillanceOpened | SurveillanceCompleted | SurveillanceMissed | SurveillanceStopped,
    told: Told,
) -> Iterator[Change]:
    kind = Kind.SURVEILLANCE
    match event:
        case SurveillanceOpened(window=window):
            item = str(event.number)
            opened = told.opens(kind, window.latest, event.anchor, event.anchor_on, item)
            yield told.settles(kind, Outcome.DONE)
            yield Put("entry", {**opened.row, **window.model_dump()})
        case SurveillanceCompleted():
            yield told.settles(kind, Outcome.DONE)
        case SurveillanceMissed():
            yield told.settles(kind, Outcome.NOTED)
        case SurveillanceStopped():
            yield told.settles(kind, Outcome.STOPPED)


def _suspension(
    event: SuspensionGroundConfirmed
    | SuspensionOverdue
    | CertificateSuspended
    | SuspensionExtended
    | SuspensionLapsed
    | CertificateRestored,
    told: Told,
) -> Iterator[Change]:
    by, end = Kind.SUSPEND_BY, Kind.SUSPENSION_END
    match event:
        case SuspensionGroundConfirmed(suspend_by=latest, confirmed_on=day):
            yield told.opens(by, latest, "ground_confirmed", day, latest.isoformat())
        case SuspensionOverdue(suspend_by=latest):
            yield told.settles(by, Outcome.NOTED, latest.isoformat())
        case CertificateSuspended(last_day=latest, effective_on=day):
            yield told.settles(by, Outcome.DONE)
            yield told.opens(end, latest, "suspended", day, latest.isoformat())
        case SuspensionExtended(last_day=latest):
            yield told.settles(end, Outcome.DONE)
            yield told.opens(end, latest, "extended", told.day, latest.isoformat())
        case SuspensionLapsed():
            yield told.settles(end, Outcome.NOTED)
        case CertificateRestored():
            yield told.settles(by, Outcome.DONE)
            yield told.settles(end, Outcome.DONE)


def _ended(
    event: CertificateWithdrawn | CertificateCancelled | CertificateExpired, told: Told
) -> Iterator[Change]:
    ran_out = isinstance(event, CertificateExpired)
    yield told.settles(Kind.EXPIRY, Outcome.DONE if ran_out else Outcome.STOPPED)
    for kind in (Kind.RECERTIFICATION, Kind.SUSPEND_BY, Kind.SUSPENSION_END):
        yield told.settles(kind, Outcome.STOPPED)
