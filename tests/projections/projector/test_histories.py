"""A view goes on only with the history it has read: refilled is the same, restored may not be."""

from services.runtime.bus import connected
from services.runtime.event_store import EventStore
from services.runtime.relay import Relay
from services.runtime.road import STREAM
from tests.projections.projector.conftest import Projecting
from tests.projections.projector.rosters import a_history, ask, roster, rows
from tests.runtime.readers.at_work import until, until_level, until_stopped
from tests.servers import Bus, Database


async def refill(bus: Bus) -> None:
    """Delete the stream and make it anew; the relay fills it."""
    async with connected(bus.url("admin"), name="admin") as client:
        await client.jetstream().delete_stream(STREAM)
    await bus.provision()


async def test_a_refilled_stream_is_the_same_history(
    database: Database, bus: Bus, store: EventStore, relay: Relay, projecting: Projecting
):
    a_history(store, rounds=2)
    async with projecting(roster()) as projector:
        await until_level(projector, store)
        before = rows(database)
        await refill(bus)
        await until(lambda: relay.position == 36)
        assert rows(database) == before
        a_history(store)
        await until_level(projector, store)
        assert projector.position == 54
        assert await projector.parked() == []


async def test_a_stream_that_is_still_being_refilled_is_waited_for(
    database: Database, bus: Bus, store: EventStore, relay: Relay, projecting: Projecting
):
    a_history(store, rounds=2)
    async with projecting(roster()) as projector:
        await until_level(projector, store)
    await until(lambda: relay.position == 36)
    ask(database, "update roster.checkpoint set position = position")
    await refill(bus)
    async with projecting(roster()) as projector:
        a_history(store)
        await until_level(projector, store)
        assert projector.position == 54


async def test_another_history_is_refused(
    database: Database, store: EventStore, relay: Relay, projecting: Projecting
):
    a_history(store)
    async with projecting(roster()) as projector:
        await until_level(projector, store)
    before = rows(database)
    ask(database, "update roster.checkpoint set digest = decode(repeat('5a', 32), 'hex')")
    a_history(store)
    async with projecting(roster()) as projector:
        why = await until_stopped(projector)
        assert "StreamDiverged" in why
        assert "position 18" in why
    assert rows(database) == before
