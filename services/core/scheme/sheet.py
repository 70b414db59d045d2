"""A score sheet: what was found for every indicator, as it is entered. Scoring 3, 7."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, Self

from pydantic import Field, model_validator

from events.scheme_scoring import Code, Count, Part
from events.vocabulary import Exact, SchemeRef, Text

Result = Literal["met", "not_met", "sampled", "ratio", "graded", "excluded"]

INPUTS: Mapping[Result, tuple[str, ...]] = MappingProxyType(
    {
        "met": (),
        "not_met": (),
        "sampled": ("checked", "nonconforming"),
        "ratio": ("base", "present"),
        "graded": ("points",),
        "excluded": (),
    }
)
"""What each result is made of; nothing else may be given with it."""


class Finding(Part):
    """What was found for one indicator. Scoring 3."""

    indicator: Code
    result: Result
    checked: int | None = Field(default=None, strict=True, ge=1)
    """Samples looked at, of which ``nonconforming`` did not conform."""
    nonconforming: Count | None = None
    base: Count | None = None
    """People the need is counted from, of whom ``present`` meet it."""
    present: Count | None = None
    points: Exact | None = None
    """Of a graded indicator: points given."""
    reason: Text | None = None
    evidence: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Each result with its own figures, all of them and no others."""
        wanted = INPUTS[self.result]
        for name in ("checked", "nonconforming", "base", "present", "points"):
            given = getattr(self, name) is not None
            if given != (name in wanted):
                word = "needs" if name in wanted else "has no"
                raise ValueError(f"{self.indicator}: a result {self.result} {word} {name}")
        if (self.nonconforming or 0) > (self.checked or 0):
            raise ValueError(f"{self.indicator}: nonconforming is more than checked")
        return self


class SpecialDeduction(Part):
    """One fact of 特别扣分, outside the scored points. GB/T 27922-2011 6."""

    category: Code
    reason: Text
    evidence: tuple[Text, ...] = ()


class SpecialBonus(Part):
    """One strength beyond legal demand. GB/T 27922-2011 6."""

    reason: Text
    evidence: tuple[Text, ...] = ()


class ScoreSheet(Part):
    """Every finding of a case, with special deductions and bonuses. Scoring 7."""

    scheme: SchemeRef | None = None
    client_class: Code | None = None
    """May be left out where the scheme knows one class only."""
    findings: tuple[Finding, ...]
    special_deductions: tuple[SpecialDeduction, ...] = ()
    special_bonuses: tuple[SpecialBonus, ...] = ()
