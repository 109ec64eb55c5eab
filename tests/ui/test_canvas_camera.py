from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from explorer.ui.canvas.camera import LEAST_SCALE, MOST_SCALE, Camera, fitting
from explorer.ui.canvas.detail import Detail, detail_at

_numbers = st.floats(-5000, 5000)
_cameras = st.builds(Camera, st.floats(0.05, 3.5), _numbers, _numbers)
_points = st.builds(QPointF, _numbers, _numbers)


@given(_cameras, _points)
def test_that_what_is_seen_can_be_found_again(camera: Camera, point: QPointF) -> None:
    back = camera.find(camera.see(point))
    assert (back.x(), back.y()) == pytest.approx((point.x(), point.y()), abs=1e-6)


@given(_cameras, st.floats(0.1, 10), _points)
def test_that_zooming_keeps_the_point_under_the_mouse(camera: Camera, factor: float, about: QPointF) -> None:
    zoomed = camera.zoomed(factor, about)
    assert LEAST_SCALE <= zoomed.scale <= MOST_SCALE
    seen = zoomed.see(camera.find(about))
    assert (seen.x(), seen.y()) == pytest.approx((about.x(), about.y()), abs=1e-6)


@given(st.floats(1, 20_000), st.floats(1, 20_000))
def test_that_a_fitted_drawing_is_seen_whole(width: float, height: float) -> None:
    view = QRectF(18, 64, 1200, 700)
    camera = fitting(width, height, view)
    seen = QRectF(camera.see(QPointF(0, 0)), camera.see(QPointF(width, height)))
    if camera.scale > LEAST_SCALE:
        assert view.adjusted(-1e-6, -1e-6, 1e-6, 1e-6).contains(seen)


def test_that_a_drawing_too_wide_for_its_least_scale_begins_at_the_left() -> None:
    camera = fitting(20_000, 100, QRectF(18, 64, 1200, 700), least=0.5)
    assert (camera.scale, camera.see(QPointF(0, 0)).x()) == (0.5, 18.0)


def test_that_small_drawings_are_not_blown_up() -> None:
    assert fitting(100, 50, QRectF(0, 0, 1200, 700)).scale == 1.5


def test_that_showing_moves_as_little_as_needed() -> None:
    view = QRectF(0, 0, 100, 100)
    camera = Camera()
    assert camera.showing(QRectF(10, 10, 20, 20), view) == camera
    assert camera.showing(QRectF(90, 10, 20, 20), view) == Camera(1.0, -10.0, 0.0)
    assert camera.showing(QRectF(-5, 200, 10, 10), view) == Camera(1.0, 5.0, -110.0)


def test_that_halfway_between_two_cameras_is_their_mean() -> None:
    assert Camera(1, 0, 0).between(Camera(2, 10, 20), 0.5) == Camera(1.5, 5.0, 10.0)


def test_that_detail_does_not_flicker_at_its_limit() -> None:
    assert detail_at(13.0, 1.0, Detail.FAR) is Detail.FAR
    assert detail_at(13.0, 1.0, Detail.MIDDLE) is Detail.MIDDLE
    assert detail_at(12.0, 1.0, Detail.MIDDLE) is Detail.FAR
    assert detail_at(60.0, 0.5, Detail.MIDDLE) is Detail.MIDDLE
    assert detail_at(60.0, 1.0, Detail.MIDDLE) is Detail.NEAR
