"""Colours of cells as running sums, so that the mean of any stretch of a row is two look-ups and a division."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from explorer.layout.strata import Flags, Strata
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.strata_colouring import Colouring, Shade
from explorer.ui.glyphs import blend
from explorer.ui.theme import Theme, contrast

UInt32 = npt.NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class Shading:
    """One colouring of n cells in the colours of a theme."""

    theme: Theme
    sums: UInt32
    """(n + 1, 4): running sums of blue, green and red, as they lie in an image, and of the cells that are hatched
    because something is not known or not stated."""
    any_hatched: bool
    inks: tuple[tuple[QColor, QColor | None], ...]
    """For each shade, the colour of text on it, and what is put behind the text where it is hatched."""


def shading(strata: Strata, colouring: Colouring, palette: Palette) -> Shading:
    """The running sums of one colouring in the colours of a theme."""
    code = colouring.code[strata.node]
    fills = [fill_of(shade, palette) for shade in colouring.shades]
    parts = [
        [fill.blue(), fill.green(), fill.red(), int(shade.hatched)]
        for fill, shade in zip(fills, colouring.shades, strict=True)
    ]
    sums = np.zeros((len(code) + 1, 4), np.uint32)
    for place, values in enumerate(np.array(parts, np.uint32).reshape(-1, 4).T):  # One by one, for want of memory.
        np.cumsum(values[code], dtype=np.uint32, out=sums[1:, place])
    inks = (
        (_ink_on(fill, palette), fill if shade.hatched else None)
        for fill, shade in zip(fills, colouring.shades, strict=True)
    )
    return Shading(palette.theme, sums, bool(sums[-1, 3]), tuple(inks))


def fill_of(shade: Shade, palette: Palette) -> QColor:
    """The colour of one shade: opaque, mixed with the paper."""
    hue = palette.muted if shade.hue is None else palette.theme.class_colour(shade.hue)
    return blend(palette.papers[0], hue, shade.strength)


def summed_flags(strata: Strata, flags: Flags) -> UInt32:
    """(n + 1,): how many cells up to each are flagged; flags are by node."""
    nodes = np.flatnonzero(flags)
    if len(nodes) * 4 < len(flags):  # Marking few cells is quicker than asking every cell.
        by_cell = np.zeros(len(flags), bool)
        by_cell[strata.cell.take(nodes)] = True
    else:
        by_cell = flags[strata.node]
    sums = np.empty(len(flags) + 1, np.uint32)
    sums[0] = 0
    np.cumsum(by_cell, out=sums[1:], dtype=np.uint32)
    return sums


def _ink_on(fill: QColor, palette: Palette) -> QColor:
    return max((palette.papers[0], palette.ink), key=lambda each: contrast(each.name(), fill.name()))
