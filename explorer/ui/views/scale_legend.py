"""What the colours of a matrix mean: a swatch for each step, one for zero, one for what is not known."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from explorer.ui.canvas.grid_scale import Scale
from explorer.ui.theme import Theme, mixed
from explorer.ui.wrapping import Flow, beside

SWATCH, GAP = 14, 11
"""Pixels of a swatch and between entries."""

ZERO, UNKNOWN = "none", "not known"


class ScaleLegend(QWidget):
    """Swatches with words, in as many lines as they need."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName("Legend of the matrix")
        self._flow = Flow(self, spacing=GAP)
        self._flow.setContentsMargins(0, 0, 0, 0)

    def show_scale(self, scale: Scale, unit: str, theme: Theme) -> None:
        """Explain another scale; `unit` is what its numbers count."""
        self._theme = theme
        words = ", ".join([f"{unit}: {ZERO}", *(step.words for step in scale.steps), UNKNOWN])
        self.setAccessibleDescription(words)
        while (item := self._flow.takeAt(0)) is not None:
            item.widget().deleteLater()
        self._flow.addWidget(_small(unit))
        self._add(QBrush(QColor(mixed(theme.background, theme.sunken, 0.6))), ZERO)
        for step in scale.steps:
            self._add(QBrush(QColor(step.colour)), step.words)
        self._add(QBrush(QColor(theme.muted), Qt.BrushStyle.BDiagPattern), UNKNOWN)

    def _add(self, brush: QBrush, words: str) -> None:
        swatch = QLabel()
        swatch.setPixmap(self._swatch(brush))
        self._flow.addWidget(beside(swatch, _small(words)))

    def _swatch(self, brush: QBrush) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(round((SWATCH + 1) * ratio), round((SWATCH + 1) * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setPen(QColor(mixed(self._theme.background, self._theme.line, 0.7)))
        painter.setBrush(brush)
        painter.drawRect(QRectF(0.5, 0.5, SWATCH - 1, SWATCH - 1))
        painter.end()
        return pixmap


def _small(words: str) -> QLabel:
    label = QLabel(words, objectName="small")
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
