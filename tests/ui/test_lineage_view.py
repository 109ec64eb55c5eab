from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from explorer.domain.component import ComponentClass, ComponentId, Knowledge
from explorer.graph.example import example_snapshot
from explorer.graph.snapshot import Snapshot
from explorer.layout.drawing import Counts
from explorer.pipeline.answers import answer
from explorer.ui import theme
from explorer.ui.component_filter import ComponentFilter
from explorer.ui.session import Session
from explorer.ui.views import lineage
from explorer.ui.views.honest_bar import bar_text
from explorer.ui.views.lineage import Lineage
from tests.layout.synthetic import empty, portfolio, small, star
from tests.ui.canvases import mark_named, pixels

LORA = ComponentId("pkg:huggingface/harbor-ai/support-lora")
HERON = ComponentId("pkg:huggingface/northwind-lab/heron-7b")


def view_of(qtbot: QtBot, snapshot: Snapshot, selected: Iterable[ComponentId] = ()) -> Lineage:
    """A view that is shown, on a session that has read a snapshot, where something may be selected before."""
    session = Session()
    session._snapshot = snapshot
    session.answering.take(snapshot, answer(snapshot, (), None, date(2026, 1, 1)))
    session.select(selected)
    view = Lineage(session)
    qtbot.addWidget(view)
    session.setParent(view)
    view.resize(1280, 800)
    with qtbot.waitExposed(view):
        view.show()
    return view


def _labels(view: Lineage) -> set[str]:
    return set(view.canvas.scene.labels)


def test_that_the_headline_is_the_answer(qtbot: QtBot) -> None:
    view = view_of(qtbot, small())
    assert view.headline() == (
        "support-assistant relies on 14 components, up to 4 relations deep; 1 of them beyond sight."
    )


def test_that_nothing_scanned_yet_says_how_to_begin(qtbot: QtBot) -> None:
    view = view_of(qtbot, empty())
    assert "to begin" in view.headline()
    assert view.bar.text() == "Nothing to draw."


def test_that_the_bar_says_where_everything_is(qtbot: QtBot) -> None:
    view = view_of(qtbot, star(500))
    assert view.bar.text() == "Shown 1 of 501 · 1 bundle holds 500 · 0 beyond the horizon"


def test_that_the_bar_names_every_reason_for_leaving_something_out() -> None:
    counts = Counts(
        total=1240, shown=214, bundles=12, bundled=1003, filtered=10, beyond_limit=8, outside_focus=5, beyond_horizon=23
    )
    assert bar_text(counts, 3) == (
        "Shown 214 of 1,240 · 12 bundles hold 1,003 · 10 left out by the filter · 8 farther away than 3 · "
        "5 outside the focus · 23 beyond the horizon"
    )


def test_that_e_opens_a_bundle_and_shift_e_closes_it(qtbot: QtBot) -> None:
    view = view_of(qtbot, star(500))
    view.canvas.set_focused(mark_named(view.canvas, "packages"))
    QTest.keyClick(view.canvas, Qt.Key.Key_E)
    assert view.bar.text() == "Shown 501 of 501 · 0 beyond the horizon"
    QTest.keyClick(view.canvas, Qt.Key.Key_E, Qt.KeyboardModifier.ShiftModifier)
    assert view.bar.text() == "Shown 1 of 501 · 1 bundle holds 500 · 0 beyond the horizon"


def test_that_what_was_opened_stays_where_it_was_on_the_screen(qtbot: QtBot) -> None:
    view = view_of(qtbot, star(500))
    canvas = view.canvas
    mark = mark_named(canvas, "packages")
    canvas.set_focused(mark)
    canvas.viewport.zoom(0.8)
    place = canvas.scene.placement
    before = canvas.camera.see(QPointF(float(place.x[mark]), float(place.y[mark])))
    first = int(canvas.scene.drawing.members(mark)[0])
    QTest.keyClick(canvas, Qt.Key.Key_E)
    place, now = canvas.scene.placement, int(canvas.scene.drawing.mark_of[first])
    after = canvas.camera.see(QPointF(float(place.x[now]), float(place.y[now])))
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()))


def test_that_the_collapse_button_closes_everything(qtbot: QtBot) -> None:
    view = view_of(qtbot, star(500))
    assert not view.controls.collapse.isEnabled()
    view.canvas.set_focused(mark_named(view.canvas, "packages"))
    QTest.keyClick(view.canvas, Qt.Key.Key_E)
    view.controls.collapse.click()
    assert len(view.canvas.scene.drawing) == 2


