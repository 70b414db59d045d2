"""The users of the bus, each as a voice that is told what it may not say."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import NoRespondersError
from tests.servers import Bus

SERVICES = (
    "applications",
    "auditing",
    "decisions",
    "surveillance",
    "schemes",
    "personnel",
    "disputes",
)
COMMANDED = (*SERVICES, "scheduler")
READERS = ("projector", *COMMANDED)
EDGES = ("api", "console", "cli")

DESTRUCTIVE = [
    "STREAM.CREATE.OTHER",
    "STREAM.UPDATE.EVENTS",
    "STREAM.DELETE.EVENTS",
    "STREAM.PURGE.EVENTS",
    "STREAM.MSG.DELETE.EVENTS",
    "STREAM.SNAPSHOT.EVENTS",
    "STREAM.RESTORE.EVENTS",
    "STREAM.LEADER.STEPDOWN.EVENTS",
    "CONSUMER.PAUSE.EVENTS.other",
]


class Voice:
    """One user on the road, with what the server refused it."""

    def __init__(self, user: str, client: Client, refusals: list[str]) -> None:
        self.user, self.client, self._refusals = user, client, refusals

    async def refused(self) -> str:
        """What the server said no to since the last question; "" where nothing."""
        await self.client.flush()
        await self.client.flush()
        said = " ".join(self._refusals)
        self._refusals.clear()
        return said.lower()

    async def may_publish(self, subject: str, body: bytes = b"{}", *, reply: str = "") -> bool:
        await self.client.publish(subject, body, reply=reply)
        return "permissions violation for publish" not in await self.refused()

    async def may_subscribe(self, subject: str, queue: str = "") -> bool:
        await self.client.subscribe(subject, queue=queue)
        return "permissions violation for subscription" not in await self.refused()

    async def api(self, name: str, body: object = None, *, own: bool = False) -> dict[str, object]:
        """An answer of JetStream, lent by LEDGER or (``own``) of the user's own account."""
        subject = ("$JS.API." if own else "$JS.LEDGER.API.") + name
        message = b"" if body is None else json.dumps(body).encode()
        answer: dict[str, object] = json.loads(
            (await self.client.request(subject, message, timeout=3)).data
        )
        return answer


Enter = Callable[[str], Awaitable[Voice]]


@asynccontextmanager
async def entrance(bus: Bus) -> AsyncIterator[Enter]:
    async with AsyncExitStack() as stack:

        async def come_in(user: str) -> Voice:
            return await stack.enter_async_context(voice(bus, user))

        yield come_in


@asynccontextmanager
async def voice(bus: Bus, user: str) -> AsyncIterator[Voice]:
    refusals: list[str] = []

    async def hear(error: Exception) -> None:
        refusals.append(str(error))

    client = await bus.connect(user, error_cb=hear)
    try:
        yield Voice(user, client, refusals)
    finally:
        await client.close()


async def happen(relay: Voice, count: int = 1) -> None:
    for number in range(count):
        await relay.client.jetstream().publish(
            f"events.test.Happened.test-{number}", b"{}", headers={"position": str(number + 1)}
        )


async def count_of(relay: Voice) -> int:
    return (await relay.client.jetstream().stream_info("EVENTS")).state.messages


async def heard_by(service: Voice, subject: str) -> list[Msg]:
    heard: list[Msg] = []

    async def hear(message: Msg) -> None:
        heard.append(message)
        if message.reply:
            await message.respond(b"answered by " + service.user.encode())

    await service.client.subscribe(subject, queue=service.user, cb=hear)
    await service.client.flush()
    return heard


async def answer_to(asking: Voice, subject: str) -> Msg:
    """A new subscription is known to the other accounts a moment after its own."""
    async with asyncio.timeout(5):
        while True:
            try:
                return await asking.client.request(subject, b"{}", timeout=5)
            except NoRespondersError:
                await asyncio.sleep(0.05)


def own_commands(user: str) -> str:
    return "commands.body.>" if user == "scheduler" else f"commands.{user}.>"


def consumer(place: str | None) -> dict[str, object]:
    config = {"ack_policy": "none", "deliver_policy": "all", "inactive_threshold": 5_000_000_000}
    if place is None:
        return {"stream_name": "EVENTS", "config": config}
    return {"stream_name": "EVENTS", "config": {**config, "deliver_subject": place}}
