"""What somebody typed into the search field, and where in the list they are. Pure."""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import date

from projections.registry.names import bigrams, folded, main_number_of, number_of

_USCC = re.compile(r"[0-9A-HJ-NP-RTUWXY]{18}")


class CursorUnreadable(Exception):
    """A cursor this register never gave."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A text, read as a number, as a credit code and as part of a name all at once."""

    text: str
    numbers: tuple[str, ...]
    """The number and, for a sub-number, its main one."""
    uscc: str | None
    name: str
    """Folded; every pair of its signs is in ``pairs``."""
    pairs: tuple[str, ...]

    @property
    def too_short(self) -> bool:
        """One sign would match half the register."""
        return 0 < len(self.name) < 2

    @property
    def empty(self) -> bool:
        """Nothing was asked for in particular."""
        return not self.name


def sought(text: str) -> Sought:
    """``text`` as a number, a credit code and a part of a name."""
    number = number_of(text)
    return Sought(
        text=text.strip(),
        numbers=tuple(dict.fromkeys((number, main_number_of(number)))),
        uscc=number if _USCC.fullmatch(number) else None,
        name=folded(text),
        pairs=tuple(bigrams(text)),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """The last line of a page: newest awards first, then by number."""

    awarded_on: date
    number: str

    @property
    def cursor(self) -> str:
        """Handed out as ``next``."""
        return base64.urlsafe_b64encode(f"{self.awarded_on} {self.number}".encode()).decode()


def place(cursor: str) -> Place:
    """The place a cursor stands for; CursorUnreadable for one we did not give."""
    try:
        day, number = base64.urlsafe_b64decode(cursor.encode()).decode().split(" ")
        return Place(date.fromisoformat(day), number_of(number))
    except (binascii.Error, ValueError) as fault:
        raise CursorUnreadable from fault
