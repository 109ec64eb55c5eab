"""That a bug behind a menu is told in the window, whether it shows at once, in the background or while a dialog is open."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog
from pytestqt.qtbot import QtBot

from explorer.ui.dialogs.trust import TrustDialog
from explorer.ui.error_report import ErrorDialog, ErrorReports
from explorer.ui.main_window import MainWindow
from tests.ui.hands import Hands

EXPORT = "E&xport what was written…"


@pytest.fixture
def told(small_window: MainWindow, capsys: pytest.CaptureFixture[str]) -> Iterator[MainWindow]:
    """The small window as the program runs it: with the hooks that report bugs."""
    kept = sys.excepthook, threading.excepthook
    ErrorReports(small_window).install()
    yield small_window
    sys.excepthook, threading.excepthook = kept
    assert "Traceback" in capsys.readouterr().err


def _command(window: MainWindow, title: str) -> None:
    next(action for action in window.actions_.all if action.text() == title).trigger()


def _report(window: MainWindow, qtbot: QtBot) -> ErrorDialog:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(ErrorDialog)))
    return next(each for each in window.findChildren(ErrorDialog) if each.isVisible())


def test_that_a_bug_in_a_command_is_told(told: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ImportError("cannot import name 'ask_save'")

    monkeypatch.setattr(told.sharing, "export_judgement", broken)
    _command(told, EXPORT)
    dialog = _report(told, qtbot)
    assert "ImportError: cannot import name 'ask_save'" in dialog.text.toPlainText()
    dialog.reject()


def test_that_a_bug_in_what_a_command_starts_is_told(
    told: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delattr("explorer.storage.exchange.export_json")  # So that the job cannot import it.
    _command(told, EXPORT)
    (asking,) = told.findChildren(QFileDialog)
    asking.fileSelected.emit(str(tmp_path / "annotations.json"))
    dialog = _report(told, qtbot)
    assert "ImportError" in dialog.text.toPlainText()
    assert not (tmp_path / "annotations.json").exists()
    dialog.reject()


def test_that_a_bug_behind_an_open_dialog_is_told_in_front_of_it(
    told: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told.session.select([told.session.systems[0].id])
    _command(told, "Add &trust delegation…")
    form = Hands(told).dialog(TrustDialog)

    def broken() -> None:
        raise ImportError("while it was saved")

    monkeypatch.setattr(form, "what_is_wrong", broken)
    QTest.mouseClick(form.buttons.button(QDialogButtonBox.StandardButton.Save), Qt.MouseButton.LeftButton)
    dialog = _report(told, qtbot)
    assert form.isVisible()  # What was typed is not lost.
    QTest.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    close = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Close)
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    form.reject()
