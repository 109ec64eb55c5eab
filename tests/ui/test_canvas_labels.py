from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.merge import merge
from explorer.graph.snapshot import snapshot_of
from explorer.ui.canvas.labels import Shelf, place_labels
from explorer.ui.canvas.speech import mark_tooltip
from explorer.ui.canvas.type import fitted_name
from explorer.ui.canvas.words import Label, fold, is_written, shown_labels
from tests.layout.strategies import snapshots
from tests.layout.synthetic import portfolio, small, star
from tests.ui.canvases import canvas_of, mark_named


def test_that_a_name_loses_its_owner_before_anything_else(qtbot: QtBot) -> None:
    metrics = QFontMetricsF(QFont())
    name = "meta-llama/Meta-Llama-3-8B-Instruct"
    assert fitted_name(metrics, name, 1000) == name
    short = "…/Meta-Llama-3-8B-Instruct"
    assert fitted_name(metrics, name, metrics.horizontalAdvance(short) + 1) == short
    least = fitted_name(metrics, name, metrics.horizontalAdvance(short) * 0.6)
    assert least.startswith("Meta") and least.endswith("ruct") and "…" in least
    sentence = "Build and / or push every image of the project"
    assert fitted_name(metrics, sentence, 120).startswith("Build")


def test_that_marks_that_would_read_alike_are_told_apart(qtbot: QtBot) -> None:
    """Versions of a package, models of one name by two owners, one service at two clouds; what is alone keeps its name."""
    source = (Evidence("x", "test", "1", ""),)
    parts = [
        Component(ComponentId("pkg:pypi/torch@2.1"), Kind.PACKAGE, "torch", "2.1", evidence=source),
        Component(ComponentId("pkg:pypi/torch@2.4"), Kind.PACKAGE, "torch", "2.4", evidence=source),
        Component(ComponentId("pkg:pypi/numpy@2.0"), Kind.PACKAGE, "numpy", "2.0", evidence=source),
        Component(ComponentId("hf:one/heron"), Kind.MODEL, "one/heron", evidence=source),
        Component(ComponentId("hf:two/heron"), Kind.MODEL, "two/heron", evidence=source),
        Component(ComponentId("service:azure/gpt"), Kind.MODEL_SERVICE, "gpt", evidence=source),
        Component(ComponentId("service:openai/gpt"), Kind.MODEL_SERVICE, "gpt", evidence=source),
    ]
    canvas = canvas_of(qtbot, snapshot_of(merge(parts), ""))
    told = {"torch 2.1", "torch 2.4", "numpy", "heron (one)", "heron (two)", "gpt (azure)", "gpt (openai)"}
    assert set(canvas.scene.labels) == told


_boxes = st.lists(st.tuples(*(st.floats(-300, 300),) * 2, *(st.floats(1, 150),) * 2), max_size=40)


@given(_boxes, st.integers(1, 40))
def test_that_placed_boxes_never_overlap(boxes: list[tuple[float, float, float, float]], most: int) -> None:
    array = np.array(boxes).reshape(-1, 4)
    array[:, 2:] += array[:, :2]
    chosen = place_labels(array, np.arange(len(array), dtype=float), most)
    assert len(chosen) <= most
    for first, second in combinations(array[chosen].tolist(), 2):
        assert first[2] <= second[0] or second[2] <= first[0] or first[3] <= second[1] or second[3] <= first[1]


def test_that_the_more_important_label_stays() -> None:
    boxes = np.array([[0, 0, 10, 10], [5, 5, 15, 15]], float)
    assert place_labels(boxes, np.array([1.0, 2.0]), 5) == [1]


def test_that_boxes_which_only_touch_do_not_overlap() -> None:
    shelf = Shelf()
    assert shelf.take(0, 0, 10, 10)
    assert shelf.take(10, 0, 20, 10)
    assert not shelf.take(9, 9, 11, 11)


def _assert_apart(labels: list[Label]) -> None:
    for first, second in combinations(labels, 2):
        overlap = first.box.intersected(second.box)
        assert overlap.width() <= 0 or overlap.height() <= 0, (first, second)


@given(snapshots(), st.integers(0, 30), st.floats(0.05, 3.5), st.floats(-400, 400))
def test_that_no_two_labels_overlap_at_any_zoom(
    qtbot: QtBot, snapshot: object, few: int, scale: float, shift: float
) -> None:
    canvas = canvas_of(qtbot, snapshot, few)  # type: ignore[arg-type]
    canvas.viewport.zoom(scale / canvas.camera.scale, QPointF(640 + shift, 400))
    frame = canvas.frame()
    _assert_apart(shown_labels(frame, frame.visible()))


