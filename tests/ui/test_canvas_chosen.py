"""Some of a bundle: what is lit, what is written, and that the rest of it is not selected."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from explorer.domain.component import ComponentId
from explorer.graph.example import example_snapshot
from explorer.ui.canvas.chosen import Chosen
from explorer.ui.canvas.lineage_canvas import LineageCanvas
from explorer.ui.canvas.palette import Tone
from explorer.ui.canvas.words import label_of
from tests.ui.canvases import canvas_of, mark_named

P0, P3 = ComponentId("pkg:generic/p0"), ComponentId("pkg:generic/p3")


@pytest.fixture
def canvas(qtbot: QtBot) -> LineageCanvas:
    """Eight packages in a bundle, of which the first four rely on `one` and the others on `two` as well."""
    text = " ".join(f"app->p{i}" for i in range(8))
    text += " " + " ".join(f"p{i}->{'one' if i < 4 else 'two'}" for i in range(8)) + " other->q"
    return canvas_of(qtbot, example_snapshot(text), few=0)


def _members(canvas: LineageCanvas) -> tuple[int, tuple[ComponentId, ...]]:
    """The largest bundle."""
    bundles = [mark for mark in range(len(canvas.scene.drawing)) if canvas.scene.is_bundle(mark)]
    mark = max(bundles, key=lambda each: len(canvas.scene.drawing.members(each)))
    return mark, canvas.scene.identities([mark])


def test_that_some_of_a_bundle_are_selected_and_no_more(canvas: LineageCanvas) -> None:
    mark, members = _members(canvas)
    canvas.set_selection(members[:2])
    assert set(canvas.selection()) == set(members[:2])
    assert canvas.selected_marks == (mark,)
    assert canvas.frame().parts == {mark: 2}
    assert label_of(canvas.frame(), mark).text.replace("\n", "") == f"2 of {len(members)} packages"
    canvas.set_selection(members)
    assert canvas.frame().parts == {}
    assert label_of(canvas.frame(), mark).text.replace("\n", "") == f"packages ({len(members)})"


def test_that_only_what_the_chosen_touch_is_lit(canvas: LineageCanvas) -> None:
    scene = canvas.scene
    _, members = _members(canvas)
    graph = scene.graph
    relied = {
        identity: {graph.id_of(int(node)) for node in graph.up.neighbours(int(graph.find(identity) or 0))}
        for identity in members
    }
    chosen = members[0]
    canvas.set_selection([chosen])
    lit = {node for shown in np.flatnonzero(canvas.frame().light.lit).tolist() for node in scene.identities([shown])}
    assert relied[chosen] <= lit
    others = set().union(*relied.values()) - relied[chosen]
    drawn_apart = {one for one in others if scene.marks_of([one]) != scene.marks_of(relied[chosen])}
    assert not drawn_apart & lit


def test_that_a_mark_added_by_hand_leaves_a_part_as_it_is(canvas: LineageCanvas) -> None:
    mark, members = _members(canvas)
    canvas.set_selection(members[:2])
    app = mark_named(canvas, "app")
    canvas.select_marks([mark, app])
    assert set(canvas.selection()) == {*members[:2], *canvas.scene.identities([app])}
    canvas.select_marks([app])
    canvas.select_marks([app, mark])
    assert set(canvas.selection()) == {*members, *canvas.scene.identities([app])}


def test_that_what_is_not_drawn_is_not_chosen(canvas: LineageCanvas) -> None:
    assert Chosen.named(canvas.scene, [ComponentId("pkg:generic/nowhere")]).marks == ()
    assert len(Chosen.of(canvas.scene, np.zeros(0, np.int64)).nodes) == 0


def test_that_the_lines_of_the_others_stay_dim(canvas: LineageCanvas) -> None:
    canvas.set_selection(_members(canvas)[1][:1])
    assert Tone.DIM in canvas.frame().light.tone
