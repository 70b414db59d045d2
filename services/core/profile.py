"""The body by what is recorded of it: the fold every service's rules read of ``body-profile``."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from events.body import (
    ApprovedFieldEnded,
    ApprovedFieldGranted,
    BodyDataChanged,
    BodyOpened,
    HolidaysPublished,
)
from events.event import Event
from events.vocabulary import BodyKind
from services.core.calendar import Holidays
from services.core.service import Fold


@dataclass(frozen=True, slots=True)
class Approval:
    """A time during which the body may certify in a field; both days inclusive."""

    from_on: date
    last_day: date | None = None
    """None while no end is set."""

    def covers(self, day: date) -> bool:
        """Whether the body was approved on that day."""
        return self.from_on <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Profile:
    """The certification body as the rules of every service see it. ISO/IEC 17065 4.1.1."""

    kind: BodyKind | None = None
    """None until the body was opened."""
    name: str = ""
    name_en: str = ""
    approval_no: str = ""
    opened_on: date | None = None
    fields: Mapping[str, tuple[Approval, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Service field → the times of its approval, in order."""
    holidays: Holidays = field(default_factory=Holidays)

    @property
    def opened(self) -> bool:
        """Whether the body's history has begun."""
        return self.kind is not None

    @property
    def demonstration(self) -> bool:
        """Whether this is a body for show, which says 演示 everywhere."""
        return self.kind is BodyKind.DEMONSTRATION

    def approved_for(self, service_field: str, day: date) -> bool:
        """Whether the body may certify in a field on that day. 认证认可条例 art. 9."""
        return any(approval.covers(day) for approval in self.fields.get(service_field, ()))


def evolve(profile: Profile, event: Event) -> Profile:
    """The profile after one more event."""
    match event:
        case BodyOpened():
            return replace(
                profile,
                kind=event.kind,
                name=event.name,
                name_en=event.name_en,
                approval_no=event.approval_no,
                opened_on=event.opened_on,
            )
        case BodyDataChanged():
            return replace(profile, name=event.name, name_en=event.name_en)
        case ApprovedFieldGranted():
            times = (*profile.fields.get(event.field, ()), Approval(event.from_on))
            return _with_field(profile, event.field, times)
        case ApprovedFieldEnded():
            *before, last = profile.fields.get(event.field, ()) or (Approval(event.last_day),)
            times = (*before, replace(last, last_day=event.last_day))
            return _with_field(profile, event.field, times)
        case HolidaysPublished():
            holidays = profile.holidays.with_year(
                event.year, event.days_off, event.working_weekends
            )
            return replace(profile, holidays=holidays)
        case _:
            return profile


def _with_field(profile: Profile, service_field: str, times: tuple[Approval, ...]) -> Profile:
    return replace(profile, fields=MappingProxyType({**profile.fields, service_field: times}))


PROFILE: Fold[Profile] = Fold(prefix="body-profile", initial=Profile(), evolve=evolve)
