"""A relay killed between any two steps leaves the stream whole, and the next one goes on."""

import pytest

from services.runtime.event_store import EventStore
from tests.runtime.relay.conftest import Relaying
from tests.runtime.relay.processes import killed_after
from tests.runtime.relay.recording import assert_carried, on_stream, record
from tests.servers import Bus, Database

HEAD, SELECT, BEGIN, PUBLISH, ACKNOWLEDGE = "head", "select", "begin", "publish", "acknowledge"


@pytest.mark.parametrize(
    ("steps", "carried"),
    [
        ([], 0),
        ([HEAD], 0),
        ([HEAD, SELECT], 0),
        ([HEAD, SELECT, BEGIN], 0),
        ([HEAD, SELECT, PUBLISH], 12),
        ([HEAD, SELECT, PUBLISH, ACKNOWLEDGE], 12),
        ([HEAD, SELECT, PUBLISH, ACKNOWLEDGE, SELECT, PUBLISH, ACKNOWLEDGE, HEAD], 12),
    ],
    ids=lambda value: "-".join(value) or "nothing" if isinstance(value, list) else "",
)
async def test_killed_after_any_step_nothing_is_lost_doubled_or_moved(
    steps: list[str],
    carried: int,
    database: Database,
    bus: Bus,
    store: EventStore,
    relaying: Relaying,
):
    record(store, 12, stream="body-first")
    if steps.count(PUBLISH) == 2:
        killed_after(steps[:4], database, bus)
        record(store, 5, stream="body-meanwhile")
        steps, carried = [HEAD, *steps[4:]], 17
    killed_after(steps, database, bus)
    assert len(await on_stream(bus)) == carried
    record(store, 5, stream="body-second")
    async with relaying():
        assert await assert_carried(bus, store) == (22 if carried == 17 else 17)


async def test_one_after_the_other_dies_at_every_step_and_all_is_carried(
    database: Database, bus: Bus, store: EventStore, relaying: Relaying
):
    for steps in ([HEAD], [HEAD, SELECT], [HEAD, SELECT, BEGIN], [HEAD, SELECT, PUBLISH]):
        record(store, 7, stream="body-calendar")
        killed_after(steps, database, bus)
    assert await assert_carried(bus, store) == 28
    record(store, 7, stream="body-calendar")
    async with relaying():
        assert await assert_carried(bus, store) == 35
