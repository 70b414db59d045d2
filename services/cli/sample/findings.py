"""What the demonstration's auditors found: one finding an indicator, adding up to a score."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from hashlib import sha256
from typing import Any

from events.scheme_scoring import Indicator

FULL = Fraction(100)
SERVICE_MANAGERS = 20
"""The base of the ratio in every demonstration audit: two certified managers are needed."""
LEAST_SAMPLE = 10


def findings(
    name: str,
    indicators: Iterable[Indicator],
    *,
    score: str,
    excluded: frozenset[str] = frozenset(),
) -> list[dict[str, Any]]:
    """A finding for every leaf, in order; together they lose just what the score lacks of 100.

    Which leaves lose points is drawn by the company's name, so that no two sheets are alike.
    """
    leaves = list(_leaves(indicators))
    lost = _lost(name, [leaf for leaf in leaves if leaf.id not in excluded], FULL - Fraction(score))
    return [
        _excluded(leaf) if leaf.id in excluded else _found(name, leaf, lost.get(leaf.id))
        for leaf in leaves
    ]


def _leaves(indicators: Iterable[Indicator]) -> Iterator[Indicator]:
    for indicator in indicators:
        if indicator.children:
            yield from _leaves(indicator.children)
        else:
            yield indicator


def _lost(name: str, leaves: list[Indicator], left: Fraction) -> dict[str, Fraction]:
    """Leaf → points lost. Whole leaves first; the rest goes to the samples, as exact shares."""
    lost: dict[str, Fraction] = {}
    drawn = sorted(leaves, key=lambda leaf: sha256(f"{name}|{leaf.id}".encode()).digest())
    for whole in (True, False):
        for leaf in drawn:
            points = Fraction(leaf.points or 0)
            if (leaf.kind != "sampled") is whole and left and (points <= left or not whole):
                lost[leaf.id] = min(points, left)
                left -= lost[leaf.id]
    return lost


def _found(name: str, leaf: Indicator, lost: Fraction | None) -> dict[str, Any]:
    why = {"reason": "现场核查发现欠缺，见证据。", "evidence": [evidence(f"{name}|{leaf.id}")]}
    match leaf.kind:
        case "sampled":
            share = (lost or Fraction(0)) / Fraction(leaf.points or 1)
            many = share.denominator * -(-LEAST_SAMPLE // share.denominator)
            found = {"result": "sampled", "checked": many, "nonconforming": int(share * many)}
        case "ratio":
            found = {"result": "ratio", "base": SERVICE_MANAGERS, "present": 0 if lost else 2}
        case _:
            found = {"result": "not_met" if lost else "met"}
    return {"indicator": leaf.id, **found, **(why if lost else {})}


def _excluded(leaf: Indicator) -> dict[str, Any]:
    return {"indicator": leaf.id, "result": "excluded", "reason": "该组织不经营此类商品服务。"}


def evidence(told: str) -> str:
    """The digest of a piece of evidence that exists only in the demonstration."""
    return f"sha256:{digest(told)}"


def digest(told: str) -> str:
    """SHA-256 of a paper that exists only in the demonstration."""
    return sha256(told.encode()).hexdigest()
