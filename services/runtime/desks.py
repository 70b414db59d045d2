"""Who decides, and a watch over who waits: everybody is answered once and in time.

The loop begins whatever can be begun without waiting, as a hand-over to a thread and back costs as
much as a decision. What must wait for PostgreSQL has a thread.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Generic, TypeVar

Q = TypeVar("Q")
"""What is asked."""

Finish = Callable[[], bytes | None]
"""Gives the answer, in the loop; None where a thread must decide after all."""

MOST_BEGUN = 128
"""Requests under way beyond which the others wait for a thread, so that a store that is slow does
not have more in its queue than it answers in time."""
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
    """``take`` a request in the loop; ``decide`` runs in a thread, the others in the loop.

    ``begin(asked, done)`` says whether it has begun the request; then it has ``done`` called from
    any thread.
    """

    def __init__(
        self,
        *,
        begin: Callable[[Q, Callable[[Finish], None]], bool],
        decide: Callable[[Q], bytes],
        late: Callable[[bool], bytes],
        say: Callable[[Q, bytes], Awaitable[None]],
        many: int,
        patience: float,
    ) -> None:
        self.begin, self.decide, self.late, self.say = begin, decide, late, say
        """``late(begun)`` is the answer to who has waited ``patience`` seconds."""
        self.patience = patience
        self.loop = asyncio.get_running_loop()
        self.waiting: dict[Turn[Q], None] = {}
        """Unanswered, the oldest first."""
        self.queue: SimpleQueue[Turn[Q] | None] = SimpleQueue()
        self.decided: deque[tuple[Turn[Q], Finish]] = deque()
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
        """Begin a request, or queue it for a thread."""
        turn = Turn(asked, self.loop.time() + self.patience)
        self.waiting[turn] = None
        self.empty.clear()
        if len(self.waiting) <= MOST_BEGUN and self.begin(asked, partial(self._done, turn)):
            turn.begun = True
        else:
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
            self._done(turn, partial(bytes, self.decide(turn.asked)))

    def _done(self, turn: Turn[Q], finish: Finish) -> None:
        self.decided.append((turn, finish))
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
                turn, finish = self.decided.popleft()
                content = finish()
                if content is None:
                    self.queue.put(turn)
                else:
                    await self._answer(turn, content)

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
