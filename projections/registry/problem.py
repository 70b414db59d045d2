"""A request that cannot be answered as asked, in Chinese and English. RFC 9457."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from projections.registry.words import Words


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field."""

    path: str
    message: Words


@dataclass
class Problem(Exception):
    """Raised anywhere below a route; answered as a page or as problem+json.

    Not frozen: Python writes the traceback into it.
    """

    status: int
    sentence: Words
    errors: tuple[FieldFault, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The name of the HTTP status."""
        return HTTPStatus(self.status).phrase

    def as_json(self) -> dict[str, Any]:
        """The body of an application/problem+json answer."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "sentence": self.sentence.as_json(),
        }
        if self.errors:
            body["errors"] = [
                {"path": fault.path, "message": fault.message.as_json()} for fault in self.errors
            ]
        if self.status == HTTPStatus.SERVICE_UNAVAILABLE:
            body["outcome"] = "nothing"
        return body


NO_SUCH_PAGE = Problem(404, Words("没有这个页面。", "There is no such page."))
ONLY_READING = Problem(
    405,
    Words("本页只供查询。", "This register can only be read."),
    headers={"Allow": "GET, HEAD"},
)
AWAY = Problem(
    503,
    Words(
        "登记簿暂时无法读取，请稍后再试；这不说明任何证书的状态。",
        "The register cannot be read just now; try again shortly. "
        "This says nothing about any certificate.",
    ),
    headers={"Retry-After": "5"},
)
BROKEN = Problem(
    500,
    Words(
        "本页出了差错，已记录；这不说明任何证书的状态。",
        "Something went wrong here and was logged. This says nothing about any certificate.",
    ),
)


def too_many(seconds: int) -> Problem:
    """429: this client asked more than its share."""
    return Problem(
        429,
        Words(
            f"查询过于频繁，请在 {seconds} 秒后再试。",
            f"Too many requests; try again in {seconds} seconds.",
        ),
        headers={"Retry-After": str(seconds)},
    )