@pytest.mark.parametrize(("size", "share"), [((700, 500), 0.7), ((1280, 800), 0.95), ((2560, 1440), 0.95)])
def test_that_a_portfolio_shows_most_of_its_labels_at_first_sight(
    qtbot: QtBot, size: tuple[int, int], share: float
) -> None:
    canvas = canvas_of(qtbot, portfolio(4, 1500), size=size)
    frame = canvas.frame()
    labels = shown_labels(frame, frame.visible())
    _assert_apart(labels)
    beside = [mark for mark in frame.visible().tolist() if not is_written(frame, mark)]
    assert len(labels) >= share * len(beside)


def test_that_every_label_of_a_small_drawing_can_be_read_in_full(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    frame = canvas.frame()
    for label in shown_labels(frame, frame.visible()):
        assert label.text.replace("\n", "") == canvas.scene.labels[label.mark]


def test_that_labels_from_afar_are_few(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, star(59))
    canvas.viewport.zoom(0.08)
    frame = canvas.frame()
    assert len(shown_labels(frame, frame.visible())) <= 60


def test_that_a_label_is_folded_behind_a_separator(qtbot: QtBot) -> None:
    metrics = QFontMetricsF(QFont())
    room = metrics.horizontalAdvance("insurance-7b")
    assert fold("insurance-7b-instruct", metrics, room) == ["insurance-7b-", "instruct"] or fold(
        "insurance-7b-instruct", metrics, room
    ) == ["insurance-", "7b-instruct"]


def test_that_a_label_without_separator_is_cut_and_elided(qtbot: QtBot) -> None:
    metrics = QFontMetricsF(QFont())
    first, second = fold("x" * 60, metrics, metrics.horizontalAdvance("x" * 20))
    assert len(first) <= 20
    assert second.startswith("…")


def _hostile(name: str) -> object:
    evidence = (Evidence("test"),)
    parts = [
        Component(ComponentId("system:a"), Kind.SYSTEM, "a", evidence=evidence),
        Component(ComponentId("pkg:pypi/b"), Kind.PACKAGE, name, evidence=evidence),
        Relation(ComponentId("system:a"), ComponentId("pkg:pypi/b"), RelationKind.USES, evidence=evidence),
    ]
    return snapshot_of(merge(parts), "")


def test_that_a_name_cannot_turn_the_text_around(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, _hostile("gpj\u202etxt.exe"))  # type: ignore[arg-type]
    assert "\u202e" not in "".join(canvas.scene.labels)
    assert "\\u202e" in "".join(canvas.scene.labels)


@pytest.mark.parametrize("name", ["", " ", "a\nb\nc", "x" * 100_000, "/", "\x00\x07", "\ud800"])
def test_that_no_name_breaks_a_label_over_lines_or_bounds(qtbot: QtBot, name: str) -> None:
    canvas = canvas_of(qtbot, _hostile(name))  # type: ignore[arg-type]
    for label in canvas.scene.labels:
        assert "\n" not in label
        assert len(label) <= 200
    canvas.grab()


def test_that_a_name_cannot_bring_mark_up_into_a_tooltip(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, _hostile("<b>bold</b><img src=x>"))  # type: ignore[arg-type]
    text = mark_tooltip(canvas.scene, 1)
    assert "<img" not in text
    assert "&lt;img src=x&gt;" in text


def test_that_the_unknown_is_labelled_by_what_it_is(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, small())
    assert mark_named(canvas, "training data") >= 0


def test_that_labels_from_afar_cover_no_glyph(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, portfolio(2, 200), few=400)
    canvas.viewport.zoom(0.3 / canvas.camera.scale)
    frame, place = canvas.frame(), canvas.scene.placement
    labels = shown_labels(frame, frame.visible())
    assert labels
    half = frame.glyph / 2 - 1
    seen = frame.visible()
    x, y = frame.x(place.x[seen]), frame.y(place.y[seen])
    for label in labels:
        box = label.box
        covered = (
            (x + half > box.left()) & (x - half < box.right()) & (y + half > box.top()) & (y - half < box.bottom())
        )
        assert not covered.any()
