"""Whether every service of a body takes commands yet."""

import asyncio
import threading
import time
from collections.abc import Iterable

from nats.aio.client import Client
from nats.errors import NoRespondersError
from nats.errors import TimeoutError as NoAnswer

from services.runtime.bus import connected

PROBE = "Probe"
"""No service knows such a command: whoever answers that it does not is there."""


def served(nats_url: str, services: Iterable[str], *, stop: threading.Event, within: float) -> bool:
    """Whether each of them answered within so many seconds; sooner where told to stop."""
    return asyncio.run(_served(nats_url, tuple(services), stop, time.monotonic() + within))


async def _served(
    nats_url: str, services: tuple[str, ...], stop: threading.Event, until: float
) -> bool:
    async with connected(nats_url, name="up") as client:
        for service in services:
            while not await _answers(client, service):
                if stop.is_set() or time.monotonic() > until:
                    return False
                await asyncio.sleep(0.05)
    return True


async def _answers(client: Client, service: str) -> bool:
    try:
        await client.request(f"commands.{service}.{PROBE}", b"{}", timeout=2)
    except (NoRespondersError, NoAnswer):
        return False
    return True
