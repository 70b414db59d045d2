"""The steps by themselves: the fence, the size of a batch, the answer that must fit."""

from collections.abc import AsyncIterator

import psycopg
import pytest
from nats.aio.client import Client

from services.runtime.bus import connected
from services.runtime.event_store import EventStore
from services.runtime.place import BEGINNING, Place, StoreDamaged, StreamDiverged
from services.runtime.relay_steps import COMMIT, FENCE, MOST, Overtaken, Steps, messages, place_of
from tests.runtime.relay.recording import everything, on_stream, opened, record, record_much
from tests.servers import Bus, Database


@pytest.fixture
async def client(bus: Bus) -> AsyncIterator[Client]:
    async with connected(bus.url("relay"), name="relay") as connection:
        yield connection


@pytest.fixture
def steps(store: EventStore, client: Client) -> Steps:
    return Steps(store, client)


async def test_an_empty_stream_and_an_empty_store_are_level(steps: Steps):
    assert await steps.head() == BEGINNING
    assert await steps.select(BEGINNING) == []


async def test_the_head_is_the_last_row_that_was_acknowledged(steps: Steps, store: EventStore):
    record(store, 3, stream="body-calendar")
    rows = await steps.select(BEGINNING)
    sent = await steps.publish(BEGINNING, rows)
    assert await confirmed(steps) == sent == await steps.head() == place_of(rows[-1])
    assert await steps.select(sent) == []


async def confirmed(steps: Steps) -> Place:
    """Every answer under way heard; the last place they confirm."""
    at = BEGINNING
    while steps.under_way:
        at = await steps.acknowledge()
    return at


async def test_of_two_who_selected_the_same_one_is_overtaken_with_all_it_sent(
    bus: Bus, store: EventStore, client: Client, steps: Steps
):
    record_much(store, MOST + 100)
    other = Steps(store, client)
    first = await steps.select(BEGINNING)
    sent = await steps.publish(BEGINNING, first)
    late = await other.publish(BEGINNING, first)
    await other.publish(late, await other.select(late))
    assert other.under_way == 2
    assert await steps.acknowledge() == sent
    with pytest.raises(Overtaken):
        await other.acknowledge()
    assert other.under_way == 0
    assert (await other.head()).position >= MOST
    assert await on_stream(bus) == everything(store)[: (await other.head()).position]


async def test_of_few_too_the_second_to_publish_is_overtaken(
    bus: Bus, store: EventStore, client: Client, steps: Steps
):
    record(store, 5, stream="body-calendar")
    other = Steps(store, client)
    rows = await steps.select(BEGINNING)
    await steps.publish(BEGINNING, rows[:3])
    await other.publish(BEGINNING, rows)
    await confirmed(steps)
    with pytest.raises(Overtaken):
        await other.acknowledge()
    # What it sent behind its three refused ones went where it belongs: at 4 and 5.
    assert other.under_way == 0
    assert (await other.head()).position == 5
    assert await on_stream(bus) == everything(store)


async def test_a_batch_holds_five_hundred_and_is_fenced_and_committed_once(
    steps: Steps, store: EventStore
):
    record_much(store, MOST + 1)
    rows = await steps.select(BEGINNING)
    assert len(rows) == MOST
    batch = list(messages("a-batch", BEGINNING, rows))
    assert [number for number, each in enumerate(batch) if FENCE in each.headers] == [0]
    assert [number for number, each in enumerate(batch) if COMMIT in each.headers] == [MOST - 1]
    assert [each.body for each in batch] == [row.state for row in rows]


async def test_large_events_make_small_batches(bus: Bus, steps: Steps, database: Database):
    with opened(database) as store:
        record_large(store, 12)
        at, sizes = BEGINNING, []
        while rows := await steps.select(at):
            sizes.append(len(rows))
            at = await steps.publish(at, rows)
            await confirmed(steps)
        assert sizes == [4, 4, 4]
        assert await on_stream(bus) == everything(store)


def record_large(store: EventStore, count: int) -> None:
    """Events of about a megabyte."""
    for number in range(count):
        record(store, 1, stream=f"body-large-{number}", days=75_000)


async def test_an_event_no_server_would_take_is_named_and_what_stands_before_it_goes(
    steps: Steps, store: EventStore
):
    record(store, 2, stream="body-calendar")
    record(store, 1, stream="body-large", days=170_000)
    rows = await steps.select(BEGINNING)
    assert [row.position for row in rows] == [1, 2]
    sent = await steps.publish(BEGINNING, rows)
    await confirmed(steps)
    with pytest.raises(StoreDamaged) as refusal:
        await steps.select(sent)
    assert refusal.value.position == 3


async def test_a_row_taken_out_of_the_store_is_named(
    steps: Steps, store: EventStore, database: Database
):
    record(store, 6, stream="body-calendar")
    with psycopg.connect(database.url("owner")) as connection:
        connection.execute("drop trigger only_grows on ledger.event")
        connection.execute("delete from ledger.event where position = 4")
    with pytest.raises(StoreDamaged) as refusal:
        await steps.select(BEGINNING)
    assert refusal.value.position == 4


async def test_nothing_is_selected_behind_a_place_the_store_does_not_share(
    steps: Steps, store: EventStore, database: Database
):
    record(store, 6, stream="body-calendar")
    await steps.publish(BEGINNING, await steps.select(BEGINNING))
    at = await confirmed(steps)
    record(store, 1, stream="body-calendar")
    with psycopg.connect(database.url("owner")) as connection:
        connection.execute("drop trigger only_grows on ledger.event")
        connection.execute(
            "update ledger.event set digest = sha256(digest) where position between 4 and 6"
        )
    with pytest.raises(StreamDiverged) as refusal:
        await steps.select(at)
    assert refusal.value.position == 4
