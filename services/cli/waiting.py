"""A part that begins when what it rests on is there: any order of start is a good one."""

import asyncio
from collections.abc import Callable

import psycopg

from services.runtime.append import StoreUnavailable
from services.runtime.host import Part, pause

FIRST_REST, LONGEST_REST = 0.05, 2.0
"""Seconds between two looks."""
AWAY = (StoreUnavailable, psycopg.Error, OSError)
"""Not there, not there yet, or not yet made by ``starledger migrate``."""


def once(there: Callable[[], object], part: Part) -> Part:
    """The part, begun as soon as ``there`` raises nothing; what is waited for the ward tells."""

    async def waiting(stop: asyncio.Event) -> None:
        rest = FIRST_REST
        while not await _is(there):
            if await pause(stop, rest):
                return
            rest = min(2 * rest, LONGEST_REST)
        await part(stop)

    return waiting


async def _is(there: Callable[[], object]) -> bool:
    try:
        await asyncio.to_thread(there)
    except AWAY:
        return False
    return True
