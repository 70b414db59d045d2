"""``/healthz``, ``/readyz``, ``/metrics``: whether a process lives, what it lacks, how it is.

Whoever may reach this port learns how busy the house is and nothing of anybody: no case, person,
stream or certificate stands in what it tells.
"""

import asyncio
import time

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.runtime.tallies import REQUEST_SECONDS, REQUESTS, Tallies
from services.runtime.ward import Found, Ward, as_json

FRESH = {"Cache-Control": "no-store"}
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def application(ward: Ward) -> Starlette:
    """All three, for a process without another face."""

    async def healthz(_request: Request) -> Response:
        return JSONResponse({"alive": True}, headers=FRESH)

    async def readyz(_request: Request) -> Response:
        told = as_json(await ward.look())
        return JSONResponse(told, 200 if told["ready"] else 503, headers=FRESH)

    return Starlette(
        routes=[Route("/healthz", healthz), Route("/readyz", readyz), metrics_route(ward)]
    )


def metrics_route(ward: Ward) -> Route:
    """``/metrics`` by itself, for a face that tells by itself whether it lives and is ready."""

    async def metrics(_request: Request) -> Response:
        found = await ward.look()
        content, kind = await asyncio.to_thread(_exposition, ward, found)
        return Response(content, media_type=kind, headers=FRESH)

    return Route("/metrics", metrics)


class Counting:
    """Counts and times the requests of a face, by method and status: never by path."""

    def __init__(self, app: ASGIApp, role: str, tallies: Tallies) -> None:
        self.app, self.role, self.tallies = app, role, tallies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the life of the application behind."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = time.monotonic(), "none"

        async def heard(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, heard)
        finally:
            method = scope["method"] if scope["method"] in METHODS else "other"
            self.tallies.count(REQUESTS, self.role, method, status)
            self.tallies.time(REQUEST_SECONDS, time.monotonic() - begun, self.role)


def _exposition(ward: Ward, found: tuple[Found, ...]) -> tuple[bytes, str]:
    from services.runtime.metrics import CONTENT_TYPE, exposition

    return exposition(ward.tallies, found), CONTENT_TYPE
