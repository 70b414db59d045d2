"""The activation guard: everything that keeps a rule pack from being used. Scoring 2."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Literal

from events.scheme_pack import SchemePack, complete, missing_blocks
from events.scheme_scoring import Band, Indicator
from events.vocabulary import exact_text
from services.core.scheme.tree import leaves, total, walk
from services.schemes.parameters import invalid
from services.schemes.published import PUBLISHED_POINTS, WHOLE

Code = Literal[
    "SCHEME_POINTS_MISSING",
    "SCHEME_POINTS_MISMATCH",
    "SCHEME_BANDS_INVALID",
    "SCHEME_PARAMETER_MISSING",
    "SCHEME_PARAMETER_INVALID",
    "SCHEME_NOT_FILED",
]
ALWAYS_KNOWN = (
    "/eligibility/min_operating_months",
    "/eligibility/min_system_run_months",
    "/eligibility/incident_policy",
)
"""Contested figures a block may leave open while drafted; never when used. Scoring 5."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing to mend before the pack can be activated."""

    code: Code
    facts: Mapping[str, str | None] = field(default_factory=lambda: MappingProxyType({}))


def failures(pack: SchemePack, *, filed: bool) -> tuple[Failure, ...]:
    """Every failure, in the order points, bands, parameters, filing; empty when it may be used."""
    points = [] if pack.scoring.method == "pass_fail" else [*_missing_points(pack), *_sums(pack)]
    found = [*points, *_bands(pack), *_parameters(pack), *_invalid(pack)]
    return (*found, *(() if filed else (Failure("SCHEME_NOT_FILED"),)))


def _missing_points(pack: SchemePack) -> Iterator[Failure]:
    """Every leaf has more than nothing, and every group its sum."""
    if pack.weight_tables is not None:
        yield from _missing_weights(pack.weight_tables, [each.id for each in pack.client_classes])
        return
    if not pack.indicators:
        yield Failure("SCHEME_POINTS_MISSING", {"node": WHOLE})
    for node in walk(pack.indicators):
        childless = node.kind == "group" and not node.children
        if childless or node.points is None or node.points <= 0:
            yield Failure("SCHEME_POINTS_MISSING", {"node": node.id})


def _missing_weights(
    tables: Mapping[str, Mapping[str, Fraction]], classes: Iterable[str]
) -> Iterator[Failure]:
    for client_class in classes:
        if not tables.get(client_class):
            yield Failure("SCHEME_POINTS_MISSING", {"node": client_class})
        for node, points in tables.get(client_class, {}).items():
            if points <= 0:
                yield Failure("SCHEME_POINTS_MISSING", {"node": f"{client_class}/{node}"})


def _sums(pack: SchemePack) -> Iterator[Failure]:
    """Groups equal their children, sections and the whole equal the totals stated."""
    if pack.weight_tables is not None:
        yield from _weight_sums(pack, pack.weight_tables)
        return
    published = PUBLISHED_POINTS.get(pack.standard.number or "", {})
    for node in walk(pack.indicators):
        yield from _unequal(node.id, published.get(node.id), node.points)
        if node.children:
            yield from _unequal(node.id, node.points, total(node.children))
    whole = published.get(WHOLE, pack.scoring.max_score)
    yield from _unequal(WHOLE, whole, total(pack.indicators))


def _weight_sums(
    pack: SchemePack, tables: Mapping[str, Mapping[str, Fraction]]
) -> Iterator[Failure]:
    known = {leaf.id for leaf in leaves(pack.indicators)}
    for client_class, table in tables.items():
        for node in sorted(table.keys() - known):
            yield Failure("SCHEME_POINTS_MISMATCH", _compared(f"{client_class}/{node}", None, None))
        whole = sum(table.values(), Fraction(0))
        yield from _unequal(client_class, pack.scoring.max_score, whole)


