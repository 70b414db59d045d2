"""Watches over one process: what each of its roles needs and does, asked anew when it matters.

A check is asked when somebody wants to know, and now and then so that the log names whatever a
role waits for. Being asked costs a role nothing: blocking checks have threads of their own.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

import structlog

from services.runtime.host import pause
from services.runtime.log import reason
from services.runtime.tallies import Tallies

log = structlog.get_logger()

R = TypeVar("R")

THREADS = 4


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds, of everything a ward does by the clock."""

    fresh: float = 0.5
    """For so long what was found is told again."""
    longest: float = 5.0
    """After so long a check that says nothing is told as such."""
    waiting: float = 1.0
    """Between two looks while something is missing."""
    ready: float = 5.0
    """Between two looks while nothing is."""


Kind = Literal["store", "keys", "bus", "reader", "relay", "scheduler", "view"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: what is missing, if anything, and the figures that go with it."""

    missing: str | None = None
    """Why a role cannot do its work; the same words while it is for the same reason."""
    figures: Mapping[str, float] = field(default_factory=dict)
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a role needs or does."""

    role: str
    name: str
    kind: Kind
    find: Callable[[], Awaitable[Finding]]

    @property
    def full_name(self) -> str:
        """``decisions.store``; for the one thing a role is there for, the role."""
        return self.role if self.name == self.role else f"{self.role}.{self.name}"


@dataclass(frozen=True, slots=True)
class Found:
    """A check and what it found."""

    check: Check
    finding: Finding


class Ward:
    """Checks and tallies of the roles of one process.

    ``explain`` says in one line what a fault means and how it is mended.
    """

    def __init__(
        self, explain: Callable[[BaseException], str] = reason, *, pace: Pace | None = None
    ) -> None:
        self.explain, self.pace = explain, pace or Pace()
        self.tallies = Tallies()
        self.checks: list[Check] = []
        self._closing: list[Callable[[], None]] = []
        self._threads: ThreadPoolExecutor | None = None
        self._looking = asyncio.Lock()
        self._found: tuple[Found, ...] = ()
        self._looked_at = float("-inf")

    def watch_over(
        self, role: str, name: str, kind: Kind, find: Callable[[], Awaitable[Finding]]
    ) -> None:
        """Add a check."""
        self.checks.append(Check(role, name, kind, find))

    def at_end(self, close: Callable[[], None]) -> None:
        """Let go of what a check holds, when nobody watches any more."""
        self._closing.append(close)

    async def in_thread(self, ask: Callable[[], R]) -> R:
        """A blocking question, beside the threads in which the roles work."""
        if self._threads is None:
            self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="ward")
        return await asyncio.get_running_loop().run_in_executor(self._threads, ask)

    async def look(self) -> tuple[Found, ...]:
        """What every check finds now; whoever asks at the same time is told the same."""
        async with self._looking:
            if time.monotonic() - self._looked_at > self.pace.fresh:
                self._found = tuple(await asyncio.gather(*map(self._ask, self.checks)))
                self._looked_at = time.monotonic()
            return self._found

    async def watch(self, stop: asyncio.Event) -> None:
        """Name in the log whatever a role waits for, and when it has it, until asked to stop."""
        lacking: dict[str, str] | None = None
        try:
            while not await pause(stop, self.pace.ready if lacking == {} else self.pace.waiting):
                lacking = self._tell(await self.look(), lacking)
        finally:
            if self._threads is not None:
                self._threads.shutdown(wait=False, cancel_futures=True)
            for close in self._closing:
                close()

    async def _ask(self, check: Check) -> Found:
        try:
            return Found(check, await asyncio.wait_for(check.find(), self.pace.longest))
        except TimeoutError:
            return Found(check, Finding(f"no answer within {self.pace.longest:g} s"))
        except Exception as fault:  # whatever it is, it is what is missing
            return Found(check, Finding(self.explain(fault)))

    def _tell(self, found: tuple[Found, ...], before: dict[str, str] | None) -> dict[str, str]:
        known = before or {}
        lacking: dict[str, str] = {}
        for each in found:
            name, why, role = each.check.full_name, each.finding.missing, each.check.role
            if why is not None:
                lacking[name] = why
                if known.get(name) != why:
                    log.warning("role.waits", role=role, awaited=name, why=why)
            elif name in known:
                log.info("role.has", role=role, awaited=name)
        if not lacking and (known or before is None):
            log.info("role.ready")
        return lacking


def as_json(found: tuple[Found, ...]) -> dict[str, Any]:
    """As ``/readyz`` tells it: whether all is there, what is not, and every figure.

    What is parked is told and keeps nobody from being ready: all other streams go on, and the
    newer code that mends it must be let in.
    """
    missing = {f.check.full_name: f.finding.missing for f in found if f.finding.missing}
    parked = {
        f.check.full_name: int(f.finding.figures["parked_events"])
        for f in found
        if f.finding.figures.get("parked_events")
    }
    checks = {
        f.check.full_name: {
            "ok": f.finding.missing is None,
            **({"state": f.finding.state} if f.finding.state else {}),
            **f.finding.figures,
        }
        for f in found
    }
    return {"ready": not missing, "missing": missing, "parked": parked, "checks": checks}
