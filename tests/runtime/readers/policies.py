"""A small service whose policy hears of holidays and stops the surveillance of a certificate."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from events.body import HolidaysPublished
from events.envelope import Recorded
from events.event import Event
from events.surveillance import SurveillanceStopped
from services.core.context import Context
from services.core.rule import RuleBook
from services.core.service import Command, Fold, Service, States
from services.runtime import host
from services.runtime.clock import SystemClock
from services.runtime.event_store import EventStore
from services.runtime.handler import Handler
from services.runtime.policy_reader import PolicyReader


class StopCycle(Command):
    """Stop the surveillance of a certificate, once for each reason's day."""

    certificate: str
    day: date


class Rule(RuleBook):
    CERTIFICATE_IS_WELCOME = ("UNWELCOME", "R-T1", "house rule", "不欢迎。", "Not welcome here.")


@dataclass(frozen=True)
class Stops:
    days: frozenset[date] = frozenset()


def evolve(stops: Stops, event: Event) -> Stops:
    match event:
        case SurveillanceStopped(stopped_on=day):
            return Stops(stops.days | {day})
        case _:
            return stops


def reads(command: StopCycle, _states: States, _facts: States) -> Iterable[str]:
    yield f"surveillance-{command.certificate}"


def deciding(unwelcome: tuple[str, ...]) -> Callable[[Any, States, Context], Iterable[Event]]:
    def decide(command: StopCycle, states: States, _context: Context) -> Iterator[Event]:
        Rule.CERTIFICATE_IS_WELCOME.require(command.certificate.lstrip("0") not in unwelcome)
        if command.day not in states[f"surveillance-{command.certificate}"].days:
            yield SurveillanceStopped(
                certificate=command.certificate, reason="expired", stopped_on=command.day
            )

    return decide


def react(recorded: Recorded[Event]) -> Iterator[StopCycle]:
    """``source`` is the certificate, without leading zeros; each day off asks once."""
    match recorded.event:
        case HolidaysPublished(source=certificate, days_off=days):
            for day in days:
                yield StopCycle(certificate=certificate.rjust(8, "0"), day=day)
            if certificate == "POISON":
                raise LookupError("nobody knows why")


def home(event: Event) -> str:
    assert isinstance(event, SurveillanceStopped)
    return f"surveillance-{event.certificate}"


def stopping(*unwelcome: str) -> Service:
    """The service; certificates named are refused."""
    return Service(
        name="surveillance",
        commands=(StopCycle,),
        folds=(Fold(prefix="surveillance-", initial=Stops(), evolve=evolve),),
        reads=reads,
        decide=deciding(unwelcome),
        home=home,
        rules=(Rule,),
        listens_to=(HolidaysPublished,),
        react=react,
    )


def reader_of(
    service: Service, store: EventStore, database_url: str, nats_url: str, *, batch: int = 500
) -> PolicyReader:
    return PolicyReader(
        Handler(service, store),
        database_url=database_url,
        nats_url=nats_url,
        clock=SystemClock(),
        batch=batch,
    )


def hear(database_url: str, nats_url: str, unwelcome: tuple[str, ...], batch: int) -> None:
    """Let the policies hear until killed or asked to stop; a process of its own."""
    store = EventStore(database_url)
    reader = reader_of(stopping(*unwelcome), store, database_url, nats_url, batch=batch)
    asyncio.run(host.run({"surveillance.policies": reader.run}))
