"""The strip above the drawing: how far to look, what to leave out, where to return to."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from explorer.ui.wrapping import Row, beside

ALL_DEPTHS = "all depths"


class _Steady(QLabel):
    """As wide as its longest words at every size of text, so that what stands beside it does not jump."""

    def __init__(self, longest: str, text: str) -> None:
        super().__init__(text)
        self._longest = longest

    def minimumSizeHint(self) -> QSize:
        """Override QLabel.minimumSizeHint."""
        return super().minimumSizeHint().expandedTo(QSize(self.fontMetrics().horizontalAdvance(self._longest) + 8, 0))

    def sizeHint(self) -> QSize:
        """Override QLabel.sizeHint."""
        return super().sizeHint().expandedTo(self.minimumSizeHint())


class Controls(QWidget):
    """Depth slider and buttons; says by signals what is wanted."""

    depth_chosen = Signal(object)
    """The most relations away, or None for all."""
    paths_only_chosen = Signal(bool)
    collapse_chosen = Signal()
    everything_chosen = Signal()
    back_chosen = Signal()
    fit_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._deepest = 1
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(1, 2)
        self.slider.setPageStep(1)
        self.slider.setFixedWidth(104)
        self.slider.setAccessibleName("How far to look: the most relations away from your systems")
        self.slider.setToolTip(
            "How far to look: components up to this least depth, so many relations away on the shortest way"
        )
        self._depth_text = _Steady("up to 99 away", ALL_DEPTHS)
        self.paths = self._button("Only paths", "Show only what lies between your systems and what is selected")
        self.paths.setCheckable(True)
        self.back = self._button("Back", "The drawing before this one (Z)")
        self.everything = self._button("Everything", "Leave the focus and show the whole scope again")
        self.collapse = self._button("Collapse", "Close all bundles that are open")
        self.fit = self._button("Fit", "Show the whole drawing (F)")
        how_far = beside(self.slider, self._depth_text)
        how_far.setFocusProxy(self.slider)
        row = QVBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.addLayout(Row("&Look", how_far, self.paths, self.back, self.everything, self.collapse, self.fit))
        self.slider.valueChanged.connect(self._on_slider)
        self.paths.toggled.connect(self.paths_only_chosen)
        self.back.clicked.connect(self.back_chosen)
        self.everything.clicked.connect(self.everything_chosen)
        self.collapse.clicked.connect(self.collapse_chosen)
        self.fit.clicked.connect(self.fit_chosen)

    def show_state(self, deepest: int, limit: int | None, paths_only: bool, in_focus: bool, can_go_back: bool) -> None:
        """Show what is asked for now, without a signal. `deepest` is the greatest distance that there is."""
        self._deepest = max(deepest, 1)
        for widget in (self.slider, self.paths):
            widget.blockSignals(True)
        self.slider.setRange(1, self._deepest)
        self.slider.setValue(self._deepest if limit is None else min(limit, self._deepest))
        self.paths.setChecked(paths_only)
        for widget in (self.slider, self.paths):
            widget.blockSignals(False)
        self._tell(self.slider.value())
        self.everything.setVisible(in_focus)
        self.back.setEnabled(can_go_back)

    def _on_slider(self, value: int) -> None:
        self._tell(value)
        self.depth_chosen.emit(None if value >= self._deepest else value)

    def _tell(self, value: int) -> None:
        self._depth_text.setText(ALL_DEPTHS if value >= self._deepest else f"up to {value} away")

    def _button(self, text: str, explanation: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(explanation)
        button.setAccessibleName(text)
        button.setAccessibleDescription(explanation)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button
