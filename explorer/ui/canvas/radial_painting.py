"""The strata as a radial tree: a dot for each component, or for those that share a place, and the lines between them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from explorer.layout.sunburst import Disc
from explorer.ui.canvas.batches import draw_lines, draw_sprites
from explorer.ui.canvas.disc_outline import sector
from explorer.ui.canvas.disc_painting import paint_words
from explorer.ui.canvas.export import is_vector
from explorer.ui.canvas.radial_links import Dots, dots_of, links_of
from explorer.ui.canvas.strata_frame import StrataFrame
from explorer.ui.canvas.strata_raster import Ink, lines_of
from explorer.ui.canvas.strata_shape import DOT_PITCH, Shape
from explorer.ui.canvas.type import sized
from explorer.ui.glyphs import draw_glyph

Floats = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

LEAST_DOT, SHARED_DOT, MOST_DOT = 0.9, 1.8, 10.0
"""Pixels from the middle of a dot to its edge: at least, of one that several share, at most."""

LEAST_GLYPH = 6.0
"""A dot of one component that is as large as this is drawn as the component's glyph."""

_MOST_SPRITES = 5_000

MOST_NAMES, MOST_GUIDES = 90, 40
FEW, SMOOTH = 1_200, 6_000
"""Up to so many pieces of line are drawn strongly, and with smooth edges."""


def paint_radial(painter: QPainter, frame: StrataFrame, memory: RadialMemory) -> None:
    """Rings to go by, lines, dots, names."""
    disc = frame.sheet.disc
    assert disc is not None, "a radial tree stands on a disc"
    if not len(frame.columns.rows):
        return
    dots = dots_of(frame)
    radius = _radii(frame, disc, dots)
    if is_vector(painter):
        _guides(painter, frame, disc)
    else:
        memory.paint_guides(painter, frame, disc)
    _links(painter, frame, disc, dots)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _small_dots(painter, frame, disc, dots, radius, memory)
    glyphs = np.flatnonzero(radius >= LEAST_GLYPH)
    x, y = disc.bend(dots.x[glyphs], dots.y[glyphs])
    for cell, at_x, at_y, half in zip(
        dots.cell[glyphs].tolist(), x.tolist(), y.tolist(), radius[glyphs].tolist(), strict=True
    ):
        _glyph(painter, frame, cell, QRectF(at_x - half, at_y - half, 2 * half, 2 * half))
    _names(painter, frame, disc, dots, radius)
    paint_words(painter, frame)


def outline_on_disc(frame: StrataFrame, rect: QRectF) -> QPainterPath:
    """Around a part of the strip: its sector, or the dot in its middle."""
    disc = frame.sheet.disc
    assert disc is not None, "only a disc is outlined so"
    if frame.sheet.shape is Shape.SUNBURST:
        return sector(disc, rect.intersected(frame.paper))
    x, y = disc.at(rect.center().x(), rect.center().y())
    leaves = rect.width() / frame.camera.across
    arc = rect.width() * (disc.inner + rect.center().y()) / disc.outer
    half = float(_radius(np.array([leaves]), np.array([arc]), frame.camera.down)[0]) + 3
    path = QPainterPath()
    path.addEllipse(QPointF(x, y), half, half)
    return path


def _radii(frame: StrataFrame, disc: Disc, dots: Dots) -> Floats:
    strata = frame.scene.strata
    leaves = strata.right.take(dots.cell) - strata.left.take(dots.cell)
    arc = leaves * frame.camera.across * (disc.inner + dots.y) / disc.outer
    pitch = DOT_PITCH * (disc.inner + dots.y) / disc.outer
    return np.where(
        dots.cells == 1, _radius(leaves, arc, frame.camera.down), np.clip(pitch * 0.45, LEAST_DOT, SHARED_DOT)
    )


def _radius(leaves: Floats, arc: Floats, down: float) -> Floats:
    """Larger where more hangs on it, as far as its neighbours and the rings beside leave room."""
    wanted = 6.0 + 0.8 * np.log2(np.maximum(leaves, 1.0))
    return np.maximum(np.minimum(np.minimum(wanted, arc * 0.42), min(down * 0.36, MOST_DOT)), LEAST_DOT)


