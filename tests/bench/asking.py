"""The other process of ``lookup``: clients that keep their connection and ask again and again.

Reads its task as one JSON document from stdin and answers with one on stdout. The requests are
bytes made beforehand, and of an answer only its status and length are read, so that the server is
what is measured; one answer in many is kept, to be looked at afterwards.
"""

import asyncio
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

CLIENTS = 32
KEPT = 50
"""Answers of one client that are kept."""
READY_WITHIN = 20.0


@dataclass(frozen=True, slots=True)
class Task:
    """Whom to ask for what, and for how long."""

    port: int
    numbers: Sequence[str]
    """Each client takes its own part of them, again and again."""
    seconds: float


@dataclass(slots=True)
class Outcome:
    """What the clients heard."""

    rate: float = 0.0
    """Answers a second, all of them with status 200."""
    answered: int = 0
    others: int = 0
    """Answers of another status."""
    kept: dict[str, str] = field(default_factory=dict)
    """Number → body, of some."""


class Client:
    """One kept connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def asked(self, request: bytes) -> tuple[bool, bytes]:
        """Whether the status was 200, and the body."""
        self.writer.write(request)
        head = await self.reader.readuntil(b"\r\n\r\n")
        _, _, length = head.partition(b"content-length: ")
        body = await self.reader.readexactly(int(length[: length.index(b"\r")]))
        return head.startswith(b"HTTP/1.1 200 "), body


def request(number: str) -> bytes:
    """As a program asks for an entry."""
    return (
        f"GET /certificates/{number} HTTP/1.1\r\nhost: localhost\r\n"
        "accept: application/json\r\n\r\n"
    ).encode()


async def ask(task: Task, outcome: Outcome, part: Sequence[str], until: asyncio.Event) -> None:
    """One client, until the time is up."""
    client = Client(*await asyncio.open_connection("127.0.0.1", task.port))
    asked = [(number, request(number)) for number in part]
    kept = 0
    while not until.is_set():
        for number, content in asked:
            fine, body = await client.asked(content)
            outcome.answered += fine
            outcome.others += not fine
            if kept < KEPT:
                kept += 1
                outcome.kept[number] = body.decode()
            if until.is_set():
                break
    client.writer.close()


async def ready(task: Task) -> None:
    """Wait until the server answers; a few more answers warm everything up."""
    async with asyncio.timeout(READY_WITHIN):
        while True:
            try:
                client = Client(*await asyncio.open_connection("127.0.0.1", task.port))
                answers = [await client.asked(request(task.numbers[0])) for _ in range(20)]
            except (OSError, asyncio.IncompleteReadError):
                await asyncio.sleep(0.05)
                continue
            client.writer.close()
            if all(fine for fine, _body in answers):
                return


async def main(task: Task) -> Outcome:
    """All clients at once."""
    await ready(task)
    outcome, until = Outcome(), asyncio.Event()
    parts = [task.numbers[client::CLIENTS] for client in range(CLIENTS)]
    began = time.perf_counter()
    asyncio.get_running_loop().call_later(task.seconds, until.set)
    await asyncio.gather(*(ask(task, outcome, part, until) for part in parts))
    outcome.rate = outcome.answered / (time.perf_counter() - began)
    return outcome


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(main(Task(**json.loads(sys.stdin.read())))))))
