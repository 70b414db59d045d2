"""Figures of a rule pack that contradict each other, so that no case could be carried out."""

from collections.abc import Iterator

from events.scheme_pack import CompletePack
from events.scheme_process import NumberPattern, Surveillance, WindowRule
from services.core.numbers import check_template


def invalid(pack: CompletePack) -> Iterator[str]:
    """JSON pointers of what cannot be carried out."""
    yield from _number(pack.certificate.number)
    yield from _decision(pack)
    if pack.validity.months < 1:
        yield "/validity/months"
    if not 1 <= pack.suspension.default_months <= pack.suspension.max_months:
        yield "/suspension/default_months"
    yield from _windows(pack.surveillance)


def _number(number: NumberPattern) -> Iterator[str]:
    if not _is_template(number.issue_pattern):
        yield "/certificate/number/issue_pattern"
    if None not in number.size_bands.values():
        yield "/certificate/number/size_bands"


def _decision(pack: CompletePack) -> Iterator[str]:
    if pack.committee.min_voters < 1:
        yield "/committee/min_voters"
    if not 0 < pack.committee.quorum_fraction <= 1:
        yield "/committee/quorum_fraction"
    if pack.decision.signatures != ("every_voter", "head_of_body"):
        yield "/decision/signatures"


def _windows(surveillance: Surveillance) -> Iterator[str]:
    """The first window has no surveillance to be counted from."""
    if surveillance.first.anchor == "last_surveillance_end":
        yield "/surveillance/first/anchor"
    if not _in_order(surveillance.first):
        yield "/surveillance/first"
    if not _in_order(surveillance.next):
        yield "/surveillance/next"


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
