"""Every command of the window, in menus, by shortcut and in the palette."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from explorer.settings import recent_workspaces
from explorer.ui import theme
from explorer.ui.command_palette import CommandPalette
from explorer.ui.text import elide_middle, plain

if TYPE_CHECKING:
    from explorer.ui.main_window import MainWindow

SCALES = (0.8, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
"""Font sizes relative to the system's."""


class Actions:
    """Builds the menus of a window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._session = window.session
        self.all: list[QAction] = []
        self._scale = 1.0
        self._file_menu()
        self._edit_menu()
        self._view_menu()
        self._go_menu()
        self._help_menu()
        for signal in (self._session.annotations_changed, self._session.workspace_changed):
            signal.connect(lambda *_: self._name_undo())
        self._name_undo()

    def _file_menu(self) -> None:
        menu, editing = self._menu("&File"), self._window.editing
        self._add(menu, "&New workspace…", editing.new_workspace, QKeySequence.StandardKey.New)
        self._add(menu, "&Open workspace…", editing.open_workspace, QKeySequence.StandardKey.Open)
        self._recent = menu.addMenu("Open &recent")
        self._recent.aboutToShow.connect(self._fill_recent)
        self._add(menu, "Open the &sample portfolio", editing.open_sample)
        self._add(menu, "Recover a damaged workspace…", editing.recover_workspace)
        menu.addSeparator()
        self._add(menu, "&Add folder or BOM…", lambda: editing.scan_target(""), "Ctrl+Shift+A")
        self._add(menu, "Re&scan this system", lambda: editing.rescan(self._session.scope), "F5")
        menu.addSeparator()
        self._add(menu, "Export &picture…", lambda: editing.export_picture(self._window.current_view()), "Ctrl+E")
        self._add(menu, "Export &graph or report…", editing.export_graph, "Ctrl+Shift+E")
        menu.addSeparator()
        self._add(menu, "&Quit", self._window.close, QKeySequence.StandardKey.Quit)

    def _edit_menu(self) -> None:
        menu = self._menu("&Edit")
        self._undo = self._add(menu, "Undo", self._session.undo, QKeySequence.StandardKey.Undo)
        self._redo = self._add(menu, "Redo", self._session.redo, QKeySequence.StandardKey.Redo)
        menu.addSeparator()
        self._add(menu, "Add &trust delegation…", lambda: self._judge("trust"), "Ctrl+T")
        self._add(menu, "Add residual &risk…", lambda: self._judge("risk"), "Ctrl+R")
        self._add(menu, "Add &note…", lambda: self._judge("note"), "Ctrl+Shift+N")
        menu.addSeparator()
        self._add(menu, "Copy table rows", self._copy, "Ctrl+Shift+C")

    def _view_menu(self) -> None:
        menu = self._menu("&View")
        for number, view in enumerate(self._window.views.values(), 1):
            self._add(
                menu, f"&{number} {view.tab}", lambda name=view.name: self._window.show_view(name), f"Ctrl+{number}"
            )
        menu.addSeparator()
        self._add(menu, "Picture or table", self._toggle_table, "Ctrl+Shift+T")
        for dock in (self._window.left, self._window.right):
            action = dock.toggleViewAction()
            menu.addAction(action)
            self.all.append(action)
        menu.addSeparator()
        group = QActionGroup(self._window)
        for title, choose in (
            ("Theme: as the system", theme.system_theme),
            ("Theme: light", theme.light),
            ("Theme: dark", theme.dark),
        ):
            action = self._add(menu, title, lambda pick=choose: self._session.set_theme(pick()))
            action.setCheckable(True)
            group.addAction(action)
        menu.addSeparator()
        self._add(menu, "Larger text", lambda: self._resize(1), QKeySequence.StandardKey.ZoomIn)
        self._add(menu, "Smaller text", lambda: self._resize(-1), QKeySequence.StandardKey.ZoomOut)

    def _go_menu(self) -> None:
        menu = self._menu("&Go")
        self._add(menu, "Search", self._search, "Ctrl+F", "/")
        self._add(menu, "All commands…", self._palette, "Ctrl+K")
        self._add(menu, "Deepest chain", lambda: self._window.show_view("depth"))
        self._add(menu, "First unknown", self._first_unknown, "Ctrl+U")
        self._add(menu, "Most concentrated", lambda: self._window.show_view("concentration"))
        self._add(menu, "Whole portfolio", lambda: self._session.set_scope(None), "Ctrl+0")

    def _help_menu(self) -> None:
        menu, editing = self._menu("&Help"), self._window.editing
        self._add(menu, "What do these numbers mean?", self._help, "F1")
        self._add(menu, "Keyboard", lambda: editing.show_help("Keyboard", KEYBOARD), "?")
        self._add(menu, "About Catchment", lambda: editing.show_help("Catchment", ABOUT))

    def _menu(self, title: str) -> QMenu:
        return self._window.menuBar().addMenu(title)

    def _add(
        self, menu: QMenu, title: str, run: Callable[[], object], *keys: QKeySequence.StandardKey | str
    ) -> QAction:
        action = QAction(title, self._window)
        action.triggered.connect(lambda _=False: run())
        if keys:
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        menu.addAction(action)
        self.all.append(action)
        return action

    def _name_undo(self) -> None:
        for action, word, text in (
            (self._undo, "Undo", self._session.undo_text),
            (self._redo, "Redo", self._session.redo_text),
        ):
            action.setEnabled(text is not None)
            action.setText(f"{word}: {elide_middle(plain(text), 60)}" if text else word)

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in recent_workspaces():
            action = self._recent.addAction(elide_middle(plain(str(path)), 80))
            action.triggered.connect(lambda _=False, chosen=path: self._window.open_path(Path(chosen)))
        if self._recent.isEmpty():
            self._recent.addAction("None yet").setEnabled(False)

    def _judge(self, what: str) -> None:
        if self._session.selection:
            self._session.edit_requested.emit(what, self._session.selection[-1])
        else:
            self._session.message.emit("Select a component first; an annotation stands on something.")

    def _copy(self) -> None:
        table = self._window.current_view().table()
        if table is not None:
            table.copy()  # type: ignore[attr-defined]
            self._session.message.emit("The chosen rows are on the clipboard, separated by tabs.")

    def _toggle_table(self) -> None:
        view = self._window.current_view()
        view.show_table(not view.shows_table())

    def _search(self) -> None:
        self._window.left.show()
        self._window.inventory.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._window.inventory.search.selectAll()

    def _palette(self) -> None:
        CommandPalette(self.all, self._window).open()

    def _first_unknown(self) -> None:
        from explorer.pipeline.sentences import first_unknown

        node = first_unknown(self._session.snapshot, self._session.answers)
        if node is None:
            self._session.message.emit("Nothing upstream is unknown.")
            return
        self._window.show_view("lineage")
        self._session.select([self._session.snapshot.graph.id_of(node)])

    def _help(self) -> None:
        view = self._window.current_view()
        self._window.editing.show_help(view.question, view.help_text)

    def _resize(self, step: int) -> None:
        place = min(range(len(SCALES)), key=lambda at: abs(SCALES[at] - self._scale))
        self._scale = SCALES[max(0, min(len(SCALES) - 1, place + step))]
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(self._session.theme, application, self._scale)


KEYBOARD = """Ctrl+1 to Ctrl+7: the views. Ctrl+Shift+T: picture or table.
/ or Ctrl+F: search. Ctrl+K: all commands. Ctrl+U: the first unknown.
Ctrl+T, Ctrl+R, Ctrl+Shift+N: add a trust delegation, a residual risk, a note on what is selected.
Ctrl+Z, Ctrl+Shift+Z: undo, redo. Ctrl+E: save the picture. F1: what the numbers mean.
In the lineage: arrows go to the nearest component, [ and ] walk upstream and downstream, Tab the next of the same
depth, Space selects, Enter focuses, E and Shift+E expand and collapse, P pins, T lights the way to your system,
+ and - zoom, F fits, Z goes back."""

ABOUT = """Everything upstream of an AI system, as one graph with evidence: how deep it goes, where sight ends, on whom it
rests, whom you trust and why. Works offline; nothing that it reads is run. Apache License 2.0. Qt is used under the
LGPL. Facts about companies, clouds and hardware carry their source and date in resources/knowledge."""
