"""FastStream and nats-py alone: constant answers, prebuilt batches."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass

from faststream.nats import NatsMessage
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription

from events.envelope import Stored
from services.runtime.clock import new_id
from services.runtime.command_bus import as_it_came, new_broker
from services.runtime.place import Place
from services.runtime.relay_steps import MOST, messages


async def constant(url: str, answer: bytes, *, workers: int, stop: asyncio.Event) -> None:
    """The same broker and subscriber as the product's, whose handler only says the same again."""
    broker = new_broker(url)

    @broker.subscriber(
        "commands.personnel.>",
        queue="personnel",
        max_workers=workers,
        no_reply=True,
        decoder=as_it_came,
    )
    async def say(message: NatsMessage) -> None:
        await message.raw_message.respond(answer)

    await broker.start()
    await stop.wait()
    await broker.stop()


async def replying(url: str, answer: bytes, *, workers: int, stop: asyncio.Event) -> None:
    """The same, answered by what the handler returns, as FastStream means it."""
    broker = new_broker(url)

    @broker.subscriber(
        "commands.personnel.>", queue="personnel", max_workers=workers, decoder=as_it_came
    )
    async def say(_message: NatsMessage) -> bytes:
        return answer

    await broker.start()
    await stop.wait()
    await broker.stop()


async def echo(client: Client, answer: bytes, *, stop: asyncio.Event) -> None:
    """nats-py with a callback, and nothing else."""

    async def say(message: Msg) -> None:
        await message.respond(answer)

    await client.subscribe("commands.personnel.>", queue="personnel", cb=say)
    await stop.wait()


@dataclass(frozen=True, slots=True)
class Prebuilt:
    """One message, with nothing left to compute."""

    subject: str
    headers: dict[str, str]
    body: bytes


def prebuilt(rows: Sequence[Stored]) -> list[list[Prebuilt]]:
    """Batches of 500 for an empty stream: the same subjects, headers and bodies as the relay's."""
    batches = []
    for start in range(0, len(rows), MOST):
        chosen = rows[start : start + MOST]
        place = Place(start, b"")
        batches.append(
            [
                Prebuilt(message.subject, message.headers, message.body)
                for message in messages(new_id().hex, place, chosen)
            ]
        )
    return batches


async def published(client: Client, batches: Sequence[Sequence[Prebuilt]]) -> int:
    """Publish them, one batch under way while the next is sent; the sequence acknowledged last."""
    answers = await client.subscribe(client.new_inbox())
    last, under_way = 0, 0
    for batch in batches:
        for message in batch[:-1]:
            await client.publish(message.subject, message.body, headers=message.headers)
        ends = batch[-1]
        await client.publish(ends.subject, ends.body, headers=ends.headers, reply=answers.subject)
        under_way += 1
        if under_way > 1:
            last, under_way = await _acknowledged(answers), under_way - 1
    while under_way:
        last, under_way = await _acknowledged(answers), under_way - 1
    await answers.unsubscribe()
    return last


async def _acknowledged(answers: Subscription) -> int:
    answer = json.loads((await answers.next_msg(timeout=10)).data)
    if "error" in answer:
        raise RuntimeError(str(answer["error"]))
    sequence: int = answer["seq"]
    return sequence
