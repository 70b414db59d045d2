"""What one indicator earns by what was found. Scoring 3."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from events.scheme_scoring import Indicator, Ratio, Scoring
from events.vocabulary import exact_text
from services.core.scheme.rules import Rule
from services.core.scheme.sheet import Finding

ROUNDINGS: Mapping[str, Callable[[Fraction], int]] = {
    "ceil": ceil,
    "floor": floor,
    "half_up": lambda need: floor(need + Fraction(1, 2)),
}
RESULTS: Mapping[str, frozenset[str]] = {
    "qualitative": frozenset({"met", "not_met"}),
    "sampled": frozenset({"sampled"}),
    "ratio": frozenset({"ratio"}),
    "graded": frozenset({"graded"}),
}
"""Kind → results it takes; every leaf may be excluded where the scheme lets it."""


@dataclass(frozen=True, slots=True)
class Award:
    """Points earned, how, and the figures they follow from."""

    step: str
    operands: Mapping[str, Fraction | int | str]
    points: Fraction


def award(leaf: Indicator, finding: Finding, worth: Fraction, scoring: Scoring) -> Award:
    """What a finding earns of what the indicator is worth; Refused where it does not fit."""
    _require_result_of_kind(leaf, finding, scoring)
    match finding.result:
        case "met":
            return Award("qualitative", {"points": worth, "result": "met"}, worth)
        case "not_met":
            return Award("qualitative", {"points": worth, "result": "not_met"}, Fraction(0))
        case "sampled":
            return _sampled(finding, worth, scoring)
        case "ratio":
            Rule.SCHEME_KNOWS.require(leaf.ratio is not None, parameter=f"{leaf.id}/ratio")
            assert leaf.ratio is not None
            return _ratio(finding, worth, leaf.ratio)
        case "graded":
            given = finding.points or Fraction(0)
            Rule.POINTS_ARE_WITHIN_REACH.require(
                0 <= given <= worth, indicator=leaf.id, most=exact_text(worth)
            )
            return Award("graded", {"points": worth, "given": given}, given)
        case _:
            raise ValueError(f"{finding.indicator}: an excluded indicator earns nothing")


def _require_result_of_kind(leaf: Indicator, finding: Finding, scoring: Scoring) -> None:
    """An indicator also takes the results of its alternative kind."""
    taken = RESULTS[leaf.kind] | RESULTS.get(leaf.alternative_kind or "", frozenset())
    if leaf.kind == "qualitative" and scoring.qualitative_award == "graded":
        taken |= RESULTS["graded"]
    Rule.RESULT_FITS_THE_KIND.require(
        finding.result in taken, indicator=leaf.id, kind=leaf.kind, result=finding.result
    )


def _sampled(finding: Finding, worth: Fraction, scoring: Scoring) -> Award:
    checked, nonconforming = finding.checked or 0, finding.nonconforming or 0
    operands: dict[str, Fraction | int | str] = {
        "points": worth,
        "checked": checked,
        "nonconforming": nonconforming,
    }
    if scoring.sampled_award == "all_or_nothing":
        return Award("sampled_all_or_nothing", operands, Fraction(0) if nonconforming else worth)
    return Award("sampled", operands, worth * (checked - nonconforming) / checked)


def _ratio(finding: Finding, worth: Fraction, ratio: Ratio) -> Award:
    """GB/T 27922-2011 5.1.2.2: so many of a hundred, at least a minimum."""
    base, present = finding.base or 0, finding.present or 0
    need = ROUNDINGS[ratio.need_rounding](base * ratio.percent / 100)
    required = max(ratio.need_minimum, need)
    operands: dict[str, Fraction | int | str] = {
        "points": worth,
        "base": base,
        "percent": ratio.percent,
        "required": required,
        "present": present,
    }
    if present >= required:
        share = Fraction(1)
    elif ratio.award == "all_or_nothing":
        share = Fraction(0)
    else:
        share = Fraction(present, required)
    return Award(f"ratio_{ratio.award}", operands, worth * share)
