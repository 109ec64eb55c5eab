"""Type: the fonts of the canvas, and texts that fit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF


def sized(font: QFont, pixels: int, bold: bool = False) -> QFont:
    """The font in another size."""
    other = QFont(font)
    other.setPixelSize(pixels)
    other.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return other


def first_that_fits(metrics: QFontMetricsF, width: float, texts: tuple[str, ...]) -> str:
    """The first of these texts that fits; the last one elided where none does."""
    for text in texts:
        if metrics.horizontalAdvance(text) <= width:
            return text
    return metrics.elidedText(texts[0], Qt.TextElideMode.ElideRight, width) if width > 44 else ""
