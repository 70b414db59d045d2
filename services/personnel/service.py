"""The personnel service, assembled."""

from collections.abc import Iterable
from typing import get_args

from events.event import Event
from events.personnel import PersonnelEvent
from services.core.service import Fold, Service, States
from services.personnel.commands import PersonnelCommand
from services.personnel.rules import MAY_REFUSE, Rule, decide, stream_of
from services.personnel.state import Person, evolve


def reads(command: PersonnelCommand, _states: States, _facts: States) -> Iterable[str]:
    """The person it is about."""
    return (stream_of(command),)


def home(event: Event) -> str:
    """One stream a person; ValueError for an event of another service."""
    if not isinstance(event, PersonnelEvent):
        raise ValueError(f"{type(event).__name__} is no event of personnel")
    return f"personnel-{event.person}"


PERSONNEL = Service(
    name="personnel",
    commands=get_args(PersonnelCommand),
    folds=(Fold(prefix="personnel-", initial=Person(), evolve=evolve),),
    reads=reads,
    decide=decide,
    home=home,
    rules=(Rule,),
    may_refuse=MAY_REFUSE,
)
