"""The arithmetic told step by step, so that it can be done again on paper. Scoring 7."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from events.vocabulary import exact_text

Operand = Fraction | int | str | bool | None


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step: its name, the indicator or section it is about, its operands, its value."""

    step: str
    indicator: str | None
    operands: Mapping[str, str]
    value: str


@dataclass(slots=True)
class Trace:
    """Steps in the order they were taken."""

    steps: list[TraceStep] = field(default_factory=list)

    def note(
        self, step: str, value: Operand, *, indicator: str | None = None, **operands: Operand
    ) -> None:
        """One more step; every operand and value as an exact text."""
        told = {name: plain(each) for name, each in operands.items()}
        self.steps.append(TraceStep(step, indicator, told, plain(value)))


def plain(value: Operand) -> str:
    """Exact numbers as decimals or p/q, words as they are."""
    match value:
        case None:
            return "-"
        case bool():
            return "true" if value else "false"
        case Fraction():
            return exact_text(value)
        case _:
            return str(value)
