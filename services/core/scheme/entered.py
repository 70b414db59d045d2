"""A sheet against its scheme: which indicators apply, and what nobody may enter. Scoring 4."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from events.scheme_pack import SchemePack
from events.scheme_scoring import Indicator
from services.core.scheme.rules import Rule
from services.core.scheme.sheet import Finding, ScoreSheet
from services.core.scheme.tree import leaves


@dataclass(frozen=True, slots=True)
class Entry:
    """A leaf of the client's table, its worth, and what was found."""

    section: str
    leaf: Indicator
    worth: Fraction
    finding: Finding

    @property
    def applies(self) -> bool:
        """Whether it counts in the denominator."""
        return self.finding.result != "excluded"


def entries(pack: SchemePack, sheet: ScoreSheet) -> tuple[Entry, ...]:
    """Every leaf with its finding, in the order of the pack; Refused where something is amiss."""
    worth = worths(pack, sheet.client_class)
    belonging = [
        (section.id, leaf)
        for section in pack.indicators
        for leaf in leaves([section])
        if leaf.id in worth
    ]
    found = _found(sheet, worth)
    missing = [leaf.id for _section, leaf in belonging if leaf.id not in found]
    Rule.EVERY_LEAF_IS_SCORED.require(not missing, indicators=missing)
    entered = tuple(
        Entry(section, leaf, worth[leaf.id], found[leaf.id]) for section, leaf in belonging
    )
    Rule.SOMETHING_APPLIES.require(any(entry.applies for entry in entered))
    _require_exclusions_allowed(pack, entered)
    return entered


def worths(pack: SchemePack, client_class: str | None) -> dict[str, Fraction]:
    """Leaf → points for this class of client; in a pass/fail scheme an unknown worth counts 1."""
    known = [each.id for each in pack.client_classes]
    chosen = client_class or (known[0] if len(known) == 1 else None)
    Rule.CLASS_IS_KNOWN.require(chosen in known, client_class=chosen or "–", known=known)
    if pack.weight_tables is not None:
        table = pack.weight_tables.get(chosen or "")
        Rule.SCHEME_HAS_POINTS.require(bool(table), nodes=[chosen])
        return dict(table or {})
    ends = list(leaves(pack.indicators))
    if pack.scoring.method == "pass_fail":
        return {leaf.id: leaf.points or Fraction(1) for leaf in ends}
    missing = [leaf.id for leaf in ends if leaf.points is None]
    childless = [section.id for section in pack.indicators if not list(leaves([section]))]
    unknown = [*missing, *childless]
    Rule.SCHEME_HAS_POINTS.require(bool(ends) and not unknown, nodes=unknown or [pack.ref])
    return {leaf.id: leaf.points or Fraction(0) for leaf in ends}


def _found(sheet: ScoreSheet, known: Iterable[str]) -> dict[str, Finding]:
    counted = Counter(finding.indicator for finding in sheet.findings)
    strange = sorted(counted.keys() - set(known))
    Rule.INDICATOR_IS_OF_THE_SCHEME.require(not strange, indicators=strange)
    repeated = sorted(name for name, times in counted.items() if times > 1)
    Rule.FINDING_IS_SINGLE.require(not repeated, indicators=repeated)
    return {finding.indicator: finding for finding in sheet.findings}


def require_special_within_limits(pack: SchemePack, sheet: ScoreSheet) -> None:
    """Only categories the scheme knows, and no more bonuses than it counts. R-1505."""
    deductions, bonus = pack.scoring.special_deductions, pack.scoring.special_bonus
    known = deductions.categories if deductions else ()
    strange = sorted({each.category for each in sheet.special_deductions} - set(known))
    Rule.CATEGORY_IS_OF_THE_SCHEME.require(not strange, categories=strange)
    most = bonus.max_count if bonus else 0
    offered = len(sheet.special_bonuses)
    Rule.BONUS_IS_WITHIN_LIMIT.require(offered <= most, most=most, offered=offered)


def _require_exclusions_allowed(pack: SchemePack, entered: tuple[Entry, ...]) -> None:
    """GB/T 27922-2011 6.2.2: what does not apply is left out, with a reason, within limits."""
    excluded = [entry for entry in entered if not entry.applies]
    if not excluded:
        return
    limits = pack.scoring.exclusion
    _refuse([e.leaf.id for e in excluded if limits is None or not limits.allowed], "off")
    if limits is None:
        return
    default = limits.default_may_exclude
    stays = [e.leaf.id for e in excluded if not _may(e.leaf, default)]
    _refuse(stays, "leaf")
    _refuse([entry.leaf.id for entry in excluded if not entry.finding.reason], "reason")
    applying = {entry.section for entry in entered if entry.applies}
    gone = sorted({entry.section for entry in excluded} - applying)
    _refuse([] if limits.whole_first_level_section else gone, "section")
    if limits.max_percent is not None:
        out = sum((entry.worth for entry in excluded), Fraction(0))
        whole = sum((entry.worth for entry in entered), Fraction(0))
        beyond = out * 100 > whole * limits.max_percent
        _refuse([entry.leaf.id for entry in excluded if beyond], "share")


def _may(leaf: Indicator, default: bool) -> bool:
    return default if leaf.may_exclude is None else leaf.may_exclude


WHY = {
    "off": ("本方案不允许删减", "the scheme knows no exclusion"),
    "leaf": ("该指标不得删减", "this indicator always applies"),
    "reason": ("删减须说明理由", "an exclusion gives its reason"),
    "section": ("一级指标不得整体删减", "no first-level section is excluded as a whole"),
    "share": ("删减分值超过方案上限", "together they are worth more than the scheme allows"),
}


def _refuse(indicators: list[str], why: str) -> None:
    zh, en = WHY[why]
    Rule.EXCLUSION_IS_ALLOWED.require(not indicators, indicators=indicators, why_zh=zh, why_en=en)
