"""Names where there is room: glyph, name, and what the cell is; never over an edge, never one over another."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap, QStaticText

from explorer.domain.component import ComponentClass, Knowledge
from explorer.ui.canvas.strata_frame import StrataFrame
from explorer.ui.canvas.type import sized
from explorer.ui.glyphs import blend, draw_glyph

LEAST_WIDTH, LEAST_HEIGHT = 40.0, 13.0
TWO_LINES = 38.0
MOST_LABELS = 320
"""The widest cells are named; more could not be read at once."""

_CHIP = 20.0
_MARGIN = 7.0
_STEP = 8.0
"""Widths are rounded down to this many pixels, so that a label keeps its text while the paper moves."""

_MOST_KEPT = 4_000


class StrataLabels:
    """Paints the names of one canvas and remembers their shaped texts."""

    def __init__(self) -> None:
        self._texts: dict[tuple[object, ...], QStaticText] = {}
        self._chips: dict[tuple[object, ...], QPixmap] = {}
        self._fonts: tuple[QFont, QFont] | None = None
        self._made_for: tuple[object, ...] = ()
        self.boxes: list[QRectF] = []
        """Where words and glyphs of the last painting stand, so that no line need cross them."""

    def paint(self, painter: QPainter, frame: StrataFrame) -> int:
        """Paint the names that fit; returns how many."""
        self.boxes = []
        if frame.camera.down < LEAST_HEIGHT:
            return 0
        self._renew(frame)
        cells = label_cells(frame)
        for cell, row in cells:
            self._label(painter, frame, cell, row)
        return len(cells)

    def _renew(self, frame: StrataFrame) -> None:
        key = (frame.scene, frame.font.key(), frame.palette.theme.name, frame.ratio)
        if key != self._made_for or len(self._texts) > _MOST_KEPT:
            self._texts.clear()
            self._made_for = key
            self._fonts = (sized(frame.font, 12, bold=True), sized(frame.font, 11))

    def _label(self, painter: QPainter, frame: StrataFrame, cell: int, row: int) -> None:
        rect = seen_rect(frame, cell, row)
        ink, behind = frame.shading.inks[int(frame.scene.colouring.code[frame.scene.strata.node[cell]])]
        if frame.light.sums is not None and frame.light.sums[cell + 1] == frame.light.sums[cell]:
            ink = frame.palette.faint
            behind = None if behind is None else frame.palette.papers[0]
        inside = rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        if rect.height() >= 24 and self._has_room_for_glyph(frame, cell, inside.width()):
            corner = QPointF(inside.left(), rect.center().y() - _CHIP / 2)
            self._chip(painter, frame, cell, corner)
            self.boxes.append(QRectF(corner, QSizeF(_CHIP, _CHIP)))
            inside.setLeft(inside.left() + _CHIP + 6)
        two = rect.height() >= TWO_LINES
        name = self._text(frame, cell, 0, inside.width())
        second = self._text(frame, cell, 1, inside.width()) if two else None
        height = name.size().height() + (second.size().height() if second else 0.0)
        top = rect.center().y() - height / 2
        width = max(name.size().width(), second.size().width() if second else 0.0)
        if width > 1:
            box = QRectF(inside.left() - 3, top - 1, width + 6, height + 2)
            self.boxes.append(box)
            if behind is not None:
                painter.fillRect(box, behind)
        assert self._fonts is not None, "fonts are made before labels"
        painter.setPen(ink)
        painter.setFont(self._fonts[0] if two else self._fonts[1])
        painter.drawStaticText(QPointF(inside.left(), top), name)
        if second is not None:
            painter.setFont(self._fonts[1])
            painter.drawStaticText(QPointF(inside.left(), top + name.size().height()), second)

    def _has_room_for_glyph(self, frame: StrataFrame, cell: int, width: float) -> bool:
        """A name goes before a glyph; where it must be shortened anyway, both share the room."""
        if width < 84:
            return False
        name = self._text(frame, cell, 0, width)
        return width >= 150 or name.size().width() + _CHIP + 6 <= width

    def _text(self, frame: StrataFrame, cell: int, line: int, width: float) -> QStaticText:
        two = frame.camera.down >= TWO_LINES
        key = (cell, line, int(width / _STEP), two)
        text = self._texts.get(key)
        if text is None:
            assert self._fonts is not None, "fonts are made before labels"
            font = self._fonts[0] if line == 0 and two else self._fonts[1]
            metrics, room = QFontMetricsF(font), int(width / _STEP) * _STEP
            if line == 0:
                words = _fitted(frame.scene.name(cell), metrics, room)
            else:
                fitting = (each for each in frame.scene.second_lines(cell) if metrics.horizontalAdvance(each) <= room)
                words = next(fitting, "")
            text = QStaticText(words)
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.prepare(font=font)
            self._texts[key] = text
        return text

    def _chip(self, painter: QPainter, frame: StrataFrame, cell: int, corner: QPointF) -> None:
        """The glyph on a piece of paper, so that it looks as in the legend whatever the cell's colour is."""
        look = (frame.scene.class_of(cell), frame.scene.knowledge(cell))
        key = (*look, frame.palette.theme.name, frame.ratio)
        pixmap = self._chips.get(key)
        if pixmap is None:
            pixmap = self._chips[key] = _drawn_chip(*look, frame)
        painter.drawPixmap(corner, pixmap)


