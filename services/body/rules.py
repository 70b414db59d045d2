"""What the body may record of itself, and when a day may begin."""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import assert_never

from events.body import (
    ApprovedFieldEnded,
    ApprovedFieldGranted,
    BodyDataChanged,
    BodyOpened,
    DayOpened,
    HolidaysPublished,
)
from events.event import Event
from services.body.commands import (
    BodyCommand,
    ChangeBodyData,
    EndApprovedField,
    GrantApprovedField,
    OpenBody,
    OpenDay,
    PublishHolidays,
)
from services.body.state import CALENDAR_STREAM, PROFILE_STREAM
from services.core.calendar import Holidays
from services.core.context import Context
from services.core.profile import Approval, Profile
from services.core.rule import RuleBook
from services.core.service import States


class Rule(RuleBook):
    """Why the body service refuses."""

    BODY_IS_NEW = (
        "BODY_ALREADY_OPEN",
        "R-B01",
        "ISO/IEC 17065 4.1.1",
        "机构档案只建立一次，批准号、类别和起始日不得更改。",
        "A body is opened once; its approval number, kind and first day never change.",
    )
    OPENED_NOT_IN_FUTURE = (
        "OPENED_IN_FUTURE",
        "R-B02",
        "house rule",
        "机构历史的起始日不得晚于今天。",
        "The first day of a body's history is not later than today.",
    )
    BODY_IS_OPEN = (
        "BODY_NOT_OPEN",
        "R-B03",
        "ISO/IEC 17065 4.1.1",
        "机构档案尚未建立。",
        "The body has not been opened yet.",
    )
    FIELD_NOT_YET_APPROVED = (
        "FIELD_ALREADY_APPROVED",
        "R-B04",
        "认证认可条例 art. 9",
        "该认证领域在此日已获批准。",
        "The body is already approved for that field on that day.",
    )
    FIELD_IS_APPROVED = (
        "FIELD_NOT_APPROVED",
        "R-B05",
        "认证认可条例 art. 9",
        "该认证领域没有有效的批准。",
        "The body holds no approval for that field that could end.",
    )
    APPROVAL_ENDS_AFTER_ITS_START = (
        "APPROVAL_ENDS_TOO_EARLY",
        "R-B06",
        "house rule",
        "批准的最后一日不得早于批准的第一日。",
        "The last day of an approval is not before its first.",
    )
    HOLIDAYS_LIE_IN_THE_YEAR = (
        "HOLIDAYS_OUTSIDE_YEAR",
        "R-B07",
        "house rule",
        "放假和调休日期须在所公布的年份内。",
        "Every day off and every day worked instead lies in the year published.",
    )
    HOLIDAYS_AGREE = (
        "HOLIDAYS_CONTRADICT",
        "R-B08",
        "house rule",
        "调休上班日须为周末，且不得同时为放假日。",
        "A day worked instead is a weekend day and not itself a day off.",
    )
    DAYS_OPEN_IN_ORDER = (
        "DAY_OUT_OF_ORDER",
        "R-B09",
        "house rule",
        "每一日须依次开启，不得跳过。",
        "Days open one after the other; none is skipped.",
    )
    DAY_HAS_COME = (
        "DAY_NOT_YET_COME",
        "R-B10",
        "house rule",
        "该日尚未到来。",
        "A day opens when it has come, not before.",
    )


def decide(command: BodyCommand, states: States, context: Context) -> Iterator[Event]:
    """The events a command gives rise to."""
    profile: Profile = states[PROFILE_STREAM]
    match command:
        case OpenBody():
            return open_body(command, profile, context)
        case ChangeBodyData():
            return change_body_data(command, profile)
        case GrantApprovedField():
            return grant_approved_field(command, profile)
        case EndApprovedField():
            return end_approved_field(command, profile)
        case PublishHolidays():
            return publish_holidays(command, profile)
        case OpenDay():
            due = states[CALENDAR_STREAM].next_day(profile)
            return open_day(command, profile, due, context)
        case _:
            assert_never(command)


def open_body(command: OpenBody, profile: Profile, context: Context) -> Iterator[Event]:
    """The history of a body begins once; the same again changes nothing."""
    opened = BodyOpened(**command.model_dump())
    if profile.opened:
        Rule.BODY_IS_NEW.require(_opened_as(profile, command), approval_no=profile.approval_no)
        return
    Rule.OPENED_NOT_IN_FUTURE.require(command.opened_on <= context.today, today=context.today)
    yield opened


