"""Group commit: whoever waits goes into the next call together, and each gets its own answer."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue

import psycopg

from services.runtime.append import (
    Answer,
    Appended,
    Parcel,
    StoreUnavailable,
    as_first_told,
    call,
)
from services.runtime.connections import PATIENCE, Connection

MOST_AT_ONCE = 128
"""Commands in one call: a bound on how long the lock is held."""
LONGEST = 4.5
"""Seconds after which a caller is told that no answer came."""


Outcome = Answer | Exception
Told = Callable[[Outcome], None]
"""Hears an answer in the flusher's thread, and must be quick about it."""


class Waiting:
    """A command in the queue, and who is told its answer."""

    __slots__ = ("asked_at", "parcel", "told")

    def __init__(self, parcel: Parcel, told: Told) -> None:
        self.parcel, self.told = parcel, told
        self.asked_at = time.monotonic()


class Flusher:
    """One thread with one connection, asked from any thread."""

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self.connect = connect
        self.connection: Connection | None = None
        self.queue: deque[Waiting] = deque()
        self.more = threading.Condition(threading.Lock())
        self.closed = False
        self.thread = threading.Thread(target=self._run, name="flusher", daemon=True)
        self.thread.start()

    def ask(self, parcel: Parcel) -> Appended:
        """The ledger's answer; Forbidden, or StoreUnavailable within five seconds."""
        answers: SimpleQueue[Outcome] = SimpleQueue()
        waiting = Waiting(parcel, answers.put)
        self._queue(waiting)
        try:
            answer = answers.get(timeout=LONGEST)
        except Empty:
            answer = self._left(waiting)
        if isinstance(answer, Appended):
            return answer
        raise answer

    def submit(self, parcel: Parcel, told: Told) -> None:
        """Have ``told`` hear what :meth:`ask` would give or raise, and go on."""
        try:
            self._queue(Waiting(parcel, told))
        except StoreUnavailable as fault:
            told(fault)

    def close(self) -> None:
        """Answer what is queued, then let go of the connection."""
        with self.more:
            self.closed = True
            self.more.notify()
        self.thread.join(timeout=2 * LONGEST)

    def _queue(self, waiting: Waiting) -> None:
        with self.more:
            if self.closed:
                raise StoreUnavailable("nothing", "this store was closed")
            self.queue.append(waiting)
            self.more.notify()

    def _left(self, waiting: Waiting) -> StoreUnavailable:
        with self.more:
            if waiting not in self.queue:
                return StoreUnavailable("unknown", "no answer in time")
            self.queue.remove(waiting)
            return StoreUnavailable("nothing", "no turn came in time")

    def _run(self) -> None:
        while batch := self._next():
            self._flush(batch)
        self._drop_connection()

    def _next(self) -> list[Waiting]:
        """Whoever waits; empty once closed. No command stands in it twice: the second waits.

        Nobody is waited for: while one call is on the disk, those just answered prepare the next.
        """
        with self.more:
            self.more.wait_for(lambda: self.queue or self.closed)
            taken: dict[object, Waiting] = {}
            held: list[Waiting] = []
            while self.queue and len(taken) < MOST_AT_ONCE:
                waiting = self.queue.popleft()
                if taken.setdefault(waiting.parcel.command_id, waiting) is not waiting:
                    held.append(waiting)
            self.queue.extendleft(reversed(held))
            return list(taken.values())

    def _flush(self, batch: Sequence[Waiting]) -> None:
        until = batch[0].asked_at + PATIENCE
        sent = 0
        while True:
            try:
                connection = self._connected()
                sent += 1
                parcels = [waiting.parcel for waiting in batch]
                answers = call(connection, parcels)
                if sent > 1:
                    answers = as_first_told(connection, parcels, answers)
            except (psycopg.OperationalError, psycopg.InterfaceError) as fault:
                self._drop_connection()
                if time.monotonic() > until:
                    why = str(fault)
                    for waiting in batch:
                        waiting.told(StoreUnavailable("unknown" if sent else "nothing", why))
                    return
                time.sleep(0.05)
            except Exception as fault:  # whoever waits is told; the flusher must live on
                self._drop_connection()
                for waiting in batch:
                    waiting.told(fault)
                return
            else:
                for waiting, answer in zip(batch, answers, strict=True):
                    waiting.told(answer)
                return

    def _connected(self) -> Connection:
        if self.connection is None or self.connection.closed:
            self.connection = self.connect()
        return self.connection

    def _drop_connection(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None
