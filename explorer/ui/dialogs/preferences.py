"""Theme, text size and paper; every choice is seen at once and kept."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QPushButton, QWidget

from explorer.settings import PAPERS
from explorer.ui.appearance import Appearance
from explorer.ui.dialogs.reading import ReadingDialog
from explorer.ui.settings_store import forget_layout, save_paper, saved_paper
from explorer.ui.theme import SCALES, ThemeChoice

_THEMES = {ThemeChoice.SYSTEM: "As the system", ThemeChoice.LIGHT: "Light", ThemeChoice.DARK: "Dark"}


class Preferences(ReadingDialog):
    """How the window looks."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        self.theme = QComboBox()
        self.theme.setAccessibleName("Theme")
        for choice, title in _THEMES.items():
            self.theme.addItem(title, choice.value)
        self.theme.setCurrentIndex(self.theme.findData(appearance.choice.value))
        self.theme.currentIndexChanged.connect(lambda _: appearance.choose_theme(ThemeChoice(self.theme.currentData())))
        self.text_size = QComboBox()
        self.text_size.setAccessibleName("Text size")
        for scale in SCALES:
            self.text_size.addItem(f"{scale:.0%}".replace("%", " %"), scale)
        self.text_size.setCurrentIndex(SCALES.index(appearance.scale))
        self.text_size.currentIndexChanged.connect(lambda place: appearance.set_scale(SCALES[place]))
        self.paper = QComboBox()
        self.paper.setAccessibleName("Paper for pages that are written as PDF")
        self.paper.addItems(PAPERS)
        self.paper.setCurrentText(saved_paper())
        self.paper.currentTextChanged.connect(save_paper)
        reset = QPushButton("Use the usual layout next time")
        reset.setAutoDefault(False)
        reset.setAccessibleName("Forget where the panels stand; the usual layout is used the next time")
        told = QLabel()
        told.setObjectName("muted")
        reset.clicked.connect(lambda: forget_layout())
        reset.clicked.connect(lambda: told.setText("The next start uses the usual layout."))
        body = QWidget()
        form = QFormLayout(body)
        form.setContentsMargins(0, 0, 0, 0)
        for title, field in (
            ("&Theme", self.theme), ("Text &size", self.text_size), ("&Paper", self.paper), ("&Layout", reset),
        ):  # fmt: skip
            label = QLabel(title)
            label.setBuddy(field)
            form.addRow(label, field)
        form.addRow("", told)
        super().__init__("Preferences", body, parent)
        self.setMinimumWidth(400)