def _guides(painter: QPainter, frame: StrataFrame, disc: Disc) -> None:
    """A faint ring for each row."""
    rows = frame.columns.rows
    if len(rows) > MOST_GUIDES:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(frame.palette.papers[1], 1.4))
    for row in rows:
        radius = disc.inner + (row + 0.5) * frame.camera.down + frame.camera.dy
        if disc.inner <= radius <= disc.outer:
            painter.drawEllipse(QPointF(disc.x, disc.y), radius, radius)


def _links(painter: QPainter, frame: StrataFrame, disc: Disc, dots: Dots) -> None:
    lines, end = links_of(frame, disc, dots)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(lines) <= SMOOTH)
    lit = _lit(frame, dots)[end]
    usual = frame.palette.lines[1 if len(lines) <= FEW else 0]  # Where lines are many, each says little.
    bright = usual if frame.light.sums is None else frame.palette.accent
    for chosen, colour in ((~lit, frame.palette.lines[0]), (lit, bright)):
        painter.setPen(QPen(colour, 1.0))
        draw_lines(painter, lines[chosen])


def _lit(frame: StrataFrame, dots: Dots) -> npt.NDArray[np.bool_]:
    sums = frame.light.sums
    if sums is None:
        return np.ones(len(dots.cell), bool)
    return np.asarray(sums.take(dots.cell + dots.cells) > sums.take(dots.cell))


class RadialMemory:
    """Remembers the guiding rings, and small dots by colour and size: the next frame needs mostly the same."""

    def __init__(self) -> None:
        self._sprites: dict[tuple[object, ...], QPixmap] = {}
        self._guides: QPixmap | None = None
        self._guides_for: tuple[object, ...] = ()

    def paint_guides(self, painter: QPainter, frame: StrataFrame, disc: Disc) -> None:
        """Paint the guiding rings, from memory while the rows stay where they are."""
        camera, rows = frame.camera, frame.columns.rows
        key = (disc, frame.view, camera.down, camera.dy, rows, frame.palette, frame.ratio)
        if self._guides is None or key != self._guides_for:
            self._guides = QPixmap((QSizeF(frame.view.size()) * frame.ratio).toSize())
            self._guides.setDevicePixelRatio(frame.ratio)
            self._guides.fill(frame.palette.papers[0])
            onto = QPainter(self._guides)
            _guides(onto, frame, disc)
            onto.end()
            self._guides_for = key
        painter.drawPixmap(0, 0, self._guides)

    def sprite(self, frame: StrataFrame, colour: QColor, half: float, hollow: bool) -> QPixmap:
        """The sprite of one kind of dot."""
        key = (colour.rgb(), half, hollow, frame.palette.theme.name, frame.ratio)
        sprite = self._sprites.get(key)
        if sprite is None:
            if len(self._sprites) > _MOST_SPRITES:
                self._sprites.clear()
            sprite = self._sprites[key] = _sprite(frame, colour, half, hollow)
        return sprite


def _small_dots(
    painter: QPainter, frame: StrataFrame, disc: Disc, dots: Dots, radius: Floats, memory: RadialMemory
) -> None:
    """Dots in the mean colour of their cells (to five bits of eight), by groups of the same colour and size."""
    lines = lines_of(frame.columns, Ink(frame.shading, frame.light.sums, frame.palette), 1.0)
    colour = (lines.plain[dots.number, dots.column] & np.uint32(0xF8F8F8)).astype(np.int64)
    hollow = np.zeros(len(colour), bool) if lines.wide is None else lines.wide[dots.number, dots.column] >= 2
    half = np.minimum(np.rint(radius * 2), 2 * LEAST_GLYPH).astype(np.int64)
    small = np.flatnonzero(radius < LEAST_GLYPH)
    key = ((colour << 8) + half * 2 + hollow)[small]
    x, y = disc.bend(dots.x[small], dots.y[small])
    order = np.argsort(key, kind="stable")
    begins = np.flatnonzero(np.append(True, key[order][1:] != key[order][:-1])) if len(order) else order
    vector = is_vector(painter)
    for begin, end in pairwise([*begins.tolist(), len(order)]):
        chosen = order[begin:end]
        first = small[chosen[0]]
        # The bits that were cut off come back as their mean, so that pale dots do not darken.
        look = QColor.fromRgb(int(colour[first]) + 0x040404), int(half[first]) / 2, bool(hollow[first])
        if vector:
            _dot_style(painter, frame, look[0], look[2])
            for at_x, at_y in zip(x[chosen].tolist(), y[chosen].tolist(), strict=True):
                painter.drawEllipse(QPointF(at_x, at_y), look[1], look[1])
        else:
            draw_sprites(painter, memory.sprite(frame, *look), x[chosen], y[chosen])


