"""The API as an ASGI application; put together by the composition root."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from services.api.asking import Door
from services.api.commands import described
from services.api.openapi import document
from services.api.reading import Unreadable, json_object
from services.api.share import Share, Shares
from services.core.service import Service
from services.runtime import replies
from services.runtime.append import StoreUnavailable
from services.runtime.replies import Reply

log = structlog.get_logger()

DOOR_SECONDS = 2.4
"""Seconds in which it must be known who asks, or nothing is done."""
SECONDS = 4.9
"""Seconds in which a command is answered, apart from the time its body takes to arrive."""

Ask = Callable[..., Awaitable[Reply]]
"""(command, body, actor=, role=, via=, command_id=) → reply."""
Listing = Callable[[Request], Awaitable[dict[str, Any]]]
"""A view's list: ``{"items": …, "next": …, "position": …}``."""
Handle = Callable[[Request], Awaitable[Response]]
Ready = Callable[[], Awaitable[dict[str, Any]]]
"""What is reachable; ``ready`` says whether all is."""


@dataclass(frozen=True, slots=True)
class Api:
    """What the application is told when it is put together."""

    services: Sequence[Service]
    door: Door
    ask: Ask
    ready: Ready
    open: Callable[[], Awaitable[None]]
    close: Callable[[], Awaitable[None]]
    listings: dict[str, Listing] = field(default_factory=dict)
    """``schedules`` → its list."""
    share: Share = field(default_factory=Share)


def create_app(api: Api) -> Starlette:
    """Routes, errors and lifespan; every answer that is no success is problem+json."""

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await api.open()
        try:
            yield
        finally:
            await api.close()

    app = Starlette(lifespan=lifespan, exception_handlers={HTTPException: _of_http})
    app.router.redirect_slashes = False
    counter = Counter(api)
    for path, handle, method in (
        ("/api/v1/commands", counter.list_commands, "GET"),
        ("/api/v1/commands/{command}", counter.command, "POST"),
        ("/api/v1/{view}", counter.listing, "GET"),
        ("/api/openapi.json", counter.openapi, "GET"),
        ("/healthz", counter.healthz, "GET"),
        ("/readyz", counter.readyz, "GET"),
    ):
        app.add_route(path, _answering(handle), methods=[method])
    return app


class Counter:
    """Where requests are taken."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.shares = Shares(api.share, time.monotonic)

    async def command(self, request: Request) -> Response:
        """Pass one command on, in the name of the token's person."""
        name = str(request.path_params["command"])
        tick = asyncio.get_running_loop().time
        begun = tick()
        async with asyncio.timeout(DOOR_SECONDS):
            person = await self._person(request)
            role = await self.api.door.role(person, name)
        left = SECONDS - (tick() - begun)
        command_id = self.api.door.command_id(request, person)
        body = await json_object(request)
        asking = self.api.ask(name, body, actor=person, role=role, via="api", command_id=command_id)
        try:
            return said(await asyncio.wait_for(asking, left))
        except TimeoutError:
            return said(replies.unavailable("unknown"))

    async def list_commands(self, request: Request) -> Response:
        """What may be asked at all."""
        await self._person(request)
        items = described(self.api.services)
        return JSONResponse({"items": items, "next": None, "position": 0})

    async def listing(self, request: Request) -> Response:
        """A view's list, for staff."""
        listing = self.api.listings.get(str(request.path_params["view"]))
        if listing is None:
            return said(_of_status(404))
        async with asyncio.timeout(SECONDS):
            await self._person(request)
            return JSONResponse(await listing(request))

    async def openapi(self, _request: Request) -> Response:
        """The document of this API."""
        return JSONResponse(document(self.api.services, sorted(self.api.listings)))

    async def healthz(self, _request: Request) -> Response:
        """Whether this process lives."""
        return JSONResponse({"alive": True})

    async def readyz(self, _request: Request) -> Response:
        """Whether what it needs is reachable."""
        ready = await self.api.ready()
        return JSONResponse(ready, status_code=200 if ready["ready"] else 503)

    async def _person(self, request: Request) -> str:
        caller = request.client.host if request.client else "unknown"
        token = request.headers.get("authorization", "")
        seconds = self.shares.wait(token or caller)
        if seconds:
            raise Unreadable(
                replies.problem(
                    429, "Too many requests", f"请求过于频繁，请在 {seconds} 秒后再试。",
                    f"Too many requests; try again in {seconds} seconds.",
                    headers={"Retry-After": str(seconds)},
                )
            )  # fmt: skip
        return await self.api.door.person(request)


def _answering(handle: Handle) -> Handle:
    """The same, but whatever goes wrong is answered with its status."""

    async def route(request: Request) -> Response:
        try:
            return await handle(request)
        except Unreadable as fault:
            return said(fault.reply)
        except (StoreUnavailable, TimeoutError):
            return said(replies.unavailable("nothing"))
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception:  # the caller is told that it is our fault, and we are told where
            log.exception("api.broke", path=request.url.path)
            return said(replies.broken())

    return route


def said(reply: Reply) -> Response:
    """A reply as HTTP says it."""
    kind = "application/json" if reply.status < 400 else "application/problem+json"
    return JSONResponse(
        reply.body, status_code=reply.status, headers=reply.headers, media_type=kind
    )


def _of_status(status: int) -> Reply:
    phrase = HTTPStatus(status).phrase
    sentences = {404: "没有这个地址。", 405: "此地址不接受这种方法。"}
    return replies.problem(status, phrase, sentences.get(status, "请求无法处理。"), f"{phrase}.")


async def _of_http(_request: Request, fault: Exception) -> Response:
    if not isinstance(fault, HTTPException):
        return said(replies.broken())
    answer = said(_of_status(fault.status_code))
    answer.headers.update(fault.headers or {})
    return answer
