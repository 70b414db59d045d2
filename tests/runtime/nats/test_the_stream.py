"""Who touches the stream, and who reads it."""

import asyncio

import pytest

from nats.js.errors import NotFoundError
from services.runtime import road
from services.runtime.settings import NATS_USERS
from tests.runtime.nats.voices import DESTRUCTIVE, EDGES, READERS, Enter, consumer, count_of, happen
from tests.servers import Bus


@pytest.mark.parametrize("user", [user for user in NATS_USERS if user != "admin"])
@pytest.mark.parametrize("name", DESTRUCTIVE)
async def test_nobody_but_admin_may_ask_for_anything_that_destroys(
    enter: Enter, user: str, name: str
):
    somebody = await enter(user)
    assert not await somebody.may_publish(f"$JS.API.{name}", b"")
    assert not await somebody.may_publish(f"$JS.LEDGER.API.{name}", b"")


@pytest.mark.parametrize("user", READERS)
async def test_nobody_has_jetstream_delete_the_stream_for_him(enter: Enter, user: str):
    """An empty status message of a pull would have been taken for a request to delete."""
    somebody, relay = await enter(user), await enter("relay")
    await happen(relay)
    made = await somebody.api("CONSUMER.CREATE.EVENTS", consumer(None))
    for place in ("$JS.API.STREAM.DELETE.EVENTS", "$JS.LEDGER.API.STREAM.DELETE.EVENTS"):
        await somebody.may_publish(
            f"$JS.LEDGER.API.CONSUMER.MSG.NEXT.EVENTS.{made['name']}",
            b'{"batch":1,"no_wait":true}',
            reply=place,
        )
        await somebody.api("CONSUMER.CREATE.EVENTS", {**consumer(place), "action": ""})
    await asyncio.sleep(0.1)
    assert await count_of(relay) == 1


async def test_admin_deletes_and_provisions_the_stream_for_a_refill(enter: Enter, bus: Bus):
    admin, relay = await enter("admin"), await enter("relay")
    await happen(relay, 2)
    await admin.client.jetstream().delete_stream("EVENTS")
    with pytest.raises(NotFoundError):
        await count_of(relay)
    await bus.provision()
    await happen(relay)
    assert await count_of(relay) == 1


@pytest.mark.parametrize("user", READERS)
async def test_each_reader_is_pushed_everything_in_order(enter: Enter, bus: Bus, user: str):
    reader, relay = await enter(user), await enter("relay")
    await happen(relay, 30)
    streams = road.jetstream(reader.client, bus.url(user))
    pushed = await streams.subscribe("events.>", stream="EVENTS", ordered_consumer=True)
    got = [await pushed.next_msg(timeout=5) for _ in range(30)]
    assert [message.metadata.sequence.stream for message in got] == list(range(1, 31))
    assert [(message.headers or {})["position"] for message in got] == [
        str(number) for number in range(1, 31)
    ]
    assert got[0].subject == "events.test.Happened.test-0"
    assert not await reader.refused()


@pytest.mark.parametrize("user", READERS)
async def test_each_reader_pulls_and_looks_up(enter: Enter, bus: Bus, user: str):
    reader, relay = await enter(user), await enter("relay")
    await happen(relay, 5)
    streams = road.jetstream(reader.client, bus.url(user))
    assert (await streams.stream_info("EVENTS")).state.last_seq == 5
    assert (await streams.get_msg("EVENTS", seq=2)).subject == "events.test.Happened.test-1"
    assert (await streams.get_msg("EVENTS", seq=2, direct=True)).seq == 2
    pulled = await streams.pull_subscribe("events.>", stream="EVENTS")
    assert len(await pulled.fetch(5, timeout=5)) == 5
    await pulled.unsubscribe()


@pytest.mark.parametrize("user", [*EDGES, "relay"])
async def test_who_shows_or_relays_reads_no_event_as_a_consumer(enter: Enter, user: str):
    somebody = await enter(user)
    for name in ("CONSUMER.CREATE.EVENTS", "CONSUMER.MSG.NEXT.EVENTS.other"):
        assert not await somebody.may_publish(f"$JS.API.{name}", b"{}")
        assert not await somebody.may_publish(f"$JS.LEDGER.API.{name}", b"{}")


@pytest.mark.parametrize("edge", EDGES)
async def test_an_edge_knows_where_the_stream_stands_and_nothing_in_it(
    enter: Enter, bus: Bus, edge: str
):
    asking, relay = await enter(edge), await enter("relay")
    await happen(relay, 2)
    streams = road.jetstream(asking.client, bus.url(edge))
    assert (await streams.stream_info("EVENTS")).state.last_seq == 2
    assert not await asking.may_publish("$JS.LEDGER.API.STREAM.MSG.GET.EVENTS")
    assert not await asking.may_publish("$JS.LEDGER.API.DIRECT.GET.EVENTS")
