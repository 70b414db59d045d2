"""A lasting connection comes back by itself; one for a piece of work does not."""

import asyncio

import nats.errors
import pytest

from services.runtime.bus import connect, connected
from tests.runtime.relay.recording import until
from tests.servers import Bus


async def test_a_lasting_connection_is_tried_from_the_start_and_comes_back(bus: Bus):
    bus.kill()
    connecting = asyncio.create_task(connect(bus.url("projector"), name="registry"))
    bus.restart()
    client = await asyncio.wait_for(connecting, 10)
    bus.kill()
    await until(lambda: client.is_reconnecting)
    bus.restart()
    await until(lambda: client.is_connected)
    await client.close()


async def test_a_connection_for_one_piece_of_work_is_lost_for_good(bus: Bus):
    async with connected(bus.url("relay"), name="relay") as client:
        bus.kill()
        await until(lambda: client.is_closed)
    with pytest.raises(nats.errors.NoServersError):
        await connect(bus.url("relay"), name="relay", lasting=False)
