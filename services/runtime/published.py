"""What stands on the stream: its last message, any message, and where it parts from the store."""

import asyncio
from collections.abc import Iterable

from nats.aio.client import Client
from nats.js.api import RawStreamMsg, StreamState
from nats.js.errors import NotFoundError

from events.envelope import Stored
from events.wire import from_message, subject_of
from services.runtime.event_store import EventStore
from services.runtime.place import (
    BEGINNING,
    Parted,
    Place,
    StreamAhead,
    StreamDamaged,
    StreamDiverged,
)
from services.runtime.road import STREAM

NO_MESSAGE = 10037
"""What JetStream answers for a sequence it does not hold."""


class Published:
    """The stream as the relay and the recovery read it: by sequence, from its leader."""

    def __init__(self, client: Client) -> None:
        self.jetstream = client.jetstream(timeout=5)

    async def head(self) -> Place:
        """Where the stream ends; StreamDamaged unless it holds 1 to its last, in order."""
        state = (await self.jetstream.stream_info(STREAM)).state
        if state.last_seq == 0:
            return BEGINNING
        _require_whole(state)
        return await self.place(state.last_seq)

    async def place(self, position: int) -> Place:
        """Position and digest of one message."""
        row = await self.row(position)
        return Place(row.position, row.digest)

    async def row(self, position: int) -> Stored:
        """The row a message was published from; StreamDamaged where it is none of ours."""
        try:
            message = await self.jetstream.get_msg(STREAM, seq=position)
        except NotFoundError as fault:
            if fault.err_code == NO_MESSAGE:
                raise StreamDamaged(position, "the stream lacks its message") from fault
            raise
        return _row_of(position, message)

    async def rows(self, positions: Iterable[int]) -> list[Stored]:
        """Several messages, asked for at once."""
        return await asyncio.gather(*(self.row(position) for position in positions))


def _require_whole(state: StreamState) -> None:
    if state.first_seq != 1:
        raise StreamDamaged(1, f"the stream begins at {state.first_seq}")
    if state.messages != state.last_seq:
        raise StreamDamaged(
            state.messages + 1, f"{state.messages} messages up to {state.last_seq}: some are gone"
        )


def _row_of(position: int, message: RawStreamMsg) -> Stored:
    try:
        row = from_message(message.headers or {}, message.data or b"")
    except (KeyError, ValueError) as fault:
        raise StreamDamaged(position, "a message that the relay did not publish") from fault
    if row.position != position:
        raise StreamDamaged(position, f"here stands the event of position {row.position}")
    if message.subject != subject_of(row.topic, row.stream):
        raise StreamDamaged(position, f"the event travels as {message.subject}")
    return row


async def parting(store: EventStore, published: Published) -> Parted | None:
    """Why stream and store are not one history; None where the store holds all that was sent.

    Digests are a chain, so the first place that differs is found by halving.
    """
    head = await published.head()
    last = await asyncio.to_thread(store.last)
    common = min(head.position, last.position if last else 0)
    if not await _same(store, published, common):
        return StreamDiverged(await _first_difference(store, published, common))
    if head.position > common:
        return StreamAhead(common, head.position)
    return None


async def _same(store: EventStore, published: Published, position: int) -> bool:
    if position == 0:
        return True
    row = await asyncio.to_thread(store.at, position)
    return row is not None and row.digest == (await published.place(position)).digest


async def _first_difference(store: EventStore, published: Published, position: int) -> int:
    same, differs = 0, position
    while differs - same > 1:
        middle = (same + differs) // 2
        if await _same(store, published, middle):
            same = middle
        else:
            differs = middle
    return differs
