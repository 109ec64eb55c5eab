"""Relations over the strata: those of the selection, and on demand the heaviest streams of all."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QPainter, QPen

from explorer.layout.sunburst import Disc
from explorer.ui.canvas.batches import draw_lines
from explorer.ui.canvas.strata_frame import StrataFrame
from explorer.ui.glyphs import blend

Floats = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

_FEW = 40
"""Up to so many lines are drawn strongly, with arrows."""

MOST_BUNDLES = 300

_CHORDS, _CHORDS_OF_MANY = 24, 14
"""Straight pieces of a curve; fewer where many are drawn."""


def paint_bundles(painter: QPainter, frame: StrataFrame) -> None:
    """The heaviest streams, the wider the more relations they stand for."""
    bundles = frame.bundles
    if bundles is None or not len(bundles.count):
        return
    total, camera = frame.scene.strata.total, frame.camera
    from_x, to_x = (
        bundles.source_x * total * camera.across + camera.dx,
        bundles.target_x * total * camera.across + camera.dx,
    )
    # Double the relations, one step wider: a stream of a single relation is always thin.
    step = np.minimum(np.log2(bundles.count).astype(int), 2)
    for level in range(3):
        chosen = np.flatnonzero(step == level)[::-1]
        colour = blend(frame.palette.papers[0], frame.palette.ink, 0.36 + 0.2 * level)
        painter.setPen(QPen(colour, 0.9 + 0.7 * level))
        curves = _curves(frame, from_x[chosen], bundles.source_row[chosen], to_x[chosen], bundles.target_row[chosen])
        draw_lines(painter, _inside(frame, curves))


def paint_relations(painter: QPainter, frame: StrataFrame) -> None:
    """The direct relations of what is selected, with an arrow at what is relied on."""
    for upstream, colour in ((False, frame.palette.ink), (True, frame.palette.accent)):
        crossing = frame.light.crossing_up if upstream else frame.light.crossing_down
        own, other = crossing.own, crossing.other
        if not len(own):
            continue
        own, other = _on_disc(frame, own, other)
        from_x, from_row = _middles(frame, own)
        to_x, to_row = _middles(frame, other)
        curves = _curves(frame, from_x, from_row, to_x, to_row)
        few = len(own) <= _FEW
        # A line must be seen on cells of every colour: paper beside the ink.
        for width, pen in ((3.4, frame.palette.papers[0]), (1.5, colour))[0 if few else 1 :]:
            painter.setPen(QPen(pen, width if few else 1.0))
            draw_lines(painter, _inside(frame, curves))
        if few:
            painter.setPen(QPen(colour, 1.5))
            tips = curves[:, -1] if upstream else curves[:, 0]
            back = curves[:, -2] if upstream else curves[:, 1]
            draw_lines(painter, _inside(frame, _arrows(tips, back)))


def relations_total(frame: StrataFrame) -> tuple[int, int]:
    """How many relations of the selection are drawn as lines, and how many there are to draw."""
    both = frame.light.crossing_up, frame.light.crossing_down
    drawn = sum(len(_on_disc(frame, crossing.own, crossing.other)[0]) for crossing in both)
    return drawn, sum(crossing.count for crossing in both)


def _on_disc(frame: StrataFrame, own: Int64, other: Int64) -> tuple[Int64, Int64]:
    """On a disc only relations between cells that are seen: beyond its ends the strip begins anew."""
    if frame.sheet.disc is None:
        return own, other
    strata, camera, paper = frame.scene.strata, frame.camera, frame.paper
    seen = np.ones(len(own), bool)
    for cells in (own, other):
        row = np.searchsorted(strata.starts, cells, "right") - 1
        seen &= strata.right[cells] * camera.across + camera.dx > paper.left()
        seen &= strata.left[cells] * camera.across + camera.dx < paper.right()
        seen &= (row >= frame.columns.rows.start) & (row < frame.columns.rows.stop)
    return own[seen], other[seen]


def _middles(frame: StrataFrame, cells: npt.NDArray[np.int64]) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Where a line meets a cell: the middle of what is seen of it; its own middle where nothing is."""
    strata, camera, paper = frame.scene.strata, frame.camera, frame.paper
    left, right = strata.left[cells] * camera.across + camera.dx, strata.right[cells] * camera.across + camera.dx
    seen = (right > paper.left()) & (left < paper.right())
    left = np.where(seen, np.maximum(left, paper.left()), left)
    right = np.where(seen, np.minimum(right, paper.right()), right)
    row = np.searchsorted(strata.starts, cells, "right") - 1
    return (left + right) / 2, row


