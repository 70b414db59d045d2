"""``live``: from a command on the bus to the public page, every process of the body at work."""

import asyncio
import os
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Any

from nats.aio.client import Client

from projections.projector import compare
from services.cli.composition import VIEWS
from services.cli.family import Family
from services.cli.workshop import handlers
from services.runtime.bus import connected
from services.runtime.clock import new_id
from services.runtime.command_client import ask
from services.runtime.event_store import EventStore
from services.runtime.keys import KeyRing
from tests.bench.founding import Present, certified, founded
from tests.bench.ground import Ground, conducted
from tests.bench.measuring import Measured, Series, Size
from tests.bench.polling import Page
from tests.journeys.house import free_pair

RATE = 50
"""Commands a second."""
SECONDS = 60
CERTIFICATES = 100
REACH = {"p99_ms": 150.0}
MEMBER, SECRETARY, HEAD = "member-wang", "secretary-qian", "head-li"
GROUND = {"ground": "0116", "facts": "持证人书面申请暂停。"}


def measure(*, runs: int | None, quick: bool, tell: Callable[[str], None]) -> Measured:
    """The whole benchmark on ground of its own; one run unless more are asked."""
    return conducted(run, Size(runs=runs or 1, quick=quick), tell)


def run(ground: Ground, size: Size) -> Measured:
    """Certificates are suspended and restored, and the public entry is watched."""
    with handlers(ground.house) as at_work:
        present = Present(at_work)
        founded(present)
        many = int(size.of(CERTIFICATES, 4))
        numbers = [certified(present, serial) for serial in range(1, many + 1)]
    measured = Measured("live", "ms", Series("p99 of command → public entry"), reach=REACH)
    seconds = size.of(SECONDS, 2)
    port = free_pair()
    os.environ["STARLEDGER_LOOKUP_RATE"] = "100000"
    family = Family(ground.house, port=port)
    try:
        family.start()
        for _run in range(size.runs):
            life = Life(ground, port, numbers)
            asyncio.run(life.lived(seconds))
            measured.ours.values.append(life.percentile(99))
            measured.faults += life.faults
            measured.proofs.append(life.told())
        position = asyncio.run(levelled(ground))
    finally:
        family.stop()
        del os.environ["STARLEDGER_LOOKUP_RATE"]
    ground.prove(measured, expected=position)
    measured.faults += asyncio.run(differences(ground))
    measured.proofs.append("every view equals one made anew")
    return measured


@dataclass
class Life:
    """So many seconds of commands, and when each was seen by the public."""

    ground: Ground
    port: int
    numbers: list[str]
    milliseconds: list[float] = field(default_factory=list)
    commands: int = 0
    faults: list[str] = field(default_factory=list)
    decisions: dict[str, int] = field(default_factory=dict)
    turns: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    """Of each certificate: its next command waits until the public has seen the one before."""

    async def lived(self, seconds: float) -> None:
        """Commands at a steady pace, whatever becomes of those before."""
        async with (
            connected(self.ground.house.nats_url("api"), name="clients") as client,
            Page(self.port) as page,
        ):
            for number in self.numbers:
                await page.until(number, "valid", 30)
            await self._ready(client)
            began = time.perf_counter()
            acting = []
            for slot in range(int(RATE * seconds)):
                await asyncio.sleep(max(0.0, began + slot / RATE - time.perf_counter()))
                number = self.numbers[slot % len(self.numbers)]
                step = slot // len(self.numbers) % 5
                acting.append(asyncio.create_task(self._turn(client, page, number, step)))
            await asyncio.gather(*acting)

    async def _turn(self, client: Client, page: Page, number: str, step: int) -> None:
        async with self.turns[number]:
            await self._act(client, page, number, step)

    async def _act(self, client: Client, page: Page, number: str, step: int) -> None:
        """The five commands of a suspension and its end; two of them the public sees."""
        act = "suspend" if step < 3 else "restore"
        match step:
            case 0:
                await self._ask(
                    client, SECRETARY, "committee_secretary", "ConfirmSuspensionGround",
                    {"certificate": number, **GROUND},
                )  # fmt: skip
            case 1 | 3:
                more = {"conditions": "书面申请恢复。", "contact": "planner-he"}
                decided = await self._ask(
                    client, MEMBER, "committee_member", "DecideStatus",
                    {"certificate": number, "act": act, **GROUND, **(more if step == 1 else {})},
                )  # fmt: skip
                if decided:
                    self.decisions[number] = decided[0]["event"]["decision"]
            case _:
                began = time.perf_counter()
                wanted = "suspended" if act == "suspend" else "valid"
                seen = asyncio.create_task(page.until(number, wanted, 10))
                await self._ask(
                    client, HEAD, "head_of_body", "ApproveStatus",
                    {"certificate": number, "decision": self.decisions.get(number, 0)},
                )  # fmt: skip
                await seen
                self.milliseconds.append((time.perf_counter() - began) * 1000)

    async def _ask(
        self, client: Client, by: str, role: str, command: str, body: dict[str, Any]
    ) -> list[dict[str, Any]]:
        reply = await ask(
            client, f"decisions.{command}", body,
            actor=by, role=role, via="api", command_id=new_id(),
        )  # fmt: skip
        self.commands += 1
        if reply.status != 200 or not reply.body["recorded"]:
            self.faults.append(f"{command}: {reply.status} {reply.body}")
            return []
        recorded: list[dict[str, Any]] = reply.body["recorded"]
        return recorded

    async def _ready(self, client: Client) -> None:
        async with asyncio.timeout(30):
            while True:
                reply = await ask(
                    client, "decisions.CastVote", {},
                    actor=MEMBER, role="committee_member", via="api", command_id=new_id(),
                )  # fmt: skip
                if reply.status == 422:
                    return
                await asyncio.sleep(0.1)

    def percentile(self, hundredth: int) -> float:
        """Of the milliseconds until the public saw it."""
        return quantiles(self.milliseconds, n=100, method="inclusive")[hundredth - 1]

    def told(self) -> str:
        """Figures beside the one that counts."""
        return (
            f"{self.commands} commands, {len(self.milliseconds)} seen on the public page: "
            f"p50 {self.percentile(50):.0f}, p95 {self.percentile(95):.0f}, "
            f"p99 {self.percentile(99):.0f}, longest {max(self.milliseconds):.0f} ms"
        )


async def levelled(ground: Ground) -> int:
    """Wait until the policies have nothing left to do; the last position."""
    store = EventStore(ground.house.database_url("relay"))
    with closing(store):
        while True:
            before = store.last()
            await asyncio.sleep(1.5)
            after = store.last()
            if before is not None and after is not None and before.position == after.position:
                return after.position


async def differences(ground: Ground) -> list[str]:
    """Where a view is not what it would be if made anew."""
    url = ground.house.database_url("projector")
    ring = KeyRing(ground.house.database_url("keys"))
    store = EventStore(url, seal=ring.seal, unseal=ring.unseal)
    with closing(ring), closing(store):
        found = []
        for view in VIEWS:
            found += await compare(view, store=store, database_url=url)
        return [f"view: {difference}" for difference in found]
