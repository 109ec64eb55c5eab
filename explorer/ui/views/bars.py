"""Rows of bars that can be chosen by mouse and keyboard: a name, a bar of one or more parts, words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from explorer.ui.canvas.type import fitted_name
from explorer.ui.session import Session
from explorer.ui.text import as_tooltip, plain

GAP, LEAST_BAR = 12, 48
"""Pixels between the columns, and of the whole of a bar where its words take the room."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row."""

    title: str
    parts: tuple[tuple[float, QBrush], ...]
    """Lengths and fills; the whole bar is 1."""
    words: str
    tip: str = ""
    start: float | None = None
    """Where a mark stands, 0 to 1: a least value beside a greatest; None draws none."""


class Bars(QWidget):
    """Bars one below the other; the table twin of the view holds the same figures."""

    chosen = Signal(int)
    """The row that was clicked, or on which Enter or Space was pressed."""

    def __init__(self, session: Session, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._name = name
        self._rows: tuple[Bar, ...] = ()
        self._current = 0
        self._selected = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setMouseTracking(True)

    def set_rows(self, rows: Sequence[Bar], selected: int = -1) -> None:
        """Show other rows."""
        self._rows, self._selected = tuple(rows), selected
        self._current = max(selected, 0)
        self._tell()
        self.setFixedHeight(self._height())
        self.update()

    def select(self, place: int) -> None:
        """Mark a row as the one that is looked at; -1 marks none."""
        self._selected = place
        self._current = max(place, 0)
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        """Override QWidget.sizeHint."""
        return QSize(480, self._height())

    def minimumSizeHint(self) -> QSize:
        """Override QWidget.minimumSizeHint."""
        return QSize(200, self._height())

    def paintEvent(self, event: object) -> None:
        """Override QWidget.paintEvent."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        title, words = self._columns(painter)
        for place, row in enumerate(self._rows):
            self._row(painter, place, row, title, words)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Override QWidget.mousePressEvent."""
        place = self._place_at(event.position().y())
        if place is not None and event.button() is Qt.MouseButton.LeftButton:
            self._current = place
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QWidget.keyPressEvent: arrows walk, Enter and Space choose."""
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_Home: -len(self._rows),
            Qt.Key.Key_End: len(self._rows),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self._rows:
            self._current = min(max(self._current + step, 0), len(self._rows) - 1)
            self._tell()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._rows:
            self._choose()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Override QWidget.event: a row's tip, and the focus frame."""
        if event.type() == QEvent.Type.ToolTip:
            place = self._place_at(event.pos().y())
            row = self._rows[place] if place is not None else None
            QToolTip.showText(
                event.globalPos(), as_tooltip(f"{row.title}\n{row.tip or row.words}") if row else "", self
            )
            return True
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        if event.type() == QEvent.Type.FontChange:
            self.setFixedHeight(self._height())
        return super().event(event)

    def _choose(self) -> None:
        self.select(self._current)
        self.chosen.emit(self._current)

    def _tell(self) -> None:
        row = self._rows[self._current] if self._current < len(self._rows) else None
        self.setAccessibleDescription(plain(f"{row.title}: {row.words}") if row else "")

    def _line(self) -> int:
        return self.fontMetrics().height() + 10

    def _height(self) -> int:
        return self._line() * len(self._rows) + 4

    def _place_at(self, y: float) -> int | None:
        place = int((y - 2) // self._line())
        return place if 0 <= place < len(self._rows) else None

    def _columns(self, painter: QPainter) -> tuple[int, int]:
        """Widths of the titles and of the words."""
        metrics = painter.fontMetrics()
        titles = max((metrics.horizontalAdvance(plain(row.title)) for row in self._rows), default=0)
        words = max((metrics.horizontalAdvance(plain(row.words)) for row in self._rows), default=0)
        title = min(titles + 4, int(self.width() * 0.34))
        return title, min(words + 4, self.width() - title - 2 * GAP - LEAST_BAR)

    def _row(self, painter: QPainter, place: int, row: Bar, title: int, words: int) -> None:
        theme, line = self._session.theme, self._line()
        top = 2 + place * line
        frame = QRectF(1, top, self.width() - 2, line - 1)
        if place == self._selected:
            tint = QColor(theme.accent)
            tint.setAlphaF(0.16)
            painter.fillRect(frame, tint)
        if self.hasFocus() and place == self._current:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame.adjusted(1, 1, -1, -1))
        painter.setPen(QColor(theme.text))
        metrics = painter.fontMetrics()
        shown = fitted_name(metrics, plain(row.title), title)
        painter.drawText(QRectF(6, top, title, line), Qt.AlignmentFlag.AlignVCenter, shown)
        left, room = 6 + title + GAP, self.width() - title - words - 2 * GAP - 12
        if room > 16:
            self._bar(painter, row, QRectF(left, top + line * 0.24, room, line * 0.52))
        text = metrics.elidedText(plain(row.words), Qt.TextElideMode.ElideRight, words)
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(self.width() - words - 6, top, words, line), Qt.AlignmentFlag.AlignVCenter, text)

    def _bar(self, painter: QPainter, row: Bar, box: QRectF) -> None:
        theme = self._session.theme
        painter.fillRect(box, QColor(theme.sunken))
        painter.setPen(QPen(QColor(theme.line), 1))
        left = box.left()
        for length, brush in row.parts:
            width = box.width() * length
            if width > 0:
                painter.setBrush(brush)
                painter.drawRect(QRectF(left, box.top(), max(width, 1.5), box.height()))
                left += width
        if row.start is not None:
            at = box.left() + box.width() * row.start
            painter.setPen(QPen(QColor(theme.text), 2))
            painter.drawLine(round(at), round(box.top() - 2), round(at), round(box.bottom() + 2))
