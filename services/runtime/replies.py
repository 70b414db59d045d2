"""What a command is answered with: an HTTP status and the body of the interface. RFC 9457."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import structlog
from pydantic import ValidationError

from events.catalogue import UnknownEvent
from services.core.rule import Refused
from services.runtime.append import StoreUnavailable
from services.runtime.handler import Answer, Busy, NotAllowed, Reused
from services.runtime.invalid import MOST, faults, is_no_json
from services.runtime.keys import Erased
from services.runtime.sentences import filled

log = structlog.get_logger()

RETRY_SECONDS = "1"
_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str)


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, body and headers of one answer; the same on the bus and over HTTP."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)

    def encode(self) -> bytes:
        """As it travels on the bus."""
        told = {"status": self.status, "body": self.body, "headers": self.headers}
        return _WRITER.encode(told).encode()

    @classmethod
    def decode(cls, text: bytes) -> "Reply":
        """What :meth:`encode` wrote."""
        return cls(**json.loads(text))


def answered(command: str, handle: Callable[[], Answer]) -> Reply:
    """The reply to a command being handled; a fault of ours is not caught."""
    try:
        return recorded(handle())
    except Refused as refusal:
        return refused(refusal)
    except NotAllowed:
        return not_allowed(command)
    except Reused:
        return reused()
    except Erased:
        return erased()
    except Busy:
        return unavailable("nothing")
    except UnknownEvent as fault:  # a newer instance beside this one will do it
        log.error("command.outdated", command=command, type=fault.name, position=fault.position)
        return unavailable("nothing")
    except StoreUnavailable as fault:
        return unavailable(fault.outcome)


def recorded(answer: Answer) -> Reply:
    """200: what was recorded; empty when there was nothing to do."""
    body: dict[str, Any] = {
        "recorded": [
            {
                "position": noted.position,
                "type": noted.type,
                "stream": noted.stream,
                "version": noted.version,
                "event": noted.event.model_dump(mode="json"),
            }
            for noted in answer.recorded
        ]
    }
    if answer.repeated:
        body["repeated"] = True
    return Reply(200, body)


def refused(refusal: Refused) -> Reply:
    """409: a rule says no; code, rule, clause, sentence and the facts that led to it."""
    rule = refusal.rule
    return problem(
        409,
        "Refused",
        filled(rule.zh, refusal.facts, language="zh"),
        filled(rule.en, refusal.facts, language="en"),
        code=rule.code,
        rule=rule.rule,
        clause=rule.clause,
        facts=refusal.facts,
    )


def not_allowed(command: str) -> Reply:
    """403: none of the actor's roles may ask for this. Process 0.1."""
    return problem(
        403,
        "Role not allowed",
        "您的角色不能提出此项请求。",
        "None of your roles may give this command.",
        code="ROLE_NOT_ALLOWED",
        rule="H-0001",
        clause="house rule",
        facts={"command": command},
    )


def unknown_command(command: str) -> Reply:
    """404: nobody can do this."""
    return problem(
        404,
        "Unknown command",
        f"没有名为 {command} 的命令。",
        f"There is no command {command}; `starledger commands` lists them.",
    )


def invalid(fault: ValidationError, *, within: str = "") -> Reply:
    """422: every field that is not as it must be, each with its sentence; 400 for no JSON.

    ``within`` is the field of a request that holds the command.
    """
    if is_no_json(fault):
        return not_json()
    told = [{"path": f.path, "message": f.message} for f in faults(fault, within=within)]
    return _unprocessable(told[:MOST])


def not_json(why: str = "") -> Reply:
    """400: what came is no JSON object."""
    more: dict[str, Any] = {"why": why[:200]} if why else {}
    return problem(
        400, "Not JSON", "请求体不是有效的 JSON 对象。", "The body is not a JSON object.", **more
    )


def too_large() -> Reply:
    """413: a document of more than that does not belong in a command."""
    return problem(413, "Content too large", "请求体不得超过 1 MB。", "A command has at most 1 MB.")


def erased() -> Reply:
    """409: the person's data were erased for good, so nothing about them can be recorded."""
    return problem(
        409,
        "Refused",
        "此人员的个人信息已依法删除，不得再次登记。",
        "This person's data were erased; nothing about them can be recorded again.",
        code="PERSON_ERASED",
        rule="H-0002",
        clause="PIPL art. 47",
        facts={},
    )


def reused() -> Reply:
    """422: the key is known with another command."""
    message = {
        "zh": "此 Idempotency-Key 已用于另一条命令。",
        "en": "This Idempotency-Key was used for another command.",
    }
    return _unprocessable([{"path": "Idempotency-Key", "message": message}])


def unavailable(outcome: Literal["nothing", "unknown"]) -> Reply:
    """503: repeat with the same key; ``outcome`` says whether anything may have been written."""
    known = outcome == "nothing"
    return problem(
        503,
        "Unavailable",
        "服务暂时不可用，未写入任何内容；请用同一个键重试。"
        if known
        else "服务没有及时答复，结果未知；请用同一个键重试，不会重复写入。",
        "The service is away; nothing was written. Repeat with the same key."
        if known
        else "No answer in time; the outcome is unknown. Repeat with the same key.",
        headers={"Retry-After": RETRY_SECONDS},
        outcome=outcome,
    )


def broken() -> Reply:
    """500: a fault of ours, logged where it happened."""
    return problem(500, "Internal error", "内部错误，已记录。", "A fault of ours; it was logged.")


def problem(
    status: int,
    title: str,
    zh: str,
    en: str,
    *,
    headers: dict[str, str] | None = None,
    **more: Any,
) -> Reply:
    """An RFC 9457 problem with its sentence in Chinese and English."""
    kind = str(more.get("code", title)).lower().replace("_", "-").replace(" ", "-")
    body = {
        "type": f"urn:starledger:problem:{kind}",
        "title": title,
        "status": status,
        **more,
        "sentence": {"zh": zh, "en": en},
    }
    return Reply(status, json.loads(json.dumps(body, default=_plain)), headers or {})


def _unprocessable(errors: Sequence[dict[str, Any]]) -> Reply:
    return problem(
        422,
        "Unprocessable command",
        "请求内容不符合要求，未记录任何内容。",
        "The command is not as it must be; nothing was recorded.",
        errors=list(errors),
    )


def _plain(value: Any) -> Any:
    return sorted(map(str, value)) if isinstance(value, set | frozenset) else str(value)
