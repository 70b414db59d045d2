"""Commands by request and reply: FastStream hears them, a thread decides, everybody is answered.

FastStream's own workers serve one command at a time or, if raised, cost more than the decision:
here a command is begun or handed on as soon as it is heard. Whatever goes wrong is answered with
its status, never by silence.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from faststream.nats import NatsBroker, NatsMessage
from nats.aio.msg import Msg
from nats.errors import Error, MaxPayloadError
from pydantic import ValidationError

from services.runtime import handler, replies, road
from services.runtime.append import StoreUnavailable
from services.runtime.bus import leave
from services.runtime.clock import Clock
from services.runtime.desks import Desks, Finish
from services.runtime.handler import Answer, Asked, Handler
from services.runtime.replies import Reply
from services.runtime.requests import BEGIN_DAY, BODY, DayBegins, Request, request_for

log = structlog.get_logger()

THREADS = 32
"""Commands of one process decided at the same time; the others wait for a thread."""
PATIENCE = 4.5
"""Seconds until a command is answered in any case."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message and the service it is for."""

    message: Msg
    handler: Handler
    command: str

    @property
    def name(self) -> str:
        """``decisions.CastVote``."""
        return f"{self.handler.service.name}.{self.command}"


class CommandBus:
    """Serves the commands of one or more services that share a bus user."""

    def __init__(self, handlers: Sequence[Handler], nats_url: str, *, clock: Clock) -> None:
        self.handlers = {handler.service.name: handler for handler in handlers}
        self.clock = clock
        self.desks: Desks[Heard] | None = None
        self.broker = new_broker(nats_url)
        self.subscribers = [
            self.broker.subscriber(
                f"commands.{name}.>", queue=name, no_reply=True, decoder=as_it_came
            )
            for name in self.handlers
        ]
        for subscriber in self.subscribers:
            subscriber(self.hear)

    @property
    def is_connected(self) -> bool:
        """Whether the bus is reached just now."""
        client = self.broker._connection  # FastStream tells it only to who would wait
        return client is not None and client.is_connected

    async def run(self, stop: asyncio.Event) -> None:
        """Until asked to stop; then nothing new is taken and what was begun is answered."""
        self.desks = Desks(
            begin=self.begin,
            decide=self.decide,
            late=_late,
            say=_say,
            many=THREADS,
            patience=PATIENCE,
        )
        stopping = asyncio.create_task(stop.wait())
        try:
            if await self._begin(stopping):
                await stopping
                await self._hush()
        finally:
            stopping.cancel()
            await self.desks.close()
            await self._leave()

    async def hear(self, message: NatsMessage) -> None:
        """Hand a command on; its answer comes when it is decided."""
        raw: Msg = message.raw_message
        _, service, command = raw.subject.split(".", 2)
        if self.desks is not None:
            self.desks.take(Heard(raw, self.handlers[service], command))

    def begin(self, heard: Heard, done: Callable[[Finish], None]) -> bool:
        """Whether a command could be decided without waiting; its reply is made once recorded."""
        command_class = heard.handler.service.command_class(heard.command)
        if command_class is None:
            return False
        try:
            asked = self._asked(request_for(command_class, heard.message.data))
            return heard.handler.submit(asked, lambda finish: done(partial(_made, heard, finish)))
        except Exception:  # the thread that decides it anew meets the fault again, and answers it
            return False

    def decide(self, heard: Heard) -> bytes:
        """Exactly one reply, with its status."""
        try:
            return self._reply(heard, heard.name).encode()
        except Exception:
            return _broke(heard)

    def _reply(self, heard: Heard, name: str) -> Reply:
        if heard.command == BEGIN_DAY:
            return self._begin_day(heard, name)
        command_class = heard.handler.service.command_class(heard.command)
        if command_class is None:
            return replies.unknown_command(name)
        try:
            request = request_for(command_class, heard.message.data)
        except ValidationError as fault:
            return replies.invalid(fault, within=BODY)
        return replies.answered(name, lambda: heard.handler.handle(self._asked(request)))

    def _asked(self, request: Request[Any]) -> Asked:
        return Asked(
            command=request.body,
            actor=request.actor,
            role=request.role,
            via=request.via,
            now=self.clock.now(),
            command_id=request.id,
        )

    def _begin_day(self, heard: Heard, name: str) -> Reply:
        try:
            begins = DayBegins.model_validate_json(heard.message.data, strict=True)
        except ValidationError as fault:
            return replies.invalid(fault)

        def begin() -> Answer:
            heard.handler.begin_day(
                begins.stream, begins.day, now=self.clock.now(), day_event=begins.day_event
            )
            return Answer(())

        return replies.answered(name, begin)

    async def _begin(self, stopping: "asyncio.Task[bool]") -> bool:
        """Whether the bus was reached before this was asked to stop."""
        starting = asyncio.create_task(self.broker.start())
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not starting.done():
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)
            return False
        await starting
        return True

    async def _leave(self) -> None:
        """Let go of the bus; where it is away just now there is nobody to say it to."""
        client = self.broker._connection
        try:
            await self.broker.stop()
        except (Error, OSError) as fault:
            log.warning("commands.left_while_away", why=type(fault).__name__)
            if client is not None:
                await leave(client)

    async def _hush(self) -> None:
        """Nothing new is sent to us, and what was sent is taken."""
        for subscriber in self.subscribers:
            subscription, subscriber.subscription = subscriber.subscription, None
            if subscription is not None:
                try:
                    await subscription.drain()  # type: ignore[no-untyped-call]  # nats-py has no types
                except (Error, TimeoutError) as fault:
                    log.warning("commands.not_drained", why=type(fault).__name__)


def _made(heard: Heard, finish: handler.Finish) -> bytes | None:
    """The reply to a command the store has answered; None where it must be decided anew."""
    try:
        answer = finish()
        return None if answer is None else replies.recorded(answer).encode()
    except StoreUnavailable as fault:
        return replies.unavailable(fault.outcome).encode()
    except Exception:
        return _broke(heard)


def _broke(heard: Heard) -> bytes:
    """The caller is told that it is our fault, and we are told where."""
    log.exception("command.broke", role=heard.handler.service.name, command=heard.name)
    return replies.broken().encode()


def _late(begun: bool) -> bytes:
    return replies.unavailable("unknown" if begun else "nothing").encode()


async def _say(heard: Heard, content: bytes) -> None:
    try:
        await heard.message.respond(content)
    except MaxPayloadError:
        await _say(heard, replies.broken().encode())
        log.error("command.answer_too_long", command=heard.command)
    except Error as fault:
        log.warning("command.not_answered", command=heard.command, why=type(fault).__name__)


def new_broker(nats_url: str) -> NatsBroker:
    """A broker that comes back by itself and takes a message as the bytes it is."""
    return NatsBroker(
        nats_url.split(","),
        inbox_prefix=road.inbox_prefix(nats_url),
        max_reconnect_attempts=-1,
        reconnect_time_wait=1,
        connect_timeout=2,
        apply_types=False,
        logger=None,
    )


async def as_it_came(message: NatsMessage) -> NatsMessage:
    """The body undecoded: what it says is ours to judge."""
    return message
