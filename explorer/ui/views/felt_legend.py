"""What the colours of an outage mean: a swatch for each time at which a standstill is felt."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.knowledge.outages import FELT_TITLES, Felt
from explorer.ui.session import Session
from explorer.ui.theme import mixed

FELT_STRENGTH = {Felt.NOW: 1.0, Felt.NEXT_BUILD: 0.5, Felt.NEXT_RENEWAL: 0.2}
"""How strong the colour of each time is, 0 to 1: the sooner, the stronger."""
_WORDS = {felt: FELT_TITLES[felt].removeprefix("at the ") for felt in FELT_STRENGTH}
_SWATCH, _GAP = 12, 16


class FeltLegend(QWidget):
    """Swatches with words on one line."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Legend: " + ", ".join(_WORDS.values()))

    def sizeHint(self) -> QSize:
        """Override QWidget.sizeHint."""
        metrics = QFontMetrics(self.font())
        width = sum(metrics.horizontalAdvance(_WORDS[felt]) + _SWATCH + 6 + _GAP for felt in FELT_STRENGTH)
        return QSize(width + _GAP, metrics.height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override QWidget.paintEvent."""
        del event
        theme, painter, left = self._session.theme, QPainter(self), float(_GAP)
        metrics = painter.fontMetrics()
        for felt, strength in FELT_STRENGTH.items():
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.setBrush(QColor(mixed(theme.background, theme.bad, strength)))
            painter.drawRect(QRectF(left + 0.5, (self.height() - _SWATCH) / 2, _SWATCH, _SWATCH))
            painter.setPen(QColor(theme.text))
            base = (self.height() + metrics.ascent() - metrics.descent()) / 2
            painter.drawText(QPointF(left + _SWATCH + 6, base), _WORDS[felt])
            left += _SWATCH + 6 + metrics.horizontalAdvance(_WORDS[felt]) + _GAP
        painter.end()
