from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from explorer.app import build_window, wait_until_idle
from explorer.domain.annotation import Note, Subject
from explorer.settings import recent_workspaces
from explorer.sources.registry import all_sources
from explorer.ui.command_palette import CommandPalette
from explorer.ui.dialogs.keyboard import KeyboardSheet
from explorer.ui.dialogs.note import NoteDialog
from explorer.ui.dialogs.preferences import Preferences
from explorer.ui.dialogs.scan import ScanDialog
from explorer.ui.dialogs.source_viewer import SourceViewer
from explorer.ui.dialogs.sources import SourcesDialog
from explorer.ui.error_report import ErrorDialog, ErrorReports, log_file
from explorer.ui.main_window import MainWindow
from explorer.ui.text import plain
from explorer.ui.views import VIEWS
from explorer.ui.views.base import View
from tests.ui.portfolio import CLAIMS, MODEL, NUMPY, SEARCH, TORCH


def _open(window: MainWindow, kind: type[QDialog]) -> QDialog:
    found = [each for each in window.findChildren(kind) if each.isVisible()]
    assert len(found) == 1, found
    return found[0]


def _action(window: MainWindow, text: str) -> QAction:
    found = [each for each in window.actions_.all if each.text().replace("&", "") == text]
    assert len(found) == 1, [each.text() for each in window.actions_.all]
    return found[0]


