"""A ward asks its checks, tells what is missing, and names in the log what is waited for."""

import asyncio
import time

from structlog.testing import capture_logs
from structlog.types import EventDict

from services.runtime.ward import Finding, Pace, Ward, as_json
from tests.runtime.readers.at_work import until


class Server:
    """Something that is away until it is there."""

    def __init__(self) -> None:
        self.why: str | None = "away"
        self.asked = 0

    async def find(self) -> Finding:
        self.asked += 1
        await asyncio.sleep(0)
        return Finding(self.why, {"position": 7})


async def test_what_is_missing_is_told_with_every_figure():
    ward, store = Ward(), Server()
    ward.watch_over("decisions", "store", "store", store.find)
    ward.watch_over("relay", "relay", "relay", store.find)
    told = as_json(await ward.look())
    assert told["ready"] is False
    assert told["missing"] == {"decisions.store": "away", "relay": "away"}
    assert told["checks"]["relay"] == {"ok": False, "position": 7}


async def test_who_asks_at_the_same_time_is_told_the_same():
    ward, store = Ward(), Server()
    ward.watch_over("relay", "store", "store", store.find)
    await asyncio.gather(*(ward.look() for _ in range(20)))
    assert store.asked == 1


async def test_a_check_that_breaks_or_hangs_is_what_is_missing():
    async def breaks() -> Finding:
        raise ConnectionRefusedError("nobody there")

    async def hangs() -> Finding:
        await asyncio.Event().wait()
        raise AssertionError

    ward = Ward(lambda fault: f"mend it: {fault}", pace=Pace(longest=0.05))
    ward.watch_over("relay", "store", "store", breaks)
    ward.watch_over("relay", "bus", "bus", hangs)
    missing = as_json(await ward.look())["missing"]
    assert missing["relay.store"] == "mend it: nobody there"
    assert missing["relay.bus"].startswith("no answer within")


async def test_a_blocking_check_keeps_nobody_waiting():
    ward, beats = Ward(), 0

    def ask() -> Finding:
        time.sleep(0.2)
        return Finding()

    ward.watch_over("relay", "store", "store", lambda: ward.in_thread(ask))
    looking = asyncio.create_task(ward.look())
    while not looking.done():
        beats += 1
        await asyncio.sleep(0.01)
    assert beats > 1
    await _ended(ward)


async def test_the_log_names_what_is_waited_for_once_and_when_it_came():
    ward = Ward(pace=Pace(fresh=0.01, waiting=0.01, ready=0.01))
    store, stop = Server(), asyncio.Event()
    ward.watch_over("relay", "store", "store", store.find)
    with capture_logs() as lines:
        watching = asyncio.create_task(ward.watch(stop))
        await until(lambda: store.asked > 3)
        store.why = "away for another reason"
        await until(lambda: len(lines) == 2)
        store.why = None
        await until(lambda: len(lines) == 4)
        stop.set()
        await watching
    assert [_told(line) for line in lines] == [
        ("role.waits", "relay", "relay.store", "away"),
        ("role.waits", "relay", "relay.store", "away for another reason"),
        ("role.has", "relay", "relay.store", None),
        ("role.ready", None, None, None),
    ]


def _told(line: EventDict) -> tuple[str, str | None, str | None, str | None]:
    return line["event"], line.get("role"), line.get("awaited"), line.get("why")


async def _ended(ward: Ward) -> None:
    stop = asyncio.Event()
    stop.set()
    await ward.watch(stop)
