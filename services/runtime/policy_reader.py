"""Lets a service's policies hear the stream: commands first, then the checkpoint.

A page taken twice asks the same commands under the same ids, and the store answers that they were
done. A command that is refused parks its event, and every later one of the same stream.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from psycopg import InterfaceError, OperationalError

from events.catalogue import UnknownEvent
from events.envelope import Recorded, Stored
from events.event import Event
from services.core.access import POLICY
from services.runtime.append import StoreUnavailable
from services.runtime.clock import Clock
from services.runtime.handler import Asked, Busy, Handler, followed_by
from services.runtime.hearing import Heard
from services.runtime.parking import (
    BEHIND,
    Held,
    Overtaken,
    Parked,
    ReaderTables,
    Redriven,
    Sql,
    why,
)
from services.runtime.place import BEGINNING, Place
from services.runtime.readers import BATCH, Reader
from services.runtime.reading import Message
from services.runtime.sole import Sole, connected

MOST_UNNOTED = 1000
"""Events that may be passed over before it is noted how far that was."""
NOT_ITS_FAULT = (UnknownEvent, StoreUnavailable, Busy, OperationalError, InterfaceError)
"""Never a reason to park an event: the reader stops, or tries again."""


class PolicyReader(Reader):
    """The policies of one service at work; ``schema`` holds its checkpoint and what is parked."""

    def __init__(
        self,
        handler: Handler,
        *,
        database_url: str,
        nats_url: str,
        clock: Clock,
        schema: str | None = None,
        batch: int = BATCH,
    ) -> None:
        self.policies = Policies(handler, database_url, clock, schema or handler.service.name)
        super().__init__(self.policies, nats_url, batch=batch)

    async def parked(self, stream: str | None = None) -> list[Parked]:
        """What could not be taken and why, in order."""
        return await asyncio.to_thread(self.policies.parked, stream)

    async def redrive(self, stream: str | None = None) -> Redriven:
        """Take what is parked again, in order; each stream up to the first that still fails."""
        return await asyncio.to_thread(self.policies.redrive, stream)


class Policies:
    """What a policy reader does with a page."""

    def __init__(self, handler: Handler, database_url: str, clock: Clock, schema: str) -> None:
        self.handler, self.clock, self.url = handler, clock, database_url
        self.service, self.name = handler.service, f"{schema}.policies"
        self.tables = ReaderTables(schema)
        self.sole = Sole(database_url, self.name)
        self.heard = Heard(self.service.listens_to, handler.store.mapper.catalogue)
        self._connection: Sql | None = None
        self._place = self._noted = BEGINNING

    def open(self) -> Place | None:
        """Where the policies stand; None while another process lets them hear."""
        self._connection = self.sole.take()
        if self._connection is None:
            return None
        self._place = self._noted = self.tables.standing(self._connection, lock=False).place
        return self._place

    def take(self, messages: Sequence[Message]) -> Place:
        """Ask what each event gives rise to, then note how far that was.

        How far the others were that nobody here listens to is noted when the stream falls silent:
        read again, they are passed over again.
        """
        if self._connection is None:
            raise Overtaken("not opened")
        place = messages[-1].place if messages else self._place
        if place == self._noted:
            return place
        passed_over = messages and not any(map(self._matters, messages))
        if passed_over and place.position - self._noted.position < MOST_UNNOTED:
            self._place = place
            return place
        parked = self.tables.standing(self._connection, lock=False).parked
        held = self._hear(messages, parked)
        with self._connection.transaction():
            standing = self.tables.locked(self._connection, self._noted)
            if standing.parked != parked:
                raise Overtaken("something was redriven meanwhile")
            if held:
                self.tables.park(self._connection, held, parked)
            self.tables.move(self._connection, self._noted, place)
        self._place = self._noted = place
        return place

    def close(self) -> None:
        """Let go of the lock and the connection."""
        self.sole.close()
        self._connection = None

    def parked(self, stream: str | None = None) -> list[Parked]:
        """What could not be taken."""
        with connected(self.url) as connection:
            return self.tables.parked(connection, stream)

    def redrive(self, stream: str | None = None) -> Redriven:
        """Each in order; a stream is left at its first event that still fails."""
        taken: list[int] = []
        left: dict[str, Parked] = {}
        with connected(self.url) as connection, connection.transaction():
            self.tables.standing(connection)
            for parked in self.tables.parked(connection, stream):
                if parked.stream in left:
                    continue
                fault = self._fault_of(self.handler.store.at(parked.position))
                if fault is None:
                    self.tables.release(connection, parked.position)
                    taken.append(parked.position)
                else:
                    self.tables.keep(connection, parked.position, fault)
                    left[parked.stream] = replace(parked, reason=fault)
        return Redriven(len(taken), tuple(left.values()))

    def _matters(self, message: Message) -> bool:
        """Whether it cannot be passed over: somebody here listens to it, or nobody knows it."""
        try:
            return self.heard.hears(message)
        except UnknownEvent:
            return True

    def _hear(self, messages: Sequence[Message], parked: frozenset[str]) -> list[Held]:
        held: list[Held] = []
        streams = set(parked)
        for message in messages:
            if not self.heard.hears(message):
                continue
            if message.stream in streams:
                held.append(Held(message, BEHIND))
            elif (fault := self._fault_of(message)) is not None:
                held.append(Held(message, fault))
                streams.add(message.stream)
        return held

    def _fault_of(self, told: Message | Stored | None) -> str | None:
        """Ask what the event gives rise to; why that could not be done, None where it was."""
        try:
            if told is None:
                raise ValueError("the store lacks this position")
            row = told if isinstance(told, Stored) else told.row()
            if self.heard.hears(row):
                self._react(self.handler.store.decode(row))
        except NOT_ITS_FAULT:
            raise
        except Exception as fault:  # whatever it is, the other streams go on
            return why(fault)
        return None

    def _react(self, recorded: Recorded[Event]) -> None:
        if not isinstance(recorded.event, self.service.listens_to):
            return
        by, name = f"policy:{self.service.name}", self.service.name
        for ordinal, command in enumerate(self.service.react(recorded)):
            kind = type(command).__name__
            self.handler.handle(
                Asked(
                    command=command,
                    actor=by,
                    role=POLICY,
                    via=by,
                    now=self.clock.now(),
                    command_id=followed_by(recorded.id, name, kind, recorded.stream, ordinal),
                    causation_id=recorded.id,
                )
            )