def _activate(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    window.tabs.tabBar().setFocus()


@pytest.fixture
def remembered(qapp: QApplication) -> Iterator[list[MainWindow]]:
    """Windows that remember their layout; closed at the end."""
    windows: list[MainWindow] = []
    yield windows
    for window in windows:
        window.close()
    qapp.setStyleSheet("")


# What stands in the middle


def test_that_an_empty_workspace_says_what_would_be_there_and_how_to_get_it(
    empty_window: MainWindow, tmp_path: Path
) -> None:
    empty_window.session.new_workspace(tmp_path / "mine.catchment")
    wait_until_idle(empty_window.session)
    page = empty_window.empty_page
    assert page.isVisible()
    assert "mine has no systems yet" in [label.text() for label in page.findChildren(QLabel)]
    assert not empty_window.right.isVisible()
    page.findChildren(QPushButton)[0].click()
    _open(empty_window, ScanDialog).reject()


def test_that_the_views_come_with_the_first_system(small_window: MainWindow) -> None:
    assert small_window.tabs.isVisible()
    assert small_window.left.isVisible()
    assert small_window.right.isVisible()
    assert small_window.windowTitle() == "small - Catchment"


def test_that_recent_workspaces_are_offered_next_time(small_window: MainWindow, small_file: Path) -> None:
    assert recent_workspaces() == [small_file.resolve()]
    small_window.start_page.refresh()
    names = [each.accessibleName() for each in small_window.start_page.findChildren(QPushButton)]
    assert f"Open small.catchment in {small_file.parent.resolve()}" in names


def test_that_a_panel_that_was_closed_stays_closed(small_window: MainWindow, small_file: Path) -> None:
    small_window.right.close()
    small_window.open_path(small_file)
    wait_until_idle(small_window.session)
    assert small_window.left.isVisible()
    assert not small_window.right.isVisible()


def test_that_the_layout_is_kept_between_runs(remembered: list[MainWindow], small_file: Path) -> None:
    first = build_window()
    first.show()
    first.open_path(small_file)
    wait_until_idle(first.session)
    first.right.close()
    first.parts.left_split.setSizes([300, 400])
    first.close()
    between = build_window()
    between.show()
    between.close()  # One that showed no workspace forgets nothing.
    again = build_window()
    remembered[:] = [again]
    again.show()
    again.open_path(small_file)
    wait_until_idle(again.session)
    assert again.parts.left_split.sizes()[0] == 300
    assert not again.right.isVisible()
    assert again.left.isVisible()


# Commands


def test_that_no_shortcut_is_given_twice(small_window: MainWindow) -> None:
    keys = [key.toString() for action in small_window.actions_.all for key in action.shortcuts()]
    assert len(set(keys)) == len(keys), sorted(keys)


def test_that_no_menu_uses_a_letter_twice(small_window: MainWindow) -> None:
    for title, actions in small_window.actions_.menus:
        letters = [text[text.index("&") + 1].lower() for action in actions if "&" in (text := action.text())]
        assert len(set(letters)) == len(letters), (title, letters)


def test_that_commands_which_need_something_are_off_without_it(empty_window: MainWindow, small_file: Path) -> None:
    for text in (
        "Export graph or report…",
        "Search",
        "Picture or table",
        "Add note…",
        "Summary",
        "Last looked at in Stress",
    ):
        assert not _action(empty_window, text).isEnabled(), text
    assert _action(empty_window, "Open workspace…").isEnabled()
    empty_window.open_path(small_file)
    wait_until_idle(empty_window.session)
    assert _action(empty_window, "Search").isEnabled()
    assert not _action(empty_window, "Add note…").isEnabled()
    empty_window.session.select([TORCH])
    assert _action(empty_window, "Add note…").isEnabled()


def test_that_keys_reach_views_search_and_palette(small_window: MainWindow, qtbot: QtBot) -> None:
    _activate(small_window, qtbot)
    qtbot.keyClick(small_window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert small_window.current_view().group == "Stress"
    qtbot.keyClick(small_window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(small_window, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert small_window.current_view().group == "Stress"
    qtbot.keyClick(small_window, Qt.Key.Key_Slash)
    assert small_window.inventory.search.hasFocus()
    qtbot.keyClick(small_window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = _open(small_window, CommandPalette)
    QTest.keyClicks(palette._search, "resid risk")
    qtbot.keyClick(palette._search, Qt.Key.Key_Return)
    assert not palette.isVisible()


def test_that_the_palette_runs_what_was_typed(small_window: MainWindow, qtbot: QtBot) -> None:
    _action(small_window, "All commands…").trigger()
    palette = _open(small_window, CommandPalette)
    qtbot.keyClicks(palette._search, "find")
    qtbot.keyClick(palette._search, Qt.Key.Key_Return)
    assert small_window.current_view().name == "findings"


def test_that_enter_presses_the_button_that_has_the_keyboard(small_window: MainWindow, qtbot: QtBot) -> None:
    small_window.activateWindow()
    small_window.show_view("summary")
    button = next(each for each in small_window.current_view().findChildren(QPushButton) if each.isVisible())
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    with qtbot.waitSignal(button.clicked, timeout=2000):
        QTest.keyClick(button, Qt.Key.Key_Return)


def test_that_a_click_on_any_group_shows_the_questions_of_that_group(small_window: MainWindow) -> None:
    bar, questions = small_window.tabs.group_bar(), small_window.tabs.tabBar()
    places = range(bar.count())
    for before, place in ((a, b) for a in places for b in places if a != b):
        for each in (before, place):
            QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(each).center())
        group = bar.tabText(place)
        shown = [questions.tabText(at) for at in range(questions.count())]
        assert shown == [entry.tab for entry in VIEWS if entry.group == group]
        assert small_window.current_view().group == group


def test_that_a_group_comes_back_to_where_one_was_in_it(small_window: MainWindow) -> None:
    tabs = small_window.tabs
    small_window.show_view("lineage")
    tabs.show_group("Judge")
    assert small_window.current_view().group == "Judge"
    assert [tabs.tabBar().tabText(place) for place in range(tabs.tabBar().count())] == [
        each.tab for each in small_window.views.of_group("Judge")
    ]
    tabs.show_group("Explore")
    assert small_window.current_view().name == "lineage"


def test_that_stepping_on_passes_every_view_and_comes_back(small_window: MainWindow) -> None:
    seen = []
    for _ in small_window.views:
        seen.append(small_window.current_view().name)
        small_window.tabs.step(1)
    assert sorted(seen) == sorted(small_window.views)
    assert small_window.current_view().name == seen[0]


def test_that_stepping_on_goes_from_left_to_right_on_the_screen(small_window: MainWindow) -> None:
    tabs = small_window.tabs
    for _ in small_window.views:
        group, view = tabs.group_bar().currentIndex(), tabs.tabBar().currentIndex()
        is_last = view == tabs.tabBar().count() - 1
        tabs.step(1)
        expected = ((group + 1) % tabs.group_bar().count(), 0) if is_last else (group, view + 1)
        assert (tabs.group_bar().currentIndex(), tabs.tabBar().currentIndex()) == expected


def test_that_the_inspector_is_gone_through_by_tab(window: MainWindow, qtbot: QtBot) -> None:
    _activate(window, qtbot)
    window.show_view("trail")
    window.session.select([window.session.snapshot.graph.id_of(window.session.answers.depth.longest_chain[2])])
    QApplication.processEvents()
    qtbot.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    passed: list[QWidget] = []
    for _ in range(60):
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        if not window.inspector.isAncestorOf(focused):
            break
        passed.append(focused)
    reached = [each.accessibleName() for each in passed]
    assert len(reached) == len(set(map(id, passed)))
    assert [name for name in reached if name.startswith("Open evidence ")]
    # From top to bottom, as it is read.
    tops = [each.mapTo(window.inspector.widget(), QPoint(0, 0)).y() for each in passed]
    assert tops == sorted(tops)


def test_that_one_key_leads_into_the_drawing_or_table_of_a_view(window: MainWindow, qtbot: QtBot) -> None:
    _activate(window, qtbot)
    for each in VIEWS:
        window.show_view(each.name)
        wait_until_idle(window.session)
        qtbot.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        focused = QApplication.focusWidget()
        assert focused is not None and window.current_view().isAncestorOf(focused), each.name
        is_control = isinstance(focused, (QAbstractButton, QComboBox, QLineEdit))
        assert is_control is (each.name == "summary"), each.name  # Its answers are buttons.


def test_that_every_view_says_its_headline(small_window: MainWindow) -> None:
    for entry in VIEWS:
        small_window.show_view(entry.name)
        wait_until_idle(small_window.session)
        view = small_window.views[entry.name]
        shown = view.findChild(QLabel, "headline")
        assert isinstance(shown, QLabel)
        assert shown.text() == plain(view.headline()) != "", entry.name


def test_that_a_view_is_made_when_it_is_first_looked_at(empty_window: MainWindow, small_file: Path) -> None:
    assert not empty_window.findChildren(View)
    empty_window.open_path(small_file)
    wait_until_idle(empty_window.session)
    assert [view.name for view in empty_window.findChildren(View)] == ["summary"]


def test_that_letters_typed_in_the_search_are_letters(small_window: MainWindow, qtbot: QtBot) -> None:
    _activate(small_window, qtbot)
    small_window.show_view("depth")
    search = small_window.inventory.search
    search.setFocus()
    qtbot.keyClicks(search, "z?/Z")
    assert search.text() == "z?/Z"
    assert small_window.current_view().name == "depth"


def test_that_undo_names_what_it_takes_back(small_window: MainWindow) -> None:
    session = small_window.session
    session.save_annotation(Note(Subject("pkg:pypi/torch"), "R&D uses it"))
    undo = next(each for each in small_window.actions_.all if each.text().startswith("Undo"))
    assert undo.text() == "Undo: Add note “R&&D uses it”"
    undo.trigger()
    assert session.annotations == ()
    assert undo.text() == "Undo"
    assert not undo.isEnabled()


def test_that_the_sheet_of_keys_and_the_preferences_open(small_window: MainWindow) -> None:
    _action(small_window, "Keyboard").trigger()
    _open(small_window, KeyboardSheet).reject()
    _action(small_window, "Preferences…").trigger()
    _open(small_window, Preferences).reject()


def test_that_what_is_read_is_told_before_anything_is_open(empty_window: MainWindow, qtbot: QtBot) -> None:
    _activate(empty_window, qtbot)
    _action(empty_window, "What is read…").trigger()
    dialog = _open(empty_window, SourcesDialog)
    headings, rows = dialog.table.rows_model.cells()
    assert headings == ("Reader", "Reads", "Does not read", "From")
    assert {row[0] for row in rows} == {each.name for each in all_sources()}
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.table)
    assert (dialog.table.accessibleName(), dialog.windowTitle()) == ("What is read", "What is read")
    qtbot.keyClick(dialog.table, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_that_table_rows_are_copied_from_where_the_keyboard_is(small_window: MainWindow, qtbot: QtBot) -> None:
    _activate(small_window, qtbot)
    small_window.show_view("findings")
    wait_until_idle(small_window.session)
    small_window.views["findings"]._tabs.setCurrentIndex(1)
    _action(small_window, "Copy table rows").trigger()
    assert "This line is odd.\tMend it." in QApplication.clipboard().text()
    small_window.inventory.table.setFocus()
    small_window.inventory.table.selectRow(0)
    _action(small_window, "Copy table rows").trigger()
    assert QApplication.clipboard().text().startswith("Name\tDepth\n")


# Going back


def test_that_going_back_restores_view_scope_and_selection(small_window: MainWindow) -> None:
    session, back = small_window.session, _action(small_window, "Back")
    forward = _action(small_window, "Forward")
    assert not forward.isEnabled()
    small_window.show_view("depth")
    session.select([TORCH])
    session.set_scope(SEARCH)
    wait_until_idle(session)
    small_window.show_view("findings")
    back.trigger()
    assert (small_window.current_view().name, session.scope, session.selection) == ("depth", SEARCH, (TORCH,))
    back.trigger()
    assert (small_window.current_view().name, session.scope, session.selection) == ("depth", None, (TORCH,))
    back.trigger()
    back.trigger()
    assert (small_window.current_view().name, session.selection) == ("summary", ())
    back.trigger()
    for _ in range(4):
        assert forward.isEnabled()
        forward.trigger()
    assert (small_window.current_view().name, session.scope) == ("findings", SEARCH)
    assert not forward.isEnabled()
    wait_until_idle(session)


def test_that_going_somewhere_new_forgets_the_way_forward(small_window: MainWindow) -> None:
    small_window.session.select([TORCH])
    small_window.session.select([NUMPY])
    small_window.history.back()
    small_window.session.select([MODEL])
    assert not small_window.history.can_go_forward
    small_window.history.back()
    assert small_window.session.selection == (TORCH,)


def test_that_edits_are_not_undone_by_going_back(small_window: MainWindow) -> None:
    note = Note(Subject("pkg:pypi/torch"), "stays")
    small_window.session.select([TORCH])
    small_window.session.save_annotation(note)
    small_window.go_back()
    assert small_window.session.annotations == (note,)


# Files and folders


def _dropped(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    window.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
    )


def test_that_dropped_folders_are_offered_as_one_system(small_window: MainWindow, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    _dropped(small_window, tmp_path / "one", tmp_path / "two", tmp_path / "missing")
    dialog = _open(small_window, ScanDialog)
    assert isinstance(dialog, ScanDialog)
    assert dialog.targets() == [str(tmp_path / "one"), str(tmp_path / "two")]
    dialog.reject()


def test_that_a_dropped_workspace_is_opened(empty_window: MainWindow, small_file: Path) -> None:
    _dropped(empty_window, small_file)
    wait_until_idle(empty_window.session)
    assert len(empty_window.session.systems) == 2


def test_that_a_folder_dropped_on_the_start_page_gets_a_workspace_of_its_own(
    empty_window: MainWindow, tmp_path: Path
) -> None:
    folder = tmp_path / "My App"
    folder.mkdir()
    (folder / "requirements.txt").write_text("numpy==2.1.0\n", encoding="utf-8")
    _dropped(empty_window, folder)
    _open(empty_window, ScanDialog).accept()
    wait_until_idle(empty_window.session)
    assert [entry.name for entry in empty_window.session.systems] == ["My App"]
    assert empty_window.session.workspace is not None
    assert empty_window.session.workspace.path.name == "my-app.catchment"


def test_that_a_rescan_offers_the_same_targets_and_name(small_window: MainWindow, tmp_path: Path) -> None:
    small_window.session.set_scope(CLAIMS)
    wait_until_idle(small_window.session)
    _action(small_window, "Rescan this system…").trigger()
    dialog = _open(small_window, ScanDialog)
    assert isinstance(dialog, ScanDialog)
    assert dialog.request() == ([str(tmp_path / "claims")], "claims", frozenset())
    dialog.accept()
    wait_until_idle(small_window.session)
    assert small_window.session.snapshot.component("pkg:pypi/numpy@2.1.0") is not None
    assert len(small_window.session.systems) == 2


def test_that_a_system_is_removed_only_after_a_yes(small_window: MainWindow) -> None:
    session = small_window.session
    small_window.files.ask_remove(SEARCH)
    box = _open(small_window, QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "Remove search from the workspace?" in box.text()
    box.defaultButton().click()
    assert len(session.systems) == 2
    small_window.files.ask_remove(SEARCH)
    again = _open(small_window, QMessageBox)
    assert isinstance(again, QMessageBox)
    next(each for each in again.buttons() if each.text() == "Remove").click()
    wait_until_idle(session)
    assert [entry.id for entry in session.systems] == [CLAIMS]


def test_that_a_new_workspace_never_replaces_one(small_window: MainWindow, small_file: Path, qtbot: QtBot) -> None:
    before = small_file.read_bytes()[:100]
    with qtbot.waitSignal(small_window.session.failed) as told:
        small_window.files.guarded(lambda: small_window.session.new_workspace(small_file))
    assert "exists already" in told.args[0]
    assert small_file.read_bytes()[:100] == before
    _open(small_window, QMessageBox).reject()


def test_that_what_is_no_workspace_is_refused_with_a_sentence(
    empty_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    foreign = tmp_path / "notes.catchment"
    foreign.write_text("not a database", encoding="utf-8")
    with qtbot.waitSignal(empty_window.session.failed) as told:
        empty_window.open_path(foreign)
    assert "notes.catchment" in told.args[0]
    assert told.args[1]
    assert empty_window.start_page.isVisible()
    _open(empty_window, QMessageBox).reject()


@pytest.mark.parametrize("ending", ["json", "graphml", "gexf", "csv", "html", "cdx.json", "cdx.xml", "spdx.json"])
def test_that_the_graph_is_written_in_the_background(small_window: MainWindow, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"out.{ending}"
    small_window.files.write_graph(path)
    wait_until_idle(small_window.session)
    assert "torch" in path.read_text(encoding="utf-8")
    assert small_window.status._message.text() == f"Written: {path}"


def test_that_an_ending_nobody_writes_is_told(small_window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(small_window.session.failed) as told:
        small_window.files.write_graph(tmp_path / "out.xlsx")
    assert told.args[0] == "No format is written as .xlsx."
    assert ".cdx.json" in told.args[1]
    _open(small_window, QMessageBox).reject()


# Judgement and evidence from the window


def test_that_an_annotation_is_edited_and_removed_in_its_editor(small_window: MainWindow) -> None:
    session = small_window.session
    note = Note(Subject("pkg:pypi/torch"), "old")
    session.save_annotation(note)
    session.edit_requested.emit("edit", note)
    editor = _open(small_window, NoteDialog)
    assert isinstance(editor, NoteDialog)
    editor._text.setPlainText("new")
    editor.accept()
    assert [each.text for each in session.annotations if isinstance(each, Note)] == ["new"]
    session.edit_requested.emit("edit", session.annotations[0])
    editor = _open(small_window, NoteDialog)
    assert isinstance(editor, NoteDialog)
    next(each for each in editor.buttons.buttons() if each.text() == "Remove").click()
    assert session.annotations == ()
    assert not editor.isVisible()


def test_that_a_delegation_about_a_component_names_its_supplier(small_window: MainWindow) -> None:
    from explorer.ui.dialogs.trust import TrustDialog

    for about in ("pkg:pypi/torch", "relation:system:claims|uses|pkg:pypi/torch"):
        small_window.session.edit_requested.emit("trust", about)
        dialog = _open(small_window, TrustDialog)
        assert isinstance(dialog, TrustDialog)
        assert dialog._delegate.text() == "party:linux-foundation"
        assert dialog.result_annotation().subject == about
        dialog.reject()


def test_that_evidence_opens_the_file_at_its_line(small_window: MainWindow) -> None:
    small_window.session.select([NUMPY])
    found = small_window.session.snapshot.component(NUMPY)
    assert found is not None
    small_window.inspector.source_requested.emit(found.evidence[0])
    viewer = _open(small_window, SourceViewer)
    assert isinstance(viewer, SourceViewer)
    assert viewer.text.extraSelections()[0].cursor.block().text() == "numpy==2.1.0"
    viewer.reject()


# Progress and errors


def test_that_progress_is_shown_and_cancel_leaves_what_was_there(small_window: MainWindow, qtbot: QtBot) -> None:
    session, gate = small_window.session, threading.Event()
    before = session.snapshot

    def slow(progress: object) -> None:
        progress.step("Reading a.txt", 1, 4)  # type: ignore[attr-defined]
        gate.wait(20)

    session.jobs.start("scan", slow, lambda _: None, session.tell_failure)
    qtbot.waitUntil(lambda: small_window.status._message.text() == "Reading a.txt")
    assert small_window.status._bar.value() == 250
    assert small_window.status._cancel.isVisible()
    small_window.status._cancel.click()
    gate.set()
    wait_until_idle(session)
    assert not small_window.status._bar.isVisible()
    assert small_window.status._message.text() == "Cancelled; what was there before stays."
    assert session.snapshot is before


@pytest.fixture
def hooks() -> Iterator[None]:
    kept = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = kept


def test_that_a_bug_on_any_thread_is_logged_and_shown_once(
    empty_window: MainWindow, hooks: None, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    reports = ErrorReports(empty_window)
    reports.install()
    first, second = ZeroDivisionError("on the window's thread"), KeyError("on another thread")
    sys.excepthook(ZeroDivisionError, first, None)
    worker = threading.Thread(target=sys.excepthook, args=(KeyError, second, None))
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: any(each.isVisible() for each in empty_window.findChildren(ErrorDialog)))
    dialog = _open(empty_window, ErrorDialog)
    assert isinstance(dialog, ErrorDialog)
    qtbot.waitUntil(lambda: "on another thread" in dialog.text.toPlainText())
    assert "on the window's thread" in dialog.text.toPlainText()
    assert log_file().read_text(encoding="utf-8").count("Catchment ") == 2
    assert "ZeroDivisionError" in capsys.readouterr().err
    dialog.reject()


def test_that_closing_ends_jobs_and_the_workspace(small_window: MainWindow, small_file: Path) -> None:
    begun = threading.Event()

    def endless(progress: object) -> None:
        begun.set()
        while True:
            progress.step("again")  # type: ignore[attr-defined]

    small_window.session.jobs.start("scan", endless, lambda _: None, small_window.session.tell_failure)
    assert begun.wait(20)
    small_window.close()
    assert not any(each.name.startswith("catchment-") for each in threading.enumerate())
    assert not list(small_file.parent.glob("*-wal"))


def test_that_the_list_of_views_says_what_the_views_say() -> None:
    for entry in VIEWS:
        view = entry.load()
        assert (entry.name, entry.tab, entry.group, entry.question) == (view.name, view.tab, view.group, view.question)


def test_that_no_view_is_read_before_it_is_looked_at() -> None:
    code = "import sys; import explorer.ui.main_window; print(*sorted(m for m in sys.modules if m.startswith('explorer.ui.views.')))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.split() == []
