"""From findings to a grade, every step exact and told. GB/T 27922-2011 6; scoring 4."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from events.scheme_pack import SchemePack
from events.scheme_scoring import Band, Rounding
from services.core.scheme.awards import award
from services.core.scheme.entered import Entry, entries, require_special_within_limits
from services.core.scheme.readings import Reading, Result, sensitive
from services.core.scheme.rules import Rule
from services.core.scheme.sheet import ScoreSheet
from services.core.scheme.trace import Trace, TraceStep

RulePack = SchemePack
FailedBy = Literal["veto", "section", "score"]


@dataclass(frozen=True, slots=True)
class Section:
    """A first-level section: points obtained of the points that apply."""

    id: str
    obtained: Fraction
    applicable: Fraction


@dataclass(frozen=True, slots=True)
class Scored:
    """What a sheet comes to under a scheme."""

    obtained: Fraction
    applicable: Fraction
    score: Fraction
    """Out of the scheme's greatest score, before special deductions and bonuses."""
    final: Fraction
    display: str
    """The final score with the scheme's decimals; by default cut off, never rounded up."""
    special_deductions: int
    passed: bool
    failed_by: FailedBy | None
    band: Band | None
    """None where it failed, and always in a pass/fail scheme."""
    sections: tuple[Section, ...]
    trace: tuple[TraceStep, ...]
    reading_sensitive: tuple[Reading, ...] = ()

    @property
    def grade(self) -> str | None:
        """The code of the band."""
        return None if self.band is None else self.band.code


def score(pack: RulePack, sheet: ScoreSheet) -> Scored:
    """The result of a sheet with its trace and with readings that would change the grade.

    Refused where a finding is missing, strange, or not allowed by the scheme.
    """
    require_special_within_limits(pack, sheet)
    outcome = _calculated(pack, sheet)

    def otherwise(other: RulePack) -> Result:
        return _result(_calculated(other, sheet))

    return replace(outcome, reading_sensitive=sensitive(pack, _result(outcome), otherwise))


def _result(scored: Scored) -> Result:
    return scored.final, scored.passed, scored.grade


def _calculated(pack: RulePack, sheet: ScoreSheet) -> Scored:
    trace = Trace()
    sections = _sections(pack, entries(pack, sheet), trace)
    obtained = sum((each.obtained for each in sections), Fraction(0))
    applicable = sum((each.applicable for each in sections), Fraction(0))
    most = applicable if pack.scoring.max_score is None else pack.scoring.max_score
    score = obtained / applicable * most
    trace.note("obtained", obtained, sections=", ".join(each.id for each in sections))
    trace.note("applicable", applicable, sections=", ".join(each.id for each in sections))
    trace.note("score", score, obtained=obtained, applicable=applicable, max_score=most)
    final = _final(pack, sheet, score, most, trace)
    failed_by, band = _judged(pack, sheet, sections, final, trace)
    return Scored(
        obtained=obtained,
        applicable=applicable,
        score=score,
        final=final,
        display=shown(final, pack.scoring.rounding),
        special_deductions=len(sheet.special_deductions),
        passed=failed_by is None,
        failed_by=failed_by,
        band=band,
        sections=sections,
        trace=tuple(trace.steps),
    )


def _sections(pack: RulePack, entered: Iterable[Entry], trace: Trace) -> tuple[Section, ...]:
    """Sections of the client's table, each the sum of its indicators that apply."""
    sums: dict[str, tuple[Fraction, Fraction]] = {}
    for entry in entered:
        obtained, applicable = sums.get(entry.section, (Fraction(0), Fraction(0)))
        if not entry.applies:
            trace.note("excluded", Fraction(0), indicator=entry.leaf.id, points=entry.worth)
            sums[entry.section] = (obtained, applicable)
            continue
        earned = award(entry.leaf, entry.finding, entry.worth, pack.scoring)
        trace.note(earned.step, earned.points, indicator=entry.leaf.id, **earned.operands)
        sums[entry.section] = (obtained + earned.points, applicable + entry.worth)
    for name, (obtained, applicable) in sums.items():
        trace.note("section", obtained, indicator=name, applicable=applicable)
    return tuple(Section(name, *of_section) for name, of_section in sums.items())


