"""Figures of a rule pack that contradict each other, so that no case could be carried out."""

from collections.abc import Iterator

from events.scheme_pack import CompletePack
from events.scheme_process import WindowRule
from services.core.numbers import check_template


def invalid(pack: CompletePack) -> Iterator[str]:
    """JSON pointers of what cannot be carried out."""
    number = pack.certificate.number
    if not _is_template(number.issue_pattern):
        yield "/certificate/number/issue_pattern"
    if None not in number.size_bands.values():
        yield "/certificate/number/size_bands"
    if pack.committee.min_voters < 1:
        yield "/committee/min_voters"
    if not 0 < pack.committee.quorum_fraction <= 1:
        yield "/committee/quorum_fraction"
    if pack.decision.signatures != ("every_voter", "head_of_body"):
        yield "/decision/signatures"
    if pack.validity.months < 1:
        yield "/validity/months"
    if not 1 <= pack.suspension.default_months <= pack.suspension.max_months:
        yield "/suspension/default_months"
    for name, rule in (("first", pack.surveillance.first), ("next", pack.surveillance.next)):
        if not _in_order(rule):
            yield f"/surveillance/{name}"


def _is_template(pattern: str) -> bool:
    try:
        check_template(pattern)
    except ValueError:
        return False
    return True


def _in_order(rule: WindowRule) -> bool:
    """The four figures rise, and the last of them leaves some time."""
    figures = (
        rule.earliest_months,
        rule.target_from_months,
        rule.target_to_months,
        rule.latest_months,
    )
    known = [figure for figure in figures if figure is not None]
    return rule.latest_months > 0 and known == sorted(known)
