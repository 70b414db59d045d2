"""A restored body is the body that was; anything that is not whole changes nothing."""

import json
from pathlib import Path

import psycopg
import pytest

from services.runtime.backup.manifest import DUMP, NAME, Content, Unfit
from services.runtime.backup.proving import prove
from services.runtime.backup.restoring import NotEmpty
from services.runtime.event_store import EventStore
from services.runtime.keys import KeyRing
from services.runtime.proof import Checkpoint, Proof
from tests.projections.projector.rosters import a_history, ask, opened
from tests.runtime.backup.conftest import Restoring
from tests.runtime.backup.contents import objects, tables
from tests.servers import Database


def held(database: Database) -> int:
    ((events,),) = ask(database, "select count(*)::int from ledger.event")
    return int(events)


def test_everything_is_as_it_was(
    lived: Database, kept: Path, empty: Database, restoring: Restoring
):
    ask(lived, "update surveillance.checkpoint set position = 7")
    ask(empty, "create schema registry authorization starledger_projector")
    before = tables(lived) | {"surveillance.checkpoint": tables(empty)["surveillance.checkpoint"]}
    manifest = restoring(empty, kept)
    assert tables(empty) == before
    assert objects(empty) == objects(lived)
    with opened(empty) as store:
        assert Proof(store, checkpoints=[Checkpoint.read(manifest.checkpoint)]).walk() == []
        a_history(store, rounds=2)
        assert Proof(store).walk() == []


def test_the_restored_ledger_only_grows(kept: Path, empty: Database, restoring: Restoring):
    restoring(empty, kept)
    for statement in ("delete from ledger.event", "truncate ledger.event"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="only grows"):
            ask(empty, statement)


def test_a_database_that_holds_events_is_refused(lived: Database, kept: Path, restoring: Restoring):
    before = tables(lived)
    with pytest.raises(NotEmpty, match="holds 18 events and 2 keys"):
        restoring(lived, kept)
    assert tables(lived) == before


def test_a_database_in_which_somebody_works_is_refused(
    kept: Path, empty: Database, restoring: Restoring
):
    with psycopg.connect(empty.url("decisions")), pytest.raises(NotEmpty, match="_decisions"):
        restoring(empty, kept)
    assert held(empty) == 0


def flipped(folder: Path) -> None:
    content = bytearray((folder / DUMP).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / DUMP).write_bytes(content)


def cut(folder: Path) -> None:
    (folder / DUMP).write_bytes((folder / DUMP).read_bytes()[:-100])


def claim(folder: Path, **other: object) -> None:
    """A manifest that was written anew to fit."""
    told = json.loads((folder / NAME).read_text())
    told["files"][DUMP] = Content.of(folder / DUMP).model_dump()
    (folder / NAME).write_text(json.dumps(told | other))


def cut_and_claimed(folder: Path) -> None:
    cut(folder)
    claim(folder)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (flipped, "SHA-256"),
        (cut, "SHA-256"),
        (cut_and_claimed, "cannot be read"),
        (lambda folder: claim(folder, position=17), "ends at position 18"),
        (lambda folder: claim(folder, digest="0" * 64), "ends at position 18"),
        (lambda folder: claim(folder, schemas=["ledger", "evidence"]), "no schema evidence"),
        (lambda folder: claim(folder, format="starledger-backup/2"), "format"),
        (lambda folder: (folder / NAME).write_text("{"), "damaged"),
        (lambda folder: (folder / NAME).unlink(), "is no backup"),
        (lambda folder: (folder / DUMP).unlink(), "lacks body.dump"),
        (lambda folder: (folder / DUMP).write_bytes(b"PGDMP"), "SHA-256"),
    ],
    ids=[
        "a flipped bit",
        "cut short",
        "cut short and the manifest written anew",
        "another position",
        "another digest",
        "a schema it has not",
        "a later format",
        "a manifest cut short",
        "no manifest",
        "no dump",
        "another dump",
    ],
)
def test_what_is_damaged_is_refused_and_nothing_is_restored(
    kept: Path, empty: Database, restoring: Restoring, damage: object, told: str
):
    assert callable(damage)
    damage(kept)
    with pytest.raises(Unfit, match=told):
        restoring(empty, kept)
    assert held(empty) == 0


def test_a_ledger_changed_before_the_backup_is_found_in_it(lived: Database, tmp_path: Path):
    """Nobody keeps, for years, a backup of a ledger that was broken already and does not know."""
    from services.runtime.backup.writing import back_up

    ask(lived, "alter table ledger.event disable trigger only_grows")
    ask(lived, "update ledger.event set state = state || ' '::bytea where position = 5")
    with pytest.raises(Unfit, match="the chain breaks behind position 4"):
        back_up(lived.url("owner"), tmp_path / "broken")
    assert list(tmp_path.iterdir()) == []


def test_older_code_refuses_what_it_could_not_read(kept: Path):
    from events.catalogue import CATALOGUE, Catalogue

    older = {name: cls for name, cls in CATALOGUE.items() if "HolidaysPublished" not in name}
    with pytest.raises(Unfit, match=r"position 2: body\.HolidaysPublished\.v1 is younger"):
        prove(kept, catalogue=Catalogue(older))


def test_a_person_erased_since_the_backup_stays_erased(
    kept: Path, empty: Database, restoring: Restoring
):
    restoring(empty, kept, erased=("p-lin", "p-after"))
    found = ask(empty, "select person, key is null from keys.person order by 1")
    assert found == [("p-after", True), ("p-lin", True), ("p-wei", False)]
    ring = KeyRing(empty.url("keys"))
    try:
        assert ring.unseal("p-lin", "e", "f", "sealed:AAAA") == "redacted"
        with pytest.raises(ValueError):
            ring.seal("p-after", "e", "f", "text")
    finally:
        ring.close()


def test_logins_keep_or_are_given_their_passwords(
    kept: Path, empty: Database, restoring: Restoring
):
    restoring(empty, kept)
    store = EventStore(empty.url("decisions"))
    try:
        assert store.last() is not None
    finally:
        store.close()
