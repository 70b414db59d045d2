"""The API at work on a port of its own, in front of a real service, and clients of it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx

from services.cli.api_parts import api_app
from services.cli.listening import listener
from services.cli.web import serve
from services.runtime.embedded import ports
from services.runtime.tokens import Tokens, fresh
from services.runtime.ward import Ward
from tests.runtime.bus.serving import CLOCK
from tests.servers import Bus, Database

WITHIN = 5.0
"""Seconds in which any command is answered, by the interface."""


@dataclass(frozen=True)
class Servers:
    """What ``services.cli.place`` finds by settings."""

    database: Database
    bus: Bus

    @property
    def owner_url(self) -> str:
        return self.database.url("owner")

    def database_url(self, role: str) -> str:
        return self.database.url(role)

    def nats_url(self, user: str) -> str:
        return self.bus.url(user)


@dataclass(frozen=True)
class Caller:
    """A program with a bearer token, or without."""

    http: httpx.AsyncClient
    token: str | None

    async def command(
        self, name: str, body: Any, *, key: str | None = None, **more: str
    ) -> httpx.Response:
        """One command as JSON."""
        headers = {} if key is None else {"Idempotency-Key": key}
        return await self.http.post(
            f"/api/v1/commands/{name}", json=body, headers=self._headers({**headers, **more})
        )

    async def send(
        self, name: str, content: Any, *, kind: str = "application/json"
    ) -> httpx.Response:
        """Any bytes at all; an iterator goes in chunks, its length untold."""
        return await self.http.post(
            f"/api/v1/commands/{name}",
            content=content,
            headers=self._headers({"content-type": kind}),
        )

    async def get(self, path: str) -> httpx.Response:
        """A page or list."""
        return await self.http.get(path, headers=self._headers({}))

    async def register(self, person: str, *, key: str | None = None) -> httpx.Response:
        """A command that always finds something to do."""
        body = {"person": person, "name": f"姓名 {person}", "employment": "employed"}
        return await self.command("personnel.RegisterPerson", body, key=key)

    def _headers(self, headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
        bearer = [] if self.token is None else [(b"Authorization", self._bearer(self.token))]
        return bearer + [(name.encode(), value.encode()) for name, value in headers.items()]

    def _bearer(self, token: str) -> bytes:
        return f"Bearer {token}".strip().encode()


@dataclass(frozen=True)
class Address:
    """Where the API is."""

    http: httpx.AsyncClient
    tokens: Tokens

    def caller(self, person: str, *, days: int = 1) -> Caller:
        """A program with a fresh token of a person."""
        secret = fresh()
        now = CLOCK.now()
        self.tokens.keep(secret, person=person, now=now, expires_at=now + timedelta(days=days))
        return Caller(self.http, secret.text)

    def stranger(self, token: str | None = None) -> Caller:
        """A program without a token, or with a made-up one."""
        return Caller(self.http, token)


@asynccontextmanager
async def api_at_work(database: Database, bus: Bus) -> AsyncIterator[Address]:
    """The API as ``starledger serve api`` runs it."""
    stop = asyncio.Event()
    port = ports.any_free()
    app = api_app(Servers(database, bus), Ward())
    serving = asyncio.create_task(serve(app, listener=listener("127.0.0.1", port), stop=stop))
    tokens = Tokens(database.url("access"))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as http:
        try:
            await answering(http)
            yield Address(http, tokens)
        finally:
            stop.set()
            await asyncio.wait_for(serving, 15)
            tokens.close()


async def answering(http: httpx.AsyncClient) -> None:
    """Wait until the API reaches the bus and the store."""
    async with asyncio.timeout(10):
        while True:
            if await _ready(http):
                return
            await asyncio.sleep(0.02)


async def _ready(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/readyz")).status_code == 200
    except httpx.ConnectError:
        return False
