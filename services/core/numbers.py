"""Certificate numbers: issued strictly by a template, read tolerantly. Lifecycle 8."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from services.core import uscc

normalise = uscc.normalise
"""One normal form for what is stored and what is searched."""

TOKENS = frozenset({"cb3", "yy", "letters", "serial", "recert", "size"})
ISSUED = re.compile(r"[0-9A-Z]{8,24}")
APPROVAL = re.compile(
    r"CNCA-R-[0-9]{4}-(?P<domestic>[0-9]{3})|CNCA-RF-[0-9]{4}-(?P<foreign>[0-9]{2})"
)
READ = re.compile(
    r"(?P<cb>[0-9]{3})(?P<yy>[0-9]{2})(?P<letters>[A-Z]{1,4})(?P<serial>[0-9]{3,6})"
    r"R(?P<recert>[0-9]{1,2})(?P<size>[SML])(?:[-/](?P<sub>[0-9]{1,4}))?"
)


def body_digits(approval_no: str) -> str:
    """Three digits that stand for the body; a foreign-invested body's two behind a zero."""
    known = APPROVAL.fullmatch(approval_no)
    if known is None:
        raise ValueError(f"not an approval number: {approval_no}")
    return known["domestic"] or f"0{known['foreign']}"


def series(approval_no: str, year: int, letters: str) -> str:
    """The printed prefix a serial counts under: body, two digits of the year, letters."""
    return f"{body_digits(approval_no)}{year % 100:02d}{letters}"


def size_of(headcount: int, size_bands: Mapping[str, int | None]) -> str:
    """The letter of the smallest size that holds the covered people; limits are inclusive."""
    limits = sorted(
        ((limit, letter) for letter, limit in size_bands.items() if limit is not None),
    )
    unlimited = next((letter for letter, limit in size_bands.items() if limit is None), None)
    letter = next((letter for limit, letter in limits if headcount <= limit), unlimited)
    if letter is None:
        raise ValueError(f"no size holds {headcount} people")
    return letter


def issue(  # noqa: PLR0913 - one argument for each thing a number is made of
    pattern: str,
    *,
    approval_no: str,
    year: int,
    letters: str,
    serial: int,
    serial_digits: int,
    recert: int,
    headcount: int,
    size_bands: Mapping[str, int | None],
) -> str:
    """The number to issue; ValueError where a template or a part of it does not fit."""
    if not 1 <= serial < 10**serial_digits:
        raise ValueError(f"serial {serial} does not fit {serial_digits} digits")
    if not 0 <= recert <= 99:
        raise ValueError(f"recertification count {recert} does not fit two digits")
    parts = {
        "cb3": body_digits(approval_no),
        "yy": f"{year % 100:02d}",
        "letters": letters,
        "serial": f"{serial:0{serial_digits}d}",
        "recert": str(recert),
        "size": size_of(headcount, size_bands),
    }
    check_template(pattern)
    number = re.sub(r"\{(\w+)\}", lambda token: parts[token[1]], pattern)
    if not ISSUED.fullmatch(number):
        raise ValueError(f"{number} is not a certificate number")
    return number


def check_template(pattern: str) -> None:
    """ValueError unless tokens are known, used once, and make a number unique."""
    tokens = re.findall(r"\{(\w*)\}", pattern)
    if not set(tokens) <= TOKENS or len(set(tokens)) != len(tokens):
        raise ValueError(f"unknown or repeated token in {pattern}")
    if not {"cb3", "yy", "letters", "serial"} <= set(tokens):
        raise ValueError(f"{pattern} does not make a number unique")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a number says; every part is None where it is of no known shape."""

    text: str
    """Word for word as it was given."""
    normal: str
    cb: str | None = None
    yy: str | None = None
    letters: str | None = None
    serial: str | None = None
    recert: int | None = None
    size: str | None = None
    sub: int | None = None
    warnings: tuple[str, ...] = ()
    """``SERIAL_LENGTH``, ``SIZE_MISMATCH``; or ``UNPARSED`` alone."""

    @property
    def parsed(self) -> bool:
        """Whether its shape is known; an unparsed number is kept and searchable all the same."""
        return self.cb is not None

    @property
    def main(self) -> str:
        """The number of the main certificate, in normal form."""
        return re.sub(r"[-/][0-9]{1,4}$", "", self.normal) if self.parsed else self.normal


def read(
    text: str, *, headcount: int | None = None, size_bands: Mapping[str, int | None] | None = None
) -> Reading:
    """The parts of a number in any spelling; never a refusal. Lifecycle 8."""
    normal = normalise(text)
    shape = READ.fullmatch(normal)
    if shape is None:
        return Reading(text=text, normal=normal, warnings=("UNPARSED",))
    warnings = []
    if len(shape["serial"]) not in (4, 5):
        warnings.append("SERIAL_LENGTH")
    if headcount is not None and size_bands and shape["size"] != size_of(headcount, size_bands):
        warnings.append("SIZE_MISMATCH")
    return Reading(
        text=text,
        normal=normal,
        cb=shape["cb"],
        yy=shape["yy"],
        letters=shape["letters"],
        serial=shape["serial"],
        recert=int(shape["recert"]),
        size=shape["size"],
        sub=int(shape["sub"]) if shape["sub"] else None,
        warnings=tuple(warnings),
    )
