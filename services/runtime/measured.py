"""The write path with a watch over it: what became of each command, how long an append took."""

import time
from collections.abc import Mapping

from events.wire import Opener, Sealer
from services.core.rule import Refused
from services.core.service import Service
from services.runtime.append import Appended, StoreUnavailable
from services.runtime.event_store import Entry, EventStore
from services.runtime.handler import Answer, Asked, Busy, Digester, Handler, NotAllowed, Reused
from services.runtime.keys import Erased
from services.runtime.tallies import APPEND_SECONDS, COMMAND_SECONDS, COMMANDS, REFUSALS, Tallies


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
        command = type(asked.command).__name__
        begun = time.monotonic()
        outcome = "broken"
        try:
            answer = super().handle(asked)
            outcome = _of(answer)
            return answer
        except tuple(OUTCOMES) as fault:
            outcome = OUTCOMES[type(fault)]
            if code := _code(fault):
                self.tallies.count(REFUSALS, self.service.name, command, code)
            raise
        finally:
            self.tallies.count(COMMANDS, self.service.name, command, outcome)
            self.tallies.time(COMMAND_SECONDS, time.monotonic() - begun, self.service.name)


OUTCOMES: Mapping[type[Exception], str] = {
    Refused: "refused",
    Erased: "refused",
    NotAllowed: "not_allowed",
    Reused: "reused",
    Busy: "busy",
    StoreUnavailable: "unavailable",
}
"""Anything else is ``broken``: a fault of ours."""


def _of(answer: Answer) -> str:
    if answer.repeated:
        return "repeated"
    return "recorded" if answer.recorded else "nothing"


def _code(fault: Exception) -> str | None:
    if isinstance(fault, Refused):
        return fault.rule.code
    return "PERSON_ERASED" if isinstance(fault, Erased) else None
