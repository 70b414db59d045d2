"""Reads a request's body: its size, its kind, and one JSON object without tricks."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request

from services.runtime import replies
from services.runtime.replies import Reply

MOST = 1_000_000
"""Bytes of a command; a document of more does not belong in one."""
DEEPEST = 64
DRAINED = 32_000_000
"""Bytes of a body too large that are still taken from its sender, so that the answer is read."""
PATIENCE = 20.0
"""Seconds a body may take to arrive."""


class Unreadable(Exception):
    """The request is answered with this reply and goes no further."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


async def json_object(request: Request) -> dict[str, Any]:
    """The JSON object of the body; Unreadable with 400, 408, 413 or 415."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("application/json", ""):
        raise Unreadable(
            replies.problem(
                415, "Unsupported media type", "请求体须为 application/json。",
                "The body must be application/json.",
            )
        )  # fmt: skip
    content = await _content(request)
    try:
        value = json.loads(content.decode(), object_pairs_hook=_unique, parse_constant=_no_number)
        _require_letters(value)
    except (ValueError, RecursionError) as fault:
        raise Unreadable(_not_json(str(fault))) from fault
    if not isinstance(value, dict):
        raise Unreadable(_not_json("the command is a JSON object"))
    if _depth(value) > DEEPEST:
        raise Unreadable(_not_json("the command is nested too deeply"))
    return value


async def _content(request: Request) -> bytes:
    try:
        async with asyncio.timeout(PATIENCE):
            return await _received(request)
    except TimeoutError as fault:
        raise Unreadable(
            replies.problem(
                408, "Too slow", "请求体未能及时送达。", "The body did not arrive in time."
            )
        ) from fault


async def _received(request: Request) -> bytes:
    """The body. One that is announced as too large is not asked for; any other is read to its end.

    A sender who is cut off while sending never sees why.
    """
    told = request.headers.get("content-length", "0")
    too_large = len(told) > 9 or int(told) > MOST
    if too_large and "expect" in request.headers:
        raise Unreadable(replies.too_large())
    content, taken = bytearray(), 0
    async for chunk in request.stream():
        taken += len(chunk)
        too_large = too_large or taken > MOST
        if taken > DRAINED:
            break
        if not too_large:
            content += chunk
    if too_large:
        raise Unreadable(replies.too_large())
    return bytes(content)


def _unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no JSON number")


def _require_letters(value: Any) -> None:
    """ValueError for half a surrogate pair: such a text cannot be written in any encoding."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as fault:
        raise ValueError("a text holds half a character") from fault


def _depth(value: Any) -> int:
    deepest, waiting = 0, [(value, 1)]
    while waiting:
        each, depth = waiting.pop()
        if isinstance(each, dict):
            waiting += [(inner, depth + 1) for inner in each.values()]
        elif isinstance(each, list):
            waiting += [(inner, depth + 1) for inner in each]
        deepest = max(deepest, depth)
    return deepest


def _not_json(why: str) -> Reply:
    return replies.problem(
        400,
        "Not JSON",
        "请求体不是有效的 JSON 对象。",
        "The body is not a JSON object.",
        why=why[:200],
    )