def _curves(frame: StrataFrame, from_x: Floats, from_row: np.ndarray, to_x: Floats, to_row: np.ndarray) -> Floats:
    """(lines, points, 2): from one cell to the other, on the view."""
    if frame.sheet.disc is None:
        return _across(frame, from_x, from_row, to_x, to_row)
    return _through(frame, frame.sheet.disc, from_x, from_row, to_x, to_row)


def _through(
    frame: StrataFrame, disc: Disc, from_x: Floats, from_row: np.ndarray, to_x: Floats, to_row: np.ndarray
) -> Floats:
    """On a disc: from the middle of one cell to that of the other, bent toward the middle of the disc."""
    down, dy = frame.camera.down, frame.camera.dy
    x, y = disc.bend(np.stack([from_x, to_x]), np.stack([from_row, to_row]) * down + dy + down / 2)
    bend_x, bend_y = (x.mean(axis=0) + disc.x) / 2, (y.mean(axis=0) + disc.y) / 2
    share = np.linspace(0, 1, _CHORDS + 1)[None, :]
    parts = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return np.stack(
        [
            parts[0] * ends[0][:, None] + parts[1] * bend[:, None] + parts[2] * ends[1][:, None]
            for ends, bend in ((x, bend_x), (y, bend_y))
        ],
        axis=2,
    )


def _across(frame: StrataFrame, from_x: Floats, from_row: np.ndarray, to_x: Floats, to_row: np.ndarray) -> Floats:
    """(lines, points, 2): from the edge of one cell to the facing edge of the other, bent so that bundles part."""
    down, dy = frame.camera.down, frame.camera.dy
    goes_down, level = to_row > from_row, to_row == from_row
    edge = down - 2 if down >= 20 else down
    from_y = from_row * down + dy + np.where(goes_down, edge, 0.0)
    to_y = to_row * down + dy + np.where(goes_down | level, 0.0, edge)
    from_y = np.where(level, from_row * down + dy, from_y)
    bend = np.where(level, -down * 0.8, (to_y - from_y) * 0.5)
    share = np.linspace(0, 1, (_CHORDS if len(from_x) <= _FEW else _CHORDS_OF_MANY) + 1)[None, :]
    x = from_x[:, None] + (to_x - from_x)[:, None] * (share * share * (3 - 2 * share))
    back = (1 - share) ** 3, 3 * (1 - share) ** 2 * share, 3 * (1 - share) * share**2, share**3
    rise = np.where(level, to_y + bend, to_y - bend)[:, None]
    y = back[0] * from_y[:, None] + back[1] * (from_y + bend)[:, None] + back[2] * rise + back[3] * to_y[:, None]
    return np.stack([x, y], axis=2)


def _inside(frame: StrataFrame, curves: Floats) -> Floats:
    """The chords that lie on the paper, as rows of x1, y1, x2, y2: vector files know no clipping."""
    lines = np.concatenate([curves[:, :-1], curves[:, 1:]], axis=2).reshape(-1, 4)
    paper = frame.paper if frame.sheet.disc is None else frame.view
    x, y = lines[:, (0, 2)], lines[:, (1, 3)]
    seen = (x.min(axis=1) >= paper.left() - 1) & (x.max(axis=1) <= paper.right() + 1)
    return lines[seen & (y.min(axis=1) >= paper.top() - 1) & (y.max(axis=1) <= paper.bottom() + 1)]


def _arrows(tips: Floats, back: Floats) -> Floats:
    """Two short strokes at each tip."""
    along = back - tips
    along /= np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)[:, None]
    aside = np.stack([-along[:, 1], along[:, 0]], axis=1)
    one, two = tips + along * 7 + aside * 3.5, tips + along * 7 - aside * 3.5
    return np.stack([np.stack([one, tips, two], axis=1)], axis=0).reshape(-1, 3, 2)
