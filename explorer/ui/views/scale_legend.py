"""What the colours of a matrix mean: a swatch for each step, one for zero, one for what is not known."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.ui.canvas.grid_scale import Scale
from explorer.ui.canvas.type import sized
from explorer.ui.theme import Theme, mixed

_SWATCH, _GAP, _TEXT = 14, 11, 11
ZERO, UNKNOWN = "none", "not known"


class ScaleLegend(QWidget):
    """Swatches with words on one line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._scale = Scale(())
        self._unit = ""
        self.setAccessibleName("Legend of the matrix")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_scale(self, scale: Scale, unit: str, theme: Theme) -> None:
        """Explain another scale; `unit` is what its numbers count."""
        self._scale, self._unit, self._theme = scale, unit, theme
        words = ", ".join([f"{unit}: {ZERO}", *(step.words for step in scale.steps), UNKNOWN])
        self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Override QWidget.sizeHint."""
        return QSize(400, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override QWidget.paintEvent."""
        del event
        theme = self._theme
        painter = QPainter(self)
        font = sized(self.font(), _TEXT)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        x = self._words(painter, metrics, 0.0, self._unit)
        paper = QColor(mixed(theme.background, theme.sunken, 0.6))
        entries = [(QBrush(paper), ZERO)]
        entries += [(QBrush(QColor(step.colour)), step.words) for step in self._scale.steps]
        entries += [(QBrush(QColor(theme.muted), Qt.BrushStyle.BDiagPattern), UNKNOWN)]
        for brush, words in entries:
            box = QRectF(x + 0.5, (self.height() - _SWATCH) / 2 + 0.5, _SWATCH, _SWATCH)
            painter.setPen(QColor(mixed(theme.background, theme.line, 0.7)))
            painter.setBrush(brush)
            painter.drawRect(box)
            x = self._words(painter, metrics, box.right() + 5, words)
        painter.end()

    def _words(self, painter: QPainter, metrics: QFontMetricsF, x: float, words: str) -> float:
        painter.setPen(QColor(self._theme.muted))
        width = metrics.horizontalAdvance(words)
        painter.drawText(QRectF(x, 0, width + 2, self.height()), int(Qt.AlignmentFlag.AlignVCenter), words)
        return x + width + _GAP
