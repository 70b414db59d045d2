"""When a decision ends a case elsewhere, what the service asks of itself."""

from collections.abc import Iterator

from events.certificates import CertificateIssued
from events.decisions import DecisionRefused
from events.envelope import Recorded
from events.event import Event
from services.applications.commands import CloseCase
from services.core.context import ZONE

LISTENS_TO = (CertificateIssued, DecisionRefused)


def react(recorded: Recorded[Event]) -> Iterator[CloseCase]:
    """A certificate issued or refused closes its case and frees the holder. Process 1."""
    match recorded.event:
        case CertificateIssued() as issued:
            yield CloseCase(
                case=issued.case,
                outcome="certified",
                certificate=issued.certificate,
                closed_on=issued.awarded_on,
            )
        case DecisionRefused(case=case):
            day = recorded.time.astimezone(ZONE).date()
            yield CloseCase(case=case, outcome="refused", closed_on=day)
        case _:
            return
