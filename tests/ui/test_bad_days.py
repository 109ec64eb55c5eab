"""The window on a bad day: each trouble is one sentence, nothing that was confirmed is lost, and no bug is reported."""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path

import pytest

from explorer.app import build_window, wait_until_idle
from explorer.domain.annotation import Note, Subject
from explorer.settings import recent_workspaces, remember_workspace
from explorer.storage import opening
from explorer.storage.workspace import Workspace
from explorer.ui import theme
from explorer.ui.main_window import MainWindow

NOTE = Note(Subject("pkg:pypi/torch"), "Looked at", id="1")
OTHER = Note(Subject("pkg:pypi/torch"), "Looked at again", id="2")


@pytest.fixture
def told(small_window: MainWindow) -> list[str]:
    """What the window tells of what went wrong."""
    sentences: list[str] = []
    small_window.session.failed.connect(lambda message, advice: sentences.append(f"{message} {advice}"))
    return sentences


@pytest.fixture
def homeless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home that is a file, so that no folder can be made there, whoever asks."""
    home = tmp_path / "home"
    home.write_text("")
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(home))


def write(window: MainWindow, note: Note) -> bool:
    return window.session.edit(lambda workspace: workspace.put(note, "ada"))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the folder is not named by the environment")
def test_that_a_home_that_cannot_be_written_keeps_nobody_from_working(
    homeless: None, small_file: Path, tmp_path: Path, qapp: object
) -> None:
    window = build_window(theme.light())
    said: list[str] = []
    window.session.failed.connect(lambda message, _: said.append(message))
    window.show()
    window.open_path(small_file)
    wait_until_idle(window.session)
    assert window.middle.currentWidget() is window.tabs
    assert recent_workspaces() == []
    assert said == []
    window.files.open_sample()
    assert len(said) == 1
    assert "could not be used" in said[0]
    assert write(window, NOTE)
    window.close()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are always Unicode")
def test_that_a_workspace_of_a_name_that_is_no_utf8_is_opened_and_offered_again(
    empty_window: MainWindow, small_file: Path, tmp_path: Path
) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xffodd\n.catchment"))
    plain = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xffodd.catchment"))
    for path in (odd, plain):
        path.write_bytes(small_file.read_bytes())
        empty_window.open_path(path)
        wait_until_idle(empty_window.session)
        assert empty_window.middle.currentWidget() is empty_window.tabs
    assert recent_workspaces()[0] == plain.resolve()


def test_that_an_edit_while_another_program_writes_is_told_and_undo_takes_back_the_one_before(
    small_window: MainWindow, told: list[str], small_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.05)
    small_window.open_path(small_file)
    wait_until_idle(small_window.session)
    before = small_window.session.annotations
    assert write(small_window, NOTE)
    other = sqlite3.connect(small_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert not write(small_window, OTHER)
    assert "in use by another program" in told[0]
    other.execute("ROLLBACK")
    other.close()
    assert NOTE.id in {each.id for each in small_window.session.annotations}
    small_window.session.undo()
    wait_until_idle(small_window.session)
    assert small_window.session.annotations == before


def test_that_two_windows_on_one_workspace_lose_nothing_of_each_other(
    small_window: MainWindow, told: list[str], small_file: Path
) -> None:
    second = build_window(theme.light(), remember_layout=False)
    second.show()
    second.open_path(small_file)
    wait_until_idle(second.session)
    assert write(small_window, NOTE)
    assert write(second, OTHER)
    second.close()
    assert told == []
    with Workspace.open(small_file) as workspace:
        assert {NOTE.id, OTHER.id} <= {each.id for each in workspace.annotations()}


def test_that_closing_the_window_while_it_scans_leaves_the_workspace_whole(
    small_window: MainWindow, small_file: Path, tmp_path: Path
) -> None:
    assert write(small_window, NOTE)
    (tmp_path / "app").mkdir()
    for number in range(400):
        (tmp_path / "app" / f"m{number}.py").write_text("import openai\n" * 40)
    small_window.session.scan([str(tmp_path / "app")], "app")
    small_window.close()
    with Workspace.open(small_file) as workspace:
        assert NOTE.id in {each.id for each in workspace.annotations()}
        assert "app" not in {each.name for each in workspace.systems()}


@pytest.mark.parametrize("content", [b"", b"no workspace", b"SQLite format 3\0" + bytes(84)])
def test_that_a_file_that_is_no_workspace_leaves_the_open_one_open(
    small_window: MainWindow, told: list[str], small_file: Path, tmp_path: Path, content: bytes
) -> None:
    bad = tmp_path / "bad.catchment"
    bad.write_bytes(content)
    small_window.open_path(bad)
    wait_until_idle(small_window.session)
    assert told == [f"{bad} is not a Catchment workspace. Open a file that this program made."]
    assert small_window.session.workspace is not None
    assert small_window.session.workspace.path == small_file
    assert write(small_window, NOTE)


def test_that_no_edit_is_confirmed_that_would_go_into_a_deleted_file(
    small_window: MainWindow, told: list[str], small_file: Path
) -> None:
    small_file.rename(small_file.with_name("moved"))
    assert not write(small_window, NOTE)
    assert "is no longer there" in told[0]
    small_window.session.scan([str(small_file.parent)], "again")
    wait_until_idle(small_window.session)
    assert any("does not exist" in each for each in told)
    small_file.with_name("moved").rename(small_file)
    assert write(small_window, NOTE)
    with Workspace.open(small_file) as workspace:
        assert NOTE.id in {each.id for each in workspace.annotations()}


def test_that_a_recent_workspace_where_nobody_may_look_any_more_is_left_out(
    small_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember_workspace(small_file)
    remember_workspace(tmp_path / "secret" / "theirs.catchment")
    is_file = Path.is_file

    def refused(path: Path) -> bool:
        if "secret" in path.parts:
            raise PermissionError(13, "Permission denied", str(path))
        return is_file(path)

    monkeypatch.setattr(Path, "is_file", refused)
    assert small_file.resolve() in recent_workspaces()
    assert not [each for each in recent_workspaces() if "secret" in each.parts]
