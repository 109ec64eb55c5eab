"""Icicle, sunburst and radial: what is picked is what is drawn, at every zoom and for every extreme."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from explorer.graph.snapshot import empty_snapshot
from explorer.graph.supply_graph import SupplyGraph
from explorer.layout.forest import Reading
from explorer.layout.strata import strata
from explorer.ui import theme
from explorer.ui.canvas import strata_picture
from explorer.ui.canvas.disc_painting import paint_words
from explorer.ui.canvas.strata_canvas import StrataCanvas
from explorer.ui.canvas.strata_colouring import by_class
from explorer.ui.canvas.strata_frame import StrataFrame
from explorer.ui.canvas.strata_picking import MOST_BOXED
from explorer.ui.canvas.strata_picture import StrataPicture
from explorer.ui.canvas.strata_scene import NOTHING, StrataScene
from explorer.ui.canvas.strata_shading import fill_of
from explorer.ui.canvas.strata_shape import Shape
from tests.layout.columns import chain, lineage, ring, star
from tests.ui.canvases import pixels, pixels_of

EXTREMES = {
    "lineage": lambda: lineage(20_000),
    "star": lambda: star(100_000),
    "chain": lambda: chain(10_000),
    "ring": lambda: ring(60),
    "few": lambda: lineage(15),
}


def canvas_of(qtbot: QtBot, graph: SupplyGraph, shape: Shape, reading: Reading = Reading.RELIANCE) -> StrataCanvas:
    canvas = StrataCanvas(theme.light(), StrataScene(graph, strata(graph, reading), by_class(graph)))
    qtbot.addWidget(canvas)
    canvas.resize(1100, 700)
    canvas.set_shape(shape)
    canvas.viewport.fit(animate=False)
    return canvas


def by_hand(canvas: StrataCanvas, point: QPointF) -> int | None:
    """The cell under a point, worked out from angle and distance alone, and found by looking at every cell."""
    camera, placed = canvas.camera, canvas.scene.strata
    x, y = point.x(), point.y()
    if canvas.shape is not Shape.ICICLE:
        disc = canvas.sheet.disc
        assert disc is not None
        turn = math.degrees(math.atan2(x - disc.x, disc.y - y)) % 360
        x, y = turn / 360 * 2 * math.pi * disc.outer, math.dist((x, y), (disc.x, disc.y)) - disc.inner
    if not canvas.sheet.paper.contains(QPointF(x, y)):
        return None
    leaf, row = (x - camera.dx) / camera.across, math.floor((y - camera.dy) / camera.down)
    rows = np.repeat(np.arange(placed.rows), np.diff(placed.starts))
    found = np.flatnonzero((rows == row) & (placed.left <= leaf) & (leaf < placed.right))
    return int(found[0]) if len(found) else None


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("extreme", list(EXTREMES))
def test_that_picking_finds_what_is_under_the_mouse(qtbot: QtBot, extreme: str, shape: Shape) -> None:
    canvas = canvas_of(qtbot, EXTREMES[extreme](), shape)
    random = np.random.default_rng(5)
    hits = 0
    for _ in range(4):
        census = canvas.census()
        assert census.own + census.shared + census.outside == census.total == len(canvas.scene)
        for x, y in random.uniform((0, 0), (1100, 700), (90, 2)).tolist():
            expected = by_hand(canvas, QPointF(x, y))
            assert canvas.cell_at(QPointF(x, y)) == expected
            hits += expected is not None
        canvas.viewport.zoom_at_once(7.0, canvas.sheet.paper.center())
        assert not canvas.grab().isNull()
    assert hits > 5


@pytest.mark.parametrize("shape", [Shape.ICICLE, Shape.SUNBURST])
def test_that_a_cell_is_painted_in_the_colour_of_its_shade(qtbot: QtBot, shape: Shape) -> None:
    canvas = canvas_of(qtbot, lineage(60), shape, Reading.DESCENT)
    seen, scene = pixels(canvas), canvas.scene
    checked = 0
    for cell in range(len(scene)):
        strip = canvas.strip_point(cell)
        assert strip is not None
        rect = canvas.camera.rect(float(scene.strata.left[cell]), float(scene.strata.right[cell]), 0)
        shade = scene.colouring.shades[int(scene.colouring.code[scene.strata.node[cell]])]
        if shade.hatched or rect.width() < 40:
            continue
        # A name may cover some of four points toward the corners, never most.
        across, down = rect.width() * 0.3, canvas.camera.down * 0.3
        corners = [QPointF(across * one, down * two) for one in (-1, 1) for two in (-1, 1)]
        points = [canvas.sheet.to_view(strip + corner) for corner in corners]
        assert all(canvas.cell_at(point) == cell for point in points)
        fill = fill_of(shade, canvas.frame().palette)
        found = np.array([seen[int(point.y()), int(point.x())] for point in points])
        exact = np.abs(found - [fill.red(), fill.green(), fill.blue()]).max(axis=1) <= 3
        assert exact.sum() >= 2
        checked += 1
    assert checked > 3


@pytest.mark.parametrize("shape", list(Shape))
def test_that_nothing_is_drawn_as_words(qtbot: QtBot, shape: Shape, tmp_path: Path) -> None:
    canvas = canvas_of(qtbot, empty_snapshot().graph, shape)
    assert canvas.census().text() == "Nothing to draw."
    assert canvas.cell_at(QPointF(500, 300)) is None
    canvas.render_to(tmp_path / "nothing.svg")
    assert NOTHING.split()[0] in (tmp_path / "nothing.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_that_every_shape_is_exported(qtbot: QtBot, shape: Shape, ending: str, tmp_path: Path) -> None:
    canvas = canvas_of(qtbot, lineage(400), shape)
    canvas.select_cells([int(canvas.scene.strata.starts[2])])
    canvas.set_trail(True)
    canvas.set_pinned([canvas.scene.identity(3)])
    canvas.render_to(tmp_path / f"shape.{ending}")
    assert (tmp_path / f"shape.{ending}").stat().st_size > 2_000


@pytest.mark.parametrize("shape", [Shape.SUNBURST, Shape.RADIAL])
def test_that_turning_a_disc_follows_the_hand(qtbot: QtBot, shape: Shape) -> None:
    canvas = canvas_of(qtbot, lineage(5_000), shape)
    canvas.viewport.zoom_at_once(4.0, canvas.sheet.paper.center())
    disc = canvas.sheet.disc
    assert disc is not None
    start = QPointF(*disc.at(disc.length * 0.4, disc.depth * 0.1))
    end = QPointF(*disc.at(disc.length * 0.45, disc.depth * 0.1))
    before = canvas.camera.find(canvas.sheet.to_strip(start))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start.toPoint())
    QTest.mouseMove(canvas, end.toPoint())
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end.toPoint())
    after = canvas.camera.find(canvas.sheet.to_strip(end))
    assert after[0] == pytest.approx(before[0], rel=0.02)


def test_that_another_shape_shows_the_same_part(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, lineage(5_000), Shape.ICICLE)
    canvas.viewport.zoom_at_once(6.0, QPointF(500, 300))
    span = canvas.viewport.span()
    canvas.set_shape(Shape.SUNBURST)
    assert canvas.viewport.span() == pytest.approx(span, rel=0.02)
    canvas.viewport.fit(animate=False)
    canvas.set_shape(Shape.RADIAL)
    assert canvas.viewport.fitted
    assert canvas.census().outside == 0


@pytest.mark.parametrize("shape", list(Shape))
def test_that_a_loop_around_everything_holds_everything(qtbot: QtBot, shape: Shape) -> None:
    canvas = canvas_of(qtbot, lineage(900), shape)
    rect = canvas.rect().adjusted(-5, -5, 5, 5)
    corners = [QPointF(p) for p in (rect.topLeft(), rect.topRight(), rect.bottomRight(), rect.bottomLeft())]
    canvas.select_loop(corners, adding=False)
    assert set(canvas.selected_cells) == set(range(len(canvas.scene)))
    canvas.select_box(QRectF(rect), adding=False)
    assert set(canvas.selected_cells) == set(range(len(canvas.scene)))


@pytest.mark.parametrize("shape", list(Shape))
def test_that_a_small_loop_holds_what_it_goes_around_and_adds(qtbot: QtBot, shape: Shape) -> None:
    canvas = canvas_of(qtbot, lineage(60), shape)
    cell = int(np.argmax(canvas.scene.strata.right - canvas.scene.strata.left))
    strip = canvas.strip_point(cell)
    assert strip is not None
    middle = canvas.sheet.to_view(strip)
    around = [middle + QPointF(dx, dy) for dx, dy in ((-3, -3), (3, -3), (3, 3), (-3, 3))]
    canvas.select_loop(around, adding=False)
    assert canvas.selected_cells == (cell,)
    other = next(each for each in range(len(canvas.scene)) if each != cell)
    canvas.select_cells([other])
    canvas.select_loop(around, adding=True)
    assert set(canvas.selected_cells) == {cell, other}


def test_that_a_loop_is_drawn_by_the_next_drag_only(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, lineage(40), Shape.ICICLE)
    QTest.keyClick(canvas, Qt.Key.Key_L)
    assert canvas.draws_loop
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas.draws_loop
    canvas.draw_loop(True)
    strip = canvas.strip_point(0)
    assert strip is not None
    corners = [(strip + QPointF(dx, dy)).toPoint() for dx, dy in ((-8, -8), (8, -8), (8, 8), (-8, 8))]
    plain, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    QTest.mousePress(canvas, left, plain, corners[0])
    for corner in corners[1:]:
        QTest.mouseMove(canvas, corner)
    assert not canvas.grab().isNull()
    QTest.mouseRelease(canvas, left, plain, corners[-1])
    assert canvas.selected_cells == (0,)
    assert not canvas.draws_loop


def test_that_a_box_of_too_many_says_so(qtbot: QtBot) -> None:
    canvas = canvas_of(qtbot, star(5_000), Shape.SUNBURST)
    with qtbot.waitSignal(canvas.told) as heard:
        canvas.select_box(QRectF(canvas.rect()), adding=False)
    assert "5,001" in heard.args[0]
    assert len(canvas.selected_cells) == MOST_BOXED


def test_that_a_slow_picture_is_moved_as_a_whole_until_the_movement_rests(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pushed 40 pixels aside, the last painting stands 40 pixels aside; at rest it is painted anew."""
    monkeypatch.setattr(strata_picture, "QUICK", -1.0)
    canvas = canvas_of(qtbot, lineage(2_000), Shape.ICICLE)
    frame, picture = canvas.frame(), StrataPicture()
    aside = replace(frame, camera=replace(frame.camera, dx=frame.camera.dx + 40))

    def painted(look: StrataFrame, resting: bool) -> np.ndarray:
        image = QImage(frame.view.size().toSize(), QImage.Format.Format_RGB888)
        image.fill(0)
        painter = QPainter(image)
        picture.draw(painter, look, resting)
        painter.end()
        return pixels_of(image)

    still = painted(frame, True)
    moved = painted(aside, False)
    assert (moved[:, 40:] == still[:, :-40]).all()
    assert not (moved == still).all()
    assert (painted(frame, True) == still).all()


