from __future__ import annotations

import numpy as np
from pytestqt.qtbot import QtBot

from explorer.graph.example import example_snapshot
from explorer.ui import theme
from explorer.ui.canvas.hover import link_at, tooltip_at
from explorer.ui.canvas.light import light, trail_links
from explorer.ui.canvas.palette import Tone, palette_of
from explorer.ui.canvas.picture import is_heavy
from explorer.ui.canvas.scene import Scene
from explorer.ui.theme import contrast
from tests.layout.synthetic import empty, portfolio, small
from tests.ui.canvases import canvas_of, distance, mark_named, pixels


def _lit(scene: Scene, lit: np.ndarray) -> set[str]:
    return {scene.labels[mark] for mark in np.flatnonzero(lit)}


def test_that_a_selection_lights_what_is_up_and_downstream_of_it(qtbot: QtBot) -> None:
    scene = canvas_of(qtbot, small()).scene
    mark = scene.labels.index("heron-7b-chat")
    lit = _lit(scene, light(scene, (mark,)).lit)
    assert lit == {
        "support-assistant",
        "support-lora",
        "heron-7b-chat",
        "heron-7b",
        "model.safetensors",
        "marsh-corpus",
        "training data",
        "Model Harbor",
        "Northwind Lab",
    }


def test_that_nothing_is_dimmed_while_nothing_is_selected(qtbot: QtBot) -> None:
    scene = canvas_of(qtbot, small()).scene
    shine = light(scene, ())
    assert shine.lit.all()
    assert (shine.tone != Tone.DIM).all()


def test_that_lines_are_told_apart_as_up_down_and_elsewhere(qtbot: QtBot) -> None:
    scene = canvas_of(qtbot, example_snapshot("app->a->b app->x")).scene
    tones = light(scene, (scene.labels.index("a"),)).tone
    by_ends = {
        (scene.labels[source], scene.labels[target]): Tone(tone)
        for source, target, tone in zip(
            scene.placement.streams.source, scene.placement.streams.target, tones, strict=True
        )
    }
    assert by_ends == {("app", "a"): Tone.DOWNSTREAM, ("a", "b"): Tone.UPSTREAM, ("app", "x"): Tone.DIM}


def test_that_a_bundle_lights_only_what_its_members_touch(qtbot: QtBot) -> None:
    text = " ".join(f"app->p{i}" for i in range(6)) + " p0->extra app2->q"
    scene = canvas_of(qtbot, example_snapshot(text), few=0).scene
    bundle = next(mark for mark in range(len(scene.drawing)) if scene.is_bundle(mark))
    lit = _lit(scene, light(scene, (bundle,)).lit)
    assert "app" in lit
    assert not {"app2", "q"} & lit


def test_that_the_trail_is_a_shortest_way_from_a_system(qtbot: QtBot) -> None:
    scene = canvas_of(qtbot, example_snapshot("app->a->b->c->d app->c")).scene
    links = trail_links(scene, scene.labels.index("d"))
    way = [(scene.labels[scene.drawing.source[link]], scene.labels[scene.drawing.target[link]]) for link in links]
    assert way == [("app", "c"), ("c", "d")]


def test_that_the_trail_of_a_system_is_empty(qtbot: QtBot) -> None:
    scene = canvas_of(qtbot, example_snapshot("app->a")).scene
    assert trail_links(scene, scene.labels.index("app")) == []


def test_that_the_trail_is_heavier_than_the_rest(qtbot: QtBot) -> None:
    scene = canvas_of(qtbot, example_snapshot("app->a->b")).scene
    tones = light(scene, (scene.labels.index("b"),), trail=True).tone
    assert set(tones.tolist()) == {int(Tone.TRAIL)}


def test_that_dimmed_labels_stay_legible_in_both_themes(qtbot: QtBot) -> None:
    for colours in (theme.light(), theme.dark()):
        palette = palette_of(colours)
        assert contrast(palette.faint.name(), colours.background) >= 3.0
        assert contrast(palette.ink.name(), palette.papers[1].name()) >= 7.0
        assert contrast(palette.lines[Tone.UPSTREAM].name(), palette.papers[1].name()) >= 4.0


def test_that_selected_lines_are_painted_in_the_accent(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    plain = int((distance(pixels(canvas), theme.light().accent) < 12).sum())
    canvas.select_marks([mark_named(canvas, "heron-7b-chat")])
    assert int((distance(pixels(canvas), theme.light().accent) < 12).sum()) > plain + 300


def test_that_the_dark_theme_paints_on_dark_paper(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    canvas.set_theme(theme.dark())
    assert pixels(canvas)[700, 5].max() < 60


def test_that_an_empty_canvas_says_what_would_be_there(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, empty())
    picture = pixels(canvas)
    assert (distance(picture, theme.light().text) < 60).sum() > 100
    assert canvas.accessibleDescription() == "Nothing is drawn yet."


def test_that_a_line_under_the_mouse_names_its_relation(qtbot: QtBot) -> None:
    from PySide6.QtCore import QPointF

    canvas = canvas_of(qtbot, example_snapshot("app->a"))
    frame, place = canvas.frame(), canvas.scene.placement
    middle = QPointF(float(place.x[0] + place.reach[0] + place.x[1]) / 2, float(place.y[1]))
    point = canvas.camera.see(middle)
    assert link_at(frame, point) == 0
    assert "uses" in tooltip_at(frame, None, point)
    assert tooltip_at(frame, None, QPointF(3, 790)) == ""


def test_that_a_heavy_picture_moves_as_a_whole_and_comes_to_rest_as_painted_anew(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, portfolio(6, 4000), few=4000)
    assert is_heavy(canvas.frame())
    pixels(canvas)
    canvas.viewport.pan(-40, -30)
    moving = pixels(canvas)
    canvas.viewport.come_to_rest()
    resting = pixels(canvas)
    same = (np.abs(moving - resting).sum(axis=2) < 30)[100:700, 100:1100].mean()
    assert same > 0.9
