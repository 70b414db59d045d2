"""``lookup``: the public JSON entry by certificate number, from a large register."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from typing import Any

import psycopg

from projections import rebuilding
from projections.registry.service import REGISTRY
from services.runtime.event_store import EventStore
from tests.bench.asking import CLIENTS, Outcome, Task
from tests.bench.ground import Ground, conducted
from tests.bench.measuring import Measured, Series, Size, in_turn
from tests.bench.multiplied import TOGETHER, Multiplied
from tests.journeys.house import free_pair

CERTIFICATES = 100_000
ASKED = 3_200
"""Different numbers asked for, spread over the whole register."""
REACH = {"ratio_limit": 0.70}
OFTEN = 9
"""Runs, if nothing else is asked: many short turns, so that both meet the same weather."""


def measure(*, runs: int | None, quick: bool, tell: Callable[[str], None]) -> Measured:
    """The whole benchmark on ground of its own."""
    return conducted(run, Size(runs=runs or OFTEN, quick=quick), tell)


def run(ground: Ground, size: Size) -> Measured:
    """The page, and its pool and statement alone, in turn."""
    wanted = int(size.of(CERTIFICATES, 1_000))
    measured = Measured("lookup", "answers/s", Series(f"lookup page, {CLIENTS} clients"))
    measured.reach = REACH
    measured.limit = the_limit = Series("the same server, pool and SQL in a bare ASGI callable")
    together = int(size.of(TOGETHER, 100))
    chosen_ones = Multiplied(ground.house, chosen="^decisions-certificate-", together=together)
    with chosen_ones as history:
        events = history.certified(wanted)
    url = ground.house.database_url("projector")
    with closing(EventStore(url)) as store:
        rebuilding.build_and_swap(url, REGISTRY, store)
    numbers, held = chosen(url)
    if held < wanted:
        measured.faults.append(f"the register holds {held} certificates of {wanted}")
    contest = Contest(ground.house.database_url("lookup"), numbers, size.of(2.5, 0.3))
    in_turn(
        size.runs,
        [
            (measured.ours, lambda: contest.asked("page")),
            (the_limit, lambda: contest.asked("bare")),
        ],
    )
    measured.faults += contest.faults
    wrong = sum(not _right(contest.kept["page"], row) for row in rows(url, numbers))
    if wrong or not contest.kept["page"]:
        measured.faults.append(f"{wrong} of the answers looked at are not what the register holds")
    looked_at = len(contest.kept["page"])
    measured.proofs.append(
        f"{held} certificates in the register, {contest.answered} answers, {looked_at} looked at"
    )
    ground.prove_store(measured, expected=events)
    return measured


@dataclass
class Contest:
    """Whoever serves, and the clients that ask."""

    url: str
    numbers: Sequence[str]
    seconds: float
    answered: int = 0
    kept: dict[str, dict[str, str]] = field(default_factory=lambda: {"page": {}, "bare": {}})
    faults: list[str] = field(default_factory=list)

    def asked(self, which: str) -> float:
        """Answers a second of a fresh process."""
        port = free_pair()
        with subprocess.Popen(
            [sys.executable, "-m", "tests.bench.serving"], stdin=subprocess.PIPE, text=True
        ) as server:
            assert server.stdin is not None
            server.stdin.write(json.dumps({"which": which, "url": self.url, "port": port}) + "\n")
            server.stdin.flush()
            task = Task(port, self.numbers, self.seconds)
            done = subprocess.run(
                [sys.executable, "-m", "tests.bench.asking"],
                input=json.dumps(asdict(task)),
                capture_output=True,
                text=True,
                check=True,
            )
        outcome = Outcome(**json.loads(done.stdout))
        if outcome.others or server.returncode:
            self.faults.append(f"{which}: {outcome.others} other answers, exit {server.returncode}")
        self.answered += outcome.answered
        self.kept[which] |= outcome.kept
        return outcome.rate


def chosen(url: str) -> tuple[list[str], int]:
    """Numbers spread over the whole register, and how many it holds."""
    with psycopg.connect(url) as connection:
        row = connection.execute("select count(*) from registry.certificate").fetchone()
        held = int(row[0]) if row else 0
        found = connection.execute(
            "select number from (select number, row_number() over (order by number) as place"
            " from registry.certificate) c where place %% greatest(%s / %s, 1) = 0",
            (held, ASKED),
        ).fetchall()
    return [number for (number,) in found], held


def rows(url: str, numbers: Sequence[str]) -> list[Mapping[str, Any]]:
    """What the register holds of them."""
    with psycopg.connect(url) as connection:
        found = connection.execute(
            "select to_jsonb(c) || jsonb_build_object('acts',"
            " (select count(*) from registry.act a where a.number = c.number))"
            " from registry.certificate c where number = any(%s)",
            (list(numbers),),
        ).fetchall()
    return [row for (row,) in found]


def _right(kept: Mapping[str, str], row: Mapping[str, Any]) -> bool:
    """Whether the answer, if it was kept, says what the row says."""
    if row["number"] not in kept:
        return True
    told = json.loads(kept[row["number"]])
    expired = told["status"] == "expired"  # by the day asked, where no clock told it yet
    return (
        told["number"] == row["number"]
        and told["holder"] == {"name": row["holder"], "uscc": row["uscc"]}
        and (told["status"] == row["status"] or expired)
        and (told["grade"], told["scope"]) == (row["grade"], row["scope"])
        and (told["issued_on"], told["expires_on"]) == (row["awarded_on"], row["expires_on"])
        and len(told["history"]) == row["acts"]
        and not told["held"]
        and row["number"] in told["sentence"]["zh"]
    )
