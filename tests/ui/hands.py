"""What a person does: the mouse and the keyboard on what is on the screen, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

from explorer.app import wait_until_idle
from explorer.ui.main_window import MainWindow
from explorer.ui.models.table import Table

Key, Modifier = Qt.Key, Qt.KeyboardModifier
LEFT = Qt.MouseButton.LeftButton

MOST_LOOKS = 200
"""Looks for a row before one gives up."""

Dialog = TypeVar("Dialog", bound=QDialog)


class Hands:
    """Someone at a window."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def rest(self) -> None:
        """Wait until nothing works any more; without a screen, nobody but us gives the window the keyboard back."""
        wait_until_idle(self.window.session)
        if QApplication.activeModalWidget() is None and QApplication.activeWindow() is None:
            self.window.activateWindow()
            QApplication.processEvents()

    def press(self, key: Key, modifier: Modifier = Modifier.NoModifier, on: QWidget | None = None) -> None:
        """One key, where the keyboard is or on a widget."""
        QTest.keyClick(on or QApplication.focusWidget() or self.window, key, modifier)
        self._let_go()
        self.rest()

    def click(self, widget: QWidget, at: QPoint | None = None, modifier: Modifier = Modifier.NoModifier) -> None:
        """The left button of the mouse; what is not there to be clicked fails."""
        assert widget.isVisible(), widget.objectName() or type(widget).__name__
        assert widget.isEnabled(), widget.accessibleName() or type(widget).__name__
        QTest.mouseClick(widget, LEFT, modifier, at or widget.rect().center())
        self._let_go()
        self.rest()

    def _let_go(self) -> None:
        """Let go of Control and Shift, which Qt otherwise believes to be held down by whoever comes next."""
        QTest.keyRelease(self.window, Key.Key_Control)

    def button(self, words: str, within: QWidget | None = None) -> QAbstractButton:
        """The one button on the screen that bears these words."""
        parts = (within or self.window).findChildren(QAbstractButton)
        found = [each for each in parts if each.isVisible() and each.text().replace("&", "") == words]
        assert len(found) == 1, f"{len(found)} buttons say {words}"
        return found[0]

    def push(self, words: str, within: QWidget | None = None) -> None:
        """Click a button."""
        self.click(self.button(words, within))

    def write(self, field: QLineEdit | QPlainTextEdit, text: str) -> None:
        """Put text into a field in place of what stands there."""
        self.click(field.viewport() if isinstance(field, QPlainTextEdit) else field)
        QTest.keyClick(field, Key.Key_A, Modifier.ControlModifier)
        QTest.keyClicks(field, text)

    def pick(self, box: QComboBox, words: str) -> None:
        """Choose the entry that begins with these words, by the arrow keys."""
        assert box.isVisible()
        box.setFocus()
        QTest.keyClick(box, Key.Key_Home)
        for _ in range(box.count()):
            if box.currentText().startswith(words):
                return
            QTest.keyClick(box, Key.Key_Down)
        raise AssertionError(f"{words} is not offered")

    def tab(self, bar: QTabBar, words: str) -> None:
        """Click a tab."""
        places = [place for place in range(bar.count()) if bar.tabText(place).startswith(words)]
        assert places, words
        self.click(bar, bar.tabRect(places[0]).center())

    def go_to(self, group: str, view: str) -> Any:
        """Go to a view by the two bars."""
        self.tab(self.window.tabs.group_bar(), group)
        self.tab(self.window.tabs.tabBar(), view)
        return self.window.current_view()

    def command(self, words: str) -> None:
        """Run a command by its name in the list of all."""
        QTest.keyClick(self.window, Key.Key_K, Modifier.ControlModifier)
        palette = self.dialog(QDialog)
        search = palette.findChild(QLineEdit)
        assert search is not None
        QTest.keyClicks(search, words)
        listed = palette.findChild(QListWidget)
        assert listed is not None
        assert listed.count() == 1, f"{listed.count()} commands are called {words}"
        self.press(Key.Key_Return, on=search)

    def row(self, table: Table, wanted: Callable[[Any], bool], modifier: Modifier = Modifier.NoModifier) -> None:
        """Click the first row that is wanted."""
        self.click(table.viewport(), self._place(table, wanted), modifier)

    def double_click(self, table: Table, wanted: Callable[[Any], bool]) -> None:
        """Double-click the first row that is wanted: a click, then the second one, as a mouse does it."""
        place = self._place(table, wanted)
        QTest.mouseClick(table.viewport(), LEFT, Modifier.NoModifier, place)
        QTest.mouseDClick(table.viewport(), LEFT, Modifier.NoModifier, place)
        self.rest()

    def _place(self, table: Table, wanted: Callable[[Any], bool]) -> QPoint:
        """Where the row is, once it is there: a search waits until one has typed to the end."""
        assert table.isVisible()
        for _ in range(MOST_LOOKS):
            for number in range(table.rows_model.rowCount()):
                index = table.rows_model.index(number, 0)
                if wanted(table.row_at(index)):
                    table.scrollTo(index)
                    return table.visualRect(index).center()
            QTest.qWait(25)
        raise AssertionError("no such row")

    def dialog(self, kind: type[Dialog]) -> Dialog:
        """The one dialog of a kind that is open."""
        QApplication.processEvents()
        found = [each for each in self.window.findChildren(kind) if each.isVisible()]
        assert len(found) == 1, f"{len(found)} dialogs of {kind.__name__} are open"
        return found[0]

    def name_file(self, path: Path) -> None:
        """Type a path into the file dialog that is open."""
        dialog = self.dialog(QFileDialog)
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        assert field is not None
        self.write(field, str(path))
        self.press(Key.Key_Return, on=field)

    def extend(self, table: Table) -> None:
        """Take one more row into the selection, by Shift and the arrow."""
        QTest.keyClick(table, Key.Key_Down, Modifier.ShiftModifier)
        self._let_go()
        self.rest()
