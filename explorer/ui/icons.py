"""The glyphs of classes as icons for tables, buttons and labels."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from explorer.domain.component import ComponentClass, Knowledge
from explorer.ui.glyphs import draw_glyph
from explorer.ui.theme import Theme

_SIZES = (16, 32, 64)
"""Pixels; so that an icon is sharp in a line of text, in a title and on dense screens."""


@lru_cache(maxsize=512)
def glyph_icon(component_class: ComponentClass, knowledge: Knowledge, theme: Theme) -> QIcon:
    """The glyph of a class and knowledge."""
    icon = QIcon()
    for size in _SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        margin = size / 16
        box = QRectF(margin, margin, size - 2 * margin, size - 2 * margin)
        draw_glyph(painter, box, component_class, knowledge, theme)
        painter.end()
        icon.addPixmap(pixmap)
    return icon
