"""What the history of the body's calendar amounts to; its profile is folded in ``core.profile``."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import assert_never

from events.body import CalendarEvent, DayOpened
from services.core.profile import Profile

PROFILE_STREAM = "body-profile"
CALENDAR_STREAM = "body-calendar"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days have begun."""

    last: date | None = None
    """The last day that opened; None before the first."""

    def next_day(self, profile: Profile) -> date | None:
        """The only day that can open now; None where the body has no history."""
        return profile.opened_on if self.last is None else self.last + timedelta(days=1)


def evolve(_calendar: Calendar, event: CalendarEvent) -> Calendar:
    """The calendar after one more day."""
    match event:
        case DayOpened():
            return Calendar(last=event.day)
        case _:
            assert_never(event)
