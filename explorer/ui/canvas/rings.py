"""What is selected, hovered, pinned or in focus: tinted ground, rings and pins around the marks."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.ui.canvas.frame import Frame
from explorer.ui.canvas.marks import system_rect
from explorer.ui.canvas.words import is_written, label_of


def paint_rings(painter: QPainter, frame: Frame) -> None:
    """A frame around every selected mark, dashed where only a part of a bundle is; a stronger one around the focus of the
    keyboard, pins, and rings around glyphs."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for mark in frame.selected:
        style = Qt.PenStyle.DashLine if mark in frame.parts else Qt.PenStyle.SolidLine
        painter.setPen(QPen(frame.palette.accent, 1.4, style))
        painter.drawRoundedRect(mark_rect(frame, mark), 6, 6)
    for mark in frame.pinned:
        _pin(painter, frame, mark)
    for mark in frame.ringed:
        _ring(painter, frame, mark)
    if frame.focused is not None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(frame.palette.papers[0], 5.0))
        ring = mark_rect(frame, frame.focused).adjusted(-2, -2, 2, 2)
        painter.drawRoundedRect(ring, 7, 7)
        painter.setPen(QPen(frame.palette.accent, 2.2))
        painter.drawRoundedRect(ring, 7, 7)
    painter.restore()


def paint_glow(painter: QPainter, frame: Frame) -> None:
    """Tinted ground behind what is selected or hovered, below everything else."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(frame.palette.glow)
    for mark in ({*frame.selected} - {*frame.parts}) | ({frame.hovered} - {None}):
        painter.drawRoundedRect(mark_rect(frame, mark), 6, 6)
    painter.restore()


def mark_rect(frame: Frame, mark: int) -> QRectF:
    """Where a mark and its label are seen, in pixels."""
    if is_written(frame, mark):
        return system_rect(frame, mark).adjusted(-3, -3, 3, 3)
    place, camera = frame.scene.placement, frame.camera
    middle = QPointF(place.x[mark] * camera.scale + camera.dx, place.y[mark] * camera.scale + camera.dy)
    half = frame.glyph / 2 + 3
    glyph = QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half)
    box = label_of(frame, mark).box
    return glyph if box.isEmpty() else glyph.united(box.adjusted(0, -1, 4, 1))


def _ring(painter: QPainter, frame: Frame, mark: int) -> None:
    """A ring close around the glyph; a written mark has it around its frame."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(frame.palette.accent, 2.0))
    if is_written(frame, mark):
        painter.drawRoundedRect(system_rect(frame, mark).adjusted(-4, -4, 4, 4), 8, 8)
        return
    place, camera = frame.scene.placement, frame.camera
    middle = QPointF(place.x[mark] * camera.scale + camera.dx, place.y[mark] * camera.scale + camera.dy)
    reach = frame.glyph / 2 + 4
    painter.drawEllipse(middle, reach, reach)


def _pin(painter: QPainter, frame: Frame, mark: int) -> None:
    corner = mark_rect(frame, mark).topLeft() + QPointF(2, 2)
    painter.setPen(QPen(frame.palette.papers[0], 1.2))
    painter.setBrush(frame.palette.accent)
    painter.drawEllipse(corner, 3.6, 3.6)
    painter.setPen(QPen(frame.palette.accent, 1.4))
    painter.drawLine(corner + QPointF(0, 3.5), corner + QPointF(0, 7.5))