def _opened_as(profile: Profile, command: OpenBody) -> bool:
    return (profile.kind, profile.approval_no, profile.opened_on) == (
        command.kind,
        command.approval_no,
        command.opened_on,
    )


def change_body_data(command: ChangeBodyData, profile: Profile) -> Iterator[Event]:
    """The body's name changes; its approval number stays."""
    Rule.BODY_IS_OPEN.require(profile.opened)
    if (profile.name, profile.name_en) != (command.name, command.name_en):
        yield BodyDataChanged(**command.model_dump())


def grant_approved_field(command: GrantApprovedField, profile: Profile) -> Iterator[Event]:
    """A field is approved from a day on; a later approval may follow one that ended."""
    Rule.BODY_IS_OPEN.require(profile.opened)
    times = profile.fields.get(command.field, ())
    if times and times[-1] == Approval(command.from_on):
        return
    free = all(time.last_day is not None and time.last_day < command.from_on for time in times)
    Rule.FIELD_NOT_YET_APPROVED.require(free, field=command.field, from_on=command.from_on)
    yield ApprovedFieldGranted(**command.model_dump())


def end_approved_field(command: EndApprovedField, profile: Profile) -> Iterator[Event]:
    """The approval in force ends on a day; the same end twice changes nothing."""
    Rule.BODY_IS_OPEN.require(profile.opened)
    times = profile.fields.get(command.field, ())
    if times and times[-1].last_day == command.last_day:
        return
    running = bool(times) and times[-1].last_day is None
    Rule.FIELD_IS_APPROVED.require(running, field=command.field)
    from_on = times[-1].from_on
    Rule.APPROVAL_ENDS_AFTER_ITS_START.require(command.last_day >= from_on, from_on=from_on)
    yield ApprovedFieldEnded(**command.model_dump())


def publish_holidays(command: PublishHolidays, profile: Profile) -> Iterator[Event]:
    """A year's days off become known; a new list replaces that year's. Process 0."""
    Rule.BODY_IS_OPEN.require(profile.opened)
    named = (*command.days_off, *command.working_weekends)
    outside = [day for day in named if day.year != command.year]
    Rule.HOLIDAYS_LIE_IN_THE_YEAR.require(not outside, year=command.year, outside=outside)
    contradicting = [
        day for day in command.working_weekends if day.weekday() < 5 or day in command.days_off
    ]
    Rule.HOLIDAYS_AGREE.require(not contradicting, contradicting=contradicting)
    published = Holidays().with_year(command.year, command.days_off, command.working_weekends)
    if published != profile.holidays.of_year(command.year):
        yield HolidaysPublished(**command.model_dump())


def open_day(
    command: OpenDay, profile: Profile, due: date | None, context: Context
) -> Iterator[Event]:
    """The next day opens once it has come; one already opened is no news."""
    Rule.BODY_IS_OPEN.require(due is not None)
    if profile.opened_on is None or due is None or profile.opened_on <= command.day < due:
        return
    Rule.DAYS_OPEN_IN_ORDER.require(command.day == due, due=due, asked=command.day)
    Rule.DAY_HAS_COME.require(command.day <= context.today, today=context.today)
    yield DayOpened(day=command.day)


MAY_REFUSE: Mapping[str, tuple[Rule, ...]] = MappingProxyType(
    {
        "OpenBody": (Rule.BODY_IS_NEW, Rule.OPENED_NOT_IN_FUTURE),
        "ChangeBodyData": (Rule.BODY_IS_OPEN,),
        "GrantApprovedField": (Rule.BODY_IS_OPEN, Rule.FIELD_NOT_YET_APPROVED),
        "EndApprovedField": (
            Rule.BODY_IS_OPEN,
            Rule.FIELD_IS_APPROVED,
            Rule.APPROVAL_ENDS_AFTER_ITS_START,
        ),
        "PublishHolidays": (Rule.BODY_IS_OPEN, Rule.HOLIDAYS_LIE_IN_THE_YEAR, Rule.HOLIDAYS_AGREE),
        "OpenDay": (Rule.BODY_IS_OPEN, Rule.DAYS_OPEN_IN_ORDER, Rule.DAY_HAS_COME),
    }
)
"""Command → what its generator may refuse."""
