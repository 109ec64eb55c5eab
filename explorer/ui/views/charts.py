"""Bar charts by pyqtgraph, dressed in the theme; imported only when the first chart is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.ui.text import elide_middle, plain
from explorer.ui.theme import Theme


class Chart(QWidget):
    """A holder for one plot, made anew for each answer."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._plot: Any = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.setMinimumHeight(200)

    def stacked_columns(
        self, theme: Theme, layers: Sequence[tuple[str, Sequence[int], QBrush]], x_title: str, y_title: str
    ) -> None:
        """Columns at 0, 1, 2, …, each built of layers (title, heights, fill)."""
        import numpy as np
        import pyqtgraph as pg

        plot = self._fresh(theme)
        base: Any = np.zeros(max((len(heights) for _, heights, _ in layers), default=0))
        pen = QPen(QColor(theme.background), 0)
        for _, heights, brush in layers:
            x = np.arange(len(heights))
            plot.addItem(pg.BarGraphItem(x=x, y0=base, height=np.asarray(heights), width=0.8, brush=brush, pen=pen))
            base = base + np.asarray(heights)
        plot.setLabel("bottom", x_title)
        plot.setLabel("left", y_title)
        plot.getAxis("bottom").setTicks([[(place, str(place)) for place in range(len(base))]])
        plot.setXRange(-0.6, max(len(base), 1) - 0.4, padding=0.02)
        plot.setYRange(0, max(float(base.max(initial=0)), 1) * 1.05, padding=0)

    def rows(self, theme: Theme, values: Sequence[tuple[str, float, str]], full: float, title: str) -> None:
        """Horizontal bars, the first on top: (title, value, words at the bar's end); the axis runs from 0 to `full`."""
        import numpy as np
        import pyqtgraph as pg

        plot = self._fresh(theme)
        places = np.arange(len(values))[::-1]
        widths = np.asarray([value for _, value, _ in values], float)
        bars = pg.BarGraphItem(
            x0=np.zeros(len(values)), y=places, width=widths, height=0.62,
            brush=QBrush(QColor(theme.accent)), pen=QPen(QColor(theme.accent), 0),
        )  # fmt: skip
        plot.addItem(bars)
        for place, (_, value, words) in zip(places.tolist(), values, strict=True):
            text = pg.TextItem(plain(words), color=theme.text, anchor=(0, 0.5))
            text.setPos(value + full * 0.01, place)
            plot.addItem(text)
        axis = plot.getAxis("left")
        axis.setTicks(
            [
                [
                    (place, elide_middle(plain(name), 28))
                    for place, (name, _, _) in zip(places.tolist(), values, strict=True)
                ]
            ]
        )
        axis.setWidth(190)
        plot.setLabel("bottom", title)
        whole = max(1, round(full / 8))
        plot.getAxis("bottom").setTicks([[(step, f"{step:,}") for step in range(0, round(full) + 1, whole)]])
        plot.setXRange(0, full * 1.35, padding=0)
        shown = max(len(values), 4)
        plot.setYRange(len(values) - shown - 0.6, len(values) - 0.4, padding=0)
        self.setMinimumHeight(64 + 28 * shown)

    def _fresh(self, theme: Theme) -> Any:
        import pyqtgraph as pg

        if self._plot is not None:
            self._layout.removeWidget(self._plot)
            self._plot.close()
            self._plot.deleteLater()
        plot = pg.PlotWidget(background=theme.background, enableMenu=False)
        # pyqtgraph makes this menu all the same, as a window of its own; as a child it goes with the chart.
        menu = plot.getPlotItem().ctrlMenu
        menu.setParent(self, menu.windowFlags())
        plot.setAccessibleName(f"{self._name}; the table holds the same figures")
        plot.setMouseEnabled(False, False)
        plot.setMenuEnabled(False)
        plot.hideButtons()
        for part in (plot, plot.viewport()):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setFrameShape(plot.Shape.NoFrame)
        for side in ("bottom", "left"):
            axis = plot.getAxis(side)
            axis.setPen(theme.line)
            axis.setTextPen(theme.text)
            axis.enableAutoSIPrefix(False)  # Counts are read as they are, not in thousandths.
        self._layout.addWidget(plot)
        self._plot = plot
        return plot
