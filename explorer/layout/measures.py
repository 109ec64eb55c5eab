"""The measures of a drawing in its own units, which are pixels at a zoom of 1."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

GLYPH = 18.0
"""Width and height of a mark's glyph."""

LABEL_GAP = 7.0
"""Between a glyph and its label."""

CHARACTER = 6.9
"""The mean width of a character of a 12-pixel system font; labels are measured without a font, so that a layout is
the same on every machine."""

LABEL_CHARACTERS = 22
"""Longer labels are elided."""

ROW = 30.0
MOST_ROW = 72.0
"""The least and the greatest distance between the marks of a column, in a picture as large as life."""

FOLDED_ROW = 40.0
"""The least distance where labels may have two lines."""

LANE = 9.0
"""The distance of a passing line from its neighbours."""

COLUMN_GAP = 26.0
"""Between the columns of a stratum that is wide enough to be wrapped."""

GUTTER = 64.0
TIGHT_GUTTER = 46.0
LEAST_GUTTER = 32.0
MOST_GUTTER = 130.0
"""The least distance between strata, where the lines curve; in tight drawings; in tight ones of few lines; the greatest."""

HORIZON_GAP = 46.0
HORIZON_DEPTH = 26.0
"""Between the known and what lies beyond the horizon; the horizon itself runs so far above the latter."""


@dataclass(frozen=True, slots=True)
class Room:
    """The space that a drawing should fill well, in pixels."""

    width: float = 1000.0
    height: float = 620.0

    def is_like(self, other: Room) -> bool:
        """Whether a drawing for one of them is good enough for the other: neither side differs by more than a fifth."""
        pairs = ((self.width, other.width), (self.height, other.height))
        return all(max(pair) <= 1.2 * min(pair) for pair in pairs)

    def zoom(self, width: float, height: float) -> float:
        """How large a drawing of this size can be shown whole; never larger than life."""
        return min(self.width / max(width, 1.0), self.height / max(height, 1.0), 1.0)

    def zooms(self, widths: Floats, heights: Floats) -> Floats:
        """(n,): the same for n drawings."""
        fits = np.minimum(self.width / np.maximum(widths, 1.0), self.height / np.maximum(heights, 1.0))
        return np.asarray(np.minimum(fits, 1.0))


LEAST_FONT = 10.0
USUAL_FONT = 12.0
"""Labels are 12 pixels high, in small pictures less, but never less than 10."""

_BREAKS = re.compile(r"(?<=[-_/ .@])")


def label_width(text: str) -> float:
    """The width that a label is given: by its number of characters, wide ones counted twice, up to 22."""
    return CHARACTER * min(_characters(text[: LABEL_CHARACTERS + 1]), LABEL_CHARACTERS) + 4


def folded_width(text: str) -> float:
    """The width that a label needs on two lines, broken behind a separator.

    >>> folded_width("insurance-7b") < label_width("insurance-7b")
    True
    """
    parts = _BREAKS.split(text)
    joined = ("".join(parts[:cut]) for cut in range(1, len(parts)))
    widest = [max(_characters(first), _characters(text) - _characters(first)) for first in joined]
    return min(CHARACTER * min([*widest, _characters(text)]) + 4, label_width(text))


def _characters(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
