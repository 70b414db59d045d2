"""Where an entry of the schedule stands on a day. Lifecycle 6. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from projections.schedules.projection import Kind, Outcome


class Stage(StrEnum):
    """From the first day of the window to past its last."""

    NOT_OPEN = "not_open"
    OPEN = "open"
    TARGET = "target"
    LATE = "late"
    """Past the target, still within the window."""
    OVERDUE = "overdue"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that falls due for a certificate."""

    certificate: str
    kind: Kind
    item: str
    """The number of a surveillance, else what tells entries of one kind apart."""
    holder: str | None
    """None only while the certificate's own events are parked."""
    scheme: str | None
    earliest: date | None
    target_from: date | None
    target_to: date | None
    latest: date
    anchor: str
    anchor_on: date
    outcome: Outcome | None
    settled_on: date | None
    held_since: datetime | None
    """Since when an event about it could not be applied."""

    def stage(self, day: date) -> Stage:
        """Where it stands on that day, both ends of each span included."""
        if self.outcome is Outcome.DONE:
            return Stage.DONE
        if self.outcome is Outcome.STOPPED:
            return Stage.STOPPED
        if day > self.latest:
            return Stage.OVERDUE
        if self.earliest is not None and day < self.earliest:
            return Stage.NOT_OPEN
        if self.target_to is not None and day > self.target_to:
            return Stage.LATE
        if self.target_from is not None and day >= self.target_from:
            return Stage.TARGET
        return Stage.OPEN
