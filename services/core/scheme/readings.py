"""Contested figures of a scheme: which other reading would change the grade. Scoring 5."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from events.scheme_pack import SchemePack
from services.core.rule import Refused

RESULT_RESTS_ON = ("/scoring/", "/bands/", "/indicators/")
"""Blocks a result follows from; other contested figures cannot change it."""

Result = tuple[Fraction, bool, str | None]
"""Final score, passed, grade."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One contested parameter whose other value leads to another grade."""

    parameter: str
    other_value: str | int | bool | None
    other_final: Fraction
    other_band: str | None
    """None where that reading fails."""


def sensitive(
    pack: SchemePack, result: Result, calculate: Callable[[SchemePack], Result]
) -> tuple[Reading, ...]:
    """Every other reading that changes the grade, in the order the scheme marks them."""
    _final, passed, grade = result
    found = []
    for pointer, value, other in _others(pack):
        try:
            other_final, other_passed, other_grade = calculate(other)
        except Refused:
            continue
        if (other_passed, other_grade) != (passed, grade):
            found.append(Reading(pointer, value, other_final, other_grade))
    return tuple(found)


def _others(pack: SchemePack) -> Iterator[tuple[str, str | int | bool | None, SchemePack]]:
    """The pack with one contested value replaced at a time; a reading it cannot hold is none."""
    plain = pack.model_dump(mode="json")
    for pointer, mark in (pack.marks or {}).items():
        if not mark.contested or not pointer.startswith(RESULT_RESTS_ON):
            continue
        for value in mark.alternatives or ():
            other = _replaced(plain, pointer.split("/")[1:], value)
            try:
                read = SchemePack.model_validate(other)
            except ValidationError:
                continue
            if read != pack:
                yield pointer, value, read


def _replaced(plain: Any, path: list[str], value: Any) -> Any:
    """A copy with the value put at the end of the path; as it was where there is none."""
    if not path:
        return value
    step, *rest = path
    if isinstance(plain, list) and step.isdigit() and int(step) < len(plain):
        place = int(step)
        return [*plain[:place], _replaced(plain[place], rest, value), *plain[place + 1 :]]
    if isinstance(plain, dict) and step in plain:
        return {**plain, step: _replaced(plain[step], rest, value)}
    return plain
