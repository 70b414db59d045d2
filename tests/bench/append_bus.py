"""``append.bus``: commands from another process, answered after commit."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from events.vocabulary import Role
from services.cli.workshop import handlers
from services.personnel.commands import GrantRole, IssueToken, RegisterPerson
from services.runtime.bus import connected
from services.runtime.clock import SystemClock, new_id
from services.runtime.command_bus import CommandBus
from services.runtime.handler import FOUNDER, Asked, Handler
from services.runtime.replies import recorded
from tests.bench.callers import ENDS, Outcome, Task
from tests.bench.ground import Ground, conducted
from tests.bench.measuring import RUNS, Measured, Series, Size, better, hammer, in_turn
from tests.bench.peers import bus, library

CALLERS = 16
COLLEAGUES = 600
"""Aggregates of the peer, each with three events; taken in turn, so that none grows long."""
REACH = {"ratio_peer": 2.5, "ratio_limit": 0.45}
Server = Callable[[asyncio.Event], Coroutine[Any, Any, None]]


def measure(*, runs: int | None, quick: bool, tell: Callable[[str], None]) -> Measured:
    """The whole benchmark on ground of its own."""
    return conducted(run, Size(runs=runs or RUNS, quick=quick), tell)


def run(ground: Ground, size: Size) -> Measured:
    """Ours, the library called directly, and constant answers, in turn."""
    with (
        handlers(ground.house, names=("personnel",)) as at_work,
        handlers(ground.house, names=("personnel",)) as registry,
        library.stock(ground.peers_url, connections=CALLERS) as body,
    ):
        contest = Contest(ground, size, at_work["personnel"], registry["personnel"], body)
        measured = contest.hold()
    ground.prove(measured, expected=contest.events)
    return measured


@dataclass
class Contest:
    """Everybody who serves the callers, and the peer who needs none."""

    ground: Ground
    size: Size
    handler: Handler
    """Serves the bus."""
    registry: Handler
    """Registers people, so that the one who serves meets their streams for the first time."""
    body: library.StockBody
    events: int = 0
    """Recorded by ours since the foundation."""
    stock_events: int = 0
    faults: list[str] = field(default_factory=list)

    def hold(self) -> Measured:
        """All runs."""
        self._register(
            RegisterPerson(person="admin", name="管理员", employment="employed"), FOUNDER
        )
        self._register(GrantRole(person="admin", role=Role.SYSTEM_ADMIN), FOUNDER)
        measured = Measured("append.bus", "commands/s", Series("CommandBus"), reach=REACH)
        stock = [Series(f"stock eventsourcing Application, {n} threads") for n in (1, CALLERS)]
        limits = [Series(f"constant handler, max_workers={n}") for n in (1, 32)]
        replying = [
            Series(f"constant handler, FastStream's reply, max_workers={n}") for n in (1, 32)
        ]
        echo = Series("plain nats-py echo")
        answer = self.an_answer()
        in_turn(
            self.size.runs,
            [
                (measured.ours, self.ours),
                (stock[0], lambda: self.stock(1)),
                (stock[1], lambda: self.stock(CALLERS)),
                (limits[0], lambda: self.constant(bus.constant, answer, 1)),
                (limits[1], lambda: self.constant(bus.constant, answer, 32)),
                (replying[0], lambda: self.constant(bus.replying, answer, 1)),
                (replying[1], lambda: self.constant(bus.replying, answer, 32)),
                (echo, lambda: self.echo(answer)),
            ],
        )
        measured.peer = better(*stock)
        measured.limit = better(*limits, *replying)
        measured.beside = [
            series
            for series in (*stock, *limits, *replying, echo)
            if series not in (measured.peer, measured.limit)
        ]
        if library.stock_events(self.body) != self.stock_events:
            self.faults.append("the peer holds another number of events than it saved")
        measured.faults = self.faults
        return measured

    def ours(self) -> float:
        """Commands of callers, decided and committed."""
        people = [self.person() for _ in range(CALLERS)]
        serving = CommandBus(
            [self.handler], self.ground.house.nats_url("personnel"), clock=SystemClock()
        )
        outcome = self.served(serving.run, people)
        self.events += outcome.recorded
        return outcome.rate

    def constant(self, serve: Callable[..., Any], answer: bytes, workers: int) -> float:
        """The same callers, the same broker, the same answer again and again."""
        url = self.ground.house.nats_url("personnel")

        async def server(stop: asyncio.Event) -> None:
            await serve(url, answer, workers=workers, stop=stop)

        return self.served(server, ["nobody"] * CALLERS).rate

    def echo(self, answer: bytes) -> float:
        """The same callers and answers without FastStream."""

        async def server(stop: asyncio.Event) -> None:
            url = self.ground.house.nats_url("personnel")
            async with connected(url, name="echo") as client:
                await bus.echo(client, answer, stop=stop)

        return self.served(server, ["nobody"] * CALLERS).rate

    def stock(self, threads: int) -> float:
        """The library called directly."""
        colleagues = library.stock_colleagues(self.body, int(self.size.of(COLLEAGUES, 40)))
        operations = library.stock_commands(
            self.body, colleagues, threads, SystemClock().now() + ENDS
        )
        rate, number = hammer(operations, self.size.of(2.0, 0.2))
        self.stock_events += 3 * len(colleagues) + number
        return rate

    def served(self, server: Server, people: list[str]) -> Outcome:
        """What the callers heard while somebody served."""
        task = Task(self.ground.house.nats_url("api"), people, self.size.of(2.0, 0.2))
        outcome = asyncio.run(_called(server, task))
        self.faults += [f"{n} answers with status {s}" for s, n in outcome.others.items()]
        return outcome

    def person(self) -> str:
        """Somebody new, with three events."""
        person = f"clerk-{new_id().hex[:12]}"
        self._register(RegisterPerson(person=person, name="张三", employment="employed"))
        self._register(GrantRole(person=person, role=Role.PLANNER))
        self._register(GrantRole(person=person, role=Role.SCHEME_OWNER))
        return person

    def an_answer(self) -> bytes:
        """A true answer, for those who always give the same."""
        command = IssueToken(
            person=self.person(), token=new_id().hex[:16], expires_at=SystemClock().now() + ENDS
        )
        return recorded(self._register(command)).encode()

    def _register(self, command: Any, role: str = Role.SYSTEM_ADMIN) -> Any:
        self.events += 1
        return self.registry.handle(
            Asked(
                command=command,
                actor="admin",
                role=role,
                via="cli:bench",
                now=SystemClock().now(),
                command_id=new_id(),
            )
        )


async def _called(server: Server, task: Task) -> Outcome:
    async with _serving(server):
        callers = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.bench.callers",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await callers.communicate(json.dumps(asdict(task)).encode())
    if callers.returncode:
        raise RuntimeError(f"the callers ended with {callers.returncode}")
    return Outcome(**json.loads(said))


@asynccontextmanager
async def _serving(server: Server) -> AsyncIterator[None]:
    stop = asyncio.Event()
    running = asyncio.create_task(server(stop))
    try:
        yield
    finally:
        stop.set()
        await running
