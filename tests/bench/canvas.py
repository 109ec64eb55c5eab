"""The strata at size: a frame while the view moves, a click until the lit picture is painted, the layout, picking."""

from __future__ import annotations

import os
import resource
import statistics
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from tests.bench.measures import Figure

if TYPE_CHECKING:
    from explorer.ui.canvas.strata_canvas import StrataCanvas

SIZES = {"50k": 50_000, "100k": 100_000, "400k": 400_000, "500k": 500_000, "1m": 1_000_000, "2.5m": 2_500_000}
FRAME_BARS = {"100k": 4.0, "400k": 6.0, "2.5m": 8.0}
CLICK_BARS = {"100k": 10.0, "2.5m": 45.0}
LAYOUT_BARS = {"100k": 60.0, "1m": 1_200.0, "2.5m": 3_500.0}
VIEW = (1600, 1000)


def canvas_times() -> list[Figure]:
    """Process CPU, median; the sizes of `CATCHMENT_BENCH_SIZES` (50k,100k,400k,500k,1m,2.5m by default)."""
    from PySide6.QtWidgets import QApplication

    _application = QApplication.instance() or QApplication([])
    wanted = os.environ.get("CATCHMENT_BENCH_SIZES", ",".join(SIZES)).split(",")
    figures = [figure for name in wanted for figure in _at(name, SIZES[name])]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*figures, Figure("greatest memory of all of the above, building the graphs included", peak, "MB")]


def _at(name: str, nodes: int) -> list[Figure]:
    from explorer.layout.forest import Reading
    from explorer.layout.strata import strata
    from explorer.ui import theme
    from explorer.ui.canvas.strata_canvas import StrataCanvas
    from explorer.ui.canvas.strata_colouring import by_class
    from explorer.ui.canvas.strata_scene import StrataScene
    from tests.layout.columns import lineage

    graph = lineage(nodes)
    layout = _median(lambda: strata(graph, Reading.DESCENT), 3 if nodes > 500_000 else 7)
    scene = StrataScene(graph, strata(graph, Reading.DESCENT), by_class(graph))
    canvas = StrataCanvas(theme.light(), scene)
    canvas.resize(*VIEW)
    whole, zoomed = _frames(canvas)
    sunburst, radial = _discs(canvas)
    hub = int(np.argmax(graph.down.degree()))
    click = _clicks(canvas, int(scene.strata.cell[hub]))
    pick = _picks(canvas)
    canvas.close()
    canvas.deleteLater()
    at = f"{name} ({nodes:,} / {graph.relation_count:,})"
    return [
        Figure(f"strata layout, {at}", layout, "ms", LAYOUT_BARS.get(name)),
        Figure(f"frame while panning, whole in view, {at}", whole[0], "ms", FRAME_BARS.get(name)),
        Figure(f"frame while panning, greatest, {at}", whole[1], "ms", 33.0),
        Figure(f"frame while zooming in, {at}", zoomed[0], "ms", FRAME_BARS.get(name)),
        Figure(f"frame while turning, sunburst, {at}", sunburst[0], "ms"),
        Figure(f"frame while turning, sunburst, greatest, {at}", sunburst[1], "ms", 33.0),
        Figure(f"frame while turning, radial, {at}", radial[0], "ms"),
        Figure(f"frame while turning, radial, greatest, {at}", radial[1], "ms", 33.0),
        Figure(f"click on the largest hub to painted, {at}", click, "ms", CLICK_BARS.get(name)),
        Figure(f"picking, {at}", pick, "ms", 0.1),
    ]


def _median(work: Callable[[], object], times: int) -> float:
    return statistics.median(_timed(work) for _ in range(times))


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def _paint(canvas: StrataCanvas) -> None:
    """Everything that one repaint costs, into an image as the screen would be."""
    from PySide6.QtGui import QPainter, QPixmap

    canvas.forget_picture()
    pixmap = QPixmap(canvas.size())
    painter = QPainter(pixmap)
    canvas.paint_now(painter)
    painter.end()


def _frames(canvas: StrataCanvas) -> tuple[tuple[float, float], tuple[float, float]]:
    from PySide6.QtCore import QPointF

    middle = QPointF(VIEW[0] / 2, VIEW[1] / 3)
    canvas.viewport.fit(animate=False)
    canvas.viewport.zoom_at_once(1.02, middle)
    _paint(canvas)
    pans = [_timed(lambda step=step: _moved(canvas, -3.0 if step % 2 else 3.0)) for step in range(40)]
    canvas.viewport.fit(animate=False)
    zooms = [_timed(lambda: _zoomed(canvas, middle)) for _ in range(40)]
    return (statistics.median(pans), max(pans)), (statistics.median(zooms), max(zooms))


def _discs(canvas: StrataCanvas) -> tuple[tuple[float, float], tuple[float, float]]:
    """The strip bent into a disc, zoomed in a little so that it can turn; the icicle afterwards again."""
    from explorer.ui.canvas.strata_shape import Shape

    found = []
    for shape in (Shape.SUNBURST, Shape.RADIAL):
        canvas.set_shape(shape)
        canvas.viewport.fit(animate=False)
        canvas.viewport.zoom_at_once(1.02, canvas.sheet.paper.center())
        _paint(canvas)
        turns = [_timed(lambda step=step: _moved(canvas, -3.0 if step % 2 else 3.0)) for step in range(30)]
        found.append((statistics.median(turns), max(turns)))
    canvas.set_shape(Shape.ICICLE)
    return found[0], found[1]


def _moved(canvas: StrataCanvas, dx: float) -> None:
    canvas.viewport.pan(dx, 0.0)
    _paint(canvas)


def _zoomed(canvas: StrataCanvas, about: object) -> None:
    canvas.viewport.zoom_at_once(1.25, about)
    _paint(canvas)


def _clicks(canvas: StrataCanvas, cell: int) -> float:
    canvas.viewport.fit(animate=False)
    spent = []
    for _ in range(7):
        canvas.select_cells([])
        _paint(canvas)
        spent.append(_timed(lambda: _clicked(canvas, cell)))
    return statistics.median(spent)


def _clicked(canvas: StrataCanvas, cell: int) -> None:
    canvas.select_cells([cell])
    _paint(canvas)


def _picks(canvas: StrataCanvas) -> float:
    from PySide6.QtCore import QPointF

    points = [QPointF(200 + 6.5 * step, 40 + 2.1 * step) for step in range(200)]
    return _timed(lambda: [canvas.cell_at(point) for point in points]) / len(points)
