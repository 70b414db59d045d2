"""The other process of ``append.bus``: callers that ask again as soon as they are answered.

Reads its task as one JSON document from stdin and answers with one on stdout. What it sends is the
same for every contender: the product's own client, asking for tokens.
"""

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from nats.aio.client import Client

from services.runtime.bus import connected
from services.runtime.clock import SystemClock, new_id
from services.runtime.command_client import ask
from services.runtime.replies import Reply

COMMAND = "personnel.IssueToken"
ENDS = timedelta(days=90)
READY_WITHIN = 10.0


@dataclass(frozen=True, slots=True)
class Task:
    """Whom to ask for, and for how long."""

    url: str
    people: Sequence[str]
    """One caller for each."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the callers heard."""

    rate: float
    """Answers a second, of those that were recorded."""
    recorded: int
    """All of them, also those before the clock ran."""
    others: dict[str, int]
    """Status → answers that were not what was asked for."""


async def _issue(client: Client, person: str) -> Reply:
    now = SystemClock().now()
    return await ask(
        client,
        COMMAND,
        {
            "person": person,
            "token": new_id().hex[:16],
            "expires_at": (now + ENDS).isoformat(),
        },
        actor="admin",
        role="system_admin",
        via="api",
        command_id=new_id(),
    )


async def _until_ready(client: Client, person: str) -> int:
    """Ask until the service is there; 1 for the command that it then recorded."""
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        reply = await _issue(client, person)
        if reply.status == 200:
            return 1
        await asyncio.sleep(0.05)
    raise TimeoutError(f"nobody serves {COMMAND}: {reply.body}")


async def _statuses(client: Client, person: str, until: float) -> AsyncIterator[int]:
    while time.perf_counter() < until:
        yield (await _issue(client, person)).status


async def _call(client: Client, person: str, until: float) -> Counter[int]:
    return Counter([status async for status in _statuses(client, person, until)])


async def work(task: Task) -> Outcome:
    """Ask with all callers at once; what was begun in time is waited for and counted."""
    async with connected(task.url, name="callers") as client:
        before = await _until_ready(client, task.people[0])
        began = time.perf_counter()
        until = began + task.seconds
        heard = sum(
            await asyncio.gather(*(_call(client, person, until) for person in task.people)),
            Counter(),
        )
        elapsed = time.perf_counter() - began
    recorded = heard.pop(200, 0)
    return Outcome(recorded / elapsed, before + recorded, {str(s): n for s, n in heard.items()})


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(work(Task(**json.load(sys.stdin)))))))
