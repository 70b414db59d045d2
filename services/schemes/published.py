"""Points of a standard that are published, so that no pack can state others. Scoring 2."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

WHOLE = "*"
"""Stands for the sum of all sections."""

PUBLISHED_POINTS: Mapping[str, Mapping[str, Fraction]] = MappingProxyType(
    {
        "GB/T 27922-2011": MappingProxyType(
            {
                WHOLE: Fraction(100),
                "5.1": Fraction(40),
                "5.1.2.2": Fraction(5),
                "5.2": Fraction(35),
                "5.3": Fraction(25),
            }
        ),
    }
)
"""Standard → node → points. GB/T 27922-2011 6.2.1, 5.1.2.2; the rest is in the bought text."""
