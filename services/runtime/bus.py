"""Connections to NATS by nats-py: for ever for what lives long, once for what checks on return."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import structlog
from nats.aio.client import Client
from nats.errors import Error

from services.runtime import road

log = structlog.get_logger()

FOR_EVER: dict[str, Any] = {"max_reconnect_attempts": -1, "reconnect_time_wait": 0.5}
ONCE: dict[str, Any] = {
    "allow_reconnect": False,
    "max_reconnect_attempts": 1,
    "reconnect_time_wait": 0.05,
}


async def connect(url: str, *, name: str, lasting: bool = True) -> Client:
    """A connection in the name of a part, with the inbox its user may hear.

    A lasting one is tried for ever, at the start too, and comes back by itself. Any other fails
    at once where the server is away and is closed for good when it is lost.
    """

    async def trouble(fault: Exception) -> None:
        log.warning("bus.trouble", part=name, why=str(fault) or type(fault).__name__)

    async def back() -> None:
        log.info("bus.back", part=name)

    return await road.connect(
        url,
        name=name,
        connect_timeout=2,
        ping_interval=5,
        error_cb=trouble,
        reconnected_cb=back,
        **(FOR_EVER if lasting else ONCE),
    )


async def leave(client: Client) -> None:
    """Close a connection, whatever has become of it; one that was cut has nothing more to say."""
    try:
        await client.close()
    except (Error, OSError) as fault:
        log.info("bus.was_cut", why=type(fault).__name__)


@asynccontextmanager
async def connected(url: str, *, name: str) -> AsyncIterator[Client]:
    """A connection for one piece of work, which never comes back by itself."""
    client = await connect(url, name=name, lasting=False)
    try:
        yield client
    finally:
        await leave(client)
