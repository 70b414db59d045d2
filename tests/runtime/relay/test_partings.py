"""A stream made anew is refilled; one that tells another history is refused, by position."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest

from events.wire import headers_of, subject_of
from services.runtime.bus import connected
from services.runtime.event_store import EventStore
from services.runtime.place import Parted, StreamAhead, StreamDamaged, StreamDiverged
from services.runtime.recover import CALL, columns, recover_from_stream
from services.runtime.relay import Relay
from services.runtime.stream import provision
from tests.runtime.relay.conftest import Relaying
from tests.runtime.relay.recording import (
    assert_carried,
    everything,
    on_stream,
    opened,
    record,
    record_much,
    until_level,
)
from tests.servers import Bus, Database, PostgresServer


@pytest.fixture
def second(postgres: PostgresServer, database: Database) -> Iterator[Database]:
    """Another database: where a backup is restored to."""
    other = postgres.create(f"{database.name}_restored")
    yield other
    postgres.drop(other.name)


def restore(store: EventStore, other: Database, *, until: int) -> None:
    """What a backup of that position holds."""
    rows = store.read(after=0, limit=until)
    with psycopg.connect(other.url("owner")) as connection:
        connection.execute(CALL, columns(rows))


async def delete_stream(bus: Bus) -> None:
    async with connected(bus.url("admin"), name="test") as client:
        await client.jetstream().delete_stream("EVENTS")


async def refused(database: Database, bus: Bus) -> Parted:
    """Why a relay on this database stops."""
    with opened(database, "relay") as store:
        relay = Relay(store, database_url=database.url("relay"), nats_url=bus.url("relay"))
        with pytest.raises(Parted) as refusal:
            await asyncio.wait_for(relay.run(asyncio.Event()), 15)
        assert relay.trouble == str(refusal.value)
        return refusal.value


async def carried(bus: Bus, store: EventStore, relaying: Relaying) -> None:
    async with relaying():
        await until_level(bus, store)


def yes(first: int, last: int) -> bool:
    return True


async def test_a_deleted_stream_is_refilled_with_the_same_numbers(
    bus: Bus, store: EventStore, relaying: Relaying
):
    record_much(store, 1_234)
    await carried(bus, store, relaying)
    before = await on_stream(bus)
    await delete_stream(bus)
    await provision(bus.url("admin"))
    await carried(bus, store, relaying)
    assert await on_stream(bus) == before
    assert len(before) == 1_234


async def test_a_stream_deleted_under_a_resting_relay_is_refilled_too(
    bus: Bus, store: EventStore, relaying: Relaying
):
    record(store, 30, stream="body-first")
    async with relaying():
        assert await assert_carried(bus, store) == 30
        await delete_stream(bus)
        await provision(bus.url("admin"))
        assert await assert_carried(bus, store) == 30
        record(store, 3, stream="body-second")
        assert await assert_carried(bus, store) == 33


async def test_a_stream_ahead_is_refused_and_recovered_from(
    bus: Bus, store: EventStore, relaying: Relaying, second: Database
):
    record_much(store, 450)
    await carried(bus, store, relaying)
    restore(store, second, until=200)
    refusal = await refused(second, bus)
    assert isinstance(refusal, StreamAhead)
    assert (refusal.position, refusal.last) == (200, 450)

    assert await recover_from_stream(second.url("owner"), bus.url("admin"), yes) == 250
    with opened(second) as mended:
        assert everything(mended) == everything(store)
        record(mended, 2, stream="body-calendar")
    assert await recover_from_stream(second.url("owner"), bus.url("admin"), yes) == 0


async def test_an_empty_store_is_recovered_from_its_first_event(
    bus: Bus, store: EventStore, relaying: Relaying, second: Database
):
    record(store, 5, stream="body-calendar")
    await carried(bus, store, relaying)
    refusal = await refused(second, bus)
    assert (type(refusal), refusal.position) == (StreamAhead, 0)
    assert await recover_from_stream(second.url("owner"), bus.url("relay"), yes) == 5


async def test_nothing_is_recovered_against_the_word_of_who_is_asked(
    bus: Bus, store: EventStore, relaying: Relaying, second: Database
):
    record(store, 5, stream="body-calendar")
    await carried(bus, store, relaying)
    restore(store, second, until=2)
    asked: list[tuple[int, int]] = []

    def no(first: int, last: int) -> bool:
        asked.append((first, last))
        return False

    assert await recover_from_stream(second.url("owner"), bus.url("admin"), no) == 0
    assert asked == [(3, 5)]
    with opened(second) as restored:
        assert len(everything(restored)) == 2


@pytest.mark.parametrize("went_on", [1, 8, 40], ids=["shorter", "as-long", "longer"])
async def test_a_store_that_went_on_with_other_content_is_refused_and_not_recovered(
    bus: Bus, store: EventStore, relaying: Relaying, second: Database, went_on: int
):
    record(store, 20, stream="body-calendar")
    await carried(bus, store, relaying)
    restore(store, second, until=12)
    with opened(second) as restored:
        record(restored, went_on, stream="body-calendar", source="another history")
    before = await on_stream(bus)

    refusal = await refused(second, bus)
    assert (type(refusal), refusal.position) == (StreamDiverged, 13)
    with pytest.raises(StreamDiverged) as recovery:
        await recover_from_stream(second.url("owner"), bus.url("admin"), yes)
    assert recovery.value.position == 13
    assert await on_stream(bus) == before
    with opened(second) as restored:
        assert len(everything(restored)) == 12 + went_on


async def test_a_tail_that_does_not_continue_the_chain_is_not_recovered(
    database: Database, bus: Bus, store: EventStore, relaying: Relaying
):
    record(store, 5, stream="body-calendar")
    await carried(bus, store, relaying)
    forged = replace(everything(store)[-1], position=6, version=6, digest=bytes(32))
    forged = replace(forged, state=forged.state.replace(b"calendar.5", b"calendar.6"))
    async with connected(bus.url("relay"), name="test") as client:
        await client.jetstream().publish(
            subject_of(forged.topic, forged.stream), forged.state, headers=headers_of(forged)
        )
    assert isinstance(await refused(database, bus), StreamAhead)
    with pytest.raises(StreamDiverged) as recovery:
        await recover_from_stream(database.url("owner"), bus.url("admin"), yes)
    assert recovery.value.position == 6
    assert len(everything(store)) == 5


@pytest.mark.parametrize("role", ["relay", "scheduler", "projector", "access"])
def test_no_role_of_the_house_can_append_a_tail(database: Database, store: EventStore, role: str):
    record(store, 1, stream="body-calendar")
    with (
        psycopg.connect(database.url(role)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(CALL, columns(everything(store)))


async def test_an_event_under_a_foreign_subject_stops_the_relay(
    database: Database, bus: Bus, store: EventStore
):
    record(store, 1, stream="body-calendar")
    row = everything(store)[0]
    async with connected(bus.url("relay"), name="test") as client:
        await client.jetstream().publish(
            "events.decisions.VoteCast.decisions-x", row.state, headers=headers_of(row)
        )
    refusal = await refused(database, bus)
    assert (type(refusal), refusal.position) == (StreamDamaged, 1)


async def test_a_message_nobody_recorded_stops_the_relay_at_its_place(
    database: Database, bus: Bus, store: EventStore, relaying: Relaying
):
    record(store, 4, stream="body-calendar")
    await carried(bus, store, relaying)
    async with connected(bus.url("relay"), name="test") as client:
        await client.jetstream().publish("events.body.DayOpened.body-calendar", b"{}")
    refusal = await refused(database, bus)
    assert (type(refusal), refusal.position) == (StreamDamaged, 5)


async def test_a_stream_that_lost_its_first_messages_stops_the_relay(
    database: Database, bus: Bus, store: EventStore, relaying: Relaying
):
    record(store, 4, stream="body-calendar")
    await carried(bus, store, relaying)
    async with connected(bus.url("admin"), name="test") as client:
        jetstream = client.jetstream()
        config = (await jetstream.stream_info("EVENTS")).config
        await jetstream.update_stream(config.evolve(max_msgs=2, discard="old"))
    refusal = await refused(database, bus)
    assert (type(refusal), refusal.position) == (StreamDamaged, 1)
