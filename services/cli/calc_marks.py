"""Codes, numbers and sign-ins, JSON in and out. Lifecycle 8, 9; process 13."""

from datetime import time
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from events.scheme_scoring import Part
from services.cli.scheme_reading import BadInput, pack_of, read_as
from services.core import numbers
from services.core import uscc as codes
from services.core.scheme.rules import Rule
from services.core.scheme.sign_in import in_time


def _clock(text: Any) -> time:
    """``HH:MM`` on the wall of the body."""
    if not isinstance(text, str) or len(text) != len("HH:MM"):
        raise ValueError("a time is HH:MM")
    return time.fromisoformat(text)


Clock = Annotated[time, BeforeValidator(_clock)]


class UsccAsked(Part):
    """A code in any spelling."""

    code: str


class NumberAsked(Part):
    """A certificate number in any spelling."""

    number: str


class SignInAsked(Part):
    """A meeting from and until, and the time of the sign-in, on one local day."""

    scheme: str = "gbt-27922"
    kind: Literal["opening", "closing"]
    meeting: tuple[Clock, Clock]
    at: Clock


def uscc(content: Any) -> dict[str, Any]:
    """``{"valid", "normalised", "org_code_valid"}``; the organisation code only warns."""
    code = codes.normalise(read_as(UsccAsked, content).code)
    return {
        "valid": codes.is_valid(code),
        "normalised": code,
        "org_code_valid": codes.org_code_valid(code),
    }


def number(content: Any) -> dict[str, Any]:
    """The parts of a number; ``issuable`` where the body would itself issue such a one."""
    read = numbers.read(read_as(NumberAsked, content).number)
    return {
        "cb": read.cb,
        "yy": read.yy,
        "letters": read.letters,
        "serial": read.serial,
        "recert": read.recert,
        "size": read.size,
        "sub": read.sub,
        "issuable": read.parsed and not read.warnings and "/" not in read.normal,
        "warnings": list(read.warnings),
    }


def sign_in(content: Any) -> dict[str, Any]:
    """``{"ok", "anomaly"}``: an anomaly is recorded, never refused. R-1305."""
    asked = read_as(SignInAsked, content)
    rules = pack_of(asked.scheme).sign_in
    Rule.SCHEME_KNOWS.require(rules is not None, parameter="/sign_in")
    assert rules is not None
    start, end = asked.meeting
    if end < start:
        raise BadInput("meeting: it ends before it starts")
    fine = in_time(rules, asked.kind, start, end, asked.at)
    return {"ok": fine, "anomaly": None if fine else "out_of_window"}
