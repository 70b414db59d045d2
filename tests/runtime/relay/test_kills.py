"""A relay killed between any two steps leaves the stream whole, and the next one goes on."""

import pytest

from services.runtime.event_store import EventStore
from tests.runtime.relay.conftest import Relaying
from tests.runtime.relay.processes import killed_after
from tests.runtime.relay.recording import assert_carried, record, settled
from tests.servers import Bus, Database

HEAD, SELECT, BEGIN, PUBLISH, ACKNOWLEDGE = "head", "select", "begin", "publish", "acknowledge"


@pytest.mark.parametrize(("many", "half"), [(4, 2), (12, 0)], ids=["one-by-one", "batch"])
@pytest.mark.parametrize(
    "steps",
    [
        [],
        [HEAD],
        [HEAD, SELECT],
        [HEAD, SELECT, BEGIN],
        [HEAD, SELECT, PUBLISH],
        [HEAD, SELECT, PUBLISH, ACKNOWLEDGE],
        [HEAD, SELECT, PUBLISH, ACKNOWLEDGE, HEAD],
    ],
    ids=lambda steps: "-".join(steps) or "before",
)
async def test_killed_between_two_steps_nothing_is_lost_doubled_or_moved(
    steps: list[str],
    many: int,
    half: int,
    database: Database,
    bus: Bus,
    store: EventStore,
    relaying: Relaying,
):
    record(store, many, stream="body-first")
    killed_after(steps, database, bus)
    expected = many if PUBLISH in steps else half if BEGIN in steps else 0
    await settled(bus, expected)
    record(store, 5, stream="body-second")
    async with relaying():
        assert await assert_carried(bus, store) == many + 5


async def test_one_after_the_other_dies_at_every_step_and_all_is_carried(
    database: Database, bus: Bus, store: EventStore, relaying: Relaying
):
    for steps in ([HEAD], [HEAD, SELECT], [HEAD, SELECT, BEGIN], [HEAD, SELECT, PUBLISH]):
        record(store, 6, stream="body-calendar")
        killed_after(steps, database, bus)
    assert await assert_carried(bus, store) == 24
    record(store, 6, stream="body-calendar")
    async with relaying():
        assert await assert_carried(bus, store) == 30
