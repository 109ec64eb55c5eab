"""The strip of cells bent into a disc, pixel by pixel: each shows the column of the row that lies there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from explorer.layout.sunburst import Disc
from explorer.ui.canvas.strata_frame import StrataFrame
from explorer.ui.canvas.strata_raster import Ink, Lines, gap_of, image_of, lines_of, packed, stripe_period
from explorer.ui.canvas.strata_shading import UInt32

Floats = npt.NDArray[np.float32]
Int32 = npt.NDArray[np.int32]
UInt8 = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class _Polar:
    """Where each pixel of the square around a disc lies."""

    corner: QPointF
    radius: Floats
    """(h, h): logical pixels from the middle."""
    turn: Floats
    """(h, h): how far around from twelve o'clock, 0 to 1."""
    phase: UInt8
    """(h, h): the place of each pixel between two stripes of the hatching."""


@dataclass(frozen=True, eq=False)
class _Map:
    """Which row and column each pixel shows, for one size and place of the rows."""

    index: Int32
    """(h, h): row times columns plus column; the last number of all is paper."""
    edge: npt.NDArray[np.int64]
    share: UInt32
    """Pixels on the edge of a ring, and of 256 parts how many of them the ring covers."""


class DiscRaster:
    """Draws discs, and remembers where their pixels lie: turning and spreading change only what is shown there."""

    def __init__(self) -> None:
        self._polar: _Polar | None = None
        self._map: _Map | None = None
        self._polar_for: tuple[object, ...] = ()
        self._map_for: tuple[object, ...] = ()

    def image(self, frame: StrataFrame, ink: Ink) -> tuple[QPointF, QImage]:
        """The picture, and where its upper left corner belongs."""
        disc = frame.sheet.disc
        assert disc is not None, "only a disc is drawn as one"
        polar, where = self._places(frame, disc)
        paper = packed(frame.palette.papers[0])
        if not len(frame.columns.rows):
            return polar.corner, image_of(np.full(polar.radius.shape, paper, np.uint32), frame.ratio)
        lines = lines_of(frame.columns, ink, frame.ratio)
        plain = _thinned(lines.plain, frame, disc)
        buffer = np.append(plain.ravel(), paper).take(where.index)
        _hatch(buffer, lines, where.index, polar.phase)
        _soften(buffer.ravel(), where, paper)
        return polar.corner, image_of(buffer, frame.ratio)

    def _places(self, frame: StrataFrame, disc: Disc) -> tuple[_Polar, _Map]:
        if self._polar is None or (disc, frame.ratio) != self._polar_for:
            self._polar, self._polar_for, self._map = _polar(disc, frame.ratio), (disc, frame.ratio), None
        camera, columns = frame.camera, frame.columns
        key = (disc, frame.ratio, camera.down, camera.dy, columns.rows, columns.low.shape[1])
        if self._map is None or key != self._map_for:
            self._map, self._map_for = _map(self._polar, frame, disc), key
        return self._polar, self._map


def _polar(disc: Disc, ratio: float) -> _Polar:
    half = int(np.ceil((disc.outer + 1) * ratio))
    corner = QPointF(round((disc.x * ratio) - half) / ratio, round((disc.y * ratio) - half) / ratio)
    along = ((np.arange(2 * half) + 0.5) / ratio).astype(np.float32)
    x, y = along + np.float32(corner.x() - disc.x), along + np.float32(corner.y() - disc.y)
    radius = np.hypot(x[None, :], y[:, None])
    turn = np.arctan2(x[None, :], -y[:, None]) / np.float32(2 * np.pi)
    period, steps = stripe_period(ratio), np.arange(2 * half)
    phase = ((steps[None, :] + steps[:, None]) % period).astype(np.uint8)
    return _Polar(corner, radius, turn % np.float32(1), phase)


def _map(polar: _Polar, frame: StrataFrame, disc: Disc) -> _Map:
    rows, width, down = frame.columns.rows, frame.columns.low.shape[1], np.float32(frame.camera.down)
    down_to = (polar.radius - np.float32(disc.inner + frame.camera.dy)) / down
    row = np.floor(down_to)
    within = (down_to - row) * down
    gap = np.float32(gap_of(frame.camera.down))
    inside = (row >= rows.start) & (row < rows.stop) & (polar.radius >= disc.inner) & (polar.radius <= disc.outer)
    column = np.minimum((polar.turn * np.float32(width)).astype(np.int32), width - 1)
    index = np.where(inside, (row.astype(np.int32) - rows.start) * width + column, len(rows) * width)
    if gap == 0:
        return _Map(index.astype(np.int32), np.zeros(0, np.int64), np.zeros(0, np.uint32))
    # A ring ends softly: pixels on its edges are mixed with the paper by how much of them it covers.
    ratio = np.float32(frame.ratio)
    cover = np.clip(within * ratio + np.float32(0.5), 0, 1) * np.clip(
        (down - gap - within) * ratio + np.float32(0.5), 0, 1
    )
    edge = np.flatnonzero(inside & (cover < 0.999))
    return _Map(index.astype(np.int32), edge, (cover.ravel()[edge] * 256).astype(np.uint32))


def _thinned(plain: UInt32, frame: StrataFrame, disc: Disc) -> UInt32:
    """Inner rings have fewer pixels than columns: there each pixel shows the mean of those that fall on it."""
    width = plain.shape[1]
    result = plain
    for number, row in enumerate(frame.columns.rows):
        radius = disc.inner + (row + 0.5) * frame.camera.down + frame.camera.dy
        step = int(disc.outer / max(radius, 1.0))
        if step < 2:
            break
        if result is plain:
            result = plain.copy()
        whole = width // step * step
        parts = plain[number, :whole].view(np.uint8).reshape(-1, step, 4)
        mean = parts.mean(axis=1, dtype=np.float32).astype(np.uint8).view(np.uint32)
        result[number, :whole] = np.repeat(mean.ravel(), step)
    return result


def _hatch(buffer: UInt32, lines: Lines, index: Int32, phase: UInt8) -> None:
    if lines.wide is None or not lines.wide.any():
        return
    striped = phase < np.append(lines.wide.ravel(), np.uint8(0)).take(index)
    if isinstance(lines.stripe, np.ndarray):
        buffer[striped] = lines.stripe.ravel().take(index[striped])
    else:
        buffer[striped] = lines.stripe


def _soften(pixels: UInt32, where: _Map, paper: np.uint32) -> None:
    """Mix what lies on edges with the paper, red and blue together, then green."""
    colour, share = pixels[where.edge], where.share
    rest = np.uint32(256) - share
    both, green = np.uint32(0xFF00FF), np.uint32(0x00FF00)
    first = ((colour & both) * share + (paper & both) * rest) >> np.uint32(8) & both
    second = ((colour & green) * share + (paper & green) * rest) >> np.uint32(8) & green
    pixels[where.edge] = np.uint32(0xFF000000) | first | second
