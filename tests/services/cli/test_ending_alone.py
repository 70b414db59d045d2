"""A role that is asked to end while a server is away ends in order all the same, and at once."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runtime.bus.serving import founded
from tests.servers import Bus, Database, PostgresServer, folder
from tests.services.cli.roles import environment, running, wait_for

SERVICES = ("personnel", "applications", "scheduler")
OTHERS = ("relay", "decisions")
API, LOOKUP = ("api",), ("projector", "lookup")


@pytest.fixture
def house() -> Iterator[tuple[Database, Bus]]:
    """Servers of its own, which may be taken away."""
    with folder() as path:
        server, bus = PostgresServer(path / "postgres"), Bus(path / "nats")
        server.start()
        server.create_template()
        bus.start()
        asyncio.run(bus.provision())
        yield server.create("ending_alone"), bus
        for each in (server, bus):
            each.stop()


@pytest.mark.parametrize("away", ["bus", "store"])
@pytest.mark.parametrize("roles", [SERVICES, OTHERS, API, LOOKUP], ids="-".join)
def test_a_role_at_work_ends_in_order_while_a_server_is_away(
    house: tuple[Database, Bus], away: str, roles: tuple[str, ...], tmp_path: Path
) -> None:
    database, bus = house
    told = environment(founded(database), bus)
    with running(tmp_path, told, *roles) as role:
        wait_for(role.lives)
        wait_for(lambda: role.says("role.ready"))
        if away == "bus":
            bus.stop()
        else:
            database.server.stop()
        wait_for(lambda: role.get("/readyz").status_code == 503)
        assert role.stop() == 0, role.log.read_text()[-2000:]
        assert not role.says("part.cut_short")
