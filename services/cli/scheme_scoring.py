"""Score sheets and rule packs as the command line answers them."""

from typing import Any

from events.scheme_pack import SchemePack
from events.vocabulary import exact_text
from services.cli.scheme_reading import BadInput, file_text, pack_of, plain, read_as
from services.cli.telling import complain
from services.core.scheme.scoring import Scored, score
from services.core.scheme.sheet import ScoreSheet
from services.schemes.activation import failures
from services.schemes.rules import Rule


def checked(pack: SchemePack) -> dict[str, Any]:
    """Every failure of the activation guard; a demonstration counts as filed in its own body."""
    filed = pack.demo or None not in (pack.filing.rule_no, pack.filing.filed_on)
    found = failures(pack, filed=filed)
    listed = [{"code": each.code, **each.facts} for each in found]
    told: dict[str, Any] = {"scheme": pack.ref, "failures": listed}
    if found:
        rule = next(rule for rule in Rule if rule.code == found[0].code)
        message = {"zh": rule.zh, "en": rule.en}
        told = {"refused": rule.code, "rule": rule.rule, "message": message, **told}
    return told


def scored_file(file: str, scheme: str | None) -> dict[str, Any]:
    """The sheet of a file under a scheme, by default the one the sheet names."""
    sheet = read_as(ScoreSheet, plain(file_text(file)))
    if scheme is None and sheet.scheme is None:
        raise BadInput("scheme: neither the sheet nor --scheme names one")
    pack = pack_of(scheme or sheet.scheme or "")
    if sheet.scheme is not None and sheet.scheme != pack.ref:
        if sheet.scheme.partition("@")[0] != pack.scheme_id:
            raise BadInput(f"scheme: the sheet is of {sheet.scheme}, not of {pack.ref}")
        complain(f"note: the sheet names {sheet.scheme}; it is scored by {pack.ref}")
    return told(score(pack, sheet))


def told(scored: Scored) -> dict[str, Any]:
    """A result as JSON: points as texts, counts as integers."""
    band = scored.band
    return {
        "obtained": exact_text(scored.obtained),
        "applicable": exact_text(scored.applicable),
        "score": exact_text(scored.score),
        "final": exact_text(scored.final),
        "display": scored.display,
        "special_deductions": scored.special_deductions,
        "passed": scored.passed,
        "failed_by": scored.failed_by,
        "grade": scored.grade,
        "grade_label": {"zh": band.zh, "en": band.en} if band else None,
        "sections": [
            {
                "id": section.id,
                "obtained": exact_text(section.obtained),
                "applicable": exact_text(section.applicable),
            }
            for section in scored.sections
        ],
        "reading_sensitive": [
            {
                "parameter": reading.parameter,
                "other_value": reading.other_value,
                "other_final": exact_text(reading.other_final),
                "other_band": reading.other_band,
            }
            for reading in scored.reading_sensitive
        ],
        "trace": [
            {
                "step": step.step,
                "indicator": step.indicator,
                "operands": dict(step.operands),
                "value": step.value,
            }
            for step in scored.trace
        ],
    }
