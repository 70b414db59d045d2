"""The surveillance service, assembled."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import get_args

from events.event import Event
from events.surveillance import (
    SurveillanceCompleted,
    SurveillanceEvent,
    SurveillanceMissed,
    SurveillanceOpened,
    SurveillanceStopped,
)
from services.core.ruling import RULING
from services.core.service import Fold, Service, States
from services.surveillance.commands import CompleteSurveillance, OpenCycle, SurveillanceCommand
from services.surveillance.deadlines import due
from services.surveillance.policies import LISTENS_TO, react
from services.surveillance.rules import MAY_REFUSE, Rule, decide, stream_of
from services.surveillance.state import Cycle, evolve


def reads(command: SurveillanceCommand, states: States, _facts: States) -> Iterable[str]:
    """The cycle, and the scheme version where a window is to be counted."""
    stream = stream_of(command)
    yield stream
    if isinstance(command, OpenCycle):
        yield f"schemes-{command.scheme}"
    cycle: Cycle | None = states.get(stream)
    if isinstance(command, CompleteSurveillance) and cycle is not None and cycle.opened:
        yield f"schemes-{cycle.opened.scheme}"


def home(event: Event) -> str:
    """One stream a certificate; ValueError for an event of another service."""
    return f"surveillance-{certificate_of(event)}"


def certificate_of(event: Event) -> str:
    """The certificate an event belongs to."""
    if not isinstance(event, SurveillanceEvent):
        raise ValueError(f"{type(event).__name__} is no event of surveillance")
    return event.certificate


def effective_on(event: Event) -> date | None:
    """The day a fact holds from; a window is missed from the day after its last."""
    match event:
        case SurveillanceOpened():
            return event.anchor_on
        case SurveillanceCompleted():
            return event.audit_end
        case SurveillanceMissed():
            return event.latest + timedelta(days=1)
        case SurveillanceStopped():
            return event.stopped_on
        case _:
            return None


SURVEILLANCE = Service(
    name="surveillance",
    commands=get_args(SurveillanceCommand),
    folds=(Fold(prefix="surveillance-", initial=Cycle(), evolve=evolve), RULING),
    reads=reads,
    decide=decide,
    home=home,
    rules=(Rule,),
    correlation=certificate_of,
    effective_on=effective_on,
    listens_to=LISTENS_TO,
    react=react,
    due=due,
    may_refuse=MAY_REFUSE,
)
