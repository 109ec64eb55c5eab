"""How the columns of a table share its width, so that no words are cut beside room that nobody uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wish:
    """What one column would have; pixels."""

    least: int
    """Below this the table scrolls sideways."""
    need: int
    """What its words take."""
    usual: int = 0
    """What it has where there is room, whatever its words take; 0 for a column that takes what is left."""


def shared_widths(room: int, wishes: Sequence[Wish]) -> list[int]:
    """A width for each column: what each has at the least, then what words take, then what is usual, then what is left.

    The words of columns with a usual width come first, since cutting a figure hides more than cutting a name. Where a step
    does not fit, each column comes nearer to it by the same part. What is left in the end goes to columns without a usual
    width; with none of these it stays free.

    >>> shared_widths(400, [Wish(60, 90, 100), Wish(80, 200)])
    [100, 300]
    >>> shared_widths(250, [Wish(60, 90, 100), Wish(80, 200)])
    [90, 160]
    >>> shared_widths(100, [Wish(60, 90, 100), Wish(80, 200)])
    [60, 80]
    """
    widths = [wish.least for wish in wishes]
    for step in (
        [wish.need if wish.usual else wish.least for wish in wishes],
        [wish.need for wish in wishes],
        [max(wish.need, wish.usual) for wish in wishes],
    ):
        left = max(room - sum(widths), 0)
        wanted = [max(end - width, 0) for end, width in zip(step, widths, strict=True)]
        part = min(1.0, left / max(sum(wanted), 1))
        widths = [width + int(more * part) for width, more in zip(widths, wanted, strict=True)]
    greedy = [place for place, wish in enumerate(wishes) if not wish.usual]
    left = max(room - sum(widths), 0)
    for number, place in enumerate(greedy):
        widths[place] += left // len(greedy) + (number < left % len(greedy))
    return widths
