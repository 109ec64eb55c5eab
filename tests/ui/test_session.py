from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.domain.annotation import Note, Subject
from explorer.domain.component import ComponentClass, ComponentId
from explorer.ui.component_filter import ComponentFilter
from explorer.ui.session import Session
from tests.ui.portfolio import CLAIMS, HOSTILE, MODEL, NUMPY, SEARCH, TORCH


class Heard:
    """What a session said, by the name of the signal."""

    def __init__(self, session: Session, *names: str) -> None:
        self.said: list[tuple[str, object]] = []
        for name in names:
            getattr(session, name).connect(lambda value, word=name: self.said.append((word, value)))

    def of(self, name: str) -> list[object]:
        return [value for word, value in self.said if word == name]


def _note(text: str, subject: str = "pkg:pypi/torch") -> Note:
    return Note(Subject(subject), text)


def test_that_a_workspace_is_read_in_the_background(session: Session, small_file: Path) -> None:
    heard = Heard(session, "workspace_changed", "snapshot_changed", "answers_changed")
    session.open_workspace(small_file)
    assert session.is_reading
    assert len(session.snapshot.graph) == 0
    wait_until_idle(session)
    assert set(session.snapshot.systems()) == {CLAIMS, SEARCH}
    assert len(session.answers.roots) == 2
    assert heard.of("snapshot_changed")[-1] is session.snapshot
    assert heard.of("answers_changed")[-1] is session.answers


def test_that_snapshot_and_answers_fit_each_other_whenever_either_is_told(session: Session, small_file: Path) -> None:
    sizes: list[tuple[int, int]] = []

    def note(_: object) -> None:
        sizes.append((len(session.snapshot.graph), len(session.answers.depth.least)))

    for signal in (session.snapshot_changed, session.answers_changed, session.scope_changed, session.selection_changed):
        signal.connect(note)
    session.open_workspace(small_file)
    session.set_scope(SEARCH)
    wait_until_idle(session)
    session.select([TORCH])
    session.remove_system(SEARCH)
    session.save_annotation(_note("meanwhile"))
    wait_until_idle(session)
    assert len(sizes) >= 5
    assert all(first == second for first, second in sizes)


def test_that_a_scope_chosen_while_the_workspace_is_read_is_answered(session: Session, small_file: Path) -> None:
    session.open_workspace(small_file)
    session.set_scope(SEARCH)
    wait_until_idle(session)
    assert session.answers.scope == SEARCH
    assert len(session.answers.roots) == 1


def test_that_an_edit_while_the_workspace_is_read_is_answered(session: Session, small_file: Path) -> None:
    session.open_workspace(small_file)
    session.reload()
    assert session.save_annotation(_note("now"))
    wait_until_idle(session)
    assert [each.text for each in session.annotations if isinstance(each, Note)] == ["now"]


def test_that_only_what_is_there_can_be_selected(small_session: Session) -> None:
    heard = Heard(small_session, "selection_changed")
    small_session.select([TORCH, ComponentId("pkg:pypi/nobody")])
    small_session.select([TORCH])
    assert heard.of("selection_changed") == [(TORCH,)]
    assert small_session.selection == (TORCH,)


def test_that_a_relation_gives_way_to_the_next_component(small_session: Session) -> None:
    heard = Heard(small_session, "relation_changed")
    relation = small_session.snapshot.relations[0]
    small_session.look_at_relation(relation)
    small_session.look_at_relation(relation)
    assert small_session.relation is relation
    small_session.select([NUMPY])
    assert small_session.relation is None
    assert heard.of("relation_changed") == [relation, None]


def test_that_a_filter_is_told_once(small_session: Session) -> None:
    heard = Heard(small_session, "filter_changed")
    wanted = ComponentFilter(frozenset({ComponentClass.MODEL}), text="acme")
    small_session.set_filter(wanted)
    small_session.set_filter(ComponentFilter(frozenset({ComponentClass.MODEL}), text="acme"))
    assert heard.of("filter_changed") == [wanted]
    assert not wanted.is_empty
    assert ComponentFilter(text="  ").is_empty


def test_that_an_edit_is_on_disk_when_it_is_told(small_session: Session, small_file: Path) -> None:
    rows: list[int] = []

    def count(_: object) -> None:
        with sqlite3.connect(small_file) as other:
            rows.append(other.execute("SELECT COUNT(*) FROM annotations").fetchone()[0])
        other.close()

    small_session.annotations_changed.connect(count)
    note = _note("seen by ada")
    assert small_session.save_annotation(note)
    assert small_session.remove_annotation(note.id)
    assert small_session.undo()
    assert rows == [1, 0, 1]
    assert small_session.annotations == (note,)
    assert small_session.redo_text is not None
    assert [entry.action for entry in small_session.journal][:2] == [
        "Add note “seen by ada”",
        "Remove note “seen by ada”",
    ]
    wait_until_idle(small_session)


