"""One text for one content: canonical JSON, and its SHA-256, so that the same says the same."""

import hashlib
import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from events.vocabulary import exact_text
from events.wire import moment_text

_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(content: BaseModel | Mapping[str, Any]) -> bytes:
    """UTF-8 JSON: keys sorted, no spaces, exact numbers as text; TypeError for a float."""
    return _text(_plain(content)).encode()


def digest(content: BaseModel | Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON, in lower-case hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def _text(plain: Any) -> str:
    return _WRITER.encode(plain)


def _plain(value: Any) -> Any:
    if value is None or (isinstance(value, str | int) and not isinstance(value, Enum)):
        return value  # most are so
    match value:
        case BaseModel():
            return _plain(value.model_dump(by_alias=True))
        case Mapping():
            return {_key(key): _plain(each) for key, each in value.items()}
        case Enum():
            return _plain(value.value)
        case Fraction() | Decimal():
            return exact_text(Fraction(value))
        case datetime():
            return moment_text(value)
        case date():
            return value.isoformat()
        case list() | tuple():
            return [_plain(each) for each in value]
        case AbstractSet():
            return sorted((_plain(each) for each in value), key=_text)
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"{key!r} cannot be a key")
    return str(key)