@pytest.mark.parametrize("shape", [Shape.ICICLE, Shape.SUNBURST])
def test_that_what_cannot_be_moved_is_painted_anew_however_slow(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, shape: Shape
) -> None:
    """The first picture of another scene, and that of a turned disc, are those that a fresh painting gives."""
    monkeypatch.setattr(strata_picture, "QUICK", -1.0)
    canvas, other = canvas_of(qtbot, lineage(300), shape), canvas_of(qtbot, lineage(200), shape)

    def painted(picture: StrataPicture, look: StrataFrame) -> np.ndarray:
        image = QImage(look.view.size().toSize(), QImage.Format.Format_RGB888)
        image.fill(0)
        painter = QPainter(image)
        picture.draw(painter, look, resting=False)
        painter.end()
        return pixels_of(image)

    picture, first, second = StrataPicture(), canvas.frame(), other.frame()
    painted(picture, first)
    assert (painted(picture, second) == painted(StrataPicture(), second)).all()
    if shape is Shape.SUNBURST:
        wider = replace(second, camera=replace(second.camera, across=second.camera.across * 1.2))
        assert (painted(picture, wider) == painted(StrataPicture(), wider)).all()


class _Heard(QPainter):
    """A painter that keeps what words it is asked for, and how wide they were."""

    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self.words: dict[str, float] = {}

    def drawText(self, *given: object) -> None:
        text = next(each for each in given if isinstance(each, str))
        self.words[text] = self.fontMetrics().horizontalAdvance(text)


@pytest.mark.parametrize("pixels_high", [12, 18, 26])
def test_that_the_word_in_the_middle_does_not_lie_over_the_first_ring(qtbot: QtBot, pixels_high: int) -> None:
    canvas = canvas_of(qtbot, lineage(15), Shape.SUNBURST)
    canvas.resize(420, 320)
    font = canvas.font()
    font.setPixelSize(pixels_high)
    canvas.setFont(font)
    canvas.viewport.fit(animate=False)
    frame, image = canvas.frame(), QImage(420, 320, QImage.Format.Format_RGB32)
    painter = _Heard(image)
    paint_words(painter, frame)
    painter.end()
    assert frame.sheet.disc is not None and "15" in painter.words
    assert painter.words.get(frame.scene.noun, 0) <= 2 * frame.sheet.disc.inner
