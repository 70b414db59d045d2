"""The public page's own pool and statement in an ASGI callable that says the row as JSON."""

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from projections.reader import pool_of
from projections.registry.statements import ENTRY

Message = MutableMapping[str, Any]
PREFIX = "/certificates/"
HEADERS = [(b"content-type", b"application/json")]


class Bare:
    """No routes, no share, no reading of what is asked but the number, no answer but the row."""

    def __init__(self, url: str, *, pool_size: int) -> None:
        self.pool = pool_of(url, pool_size=pool_size)

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        """One request, or the process's own start and end."""
        if scope["type"] == "lifespan":
            await self._lived(receive, send)
            return
        number = scope["path"].removeprefix(PREFIX)
        async with self.pool.connection() as connection:
            row = await (await connection.execute(ENTRY, {"number": number})).fetchone()
        body = json.dumps(row, default=str).encode()
        length = (b"content-length", str(len(body)).encode())
        await send({"type": "http.response.start", "status": 200, "headers": [*HEADERS, length]})
        await send({"type": "http.response.body", "body": body})

    async def _lived(
        self,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        await receive()
        await self.pool.open(wait=True)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.pool.close()
        await send({"type": "lifespan.shutdown.complete"})
