"""A process of ``lookup``: the public page or the bare callable, under the product's own server.

Reads from stdin which of them, the database's URL and a port; ends when stdin does.
"""

import asyncio
import json
import sys
from typing import Any

from projections.registry.guard import Share
from projections.registry.page import Lookup, create_app
from services.cli.listening import listener
from services.cli.web import serve
from services.runtime import log
from services.runtime.clock import SystemClock
from tests.bench.peers.page import Bare

UNBOUNDED = Share(per_second=1e9, burst=1e9)
"""All clients of the benchmark have one address."""
POOL = Lookup.__dataclass_fields__["pool_size"].default


def app(which: str, url: str) -> Any:
    """As ``starledger serve lookup`` makes it, but without a share of each client."""
    if which == "bare":
        return Bare(url, pool_size=POOL)
    return create_app(
        Lookup(
            database_url=url,
            public_url="http://localhost",
            now=SystemClock().now,
            share=UNBOUNDED,
            pool_size=POOL,
        )
    )


async def main() -> None:
    """Until stdin ends."""
    log.configure("error")
    asked = json.loads(sys.stdin.readline())
    stop = asyncio.Event()
    serving = asyncio.create_task(
        serve(
            app(asked["which"], asked["url"]),
            listener=listener("127.0.0.1", asked["port"]),
            stop=stop,
        )
    )
    await asyncio.to_thread(sys.stdin.read)
    stop.set()
    await serving


if __name__ == "__main__":
    asyncio.run(main())
