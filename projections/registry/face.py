"""How answers look: page or problem+json by Accept, Chinese or English first."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from events.vocabulary import CertificateStatus
from projections.registry import words
from projections.registry.entry import Body
from projections.registry.problem import Problem


@dataclass(frozen=True, slots=True)
class Asset:
    """A file the page needs."""

    content: bytes
    media_type: str


def _asset(name: str, media_type: str) -> Asset:
    return Asset(files("projections.registry").joinpath("pages", name).read_bytes(), media_type)


ASSETS = {
    "style.css": _asset("style.css", "text/css; charset=utf-8"),
    "seal.svg": _asset("seal.svg", "image/svg+xml"),
}

_EDITION = hashlib.sha256(b"".join(asset.content for asset in ASSETS.values())).hexdigest()[:12]

_HTML, _JSON = ("text/html", "text/*", "application/xhtml+xml"), ("json",)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("projections.registry", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        STATUS=words.STATUS,
        SYMBOL=words.SYMBOL,
        MEANING=words.MEANING,
        ACT=words.ACT,
        HELD=words.HELD,
        NEVER_ISSUED=words.NEVER_ISSUED,
        STATUSES=tuple(CertificateStatus),
        minute=words.minute,
        edition=_EDITION,
    )
    return environment


def wants_json(request: Request) -> bool:
    """Whether JSON is preferred to a page by Accept; a browser and ``*/*`` get the page."""
    for name, value in request.scope["headers"]:
        if name == b"accept":
            return _prefers_json(value)
    return False


@lru_cache(maxsize=1024)
def _prefers_json(accept: bytes) -> bool:
    best_json, best_page = 0.0, 0.0
    for part in accept.decode("latin-1").split(","):
        kind, *parameters = [piece.strip().lower() for piece in part.split(";")]
        weight = _weight(parameters)
        if kind == "application/json" or kind.endswith("+json"):
            best_json = max(best_json, weight)
        elif kind in (*_HTML, "*/*"):
            best_page = max(best_page, weight)
    return best_json > best_page or (best_json == best_page and best_json > 0)


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:])
            except ValueError:
                return 0.0
    return 1.0


@dataclass(slots=True)
class Face:
    """Writes pages; remembers whose register it is for the day the database is away."""

    public_url: str
    filling: Callable[[], bool]
    _templates: Environment = field(default_factory=_environment)
    _body: Body | None = None

    def page(
        self,
        request: Request,
        template: str,
        *,
        body: Body | None,
        position: int | None,
        status: int = 200,
        **values: Any,
    ) -> Response:
        """A page in the language asked for."""
        self._body = body or self._body
        english = request.query_params.get("lang") == "en"
        text = self._templates.get_template(template).render(
            lang="en" if english else "zh",
            body=self._body,
            position=position,
            filling=self.filling(),
            public_url=self.public_url,
            here=self._here(request, english=not english),
            link=lambda number: self.link(request, number),
            **values,
        )
        headers = {"Cache-Control": "no-store", "Vary": "Accept"}
        headers["Content-Language"] = "en, zh-Hans" if english else "zh-Hans, en"
        return HTMLResponse(text, status, headers=headers)

    def problem(self, request: Request, problem: Problem) -> Response:
        """A page that says what is wrong, or problem+json."""
        if wants_json(request):
            answer: Response = JSONResponse(
                problem.as_json(), problem.status, media_type="application/problem+json"
            )
            answer.headers.update({"Cache-Control": "no-store", "Vary": "Accept"})
        else:
            answer = self.page(
                request,
                "problem.html",
                status=problem.status,
                body=None,
                position=None,
                problem=problem,
            )
        answer.headers.update(problem.headers)
        return answer

    def link(self, request: Request, number: str) -> str:
        """The address of an entry, in the language of this page."""
        english = request.query_params.get("lang") == "en"
        return f"/certificates/{quote(number)}{'?lang=en' if english else ''}"

    def _here(self, request: Request, *, english: bool) -> str:
        """This very page in the other language."""
        others = [(name, text) for name, text in request.query_params.items() if name != "lang"]
        query = urlencode([*others, *([("lang", "en")] if english else [])])
        return f"{quote(request.url.path)}{'?' + query if query else ''}"
