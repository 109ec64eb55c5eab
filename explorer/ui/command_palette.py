"""All commands in one list, found by typing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from explorer.ui.actions import WHOLE_TITLE


class CommandPalette(QDialog):
    """Type a part of a command's name; Enter runs it."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("All commands")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(480, 400)
        self._actions = [action for action in actions if action.isEnabled()]
        self._search = QLineEdit(placeholderText="Type a part of a command")
        self._search.setAccessibleName("Search commands")
        self._list = QListWidget()
        self._list.setAccessibleName("Commands")
        self._search.textChanged.connect(self._fill)
        self._search.returnPressed.connect(self._run)
        self._list.itemActivated.connect(lambda _: self._run())
        self._list.itemClicked.connect(lambda _: self._run())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self._search)
        layout.addWidget(self._list)
        self._fill("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QDialog.keyPressEvent: arrows move in the list while the search keeps the keyboard."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        row = self._list.currentRow() + step
        self._list.setCurrentRow(max(0, min(self._list.count() - 1, row)))

    def _fill(self, text: str) -> None:
        self._list.clear()
        wanted = text.casefold().split()
        for action in self._actions:
            title = action.property(WHOLE_TITLE) or action.text().replace("&", "")
            if all(word in title.casefold() for word in wanted):
                keys = action.shortcut().toString()
                item = QListWidgetItem(f"{title}    {keys}" if keys else title)
                item.setData(Qt.ItemDataRole.UserRole, action)
                self._list.addItem(item)
        self._list.setCurrentRow(0)

    def _run(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            action = item.data(Qt.ItemDataRole.UserRole)
            self.accept()
            action.trigger()
