"""What is under the mouse: the marks and lines it touches, drawn over the picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.ui.canvas.curves import Floats, chords, segments, within
from explorer.ui.canvas.frame import Frame
from explorer.ui.canvas.light import Light
from explorer.ui.canvas.line_words import paint_words
from explorer.ui.canvas.lines import bows, paint_lines, seen_knots
from explorer.ui.canvas.palette import Tone
from explorer.ui.canvas.rings import mark_rect, paint_rings
from explorer.ui.canvas.speech import link_tooltip, mark_tooltip
from explorer.ui.canvas.words import Label, line_begins, shown_labels

_NEAR = 5.0
"""A line is under the mouse up to so many pixels away."""


class Hover:
    """Paints what is under the mouse of one canvas; remembers where labels and lines are while nothing else changes."""

    def __init__(self) -> None:
        self._made_for: Frame | None = None
        self._labels: list[Label] = []
        self._knots = np.zeros((0, 6, 2))

    def paint(self, painter: QPainter, frame: Frame) -> None:
        """The direct relations of the hovered mark with their words, and the rings of mark and keyboard."""
        if frame.hovered is not None and frame.resting:
            self._look(replace(frame, hovered=None, focused=None))
            _paint_hovered(painter, frame, frame.hovered, self._labels, self._knots)
        _paint_focus(painter, frame)

    def _look(self, frame: Frame) -> None:
        if frame != self._made_for:
            self._labels = shown_labels(frame, frame.visible())
            self._knots = seen_knots(frame, line_begins(frame, self._labels))
            self._made_for = frame


def _paint_hovered(painter: QPainter, frame: Frame, hovered: int, labels: list[Label], knots: Floats) -> None:
    flow = frame.scene.placement.streams
    links = np.zeros(len(frame.scene.drawing.source), bool)
    links[frame.scene.up.relations_of(hovered)] = True
    above = frame.scene.any_link(links)
    links[:] = False
    links[frame.scene.down.relations_of(hovered)] = True
    below = frame.scene.any_link(links)
    tone = np.where(above, Tone.UPSTREAM, np.where(below, Tone.DOWNSTREAM, Tone.DIM)).astype(np.uint8)
    lit = replace(frame, light=Light(frame.light.lit, tone, True))
    painter.save()
    painter.setClipRect(frame.paper, Qt.ClipOperation.IntersectClip)
    paint_lines(painter, lit, knots, np.flatnonzero(above | below))
    paint_words(painter, lit, labels, knots, _own_pieces(frame, flow.source, flow.target))
    painter.setPen(QPen(frame.palette.accent, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawRoundedRect(mark_rect(frame, hovered), 6, 6)
    painter.restore()


def _paint_focus(painter: QPainter, frame: Frame) -> None:
    if frame.focused is not None:
        painter.save()
        painter.setClipRect(frame.paper, Qt.ClipOperation.IntersectClip)
        paint_rings(painter, replace(frame, selected=(), pinned=frozenset()))
        painter.restore()


def tooltip_at(frame: Frame, mark: int | None, point: QPointF) -> str:
    """What there is to say about the mark or line under a point; empty where there is neither."""
    if mark is not None:
        return mark_tooltip(frame.scene, mark)
    link = link_at(frame, point)
    return "" if link is None else link_tooltip(frame.scene, link)


def link_at(frame: Frame, point: QPointF) -> int | None:
    """The link whose line passes under a point: of a stream the first one; None where there is no line."""
    flow = frame.scene.placement.streams
    if not len(flow.source):
        return None
    near = QRectF(point.x() - _NEAR, point.y() - _NEAR, 2 * _NEAR, 2 * _NEAR)
    knots = seen_knots(frame, line_begins(frame, []))
    pieces = np.flatnonzero(within(knots, near))
    if not len(pieces):
        return None
    parts, owner = segments(knots[pieces], bows(frame.scene)[pieces])
    bits, part = chords(parts, 0.5)
    begin, along = bits[:, :2], bits[:, 2:] - bits[:, :2]
    here = np.array([point.x(), point.y()]) - begin
    share = np.clip((here * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-9), 0, 1)
    distance = np.hypot(*(here - along * share[:, None]).T)
    nearest = int(np.argmin(distance))
    if distance[nearest] > _NEAR:
        return None
    piece = int(pieces[owner[part[nearest]]])
    return int(flow.piece_links[flow.piece_offsets[piece]])


def _own_pieces(frame: Frame, source: np.ndarray, target: np.ndarray) -> np.ndarray:
    return np.flatnonzero((source == frame.hovered) | (target == frame.hovered))
