"""What a reader hears of the stream: every event in order from its own place on, page by page.

A push consumer without acknowledgements delivers to the reader's own inbox. It begins at the
reader's last position, so that its first message proves that the stream still is the history the
reader has read; every later one must be the next.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from events.envelope import Stored
from events.wire import from_message, subject_of
from services.runtime import road
from services.runtime.bus import connected
from services.runtime.place import BEGINNING, Place, StreamDamaged, StreamDiverged
from services.runtime.proof import link

HEARTBEAT = 1.0
"""Seconds after which the server says that it has nothing to say."""
SILENCE = 3.5
"""Seconds without a word after which the consumer is taken for lost."""
MOST_WAITING = 2000
"""Messages kept before the server is asked to wait."""


class Lost(Exception):
    """The consumer is gone or has missed something: begin again from the checkpoint."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the stream, not yet read."""

    position: int
    subject: str
    """``events.<service>.<EventName>.<stream>``."""
    headers: Mapping[str, str]
    body: bytes
    digest: bytes
    before: bytes
    """Digest of the message before it; what it must be chained to."""

    @property
    def kind(self) -> str:
        """``decisions.VoteCast``, told without reading the body."""
        return ".".join(self.subject.split(".", 3)[1:3])

    @property
    def stream(self) -> str:
        """The stream, told without reading the body."""
        return self.subject.split(".", 3)[3]

    @property
    def place(self) -> Place:
        """Where a reader stands that has read it."""
        return Place(self.position, self.digest)

    def row(self) -> Stored:
        """The row it was published from; ValueError for bytes that were never chained here."""
        try:
            row = from_message(self.headers, self.body)
        except (KeyError, TypeError, json.JSONDecodeError) as fault:
            raise ValueError("the message is no event of ours") from fault
        if (
            self.subject != subject_of(row.topic, row.stream)
            or link(self.before, row) != row.digest
        ):
            raise ValueError("the message is not what the ledger chained at its position")
        return row


class Following:
    """One consumer at work. Knows which position comes next, and that nothing else may."""

    def __init__(self, client: Client, after: Place) -> None:
        self.client = client
        self.start = max(after.position, 1)
        """The first position that is wanted: the last one read, to compare its digest."""
        self._after = after
        self._last = Place(self.start - 1, after.digest if after == BEGINNING else b"")
        self._waiting: deque[Msg] = deque()
        self._news, self._room = asyncio.Event(), asyncio.Event()
        self._begun = False

    async def subscribe(self, url: str) -> None:
        """Have everything from ``start`` on delivered to an inbox of our own."""
        inbox = self.client.new_inbox()
        await self.client.subscribe(inbox, cb=self._hear)
        config = ConsumerConfig(
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=self.start,
            ack_policy=AckPolicy.NONE,
            max_deliver=1,
            deliver_subject=inbox,
            flow_control=True,
            idle_heartbeat=HEARTBEAT,
            inactive_threshold=5.0,
            mem_storage=True,
            num_replicas=1,
        )
        await road.jetstream(self.client, url).add_consumer(road.STREAM, config)

    async def page(self, most: int) -> list[Message]:
        """What has come and was not read before, at most so many; empty after a heartbeat."""
        if not self._waiting:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), SILENCE)
            except TimeoutError:
                raise Lost("not a word from the stream") from None
        messages: list[Message] = []
        while self._waiting and len(messages) < most:
            message = self._next(self._waiting.popleft())
            if message is not None:
                messages.append(message)
        self._room.set()
        return messages

    def wake(self) -> None:
        """Let :meth:`page` return with what there is."""
        self._news.set()

    async def _hear(self, message: Msg) -> None:
        status = (message.headers or {}).get("Status")
        if status is not None:
            await self._control(message, message.headers or {})
            return
        self._waiting.append(message)
        self._news.set()
        while len(self._waiting) >= MOST_WAITING:
            self._room.clear()
            await self._room.wait()

    async def _control(self, message: Msg, headers: Mapping[str, str]) -> None:
        """A heartbeat, or the server asking whether we keep up."""
        stalled = message.reply or headers.get("Nats-Consumer-Stalled")
        if stalled:
            await self.client.publish(stalled)
        self._news.set()

    def _next(self, told: Msg) -> Message | None:
        """The message as the next one; None for one that only proves where we stand."""
        sequence = told.metadata.sequence.stream
        if sequence < self.start:
            return None
        if sequence != self._last.position + 1:
            self._gap(sequence)
        self._begun = True
        message = self._read(sequence, told)
        if sequence == self._after.position:
            if message.digest != self._after.digest:
                raise StreamDiverged(sequence)
            self._last = message.place
            return None
        self._last = message.place
        return message

    def _gap(self, sequence: int) -> None:
        missing = self._last.position + 1
        if not self._begun:
            raise StreamDamaged(missing, f"the stream goes on at {sequence}")
        raise Lost(f"after {missing - 1} came {sequence}")

    def _read(self, sequence: int, told: Msg) -> Message:
        headers = told.headers or {}
        try:
            position, digest = int(headers["position"]), bytes.fromhex(headers["digest"])
        except (KeyError, ValueError) as fault:
            raise StreamDamaged(sequence, "a message that the relay did not publish") from fault
        if position != sequence or told.subject.count(".") != 3:
            raise StreamDamaged(sequence, f"here stands the event of position {position}")
        return Message(sequence, told.subject, headers, told.data, digest, self._last.digest)


@asynccontextmanager
async def following(url: str, *, name: str, after: Place) -> AsyncIterator[Following]:
    """A consumer behind a place, for as long as its connection lasts."""
    async with connected(url, name=name) as client:
        follow = Following(client, after)
        await follow.subscribe(url)
        yield follow
