"""Roles may be started in any order: each waits, says for what, and begins when it is there."""

import asyncio
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from psycopg import sql

from services.runtime.migrate import migrate
from tests.servers import Bus, Database, PostgresServer, folder
from tests.services.cli.roles import Role, environment, running, wait_for

HOUSE = ("applications", "decisions", "scheduler", "relay", "projector")
STORES = {f"{role}.store" for role in HOUSE}
NAME = "any_order"


@pytest.fixture
def nowhere(postgres: PostgresServer) -> Iterator[Database]:
    """An empty database of a server that was stopped; both are whole again afterwards."""
    postgres.execute(sql.SQL("create database {}").format(sql.Identifier(NAME)))
    postgres.stop()
    yield Database(postgres, NAME)
    if postgres.process is None:
        postgres.start()
    postgres.drop(Database(postgres, NAME).name)


@pytest.fixture
def silent() -> Iterator[Bus]:
    """A NATS server whose address is known, that does not run, and that has no stream."""
    with folder() as path:
        server = Bus(path / "nats")
        server.start()
        server.stop()
        yield server
        server.stop()


def test_each_role_waits_for_what_it_needs_and_says_for_what(
    nowhere: Database, silent: Bus, tmp_path: Path
):
    told = environment(nowhere, silent)
    with ExitStack() as processes:
        house = processes.enter_context(running(tmp_path, told, *HOUSE))
        api = processes.enter_context(running(tmp_path, told, "api"))
        lookup = processes.enter_context(running(tmp_path, told, "lookup"))
        everybody = (house, api, lookup)
        for role in everybody:
            wait_for(role.lives)
            assert role.get("/readyz").status_code == 503

        _without_servers(house, api, lookup)
        nowhere.server.start()
        wait_for(lambda: _is_told(house, "decisions.store", "starledger migrate"))
        migrate(nowhere.url("owner"))
        wait_for(lambda: not STORES & house.missing().keys())
        assert {"decisions.bus", "relay", "decisions.policies"} <= house.missing().keys()
        silent.start()
        wait_for(lambda: not {"decisions.bus", "scheduler.bus"} & house.missing().keys())
        wait_for(lambda: api.get("/readyz").status_code == 200)
        assert "relay" in house.missing()
        asyncio.run(silent.provision())
        for role in everybody:
            wait_for(lambda role=role: role.get("/readyz").status_code == 200)

        assert house.readiness()[1]["missing"] == {}
        for role, name in ((house, "relay"), (api, "bus"), (lookup, "register")):
            assert re.search(rf'^starledger_ok{{name="{name}",.*}} 1.0$', _metrics(role), re.M)
        for role in ("api", "lookup"):
            face = api if role == "api" else lookup
            assert f'{{method="GET",role="{role}",status="503"}}' in _metrics(face)
        wait_for(lambda: house.says("role.has", role="decisions", awaited="decisions.store"))
        wait_for(lambda: house.says("role.ready"))
        assert all("role" in line for role in everybody for line in role.lines())
        assert [role.stop() for role in everybody] == [0, 0, 0]


def _without_servers(house: Role, api: Role, lookup: Role) -> None:
    missing = house.missing()
    others = {"decisions.bus", "applications.keys", "relay", "scheduler", "projector.registry"}
    assert STORES | others <= missing.keys()
    assert "PostgreSQL does not answer: start it" in missing["decisions.store"]
    assert "NATS at 127.0.0.1" in missing["decisions.bus"]
    assert api.readiness() == (503, {"ready": False, "store": False, "bus": False})
    for role, name, what in (
        (house, "decisions", "decisions.store"),
        (house, "relay", "relay.store"),
        (house, "scheduler", "scheduler.bus"),
        (api, "api", "api.bus"),
        (lookup, "lookup", "lookup.register"),
    ):
        wait_for(lambda r=role, n=name, w=what: r.says("role.waits", role=n, awaited=w))


def _metrics(role: Role) -> str:
    answer = role.get("/metrics")
    assert answer.status_code == 200
    return answer.text


def _is_told(role: Role, name: str, mend: str) -> bool:
    return mend in role.missing().get(name, "")


def test_whoever_still_waits_ends_at_once_when_asked_to(tmp_path: Path):
    nobody = {
        f"STARLEDGER_DATABASE_URL_{role.upper()}": f"postgresql://{role}@127.0.0.1:1/none"
        for role in (*HOUSE, "keys")
    } | {f"STARLEDGER_NATS_URL_{role.upper()}": f"nats://{role}:x@127.0.0.1:1" for role in HOUSE}
    with running(tmp_path, nobody, *HOUSE) as house:
        wait_for(house.lives)
        wait_for(lambda: house.says("role.waits", role="relay", awaited="relay.store"))
        assert house.stop() == 0
        assert not house.says("part.cut_short")
