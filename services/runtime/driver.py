"""Lives through a demonstration body's past in one process, by the same handlers the bus calls.

There is no virtual time across processes: the clock is moved here by hand, policies run one after
the other until none has work, and every identifier is drawn from SHA-256(seed ‖ counter), so that
the same story gives the same digest.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from events.envelope import Recorded
from events.event import Event
from services.core.access import CLOCK, POLICY
from services.core.context import ZONE
from services.core.service import Command
from services.runtime.clock import SetClock
from services.runtime.handler import Answer, Asked, Handler, followed_by

BREATH = timedelta(seconds=1)
"""Between two acts of the same driven day."""


class Draws:
    """Bytes nobody chose: SHA-256(seed ‖ counter)."""

    def __init__(self, seed: str) -> None:
        self.seed, self.counter = seed, 0

    def bytes(self) -> bytes:
        """The next 32 bytes."""
        self.counter += 1
        return sha256(f"{self.seed}|{self.counter}".encode()).digest()

    def uuid(self) -> UUID:
        """The next identifier."""
        return UUID(bytes=self.bytes()[:16], version=4)

    def below(self, end: int) -> int:
        """The next whole number from 0 up to, not including, ``end``."""
        return int.from_bytes(self.bytes()[:8], "big") % end


class Driver:
    """Asks, lets policies answer, and opens days, all at the moment of its own clock."""

    def __init__(self, handlers: Mapping[str, Handler], *, start: datetime, draws: Draws) -> None:
        self.handlers, self.draws = handlers, draws
        self.clock = SetClock(start)
        self.settled = 0
        """Position up to which every policy has been heard."""
        self.reader = next(iter(handlers.values())).store
        self.lived: set[str] = set()
        """Streams with duties of their own, as they came to exist."""

    def ask(self, name: str, command: Command, *, by: str, role: str, via: str = "api") -> Answer:
        """One person's command, then whatever the policies make of it."""
        self.clock.set(self.clock.now() + BREATH)
        answer = self.handlers[name].handle(
            Asked(
                command=command,
                actor=by,
                role=role,
                via=via,
                now=self.clock.now(),
                command_id=self.draws.uuid(),
            )
        )
        self.settle()
        return answer

    def settle(self) -> None:
        """Let every policy hear what it has not heard, until none has work."""
        while rows := self.reader.read(after=self.settled):
            for row in rows:
                recorded = self.reader.decode(row)
                self._note(recorded)
                for handler in self.handlers.values():
                    if isinstance(recorded.event, handler.service.listens_to):
                        self._react(handler, recorded)
                self.settled = row.position

    def open_day(self, day: date) -> None:
        """Open a day at midnight on the wall of the body and do everything that is due."""
        midnight = datetime.combine(day, datetime.min.time(), ZONE)
        self.clock.set(max(midnight.astimezone(self.clock.now().tzinfo), self.clock.now()))
        answer = self._as_clock(day)
        for noted in answer.recorded:
            self._begin(day, f"{noted.stream}.{noted.version}")
        self.settle()

    def live_until(self, day: date, *, opened: date | None) -> date:
        """Open every day behind ``opened`` up to and including ``day``."""
        following = day if opened is None else opened + timedelta(days=1)
        while following <= day:
            self.open_day(following)
            following += timedelta(days=1)
        return day

    def at(self, clock: str) -> None:
        """Move to a time of the day that is open: ``"09:30"``; never back."""
        wall = self.clock.now().astimezone(ZONE)
        hour, minute = (int(part) for part in clock.split(":"))
        moment = wall.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if moment > wall:
            self.clock.set(moment)

    def _as_clock(self, day: date) -> Answer:
        from_body = self.handlers["body"]
        command_class = from_body.service.command_class("OpenDay")
        if command_class is None:
            raise LookupError("the body service opens no days")
        return from_body.handle(
            Asked(
                command=command_class.model_validate({"day": day}),
                actor=CLOCK,
                role=CLOCK,
                via=CLOCK,
                now=self.clock.now(),
                command_id=self.draws.uuid(),
            )
        )

    def _begin(self, day: date, day_event: str) -> None:
        for stream in sorted(self.lived):
            handler = self.handlers[stream.partition("-")[0]]
            handler.begin_day(stream, day, now=self.clock.now(), day_event=day_event, alone=True)

    def _note(self, recorded: Recorded[Event]) -> None:
        owner = self.handlers.get(recorded.stream.partition("-")[0])
        if recorded.version == 1 and owner is not None and owner.service.has_dates:
            self.lived.add(recorded.stream)

    def _react(self, handler: Handler, recorded: Recorded[Event]) -> None:
        name = handler.service.name
        for ordinal, command in enumerate(_asked(handler.service.react(recorded))):
            handler.handle(
                Asked(
                    command=command,
                    actor=f"policy:{name}",
                    role=POLICY,
                    via=f"policy:{name}",
                    now=self.clock.now(),
                    command_id=followed_by(
                        recorded.id, name, type(command).__name__, recorded.stream, ordinal
                    ),
                    causation_id=recorded.id,
                )
            )


def _asked(commands: Iterable[Any]) -> list[Command]:
    return list(commands)
