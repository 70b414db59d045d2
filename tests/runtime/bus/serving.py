"""A service at work on the bus, and somebody who asks it; as ``starledger serve`` runs them."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nats.aio.client import Client

from services.core.service import Service
from services.personnel.service import PERSONNEL
from services.runtime.clock import SystemClock, new_id
from services.runtime.command_bus import CommandBus
from services.runtime.command_client import ask
from services.runtime.event_store import EventStore
from services.runtime.handler import FOUNDER, Asked, Handler
from services.runtime.keys import KeyRing
from services.runtime.replies import Reply
from tests.servers import Bus, Database

CLOCK = SystemClock()
LOGIN = {"body": "scheduler"}
"""Service → its login at the database and its user on the bus, where that has another name."""


@contextmanager
def at_work(database: Database, service: Service) -> Iterator[Handler]:
    """A service on its own database role, with keys."""
    ring = KeyRing(database.url("keys"))
    url = database.url(LOGIN.get(service.name, service.name))
    store = EventStore(url, seal=ring.seal, unseal=ring.unseal)
    try:
        yield Handler(service, store, personal=ring.personal_digest)
    finally:
        store.close()
        ring.close()


def founded(database: Database) -> Database:
    """A body whose system administrator is ``ada``, as ``starledger migrate`` leaves it."""
    for service, command, body in (
        (PERSONNEL, "RegisterPerson", {"person": "ada", "name": "艾达", "employment": "employed"}),
        (PERSONNEL, "GrantRole", {"person": "ada", "role": "system_admin"}),
    ):
        command_class = service.command_class(command)
        assert command_class is not None
        with at_work(database, service) as handler:
            handler.handle(
                Asked(
                    command=command_class.model_validate(body),
                    actor="ada",
                    role=FOUNDER,
                    via="test",
                    now=CLOCK.now(),
                    command_id=new_id(),
                )
            )
    return database


@dataclass(frozen=True)
class Edge:
    """Somebody who may send commands: ``api``, ``console`` or ``cli``."""

    client: Client

    async def ask(
        self,
        command: str,
        body: Mapping[str, Any],
        *,
        by: str = "ada",
        role: str = "system_admin",
        id: UUID | None = None,
    ) -> Reply:
        """One command, by a person in a role."""
        return await ask(
            self.client, command, body, actor=by, role=role, via="test", command_id=id or new_id()
        )

    async def register(self, person: str, **more: Any) -> Reply:
        """One command of the real service that always finds something to do."""
        body = {"person": person, "name": f"姓名 {person}", "employment": "employed"}
        return await self.ask("personnel.RegisterPerson", body, **more)

    async def raw(self, subject: str, content: bytes) -> Reply:
        """Any bytes at all."""
        return Reply.decode((await self.client.request(subject, content, timeout=6)).data)


@asynccontextmanager
async def edge(bus: Bus, user: str = "api") -> AsyncIterator[Edge]:
    """A connection of an edge."""
    client = await bus.connect(user)
    try:
        yield Edge(client)
    finally:
        await client.close()


@dataclass(frozen=True)
class Running:
    """A service on the bus."""

    handler: Handler
    stop: asyncio.Event
    task: "asyncio.Task[None]"


@asynccontextmanager
async def serving(
    database: Database, bus: Bus, service: Service = PERSONNEL
) -> AsyncIterator[Running]:
    """The service hears commands; it must end in order when asked to."""
    stop = asyncio.Event()
    user = LOGIN.get(service.name, service.name)
    with at_work(database, service) as handler:
        command_bus = CommandBus([handler], bus.url(user), clock=CLOCK)
        task = asyncio.create_task(command_bus.run(stop))
        try:
            await heard(bus, service.name)
            yield Running(handler, stop, task)
        finally:
            stop.set()
            await asyncio.wait_for(task, 15)


async def heard(bus: Bus, service: str) -> None:
    """Wait until somebody answers the commands of a service."""
    async with asyncio.timeout(10), edge(bus, "cli") as asker:
        while (await asker.ask(f"{service}.NoSuchCommand", {})).status != 404:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
