"""The public lookup page: reads the register, writes nothing. ISO/IEC 17065 7.8, 4.6."""

import hashlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from pydantic_core import to_json
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from projections.reader import Unavailable
from projections.registry import asked
from projections.registry.entry import act_as_json
from projections.registry.face import ASSETS, Face, wants_json
from projections.registry.guard import GUARDING, App, Guard, Scope, Share
from projections.registry.names import could_be_issued, main_number_of, number_of
from projections.registry.problem import (
    AWAY,
    BROKEN,
    NO_SUCH_PAGE,
    ONLY_READING,
    Problem,
    too_many,
)
from projections.registry.queries import Register
from projections.registry.words import NEVER_ISSUED
from services.core.context import ZONE

Handler = Callable[[Request], Awaitable[Response]]


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the page is told when it is put together."""

    database_url: str
    """Of the role ``starledger_lookup``, which can only read the register."""
    public_url: str
    """Where the public finds this page; printed on every sheet."""
    now: Callable[[], datetime]
    """The present moment, aware."""
    filling: Callable[[], bool] = _never
    """Whether the body is just being driven through its past days."""
    share: Share = field(default_factory=Share)
    pool_size: int = 4
    tick: Callable[[], float] = time.monotonic


def create_app(lookup: Lookup) -> Starlette:
    """The page as an ASGI application; its lifespan opens and closes the connections."""
    register = Register(lookup.database_url, pool_size=lookup.pool_size)
    face = Face(public_url=lookup.public_url.rstrip("/"), filling=lookup.filling)
    desk = Desk(register, face, lookup.now)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        await register.open()
        try:
            yield
        finally:
            await register.close()

    return Starlette(
        lifespan=lifespan,
        routes=desk.routes(),
        middleware=[
            Middleware(Guard, share=lookup.share, tick=lookup.tick, refuse=desk.refuse),
        ],
        exception_handlers={
            Problem: desk.problem,
            HTTPException: desk.http,
            Unavailable: desk.away,
            Exception: desk.broken,
        },
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the public asks: one method a route, one a kind of trouble."""

    register: Register
    face: Face
    now: Callable[[], datetime]

    def routes(self) -> list[BaseRoute]:
        """Every route of the page; all of them only read."""
        answers: dict[str, Handler] = {
            "/certificates/{number}": self.entry,  # what is asked most is looked for first
            "/certificates/{number}/history": self.history,
            "/certificates": self.list,
            "/": self.home,
            "/healthz": self.healthy,
            "/readyz": self.ready,
            "/assets/{name}": self.asset,
        }
        return [Route(path, answer, methods=["GET", "HEAD"]) for path, answer in answers.items()]

    async def home(self, request: Request) -> Response:
        """The search field and what the five words mean."""
        state = await self.register.state()
        return self.face.page(request, "home.html", body=state.body, position=state.position)

    async def list(self, request: Request) -> Response:
        """Certificates found by number, credit code or part of a name."""
        query, now = request.query_params, self.now()
        if wants_json(request):
            asked.only(query, "q", "status", "grade", "cursor")
        wanted = asked.wanted(query, now)
        listed = await self.register.list(wanted)
        entries = [found.entry(wanted.day, now) for found in listed.items]
        if wants_json(request):
            items = [entry.as_json() for entry in entries]
            return _json({"items": items, "next": listed.next, "position": listed.position})
        if [found.number for found in listed.items] == [wanted.sought.numbers[0]]:
            return RedirectResponse(self.face.link(request, listed.items[0].number), 303)
        return self.face.page(
            request,
            "results.html",
            body=listed.body,
            position=listed.position,
            wanted=wanted,
            entries=entries,
            next=listed.next,
            looks_like_number=could_be_issued(wanted.sought.numbers[0])
            and any(sign.isdigit() for sign in wanted.sought.numbers[0]),
        )

    async def entry(self, request: Request) -> Response:
        """The answer for a day, as the record showed it at a moment."""
        query, now = _query(request), self.now()
        as_json = wants_json(request)
        if as_json:
            asked.only(query, "effective", "known")
        question = asked.question(query, now)
        number = number_of(request.path_params["number"])
        found = await self.register.entry(number)
        if found.certificate is None and found.held_since is None:
            return await self._never_issued(request, number)
        entry = found.entry(question.effective, question.known)
        if as_json:
            return _json(entry.as_json())
        return self.face.page(
            request,
            "entry.html",
            body=found.body,
            position=found.position,
            entry=entry,
            question=question,
            today=found.entry(now.astimezone(ZONE).date(), now),
        )

    async def history(self, request: Request) -> Response:
        """Every public act on a certificate."""
        if wants_json(request):
            asked.only(request.query_params)
        number, now = number_of(request.path_params["number"]), self.now()
        found = await self.register.entry(number)
        if found.certificate is None and found.held_since is None:
            return await self._never_issued(request, number)
        entry = found.entry(now.astimezone(ZONE).date(), now)
        if wants_json(request):
            items = [] if entry.held else [act_as_json(act) for act in entry.history]
            return _json(
                {"items": items, "next": None, "position": found.position, "held": entry.held}
            )
        return self.face.page(
            request, "history.html", body=found.body, position=found.position, entry=entry
        )

    async def _never_issued(self, request: Request, number: str) -> Response:
        if not could_be_issued(number) and number.endswith(".PDF"):
            return self.face.problem(request, NO_SUCH_PAGE)
        if wants_json(request):
            return self.face.problem(request, Problem(404, NEVER_ISSUED))
        main = main_number_of(number)
        known_main = main != number and (await self.register.entry(main)).certificate is not None
        state = await self.register.state()
        return self.face.page(
            request,
            "never.html",
            status=404,
            body=state.body,
            position=state.position,
            number=number,
            main=main if known_main else None,
        )

    async def healthy(self, _request: Request) -> Response:
        """Whether the process answers at all."""
        return _json({"healthy": True})

    async def ready(self, _request: Request) -> Response:
        """Whether the register can be read; how far it is, how many streams are parked."""
        try:
            state = await self.register.state()
        except Unavailable as fault:
            told = {"ready": False, "missing": {"register": str(fault)}}
            return JSONResponse(told, 503, headers={"Retry-After": "5"})
        return _json({"ready": True, "position": state.position, "parked": state.parked})

    async def asset(self, request: Request) -> Response:
        """The style sheet and the seal; their address changes with their content."""
        found = ASSETS.get(request.path_params["name"])
        if found is None:
            return self.face.problem(request, NO_SUCH_PAGE)
        kept = "public, max-age=31536000, immutable"
        tag = f'"{hashlib.sha256(found.content).hexdigest()[:16]}"'
        headers = {"Cache-Control": kept, "ETag": tag}
        return Response(found.content, media_type=found.media_type, headers=headers)

    def refuse(self, scope: Scope, seconds: float) -> App:
        """The answer to a client that asked more than its share."""
        return self.face.problem(Request(scope), too_many(max(1, round(seconds + 0.5))))

    async def problem(self, request: Request, problem: Exception) -> Response:
        """A request that cannot be answered as asked."""
        assert isinstance(problem, Problem)
        return self.face.problem(request, problem)

    async def http(self, request: Request, fault: Exception) -> Response:
        """No such route, or another method than reading."""
        status = fault.status_code if isinstance(fault, HTTPException) else 404
        return self.face.problem(request, ONLY_READING if status == 405 else NO_SUCH_PAGE)

    async def away(self, request: Request, _fault: Exception) -> Response:
        """The database does not answer; nothing is said of any certificate."""
        return self.face.problem(request, AWAY)

    async def broken(self, request: Request, _fault: Exception) -> Response:
        """A fault of ours; the server logs it with its trace."""
        answer = self.face.problem(request, BROKEN)
        answer.headers.update(GUARDING)  # this answer is given outside the guard
        return answer


def _query(request: Request) -> Mapping[str, str]:
    return request.query_params if request.scope["query_string"] else {}


def _json(body: object) -> Response:
    return Response(to_json(body), media_type="application/json", headers=_FRESH)


_FRESH = {"Cache-Control": "no-store", "Vary": "Accept"}
