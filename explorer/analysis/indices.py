"""How concentrated are these shares? Indices with what the unknown part could do to them, as pure arithmetic.

Every interval rests on one assumption: an unknown part has one holder, whoever that is, seen or not. Then the sum of
squares and the shares of the largest are convex in how the unknown is given out, so that the greatest value is reached
where all of it belongs to the largest holder, and the least where each part belongs to a stranger of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

POINTS = 10_000
"""The index of competition law is the sum of squared percentages: 10,000 where one holder has everything."""


class Band(StrEnum):
    """Words for an index, from competition law."""

    LOW = "unconcentrated"
    MIDDLE = "moderately concentrated"
    HIGH = "highly concentrated"


BAND_SOURCE = (
    "Bands: below 1,000, 1,000 to 1,800, above 1,800 points; US Department of Justice, Herfindahl–Hirschman index, on "
    "section 2.1 of the Merger Guidelines of the DOJ and FTC (2023). They come from competition law and were made for "
    "mergers in markets: read them as a scale, not as a verdict on a supply chain."
)


def band(index: float) -> Band:
    """The band of an index between 0 and 1.

    >>> band(0.0999).value, band(0.1).value, band(0.18).value, band(0.1801).value
    ('unconcentrated', 'moderately concentrated', 'moderately concentrated', 'highly concentrated')
    """
    points = round(index * POINTS, 6)
    return Band.LOW if points < 1_000 else Band.MIDDLE if points <= 1_800 else Band.HIGH


def hhi(weights: Sequence[float]) -> float | None:
    """The Herfindahl-Hirschman index: the sum of squared shares, 1/n for n equal holders to 1 for a single one.

    Source: O. C. Herfindahl, Concentration in the steel industry, 1950; A. O. Hirschman, 1945.

    >>> hhi([50, 30, 20])
    0.38
    >>> hhi([1, 1, 1, 1])
    0.25
    >>> hhi([]) is None
    True
    """
    total = sum(weights)
    return round(sum((weight / total) ** 2 for weight in weights), 12) if total > 0 else None


def hhi_interval(weights: Sequence[float], unknown: Sequence[float]) -> tuple[float, float] | None:
    """What the index could be, given unknown parts that might belong to anyone: [least, greatest].

    Least: each unknown part is a holder of its own. Greatest: all of it belongs to the largest known holder.

    >>> hhi_interval([2, 1], [1])
    (0.375, 0.625)
    >>> hhi_interval([3], [])
    (1.0, 1.0)
    """
    least = hhi([*weights, *unknown])
    greatest = hhi(_all_to_the_largest(weights, unknown))
    return None if least is None or greatest is None else (least, max(least, greatest))


def top_share(weights: Sequence[float], most: int) -> float | None:
    """What the largest holders have together.

    >>> top_share([50, 30, 20], 1), top_share([50, 30, 10, 10], 3)
    (0.5, 0.9)
    """
    total = sum(weights)
    return round(sum(sorted(weights, reverse=True)[:most]) / total, 12) if total > 0 else None


def top_interval(weights: Sequence[float], unknown: Sequence[float], most: int) -> tuple[float, float] | None:
    """What the share of the largest could be: [each unknown part a stranger's, all of it the largest holder's].

    >>> top_interval([2, 1], [1], 1)
    (0.5, 0.75)
    """
    least = top_share([*weights, *unknown], most)
    greatest = top_share(_all_to_the_largest(weights, unknown), most)
    return None if least is None or greatest is None else (least, max(least, greatest))


def gini(weights: Sequence[float]) -> float | None:
    """How unequal the known holders are: 0 where all have the same, towards 1 where one has nearly all.

    It says nothing of how many holders there are: two equal ones give 0 like a hundred. The mean difference of all
    pairs over twice the mean. Source: C. Gini, Variabilità e mutabilità, 1912.

    >>> gini([1, 1, 1]), gini([3, 1]), gini([])
    (0.0, 0.25, None)
    """
    ordered = sorted(weights)
    total = sum(ordered)
    if total <= 0:
        return None
    ranked = sum(rank * weight for rank, weight in enumerate(ordered, 1))
    return round(2 * ranked / (len(ordered) * total) - (len(ordered) + 1) / len(ordered), 12)


def _all_to_the_largest(weights: Sequence[float], unknown: Sequence[float]) -> list[float]:
    together = sorted(weights, reverse=True) or [0.0]
    together[0] += sum(unknown)
    return together
