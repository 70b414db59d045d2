"""One embedded house for these tests, and ``starledger`` run on it as anybody runs it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.body.commands import OpenBody
from services.cli.sample.filling import views_made
from services.cli.workshop import handler
from services.runtime.clock import SystemClock, new_id
from services.runtime.embedded.house import House
from services.runtime.handler import FOUNDER, Asked
from tests.servers import folder

ROOT = Path(__file__).parents[3]
OPENED = date(2026, 1, 5)
ADMIN = "p-admin"


@dataclass(frozen=True)
class Run:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document it printed."""
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """The one line it complained with."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


def starledger(*arguments: str | Path, **environment: str) -> Run:
    """``starledger …`` in its own process, with the settings given and no others."""
    own = {name: value for name, value in os.environ.items() if "STARLEDGER_" not in name}
    ended = subprocess.run(
        [sys.executable, "-m", "services.cli.main", *map(str, arguments)],
        cwd=ROOT,
        env=own | environment | {"COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "Traceback" not in ended.stderr, ended.stderr
    return Run(ended.returncode, ended.stdout, ended.stderr)


class Lived(House):
    """A running house on which commands are run."""

    def run(self, *arguments: str, **environment: str) -> Run:
        """``starledger … --data`` this folder."""
        return starledger(*arguments, "--data", self.folder, **environment)


@pytest.fixture(scope="session")
def empty() -> Iterator[Lived]:
    """A house in which only the body was opened: its founding was cut short there."""
    with folder() as path:
        house = Lived(path)
        try:
            house.start()
            with handler(house, "body") as body:
                opened = OpenBody(
                    kind="real",
                    name="示例认证有限公司",
                    name_en="Example Certification Co., Ltd.",
                    approval_no="CNCA-R-2026-900",
                    opened_on=OPENED,
                )
                body.handle(
                    Asked(
                        command=opened,
                        actor=ADMIN,
                        role=FOUNDER,
                        via="cli:migrate",
                        now=SystemClock().now(),
                        command_id=new_id(),
                    )
                )
            yield house
        finally:
            house.stop()


@pytest.fixture(scope="session")
def house(empty: Lived) -> Lived:
    """The house with its first administrator, founded by the command after it was cut short."""
    founded = empty.run("migrate", "--first-admin", ADMIN)
    assert founded.code == 0, founded.err
    assert f"{ADMIN} is the first administrator" in founded.out
    views_made(empty)
    return empty
