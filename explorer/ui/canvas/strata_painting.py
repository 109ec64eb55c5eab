"""The order in which a frame of the strata is painted."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QRegion

from explorer.ui.canvas.disc_painting import paint_sunburst
from explorer.ui.canvas.disc_raster import DiscRaster
from explorer.ui.canvas.export import is_vector
from explorer.ui.canvas.radial_painting import RadialMemory, outline_on_disc, paint_radial
from explorer.ui.canvas.strata_frame import StrataFrame
from explorer.ui.canvas.strata_gutter import StrataGutter, paint_gutter
from explorer.ui.canvas.strata_labels import StrataLabels, seen_rect
from explorer.ui.canvas.strata_lines import paint_bundles, paint_relations
from explorer.ui.canvas.strata_marks import paint_pins, paint_trail
from explorer.ui.canvas.strata_raster import Ink, gap_of, raster
from explorer.ui.canvas.strata_shape import Shape
from explorer.ui.canvas.type import sized

_MOST_RINGS = 400


class Brushes:
    """What the painting of one canvas remembers from frame to frame."""

    def __init__(self) -> None:
        self.labels, self.gutter, self.disc, self.radial = StrataLabels(), StrataGutter(), DiscRaster(), RadialMemory()


def paint_strata(painter: QPainter, frame: StrataFrame, brushes: Brushes) -> None:
    """Everything that stays the same while the mouse and the keyboard go over it."""
    painter.fillRect(frame.view, frame.palette.papers[0])
    if not len(frame.scene):
        _say_empty(painter, frame)
        return
    shapes = {Shape.ICICLE: _paint_icicle, Shape.SUNBURST: _paint_sunburst, Shape.RADIAL: _paint_radial}
    shapes[frame.sheet.shape](painter, frame, brushes)
    if frame.selected:
        _paint_relations(painter, frame, brushes.labels.boxes if frame.sheet.shape is Shape.ICICLE else [])
    if frame.trail:
        paint_trail(painter, frame)
    paint_rings(painter, frame)
    paint_pins(painter, frame)
    if frame.sheet.shape is Shape.ICICLE:
        (paint_gutter if is_vector(painter) else brushes.gutter.paint)(painter, frame)


def _paint_icicle(painter: QPainter, frame: StrataFrame, brushes: Brushes) -> None:
    """Cells, streams, names."""
    paper, ratio = frame.paper, frame.ratio
    ink = Ink(frame.shading, frame.light.sums, frame.palette)
    height = max(round(paper.height() * ratio), 1)
    image = raster(frame.scene.strata, frame.columns, frame.camera, ink, paper.top(), height, ratio)
    painter.drawImage(paper.topLeft(), image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_bundles(painter, frame)
    brushes.labels.paint(painter, frame)


def _paint_relations(painter: QPainter, frame: StrataFrame, names: list[QRectF]) -> None:
    """The relations of what is selected, behind the names."""
    painter.save()
    free = QRegion(frame.view.toAlignedRect())
    for box in names:
        free -= QRegion(box.toAlignedRect())
    painter.setClipRegion(free, Qt.ClipOperation.IntersectClip)
    paint_relations(painter, frame)
    painter.restore()


def _paint_sunburst(painter: QPainter, frame: StrataFrame, brushes: Brushes) -> None:
    paint_sunburst(painter, frame, brushes.disc)


def _paint_radial(painter: QPainter, frame: StrataFrame, brushes: Brushes) -> None:
    paint_radial(painter, frame, brushes.radial)


def paint_rings(painter: QPainter, frame: StrataFrame) -> None:
    """Rings around what is selected, hovered, and where the keyboard stands."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    strata, rows = frame.scene.strata, frame.columns.rows
    for cell in frame.selected[:_MOST_RINGS]:
        row = strata.row_of(cell)
        if row in rows:
            _ring(painter, frame, cell, row, frame.palette.accent, 2.4)
    if frame.hovered is not None and frame.hovered not in frame.selected:
        _ring(painter, frame, frame.hovered, strata.row_of(frame.hovered), frame.palette.ink, 1.4)
    if frame.focused is not None:
        rect = _ring_rect(frame, frame.focused, strata.row_of(frame.focused)).adjusted(-2.5, -2.5, 2.5, 2.5)
        painter.setPen(QPen(frame.palette.accent, 1.6, Qt.PenStyle.DashLine))
        if rect.intersects(frame.paper):
            painter.drawPath(_outline(frame, rect, 4))


def _ring(painter: QPainter, frame: StrataFrame, cell: int, row: int, colour: QColor, width: float) -> None:
    rect = _ring_rect(frame, cell, row)
    if not rect.intersects(frame.paper):
        return
    path = _outline(frame, rect, 3)
    painter.strokePath(path, QPen(frame.palette.papers[0], width + 2))
    painter.strokePath(path, QPen(colour, width))


def _outline(frame: StrataFrame, rect: QRectF, round_by: float) -> QPainterPath:
    if frame.sheet.disc is not None:
        return outline_on_disc(frame, rect)
    path = QPainterPath()
    path.addRoundedRect(rect, round_by, round_by)
    return path


def _ring_rect(frame: StrataFrame, cell: int, row: int) -> QRectF:
    """Around what is seen of a cell, never thinner than can be seen."""
    rect = seen_rect(frame, cell, row)
    if rect.isEmpty():
        strata = frame.scene.strata
        rect = frame.camera.rect(float(strata.left[cell]), float(strata.right[cell]), row)
    if rect.width() < 5:
        rect = QRectF(rect.center().x() - 2.5, rect.top(), 5, rect.height())
    return rect.adjusted(0.5, 0.5, -0.5, -0.5 - gap_of(frame.camera.down))


def _say_empty(painter: QPainter, frame: StrataFrame) -> None:
    painter.setFont(sized(frame.font, 13))
    painter.setPen(frame.palette.muted)
    box = QRectF(QPointF(0, 0), frame.view.size()).adjusted(24, 24, -24, -24)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), frame.scene.nothing)
