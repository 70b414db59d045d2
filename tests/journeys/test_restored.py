"""The drill: a body at work is backed up, destroyed and given back; its register says the same."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from services.runtime.clock import SystemClock
from services.runtime.embedded.house import House as Folder
from tests.journeys.house import House
from tests.journeys.test_a_house import soon
from tests.servers import folder

ALL = f"/certificates?q={quote('演示')}"


class Drill:
    """What stood in the register before, and the backups of one body."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.moment = SystemClock().now().isoformat().replace("+00:00", "Z")
        self.numbers = numbers(house)
        self.entries = self.register()
        self.backup = house.folder.parent / "kept"

    def register(self) -> dict[str, Any]:
        """Every entry as known at the moment of the drill."""
        asked = f"?known={self.moment}"
        return {number: self.house.entry(number, asked) for number in self.numbers}

    def starledger(self, *arguments: str | Path, ends: int = 0) -> str:
        """What a command said; it must end so."""
        done = self.house.run(*map(str, arguments))
        assert done.returncode == ends, done.stdout + done.stderr
        return done.stdout + done.stderr

    def comes_back(self) -> None:
        """Up again: the register is what it was, and everything is proved."""
        self.house.start()
        soon(lambda: behind(self.house), 0)
        assert numbers(self.house) == self.numbers
        assert self.register() == self.entries
        assert "rebuilt views" in self.starledger("check", "--views")
        assert self.starledger("views", "parked") == "nothing is parked\n"


def numbers(house: House) -> list[str]:
    """Every certificate of the demonstration, whose holders all bear its name."""
    found: list[str] = []
    path = ALL
    while path:
        page = house.page(path)
        found += [item["number"] for item in page["items"]]
        path = f"{ALL}&cursor={quote(page['next'])}" if page["next"] else ""
    return sorted(found)


def behind(house: House) -> int:
    """Events that some view has not taken."""
    told = house.run("views", "list", "--json")
    assert told.returncode == 0, told.stderr
    return max(view["lag"] for view in json.loads(told.stdout))


@pytest.fixture(scope="module")
def drill() -> Iterator[Drill]:
    with folder() as path:
        house = House(path / "data")
        house.start()
        try:
            soon(lambda: behind(house), 0)
            drill = Drill(house)
            assert len(drill.entries) > 10
            told = drill.starledger("backup", drill.backup)
            assert "events backed up and proved" in told
            register(house, "p-after-the-backup")
            yield drill
        finally:
            house.kill_everything()


def register(house: House, person: str) -> None:
    body = {"person": person, "name": "某某", "employment": "employed"}
    house.done("system_admin", "personnel.RegisterPerson", body)


def last_position(house: House) -> int:
    told = house.run("check", "--json")
    assert told.returncode == 0, told.stderr
    return int(json.loads(told.stdout)["checkpoint"].partition(":")[0])


def test_a_body_at_work_is_not_restored_over(drill: Drill) -> None:
    told = drill.starledger("restore", drill.backup, ends=3)
    assert "stop its `starledger up` first" in told
    drill.starledger("backup", drill.backup / "body.dump", ends=1)
    assert numbers(drill.house) == drill.numbers


def test_the_database_is_lost_and_the_stream_is_not(drill: Drill) -> None:
    """Then nothing at all is lost but the keys made since."""
    before = last_position(drill.house)
    drill.house.kill_everything()
    shutil.rmtree(drill.house.folder / "postgres" / "cluster")
    told = drill.starledger("restore", drill.backup)
    assert "before any role is started, starledger recover --from-stream" in told
    assert f"the stream goes on to {before}" in told
    again = drill.starledger("restore", drill.backup, ends=1)
    assert "already: nothing was restored" in again
    recovered = drill.starledger("recover", "--from-stream", "--yes")
    assert "the key of p-after-the-backup is in no backup" in recovered
    drill.comes_back()
    assert last_position(drill.house) >= before
    register(drill.house, "p-after-the-drill")


def test_the_whole_machine_is_lost(drill: Drill) -> None:
    """A new folder, as on a new machine: the stream is filled anew with the same numbers."""
    drill.house.kill_everything()
    shutil.rmtree(drill.house.folder)
    told = drill.starledger("restore", drill.backup)
    assert "next: start every role" in told
    drill.comes_back()
    drill.starledger("doctor")


def test_the_stream_alone_is_lost(drill: Drill) -> None:
    """Nothing is restored: the relay fills it."""
    assert drill.house.interrupt() == 0
    shutil.rmtree(Folder(drill.house.folder).nats.folder)
    drill.comes_back()