def _sprite(frame: StrataFrame, colour: QColor, half: float, hollow: bool) -> QPixmap:
    side = int(np.ceil(half)) * 2 + 2
    pixmap = QPixmap(round(side * frame.ratio), round(side * frame.ratio))
    pixmap.setDevicePixelRatio(frame.ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _dot_style(painter, frame, colour, hollow)
    painter.drawEllipse(QPointF(side / 2, side / 2), half, half)
    painter.end()
    return pixmap


def _dot_style(painter: QPainter, frame: StrataFrame, colour: QColor, hollow: bool) -> None:
    painter.setPen(QPen(frame.palette.muted, 1.0) if hollow else Qt.PenStyle.NoPen)
    painter.setBrush(frame.palette.papers[0] if hollow else colour)


def _glyph(painter: QPainter, frame: StrataFrame, cell: int, rect: QRectF) -> None:
    """The component's shape and fill, in the colour that the legend gives it."""
    scene, sums = frame.scene, frame.light.sums
    shade = scene.colouring.shades[int(scene.colouring.code[scene.strata.node[cell]])]
    hue = frame.palette.muted if shade.hue is None else frame.palette.theme.class_colour(shade.hue)
    if sums is not None and sums[cell + 1] == sums[cell]:
        hue = frame.palette.lines[0]
    draw_glyph(painter, rect, scene.class_of(cell), scene.knowledge(cell), frame.palette.theme, hue=hue)


def _names(painter: QPainter, frame: StrataFrame, disc: Disc, dots: Dots, radius: Floats) -> None:
    """Names beside the largest dots, none over another."""
    font = sized(frame.font, 11)
    metrics = QFontMetricsF(font)
    painter.setFont(font)
    alone = np.flatnonzero((dots.cells == 1) & (radius >= LEAST_GLYPH - 1))
    alone = alone[np.argsort(-radius[alone], kind="stable")[:MOST_NAMES]]
    x, y = disc.bend(dots.x, dots.y)
    taken: list[QRectF] = [QRectF(disc.x - 40, disc.y - 20, 80, 40)]
    taken += [
        QRectF(x[each] - radius[each], y[each] - radius[each], 2 * radius[each], 2 * radius[each]) for each in alone
    ]
    lit = _lit(frame, dots)
    for number, dot in enumerate(alone.tolist()):
        name = frame.scene.name(int(dots.cell[dot]))
        text = metrics.elidedText(name.rpartition("/")[2] or name, Qt.TextElideMode.ElideMiddle, 130)
        width = metrics.horizontalAdvance(text)
        gap = float(radius[dot]) + 4
        for left in (float(x[dot]) + gap, float(x[dot]) - gap - width):
            box = QRectF(left, float(y[dot]) - 6.5, width, 13)
            others = (rect for place, rect in enumerate(taken) if place != number + 1)
            if frame.view.contains(box) and not any(rect.intersects(box) for rect in others):
                painter.fillRect(box.adjusted(-1, 0, 1, 0), frame.palette.papers[0])
                painter.setPen(frame.palette.ink if lit[dot] else frame.palette.faint)
                painter.drawText(QPointF(left, box.center().y() + metrics.ascent() / 2 - 1.5), text)
                taken.append(box)
                break
