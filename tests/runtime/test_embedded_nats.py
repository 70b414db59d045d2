"""nats-server from the wheel: what it acknowledged is on disk, and back after the worst day."""

import os
import signal

from services.runtime import road
from services.runtime.embedded.nats import Nats
from services.runtime.embedded.processes import is_running
from tests.servers import Bus


async def publish(bus: Bus, count: int) -> None:
    client = await bus.connect("relay")
    for number in range(count):
        await client.jetstream().publish(f"events.test.Happened.test-{number}", b"{}")
    await client.close()


async def last_sequence(bus: Nats) -> int:
    client = await road.connect(bus.url("relay"))
    info = await client.jetstream().stream_info("EVENTS")
    await client.close()
    return info.state.last_seq


async def test_what_was_acknowledged_survives_a_kill(bus: Bus):
    await publish(bus, 20)
    port = bus.port
    bus.kill()
    bus.restart()
    assert bus.port == port
    assert await last_sequence(bus) == 20


async def test_what_was_acknowledged_survives_a_stop_in_order(bus: Bus):
    await publish(bus, 3)
    bus.restart()
    assert await last_sequence(bus) == 3


async def test_an_orphan_of_a_killed_house_is_stopped_before_the_next_start(bus: Bus):
    await publish(bus, 3)
    orphan = bus.pid
    heir = Nats(bus.folder, bus.passwords)
    heir.start()
    try:
        assert heir.pid != orphan
        assert not is_running(orphan)
        assert await last_sequence(heir) == 3
    finally:
        heir.stop()


def test_a_stale_pid_file_that_names_somebody_else_stops_nobody(bus: Bus):
    bus.kill()
    bus.pid_file.write_text(str(os.getpid()))
    bus.start()
    assert is_running(os.getpid())


def test_it_writes_through_by_its_own_words(bus: Bus):
    assert bus.monitor("jsz")["config"]["sync_always"] is True


def test_it_listens_on_loopback_only(bus: Bus):
    variables = bus.monitor("varz")
    assert variables["host"] == "127.0.0.1"
    assert variables["http_host"] == "127.0.0.1"


def test_a_command_may_carry_a_document_of_a_megabyte(bus: Bus):
    assert bus.monitor("varz")["max_payload"] == 2 * 1024 * 1024


def test_it_stops_on_the_usual_signal(bus: Bus):
    process = bus.process
    assert process is not None
    os.kill(process.pid, signal.SIGTERM)
    assert process.wait(10) in (0, 1, -signal.SIGTERM)


async def test_the_stream_may_be_provisioned_again_and_keeps_what_it_holds(bus: Bus):
    await publish(bus, 2)
    await bus.provision()
    assert await last_sequence(bus) == 2
