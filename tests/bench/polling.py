"""Reads the public page over kept connections, every few milliseconds, with next to no client."""

import asyncio
import json
from types import TracebackType
from urllib.parse import quote

EVERY = 0.005
Wire = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Page:
    """The public JSON entries of one lookup process."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.idle: list[Wire] = []

    async def __aenter__(self) -> "Page":
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        for _reader, writer in self.idle:
            writer.close()
            await writer.wait_closed()

    async def until(self, number: str, status: str, seconds: float) -> None:
        """Ask every 5 ms until the entry says so; TimeoutError where it does not."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(seconds):
            while True:
                asked = loop.time()
                if await self.status(number) == status:
                    return
                await asyncio.sleep(max(0.0, asked + EVERY - loop.time()))

    async def status(self, number: str) -> str | None:
        """What the entry of a number says now; None where there is no answer or entry yet."""
        try:
            reader, writer = self.idle.pop() if self.idle else await self._connected()
            writer.write(
                f"GET /certificates/{quote(number)} HTTP/1.1\r\nhost: localhost\r\n"
                "accept: application/json\r\n\r\n".encode()
            )
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            length = int(head.partition("content-length:")[2].partition("\r\n")[0])
            body = await reader.readexactly(length)
        except (OSError, asyncio.IncompleteReadError):
            return None  # the page is just starting, or let an idle connection go
        self.idle.append((reader, writer))
        if " 429 " in head.partition("\r\n")[0]:
            raise RuntimeError("the page counts how often it is asked")
        status: str | None = json.loads(body).get("status") if " 200 " in head[:16] else None
        return status

    async def _connected(self) -> Wire:
        return await asyncio.open_connection("127.0.0.1", self.port)
