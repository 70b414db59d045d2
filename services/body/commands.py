"""What the body service may be asked."""

from datetime import date

from pydantic import Field

from events.vocabulary import BodyKind, Name, ServiceArea, Text
from services.core.service import Command


class OpenBody(Command):
    """Begin the history of a certification body."""

    kind: BodyKind
    name: Name
    name_en: Name
    approval_no: str = Field(pattern=r"^CNCA-R-[0-9]{4}-[0-9]{3}$|^CNCA-RF-[0-9]{4}-[0-9]{2}$")
    opened_on: date


class ChangeBodyData(Command):
    """Record the body's new name."""

    name: Name
    name_en: Name
    reason: Text


class GrantApprovedField(Command):
    """Record that the authority approved the body for a service field."""

    field: ServiceArea
    label: Name
    from_on: date


class EndApprovedField(Command):
    """Record that an approval ends; ``last_day`` is its last good day."""

    field: ServiceArea
    last_day: date
    reason: Text


class PublishHolidays(Command):
    """Make the days off of a year known, and the weekend days worked instead."""

    year: int = Field(ge=2000, le=2200)
    days_off: tuple[date, ...]
    working_weekends: tuple[date, ...]
    source: Text


class OpenDay(Command):
    """Let a day begin, local to the body's zone."""

    day: date


BodyCommand = (
    OpenBody | ChangeBodyData | GrantApprovedField | EndApprovedField | PublishHolidays | OpenDay
)
