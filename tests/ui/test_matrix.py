"""The matrix in the window: drawn cells say what the figures are, the table holds the same, a cell selects both its ends."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from explorer.app import wait_until_idle
from explorer.pipeline.grids import NO_NODE, GridKind
from explorer.pipeline.matrix_table import matrix_table
from explorer.ui import theme
from explorer.ui.canvas.grid_canvas import GridCanvas
from explorer.ui.canvas.grid_places import MOST_CELL, GridPlaces
from explorer.ui.canvas.grid_scale import count_scale, distance_scale
from explorer.ui.canvas.grid_scene import Ordering
from explorer.ui.canvas.pointed import enlargement_of
from explorer.ui.main_window import MainWindow
from explorer.ui.theme import contrast
from explorer.ui.views.matrix import MatrixView
from tests.ui.canvases import distance, pixels


@pytest.fixture
def matrix(window: MainWindow) -> MatrixView:
    """The matrix of the sample portfolio in front."""
    window.resize(1280, 800)
    window.show_view("matrix")
    wait_until_idle(window.session)
    view = window.views["matrix"]
    assert isinstance(view, MatrixView)
    return view


def show(view: MatrixView, kind: GridKind) -> None:
    view._what.setCurrentIndex(view._what.findData(kind))
    view.refresh()
    wait_until_idle(view.session)


def canvas_of(view: MatrixView) -> GridCanvas:
    return view._canvas


def cell_of(view: MatrixView, row: str, column: str) -> tuple[int, int]:
    scene = canvas_of(view).scene
    assert scene is not None
    return scene.row_names.index(row), scene.column_names.index(column)


def test_that_the_table_is_what_the_command_line_prints(matrix: MatrixView) -> None:
    wanted = matrix_table(matrix.session.snapshot, matrix.session.answers)
    assert matrix.headline() == wanted.headline
    table = matrix.table()
    assert table.model().rowCount() == len(wanted.rows)
    head = table.model()
    heads = [head.headerData(place, Qt.Orientation.Horizontal) for place in range(head.columnCount())]
    assert heads == ["Party", "Systems", *wanted.columns[2:-1], "Id"]
    table.selectRow(0)
    assert matrix.session.selection == (wanted.rows[0][-1],)


def test_that_a_click_selects_both_ends_and_says_the_cell(matrix: MatrixView, qtbot: QtBot) -> None:
    canvas, graph = canvas_of(matrix), matrix.session.snapshot.graph
    cell = cell_of(matrix, "NVIDIA", "claims-lora")
    point = canvas.places.cell(*cell).center().toPoint()
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert {graph.names[graph.find(each) or 0] for each in matrix.session.selection} == {"NVIDIA", "claims-lora"}
    table = matrix_table(matrix.session.snapshot, matrix.session.answers)
    row = next(row for row in table.rows if row[0] == "NVIDIA")
    count = row[table.columns.index("claims-lora")]
    assert matrix._words.text().startswith(f"{count:,} components of NVIDIA upstream of claims-lora")


def test_that_names_and_cells_grow_with_the_text_and_are_still_under_the_mouse(
    matrix: MatrixView, window: MainWindow, qtbot: QtBot
) -> None:
    canvas, before = canvas_of(matrix), pixels(canvas_of(matrix).viewport())
    cell = cell_of(matrix, "NVIDIA", "claims-lora")
    window.appearance.set_scale(1.5)
    wait_until_idle(window.session)
    by = enlargement_of(canvas)
    assert by > 1.4
    assert canvas.places.width == round(canvas.viewport().width() / by)
    assert not np.array_equal(before, pixels(canvas.viewport()))
    point = (canvas.places.cell(*cell).center() * by).toPoint()
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert canvas.cursor_cell == cell


def test_that_hatched_cells_show_no_step_of_the_scale_and_filled_ones_do(matrix: MatrixView) -> None:
    canvas = canvas_of(matrix)
    scene = canvas.scene
    assert scene is not None
    shown = pixels(canvas.viewport())
    steps = [step.colour for step in canvas._scale.steps]
    filled, hatched = np.argwhere((scene.value > 0) & ~scene.hatched), np.argwhere(scene.hatched)
    assert len(filled)
    assert len(hatched)
    for row, column in filled[:10].tolist():
        box = canvas.places.cell(row, column).toRect().adjusted(3, 3, -3, -3)
        part = shown[box.top() : box.bottom(), box.left() : box.right()]
        wanted = steps[int(canvas._scale.codes(scene.value)[row, column]) - 1]
        assert (distance(part, wanted) == 0).mean() > 0.5
    for row, column in hatched[:10].tolist():
        box = canvas.places.cell(row, column).toRect().adjusted(3, 3, -3, -3)
        part = shown[box.top() : box.bottom(), box.left() : box.right()]
        assert not any((distance(part, colour) == 0).any() for colour in steps)
        assert part.std() > 0, "lines are drawn"


def test_that_the_keyboard_walks_says_selects_and_asks_why(
    matrix: MatrixView, window: MainWindow, qtbot: QtBot
) -> None:
    canvas = canvas_of(matrix)
    canvas.setFocus()
    said: list[str] = []
    canvas.pointed.connect(said.append)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(canvas, key)
    assert canvas.cursor_cell == (1, 1)
    assert said[-1] == canvas.words_at((1, 1))
    qtbot.keyClick(canvas, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert canvas.cursor_cell == (canvas.places.rows - 1, canvas.places.columns - 1)
    qtbot.keyClick(canvas, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert len(matrix.session.selection) == 2
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert window.current_view().name == "why"


def test_that_what_nobody_claims_selects_the_system_alone(matrix: MatrixView) -> None:
    scene = canvas_of(matrix).scene
    assert scene is not None
    last = len(scene.row_names) - 1
    assert scene.row_node(last) == NO_NODE, "it stands last in every order"
    matrix._on_chosen(last, 0)
    graph = matrix.session.snapshot.graph
    assert matrix.session.selection == (graph.id_of(scene.column_node(0)),)


@pytest.mark.parametrize("ordering", list(Ordering))
def test_that_every_order_shows_the_same_cells(matrix: MatrixView, ordering: Ordering) -> None:
    for kind in GridKind:
        show(matrix, kind)
        matrix._ordering.setCurrentIndex(matrix._ordering.findData(ordering))
        matrix._order_anew()
        scene = canvas_of(matrix).scene
        assert scene is not None
        assert sorted(scene.order.rows.tolist()) == list(range(len(scene.grid.rows)))
        assert scene.value.sum() == scene.grid.value.sum()
        if scene.grid.is_square:
            assert scene.row_names == scene.column_names
        if ordering is Ordering.NAME:
            names = [
                name.casefold() for name, lost in zip(scene.row_names, scene.unclaimed_rows, strict=True) if not lost
            ]
            assert names == sorted(names)


def test_that_at_first_what_most_systems_share_stands_at_the_top(matrix: MatrixView) -> None:
    scene = canvas_of(matrix).scene
    assert scene is not None
    assert not scene.grid.is_square
    shared = [int((row > 0).sum()) for row, lost in zip(scene.value, scene.unclaimed_rows, strict=True) if not lost]
    assert shared == sorted(shared, reverse=True)
    assert shared[0] > shared[-1]


def test_that_by_depth_only_cycles_lie_below_the_diagonal(matrix: MatrixView) -> None:
    show(matrix, GridKind.COMPONENTS)
    matrix._ordering.setCurrentIndex(matrix._ordering.findData(Ordering.DEPTH))
    matrix._order_anew()
    scene, graph = canvas_of(matrix).scene, matrix.session.snapshot.graph
    assert scene is not None
    for row, column in np.argwhere(np.tril(scene.value, -1) > 0).tolist():
        assert graph.group[scene.row_node(row)] == graph.group[scene.column_node(column)]


def test_that_components_are_those_selected_when_the_button_was_pressed(matrix: MatrixView) -> None:
    show(matrix, GridKind.COMPONENTS)
    graph = matrix.session.snapshot.graph
    chosen = [graph.id_of(node) for node in (0, 3, 5)]
    matrix.session.select(chosen)
    matrix._take_selected()
    wait_until_idle(matrix.session)
    scene = canvas_of(matrix).scene
    assert scene is not None
    assert {scene.row_node(row) for row in range(3)} == {0, 3, 5}
    matrix._on_chosen(0, 1)
    assert len(canvas_of(matrix).scene.row_names) == 3, "choosing a cell does not change what is shown"  # type: ignore[union-attr]


def test_that_rows_of_pairs_select_both(matrix: MatrixView) -> None:
    show(matrix, GridKind.SYSTEMS)
    table = matrix.table()
    table.selectRow(0)
    row = table.chosen()[0]
    graph = matrix.session.snapshot.graph
    assert [graph.names[graph.find(each) or 0] for each in matrix.session.selection] == list(row[:2])


def test_that_the_point_under_the_mouse_stays_while_zooming() -> None:
    places = GridPlaces(900, 700, 4000, 300, 120, 84, 14, 22).scrolled(700, 5000)
    about = QPointF(500, 400)
    before = places.at(about)
    assert places.zoomed(1.25, about).at(about) == before
    assert places.zoomed(1 / 1.25, about).at(about) == before
    larger = places
    for _ in range(40):
        larger = larger.zoomed(1.25, about)
    assert larger.cell_width == MOST_CELL


def test_that_every_cell_is_found_where_it_is_and_can_be_brought_into_view() -> None:
    places = GridPlaces(900, 700, 4000, 300, 120, 84, 14, 22)
    for cell in ((0, 0), (3999, 299), (1234, 56)):
        shown = places.showing(*cell)
        assert shown.at(shown.cell(*cell).center()) == cell
        assert shown.cells.contains(shown.cell(*cell).adjusted(0.5, 0.5, -0.5, -0.5))
    assert places.at(QPointF(5, 300)) is None
    whole = GridPlaces(900, 700, 30, 20, 120).whole()
    assert whole.furthest == (0, 0)
    assert (whole.seen_rows(), whole.seen_columns()) == (range(30), range(20))


def test_that_the_wheel_scrolls_and_the_bars_follow(matrix: MatrixView, qtbot: QtBot) -> None:
    show(matrix, GridKind.COMPONENTS)
    canvas = canvas_of(matrix)
    canvas.verticalScrollBar().setValue(120)
    assert canvas.places.y == 120
    qtbot.keyClick(canvas, Qt.Key.Key_F)
    assert canvas.places.furthest == (0, 0)
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.places.cell_height >= 22
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    qtbot.keyClick(canvas, Qt.Key.Key_Minus)
    qtbot.mouseMove(canvas.viewport(), QPoint(400, 300))


@pytest.mark.parametrize("colours", [theme.light(), theme.dark()])
def test_that_steps_differ_by_lightness_and_stand_out_more_the_stronger(colours: theme.Theme) -> None:
    """Told apart by luminance alone, a scale holds for every kind of colour blindness."""
    for scale, order in ((count_scale(5000, colours), 1), (distance_scale(20, colours), -1)):
        against = [contrast(step.colour, colours.background) for step in scale.steps][::order]
        assert all(later / earlier > 1.15 for earlier, later in zip(against, against[1:], strict=False))
        assert against[0] > 1.15
        assert QColor(scale.steps[0].colour).isValid()


def test_that_numbers_fall_into_their_steps() -> None:
    scale = count_scale(348, theme.light())
    codes = scale.codes(np.array([0, 1, 2, 4, 5, 348]))
    assert codes[0] == 0
    for number, code in zip((1, 2, 4, 5, 348), codes[1:].tolist(), strict=True):
        step = scale.steps[code - 1]
        assert step.least <= number <= step.greatest


def test_that_the_picture_can_be_taken_away(matrix: MatrixView, tmp_path: Path) -> None:
    path = tmp_path / "matrix.svg"
    matrix.render_picture(path)
    assert "NVIDIA" in path.read_text(encoding="utf-8")


def test_that_enter_goes_into_what_a_cell_counts(matrix: MatrixView, window: MainWindow) -> None:
    show(matrix, GridKind.SYSTEMS)
    matrix._on_opened(0, 1)
    assert window.current_view().name == "ancestors"
    show(matrix, GridKind.COMPONENTS)
    scene = canvas_of(matrix).scene
    assert scene is not None
    row, column = np.argwhere(scene.value == scene.value.max())[0].tolist()
    matrix._on_opened(row, column)
    wait_until_idle(window.session)
    assert window.current_view().name == "trail"
    graph = window.session.snapshot.graph
    ends = [window.session.selection[0], window.session.selection[-1]]
    assert ends == [graph.id_of(scene.row_node(row)), graph.id_of(scene.column_node(column))]
    assert len(window.session.selection) == scene.value.max() + 1
