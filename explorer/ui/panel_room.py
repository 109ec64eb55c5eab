"""How much of a small window the panels beside the view may take."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow

from explorer.domain.component import ComponentId
from explorer.ui.session import Session

NARROW, TIGHT, USUAL_TEXT = 1200, 800, 13
"""Pixels of a window below which a panel that has nothing to show gives its room to the view, below which it comes only to
who opens it, and of the text then."""

HOW_TO_OPEN = "Chosen. F10 shows what there is to say about it."

LEFT_WIDTH, RIGHT_WIDTH, NARROW_RIGHT_WIDTH, MOST_WIDTH = 298, 280, 240, 440
"""Pixels of the panels in a window of 1280, of the right one in a narrow window, and of each at the most."""


class PanelRoom(QObject):
    """In a narrow window the panel of what is selected comes with the first selection and goes with the last; in a tight one,
    or with large text, it waits until somebody opens it.

    Whoever opens or closes it keeps it so until then.
    """

    def __init__(self, window: QMainWindow, session: Session, left: QDockWidget, right: QDockWidget) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._left, self._right = left, right
        self._is_folded = self._is_on_stage = False
        self._had_reason = True
        # While Qt dresses every widget anew, none may go; a panel that is shown or hidden takes what stands between along.
        self._after_dressing = QTimer(self, singleShot=True, interval=0)
        self._after_dressing.timeout.connect(self._look_again)
        session.selection_changed.connect(lambda *_: self._look_again())
        session.selection_changed.connect(self._tell_how)
        session.relation_changed.connect(lambda *_: self._look_again())
        window.installEventFilter(self)

    @property
    def is_folded(self) -> bool:
        """Whether the right panel is out of sight only because it has nothing to show."""
        return self._is_folded and self._right.isHidden()

    def show(self, left: bool, right: bool) -> None:
        """Show the panels that are wanted, the right one only where it has something to show or room enough."""
        self._left.setVisible(left)
        self._had_reason = self._has_reason()
        self._is_folded = right and not self._had_reason
        self._right.setVisible(right and self._had_reason)

    def stage(self, wanted: bool) -> None:
        """On a stage show what is selected only where something is, and on a narrow one only to whoever opens the panel."""
        self._is_on_stage = wanted
        self._look_again()

    def share_out(self) -> None:
        """A fair share of a large window for each panel."""
        share = self._window.width() // 6
        least = NARROW_RIGHT_WIDTH if self.is_narrow() else RIGHT_WIDTH
        widths = [min(MOST_WIDTH, max(LEFT_WIDTH, share)), min(MOST_WIDTH, max(least, share))]
        self._window.resizeDocks([self._left, self._right], widths, Qt.Orientation.Horizontal)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override QObject.eventFilter: another width of the window, or another size of its text."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._look_again()
        elif watched is self._window and event.type() == QEvent.Type.FontChange:
            self._after_dressing.start()
        return False

    def _look_again(self) -> None:
        has_reason = self._has_reason()
        if has_reason == self._had_reason:
            return
        self._had_reason = has_reason
        if has_reason and self.is_folded:
            self._is_folded = False
            self._right.show()
            self.share_out()
        elif not has_reason and not self._right.isHidden():
            self._is_folded = True
            self._right.hide()

    def _tell_how(self, chosen: Sequence[ComponentId]) -> None:
        """Where a selection opens no panel, say how to open it."""
        if chosen and self._right.isHidden() and self._is_below(TIGHT) and not self._is_on_stage:
            self._session.message.emit(HOW_TO_OPEN)

    def _has_reason(self) -> bool:
        if self._is_below(TIGHT) or (self._is_on_stage and self.is_narrow()):
            return False
        roomy = not self._is_on_stage and not self.is_narrow()
        return roomy or bool(self._session.selection) or self._session.relation is not None

    def is_narrow(self) -> bool:
        """Whether the right panel would take room that the view needs, with text of this size."""
        return self._is_below(NARROW)

    def _is_below(self, pixels: int) -> bool:
        scale = self._window.fontInfo().pixelSize() / USUAL_TEXT
        return self._window.width() < pixels * max(scale, 1.0)
