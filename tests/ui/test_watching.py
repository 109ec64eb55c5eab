"""A system is scanned again when its files change, once they have settled."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.pipeline.fingerprint import fingerprint
from explorer.pipeline.scan import scan
from explorer.storage.workspace import Workspace
from explorer.ui.session import Session
from explorer.ui.watching import Watching


def test_that_a_fingerprint_changes_with_files_and_with_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("numpy\n", encoding="utf-8")
    first = fingerprint([str(tmp_path)])
    assert fingerprint([str(tmp_path)]) == first
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "index").write_text("x", encoding="utf-8")
    assert fingerprint([str(tmp_path)]) == first  # What no scan reads does not count.
    (tmp_path / "more.txt").write_text("torch\n", encoding="utf-8")
    assert fingerprint([str(tmp_path)]) != first
    assert fingerprint([str(tmp_path / "gone")]) != fingerprint([str(tmp_path)])


def test_that_a_change_leads_to_one_more_scan(session: Session, tmp_path: Path, qtbot: QtBot) -> None:
    project, path = tmp_path / "app", tmp_path / "a.catchment"
    project.mkdir()
    (project / "requirements.txt").write_text("numpy==2.1.0\n", encoding="utf-8")
    with Workspace.create(path) as workspace:
        snapshot = scan([str(project)], "app")
        workspace.save_snapshot(snapshot.systems()[0], "app", [str(project)], snapshot)
    session.open_workspace(path)
    wait_until_idle(session)
    watching = Watching(session, interval=20)
    with qtbot.waitSignal(watching._looked, timeout=5_000):
        watching.start()
    (project / "requirements.txt").write_text("numpy==2.1.0\ntorch==2.4.1\n", encoding="utf-8")
    qtbot.waitUntil(lambda: session.snapshot.graph.find("pkg:pypi/torch@2.4.1") is not None, timeout=10_000)
    watching.stop()
    wait_until_idle(session)
    assert session.workspace is not None
    assert len(session.workspace.snapshots(session.systems[0].id)) == 2
    assert not watching.is_on


def test_that_nobody_looks_before_being_asked(session: Session) -> None:
    assert not Watching(session).is_on
