"""Both scans in one drawing: nothing moves between before and after, and the list says the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton

from explorer.analysis.difference import Change
from explorer.app import wait_until_idle
from explorer.graph.example import example_snapshot
from explorer.layout.change_signs import Sign
from explorer.storage.workspace import Workspace
from explorer.ui.canvas.palette import Tone
from explorer.ui.main_window import MainWindow
from explorer.ui.views.changes import ChangesView
from explorer.ui.views.changes_drawing import ChangesDrawing

BEFORE = "app->kept app->gone->deep app->kept->deep"
AFTER = "app->kept app->new->deep app->kept->deep"


@pytest.fixture
def view(empty_window: MainWindow, tmp_path: Path) -> ChangesView:
    """The changes of a system of which one component went and another one came."""
    return changes_of(empty_window, tmp_path / "twice.catchment", BEFORE, AFTER)


def changes_of(window: MainWindow, path: Path, *texts: str) -> ChangesView:
    """The view of changes on a workspace in which the same system was scanned once for each text."""
    with Workspace.create(path) as made:
        for text in texts:
            snapshot = example_snapshot(text)
            made.save_snapshot(snapshot.systems()[0], "app", ["."], snapshot)
    window.open_path(path)
    wait_until_idle(window.session)
    window.show_view("changes")
    found = window.views["changes"]
    wait_until_idle(window.session)
    assert isinstance(found, ChangesView)
    return found


@pytest.fixture
def drawing(view: ChangesView) -> ChangesDrawing:
    view.show_part("drawn")
    wait_until_idle(view.session)
    return view._drawing


def marks(drawing: ChangesDrawing) -> dict[str, int]:
    scene = drawing.canvas.scene
    return {identity: mark for mark in range(len(scene.drawing)) for identity in scene.identities([mark])}


def button(drawing: ChangesDrawing, text: str) -> QAbstractButton:
    (found,) = (each for each in drawing._moments.buttons() if each.text().replace("&", "") == text)
    return found


def test_that_it_is_drawn_when_it_is_looked_at(view: ChangesView) -> None:
    assert not len(view._drawing.canvas.scene.drawing)
    view.show_part("drawn")
    wait_until_idle(view.session)
    assert set(marks(view._drawing)) == {"app", "kept", "gone", "new", "deep"} - {"kept"}


def test_that_everything_is_drawn_where_that_is_asked(drawing: ChangesDrawing) -> None:
    drawing._only.click()
    wait_until_idle(drawing._session)
    assert set(marks(drawing)) == {"app", "kept", "gone", "new", "deep"}


def test_that_what_is_not_there_at_a_moment_is_dark_and_nothing_moves(drawing: ChangesDrawing) -> None:
    placed = drawing.canvas.scene.placement
    known = marks(drawing)
    for text, dark in (("Before", {"new"}), ("After", {"gone"}), ("Both", set())):
        button(drawing, text).click()
        lit = drawing.canvas.frame().light.lit
        assert {each for each, mark in known.items() if not lit[mark]} == dark
        assert drawing.canvas.scene.placement is placed


def test_that_lines_have_the_tone_of_what_became_of_them(drawing: ChangesDrawing) -> None:
    button(drawing, "After").click()
    scene, tone = drawing.canvas.scene, drawing.canvas.frame().light.tone
    assert Tone.ADDED in tone
    assert Tone.REMOVED not in tone
    assert set(tone[scene.piece_signs == Sign.REMOVED].tolist()) == {Tone.DIM}


def test_that_signs_are_told_to_those_who_hear_the_drawing(drawing: ChangesDrawing) -> None:
    scene, known = drawing.canvas.scene, marks(drawing)
    assert "added" in scene.spoken(known["new"])
    assert "removed" in scene.spoken(known["gone"])
    assert "changed" not in scene.spoken(known["app"])


def test_that_drawing_and_list_choose_together(view: ChangesView, drawing: ChangesDrawing) -> None:
    drawing.canvas.select_marks([marks(drawing)["new"]])
    assert [(row.change, row.subject) for row in view.table().chosen()] == [(Change.ADDED.value, "new")]
    assert view.session.selection == ("new",)
    drawing.canvas.select_marks([marks(drawing)["gone"]])
    assert [(row.change, row.subject) for row in view.table().chosen()] == [(Change.REMOVED.value, "gone")]
    rows = view.table().rows_model.rows
    view.table().selectRow(next(at for at, row in enumerate(rows) if row.subject == "new"))
    assert drawing.canvas.selection() == ("new",)


def test_that_the_counts_are_those_of_the_list(view: ChangesView, drawing: ChangesDrawing) -> None:
    rows = [row for row in view.table().rows_model.rows if row.of == "component"]
    added, removed = (sum(row.change == each for row in rows) for each in ("added", "removed"))
    assert f"+ {added} added · − {removed} removed" in drawing._said.text()
    assert "2 relations came, 2 went" in drawing._said.text()


def test_that_the_picture_is_the_drawing_and_the_moments_look_different(
    view: ChangesView, drawing: ChangesDrawing, tmp_path: Path
) -> None:
    seen = []
    for text in ("Before", "After"):
        button(drawing, text).click()
        path = tmp_path / f"{text}.png"
        view.export(path)
        seen.append(np.array(QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32).constBits()))
    assert seen[0].shape == seen[1].shape
    assert (seen[0] != seen[1]).any()


def test_that_a_picture_is_drawn_without_anybody_having_looked(view: ChangesView, tmp_path: Path) -> None:
    view.export(tmp_path / "changes.svg")
    assert "Strata of depth" in (tmp_path / "changes.svg").read_text(encoding="utf-8")


def test_that_one_scan_leaves_an_empty_drawing_with_a_word(small_window: MainWindow) -> None:
    small_window.show_view("changes")
    view = small_window.views["changes"]
    assert isinstance(view, ChangesView)
    view.show_part("drawn")
    wait_until_idle(small_window.session)
    assert not len(view._drawing.canvas.scene.drawing)
    assert view._hint.isVisible()


def test_that_one_steps_through_the_history_pair_by_pair(empty_window: MainWindow, tmp_path: Path) -> None:
    view = changes_of(empty_window, tmp_path / "thrice.catchment", BEFORE, AFTER, AFTER + " app->late")
    earlier, later = view._steps
    assert [row.subject for row in view.table().rows_model.rows if row.of == "component"] == ["late"]
    assert not later.isEnabled()
    earlier.click()
    wait_until_idle(view.session)
    assert {row.subject for row in view.table().rows_model.rows if row.of == "component"} == {"gone", "new"}
    assert not earlier.isEnabled()
    later.click()
    wait_until_idle(view.session)
    assert [row.subject for row in view.table().rows_model.rows if row.of == "component"] == ["late"]
