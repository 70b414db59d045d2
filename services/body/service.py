"""The body service, assembled."""

from collections.abc import Iterable
from datetime import date
from typing import get_args

from events.body import ApprovedFieldEnded, ApprovedFieldGranted, BodyOpened, DayOpened
from events.event import Event
from services.body.commands import BodyCommand, OpenDay
from services.body.rules import MAY_REFUSE, Rule, decide
from services.body.state import CALENDAR_STREAM, PROFILE_STREAM, Calendar, evolve
from services.core.profile import PROFILE
from services.core.service import Fold, Service, States


def reads(command: BodyCommand, _states: States, _facts: States) -> Iterable[str]:
    """The profile always; the calendar for the opening of a day."""
    return (PROFILE_STREAM, CALENDAR_STREAM) if isinstance(command, OpenDay) else (PROFILE_STREAM,)


def home(event: Event) -> str:
    """Days have a stream of their own."""
    return CALENDAR_STREAM if isinstance(event, DayOpened) else PROFILE_STREAM


def effective_on(event: Event) -> date | None:
    """The day a fact of the body holds from; of an end, its last good day."""
    match event:
        case BodyOpened():
            return event.opened_on
        case ApprovedFieldGranted():
            return event.from_on
        case ApprovedFieldEnded():
            return event.last_day
        case DayOpened():
            return event.day
        case _:
            return None


BODY = Service(
    name="body",
    commands=get_args(BodyCommand),
    folds=(PROFILE, Fold(prefix=CALENDAR_STREAM, initial=Calendar(), evolve=evolve)),
    reads=reads,
    decide=decide,
    home=home,
    rules=(Rule,),
    effective_on=effective_on,
    may_refuse=MAY_REFUSE,
)
