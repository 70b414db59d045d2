"""The write path with a watch over it: what became of each command, how long an append took."""

import time
from collections.abc import Callable, Mapping
from typing import TypeVar

from events.catalogue import UnknownEvent
from events.wire import Opener, Sealer
from services.core.rule import Refused
from services.core.service import Service
from services.runtime.append import Appended, StoreUnavailable
from services.runtime.event_store import Entry, EventStore
from services.runtime.flusher import Outcome, Told
from services.runtime.handler import (
    Answer,
    Asked,
    Busy,
    Digester,
    Finish,
    Handler,
    NotAllowed,
    Reused,
)
from services.runtime.keys import Erased
from services.runtime.tallies import APPEND_SECONDS, COMMAND_SECONDS, COMMANDS, REFUSALS, Tallies

A = TypeVar("A", Answer, Answer | None)


class MeasuredStore(EventStore):
    """A store of which is known how long its appends take."""

    def __init__(
        self,
        url: str,
        *,
        service: str,
        tallies: Tallies,
        seal: Sealer | None = None,
        unseal: Opener | None = None,
    ) -> None:
        super().__init__(url, seal=seal, unseal=unseal)
        self.service, self.tallies = service, tallies

    def append(self, entry: Entry) -> Appended:
        """As the store appends; timed whether or not it succeeds."""
        begun = time.monotonic()
        try:
            return super().append(entry)
        finally:
            self.tallies.time(APPEND_SECONDS, time.monotonic() - begun, self.service)

    def submit(self, entry: Entry, told: Told) -> None:
        """The same for an append that nobody waits for."""
        begun = time.monotonic()

        def timed(outcome: Outcome) -> None:
            self.tallies.time(APPEND_SECONDS, time.monotonic() - begun, self.service)
            told(outcome)

        super().submit(entry, timed)


class MeasuredHandler(Handler):
    """A handler of which is known what became of each command, whichever way it came."""

    def __init__(
        self,
        service: Service,
        store: EventStore,
        *,
        tallies: Tallies,
        personal: Digester | None = None,
    ) -> None:
        super().__init__(service, store, personal=personal)
        self.tallies = tallies

    def handle(self, asked: Asked) -> Answer:
        """As the handler handles; counted and timed whatever becomes of it."""
        begun = time.monotonic()
        return self._counted(asked, begun, lambda: super(MeasuredHandler, self).handle(asked))

    def submit(self, asked: Asked, told: Callable[[Finish], None]) -> bool:
        """The same for a command that is recorded while nobody waits.

        One that is to be decided anew is counted when that is done.
        """
        begun = time.monotonic()

        def counting(finish: Finish) -> None:
            told(lambda: self._counted(asked, begun, finish))

        return super().submit(asked, counting)

    def _counted(self, asked: Asked, begun: float, handle: Callable[[], A]) -> A:
        command = type(asked.command).__name__
        outcome: str | None = "broken"
        try:
            answer = handle()
            outcome = _of(answer)
            return answer
        except tuple(OUTCOMES) as fault:
            outcome = OUTCOMES[type(fault)]
            if code := _code(fault):
                self.tallies.count(REFUSALS, self.service.name, command, code)
            raise
        finally:
            if outcome is not None:
                self.tallies.count(COMMANDS, self.service.name, command, outcome)
                self.tallies.time(COMMAND_SECONDS, time.monotonic() - begun, self.service.name)


OUTCOMES: Mapping[type[Exception], str] = {
    Refused: "refused",
    Erased: "refused",
    NotAllowed: "not_allowed",
    Reused: "reused",
    Busy: "busy",
    StoreUnavailable: "unavailable",
    UnknownEvent: "unavailable",
}
"""Anything else is ``broken``: a fault of ours."""


def _of(answer: Answer | None) -> str | None:
    if answer is None:
        return None
    if answer.repeated:
        return "repeated"
    return "recorded" if answer.recorded else "nothing"


def _code(fault: Exception) -> str | None:
    if isinstance(fault, Refused):
        return fault.rule.code
    return "PERSON_ERASED" if isinstance(fault, Erased) else None
