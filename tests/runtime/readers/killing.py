"""A reader in a process of its own, killed in the very moment it says its n-th word to PostgreSQL.

The process reaches the database through a proxy in the test. The word still arrives, its answer
does not; so over all n every step of a reader is the last one somewhere.
"""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from multiprocessing.process import BaseProcess
from typing import Any
from urllib.parse import urlsplit

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    [
        "projections.projector",
        "services.runtime.policy_reader",
        "tests.projections.projector.rosters",
    ]
)


class Proxy:
    """Passes everything on, counts what the client says, and kills it at the n-th time."""

    def __init__(self, url: str) -> None:
        told = urlsplit(url)
        self.upstream = (told.hostname or "127.0.0.1", told.port or 5432)
        self.words = 0
        self.fatal = 0
        self.victim: int | None = None
        self._port = 0

    def through(self, url: str) -> str:
        """The same URL by way of this proxy."""
        told = urlsplit(url)
        return told._replace(
            netloc=f"{told.username}:{told.password}@127.0.0.1:{self._port}"
        ).geturl()

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Proxy"]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self._port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_connection(*self.upstream)
        await asyncio.gather(
            self._pass(reader, to_server, self._count),
            self._pass(from_server, writer, lambda: None),
            return_exceptions=True,
        )

    async def _pass(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, then: Callable[[], None]
    ) -> None:
        try:
            while said := await source.read(1 << 20):
                sink.write(said)
                await sink.drain()
                then()
        finally:
            sink.close()

    def _count(self) -> None:
        self.words += 1
        if self.words == self.fatal and self.victim is not None:
            os.kill(self.victim, signal.SIGKILL)


@asynccontextmanager
async def process(target: Callable[..., None], *told: Any) -> AsyncIterator[BaseProcess]:
    """A process, killed at the end whatever happens."""
    child = PROCESSES.Process(target=target, args=told, daemon=True)
    await asyncio.to_thread(child.start)
    try:
        yield child
    finally:
        child.kill()
        await asyncio.to_thread(child.join, 10)


async def killed_at(
    proxy: Proxy, word: int, level: Callable[[], bool], target: Callable[..., None], *told: Any
) -> bool:
    """Whether the process lived to its n-th word; otherwise it was level before."""
    proxy.words, proxy.fatal, proxy.victim = 0, word, None
    async with process(target, *told) as child:
        proxy.victim = child.pid
        if proxy.words >= word:
            child.kill()
        async with asyncio.timeout(30):
            while child.is_alive():
                if await asyncio.to_thread(level):
                    return False
                await asyncio.sleep(0.01)
    assert child.exitcode == -signal.SIGKILL
    return True
