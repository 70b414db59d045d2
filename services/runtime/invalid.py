"""What is wrong with a field, said in Chinese and English."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError


@dataclass(frozen=True, slots=True)
class Fault:
    """One field and what is wrong with it."""

    path: str
    """``sites.0.name``; empty for the command itself."""
    message: dict[str, str]


MOST = 100
"""Faults that are told of one command."""

Says = Callable[[Mapping[str, Any]], tuple[str, str]]

_SAYINGS: dict[str, Says] = {
    "missing": lambda _: ("缺少此项", "is required"),
    "extra_forbidden": lambda _: ("没有这一项", "is not a field of this command"),
    "string_type": lambda _: ("须为文本", "must be a text"),
    "string_too_short": lambda c: (
        f"至少 {c['min_length']} 个字符",
        f"must have at least {c['min_length']} characters",
    ),
    "string_too_long": lambda c: (
        f"至多 {c['max_length']} 个字符",
        f"must have at most {c['max_length']} characters",
    ),
    "string_pattern_mismatch": lambda c: (
        f"格式须为 {c['pattern']}",
        f"must match {c['pattern']}",
    ),
    "int_type": lambda _: ("须为整数", "must be a whole number"),
    "int_parsing": lambda _: ("须为整数", "must be a whole number"),
    "int_from_float": lambda _: ("须为整数", "must be a whole number"),
    "bool_type": lambda _: ("须为 true 或 false", "must be true or false"),
    "bool_parsing": lambda _: ("须为 true 或 false", "must be true or false"),
    "greater_than_equal": lambda c: (f"不得小于 {c['ge']}", f"must be at least {c['ge']}"),
    "greater_than": lambda c: (f"须大于 {c['gt']}", f"must be more than {c['gt']}"),
    "less_than_equal": lambda c: (f"不得大于 {c['le']}", f"must be at most {c['le']}"),
    "less_than": lambda c: (f"须小于 {c['lt']}", f"must be less than {c['lt']}"),
    "too_short": lambda c: (f"至少 {c['min_length']} 项", f"needs {c['min_length']} or more"),
    "too_long": lambda c: (f"至多 {c['max_length']} 项", f"may have {c['max_length']} at most"),
    "enum": lambda c: (f"须为下列之一：{c['expected']}", f"must be one of {c['expected']}"),
    "literal_error": lambda c: (f"须为 {c['expected']}", f"must be {c['expected']}"),
    "date_type": lambda _: ("须为日期，如 2026-11-23", "must be a date such as 2026-11-23"),
    "date_parsing": lambda _: ("须为日期，如 2026-11-23", "must be a date such as 2026-11-23"),
    "date_from_datetime_parsing": lambda _: (
        "须为日期，如 2026-11-23",
        "must be a date such as 2026-11-23",
    ),
    "datetime_parsing": lambda _: ("须为时刻（含时区）", "must be a moment with its zone"),
    "timezone_aware": lambda _: ("时刻须含时区", "must carry its zone"),
    "decimal_parsing": lambda _: ("须为十进制数", "must be a decimal number"),
    "list_type": lambda _: ("须为列表", "must be a list"),
    "tuple_type": lambda _: ("须为列表", "must be a list"),
    "frozen_set_type": lambda _: ("须为列表", "must be a list"),
    "set_type": lambda _: ("须为列表", "must be a list"),
    "dict_type": lambda _: ("须为对象", "must be an object"),
    "model_type": lambda _: ("须为对象", "must be an object"),
    "model_attributes_type": lambda _: ("须为对象", "must be an object"),
    "value_error": lambda c: (f"不可用：{c['error']}", str(c["error"])),
}


def faults(error: ValidationError, *, within: str = "") -> Iterator[Fault]:
    """Every fault, in the order of the fields; the value given is not repeated.

    A path that leads through the field ``within`` is told from there on.
    """
    for each in error.errors(include_url=False, include_input=False):
        says = _SAYINGS.get(each["type"])
        zh, en = says(each.get("ctx", {})) if says else ("不符合要求", each["msg"])
        place = each["loc"][1:] if within and each["loc"][:1] == (within,) else each["loc"]
        path = ".".join(str(part) for part in place)
        yield Fault(path, {"zh": f"{path or '命令'}：{zh}", "en": f"{path or 'command'}: {en}"})


def is_no_json(error: ValidationError) -> bool:
    """Whether what was read is not JSON at all."""
    return error.error_count() == 1 and error.errors()[0]["type"] == "json_invalid"


def is_said(kind: str) -> bool:
    """Whether there is a saying for this type of pydantic's errors."""
    return kind in _SAYINGS
