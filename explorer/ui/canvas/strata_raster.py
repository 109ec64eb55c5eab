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

Floats = npt.NDArray[np.float32]

DIM = 0.76
"""How much paper is mixed into what is not lit."""

_SEPARATED = 4.0
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
    paper = _packed(ink.palette.papers[0])
    buffer = np.full((height, width), paper, np.uint32)
    if width and len(columns.rows):
        lines, stripes = _lines(strata, columns, camera, ink, ratio)
        gap = _gap(camera.down, ratio)
        for number, row in enumerate(columns.rows):
            begin = round((row * camera.down + camera.dy - top) * ratio)
            end = round(((row + span) * camera.down + camera.dy - top) * ratio) - gap
            _fill(buffer, max(begin, 0), min(end, height), lines[number], stripes[number])
    image = QImage(buffer.data, width, height, width * 4, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.buffer = buffer  # The image does not own its pixels; they must live as long as it does.
    return image


def _lines(
    strata: Strata, columns: Columns, camera: StrataCamera, ink: Ink, ratio: float
) -> tuple[UInt32, list[UInt32 | None]]:
    """One line of pixels for each row, and the eight lines that repeat where it is hatched."""
    low, high = columns.low, columns.high
    count = high - low
    divisor = np.maximum(count, 1).astype(np.float32)
    # `take` gathers whole rows several times faster than an index in brackets (measured).
    lit = None if ink.lit is None else ((ink.lit.take(high) - ink.lit.take(low)) / divisor).astype(np.float32)
    mean = (ink.shading.sums.take(high, axis=0) - ink.shading.sums.take(low, axis=0)).astype(np.float32)
    mean /= divisor[..., None]
    share = mean[..., 3].copy() if ink.shading.any_hatched else None
    paper = ink.palette.papers[0]
    if lit is not None:
        base = np.array([paper.blue(), paper.green(), paper.red(), 0], np.float32)
        mean -= base
        mean *= (1.0 - DIM * (1.0 - lit))[..., None]
        mean += base
    mean[..., 3] = 255
    lines = mean.astype(np.uint8).view(np.uint32)[..., 0]
    lines[count == 0] = _packed(paper)
    if share is None:
        stripes: list[UInt32 | None] = [None] * len(lines)
    else:
        stripes = _hatched(lines, share, lit, ink, ratio, camera)
    set_off = columns.last_widths(strata) * camera.across >= _SEPARATED
    row, column = columns.last_row[set_off], columns.last_column[set_off]
    lines[row, column] = _packed(paper)
    for number, striped in enumerate(stripes):
        if striped is not None:
            striped[:, column[row == number]] = _packed(paper)
    return lines, stripes


def _hatched(
    lines: UInt32, share: Floats, lit: Floats | None, ink: Ink, ratio: float, camera: StrataCamera
) -> list[UInt32 | None]:
    """The more of a column is not known, the wider its stripes: none below a sixth, up to three of eight pixels."""
    period, width = round(_STRIPES * ratio), lines.shape[1]
    wide = np.rint(share * (2.6 * ratio)).astype(np.uint8)
    bright, pale = _packed(_stripe(ink.palette, 1.0)), _packed(_stripe(ink.palette, 1.0 - DIM))
    begin = -round(camera.dx * ratio) % period
    along = (np.arange(width + 2 * period) % period).astype(np.uint8)
    phase = np.lib.stride_tricks.sliding_window_view(along, width)[begin : begin + period]
    found: list[UInt32 | None] = []
    for number, hatched in enumerate(wide.any(axis=1).tolist()):
        if not hatched:
            found.append(None)
            continue
        colour = bright if lit is None else np.where(lit[number] > 0.5, bright, pale)
        found.append(np.where(phase < wide[number], colour, lines[number]))
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


def _gap(down: float, ratio: float) -> int:
    """Device pixels of paper between rows."""
    return round((0 if down < 7 else 1 if down < 20 else 2) * ratio)


def _stripe(palette: Palette, strength: float) -> QColor:
    return blend(palette.papers[0], palette.muted, 0.62 * strength)


def _packed(colour: QColor) -> np.uint32:
    return np.uint32(0xFF000000 | colour.red() << 16 | colour.green() << 8 | colour.blue())