def label_cells(frame: StrataFrame) -> list[tuple[int, int]]:
    """The cells that are wide enough for a name, with their rows; the widest ones where there are too many."""
    columns, strata = frame.columns, frame.scene.strata
    wide = np.flatnonzero(columns.last_widths(strata) * frame.camera.across >= LEAST_WIDTH)
    across = np.flatnonzero(columns.first >= 0)  # A cell that reaches over the left edge is named as well.
    cell = np.concatenate([columns.last_cell[wide], columns.first[across]])
    row_of = np.asarray(columns.rows, np.int64)[np.concatenate([columns.last_row[wide], across])]
    if len(cell) > MOST_LABELS:
        widest = np.argsort(strata.left[cell] - strata.right[cell], kind="stable")[:MOST_LABELS]
        cell, row_of = cell[widest], row_of[widest]
    pairs = zip(cell.tolist(), row_of.tolist(), strict=True)
    return [pair for pair in pairs if seen_rect(frame, *pair).width() >= LEAST_WIDTH * 0.8]


def seen_rect(frame: StrataFrame, cell: int, row: int) -> QRectF:
    """The part of a cell that is seen."""
    strata = frame.scene.strata
    return frame.camera.rect(float(strata.left[cell]), float(strata.right[cell]), row).intersected(frame.paper)


def _fitted(words: str, metrics: QFontMetricsF, width: float) -> str:
    """The whole name, or without its owner, or with its middle left out; nothing where only dots would be left."""
    if metrics.horizontalAdvance(words) <= width:
        return words
    last = words.rpartition("/")[2]
    if last and metrics.horizontalAdvance(last) <= width:
        return last
    return metrics.elidedText(last or words, Qt.TextElideMode.ElideMiddle, width) if width >= 36 else ""


def _drawn_chip(component_class: ComponentClass, knowledge: Knowledge, frame: StrataFrame) -> QPixmap:
    pixmap = QPixmap(round(_CHIP * frame.ratio), round(_CHIP * frame.ratio))
    pixmap.setDevicePixelRatio(frame.ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(blend(frame.palette.papers[0], QColor(frame.palette.theme.raised), 0.5))
    painter.drawRoundedRect(QRectF(0, 0, _CHIP, _CHIP), 4, 4)
    tall = 8.0 if component_class is ComponentClass.SYSTEM else 14.0
    rect = QRectF((_CHIP - 14) / 2, (_CHIP - tall) / 2, 14, tall)
    draw_glyph(painter, rect, component_class, knowledge, frame.palette.theme)
    painter.end()
    return pixmap
