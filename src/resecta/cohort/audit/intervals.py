"""How sure a share is, and how far a centre may lie from all of them by chance."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

SURE = 0.95
LIMITS = (0.95, 0.998)
"""The two control limits of a funnel plot: two and three standard errors."""


def wilson(kept: int, of: int, sure: float = SURE) -> tuple[float, float]:
    """The interval of a share by Wilson (1927): within 0 and 1 also for few cases and shares near the ends."""
    if of == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + sure) / 2)
    share, squared = kept / of, z * z
    middle = (share + squared / (2 * of)) / (1 + squared / of)
    half = z / (1 + squared / of) * sqrt(share * (1 - share) / of + squared / (4 * of * of))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return (0.0 if kept == 0 else low), (1.0 if kept == of else high)


def control_limits(share: float, of: int, sure: float) -> tuple[float, float]:
    """Between what shares a centre with so many cases lies by chance if it is like all of them."""
    half = NormalDist().inv_cdf((1 + sure) / 2) * sqrt(share * (1 - share) / of)
    return max(0.0, share - half), min(1.0, share + half)
