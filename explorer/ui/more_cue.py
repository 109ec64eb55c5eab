"""Whether a scrolled text goes on above or below what is in sight, in words at its foot."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QLabel, QScrollArea

BELOW, ABOVE, BOTH = "▼ More below: scroll", "▲ More above: scroll", "▲▼ More above and below"


class MoreCue(QLabel):
    """Lies over the lower right corner of the area, and only while not all of it is in sight."""

    def __init__(self, area: QScrollArea) -> None:
        super().__init__(area, objectName="more-cue")
        self._area, self._bar = area, area.verticalScrollBar()
        self._bar.rangeChanged.connect(lambda *_: self._tell())
        self._bar.valueChanged.connect(lambda _: self._tell())
        area.installEventFilter(self)
        self._tell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override QObject.eventFilter: stay in the corner."""
        if event.type() == QEvent.Type.Resize:
            self._tell()
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        above, below = self._bar.value() > self._bar.minimum(), self._bar.value() < self._bar.maximum()
        self.setText(BOTH if above and below else ABOVE if above else BELOW)
        self.setVisible(above or below)
        self.adjustSize()
        self.move(self._area.viewport().width() - self.width() - 4, self._area.height() - self.height())
