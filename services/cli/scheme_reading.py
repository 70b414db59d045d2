"""What the offline commands read: JSON texts, rule packs by name or path; faults name the field."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from events.scheme_pack import SchemePack
from services.cli.telling import REFUSED, WRONG_USE, complain, say_json, stop
from services.core.rule import Refused
from services.runtime.packs import shipped, shipped_names
from services.runtime.sentences import filled

M = TypeVar("M", bound=BaseModel)


class BadInput(Exception):
    """Something given cannot be read; the message names the field."""


def plain(text: str) -> Any:
    """A JSON document; figures with a point stay exact."""
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=_no_number)
    except ValueError as fault:
        raise BadInput(f"this is no JSON: {fault}") from fault


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def read_as(model: type[M], content: Any) -> M:
    """The content as that model; BadInput names every field that is amiss."""
    if not isinstance(content, Mapping):
        raise BadInput("a JSON object is expected")
    try:
        return model.model_validate(content)
    except ValidationError as fault:
        raise BadInput("; ".join(_named(error) for error in fault.errors())) from fault


def _named(error: Any) -> str:
    path = ".".join(str(step) for step in error["loc"])
    message = str(error["msg"]).removeprefix("Value error, ")
    return f"{path}: {message}" if path else message


def file_text(name: str) -> str:
    """What a file holds; BadInput where there is none that can be read."""
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadInput(f"{name}: {fault}") from fault


def pack_of(name: str) -> SchemePack:
    """A rule pack by path, by ``ID@VERSION``, or the newest shipped of an id."""
    if name.endswith(".json") or "/" in name:
        return read_as(SchemePack, plain(file_text(name)))
    packs = [shipped(each) for each in shipped_names()]
    found = [pack for pack in packs if name in (pack.ref, pack.scheme_id)]
    if not found:
        known = ", ".join(pack.ref for pack in packs)
        raise BadInput(f"scheme: {name} is not shipped; shipped are {known}")
    return max(found, key=lambda pack: (pack.as_of, pack.version))


def refusal(fault: Refused) -> dict[str, Any]:
    """``{"refused", "rule", "message"}``: code, rule id and both sentences."""
    message = {
        "zh": filled(fault.rule.zh, fault.facts, language="zh"),
        "en": filled(fault.rule.en, fault.facts, language="en"),
    }
    return {"refused": fault.rule.code, "rule": fault.rule.rule, "message": message}


class answering:
    """Turns a refusal into JSON and exit 1, bad input into one line and exit 2."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, fault: BaseException | None, trace: object) -> None:
        if isinstance(fault, Refused):
            say_json(refusal(fault))
            raise stop(REFUSED) from fault
        if isinstance(fault, BadInput):
            complain(str(fault))
            raise stop(WRONG_USE) from fault
