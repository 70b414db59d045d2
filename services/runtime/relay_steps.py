"""The steps of the relay, each by itself: head, select, publish, acknowledge.

The stream fences them: a batch, or a message alone, names the sequence the stream must stand at,
so whatever was killed, repeated or overtaken, event p stands at sequence p or nowhere.
"""

import asyncio
import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.js.errors import NoStreamResponseError

from events.envelope import Stored
from events.wire import headers_of, subject_of
from services.runtime.clock import new_id
from services.runtime.event_store import EventStore
from services.runtime.place import BEGINNING, Place, StoreDamaged, StreamDamaged
from services.runtime.published import Published, parting

MOST = 500
"""Events in a batch; the server takes at most 1,000."""
FEW = 10
"""Up to as many go one by one, each with its own fence: a batch costs the server about 10 ms, a
message 0.7 ms, both on disk."""
MOST_BYTES = 4_000_000
"""Bytes of a batch, unless its only event is larger."""
AROUND = 2_000
"""Bytes left for subject and headers under the server's ``max_payload``."""
PATIENCE = 10.0
"""Seconds an acknowledgement may take; the server gives up an unfinished batch after as many."""

OVERTAKEN = frozenset({10071, 10164, 10176, 10201})
"""Wrong last sequence (of the stream, by either name), incomplete batch, repeated message."""


class Overtaken(Exception):
    """Somebody else published, or the stream was made anew: read its head again."""


class Undelivered(Exception):
    """JetStream took nothing, for a reason that may pass: no room, no leader."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A batch or a single message that is to be acknowledged."""

    last: Place
    batch: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One event as it goes out."""

    subject: str
    headers: dict[str, str]
    body: bytes
    answered: bool
    """Whether the server is to say what became of it, or of the batch that it ends."""


class Steps:
    """One connection's worth of relaying. A lost connection takes its steps with it."""

    def __init__(self, store: EventStore, client: Client) -> None:
        self.store = store
        self.client = client
        self.published = Published(client)
        self._sent: deque[Sent] = deque()
        self._answers: Subscription | None = None

    @property
    def under_way(self) -> int:
        """Batches and single messages sent and not yet acknowledged."""
        return len(self._sent)

    async def head(self) -> Place:
        """Where the stream stands: the place all other steps start from."""
        return await self.published.head()

    async def select(self, after: Place) -> Sequence[Stored]:
        """The next batch's rows, none when level; Parted unless the store holds ``after`` too.

        The row of ``after`` is read with those that follow it, in one statement, so that nothing
        is ever published behind a history the store does not share.
        """
        rows = await asyncio.to_thread(
            self.store.read, after=max(after.position - 1, 0), limit=MOST + 1
        )
        if after != BEGINNING:
            if not rows or (rows[0].position, rows[0].digest) != (after.position, after.digest):
                raise await parting(self.store, self.published) or Overtaken
            rows = rows[1:]
        for position, row in enumerate(rows[:MOST], after.position + 1):
            if row.position != position:
                raise StoreDamaged(position, "the store lacks this position")
        return self._fitting(rows[:MOST])

    async def publish(self, after: Place, rows: Sequence[Stored]) -> Place:
        """Send them behind ``after``, many as one atomic batch; the place now to be confirmed."""
        if len(rows) > FEW:
            batch = new_id().hex
            self._sent.append(Sent(place_of(rows[-1]), batch, len(rows)))
            await self._send(messages(batch, after, rows))
        else:
            self._sent.extend(Sent(place_of(row)) for row in rows)
            await self._send(singles(after, rows))
        return place_of(rows[-1])

    async def acknowledge(self) -> Place:
        """Wait for the oldest answer under way: the place that is now on disk.

        Overtaken where the fence refused it; then nothing of it, and nothing else, is under way.
        """
        sent = self._sent.popleft()
        answer = _read(await self._answer())
        if error := answer.get("error"):
            await self._settle()
            if error.get("err_code") in OVERTAKEN:
                raise Overtaken(error["description"])
            raise Undelivered(f"JetStream {error.get('err_code')}: {error.get('description')}")
        said = (answer.get("seq"), answer.get("batch"), answer.get("count"))
        if said != (sent.last.position, sent.batch, sent.count):
            raise StreamDamaged(sent.last.position, f"acknowledged as sequence {said[0]}")
        return sent.last

    async def _send(self, outgoing: Iterable[Message]) -> None:
        answers = await self._listening()
        for message in outgoing:
            await self.client.publish(
                message.subject,
                message.body,
                headers=message.headers,
                reply=answers.subject if message.answered else "",
            )

    async def _settle(self) -> None:
        """Hear the answers to what was sent behind a refused batch, which the fence refuses too."""
        while self._sent:
            self._sent.popleft()
            await self._answer()

    async def _listening(self) -> Subscription:
        if self._answers is None:
            self._answers = await self.client.subscribe(self.client.new_inbox())
        return self._answers

    async def _answer(self) -> Msg:
        return await (await self._listening()).next_msg(timeout=PATIENCE)

    def _fitting(self, rows: Sequence[Stored]) -> Sequence[Stored]:
        total = 0
        for number, row in enumerate(rows):
            if len(row.state) + AROUND > self.client.max_payload:
                if number:
                    return rows[:number]
                raise StoreDamaged(
                    row.position, f"{len(row.state)} bytes are more than the server's max_payload"
                )
            total += len(row.state)
            if number and total > MOST_BYTES:
                return rows[:number]
        return rows


ID, NUMBER, COMMIT = "Nats-Batch-Id", "Nats-Batch-Sequence", "Nats-Batch-Commit"
FENCE = "Nats-Expected-Last-Sequence"


def messages(batch: str, after: Place, rows: Sequence[Stored]) -> Iterator[Message]:
    """An atomic batch: fenced by its first message, committed and answered by its last."""
    for number, row in enumerate(rows, 1):
        headers = headers_of(row)
        headers[ID] = batch
        headers[NUMBER] = str(number)
        if number == 1:
            headers[FENCE] = str(after.position)
        ends = number == len(rows)
        if ends:
            headers[COMMIT] = "1"
        yield Message(subject_of(row.topic, row.stream), headers, row.state, ends)


def singles(after: Place, rows: Sequence[Stored]) -> Iterator[Message]:
    """One by one: each fenced by itself, so that none goes where the one before it did not."""
    for sequence, row in enumerate(rows, after.position):
        headers = headers_of(row)
        headers[FENCE] = str(sequence)
        yield Message(subject_of(row.topic, row.stream), headers, row.state, True)


def place_of(row: Stored) -> Place:
    """Where a history stands that ends with this row."""
    return Place(row.position, row.digest)


def _read(message: Msg) -> Mapping[str, Any]:
    if not message.data:
        raise NoStreamResponseError
    answer: Mapping[str, Any] = json.loads(message.data)
    return answer
