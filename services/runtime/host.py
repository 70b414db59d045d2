"""Runs the parts of a process together, and lets each finish what it began."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, TypeVar

import structlog

log = structlog.get_logger()

R = TypeVar("R")

Part = Callable[[asyncio.Event], Awaitable[None]]
"""Works until the event is set, then finishes what it began and returns."""

GRACE = 7.0
"""Seconds a part may take to finish once it is asked to stop: less than a supervisor waits."""


async def run(parts: Mapping[str, Part], *, stop: asyncio.Event | None = None) -> None:
    """All parts until SIGTERM, SIGINT or ``stop``; the first fault stops all and is raised.

    A part is named ``role`` or ``role.part``; whatever it logs carries that role.
    """
    ending = stop or asyncio.Event()
    loop = asyncio.get_running_loop()
    if stop is None:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, ending.set)
    tasks = {asyncio.create_task(_live(name, part, ending)): name for name, part in parts.items()}
    ended = asyncio.create_task(ending.wait())
    try:
        await asyncio.wait({*tasks, ended}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        ending.set()
        ended.cancel()
        _done, late = await asyncio.wait(tasks, timeout=GRACE)
        for task in late:
            name = tasks[task]
            log.warning("part.cut_short", role=role_of(name), part=name)
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome


def role_of(part: str) -> str:
    """``decisions`` of ``decisions.policies``."""
    return part.partition(".")[0]


async def pause(stop: asyncio.Event, seconds: float) -> bool:
    """Wait, but not longer than until asked to stop; whether that was asked."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return False
    return True


async def unless(stop: asyncio.Event, wanted: Coroutine[Any, Any, R]) -> R | None:
    """What is wanted; None, with the attempt given up, where the stop comes first."""
    stopping = asyncio.create_task(stop.wait())
    attempt = asyncio.create_task(wanted)
    try:
        await asyncio.wait({attempt, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return attempt.result() if attempt.done() else None
    finally:
        stopping.cancel()
        attempt.cancel()
        await asyncio.gather(attempt, stopping, return_exceptions=True)


async def _live(name: str, part: Part, ending: asyncio.Event) -> None:
    structlog.contextvars.bind_contextvars(role=role_of(name))
    log.info("part.started", part=name)
    try:
        await part(ending)
    except Exception:
        log.exception("part.failed", part=name)
        raise
    if not ending.is_set():
        raise RuntimeError(f"{name} ended although nobody asked it to")
    log.info("part.stopped", part=name)
