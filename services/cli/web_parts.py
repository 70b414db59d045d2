"""The parts with a face: the public lookup page and the API."""

import asyncio
from typing import Any

from services.cli.listening import listener
from services.cli.parts import Web
from services.cli.place import Place
from services.cli.web import serve
from services.runtime.clock import SystemClock
from services.runtime.host import Part
from services.runtime.settings import Settings

BURST_SECONDS = 6
"""How many seconds' worth of requests a client of the page may make at once."""


def lookup_parts(_role: str, place: Place, web: Web) -> dict[str, Part]:
    """The lookup page."""
    from projections.registry.guard import Share
    from projections.registry.page import Lookup, create_app

    settings = Settings.from_environment()
    app = create_app(
        Lookup(
            database_url=place.database_url("lookup"),
            public_url=settings.public_url or f"http://{settings.bind}:{web.port}",
            now=SystemClock().now,
            filling=web.is_filling,
            share=Share(
                per_second=settings.lookup_rate,
                burst=max(1.0, settings.lookup_rate * BURST_SECONDS),
                trusted_proxies=settings.trusted_proxies,
            ),
        )
    )
    return {"lookup": _served(app, settings.bind, web.port)}


def api_parts(_role: str, place: Place, web: Web) -> dict[str, Part]:
    """The JSON API."""
    from services.cli.api_parts import api_app

    return {"api": _served(api_app(place), Settings.from_environment().bind, web.port)}


def _served(app: Any, bind: str, port: int) -> Part:
    """An HTTP server that finishes what it began; Unavailable where the port cannot be had."""
    heard = listener(bind, port)

    async def part(stop: asyncio.Event) -> None:
        await serve(app, listener=heard, stop=stop)

    return part
