"""How many of the like sites are visited. IAF MD1; process 7."""

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt
from types import MappingProxyType
from typing import Literal

SampledActivity = Literal["initial", "surveillance", "recertification"]

FACTORS: Mapping[str, Fraction] = MappingProxyType(
    {
        "initial": Fraction(1),
        "surveillance": Fraction(3, 5),
        "recertification": Fraction(4, 5),
    }
)
"""Before the square root of the number of sites."""


def sites(
    count: int, activity: str, *, factors: Mapping[str, Fraction] = FACTORS
) -> tuple[int, bool]:
    """Sites to visit of ``count`` like ones, and that the central office is visited besides.

    ⌈factor·√count⌉ by integers alone: the smallest k with k²·q² ≥ count·p².
    """
    if count < 0:
        raise ValueError("count: sites are counted from 0")
    if activity not in factors:
        raise ValueError(f"activity: {activity} is none of {', '.join(factors)}")
    factor = factors[activity]
    return _root_up(-(-count * factor.numerator**2 // factor.denominator**2)), True


def _root_up(number: int) -> int:
    """The smallest k whose square is at least a number."""
    root = isqrt(number)
    return root if root * root == number else root + 1
