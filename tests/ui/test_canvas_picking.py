from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from explorer.ui.canvas.picking import Picker
from tests.layout.synthetic import portfolio, small
from tests.ui.canvases import canvas_of

_boxes = st.lists(st.tuples(*(st.floats(-500, 500),) * 2, *(st.floats(1, 400),) * 2), max_size=40)


def _picker(boxes: list[tuple[float, float, float, float]]) -> tuple[Picker, np.ndarray]:
    array = np.array(boxes).reshape(-1, 4)
    array[:, 2:] += array[:, :2]
    return Picker(*array.T), array


@given(_boxes, st.floats(-500, 900), st.floats(-500, 900))
def test_that_picking_returns_the_first_box_under_the_point(
    boxes: list[tuple[float, float, float, float]], x: float, y: float
) -> None:
    picker, array = _picker(boxes)
    inside = (array[:, 0] <= x) & (x <= array[:, 2]) & (array[:, 1] <= y) & (y <= array[:, 3])
    found = np.flatnonzero(inside)
    assert picker.at(x, y) == (int(found[0]) if len(found) else None)


@given(_boxes, st.floats(-500, 900), st.floats(-500, 900))
def test_that_a_margin_finds_the_nearest_box(
    boxes: list[tuple[float, float, float, float]], x: float, y: float
) -> None:
    picker, array = _picker(boxes)
    found = picker.at(x, y, 30.0)
    dx = np.maximum(np.maximum(array[:, 0] - x, x - array[:, 2]), 0)
    dy = np.maximum(np.maximum(array[:, 1] - y, y - array[:, 3]), 0)
    distance = np.hypot(dx, dy)
    if found is None:
        assert not len(distance) or distance.min() > 30.0
    else:
        assert distance[found] <= distance.min() + 1e-9


def test_that_every_mark_is_found_where_it_is_seen(qtbot: QtBot) -> None:
    for snapshot in (small(), portfolio(2, 200)):
        canvas = canvas_of(qtbot, snapshot)
        place = canvas.scene.placement
        for mark in range(len(canvas.scene.drawing)):
            seen = canvas.camera.see(canvas.camera.find(canvas.camera.see(_point(place, mark))))
            assert canvas.mark_at(seen) == mark


def _point(place: object, mark: int) -> object:
    from PySide6.QtCore import QPointF

    return QPointF(float(place.x[mark]), float(place.y[mark]))  # type: ignore[attr-defined]


def test_that_nothing_is_picked_through_the_header(qtbot: QtBot) -> None:
    from PySide6.QtCore import QPointF

    canvas = canvas_of(qtbot, small())
    place = canvas.scene.placement
    middle = canvas.camera.see(QPointF(float(place.x[0]), float(place.y[0])))
    canvas.viewport.pan(0, 20 - middle.y())
    assert canvas.mark_at(QPointF(middle.x(), 20)) is None
