"""The schemes service, assembled."""

from collections.abc import Iterable
from datetime import date
from typing import get_args

from events.event import Event
from events.schemes import (
    SchemeEvent,
    SchemeVersionActivated,
    SchemeVersionFiled,
    SchemeVersionRetired,
)
from services.core.profile import PROFILE
from services.core.service import Fold, Service, States
from services.schemes.commands import ActivateVersion, SchemeCommand
from services.schemes.rules import MAY_REFUSE, PROFILE_STREAM, Rule, decide, stream_of
from services.schemes.state import Version, evolve


def reads(command: SchemeCommand, _states: States, _facts: States) -> Iterable[str]:
    """The version; for its activation also what kind of body this is."""
    if isinstance(command, ActivateVersion):
        return (stream_of(command), PROFILE_STREAM)
    return (stream_of(command),)


def home(event: Event) -> str:
    """One stream a version; ValueError for an event of another service."""
    if not isinstance(event, SchemeEvent):
        raise ValueError(f"{type(event).__name__} is no event of schemes")
    return f"schemes-{event.scheme}"


def effective_on(event: Event) -> date | None:
    """The day a version takes effect; of a retirement its last day."""
    match event:
        case SchemeVersionFiled():
            return event.filed_on
        case SchemeVersionActivated():
            return event.effective_from
        case SchemeVersionRetired():
            return event.last_day
        case _:
            return None


SCHEMES = Service(
    name="schemes",
    commands=get_args(SchemeCommand),
    folds=(Fold(prefix="schemes-", initial=Version(), evolve=evolve), PROFILE),
    reads=reads,
    decide=decide,
    home=home,
    rules=(Rule,),
    effective_on=effective_on,
    may_refuse=MAY_REFUSE,
)
