"""The marks: sprites of glyphs, and systems with their names inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap

from explorer.domain.component import ComponentClass
from explorer.layout.drawing import CLASSES
from explorer.layout.measures import GLYPH
from explorer.ui.canvas.batches import draw_rects, draw_sprites
from explorer.ui.canvas.frame import Frame
from explorer.ui.canvas.palette import Palette
from explorer.ui.canvas.scene import Look
from explorer.ui.canvas.type import sized
from explorer.ui.glyphs import blend, draw_glyph

AT_ONCE = 24
"""Kinds of glyph that are drawn in one step."""

_STACK = 0.17
"""How far the sheets of a bundle stand out behind one another, as a share of the glyph."""


@dataclass(frozen=True, slots=True)
class _Key:
    look: Look
    dim: bool
    pixels: int
    ratio: float
    theme: str


_sprites: dict[_Key, QPixmap] = {}
_MOST_SPRITES = 4000


def glyph_steps(frame: Frame, marks: np.ndarray) -> Iterator[Callable[[QPainter], None]]:
    """The same as `paint_glyphs`, some kinds of glyph in each step: those seen for the first time have to be drawn."""
    codes = frame.scene.looks[1][marks]
    for first in range(0, int(codes.max(initial=-1)) + 1, AT_ONCE):
        chosen = marks[(codes >= first) & (codes < first + AT_ONCE)]
        yield partial(paint_glyphs, frame=frame, marks=chosen)


def paint_specks(painter: QPainter, frame: Frame, marks: np.ndarray) -> None:
    """A speck for every mark in the colour of its class: where glyphs will stand."""
    side = max(frame.glyph * 0.5, 2.0)
    corners = (
        np.stack([frame.x(frame.scene.placement.x[marks]), frame.y(frame.scene.placement.y[marks])], axis=1) - side / 2
    )
    rects = np.concatenate([corners, np.full((len(marks), 2), side)], axis=1)
    painter.setPen(Qt.PenStyle.NoPen)
    classes = frame.scene.drawing.component_class[marks]
    for code in np.flatnonzero(np.bincount(classes)).tolist():
        painter.setBrush(frame.palette.theme.class_colour(CLASSES[code]))
        draw_rects(painter, rects[classes == code])


def paint_glyphs(painter: QPainter, frame: Frame, marks: np.ndarray) -> None:
    """Draw the glyphs of these marks: one batch for each kind of glyph, systems one by one."""
    scene = frame.scene
    looks, codes = scene.looks
    x = np.round(frame.x(scene.placement.x[marks]))
    y = np.round(frame.y(scene.placement.y[marks]))
    lit = frame.light.lit[marks]
    group = codes[marks] * 2 + lit
    for one in np.flatnonzero(np.bincount(group)).tolist() if len(group) else []:
        chosen = np.flatnonzero(group == one)
        look, dim = looks[one // 2], one % 2 == 0
        if look.component_class is ComponentClass.SYSTEM and not look.bundle:
            for item in chosen.tolist():
                _system(painter, frame, int(marks[item]), dim)
        elif frame.vector:
            for item in chosen.tolist():
                _glyph(painter, look, dim, QPointF(x[item], y[item]), frame.glyph, frame.palette)
        else:
            sprite = _sprite(look, dim, frame.glyph, frame.ratio, frame.palette)
            draw_sprites(painter, sprite, x[chosen], y[chosen])


def system_rect(frame: Frame, mark: int) -> QRectF:
    """The box of a system, with its name inside; in a small picture it grows to the left, where nothing else stands."""
    place, scale = frame.scene.placement, frame.camera.scale
    y = place.y[mark] * scale + frame.camera.dy
    height = min(max(27.0 * scale, min(19.0, frame.scene.system_gap * scale - 2)), 32.0)
    right = float(place.x[mark] + place.reach[mark]) * scale + frame.camera.dx
    width = float(place.reach[mark] + GLYPH / 2) * scale
    if frame.scene.drawing.layer[mark] == 0:
        free = right - max(float(place.left[0]) * scale + frame.camera.dx, frame.view.left()) - 6
        width = max(width, min(free, 150.0))
    return QRectF(right - width, y - height / 2, width, height)


def _system(painter: QPainter, frame: Frame, mark: int, dim: bool) -> None:
    rect = system_rect(frame, mark)
    font = sized(frame.font, min(max(6, round(rect.height() * 0.54)), 14))
    metrics = QFontMetricsF(font)
    text = metrics.elidedText(frame.scene.labels[mark], Qt.TextElideMode.ElideMiddle, rect.width() - 8)
    scene = frame.scene
    painter.setFont(font)
    hue = _hue(frame.palette, scene.class_of(mark), dim)
    knowledge = scene.knowledge_of(mark)
    draw_glyph(painter, rect, ComponentClass.SYSTEM, knowledge, frame.palette.theme, text, hue, frame.palette.papers[0])


def _sprite(look: Look, dim: bool, pixels: int, ratio: float, palette: Palette) -> QPixmap:
    key = _Key(look, dim, pixels, ratio, palette.theme.name)
    if key not in _sprites:
        if len(_sprites) > _MOST_SPRITES:
            _sprites.clear()
        side = 2 * round(pixels * 0.75) + 4
        pixmap = QPixmap(round(side * ratio), round(side * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        _glyph(painter, look, dim, QPointF(side / 2, side / 2), pixels, palette)
        painter.end()
        _sprites[key] = pixmap
    return _sprites[key]


def _glyph(painter: QPainter, look: Look, dim: bool, middle: QPointF, pixels: int, palette: Palette) -> None:
    rect = QRectF(middle.x() - pixels / 2, middle.y() - pixels / 2, pixels, pixels).adjusted(0.75, 0.75, -0.75, -0.75)
    hue, paper, theme = _hue(palette, look.component_class, dim), palette.papers[0], palette.theme
    if look.bundle:
        step = pixels * _STACK
        rect = rect.adjusted(0, step * 0.5, -step * 0.5, 0)
        back = blend(paper, hue, 0.35)
        for level in (2, 1):
            sheet = rect.translated(step * level * 0.8, -step * level * 0.8)
            draw_glyph(painter, sheet, look.component_class, look.knowledge, theme, "", back, paper)
    draw_glyph(painter, rect, look.component_class, look.knowledge, theme, look.text, hue, paper)


def _hue(palette: Palette, component_class: ComponentClass, dim: bool) -> QColor:
    return palette.dimmed(component_class) if dim else QColor(palette.theme.class_colour(component_class))
