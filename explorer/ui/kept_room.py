"""Words that come and go without moving what stands around them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.ui.views.parts import Told


class KeptRoom(Told):
    """A label as high as so many lines, with words or without; longer words are whole in the tooltip."""

    def __init__(self, lines: int, name: str = "") -> None:
        self._lines = lines
        super().__init__("", name)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        keep_room(self)

    def setText(self, text: str) -> None:
        """Override QLabel.setText."""
        super().setText(text)
        self.setToolTip(self.text())

    def hasHeightForWidth(self) -> bool:
        """Override QLabel.hasHeightForWidth: the lines are counted, however wide they are."""
        return False

    def sizeHint(self) -> QSize:
        """Override QLabel.sizeHint."""
        return QSize(super().sizeHint().width(), self._lines * self.fontMetrics().lineSpacing() + 2)

    def minimumSizeHint(self) -> QSize:
        """Override QLabel.minimumSizeHint."""
        return QSize(0, self.sizeHint().height())


def keep_room(part: QWidget) -> None:
    """Leave a part its room while it is hidden."""
    policy = part.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    part.setSizePolicy(policy)
