"""The lineage atlas: all models, counts that agree with the table and the legend, one selection, words where nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.domain.component import ComponentClass
from explorer.pipeline.families_table import FamilyRow
from explorer.pipeline.hub_dump import read_hub_dump
from explorer.progress import Progress
from explorer.ui.canvas.lineage_colouring import LINEAGE_COLOURINGS
from explorer.ui.canvas.strata_colouring import by_party
from explorer.ui.canvas.strata_shape import Shape
from explorer.ui.main_window import MainWindow
from explorer.ui.views.atlas import NOTHING, Atlas

MODELS = (ComponentClass.MODEL, ComponentClass.ADAPTATION)


@pytest.fixture
def atlas(window: MainWindow) -> Atlas:
    window.show_view("atlas")
    wait_until_idle(window.session)
    view = window.views["atlas"]
    assert isinstance(view, Atlas)
    return view


def test_that_every_model_is_there_and_the_table_adds_up(atlas: Atlas) -> None:
    models = {each.id for each in atlas.session.snapshot.components if each.component_class in MODELS}
    scene = atlas.canvas.scene
    assert models <= {scene.identity(cell) for cell in range(len(scene))}
    rows = [atlas._families.row_at(atlas._families.rows_model.index(row, 0)) for row in range(_rows(atlas))]
    assert sum(row.members for row in rows) == len(scene) == atlas.canvas.census().total
    assert f"{len(scene):,} models and adapters" in atlas.headline()


def _rows(atlas: Atlas) -> int:
    return atlas._families.rows_model.rowCount()


@pytest.mark.parametrize("key", list(LINEAGE_COLOURINGS))
def test_that_every_colouring_counts_every_model(atlas: Atlas, key: str) -> None:
    atlas._colour.setCurrentIndex(atlas._colour.findData(key))
    atlas._lay_out()
    wait_until_idle(atlas.session)
    colouring = atlas.canvas.scene.colouring
    assert colouring.key == key
    assert sum(colouring.counts()) == len(atlas.canvas.scene)
    assert atlas.legend.accessibleDescription()
    assert not atlas.canvas.grab().isNull()


def test_that_the_shape_is_chosen_by_the_box(atlas: Atlas) -> None:
    assert atlas.canvas.shape is Shape.SUNBURST
    for place in range(atlas._shape.count()):
        atlas._shape.setCurrentIndex(place)
        atlas._shape.activated.emit(place)
        assert atlas.canvas.shape is Shape(atlas._shape.currentData())
        assert atlas.canvas.census().outside == 0


def test_that_a_model_is_found_and_enter_goes_on_to_the_next(atlas: Atlas, qtbot: QtBot) -> None:
    qtbot.keyClicks(atlas._find, "mistral")
    seen = []
    for _ in range(2):
        qtbot.keyClick(atlas._find, Qt.Key.Key_Return)
        (chosen,) = atlas.session.selection
        assert "mistral" in chosen.lower()
        assert atlas.canvas.selection() == (chosen,)
        seen.append(chosen)
    assert seen[0] != seen[1]
    atlas._find.setText("no such model anywhere")
    with qtbot.waitSignal(atlas.session.message) as told:
        qtbot.keyClick(atlas._find, Qt.Key.Key_Return)
    assert "no such model anywhere" in told.args[0]


def test_that_a_family_chosen_in_the_table_is_selected_in_the_drawing(atlas: Atlas) -> None:
    atlas.show_table(True)
    atlas._families.selectRow(0)
    root = int(atlas._laid.lineage.families.roots[0])  # type: ignore[union-attr]
    assert atlas.session.selection == (atlas.canvas.scene.identity(root),)


def test_that_it_is_walked_by_keyboard_with_words(atlas: Atlas, qtbot: QtBot) -> None:
    canvas = atlas.canvas
    with qtbot.waitSignal(canvas.announced) as heard:
        qtbot.keyClick(canvas, Qt.Key.Key_Home)
    assert "origins" in heard.args[0]
    with qtbot.waitSignal(canvas.announced) as heard:
        qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert heard.args[0].startswith("1 selected")


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_that_the_picture_is_written(atlas: Atlas, tmp_path: Path, ending: str) -> None:
    atlas.render_picture(tmp_path / f"atlas.{ending}")
    assert (tmp_path / f"atlas.{ending}").stat().st_size > 2_000


def test_that_where_no_model_is_known_it_says_how_to_get_one(empty_window: MainWindow) -> None:
    empty_window.show_view("atlas")
    wait_until_idle(empty_window.session)
    view = empty_window.views["atlas"]
    assert isinstance(view, Atlas)
    view.bring_up_to_date()
    wait_until_idle(empty_window.session)
    assert view.canvas.scene.nothing == NOTHING
    assert "No model" in view.headline()


def test_that_what_was_in_order_stays_in_order_after_another_scan(atlas: Atlas) -> None:
    before = [atlas.canvas.scene.identity(cell) for cell in range(len(atlas.canvas.scene))]
    atlas.session.reload()
    wait_until_idle(atlas.session)
    assert [atlas.canvas.scene.identity(cell) for cell in range(len(atlas.canvas.scene))] == before


def test_that_the_first_colour_tells_something_and_a_choice_is_kept(atlas: Atlas) -> None:
    """Most models of the sample are in two families; with nearly all in none, whose they are says more."""
    assert atlas._colour.currentData() == "family"
    graph = atlas.canvas.scene.graph
    lone = FamilyRow(graph, None, 90, 0, 0, 0)
    atlas._suggest_colour([FamilyRow(graph, 0, 10, 1, 0, 0), lone])
    assert atlas._colour.currentData() == "party"
    wait_until_idle(atlas.session)
    atlas._colour.setCurrentIndex(atlas._colour.findData("format"))
    atlas._colour.activated.emit(atlas._colour.currentIndex())
    atlas._suggest_colour([lone])
    assert atlas._colour.currentData() == "format"
    wait_until_idle(atlas.session)


def test_that_models_of_a_dump_are_coloured_by_their_accounts(tmp_path: Path) -> None:
    path = tmp_path / "dump.csv"
    path.write_text("id,base_model\nann/a,meta/base\nann/b,meta/base\nann/c,meta/base\nbob/d,gpt2\n")
    graph = read_hub_dump(path, "hub", "2026-01-02T00:00:00Z", Progress()).graph
    colouring = by_party(graph)
    counted = dict(zip((each.title for each in colouring.shades), colouring.counts(), strict=True))
    assert counted.pop("not stated") == 2  # gpt2, which names no account, and the dump itself.
    assert counted == {"account ann": 3, "account meta": 1, "account bob": 1, "0 other parties": 0}
