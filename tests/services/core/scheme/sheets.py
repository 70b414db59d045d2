"""Sheets for the demonstration pack, to be changed by a test."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from events.scheme_pack import SchemePack
from events.scheme_scoring import Indicator
from services.core.scheme.sheet import Finding, ScoreSheet, SpecialBonus, SpecialDeduction
from services.core.scheme.tree import leaves
from services.runtime.packs import shipped
from tests.services.schemes.packs import changed

DEMO = shipped("gbt-27922-demo")
FULL: dict[str, dict[str, Any]] = {
    "qualitative": {"result": "met"},
    "sampled": {"result": "sampled", "checked": 10, "nonconforming": 0},
    "ratio": {"result": "ratio", "base": 20, "present": 2},
    "graded": {"result": "graded"},
}


def full(leaf: Indicator) -> Finding:
    more = {"points": leaf.points} if leaf.kind == "graded" else {}
    return Finding(indicator=leaf.id, **FULL[leaf.kind], **more)


def finding(indicator: str, result: str, **inputs: Any) -> Finding:
    return Finding.model_validate({"indicator": indicator, "result": result, **inputs})


def excluded(indicator: str) -> Finding:
    return finding(indicator, "excluded", reason="does not apply")


def sheet(
    *findings: Finding, pack: SchemePack = DEMO, special: int = 0, bonuses: int = 0
) -> ScoreSheet:
    """Everything in full but the findings given."""
    given = {each.indicator: each for each in findings}
    return ScoreSheet(
        findings=tuple(given.pop(leaf.id, full(leaf)) for leaf in leaves(pack.indicators))
        + tuple(given.values()),
        special_deductions=special * (SpecialDeduction(category="law", reason="a fact"),),
        special_bonuses=bonuses * (SpecialBonus(reason="leads the trade"),),
    )


def graded_pack(*, scale: str = "100", change: Any = None) -> SchemePack:
    """The demonstration pack with one graded leaf a section, so that any score can be entered."""

    def simplify(raw: Any) -> None:
        raw["indicators"] = [
            {"id": name, "zh": name, "en": name, "kind": "graded", "points": points}
            for name, points in (("5.1", "40"), ("5.2", "35"), ("5.3", "25"))
        ]
        raw["marks"].pop("/indicators/0/children/1/children/1/ratio/award")
        raw["scoring"]["max_score"] = scale
        if change:
            change(raw)

    return changed(simplify)


def graded_sheet(total: Fraction, **special: int) -> ScoreSheet:
    """Points out of 100, filled section by section."""
    given: list[Finding] = []
    for name, most in (("5.1", 40), ("5.2", 35), ("5.3", 25)):
        points = min(Fraction(most), total)
        total -= points
        given.append(finding(name, "graded", points=points))
    return sheet(*given, pack=graded_pack(), **special)


def without(findings: Iterable[Finding], *names: str) -> tuple[Finding, ...]:
    return tuple(each for each in findings if each.indicator not in names)
