"""Compares the store with the stream, message by message: same place, same bytes, same digest."""

from collections.abc import AsyncIterator

from nats.aio.msg import Msg
from nats.errors import TimeoutError as NothingYet
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from events.envelope import Stored
from events.wire import from_message, subject_of
from services.runtime.bus import leave
from services.runtime.event_store import EventStore
from services.runtime.proof import Finding
from services.runtime.road import STREAM, connect, jetstream

PAGE = 500


async def compare_with_stream(nats_url: str, store: EventStore) -> list[Finding]:
    """Every place where stream and store differ; a stream that only lags is well."""
    client = await connect(nats_url)
    try:
        context = jetstream(client, nats_url)
        findings: list[Finding] = []
        expected = 0
        async for page in _pages(context):
            rows = store.read(after=expected, limit=len(page))
            for place, message in enumerate(page):
                expected += 1
                row = rows[place] if place < len(rows) else None
                findings += _differences(expected, message, row)
        return findings
    finally:
        await leave(client)


async def _pages(context: JetStreamContext) -> AsyncIterator[list[Msg]]:
    info = await context.stream_info(STREAM)
    left = info.state.messages
    if left == 0:
        return
    consumer = await context.pull_subscribe(
        "",
        stream=STREAM,
        config=ConsumerConfig(deliver_policy=DeliverPolicy.ALL, ack_policy=AckPolicy.NONE),
    )
    try:
        while left > 0:
            try:
                page = await consumer.fetch(min(PAGE, left), timeout=2)
            except NothingYet:
                return
            left -= len(page)
            yield page
    finally:
        await consumer.unsubscribe()


def _differences(expected: int, message: Msg, row: Stored | None) -> list[Finding]:
    sequence = message.metadata.sequence.stream
    if sequence != expected:
        return [Finding(expected, f"the stream goes on at sequence {sequence}")]
    if row is None:
        return [Finding(expected, "cut off: the stream has this event and the store has not")]
    try:
        sent = from_message(message.headers or {}, message.data)
    except (KeyError, ValueError) as fault:
        return [Finding(expected, f"unreadable on the stream: {type(fault).__name__}")]
    if row.position != expected:
        return [Finding(expected, f"the store goes on at position {row.position}")]
    if sent != row:
        return [Finding(expected, "the stream has other content here than the store")]
    if message.subject != subject_of(row.topic, row.stream):
        return [Finding(expected, "the stream has this event under another subject")]
    return []
