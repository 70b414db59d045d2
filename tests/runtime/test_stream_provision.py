"""The stream is made once as it must be, and never rewritten behind anybody's back."""

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from services.runtime.embedded.nats import binary
from services.runtime.embedded.ports import LOOPBACK, any_free, is_free
from services.runtime.embedded.processes import wait_until
from services.runtime.stream import (
    OURS,
    StreamMisconfigured,
    differing,
    provision,
    writes_through,
)
from tests.servers import Bus, folder


@pytest.fixture
def bare() -> Iterator[Bus]:
    """A server on which nobody has made the stream yet."""
    with folder() as path:
        server = Bus(path / "nats")
        try:
            server.start()
            yield server
        finally:
            server.stop()


async def ask(bus: Bus, what: str, body: dict[str, Any]) -> dict[str, Any]:
    client = await bus.connect("admin")
    message = await client.request(f"$JS.API.{what}", json.dumps(body).encode(), timeout=5)
    await client.close()
    answer: dict[str, Any] = json.loads(message.data)
    assert "error" not in answer, answer
    return answer


async def made(bus: Bus, **changed: Any) -> None:
    """A stream of our name that somebody else made."""
    body = {**OURS, "num_replicas": 1, **changed}
    await ask(bus, "STREAM.CREATE.EVENTS", body)


async def standing(bus: Bus) -> dict[str, Any]:
    config: dict[str, Any] = (await ask(bus, "STREAM.INFO.EVENTS", {}))["config"]
    return config


async def test_the_stream_is_made_as_it_must_be_and_left_alone_the_second_time(bare: Bus):
    assert await provision(bare.url("admin")) == ["created"]
    config = await standing(bare)
    assert differing(config, {**OURS, "num_replicas": 1}) == []
    assert config["deny_delete"]
    assert config["deny_purge"]
    assert await provision(bare.url("admin")) == []
    assert await standing(bare) == config


async def test_what_only_adds_safety_is_added_and_named(bare: Bus):
    await made(bare, deny_delete=False, deny_purge=False, allow_atomic=False, discard="old")
    changes = await provision(bare.url("admin"))
    assert [change.partition(" ")[0] for change in changes] == [
        "allow_atomic",
        "deny_delete",
        "deny_purge",
        "discard",
    ]
    assert await provision(bare.url("admin")) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("max_msgs", 100),
        ("max_age", 3_600_000_000_000),
        ("storage", "memory"),
        ("subjects", ["events.decisions.>"]),
        ("allow_msg_ttl", True),
        ("max_msg_size", 1000),
    ],
)
async def test_a_stream_that_is_not_ours_is_refused_and_left_as_it_was(
    bare: Bus, field: str, value: Any
):
    await made(bare, deny_delete=False, **{field: value})
    before = await standing(bare)
    with pytest.raises(StreamMisconfigured) as refusal:
        await provision(bare.url("admin"))
    assert [difference.partition(" ")[0] for difference in refusal.value.differences] == [field]
    assert await standing(bare) == before


async def test_a_field_this_code_never_heard_of_is_named():
    assert differing({**OURS, "forget_on_full_moon": True}, OURS) == ["forget_on_full_moon"]


async def test_a_server_that_writes_through_is_told_by_the_server_itself(bare: Bus):
    monitor = f"http://{LOOPBACK}:{bare._port('monitor-port')}"
    assert writes_through(monitor)
    assert await provision(bare.url("admin"), monitor_url=monitor) == ["created"]


@pytest.fixture
def careless() -> Iterator[tuple[int, int]]:
    """Ports (of clients, of the monitor) of a server that writes through every two minutes."""
    port, monitor = any_free(), any_free()
    with folder() as path:
        where = ["-a", LOOPBACK, "-p", str(port), "-m", str(monitor)]
        with subprocess.Popen([binary(), "-js", "-sd", path, "-l", path / "log", *where]) as server:
            try:
                assert wait_until(lambda: not is_free(monitor), seconds=10)
                yield port, monitor
            finally:
                server.terminate()


async def test_a_server_that_acknowledges_before_it_writes_is_refused(careless: tuple[int, int]):
    port, monitor = careless
    with pytest.raises(StreamMisconfigured, match="sync_interval"):
        await provision(
            f"nats://admin:none@{LOOPBACK}:{port}", monitor_url=f"http://{LOOPBACK}:{monitor}"
        )


async def test_a_server_that_is_away_is_said_to_be_away():
    with pytest.raises(Exception, match="no servers available"):
        await provision(f"nats://admin:none@{LOOPBACK}:{any_free()}")
