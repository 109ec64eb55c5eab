"""What the colours of a drawing of cells mean, with how many components have each."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from explorer.ui.canvas.strata_colouring import Colouring, Shade
from explorer.ui.text import elide_middle, plain
from explorer.ui.theme import Theme, mixed
from explorer.ui.wrapping import Flow

SWATCH, MOST_SHADES = 14, 12
"""Pixels of a swatch; entries shown, those with most components first: the last says how many more there are."""


class ShadeLegend(QWidget):
    """A swatch with words for each shade that occurs."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._theme = theme
        self._colouring: Colouring | None = None
        self._flow = Flow(self)
        self._flow.setContentsMargins(0, 0, 0, 0)

    def set_theme(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme
        if self._colouring is not None:
            self.show_colouring(self._colouring)

    def show_colouring(self, colouring: Colouring) -> None:
        """Explain another colouring."""
        self._colouring = colouring
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        counted = [(count, shade) for count, shade in zip(colouring.counts(), colouring.shades, strict=True) if count]
        counted.sort(key=lambda each: -each[0])
        for count, shade in counted[:MOST_SHADES]:
            self._flow.addWidget(self._entry(shade, count))
        words = [f"{shade.title} {count:,}" for count, shade in counted[:MOST_SHADES]]
        if len(counted) > MOST_SHADES:
            words.append(f"and {len(counted) - MOST_SHADES:,} more")
            self._flow.addWidget(QLabel(words[-1], objectName="small"))
        self.setAccessibleDescription(plain(", ".join(words)))

    def _entry(self, shade: Shade, count: int) -> QWidget:
        entry = QToolButton(objectName="legend-entry")
        entry.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        entry.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        entry.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        entry.setIconSize(QSize(SWATCH, SWATCH))
        entry.setIcon(QIcon(self._swatch(shade)))
        entry.setText(f"{elide_middle(plain(shade.title), 32)} {count:,}".replace("&", "&&"))
        return entry

    def _swatch(self, shade: Shade) -> QPixmap:
        theme, ratio = self._theme, self.devicePixelRatioF()
        pixmap = QPixmap(round(SWATCH * ratio), round(SWATCH * ratio))
        pixmap.setDevicePixelRatio(ratio)
        hue = theme.class_colour(shade.hue).name() if shade.hue is not None else theme.muted
        pixmap.fill(QColor(mixed(theme.background, hue, shade.strength)))
        painter = QPainter(pixmap)
        painter.setPen(QColor(mixed(theme.background, hue, 0.7)))
        if shade.hatched:
            painter.setBrush(QBrush(QColor(hue), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(0, 0, SWATCH - 1, SWATCH - 1)
        painter.end()
        return pixmap
