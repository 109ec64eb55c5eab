"""Which colour stands for which number in a matrix: a few steps of one hue, told apart by their lightness alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.ui.theme import Theme, mixed

MOST_STEPS = 7
_COUNTS = (1, 2, 5, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
_DISTANCES = (1, 2, 3, 5, 8, 12)


@dataclass(frozen=True, slots=True)
class Step:
    """The numbers from `least` to `greatest`, where nothing is greater than the last, and their colour as `#RRGGBB`."""

    least: int
    greatest: int
    colour: str
    last: bool = False

    @property
    def words(self) -> str:
        """The numbers in words: `3–9`; of the last, `30 or more`."""
        if self.least == self.greatest:
            return f"{self.least:,}"
        return f"{self.least:,} or more" if self.last else f"{self.least:,}–{self.greatest:,}"


@dataclass(frozen=True, slots=True)
class Scale:
    """Steps in ascending order; zero has none."""

    steps: tuple[Step, ...]

    def codes(self, values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """The place of each number's step, from 1; 0 for zero."""
        return np.searchsorted([step.least for step in self.steps], values, side="right")


def count_scale(greatest: int, theme: Theme) -> Scale:
    """Numbers up to the greatest; more is stronger.

    >>> from explorer.ui.theme import LIGHT
    >>> [step.words for step in count_scale(40, LIGHT).steps]
    ['1', '2–4', '5–9', '10–29', '30 or more']
    """
    return _scale(_COUNTS, greatest, theme, weakest_first=True)


def distance_scale(greatest: int, theme: Theme) -> Scale:
    """Distances up to the greatest; nearer is stronger."""
    return _scale(_DISTANCES, greatest, theme, weakest_first=False)


def _scale(bounds: tuple[int, ...], greatest: int, theme: Theme, weakest_first: bool) -> Scale:
    least = [bound for bound in bounds if bound <= max(greatest, 1)]
    while len(least) > MOST_STEPS:
        least = [least[0], *least[2::2]]
    ends = [*(bound - 1 for bound in least[1:]), max(greatest, 1)]
    colours = _ramp(len(least), theme)
    if not weakest_first:
        colours.reverse()
    return Scale(tuple(Step(*step, last=step[1] == ends[-1]) for step in zip(least, ends, colours, strict=True)))


def _ramp(steps: int, theme: Theme) -> list[str]:
    """From near the paper to the strongest, even in how far each is from the one before."""
    weak = mixed(theme.background, theme.accent, 0.20 if not theme.dark else 0.24)
    strong = mixed(theme.accent, theme.text, 0.62 if not theme.dark else 0.72)
    halfway = theme.accent
    colours = []
    for place in range(steps):
        part = 1.0 if steps == 1 else place / (steps - 1)
        colours.append(mixed(weak, halfway, part * 2) if part <= 0.5 else mixed(halfway, strong, part * 2 - 1))
    return colours
