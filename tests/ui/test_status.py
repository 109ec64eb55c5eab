"""The status bar says what happened last, and after a scan what is new."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.ui.main_window import MainWindow
from explorer.ui.session import Session
from explorer.ui.status import Status


def test_that_what_two_scans_found_stays_once_all_is_loaded(
    small_session: Session, tmp_path: Path, qtbot: QtBot
) -> None:
    status = Status(small_session)
    qtbot.addWidget(status)
    message = next(each for each in status.findChildren(QLabel) if each.accessibleName() == "Last message")
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "requirements.txt").write_text("torch==2.8.0\n", encoding="utf-8")
        small_session.scan([str(folder)], name)
    wait_until_idle(small_session)
    assert "one: " in message.text() and "two: " in message.text()
    assert "components found." in message.text()
    (tmp_path / "one" / "requirements.txt").write_text("torch==2.8.0\nnumpy==2.1.0\n", encoding="utf-8")
    small_session.scan([str(tmp_path / "one")], "one")
    wait_until_idle(small_session)
    assert "two: " not in message.text()
    assert "added" in message.text() and "since the scan of" in message.text()


def test_that_a_long_message_makes_no_window_wider_and_is_whole_on_hover(small_window: MainWindow) -> None:
    message = next(each for each in small_window.findChildren(QLabel) if each.accessibleName() == "Last message")
    small_window.resize(small_window.minimumSizeHint().width(), 700)
    wait_until_idle(small_window.session)
    narrow = small_window.width()
    said = f"Saved: the risk “{'One hardware maker for most systems ' * 3}” on NVIDIA, in the register (Residual risk)."
    small_window.session.message.emit(said)
    wait_until_idle(small_window.session)
    assert small_window.width() == narrow < message.fontMetrics().horizontalAdvance(said)
    assert message.toolTip() == said


def test_that_a_message_without_room_shows_its_beginning_and_its_end(small_session: Session, qtbot: QtBot) -> None:
    status = Status(small_session)
    qtbot.addWidget(status)
    message = next(each for each in status.findChildren(QLabel) if each.accessibleName() == "Last message")
    message.setFixedSize(300, 24)
    pictures = []
    for text in (
        "Saved the risk " + "a" * 90 + " in the register.",
        "Saved the risk " + "a" * 95 + " in the register.",
    ):
        small_session.message.emit(text)
        pictures.append(message.grab().toImage())
    small_session.message.emit("Saved the risk " + "a" * 90 + " in the ledger now.")
    assert pictures[0] == pictures[1] != message.grab().toImage()