def _final(
    pack: RulePack, sheet: ScoreSheet, score: Fraction, most: Fraction, trace: Trace
) -> Fraction:
    """Special deductions off, bonuses on, then kept within the scale. Scoring 4."""
    deductions, bonus = pack.scoring.special_deductions, pack.scoring.special_bonus
    final = score
    if deductions is not None and deductions.affects_score:
        count = len(sheet.special_deductions)
        final -= count * deductions.points_each
        trace.note("special_deductions", final, count=count, points_each=deductions.points_each)
    if bonus is not None:
        count = min(len(sheet.special_bonuses), bonus.max_count)
        final += count * bonus.points
        trace.note("special_bonuses", final, count=count, points=bonus.points)
    if pack.scoring.floor_at_zero:
        final = max(final, Fraction(0))
    if pack.scoring.cap_at_max:
        final = min(final, most)
    trace.note("final", final, least=0 if pack.scoring.floor_at_zero else None, most=most)
    return final


def _judged(
    pack: RulePack,
    sheet: ScoreSheet,
    sections: Iterable[Section],
    final: Fraction,
    trace: Trace,
) -> tuple[FailedBy | None, Band | None]:
    """Veto, then the least of each section, then the best band reached. Scoring 4."""
    deductions, count = pack.scoring.special_deductions, len(sheet.special_deductions)
    if deductions is not None:
        vetoed = count >= deductions.fail_at
        trace.note("veto", vetoed, count=count, fail_at=deductions.fail_at)
        if vetoed:
            return "veto", None
    if _below_minimum(pack.scoring.section_minimum_percent, sections, trace):
        return "section", None
    if pack.scoring.method == "pass_fail":
        everything = all(each.obtained == each.applicable for each in sections)
        trace.note("every_requirement_met", everything)
        return (None if everything else "score"), None
    judged = _rounded(final, pack.scoring.rounding)
    band = best_band(pack.bands, judged)
    trace.note("band", band.code if band else pack.fail.code, judged=judged)
    return (None if band else "score"), band


def _below_minimum(percent: Fraction | None, sections: Iterable[Section], trace: Trace) -> bool:
    """Whether any section that applies has less than its share; equal is enough."""
    below = False
    for section in sections if percent is not None else ():
        if section.applicable == 0 or percent is None:
            continue
        least = section.applicable * percent / 100
        trace.note(
            "section_minimum", section.obtained >= least, indicator=section.id,
            obtained=section.obtained, least=least,
        )  # fmt: skip
        below = below or section.obtained < least
    return below


def best_band(bands: Iterable[Band], final: Fraction) -> Band | None:
    """The band of highest rank whose line is reached; Refused where a band has no line."""
    known = list(bands)
    without = [band.code for band in known if band.min is None]
    Rule.SCHEME_HAS_BANDS.require(bool(known) and not without, bands=without)
    reached = [
        band
        for band in known
        if band.min is not None and (final > band.min or (band.inclusive and final == band.min))
    ]
    return max(reached, key=lambda band: band.rank, default=None)


def _rounded(value: Fraction, rounding: Rounding) -> Fraction:
    """What the band rests on: by default the exact value."""
    return value if rounding.band_on == "exact" else _at(value, rounding)


def shown(value: Fraction, rounding: Rounding) -> str:
    """With the scheme's decimals; a value just below a line is never shown as the line."""
    places = rounding.display_decimals
    digits = (_at(value, rounding) * 10**places).numerator
    return f"{Decimal(digits).scaleb(-places):f}"


def _at(value: Fraction, rounding: Rounding) -> Fraction:
    scale = 10**rounding.display_decimals
    scaled = value * scale
    match rounding.display_mode:
        case "down":
            whole = floor(scaled) if scaled >= 0 else ceil(scaled)
        case "half_up":
            whole = floor(scaled + Fraction(1, 2))
        case "half_even":
            whole = round(scaled)
    return Fraction(whole, scale)
