"""A body kept by an earlier version is migrated, proved, goes on and shows what it showed."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from projections.projector import Projector, rebuild
from services.cli.composition import VIEWS
from services.cli.proving import prove
from services.runtime.backup.proving import prove as prove_backup
from services.runtime.backup.restoring import play
from services.runtime.backup.writing import back_up
from services.runtime.event_store import EventStore
from services.runtime.migrate import migrate
from tests.journeys.bodies import Place
from tests.runtime.backup.contents import objects
from tests.runtime.readers.at_work import relaying, until_level, working
from tests.servers import Bus, Database, PostgresServer
from tests.upgrades.life import going_on, register_entry, suspended

KEPT = sorted(Path(__file__).parent.glob("*.sql"))


class Upgraded(Place):
    """A body loaded from a file, and a bus that never heard of it."""

    def __init__(self, database: Database, bus: Bus) -> None:
        super().__init__(database)
        self.bus = bus

    def nats_url(self, user: str) -> str:
        return self.bus.url(user)


@pytest.fixture(params=KEPT, ids=lambda file: file.stem)
def kept(request: pytest.FixtureRequest) -> Path:
    """The SQL of one version."""
    file: Path = request.param
    return file


@pytest.fixture
def old(kept: Path, postgres: PostgresServer) -> Iterator[Database]:
    """A database exactly as that version left it."""
    name = f"kept_{kept.stem.replace('.', '_')}"
    postgres.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    database = Database(postgres, name)
    with psycopg.connect(database.url("owner")) as connection, kept.open("rb") as script:
        play(connection, script)
    yield database
    postgres.drop(name)


@asynccontextmanager
async def at_work(place: Upgraded) -> AsyncIterator[list[Projector]]:
    """Relay and projector, as `starledger serve relay projector` runs them."""
    url = place.database_url("projector")
    async with AsyncExitStack() as stack:
        store = EventStore(url)
        stack.callback(store.close)
        await stack.enter_async_context(relaying(place.database, place.bus))
        readers = [
            Projector(view, store=store, database_url=url, nats_url=place.nats_url("projector"))
            for view in VIEWS
        ]
        for reader in readers:
            await stack.enter_async_context(working(reader.run))
        yield readers


async def proved(place: Upgraded, readers: list[Projector]) -> int:
    """Level with the store, and nothing is found by `starledger check --views`; how far it goes."""
    store = EventStore(place.database_url("relay"))
    try:
        for reader in readers:
            await until_level(reader, store)
    finally:
        await asyncio.to_thread(store.close)
    findings, last, seen = await prove(place, [], views=True)
    assert findings == []
    assert "rebuilt views" in seen
    return last.position


async def rebuilt(place: Upgraded) -> None:
    url = place.database_url("projector")
    store = EventStore(url)
    try:
        for view in VIEWS:
            await rebuild(view, store=store, database_url=url, drop_after=0)
    finally:
        await asyncio.to_thread(store.close)


async def test_a_kept_body_is_migrated_and_goes_on(
    kept: Path, old: Database, bus: Bus, database: Database
):
    expected: dict[str, Any] = json.loads(kept.with_suffix(".json").read_text())
    for _ in range(2):
        migrate(old.url("owner"))
    assert objects(old) == objects(database)  # an upgraded database is as a new one
    place = Upgraded(old, bus)
    async with at_work(place) as readers:
        before = await proved(place, readers)
        valid = await register_entry(place, expected["number"])
        assert valid["status"] == "valid"
        assert valid["holder"] == expected["holder"]
        with going_on(place) as acts:
            await asyncio.to_thread(suspended, acts, expected["number"])
        assert await proved(place, readers) > before
        assert await register_entry(place, expected["number"]) == expected
        await rebuilt(place)
        assert await register_entry(place, expected["number"]) == expected


def test_a_kept_body_is_backed_up_before_and_after(old: Database, tmp_path: Path):
    """The operator backs up with the new code, whether or not `migrate` was run already."""
    before, _ = back_up(old.url("owner"), tmp_path / "before")
    migrate(old.url("owner"))
    after, _ = back_up(old.url("owner"), tmp_path / "after")
    assert prove_backup(before).checkpoint == prove_backup(after).checkpoint


def test_a_body_of_some_version_is_kept():
    assert KEPT
    assert all(file.with_suffix(".json").exists() for file in KEPT)
