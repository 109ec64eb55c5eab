"""The headline of a view: one sentence on two lines, on three where it needs them, and never on more."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy

from explorer.ui.text import as_tooltip

USUAL_LINES, MOST_LINES = 2, 3
"""Lines that are kept free, so that what stands below stays where it is; lines that are shown, the rest is in the tooltip."""

LEAST_WIDTH = 160
"""Pixels."""


class Headline(QLabel):
    """A sentence that is cut after its last line that fits; the tooltip has it whole."""

    def __init__(self) -> None:
        super().__init__(objectName="headline")
        self.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def lines(self, width: int, most: int = MOST_LINES) -> list[str]:
        """The sentence in at most so many lines of this width, as they are shown."""
        broken = self._broken(self.text(), width)
        if len(broken) <= most:
            return broken
        kept = broken[: most - 1]
        rest = self.text()[sum(map(len, kept)) :]
        return [*kept, self.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, width)]

    def hasHeightForWidth(self) -> bool:
        """Override QLabel.hasHeightForWidth."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Override QLabel.heightForWidth."""
        return max(USUAL_LINES, len(self.lines(width))) * self.fontMetrics().lineSpacing() + 2

    def sizeHint(self) -> QSize:
        """Override QLabel.sizeHint."""
        return QSize(LEAST_WIDTH * 3, self.heightForWidth(LEAST_WIDTH * 3))

    def minimumSizeHint(self) -> QSize:
        """Override QLabel.minimumSizeHint."""
        return QSize(LEAST_WIDTH, USUAL_LINES * self.fontMetrics().lineSpacing() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override QLabel.paintEvent."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        metrics = self.fontMetrics()
        shown = self.lines(self.width(), self._room())
        for place, line in enumerate(shown):
            painter.drawText(QPointF(0, place * metrics.lineSpacing() + metrics.ascent() + 1), line.rstrip())
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Override QLabel.event: the tooltip says what was cut, and only that."""
        if event.type() == QEvent.Type.ToolTip:
            is_cut = len(self._broken(self.text(), self.width())) > self._room()
            self.setToolTip(as_tooltip(self.text()) if is_cut else "")
        return super().event(event)

    def _room(self) -> int:
        """How many lines have room; a page that is too high for its window leaves fewer than are wanted."""
        return max(1, min(MOST_LINES, self.height() // self.fontMetrics().lineSpacing()))

    def _broken(self, text: str, width: int) -> list[str]:
        """The text in lines, between words where that can be."""
        layout = QTextLayout(text, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        lines, units = [], text.encode("utf-16-le")  # Qt counts in units of two bytes.
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            start, end = line.textStart(), line.textStart() + line.textLength()
            lines.append(units[2 * start : 2 * end].decode("utf-16-le", "replace"))
        layout.endLayout()
        return lines
