"""Threads that decide, and a watch over who waits: everybody is answered once and in time.

A thread a decision, because a decision waits for PostgreSQL; the loop only takes and answers.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Generic, TypeVar

Q = TypeVar("Q")
"""What is asked."""

WATCH = 0.1
"""Seconds between two looks at who has waited too long."""


@dataclass(slots=True, eq=False)
class Turn(Generic[Q]):
    """One request, from its arrival to its answer."""

    asked: Q
    until: float
    begun: bool = False
    answered: bool = False


class Desks(Generic[Q]):
    """``take`` a request in the loop; ``decide`` runs in a thread, ``say`` in the loop again."""

    def __init__(
        self,
        *,
        decide: Callable[[Q], bytes],
        late: Callable[[bool], bytes],
        say: Callable[[Q, bytes], Awaitable[None]],
        many: int,
        patience: float,
    ) -> None:
        self.decide, self.late, self.say = decide, late, say
        """``late(begun)`` is the answer to who has waited ``patience`` seconds."""
        self.patience = patience
        self.loop = asyncio.get_running_loop()
        self.waiting: dict[Turn[Q], None] = {}
        """Unanswered, the oldest first."""
        self.queue: SimpleQueue[Turn[Q] | None] = SimpleQueue()
        self.decided: deque[tuple[Turn[Q], bytes]] = deque()
        self.news = asyncio.Event()
        self.woken = False
        self.empty = asyncio.Event()
        self.empty.set()
        self.threads = [
            threading.Thread(target=self._work, name=f"desk-{number}", daemon=True)
            for number in range(many)
        ]
        for thread in self.threads:
            thread.start()
        self.tasks = [asyncio.create_task(self._speak()), asyncio.create_task(self._watch())]

    def take(self, asked: Q) -> None:
        """Queue a request."""
        turn = Turn(asked, self.loop.time() + self.patience)
        self.waiting[turn] = None
        self.empty.clear()
        self.queue.put(turn)

    async def close(self) -> None:
        """Answer whoever waits, after the last was taken; threads that hang are left behind."""
        await self.empty.wait()
        for _thread in self.threads:
            self.queue.put(None)
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    def _work(self) -> None:
        while (turn := self.queue.get()) is not None:
            turn.begun = True
            if turn.answered:
                continue
            self.decided.append((turn, self.decide(turn.asked)))
            if not self.woken:
                self.woken = True
                self._wake()

    def _wake(self) -> None:
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.news.set)

    async def _speak(self) -> None:
        while await self.news.wait():
            self.news.clear()
            self.woken = False
            while self.decided:
                await self._answer(*self.decided.popleft())

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH)
            now = self.loop.time()
            while (turn := next(iter(self.waiting), None)) is not None and turn.until <= now:
                turn.answered = True
                await self._answer(turn, self.late(turn.begun), forced=True)

    async def _answer(self, turn: Turn[Q], content: bytes, *, forced: bool = False) -> None:
        if turn.answered and not forced:
            return
        turn.answered = True
        self.waiting.pop(turn, None)
        await self.say(turn.asked, content)
        if not self.waiting:
            self.empty.set()
