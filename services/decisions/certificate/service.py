"""The certificate half of the decisions service, as one value."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, get_args

from events import decisions as happened
from events.event import Event
from services.core.service import Fold, Service
from services.decisions.certificate.commands import CertificateCommand
from services.decisions.certificate.deadlines import due
from services.decisions.certificate.facts import Surveillance, surveillance_after
from services.decisions.certificate.rules.book import Rule
from services.decisions.certificate.rules.decide import MAY_REFUSE, decide, reads
from services.decisions.certificate.state import (
    Certificate,
    Holder,
    Series,
    certificate_after,
    holder_after,
    series_after,
)
from services.decisions.streams import (
    CERTIFICATE,
    HOLDER,
    NUMBERS,
    certificate_stream,
    holder_stream,
    numbers_stream,
)

DAYS = ("effective_on", "awarded_on", "confirmed_on", "handed_over_on", "ended_on")
"""Fields that say since when an event holds; the first present counts."""


def home(event: Event) -> str:
    """Numbers live in their series, a holder's set with the holder, the rest with a certificate."""
    match event:
        case happened.CertificateNumberAssigned() | happened.CertificateNumberVoided():
            return numbers_stream(event.series)
        case happened.HolderCertified() | happened.HolderCertificationEnded():
            return holder_stream(event.uscc)
        case _:
            return certificate_stream(event.certificate)  # type: ignore[attr-defined]


def correlation(event: Event) -> str | None:
    """The case an event follows from, else its certificate."""
    return getattr(event, "case", None) or getattr(event, "certificate", None)


def effective_on(event: Event) -> date | None:
    """Since when an event holds; a passed last day counts from the day after."""
    match event:
        case happened.SuspensionLapsed():
            return event.last_day + timedelta(days=1)
        case happened.SuspensionOverdue():
            return event.suspend_by + timedelta(days=1)
        case _:
            return next((getattr(event, name) for name in DAYS if hasattr(event, name)), None)


def _due(stream: str, state: Any, day: date) -> Iterable[Any]:
    return due(state, day) if stream.startswith(CERTIFICATE) else ()


CERTIFICATES = Service(
    name="decisions",
    commands=get_args(CertificateCommand),
    folds=(
        Fold(CERTIFICATE, Certificate(), certificate_after),
        Fold(NUMBERS, Series(), series_after),
        Fold(HOLDER, Holder(), holder_after),
        Fold("surveillance-", Surveillance(), surveillance_after),
    ),
    reads=reads,
    decide=decide,
    home=home,
    rules=(Rule,),
    correlation=correlation,
    effective_on=effective_on,
    due=_due,
    may_refuse=MAY_REFUSE,
)
