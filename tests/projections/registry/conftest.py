"""A small register on a real server, and the page before it."""

import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import httpx
import pytest
import uvicorn

from projections.registry.guard import Share
from projections.registry.page import Lookup, create_app
from projections.registry.service import REGISTRY
from tests.given import at
from tests.projections.applier import Shown
from tests.projections.lives import a_small_register
from tests.servers import Database

NOW = at("2027-11-01", "10:15")


@pytest.fixture
def shown(database: Database) -> Iterator[Shown]:
    """The register, empty."""
    view = Shown(REGISTRY, database.url("owner"))
    yield view
    view.close()


@dataclass
class Wall:
    """What the page is told from outside: the moment, the tick, whether it is being filled."""

    moment: datetime = NOW
    seconds: float = 0.0
    filling: bool = False
    share: Share = field(default_factory=lambda: Share(per_second=1000, burst=10_000))


@pytest.fixture
def wall(request: pytest.FixtureRequest) -> Wall:
    told: Wall = getattr(request, "param", None) or Wall()
    return told


def lookup_of(database: Database, wall: Wall) -> Lookup:
    return Lookup(
        database_url=database.url("lookup"),
        public_url="https://register.example/",
        now=lambda: wall.moment,
        filling=lambda: wall.filling,
        share=wall.share,
        pool_size=2,
        tick=lambda: wall.seconds,
    )


@pytest.fixture
async def page(database: Database, shown: Shown, wall: Wall) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the page over a small register."""
    shown.show(*a_small_register().events)
    app = create_app(lookup_of(database, wall))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://register") as client,
    ):
        yield client


@pytest.fixture
def served(database: Database, shown: Shown, wall: Wall) -> Iterator[str]:
    """The page at an address on loopback, for a browser."""
    shown.show(*a_small_register().events)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(lookup_of(database, wall)), log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listener.close()
