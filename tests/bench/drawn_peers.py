"""A frame of the whole graph while it is panned, beside pyqtgraph's `GraphItem` with the same nodes and relations.

pyqtgraph draws a dot for each node and a line for each relation, in the order and at the depth that our strata give
them; nothing of it is labelled, bundled or lit. Both paint into a picture of the same size, as the screen would be painted.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import numpy as np

from explorer.graph.supply_graph import SupplyGraph
from tests.bench.generator import hub_lineage
from tests.bench.graph_peers import median_time
from tests.bench.measures import Figure
from tests.bench.sizes import chosen_sizes

VIEW = (1600, 1000)
MOST = 100_000
"""Above, one frame of pyqtgraph takes so long that nobody would wait for it."""


def drawn_peer_figures() -> list[Figure]:
    """Frames in milliseconds of process CPU, and the ratio; lines that say so where there is nothing to compare with."""
    if find_spec("PySide6") is None:
        return [Figure("Qt is not installed: no frame was measured", None, "")]
    return [figure for size in chosen_sizes() if size <= MOST for figure in _at(size)]


def _at(size: int) -> list[Figure]:
    from PySide6.QtWidgets import QApplication

    _application = QApplication.instance() or QApplication([])
    graph = hub_lineage(size).graph()
    at = f"{size:,} / {graph.relation_count:,}"
    ours, places = _our_frame(graph)
    figures = [Figure(f"frame while panning, {at}", ours, "ms")]
    if find_spec("pyqtgraph") is None:
        return [*figures, Figure(f"pyqtgraph is not installed: not measured, {at}", None, "")]
    theirs = _pyqtgraph_frame(graph, places)
    return [*figures, Figure(f"pyqtgraph takes so many times as long: frame, {at}", theirs / ours, "×")]


def _our_frame(graph: SupplyGraph) -> tuple[float, np.ndarray]:
    """The median of 20 frames, and where each node stands."""
    from explorer.layout.forest import Reading
    from explorer.layout.strata import strata
    from explorer.ui import theme
    from explorer.ui.canvas.strata_canvas import StrataCanvas
    from explorer.ui.canvas.strata_colouring import by_class
    from explorer.ui.canvas.strata_scene import StrataScene

    laid = strata(graph, Reading.DESCENT)
    canvas = StrataCanvas(theme.light(), StrataScene(graph, laid, by_class(graph)))
    canvas.resize(*VIEW)
    canvas.viewport.fit(animate=False)

    def frame(step: int) -> None:
        canvas.viewport.pan(-3.0 if step % 2 else 3.0, 0.0)
        canvas.forget_picture()
        _painted(canvas.paint_now)

    spent = _frames(frame)
    canvas.close()
    canvas.deleteLater()
    level = graph.level.astype(float)
    return spent, np.column_stack([np.argsort(np.argsort(laid.cell)), level])


def _pyqtgraph_frame(graph: SupplyGraph, places: np.ndarray) -> float:
    import pyqtgraph

    plot = pyqtgraph.PlotWidget()
    plot.resize(*VIEW)
    pairs = np.column_stack([graph.relation_source, graph.relation_target])
    plot.addItem(pyqtgraph.GraphItem(pos=places, adj=pairs, size=3, symbolPen=None, pen="gray"))
    plot.show()

    def frame(step: int) -> None:
        plot.getViewBox().translateBy(x=-3.0 if step % 2 else 3.0)
        _painted(lambda painter: plot.render(painter))

    spent = _frames(frame, 5)
    plot.close()
    return spent


def _frames(frame: Callable[[int], None], times: int = 20) -> float:
    """The median, the first frame left out: it makes what later ones use again."""
    frame(1)
    steps = iter(range(times))
    return median_time(lambda: frame(next(steps)), times)[0]


def _painted(paint: Callable[[Any], object]) -> None:
    from PySide6.QtGui import QPainter, QPixmap

    pixmap = QPixmap(*VIEW)
    painter = QPainter(pixmap)
    paint(painter)
    painter.end()
