"""uvicorn as a part among others: the process, not the server, listens to signals."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

GRACE = 5
"""Seconds that requests under way may take once it is asked to stop."""


class Server(uvicorn.Server):
    """A server that leaves the signals to the host."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing is captured."""
        yield


async def serve(app: Any, *, listener: socket.socket, stop: asyncio.Event) -> None:
    """Serve what a bound socket hears until asked to stop, then finish what was begun."""
    server = Server(
        uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="on",
            timeout_graceful_shutdown=GRACE,
        )
    )
    serving = asyncio.create_task(server.serve([listener]))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    server.should_exit = True
    await serving
