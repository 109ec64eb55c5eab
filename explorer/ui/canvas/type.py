"""Type: the fonts of the canvas, and texts that fit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF


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


def fitted_name(metrics: QFontMetrics | QFontMetricsF, name: str, width: float) -> str:
    """A name; where it finds no room, first without its owner, then with its middle left out."""
    if metrics.horizontalAdvance(name) <= width:
        return name
    last = "" if " " in name else name.rpartition("/")[2]
    if len(last) < 2:
        return metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, round(width))
    if metrics.horizontalAdvance(short := f"…/{last}") <= width:
        return short
    return metrics.elidedText(last, Qt.TextElideMode.ElideMiddle, round(width))
