"""Shares, and how sure they are."""

import math
from statistics import NormalDist


def wilson(hits: int, of: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """The interval of a share. Source: E. B. Wilson, JASA 22 (1927) 209-212. Raises ValueError for a share of nothing."""
    if of <= 0:
        raise ValueError("an interval needs something to be a share of")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, size = hits / of, 1 + z * z / of
    middle = (share + z * z / (2 * of)) / size
    half = z / size * math.sqrt(share * (1 - share) / of + z * z / (4 * of**2))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return (0.0 if hits == 0 else low), (1.0 if hits == of else high)
