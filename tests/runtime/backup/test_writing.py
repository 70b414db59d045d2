"""A backup is one moment of everything, proved, for its owner's eyes, and replaces nothing."""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from services.runtime.backup import programs
from services.runtime.backup.manifest import DUMP, NAME, Content, Manifest
from services.runtime.backup.proving import in_order, prove, rows
from services.runtime.backup.writing import Exists, NothingToKeep, back_up
from services.runtime.event_store import EventStore
from services.runtime.keys import KeyRing
from tests.projections.projector.rosters import a_history, ask, body, holidays, opened, record
from tests.runtime.backup.conftest import Restoring
from tests.servers import Database

EVENTS = 18


def test_the_manifest_says_where_the_history_stood(lived: Database, kept: Path):
    manifest = Manifest.read(kept)
    assert manifest == prove(kept)
    with opened(lived, "relay") as store:
        last = store.last()
    assert last is not None
    assert manifest.checkpoint == f"{EVENTS}:{last.digest.hex()}"
    assert manifest.postgresql.startswith("18.")
    assert abs((datetime.now(UTC) - manifest.taken_at).total_seconds()) < 60  # noqa: TID251
    assert {"ledger", "keys", "access", "surveillance"} <= set(manifest.schemas)
    assert manifest.files[DUMP] == Content.of(kept / DUMP)


def test_only_its_owner_can_read_it_and_nothing_else_was_left(kept: Path):
    assert kept.stat().st_mode & 0o777 == 0o700
    assert {file.name: file.stat().st_mode & 0o777 for file in kept.iterdir()} == {
        DUMP: 0o600,
        NAME: 0o600,
    }
    assert [each.name for each in kept.parent.iterdir()] == ["kept"]


def test_every_event_in_the_dump_is_the_row_it_was(lived: Database, kept: Path):
    with opened(lived, "relay") as store:
        record_strange(lived)
        assert list(rows(kept / DUMP)) == list(store.read(after=0, limit=1000))[:EVENTS]


def test_rows_that_lie_in_another_order_are_taken_by_their_positions(kept: Path):
    """A short event fills the room that a long one left on an earlier page."""
    told = list(rows(kept / DUMP))
    assert list(in_order(reversed(told))) == told
    assert list(in_order(told[9:] + told[:9])) == told
    assert list(in_order(told[1:])) == told[1:]  # what never finds its place is not hidden
    assert list(in_order([*told, told[3]])) == [*told, told[3]]


def record_strange(database: Database) -> None:
    with opened(database) as store:
        record(store, "body-strange", body("甲\\n\t\\.乙"), holidays("\r\n\\N\b"))


def test_texts_that_need_escaping_come_back_as_they_were(lived: Database, tmp_path: Path):
    record_strange(lived)
    folder, _ = back_up(lived.url("owner"), tmp_path / "strange")
    with opened(lived, "relay") as store:
        assert list(rows(folder / DUMP)) == list(store.read(after=0, limit=1000))


@pytest.mark.parametrize("there", ["an empty file", "a backup", "a dangling link"])
def test_nothing_is_ever_replaced(lived: Database, kept: Path, there: str):
    target = kept if there == "a backup" else kept.parent / "taken"
    before = Content.of(kept / DUMP)
    if there == "an empty file":
        target.touch()
    elif there == "a dangling link":
        target.symlink_to(target.parent / "nowhere")
    with pytest.raises(Exists):
        back_up(lived.url("owner"), target)
    assert Content.of(kept / DUMP) == before
    assert {each.name for each in kept.parent.iterdir()} <= {"kept", "taken"}


def test_in_a_folder_that_is_there_each_has_its_own(lived: Database, kept: Path):
    folder, manifest = back_up(lived.url("owner"), kept.parent)
    assert folder.parent == kept.parent
    assert folder.name.startswith("starledger-2")
    assert folder.name.endswith(f"Z-{manifest.position}")


def test_one_that_took_the_name_meanwhile_stays(lived: Database, tmp_path: Path):
    """Two at once: one bears the name, the other says so and leaves nothing behind."""
    told: list[object] = []

    def write() -> None:
        try:
            told.append(back_up(lived.url("owner"), tmp_path / "same")[0])
        except Exists as fault:
            told.append(fault)

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(each).__name__ for each in told) == ["Exists", "Exists", "PosixPath"]
    assert prove(tmp_path / "same").position == EVENTS
    assert [each.name for each in tmp_path.iterdir()] == ["same"]


def test_an_empty_store_is_no_backup(empty: Database, tmp_path: Path):
    with pytest.raises(NothingToKeep):
        back_up(empty.url("owner"), tmp_path / "empty")
    assert list(tmp_path.iterdir()) == []


def test_under_writing_it_is_one_moment_of_all_parts(
    lived: Database, empty: Database, restoring: Restoring, tmp_path: Path
):
    """Keys are made before the events they seal: none of a key's events is without it."""
    stop = threading.Event()
    begun = threading.Event()

    def write() -> None:
        ring = KeyRing(lived.url("keys"))
        with opened(lived) as store:
            number = 0
            while not stop.is_set():
                number += 1
                ring.seal(f"p-{number}", "e", "f", "text")
                record(store, "body-busy", holidays(f"p-{number}"))
                begun.set()
        ring.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(20)
        folders = [back_up(lived.url("owner"), tmp_path)[0] for _ in range(3)]
    finally:
        stop.set()
        writer.join()
    positions = [prove(folder).position for folder in folders]
    assert positions == sorted(set(positions))
    restoring(empty, folders[1])
    with opened(empty, "relay") as store:
        assert [row.position for row in store.read(after=0, limit=100_000)] == list(
            range(1, positions[1] + 1)
        )
        named = len(store.rows("body-busy"))
    ((keys,),) = ask(empty, "select count(*)::int from keys.person where person ~ '^p-[0-9]+$'")
    assert keys in (named, named + 1)


def test_no_password_stands_in_a_process_listing(lived: Database):
    told = programs.environment(lived.url("owner"), encrypted=False)
    assert told["PGPASSWORD"] == lived.server.password
    assert told["PGDATABASE"] == lived.name
    url = "postgresql://u@db/x?sslmode=verify-full&sslrootcert=/ca"
    assert programs.environment(url, encrypted=True)["PGSSLMODE"] == "verify-full"
    assert "PGSSLMODE" not in programs.environment(url, encrypted=False)


def test_an_encrypted_connection_is_never_replaced_by_one_that_is_not():
    """The embedded pg_dump knows no TLS; the machine's own is asked for, by its package."""
    assert programs.dumping(encrypted=False, major=18) == programs.embedded(programs.DUMP)
    with pytest.raises(programs.ProgramMissing, match="apt-get install postgresql-client-99"):
        programs.dumping(encrypted=True, major=99)


def test_the_manifest_is_plain_json(kept: Path):
    told = json.loads((kept / NAME).read_text())
    assert told["format"] == "starledger-backup/1"
    assert told["files"]["body.dump"].keys() == {"bytes", "sha256"}


def test_work_goes_on_beside_it(lived: Database, kept: Path):
    with opened(lived) as store:
        a_history_behind(store)


def a_history_behind(store: EventStore) -> None:
    before = store.last()
    a_history(store)
    after = store.last()
    assert before is not None
    assert after is not None
    assert after.position == before.position + EVENTS