def test_that_nothing_is_edited_without_a_workspace(session: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.failed) as told:
        assert not session.save_annotation(_note("lost"))
    assert told.args == ["No workspace is open.", "Make or open one first."]
    assert session.undo_text is None
    assert session.systems == []
    assert session.journal == []


def test_that_a_read_only_workspace_refuses_with_a_sentence(session: Session, small_file: Path, qtbot: QtBot) -> None:
    with sqlite3.connect(small_file) as other:
        other.execute("PRAGMA user_version = 9999")
    other.close()
    heard = Heard(session, "message")
    session.open_workspace(small_file)
    assert any("newer program" in str(each) for each in heard.of("message"))
    wait_until_idle(session)
    with qtbot.waitSignal(session.failed) as told:
        assert not session.save_annotation(_note("no"))
    assert "read-only" in told.args[0]
    assert session.annotations == ()
    assert len(session.snapshot.systems()) == 2


def test_that_an_annotation_whose_component_went_is_an_orphan(small_session: Session) -> None:
    on_model = _note("ours", MODEL)
    small_session.save_annotation(on_model)
    small_session.save_annotation(_note("shared"))
    assert small_session.orphans == ()
    small_session.set_scope(CLAIMS)
    small_session.select([MODEL, TORCH])
    small_session.remove_system(CLAIMS)
    wait_until_idle(small_session)
    assert small_session.orphans == (on_model,)
    assert small_session.scope is None
    assert small_session.selection == (TORCH,)
    assert small_session.answers.scope is None


def test_that_scans_wait_for_each_other_and_all_arrive(small_session: Session, tmp_path: Path) -> None:
    heard = Heard(small_session, "message")
    for name in ("one", "two", "three"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "requirements.txt").write_text(f"{name}-library==1.0\n", encoding="utf-8")
        small_session.scan([str(folder)], name)
    assert heard.of("message") == ["two will be scanned after 1 other.", "three will be scanned after 2 other."]
    wait_until_idle(small_session)
    assert {"one", "two", "three"} <= {entry.name for entry in small_session.systems}
    assert small_session.snapshot.component("pkg:pypi/three-library@1.0") is not None


def test_that_cancel_forgets_the_scans_that_wait(small_session: Session, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        small_session.scan([str(tmp_path / name)], name)
    small_session.jobs.cancel_all()
    wait_until_idle(small_session)
    assert "two" not in {entry.name for entry in small_session.systems}


def test_that_a_scan_that_fails_lets_the_next_one_run(small_session: Session, tmp_path: Path) -> None:
    heard: list[str] = []
    small_session.failed.connect(lambda what, _: heard.append(what))
    (tmp_path / "fine").mkdir()
    small_session.scan([str(tmp_path / "missing")], "missing")
    small_session.scan([str(tmp_path / "fine")], "fine")
    wait_until_idle(small_session)
    assert len(heard) == 1
    assert "does not exist" in heard[0]
    assert "fine" in {entry.name for entry in small_session.systems}


def test_that_the_network_sources_asked_are_remembered_per_system(small_session: Session, tmp_path: Path) -> None:
    (tmp_path / "quiet").mkdir()
    small_session.scan([str(tmp_path / "quiet")], "quiet", frozenset())
    wait_until_idle(small_session)
    assert small_session.asked_online(ComponentId("system:quiet")) == []
    assert small_session.asked_online(CLAIMS) == []
    assert small_session.workspace is not None
    small_session.workspace.set_setting("online:system:quiet", "hub")
    assert small_session.asked_online(ComponentId("system:quiet")) == ["hub"]


def test_that_another_workspace_brings_nothing_of_the_one_before(small_session: Session, tmp_path: Path) -> None:
    small_session.select([HOSTILE])
    small_session.set_filter(ComponentFilter(text="torch"))
    small_session.save_annotation(_note("old"))
    small_session.new_workspace(tmp_path / "other.catchment")
    wait_until_idle(small_session)
    assert small_session.selection == ()
    assert small_session.filter == ComponentFilter()
    assert small_session.annotations == ()
    assert len(small_session.snapshot.graph) == 0


def test_that_a_bug_in_a_job_is_raised_and_not_hidden(session: Session) -> None:
    with pytest.raises(ZeroDivisionError):
        session.tell_failure(ZeroDivisionError())
