"""Who decides a request, and that everybody is answered once and in time."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from services.runtime.desks import MOST_BEGUN, Desks, Finish


@dataclass
class Office:
    """Requests are texts: ``at once …`` is begun in the loop, the others are for a thread."""

    said: list[tuple[str, bytes]] = field(default_factory=list)
    begun: dict[str, Callable[[Finish], None]] = field(default_factory=dict)
    decided_in: dict[str, str] = field(default_factory=dict)
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    def open(self, *, many: int = 2, patience: float = 30.0) -> Desks[str]:
        return Desks(
            begin=self.begin,
            decide=self.decide,
            late=lambda begun: b"late, begun" if begun else b"late",
            say=self.say,
            many=many,
            patience=patience,
        )

    def begin(self, asked: str, done: Callable[[Finish], None]) -> bool:
        if not asked.startswith("at once"):
            return False
        self.begun[asked] = done
        return True

    def decide(self, asked: str) -> bytes:
        self.decided_in[asked] = threading.current_thread().name
        return b"by a thread"

    async def say(self, asked: str, content: bytes) -> None:
        self.said.append((asked, content))
        self.answered.set()

    async def heard(self) -> list[tuple[str, bytes]]:
        """What was said, as soon as anything was."""
        await asyncio.wait_for(self.answered.wait(), 10)
        self.answered.clear()
        return self.said


async def test_what_can_be_begun_has_no_thread_and_is_answered_when_done() -> None:
    office = Office()
    desks = office.open()
    desks.take("at once")
    assert office.said == []
    office.begun["at once"](lambda: b"done")
    assert await office.heard() == [("at once", b"done")]
    assert office.decided_in == {}
    await desks.close()


async def test_what_must_wait_is_decided_by_a_thread() -> None:
    office = Office()
    desks = office.open()
    desks.take("slowly")
    assert await office.heard() == [("slowly", b"by a thread")]
    assert office.decided_in["slowly"].startswith("desk-")
    await desks.close()


async def test_what_was_begun_in_vain_is_decided_by_a_thread_after_all() -> None:
    office = Office()
    desks = office.open()
    desks.take("at once")
    office.begun["at once"](lambda: None)
    assert await office.heard() == [("at once", b"by a thread")]
    await desks.close()


async def test_nothing_more_is_begun_while_too_much_is_under_way() -> None:
    office = Office()
    desks = office.open()
    for number in range(MOST_BEGUN):
        desks.take(f"at once {number}")
    desks.take("at once, but too many")
    assert await office.heard() == [("at once, but too many", b"by a thread")]
    assert len(office.begun) == MOST_BEGUN
    for done in office.begun.values():
        done(lambda: b"done")
    await desks.close()
    assert len(office.said) == MOST_BEGUN + 1


async def test_who_has_waited_too_long_is_told_whether_it_was_begun_and_only_once() -> None:
    office = Office()
    desks = office.open(many=0, patience=0.05)
    desks.take("at once")
    desks.take("slowly")
    while len(office.said) < 2:
        await office.heard()
    assert office.said == [("at once", b"late, begun"), ("slowly", b"late")]
    office.begun["at once"](lambda: b"done")
    await desks.close()
    assert len(office.said) == 2


async def test_closing_waits_for_whoever_is_under_way() -> None:
    office = Office()
    desks = office.open()
    desks.take("at once")
    closing = asyncio.create_task(desks.close())
    await asyncio.sleep(0.01)
    assert not closing.done()
    office.begun["at once"](lambda: b"done")
    await closing
    assert office.said == [("at once", b"done")]
