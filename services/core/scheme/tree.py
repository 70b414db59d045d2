"""Walks over an indicator tree: its nodes, its leaves, its sums."""

from collections.abc import Iterable, Iterator
from fractions import Fraction

from events.scheme_scoring import Indicator


def walk(indicators: Iterable[Indicator]) -> Iterator[Indicator]:
    """Every node, parents before children, in the order of the pack."""
    for indicator in indicators:
        yield indicator
        yield from walk(indicator.children or ())


def leaves(indicators: Iterable[Indicator]) -> Iterator[Indicator]:
    """Every node that earns points itself."""
    return (node for node in walk(indicators) if node.kind != "group")


def total(indicators: Iterable[Indicator]) -> Fraction | None:
    """The sum of their points; None where one of them is unknown."""
    points = [indicator.points for indicator in indicators]
    return None if None in points else sum((each for each in points if each), Fraction(0))


def faults(indicators: Iterable[Indicator]) -> tuple[str, ...]:
    """Ids used twice, and leaves that have children: a tree nobody could score."""
    seen: set[str] = set()
    wrong = []
    for node in walk(indicators):
        if node.id in seen or (node.kind != "group" and node.children):
            wrong.append(node.id)
        seen.add(node.id)
    return tuple(wrong)
