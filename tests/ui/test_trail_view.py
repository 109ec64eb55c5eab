"""The trail in the window: steps are chosen by mouse, keys and table, taken back, followed, kept, printed whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from explorer.analysis.trail import branches
from explorer.analysis.why import why
from explorer.app import wait_until_idle
from explorer.domain.component import ComponentId
from explorer.domain.correction import SavedView
from explorer.ui.canvas.trail_canvas import TrailCanvas
from explorer.ui.canvas.trail_places import places_of
from explorer.ui.canvas.trail_scene import TrailScene
from explorer.ui.looking import look_again
from explorer.ui.main_window import MainWindow
from explorer.ui.text import cover_names
from explorer.ui.views.trail import TrailView

LORA = ComponentId("system:claims-lora")
NVIDIA = ComponentId("party:nvidia")


@pytest.fixture
def trail(window: MainWindow) -> TrailView:
    """The trail of the sample portfolio in front, nothing selected."""
    window.resize(1280, 800)
    window.session.select([])
    window.show_view("trail")
    wait_until_idle(window.session)
    view = window.views["trail"]
    assert isinstance(view, TrailView)
    view._go(view._walk.stepped(0, node_of(view, LORA)))
    wait_until_idle(window.session)
    return view


def node_of(view: TrailView, identity: str) -> int:
    node = view.session.snapshot.graph.find(ComponentId(identity))
    assert node is not None
    return node


def scene_of(view: TrailView) -> TrailScene:
    scene = view._canvas.scene
    assert scene is not None
    return scene


def names(view: TrailView) -> list[str]:
    return [view.session.snapshot.components[node].name for node in view._walk.steps]


def step_through(view: TrailView, count: int) -> None:
    """Always to the first card, which has most behind it."""
    for _ in range(count):
        view._canvas.step_to((len(scene_of(view).columns) - 1, 0))
        wait_until_idle(view.session)


def test_that_it_opens_with_what_a_system_relies_on(trail: TrailView) -> None:
    graph = trail.session.snapshot.graph
    ahead = scene_of(trail).columns[1]
    assert set(ahead.branches.nodes.tolist()) == set(graph.up.neighbours(node_of(trail, LORA)).tolist())
    assert ahead.chosen is None


def test_that_a_click_steps_and_the_trail_is_selected(trail: TrailView, qtbot: QtBot) -> None:
    canvas = trail._canvas
    point = canvas.places.card((1, 2)).center().toPoint()
    wanted = scene_of(trail).node(1, 2)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=point)
    wait_until_idle(trail.session)
    assert trail._walk.steps == (node_of(trail, LORA), wanted)
    graph = trail.session.snapshot.graph
    assert trail.session.selection == (LORA, graph.id_of(wanted))
    passed = len(scene_of(trail).columns[1]) - 1
    assert f"in 1 step; {passed:,} branches passed by" in trail.headline()


def test_that_the_keys_choose_step_on_and_go_back(trail: TrailView, qtbot: QtBot) -> None:
    canvas = trail._canvas
    canvas.setFocus()
    assert canvas.cursor_card == (1, 0)
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert canvas.cursor_card == (1, 1)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    wait_until_idle(trail.session)
    assert len(trail._walk.steps) == 2
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.cursor_card == (1, 1)
    qtbot.keyClick(canvas, Qt.Key.Key_End)
    assert canvas.cursor_card == (1, canvas.places.counts[1] - 1)
    qtbot.keyClick(canvas, Qt.Key.Key_Home)
    qtbot.keyClick(canvas, Qt.Key.Key_PageDown)
    assert canvas.cursor_card == (1, 8)
    qtbot.keyClick(canvas, Qt.Key.Key_Backspace)
    wait_until_idle(trail.session)
    assert trail._walk.steps == (node_of(trail, LORA),)


def test_that_back_and_forward_are_each_others_undoing(trail: TrailView) -> None:
    step_through(trail, 2)
    whole = trail._walk
    trail._back.click()
    assert trail._walk.steps == whole.steps[:-1]
    assert trail._forward.isEnabled()
    trail._forward.click()
    assert trail._walk == whole
    assert not trail._forward.isEnabled()


def test_that_the_windows_history_walks_too(trail: TrailView, window: MainWindow) -> None:
    step_through(trail, 3)
    whole = trail._walk
    window.go_back()
    assert trail._walk.steps == whole.steps[:-1]


def test_that_steps_no_way_avoids_are_ringed(trail: TrailView) -> None:
    trail.session.select([NVIDIA])
    trail._to_selected()
    wait_until_idle(trail.session)
    graph = trail.session.snapshot.graph
    steps = trail._walk.steps
    expected = why(graph, steps[0], steps[-1], 1)
    assert set(scene_of(trail).unavoidable) == set(expected.chokepoints)
    assert graph.id_of(steps[-1]) == NVIDIA
    assert trail._ways.text().startswith(("One of ", "This is the only way"))
    if expected.count not in (None, 1):
        assert f"One of {expected.count:,} ways" in trail._ways.text()


def test_that_a_way_chosen_under_why_can_be_walked(trail: TrailView, window: MainWindow) -> None:
    graph = window.session.snapshot.graph
    way = why(graph, node_of(trail, LORA), node_of(trail, NVIDIA), 5).paths[-1]
    window.session.select(graph.id_of(node) for node in reversed(way))
    assert trail._walk.steps in (way, way[::-1])


def test_that_it_turns_round_from_what_is_selected(trail: TrailView) -> None:
    trail.session.select([NVIDIA])
    trail._direction.setCurrentIndex(1)
    trail._turn_round()
    wait_until_idle(trail.session)
    graph = trail.session.snapshot.graph
    scene = scene_of(trail)
    assert trail._walk.steps == (node_of(trail, NVIDIA),)
    assert set(scene.columns[1].branches.nodes.tolist()) == set(graph.down.neighbours(node_of(trail, NVIDIA)).tolist())
    step_through(trail, 1)
    assert scene_of(trail).relations(1, 0)[0].target == NVIDIA


def test_that_the_table_holds_every_card_and_steps(trail: TrailView) -> None:
    step_through(trail, 1)
    table = trail.table()
    scene = scene_of(trail)
    rows = table.rows_model.rows
    assert len(rows) == sum(len(column) for column in scene.columns)
    taken = [row for row in rows if row.taken]
    assert [row.scene.node(row.column, row.row) for row in taken] == list(trail._walk.steps)
    last = next(row for row in rows if row.column == 2)
    trail._on_row(last)
    assert trail._walk.steps[-1] == scene.node(2, last.row)
    texts = [str(table.rows_model.index(0, place).data()) for place in range(table.rows_model.columnCount())]
    assert texts[0] == "0"


def test_that_a_saved_trail_is_walked_again(trail: TrailView, window: MainWindow) -> None:
    step_through(trail, 2)
    steps = trail._walk.steps
    kept: list[SavedView] = []
    window.session.edit_requested.disconnect()
    window.session.edit_requested.connect(lambda what, about: kept.append(about))
    trail._keep.click()
    assert kept[0].view == "trail"
    trail._go(trail._walk.stepped(0, node_of(trail, "system:ops-agent")))
    window.show_view("summary")
    look_again(window.session, kept[0])
    wait_until_idle(window.session)
    assert window.current_view() is trail
    assert trail._walk.steps == steps


def test_that_the_picture_shows_columns_that_are_out_of_sight(trail: TrailView, tmp_path: Path) -> None:
    step_through(trail, 3)
    canvas = trail._canvas
    assert canvas.places.furthest > 0
    trail.render_picture(tmp_path / "trail.png")
    assert QImage(str(tmp_path / "trail.png")).width() >= 2 * canvas.places.extent
    trail.render_picture(tmp_path / "trail.svg")
    text = (tmp_path / "trail.svg").read_text(encoding="utf-8")
    assert all(name[:8] in text for name in names(trail))


def test_that_columns_scroll_by_themselves(trail: TrailView) -> None:
    canvas: TrailCanvas = trail._canvas
    canvas.resize(500, 300)
    before = canvas.places
    point = canvas.places.column(1).center()
    wheel = QWheelEvent(
        point, canvas.mapToGlobal(point), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    canvas.wheelEvent(wheel)
    assert canvas.places.scrolled[1] > before.scrolled[1]
    assert canvas.places.scrolled[0] == before.scrolled[0]


def test_that_a_component_on_the_trail_is_gone_back_to(trail: TrailView) -> None:
    step_through(trail, 2)
    first = trail._walk.steps[1]
    trail._go(trail._walk.stepped(3, first))
    assert trail._walk.steps[-1] == first


def test_that_every_card_is_found_where_it_is() -> None:
    places = places_of((4, 60, 9), 500, 400)
    for card in ((0, 3), (1, 59), (2, 8)):
        shown = places.showing(card)
        assert shown.at(shown.card(card).center()) == card
        assert card[1] in shown.seen(card[0])
    assert places.at(QPointF(100, 5)) is None
    assert places.sized(2000, 400).furthest == 0


def test_that_the_unknown_says_that_sight_ends(trail: TrailView) -> None:
    scene = scene_of(trail)
    graph = trail.session.snapshot.graph
    unknown = next(identity for identity in graph.ids if identity.startswith("unknown:"))
    trail.session.select([ComponentId(unknown)])
    trail._to_selected()
    scene = scene_of(trail)
    column = len(trail._walk.steps) - 1
    row = scene.columns[column].chosen
    assert row is not None
    if not len(branches(scene.ground, trail._walk.steps[-1])):
        assert scene.behind(column, row) == "sight ends here"


def test_that_hidden_names_are_nowhere_on_the_trail(trail: TrailView) -> None:
    trail.session.select([NVIDIA])
    trail._to_selected()
    wait_until_idle(trail.session)
    try:
        cover_names(lambda text: text.replace("NVIDIA", "Party 1"))
        trail._show()
        wait_until_idle(trail.session)
        scene = scene_of(trail)
        shown = [
            scene.spoken(column, row)
            for column in range(len(scene.columns))
            for row in range(len(scene.columns[column]))
        ]
        assert "Party 1" in trail._ways.text()
        assert not any("NVIDIA" in text for text in (*shown, trail._ways.text(), trail.accessibleDescription()))
    finally:
        cover_names(None)


def test_that_cards_grow_with_the_text_and_are_hit_where_they_are_seen(
    trail: TrailView, window: MainWindow, qtbot: QtBot
) -> None:
    canvas = trail._canvas
    usual = canvas.places.card((0, 0)).height()
    window.appearance.set_scale(1.5)
    QApplication.processEvents()
    pointed: list[str] = []
    canvas.pointed.connect(pointed.append)
    # At one and a half times the size, a card is where its usual place times 1.5 is; 20 / 13 is what pixels allow.
    zoom = canvas.fontInfo().pixelSize() / 13
    assert zoom == pytest.approx(1.5, abs=0.05)
    second = canvas.places.card((0, 1))
    assert second.height() == usual
    qtbot.mouseMove(canvas, (second.center() * zoom).toPoint())
    assert pointed[-1] == canvas.words_at((0, 1))
    assert canvas.places.width == round(canvas.width() / zoom)
