"""The status bar says what happened last, and after a scan what is new."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
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
