"""What a certificate's rules must know of its surveillance."""

from dataclasses import dataclass, replace

from events.event import Event
from events.surveillance import SurveillanceCompleted, SurveillanceMissed, SurveillanceOpened
from services.core.service import States
from services.decisions.streams import surveillance_stream


@dataclass(frozen=True, slots=True)
class Surveillance:
    """Which surveillances were opened, missed and done."""

    opened: int | None = None
    """Number of the window opened last."""
    missed: frozenset[int] = frozenset()
    completed: frozenset[int] = frozenset()

    @property
    def outstanding(self) -> frozenset[int]:
        """Missed and not made good since. R-2406."""
        return self.missed - self.completed


def surveillance_after(surveillance: Surveillance, event: Event) -> Surveillance:
    """The surveillance of a certificate after one more event."""
    match event:
        case SurveillanceOpened():
            return replace(surveillance, opened=event.number)
        case SurveillanceMissed():
            return replace(surveillance, missed=surveillance.missed | {event.number})
        case SurveillanceCompleted():
            return replace(surveillance, completed=surveillance.completed | {event.number})
        case _:
            return surveillance


def surveillance_in(facts: States, certificate: str) -> Surveillance:
    """The surveillance among the facts told; none where nothing is recorded."""
    known: Surveillance = facts.get(surveillance_stream(certificate), Surveillance())
    return known
