"""The API as an ASGI application; put together by the composition root."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
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

Ask = Callable[..., Awaitable[Reply]]
"""(command, body, actor=, role=, via=, command_id=) → reply."""
Listing = Callable[[Request], Awaitable[dict[str, Any]]]
"""A view's list: ``{"items": …, "next": …, "position": …}``."""
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


def create_app(api: Api) -> FastAPI:
    """Routes, errors and lifespan; every answer that is no success is problem+json."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await api.open()
        try:
            yield
        finally:
            await api.close()

    app = FastAPI(
        title="Starledger", openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan
    )
    counter = Counter(api)
    app.add_route("/api/v1/commands", counter.list_commands, methods=["GET"])
    app.add_route("/api/v1/commands/{command}", counter.command, methods=["POST"])
    app.add_route("/api/v1/{view}", counter.listing, methods=["GET"])
    app.add_route("/api/openapi.json", counter.openapi, methods=["GET"])
    app.add_route("/healthz", counter.healthz, methods=["GET"])
    app.add_route("/readyz", counter.readyz, methods=["GET"])
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(Exception, _of_ours)
    return app


class Counter:
    """Where requests are taken."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.shares = Shares(api.share, time.monotonic)

    async def command(self, request: Request) -> Response:
        """Pass one command on, in the name of the token's person."""
        try:
            person = await self._person(request)
            name = str(request.path_params["command"])
            role = await self.api.door.role(person, name)
            command_id = self.api.door.command_id(request, person)
            body = await json_object(request)
        except Unreadable as fault:
            return said(fault.reply)
        except StoreUnavailable:
            return said(replies.unavailable("nothing"))
        reply = await self.api.ask(
            name, body, actor=person, role=role, via="api", command_id=command_id
        )
        return said(reply)

    async def list_commands(self, _request: Request) -> Response:
        """What may be asked at all; public, as the rules are."""
        items = described(self.api.services)
        return JSONResponse({"items": items, "next": None, "position": 0})

    async def listing(self, request: Request) -> Response:
        """A view's list, for staff."""
        listing = self.api.listings.get(str(request.path_params["view"]))
        if listing is None:
            return said(_of_status(404))
        try:
            await self._person(request)
            return JSONResponse(await listing(request))
        except Unreadable as fault:
            return said(fault.reply)
        except StoreUnavailable:
            return said(replies.unavailable("nothing"))

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
    status = fault.status_code if isinstance(fault, HTTPException) else 500
    return said(_of_status(status))


async def _of_ours(request: Request, fault: Exception) -> Response:
    log.error("api.broke", path=request.url.path, fault=fault)
    return said(replies.broken())
