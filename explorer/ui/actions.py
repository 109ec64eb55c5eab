"""Every command of the window, in menus, by shortcut and in the palette.

What a command opens is read when it is called for, so that a window opens quickly.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QDockWidget, QMenu

from explorer.settings import recent_workspaces
from explorer.ui.text import elide_middle, plain
from explorer.ui.theme import ThemeChoice
from explorer.ui.views import GROUPS

if TYPE_CHECKING:
    from explorer.ui.main_window import MainWindow

Keys = QKeySequence.StandardKey

WHOLE_TITLE = "whole title"
"""The property of an action that says what its text says only inside its menu."""


class Actions:
    """Builds the menus of a window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._session = window.session
        self.menus: list[tuple[str, list[QAction]]] = []
        """Each menu's title with its commands."""
        self._needs_workspace: list[QAction] = []
        self._needs_selection: list[QAction] = []
        self._file_menu()
        self._edit_menu()
        self._view_menu()
        self._go_menu()
        self._help_menu()
        session = self._session
        for signal in (session.annotations_changed, session.workspace_changed, session.selection_changed):
            signal.connect(lambda *_: self._enable())
        window.history.changed.connect(self._enable)
        window.appearance.changed.connect(self._tick_theme)
        self._enable()
        self._tick_theme()

    @property
    def all(self) -> list[QAction]:
        """Every command, in the order of the menus."""
        return [action for _, actions in self.menus for action in actions]

    def _file_menu(self) -> None:
        menu, files = self._menu("&File"), self._window.files
        self._add(menu, "&New workspace…", files.new_workspace, Keys.New)
        self._add(menu, "&Open workspace…", files.open_workspace, Keys.Open)
        self._recent = menu.addMenu("Open &recent")
        self._recent.aboutToShow.connect(self._fill_recent)
        self._add(menu, "Open the sa&mple portfolio", files.open_sample)
        self._add(menu, "Recover a &damaged workspace…", files.recover_workspace)
        menu.addSeparator()
        self._add(menu, "&Add folder or BOM…", lambda: files.ask_scan(), "Ctrl+Shift+A")
        rescan = self._add(menu, "Re&scan this system…", lambda: files.ask_rescan(self._session.scope), "F5")
        watch = self._add(menu, "Scan again &when files change", self._toggle_watching)
        watch.setCheckable(True)
        watch.setToolTip("Looks at the scanned folders every few seconds; the network is never asked")
        menu.addSeparator()
        hand_out = self._add(menu, "Save a cop&y for a colleague…", lambda: self._window.sharing.save_copy())
        copy = self._add(menu, "&Take in a colleague's copy…", lambda: self._window.sharing.ask_copy())
        out = self._add(menu, "E&xport what was written…", lambda: self._window.sharing.export_judgement())
        taken = self._add(menu, "&Import what was written…", lambda: self._window.sharing.import_judgement())
        sign = self._add(menu, "Sign o&ff this state…", lambda: self._window.sharing.sign_off())
        signed = self._add(menu, "Signed-off stat&es…", lambda: self._window.sharing.show_baselines())
        menu.addSeparator()
        picture = self._add(
            menu, "Export this &view…", lambda: files.export_view(self._window.current_view()), "Ctrl+E"
        )
        graph = self._add(menu, "Export &graph or report…", files.export_graph, "Ctrl+Shift+E")
        menu.addSeparator()
        self._add(menu, "Preferen&ces…", self._preferences, "Ctrl+,")
        self._add(menu, "&Quit", self._window.close, Keys.Quit)
        self._needs_workspace += [rescan, watch, hand_out, copy, out, taken, sign, signed, picture, graph]

    def _edit_menu(self) -> None:
        menu, window = self._menu("&Edit"), self._window
        self._undo = self._add(menu, "Undo", self._session.undo, Keys.Undo)
        self._redo = self._add(menu, "Redo", self._session.redo, "Ctrl+Shift+Z", "Ctrl+Y")
        menu.addSeparator()
        for title, what, key in (
            ("Add &trust delegation…", "trust", "Ctrl+T"),
            ("Add residual &risk…", "risk", "Ctrl+R"),
            ("Add &note…", "note", "Ctrl+Shift+N"),
            ("C&orrect…", "correction", "Ctrl+Shift+R"),
        ):
            self._needs_selection.append(self._add(menu, title, lambda word=what: self._judge(word), key))
        critical = self._add(menu, "&How much this system matters…", self._criticality)
        own = self._add(menu, "This &party is our own…", self._own_party)
        self._needs_workspace += [critical, own]
        menu.addSeparator()
        self._needs_workspace += [
            self._add(menu, "&Judgement on what is gone…", lambda: window.sharing.show_moved()),
            self._add(menu, "&Everything that was written…", lambda: window.editing.show_judgements(), "Ctrl+J"),
            self._add(menu, "Who wrote &what and when…", lambda: window.editing.show_journal(), "Ctrl+H"),
        ]
        menu.addSeparator()
        self._needs_workspace.append(self._add(menu, "&Copy table rows", self._copy, "Ctrl+Shift+C"))

    def _view_menu(self) -> None:
        menu, window, appearance = self._menu("&View"), self._window, self._window.appearance
        for number, group in enumerate(GROUPS, 1):
            views = self._window.views.of_group(group)
            if not views:
                continue
            inside = menu.addMenu(f"&{number} {group}")
            show = self._add(
                inside,
                f"Last looked at in {group}",
                lambda wanted=group: window.tabs.show_group(wanted),
                f"Ctrl+{number}",
            )
            inside.addSeparator()
            self._needs_workspace.append(show)
            for view in views:
                action = self._add(inside, view.tab, lambda name=view.name: self._window.show_view(name))
                action.setProperty(WHOLE_TITLE, f"{group}: {view.tab}")
                self._needs_workspace.append(action)
        self._needs_workspace += [
            self._add(menu, "Ne&xt question", lambda: window.tabs.step(1), "Ctrl+PgDown"),
            self._add(menu, "Pre&vious question", lambda: window.tabs.step(-1), "Ctrl+PgUp"),
        ]
        menu.addSeparator()
        self._needs_workspace.append(self._add(menu, "S&ave this view…", self._save_look, "Ctrl+Shift+V"))
        self._looks = menu.addMenu("Saved vie&ws")
        self._looks.aboutToShow.connect(self._fill_looks)
        menu.addSeparator()
        self._needs_workspace.append(self._add(menu, "&Picture or table", self._toggle_table, "Ctrl+Shift+T"))
        for dock, key in ((self._window.left, "F9"), (self._window.right, "F10")):
            self._needs_workspace.append(self._panel(menu, dock, key))
        menu.addSeparator()
        themes = QActionGroup(self._window)
        self._themes: dict[ThemeChoice, QAction] = {}
        for choice, title in (
            (ThemeChoice.SYSTEM, "Theme: as the system"),
            (ThemeChoice.LIGHT, "Theme: light"),
            (ThemeChoice.DARK, "Theme: dark"),
        ):
            action = self._add(menu, title, lambda wanted=choice: appearance.choose_theme(wanted))
            action.setCheckable(True)
            themes.addAction(action)
            self._themes[choice] = action
        menu.addSeparator()
        self._add(menu, "&Larger text", lambda: appearance.step_scale(1), Keys.ZoomIn, "Ctrl+=")
        self._add(menu, "&Smaller text", lambda: appearance.step_scale(-1), Keys.ZoomOut)
        self._add(menu, "&Usual text size", lambda: appearance.set_scale(1.0))

    def _panel(self, menu: QMenu, dock: QDockWidget, key: str) -> QAction:
        """Show or hide a panel. Qt's own action for that dies with its wrapper in Python, and the menu with it."""
        action = self._add(menu, f"Panel: {dock.windowTitle()}", lambda: dock.setVisible(dock.isHidden()), key)
        action.setCheckable(True)
        action.setChecked(not dock.isHidden())
        dock.visibilityChanged.connect(lambda _: action.setChecked(not dock.isHidden()))
        return action

    def _go_menu(self) -> None:
        menu, history = self._menu("&Go"), self._window.history
        self._back = self._add(menu, "&Back", self._window.go_back, "Z", "Alt+Left")
        self._forward = self._add(menu, "&Forward", history.forward, "Shift+Z", "Alt+Right")
        menu.addSeparator()
        self._needs_workspace += [
            self._add(menu, "&Search", self._search, "/", "Ctrl+F"),
            self._add(menu, "&Inspector", self._go_to_inspector, "Ctrl+I"),
            self._add(menu, "Current &view", self._go_to_view, "Ctrl+D"),
            self._add(menu, "&Deepest chain", lambda: self._window.show_view("depth")),
            self._add(menu, "First &unknown", self._first_unknown, "Ctrl+U"),
            self._add(menu, "&Most concentrated", lambda: self._window.show_view("concentration")),
            self._add(menu, "Whole &portfolio", lambda: self._session.set_scope(None), "Ctrl+0"),
        ]

    def _help_menu(self) -> None:
        menu, window = self._menu("&Help"), self._window
        self._needs_workspace.append(self._add(menu, "&What do these numbers mean?", self._help, "F1"))
        self._add(menu, "What is &read…", self._what_is_read)
        self._add(menu, "&Keyboard", self._keyboard, "?")
        self._add(menu, "&All commands…", self._palette, "Ctrl+K")
        self._add(menu, "A&bout Catchment", lambda: window.editing.show_help("Catchment", ABOUT))

    def _menu(self, title: str) -> QMenu:
        self.menus.append((title, []))
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
        self.menus[-1][1].append(action)
        return action

    def _enable(self) -> None:
        session = self._session
        is_open = session.workspace is not None
        for action in self._needs_workspace:
            action.setEnabled(is_open)
        for action in self._needs_selection:
            action.setEnabled(is_open and bool(session.selection))
        self._forward.setEnabled(self._window.history.can_go_forward)
        for action, word, text in ((self._undo, "Undo", session.undo_text), (self._redo, "Redo", session.redo_text)):
            action.setEnabled(text is not None)
            action.setText(f"{word}: {elide_middle(plain(text), 60).replace('&', '&&')}" if text else word)

    def _tick_theme(self) -> None:
        self._themes[self._window.appearance.choice].setChecked(True)

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in recent_workspaces():
            action = self._recent.addAction(elide_middle(plain(str(path)), 80).replace("&", "&&"))
            action.triggered.connect(lambda _=False, chosen=path: self._window.open_path(Path(chosen)))
        if self._recent.isEmpty():
            self._recent.addAction("None yet").setEnabled(False)

    def _toggle_watching(self) -> None:
        watching = self._window.watching
        if watching.is_on:
            watching.stop()
        else:
            watching.start()

    def _fill_looks(self) -> None:
        from explorer.ui.looking import look_again, saved_looks

        self._looks.clear()
        for saved in saved_looks(self._session):
            action = self._looks.addAction(elide_middle(plain(saved.title), 60).replace("&", "&&"))
            action.triggered.connect(lambda _=False, chosen=saved: look_again(self._session, chosen))
        if self._looks.isEmpty():
            self._looks.addAction("None yet").setEnabled(False)

    def _save_look(self) -> None:
        view = self._window.current_view()
        self._window.sharing.save_look(view.name, view.tab)

    def _criticality(self) -> None:
        chosen = [each for each in self._session.selection if each in self._session.snapshot.systems()]
        system = self._session.scope or next(iter(chosen), None)
        if system is None:
            self._session.message.emit("Choose a system first, in the list of systems or in a drawing.")
        else:
            self._session.edit_requested.emit("criticality", system)

    def _own_party(self) -> None:
        from explorer.ui.own_party import own_party_note

        note = own_party_note(self._session)
        if note is None:
            self._suggest_own_party()
        else:
            self._session.edit_requested.emit("edit", note)

    def _suggest_own_party(self) -> None:
        """Where no party is chosen, those that could be one's own; nothing where nothing speaks for any."""
        from explorer.pipeline.own_words import own_candidates
        from explorer.ui.dialogs.own_party import OwnPartyDialog
        from explorer.ui.own_party import note_on

        candidates = own_candidates(self._session.snapshot, self._session.answers)
        if not candidates:
            self._session.message.emit("Choose a party first, or something that your own organisation made.")
            return
        dialog = OwnPartyDialog(candidates, self._window)
        dialog.party_chosen.connect(
            lambda party: self._session.edit_requested.emit("edit", note_on(self._session, party))
        )
        dialog.open()

    def _judge(self, what: str) -> None:
        self._session.edit_requested.emit(what, self._session.selection[-1])

    def _copy(self) -> None:
        from explorer.ui.models.table import Table

        inventory = self._window.inventory.table
        table = inventory if inventory.hasFocus() else self._window.current_view().table()
        if isinstance(table, Table):
            table.copy()
            self._session.message.emit("The chosen rows, or all, are on the clipboard, separated by tabs.")

    def _toggle_table(self) -> None:
        view = self._window.current_view()
        view.show_table(not view.shows_table())

    def _search(self) -> None:
        self._window.left.show()
        self._window.inventory.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._window.inventory.search.selectAll()

    def _go_to_inspector(self) -> None:
        self._window.right.show()
        self._window.inspector.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _go_to_view(self) -> None:
        self._window.current_view().main_part().setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _keyboard(self) -> None:
        from explorer.ui.dialogs.keyboard import KeyboardSheet

        KeyboardSheet(self.menus, self._window).open()

    def _palette(self) -> None:
        from explorer.ui.command_palette import CommandPalette

        CommandPalette(self.all, self._window).open()

    def _preferences(self) -> None:
        from explorer.ui.dialogs.preferences import Preferences

        Preferences(self._window.appearance, self._window).open()

    def _what_is_read(self) -> None:
        from explorer.ui.dialogs.sources import SourcesDialog

        SourcesDialog(self._window).open()

    def _first_unknown(self) -> None:
        from explorer.pipeline.sentences import first_unknown

        if not self._session.answering.is_complete:
            self._session.message.emit(self._session.answering.words)
            return
        node = first_unknown(self._session.snapshot, self._session.answers)
        if node is None:
            self._session.message.emit("Nothing upstream is unknown.")
            return
        self._window.show_view("lineage")
        self._session.select([self._session.snapshot.graph.id_of(node)])

    def _help(self) -> None:
        view = self._window.current_view()
        self._window.editing.show_help(view.question, view.help_text)


ABOUT = """Everything upstream of an AI system, as one graph with evidence: how deep it goes, where sight ends, on whom it
rests, whom you trust and why. Works offline; nothing that it reads is run. Apache License 2.0. Qt is used under the
LGPL. Facts about companies, clouds and hardware carry their source and date in resources/knowledge."""