def _unequal(node: str, expected: Fraction | None, found: Fraction | None) -> Iterator[Failure]:
    """What is unknown is reported as missing, not as a mismatch."""
    if expected is not None and found is not None and expected != found:
        yield Failure("SCHEME_POINTS_MISMATCH", _compared(node, expected, found))


def _compared(
    node: str, expected: Fraction | None, found: Fraction | None
) -> Mapping[str, str | None]:
    return {
        "node": node,
        "expected": None if expected is None else exact_text(expected),
        "found": None if found is None else exact_text(found),
    }


def _bands(pack: SchemePack) -> Iterator[Failure]:
    """Ranks and lines fall together, each band has a line within reach, none is left open."""
    if pack.scoring.method == "pass_fail":
        if pack.bands:
            yield Failure("SCHEME_BANDS_INVALID", {"band": pack.bands[0].code})
        return
    if not pack.bands or pack.bands_complete is False:
        yield Failure("SCHEME_BANDS_INVALID", {"band": None})
    ordered = sorted(pack.bands, key=lambda band: -band.rank)
    for index, band in enumerate(ordered):
        above = ordered[index - 1] if index else None
        repeated = band.code in (pack.fail.code, *(each.code for each in ordered[:index]))
        if repeated or not _fits(band, above, pack.scoring.max_score):
            yield Failure("SCHEME_BANDS_INVALID", {"band": band.code})


def _fits(band: Band, above: Band | None, max_score: Fraction | None) -> bool:
    if band.min is None or band.min < 0 or not band.inclusive:
        return False
    if max_score is not None and band.min > max_score:
        return False
    if above is None or above.min is None:
        return True
    return above.rank > band.rank and above.min > band.min


def _parameters(pack: SchemePack) -> Iterator[Failure]:
    """Every block is there, every contested parameter has a value, every kind its rule."""
    missing = [f"/{block}" for block in missing_blocks(pack)]
    contested = [pointer for pointer, mark in (pack.marks or {}).items() if mark.contested]
    plain = pack.model_dump(mode="json")
    unknown = [
        pointer
        for pointer in (*contested, *ALWAYS_KNOWN, *_needed(pack))
        if value_at(plain, pointer) is None
    ]
    for pointer in dict.fromkeys([*missing, *unknown]):
        yield Failure("SCHEME_PARAMETER_MISSING", {"parameter": pointer})


def _invalid(pack: SchemePack) -> Iterator[Failure]:
    """What is known but could not be carried out."""
    known = complete(pack)
    for pointer in invalid(known) if known is not None else ():
        yield Failure("SCHEME_PARAMETER_INVALID", {"parameter": pointer})


def _needed(pack: SchemePack) -> Iterator[str]:
    """What the method and the kinds of indicators in use cannot do without."""
    kinds = {leaf.kind for leaf in leaves(pack.indicators)}
    if pack.scoring.method == "points":
        yield from ("/scoring/max_score", "/scoring/exclusion")
    if "qualitative" in kinds:
        yield "/scoring/qualitative_award"
    if "sampled" in kinds:
        yield "/scoring/sampled_award"
    yield from _without_ratio(pack.indicators, "/indicators")


def _without_ratio(indicators: Iterable[Indicator], path: str) -> Iterator[str]:
    for place, node in enumerate(indicators):
        if node.kind == "ratio" and node.ratio is None:
            yield f"{path}/{place}/ratio"
        yield from _without_ratio(node.children or (), f"{path}/{place}/children")


def value_at(plain: Any, pointer: str) -> Any:
    """The value a JSON pointer names; None where it names nothing. RFC 6901."""
    for step in pointer.split("/")[1:]:
        key = step.replace("~1", "/").replace("~0", "~")
        if isinstance(plain, list) and key.isdigit() and int(key) < len(plain):
            plain = plain[int(key)]
        elif isinstance(plain, dict):
            plain = plain.get(key)
        else:
            return None
    return plain
