"""Reads a test aloud: given this history, when this is asked, then this happens."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import reduce
from typing import Any
from uuid import UUID

import pytest

from events.catalogue import HOUSE
from events.envelope import Recorded
from events.event import Event
from services.core.context import ZONE, Context
from services.core.rule import Refused, RuleBook
from services.core.service import Service


def at(day: str, clock: str = "12:00") -> datetime:
    """A moment on the wall of the body: ``at("2026-11-23", "09:30")``."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE).astimezone(UTC)


NOON = at("2026-11-23")


def recorded(
    event: Event,
    *,
    stream: str = "test-stream",
    version: int = 1,
    position: int = 1,
    moment: datetime = NOON,
    actor: str = "somebody",
    role: str = "system_admin",
) -> Recorded[Event]:
    """An event as the history would hold it."""
    return Recorded(
        position=position,
        stream=stream,
        version=version,
        type=HOUSE.name_of(event),
        recorded_at=moment,
        digest=bytes(32),
        time=moment,
        actor=actor,
        role=role,
        via="test",
        command_id=UUID(int=position),
        causation_id=None,
        correlation_id=None,
        effective_on=None,
        scheme=None,
        command=None,
        event=event,
    )


@dataclass(frozen=True)
class Specification:
    """``given = Specification(SERVICE)`` at the head of each test file."""

    service: Service

    def __call__(self, *history: Event) -> "Given":
        """What this service has recorded so far; each event goes to its home stream."""
        return Given(self.service, history)

    def hearing(self, event: Event, **around: Any) -> "Commands":
        """The commands the service asks of itself when somebody reported this."""
        return Commands(list(self.service.react(recorded(event, **around))))


@dataclass(frozen=True)
class Given:
    service: Service
    history: tuple[Event, ...]
    foreign: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)

    def knowing(self, foreign: Mapping[str, Iterable[Event]]) -> "Given":
        """What streams of other services hold: ``{"schemes-x@1": [drafted, activated]}``."""
        return replace(
            self, foreign={**self.foreign, **{key: tuple(es) for key, es in foreign.items()}}
        )

    def when(
        self, command: Any, *, by: str = "secretary", role: str = "", moment: datetime = NOON
    ) -> "When":
        """This command, by this person, in this role, at this moment."""
        return When(self, command, by, role, moment)

    def when_day_opens(self, day: date, *, stream: str) -> "Commands":
        """The commands a day gives rise to for a stream."""
        return Commands(list(self.service.due(stream, self._state(stream), day)))

    def _state(self, stream: str) -> Any:
        own = self.service.owns(stream)
        events = (
            [e for e in self.history if self.service.home(e) == stream]
            if own
            else self.foreign.get(stream, ())
        )
        fold = self.service.fold_for(stream)
        return reduce(fold.evolve, events, fold.initial)


@dataclass(frozen=True)
class Commands:
    commands: list[Any]

    def asks(self, *commands: Any) -> None:
        assert self.commands == list(commands)

    def asks_nothing(self) -> None:
        assert self.commands == []


@dataclass(frozen=True)
class When:
    given: Given
    command: Any
    by: str
    role: str
    moment: datetime

    def answer(self) -> list[Event]:
        service, states, facts = self.given.service, {}, {}
        named: set[str] = set()
        while new := set(service.reads(self.command, states, facts)) - named:
            for stream in new:
                (states if service.owns(stream) else facts)[stream] = self.given._state(stream)
            named |= new
        context = Context(actor=self.by, role=self.role, now=self.moment, facts=facts)
        return list(service.decide(self.command, states, context))

    def then(self, *events: Event) -> None:
        assert self.answer() == list(events)

    def then_nothing_happens(self) -> None:
        assert self.answer() == []

    def then_refused(self, rule: RuleBook) -> Mapping[str, Any]:
        with pytest.raises(Refused) as refusal:
            self.answer()
        assert refusal.value.rule is rule
        return refusal.value.facts
