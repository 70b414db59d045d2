"""A body to back up, and a database to give it back to."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from services.runtime.backup.manifest import Manifest
from services.runtime.backup.proving import prove
from services.runtime.backup.restoring import restore
from services.runtime.backup.writing import back_up
from services.runtime.keys import KeyRing
from tests.projections.projector.rosters import a_history, opened
from tests.servers import Database, PostgresServer

_numbers = count(1)

Restoring = Callable[..., Manifest]


@pytest.fixture
def lived(database: Database) -> Database:
    """A body with a history, and with two people's keys."""
    with opened(database) as store:
        a_history(store)
    ring = KeyRing(database.url("keys"))
    for person in ("p-lin", "p-wei"):
        ring.seal(person, "personnel-p.1", "name", "林审查")
    ring.close()
    return database


@pytest.fixture
def kept(lived: Database, tmp_path: Path) -> Path:
    """Its backup."""
    folder, _manifest = back_up(lived.url("owner"), tmp_path / "kept")
    return folder


@pytest.fixture
def empty(postgres: PostgresServer) -> Iterator[Database]:
    """A migrated database without a body."""
    fresh = postgres.create(f"restored_{next(_numbers)}")
    yield fresh
    postgres.drop(fresh.name)


@pytest.fixture
def restoring() -> Restoring:
    """Proves a backup and restores it."""

    def run(database: Database, folder: Path, *, erased: tuple[str, ...] = ()) -> Manifest:
        manifest = prove(folder)
        restore(database.url("owner"), folder, manifest, erased=erased)
        return manifest

    return run
