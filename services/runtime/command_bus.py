"""Commands by request and reply: FastStream hears them, a thread decides, everybody is answered.

FastStream's own default serves one command at a time; here each runs in a pool of threads, as a
decision waits for PostgreSQL. Whatever goes wrong is answered with its status, never by silence.
"""

import asyncio
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import UUID

import structlog
from faststream.nats import NatsBroker, NatsMessage
from pydantic import BaseModel, ConfigDict, ValidationError

from events.vocabulary import Role
from services.core.rule import Refused
from services.runtime import replies, road
from services.runtime.append import StoreUnavailable
from services.runtime.clock import Clock
from services.runtime.handler import Asked, Busy, Handler, NotAllowed, Reused
from services.runtime.replies import Reply

log = structlog.get_logger()

AT_ONCE = 64
"""Commands of one service heard at the same time; the others wait on the bus."""
THREADS = 16
PATIENCE = 4.5
"""Seconds until a command is answered in any case."""
BEGIN_DAY = "BeginDay"


class Request(BaseModel):
    """A command as it travels: ``commands.<service>.<Command>``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID
    actor: str
    role: Role
    """Only a role that people hold: a policy and the clock do not come by the bus."""
    via: str
    body: dict[str, Any]


class DayBegins(BaseModel):
    """The scheduler's own request: do what this day asks of this stream."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    stream: str
    day: date
    day_event: str


class CommandBus:
    """Serves the commands of one or more services that share a bus user."""

    def __init__(self, handlers: Sequence[Handler], nats_url: str, *, clock: Clock) -> None:
        self.handlers = {handler.service.name: handler for handler in handlers}
        self.clock = clock
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="command")
        self.broker = NatsBroker(
            nats_url.split(","),
            inbox_prefix=road.inbox_prefix(nats_url),
            max_reconnect_attempts=-1,
            reconnect_time_wait=1,
            connect_timeout=2,
            graceful_timeout=PATIENCE + 1,
            apply_types=False,
            logger=None,
        )
        for name in self.handlers:
            self.broker.subscriber(
                f"commands.{name}.>", queue=name, max_workers=AT_ONCE, decoder=_as_it_came
            )(self.answer)

    async def run(self, stop: asyncio.Event) -> None:
        """Until asked to stop; then nothing new is taken and what was begun is answered."""
        while not stop.is_set():
            try:
                await self.broker.start()
                break
            except OSError as fault:
                log.warning("commands.wait_for_bus", why=type(fault).__name__)
                await asyncio.sleep(0.5)
        await stop.wait()
        await self.broker.stop()
        await asyncio.to_thread(self.threads.shutdown, wait=True)

    async def answer(self, message: NatsMessage) -> bytes:
        """Exactly one reply, with its status, within ``PATIENCE``."""
        _, service, command = message.raw_message.subject.split(".", 2)
        deciding = asyncio.get_running_loop().run_in_executor(
            self.threads, self._reply, self.handlers[service], command, message.body
        )
        try:
            reply = await asyncio.wait_for(asyncio.shield(deciding), PATIENCE)
        except TimeoutError:
            reply = replies.unavailable("unknown")
        return reply.encode()

    def _reply(self, handler: Handler, command: str, body: bytes) -> Reply:
        name = f"{handler.service.name}.{command}"
        try:
            if command == BEGIN_DAY:
                return self._begin_day(handler, body)
            return self._decide(handler, command, body)
        except ValidationError as fault:
            return replies.invalid(fault)
        except Refused as refusal:
            return replies.refused(refusal)
        except NotAllowed:
            return replies.not_allowed(name)
        except Reused:
            return replies.reused()
        except Busy:
            return replies.unavailable("nothing")
        except StoreUnavailable as fault:
            return replies.unavailable(fault.outcome)
        except Exception:  # the caller is told that it is our fault, and we are told where
            log.exception("command.broke", command=name)
            return replies.broken()

    def _decide(self, handler: Handler, command: str, body: bytes) -> Reply:
        command_class = handler.service.command_class(command)
        if command_class is None:
            return replies.unknown_command(f"{handler.service.name}.{command}")
        request = Request.model_validate(json.loads(body))
        answer = handler.handle(
            Asked(
                command=command_class.model_validate(request.body),
                actor=request.actor,
                role=request.role,
                via=request.via,
                now=self.clock.now(),
                command_id=request.id,
            )
        )
        return replies.recorded(answer)

    def _begin_day(self, handler: Handler, body: bytes) -> Reply:
        begins = DayBegins.model_validate(json.loads(body))
        handler.begin_day(
            begins.stream, begins.day, now=self.clock.now(), day_event=begins.day_event
        )
        return Reply(200, {"recorded": []})


async def _as_it_came(message: NatsMessage) -> NatsMessage:
    return message
