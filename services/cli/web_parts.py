"""The parts with a face: the public lookup page and the API."""

import asyncio
from collections.abc import Awaitable, Callable

from psycopg.errors import InsufficientPrivilege, UndefinedTable
from starlette.applications import Starlette

from services.cli.listening import listener
from services.cli.parts import Web
from services.cli.place import Place
from services.cli.web import serve
from services.runtime.clock import SystemClock
from services.runtime.connections import Connections
from services.runtime.host import Part
from services.runtime.operations import Counting, metrics_route
from services.runtime.settings import Settings
from services.runtime.ward import Finding, Ward

BURST_SECONDS = 6
"""How many seconds' worth of requests a client of the page may make at once."""


def lookup_parts(role: str, place: Place, web: Web) -> dict[str, Part]:
    """The lookup page."""
    from projections.registry.guard import Share
    from projections.registry.page import Lookup, create_app

    settings, url = Settings.from_environment(), place.database_url(role)
    app = create_app(
        Lookup(
            database_url=url,
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
    web.ward.watch_over(role, "register", "view", _register_shows(web.ward, url))
    return _served(role, app, settings.bind, web)


def _register_shows(ward: Ward, url: str) -> Callable[[], Awaitable[Finding]]:
    """The public register is built and can be read."""
    connections = Connections(url, at_most=1)
    ward.at_end(connections.close)

    def ask() -> Finding:
        try:
            with connections.borrow() as connection:
                row = connection.execute(
                    "select (select k.position from registry.checkpoint k),"
                    " (select count(distinct p.stream) from registry.parked p)"
                ).fetchone()
        except (UndefinedTable, InsufficientPrivilege):
            return Finding("the register was not built yet: start the projector")
        position, parked = row or (0, 0)
        return Finding(figures={"position": position or 0, "parked_streams": parked})

    return lambda: ward.in_thread(ask)


def api_parts(role: str, place: Place, web: Web) -> dict[str, Part]:
    """The JSON API."""
    from services.cli.api_parts import api_app

    return _served(role, api_app(place, web.ward), Settings.from_environment().bind, web)


def _served(role: str, app: Starlette, bind: str, web: Web) -> dict[str, Part]:
    """An HTTP server that finishes what it began; Unavailable where the port cannot be had."""
    heard = listener(bind, web.port)
    app.routes.append(metrics_route(web.ward))
    counted = Counting(app, role, web.ward.tallies)

    async def part(stop: asyncio.Event) -> None:
        await serve(counted, listener=heard, stop=stop)

    return {role: part}
