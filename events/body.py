"""What is recorded of the body itself: its profile, and each day that opened."""

from datetime import date

from pydantic import Field

from events.event import Event
from events.vocabulary import BodyKind, Name, ServiceArea, Text


class BodyOpened(Event):
    """The certification body began its history here. ISO/IEC 17065 4.1.1."""

    kind: BodyKind
    name: Name
    name_en: Name
    approval_no: str = Field(pattern=r"^CNCA-R-[0-9]{4}-[0-9]{3}$|^CNCA-RF-[0-9]{4}-[0-9]{2}$")
    zone: str = "Asia/Shanghai"
    opened_on: date
    """First day of the calendar, local to ``zone``."""


class BodyDataChanged(Event):
    """The body's name changed; its approval number never does. ISO/IEC 17065 4.1.1."""

    name: Name
    name_en: Name
    reason: Text


class ApprovedFieldGranted(Event):
    """The authority approved the body for a service field. 认证认可条例 art. 9."""

    field: ServiceArea
    label: Name
    from_on: date


class ApprovedFieldEnded(Event):
    """The approval for a field ended; ``last_day`` is its last good day. 认证认可条例 art. 9."""

    field: ServiceArea
    last_day: date
    reason: Text


class HolidaysPublished(Event):
    """The days off of a year and the weekend days worked instead became known. House rule."""

    year: int = Field(ge=2000, le=2200)
    days_off: tuple[date, ...]
    working_weekends: tuple[date, ...]
    source: Text


class DayOpened(Event):
    """A day began, local to the body's zone; deadlines follow from it. House rule."""

    day: date


ProfileEvent = (
    BodyOpened | BodyDataChanged | ApprovedFieldGranted | ApprovedFieldEnded | HolidaysPublished
)
CalendarEvent = DayOpened