def test_that_a_pinned_component_stays_out_of_its_bundle(qtbot: QtBot) -> None:
    view = view_of(qtbot, star(500))
    leaf = ComponentId("pkg:pypi/leaf00007@1")
    view.session.select([leaf])
    view.canvas.set_focused(mark_named(view.canvas, "leaf00007"))
    QTest.keyClick(view.canvas, Qt.Key.Key_P)
    view.session.select([])
    view.controls.collapse.click()
    assert "leaf00007" in _labels(view)
    view.canvas.set_focused(mark_named(view.canvas, "leaf00007"))
    QTest.keyClick(view.canvas, Qt.Key.Key_P)
    assert "leaf00007" not in _labels(view)


def test_that_a_component_selected_elsewhere_comes_out_of_its_bundle(qtbot: QtBot) -> None:
    view = view_of(qtbot, star(500))
    leaf = ComponentId("pkg:pypi/leaf00042@1")
    view.session.select([leaf])
    assert view.canvas.selection() == (leaf,)
    assert view.bar.text().startswith("Shown 2 of 501")


def test_that_what_was_selected_before_the_first_look_is_out_of_its_bundle_and_in_view(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a drawing that is far too large to be seen whole, a member of the bundle farthest to the right."""
    monkeypatch.setattr("explorer.layout.legibility._LEAST_WHOLE", 2.0)
    monkeypatch.setattr("explorer.ui.canvas.viewport._LEAST_READABLE", 2.0)
    snapshot = portfolio(4, 1500)
    scene = view_of(qtbot, snapshot).canvas.scene
    assert not scene.placement.whole
    bundles = np.flatnonzero(scene.drawing.bundle >= 0)
    leaf = scene.identities([int(bundles[np.argmax(scene.placement.x[bundles])])])[0]
    view = view_of(qtbot, snapshot, [leaf])
    canvas = view.canvas
    assert canvas.selection() == (leaf,)
    (mark,) = canvas.selected_marks
    assert not canvas.scene.is_bundle(mark)
    place = canvas.scene.placement
    assert canvas.camera.scale == 2.0
    assert canvas.frame().paper.contains(canvas.camera.see(QPointF(float(place.x[mark]), float(place.y[mark]))))
    assert canvas.camera.see(QPointF(0.0, 0.0)).x() < 0


def test_that_a_selection_on_the_canvas_reaches_session_and_table(qtbot: QtBot) -> None:
    view = view_of(qtbot, small())
    view.canvas.select_marks([mark_named(view.canvas, "support-lora")])
    assert view.session.selection == (LORA,)
    assert [row.id for row in view.twin.chosen()] == [LORA]


def test_that_a_selection_in_the_table_reaches_session_and_canvas(qtbot: QtBot) -> None:
    view = view_of(qtbot, small())
    row = next(
        row
        for row in range(view.twin.model().rowCount())
        if view.twin.model().index(row, 0).data().split("/")[-1] == "heron-7b"
    )
    view.twin.selectRow(row)
    assert view.session.selection == (HERON,)
    assert view.canvas.selection() == (HERON,)


def test_that_a_bundle_is_selected_as_all_that_is_in_it_and_stays_a_bundle(qtbot: QtBot) -> None:
    view = view_of(qtbot, star(500))
    view.canvas.select_marks([mark_named(view.canvas, "packages")])
    assert len(view.session.selection) == 500
    assert len(view.canvas.scene.drawing) == 2


def test_that_the_legend_leaves_out_a_class_and_takes_it_in_again(qtbot: QtBot) -> None:
    view = view_of(qtbot, small())
    button = view.legend._classes[ComponentClass.LIBRARY]
    button.click()
    assert "brook" not in _labels(view)
    assert ComponentClass.LIBRARY not in view.session.filter.classes
    assert "2 left out by the filter" in view.bar.text()
    assert button.font().strikeOut()
    button.click()
    assert "brook" in _labels(view)
    assert view.session.filter == ComponentFilter()


def test_that_the_last_class_cannot_be_left_out(qtbot: QtBot) -> None:
    view = view_of(qtbot, example_snapshot("app->a"))
    view.legend._classes[ComponentClass.SYSTEM].click()
    view.legend._classes[ComponentClass.LIBRARY].click()
    assert view.session.filter.classes == frozenset({ComponentClass.LIBRARY})


def test_that_a_filter_set_elsewhere_shows_in_drawing_and_legend(qtbot: QtBot) -> None:
    view = view_of(qtbot, small())
    view.session.set_filter(ComponentFilter(knowledge=frozenset({Knowledge.UNKNOWN, Knowledge.INFERRED})))
    view.bring_up_to_date()
    assert _labels(view) == {"training data", "Model Harbor", "Accel X1"}
    assert not view.legend._knowledge[Knowledge.VERIFIED].isChecked()


def test_that_the_legend_shows_only_classes_that_are_there(qtbot: QtBot) -> None:
    view = view_of(qtbot, star(5))
    shown = {one for one, button in view.legend._classes.items() if not button.isHidden()}
    assert shown == {ComponentClass.SYSTEM, ComponentClass.LIBRARY}


def test_that_the_slider_limits_how_far_one_looks(qtbot: QtBot) -> None:
    view = view_of(qtbot, small())
    view.controls.slider.setValue(1)
    assert _labels(view) == {
        "support-assistant",
        "support-lora",
        "brook",
        "ticket-desk",
        "support-image",
        "Nimbus",
    }
    assert "9 farther away than 1" in view.bar.text()
    view.controls.slider.setValue(view.controls.slider.maximum())
    assert len(_labels(view)) == 15


def test_that_a_focus_can_be_left_and_gone_back_to(qtbot: QtBot) -> None:
    view = view_of(qtbot, small())
    assert not view.controls.everything.isVisibleTo(view)
    view.focus_on([ComponentId("pkg:pypi/brook@2.4.1")])
    assert _labels(view) == {"support-assistant", "brook", "pebble-tensor"}
    assert "12 outside the focus" in view.bar.text()
    view.controls.everything.click()
    assert len(_labels(view)) == 15
    view.controls.back.click()
    assert len(_labels(view)) == 3
    view.controls.back.click()
    assert len(_labels(view)) == 15
    assert not view.controls.back.isEnabled()


def test_that_only_paths_to_the_selection_are_shown(qtbot: QtBot) -> None:
    view = view_of(qtbot, small())
    view.session.select([HERON])
    view.controls.paths.setChecked(True)
    assert _labels(view) == {"support-assistant", "support-lora", "heron-7b-chat", "heron-7b"}
    view.controls.paths.setChecked(False)
    assert len(_labels(view)) == 15


def test_that_paths_to_nothing_say_what_to_do(qtbot: QtBot) -> None:
    view = view_of(qtbot, small())
    with qtbot.waitSignal(view.session.message) as told:
        view.controls.paths.setChecked(True)
    assert "Select something first" in told.args[0]
    assert not view.controls.paths.isChecked()


def test_that_t_shows_the_way_to_the_system_and_hides_it_again(qtbot: QtBot) -> None:
    view = view_of(qtbot, small())
    view.canvas.set_focused(mark_named(view.canvas, "heron-7b"))
    QTest.keyClick(view.canvas, Qt.Key.Key_T)
    assert view.canvas.trail_shown
    QTest.keyClick(view.canvas, Qt.Key.Key_T)
    assert not view.canvas.trail_shown


@pytest.mark.parametrize(("signal", "what"), [("delegation_requested", "trust"), ("risk_requested", "risk")])
def test_that_judgements_begin_with_their_subject(qtbot: QtBot, signal: str, what: str) -> None:
    view = view_of(qtbot, small())
    with qtbot.waitSignal(view.session.edit_requested) as told:
        getattr(view.canvas, signal).emit((HERON,))
    assert told.args == [what, HERON]


def test_that_a_click_on_a_line_looks_at_its_relation(qtbot: QtBot) -> None:
    view = view_of(qtbot, example_snapshot("app->a"))
    place = view.canvas.scene.placement
    middle = QPointF(float(place.x[0] + place.reach[0] + place.x[1]) / 2, float(place.y[1]))
    QTest.mouseClick(
        view.canvas,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        view.canvas.camera.see(middle).toPoint(),
    )
    relation = view.session.relation
    assert relation is not None
    assert (relation.source, relation.target) == ("app", "a")


def test_that_the_table_has_a_row_for_everything_drawn_alone_or_in_a_bundle(qtbot: QtBot) -> None:
    view = view_of(qtbot, portfolio(4, 1500))
    counts = view.canvas.scene.drawing.counts
    assert view.twin.model().rowCount() == counts.shown + counts.bundled
    QAbstractItemModelTester(view.twin.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_that_a_very_long_table_is_filled_when_it_is_looked_at(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lineage, "ROWS_AT_ONCE", 10)
    view = view_of(qtbot, small())
    view.canvas.select_marks([mark_named(view.canvas, "support-lora")])
    assert view.twin.model().rowCount() == 0
    view.show_table(True)
    assert view.twin.model().rowCount() == 15
    assert [row.id for row in view.twin.chosen()] == [LORA]


def test_that_the_table_tells_depth_and_relations(qtbot: QtBot) -> None:
    view = view_of(qtbot, example_snapshot("app->a->b app->b"))
    rows = {row.id: row for row in view.twin.rows_model.rows}
    assert (rows[ComponentId("b")].least, rows[ComponentId("b")].greatest) == (1, 2)
    assert (rows[ComponentId("b")].relies_on, rows[ComponentId("b")].relied_on_by) == (0, 2)


def test_that_the_scope_of_one_system_shows_only_what_it_relies_on(qtbot: QtBot) -> None:
    view = view_of(qtbot, example_snapshot("app->a app2->b"))
    view.session._scope = ComponentId("app2")
    view.refresh()
    assert _labels(view) == {"app2", "b"}


def test_that_a_large_graph_is_laid_out_in_the_background(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lineage, "IN_BACKGROUND", 100)
    view = view_of(qtbot, portfolio(2, 300))
    qtbot.waitUntil(lambda: len(view.canvas.scene.drawing) > 0)
    assert view.canvas.scene.drawing.counts.total == len(view.session.snapshot.graph)
    view.session.jobs.close()


def test_that_the_picture_of_the_view_is_that_of_the_canvas(qtbot: QtBot, tmp_path: Path) -> None:
    view = view_of(qtbot, small())
    view.render_picture(tmp_path / "view.svg")
    assert "support-assistant" in (tmp_path / "view.svg").read_text("utf-8")


def test_that_another_theme_repaints_the_drawing(qtbot: QtBot) -> None:
    view = view_of(qtbot, small())
    before = pixels(view.canvas)
    view.session.set_theme(theme.dark())
    view.bring_up_to_date()
    assert np.abs(before - pixels(view.canvas)).mean() > 100


def test_that_every_control_has_a_name_for_assistive_technology(qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QAbstractButton, QSlider

    view = view_of(qtbot, small())
    for kind in (QAbstractButton, QSlider):
        for control in view.findChildren(kind):
            if control.focusPolicy() != Qt.FocusPolicy.NoFocus:
                assert control.accessibleName(), control


def test_that_a_much_larger_window_lays_the_drawing_out_anew_without_shuffling(qtbot: QtBot) -> None:
    view = view_of(qtbot, portfolio(2, 200))
    qtbot.waitUntil(lambda: not view.canvas.viewport._settle.isActive())
    before = view.canvas.scene
    view.resize(2400, 1300)
    qtbot.waitUntil(lambda: view.canvas.scene is not before, timeout=3000)
    after = view.canvas.scene
    assert after.labels == before.labels
    first = before.drawing.layer == 1
    order = np.argsort(before.placement.y[first], kind="stable")
    assert (np.diff(after.placement.y[first][order]) >= -1e-6).all()


def test_that_a_slightly_larger_window_leaves_the_drawing_as_it_is(qtbot: QtBot) -> None:
    view = view_of(qtbot, small())
    qtbot.waitUntil(lambda: not view.canvas.viewport._settle.isActive())
    before = view.canvas.scene
    view.resize(1340, 830)
    qtbot.waitUntil(lambda: not view.canvas.viewport._settle.isActive(), timeout=3000)
    assert view.canvas.scene is before


def test_that_a_closed_bundle_leaves_the_drawing_as_it_was(qtbot: QtBot) -> None:
    view = view_of(qtbot, portfolio(4, 1500))
    before = view.canvas.scene
    bundle = next(mark for mark in range(len(before.drawing)) if before.expandable(mark))
    view.canvas.expand_requested.emit(before.identities([bundle]))
    assert view.canvas.scene is not before
    view.controls.collapse.click()
    assert view.canvas.scene is before


def test_that_the_bar_and_the_table_count_the_same_at_every_zoom_and_when_opened(qtbot: QtBot) -> None:
    """Shown and bundled are what the system relies on, itself included, whatever is looked at."""
    view = view_of(qtbot, star(500))
    everything = len(view.session.snapshot.components)
    for step in ("whole", "opened", "closed"):
        if step == "opened":
            view.canvas.set_focused(mark_named(view.canvas, "packages"))
            QTest.keyClick(view.canvas, Qt.Key.Key_E)
        elif step == "closed":
            view.controls.collapse.click()
        counts = view.canvas.scene.drawing.counts
        drawing = view.canvas.scene.drawing
        assert counts.shown + counts.bundled + counts.hidden == counts.total == everything
        assert sum(len(drawing.members(mark)) for mark in range(len(drawing))) == counts.shown + counts.bundled
        said = view.bar.text()
        for factor in (4.0, 4.0, 0.05):
            view.canvas.viewport.zoom(factor)
            assert view.bar.text() == said == bar_text(counts)
