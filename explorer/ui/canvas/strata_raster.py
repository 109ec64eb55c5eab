"""The cells as pixels: exact means per column, hatching for what is not known, pale where nothing is lit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from explorer.layout.strata import Strata
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.strata_camera import StrataCamera
from explorer.ui.canvas.strata_columns import Columns
from explorer.ui.canvas.strata_shading import Shading, UInt32
from explorer.ui.glyphs import blend

UInt8 = npt.NDArray[np.uint8]

DIM = 0.76
"""How much paper is mixed into what is not lit."""

SEPARATED = 4.0
"""Logical pixels that a cell is wide at least to be set off from its neighbour."""

_STRIPES = 8
"""Device pixels, for each logical one, from stripe to stripe of the hatching."""


@dataclass(frozen=True, eq=False)
class Ink:
    """What the raster is painted with."""

    shading: Shading
    lit: UInt32 | None
    """(n + 1,): running sums of what is lit; None where everything is."""
    palette: Palette


@dataclass(frozen=True, eq=False)
class Lines:
    """R rows of W pixels, before they are laid on the view."""

    plain: UInt32
    """(R, W): without hatching."""
    wide: UInt8 | None
    """(R, W): device pixels, of the eight from stripe to stripe, that are hatched; None where nothing is."""
    stripe: np.uint32 | UInt32
    """The colour of stripes, for all or (R, W)."""


def raster(
    strata: Strata,
    columns: Columns,
    camera: StrataCamera,
    ink: Ink,
    top: float,
    height: int,
    ratio: float,
    span: int = 1,
) -> QImage:
    """An image `height` device pixels high whose first line is at `top` (logical pixels); each row fills `span` rows."""
    width = columns.low.shape[1]
    paper = packed(ink.palette.papers[0])
    buffer = np.full((height, width), paper, np.uint32)
    if width and len(columns.rows):
        lines = lines_of(columns, ink, ratio)
        set_off = columns.last_widths(strata) * camera.across >= SEPARATED
        row, column = columns.last_row[set_off], columns.last_column[set_off]
        lines.plain[row, column] = paper
        if lines.wide is not None:
            lines.wide[row, column] = 0
        stripes = _striped(lines, round(camera.dx * ratio), ratio)
        gap = round(gap_of(camera.down) * ratio)
        for number, row_number in enumerate(columns.rows):
            begin = round((row_number * camera.down + camera.dy - top) * ratio)
            end = round(((row_number + span) * camera.down + camera.dy - top) * ratio) - gap
            _fill(buffer, max(begin, 0), min(end, height), lines.plain[number], stripes[number])
    return image_of(buffer, ratio)


def image_of(buffer: UInt32, ratio: float) -> QImage:
    """The image whose pixels these are."""
    height, width = buffer.shape
    image = QImage(buffer.data, width, height, width * 4, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.buffer = buffer  # The image does not own its pixels; they must live as long as it does.
    return image


def lines_of(columns: Columns, ink: Ink, ratio: float) -> Lines:
    """The exact mean of each column, pale where it is not lit; the more of it is not known, the wider its stripes."""
    low, high = columns.low, columns.high
    count = high - low
    divisor = np.maximum(count, 1).astype(np.float32)
    # `take` gathers whole rows several times faster than an index in brackets (measured).
    lit = None if ink.lit is None else ((ink.lit.take(high) - ink.lit.take(low)) / divisor).astype(np.float32)
    mean = (ink.shading.sums.take(high, axis=0) - ink.shading.sums.take(low, axis=0)).astype(np.float32)
    mean /= divisor[..., None]
    # None below a sixth, up to three of eight pixels.
    wide = np.rint(mean[..., 3] * (2.6 * ratio)).astype(np.uint8) if ink.shading.any_hatched else None
    paper = ink.palette.papers[0]
    if lit is not None:
        base = np.array([paper.blue(), paper.green(), paper.red(), 0], np.float32)
        mean -= base
        mean *= (1.0 - DIM * (1.0 - lit))[..., None]
        mean += base
    mean[..., 3] = 255
    plain = mean.astype(np.uint8).view(np.uint32)[..., 0]
    plain[count == 0] = packed(paper)
    bright, pale = packed(_stripe(ink.palette, 1.0)), packed(_stripe(ink.palette, 1.0 - DIM))
    return Lines(plain, wide, bright if lit is None else np.where(lit > 0.5, bright, pale))


def _striped(lines: Lines, shift: int, ratio: float) -> list[UInt32 | None]:
    """For each row the eight lines that repeat where it is hatched; None where it is not."""
    count, width = lines.plain.shape
    if lines.wide is None:
        return [None] * count
    period = stripe_period(ratio)
    begin = -shift % period
    along = (np.arange(width + 2 * period) % period).astype(np.uint8)
    phase = np.lib.stride_tricks.sliding_window_view(along, width)[begin : begin + period]
    found: list[UInt32 | None] = []
    for number, hatched in enumerate(lines.wide.any(axis=1).tolist()):
        colour = lines.stripe[number] if isinstance(lines.stripe, np.ndarray) else lines.stripe
        found.append(np.where(phase < lines.wide[number], colour, lines.plain[number]) if hatched else None)
    return found


def _fill(buffer: UInt32, begin: int, end: int, line: UInt32, stripes: UInt32 | None) -> None:
    if begin >= end:
        return
    if stripes is None:
        buffer[begin:end] = line
        return
    period = len(stripes)
    for step in range(min(period, end - begin)):
        buffer[begin + step : end : period] = stripes[(begin + step) % period]


def gap_of(down: float) -> float:
    """Logical pixels of paper between rows."""
    return 0.0 if down < 7 else 1.0 if down < 20 else 2.0


def stripe_period(ratio: float) -> int:
    """Device pixels from stripe to stripe of the hatching."""
    return round(_STRIPES * ratio)


def _stripe(palette: Palette, strength: float) -> QColor:
    return blend(palette.papers[0], palette.muted, 0.62 * strength)


def packed(colour: QColor) -> np.uint32:
    """A colour as it lies in an image."""
    return np.uint32(0xFF000000 | colour.red() << 16 | colour.green() << 8 | colour.blue())
