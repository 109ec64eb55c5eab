"""What is under the mouse: the marks and lines it touches, drawn over the picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen

from explorer.ui.canvas.curves import chords, segments
from explorer.ui.canvas.frame import Frame
from explorer.ui.canvas.light import Light
from explorer.ui.canvas.line_words import paint_words
from explorer.ui.canvas.lines import bows, paint_lines, seen_knots
from explorer.ui.canvas.palette import Tone
from explorer.ui.canvas.rings import mark_rect, paint_rings
from explorer.ui.canvas.speech import link_tooltip, mark_tooltip
from explorer.ui.canvas.words import line_begins, shown_labels

_NEAR = 5.0
"""A line is under the mouse up to so many pixels away."""


def paint_hover(painter: QPainter, frame: Frame) -> None:
    """The direct relations of the hovered mark with their words, and the rings of mark and keyboard."""
    if frame.hovered is not None and frame.resting:
        flow = frame.scene.placement.streams
        links = np.zeros(len(frame.scene.drawing.source), bool)
        links[frame.scene.up.relations_of(frame.hovered)] = True
        above = frame.scene.any_link(links)
        links[:] = False
        links[frame.scene.down.relations_of(frame.hovered)] = True
        below = frame.scene.any_link(links)
        tone = np.where(above, Tone.UPSTREAM, np.where(below, Tone.DOWNSTREAM, Tone.DIM)).astype(np.uint8)
        lit = replace(frame, light=Light(frame.light.lit, tone, True))
        labels = shown_labels(frame, frame.visible())
        knots = seen_knots(frame, line_begins(frame, labels))
        painter.save()
        painter.setClipRect(frame.paper, Qt.ClipOperation.IntersectClip)
        paint_lines(painter, lit, knots, np.flatnonzero(above | below))
        paint_words(painter, lit, labels, knots, _own_pieces(frame, flow.source, flow.target))
        painter.setPen(QPen(frame.palette.accent, 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(mark_rect(frame, frame.hovered), 6, 6)
        painter.restore()
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
    knots = seen_knots(frame, line_begins(frame, []))
    parts, owner = segments(knots, bows(frame.scene))
    bits, part = chords(parts, 0.5)
    begin, along = bits[:, :2], bits[:, 2:] - bits[:, :2]
    here = np.array([point.x(), point.y()]) - begin
    share = np.clip((here * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-9), 0, 1)
    distance = np.hypot(*(here - along * share[:, None]).T)
    nearest = int(np.argmin(distance))
    if distance[nearest] > _NEAR:
        return None
    piece = int(owner[part[nearest]])
    return int(flow.piece_links[flow.piece_offsets[piece]])


def _own_pieces(frame: Frame, source: np.ndarray, target: np.ndarray) -> np.ndarray:
    return np.flatnonzero((source == frame.hovered) | (target == frame.hovered))
