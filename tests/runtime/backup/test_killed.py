"""Cut off at any step, a restore leaves no body behind and a backup no folder of its name."""

import os
from pathlib import Path

from services.runtime.backup.proving import prove
from tests.projections.projector.rosters import ask
from tests.runtime.backup.contents import objects, tables
from tests.runtime.backup.giving import give, take
from tests.runtime.readers.killing import Proxy, killed_at
from tests.servers import Database

STEP = 5
"""Words between two deaths; the server is asked some eighty in all."""


def held(database: Database) -> int:
    ((events,),) = ask(database, "select count(*)::int from ledger.event")
    return int(events)


async def test_killed_at_every_step_it_leaves_an_empty_body_and_the_last_one_is_whole(
    lived: Database, kept: Path, empty: Database
):
    before, rows = objects(empty), tables(empty)
    async with Proxy(empty.url("owner")).open() as proxy:
        word = 1
        while await killed_at(
            proxy,
            word,
            lambda: held(empty) > 0,
            give,
            proxy.through(empty.url("owner")),
            str(kept),
        ):
            if held(empty):
                break  # its last word was the commit
            assert objects(empty) == before
            assert tables(empty) == rows
            word += STEP
    assert word > 5 * STEP, word
    assert tables(empty) == tables(lived)
    assert objects(empty) == objects(lived)


async def test_a_backup_killed_at_every_step_bears_no_name(lived: Database, tmp_path: Path):
    """pg_dump speaks to the server too, by the same way; what it leaves is not taken for one."""
    target = tmp_path / "kept"
    async with Proxy(lived.url("owner")).open() as proxy:
        word = 1
        while await killed_at(
            proxy, word, target.exists, take, proxy.through(lived.url("owner")), str(target)
        ):
            if target.exists():
                break  # its last word was good-bye
            assert all(each.endswith(".part") for each in os.listdir(tmp_path))
            word += 4 * STEP
    assert word > 5 * STEP, word
    assert prove(target).position == 18
