"""The focus canvas and the matrix: frames, the layered layout of 1,000 components, its crossings beside those of dot."""

from __future__ import annotations

import json
import random
import re
import resource
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tests.bench.measures import Figure

if TYPE_CHECKING:
    from explorer.graph.snapshot import Snapshot
    from explorer.graph.supply_graph import SupplyGraph
    from explorer.layout.drawing import Drawing
    from explorer.ui.canvas.grid_canvas import GridCanvas
    from explorer.ui.canvas.lineage_canvas import LineageCanvas

VIEW = (1600, 1000)
MARKS, NODES = 2_000, 1_000
FRAME_BAR, LINEAGE_BAR, DENSE_BAR = 16.0, 40.0, 300.0
CROSSINGS_BAR, SHARE_BAR = 1.08, 0.02


def focus_times() -> list[Figure]:
    """Process CPU, median. Where no `dot` is on the path, its figures are left out."""
    from tests.layout.columns import lineage

    dense = packages(NODES).graph
    figures = [
        *_frames(),
        *_layout("lineage", lineage(NODES), LINEAGE_BAR),
        *_layout("dense packages", dense, DENSE_BAR),
    ]
    figures += _matrix_frames()
    if shutil.which("dot") is not None:
        for size in (200, 500, NODES):
            figures += _beside_dot("lineage", lineage(size))
        figures += _beside_dot("dense packages", dense, SHARE_BAR)
    return figures


def packages(count: int, layers: int = 16, seed: int = 1) -> Snapshot:
    """Packages in layers, each required by one to four of the three layers before it: as dense as lock files are."""
    from explorer.domain.component import Kind
    from explorer.domain.relation import RelationKind
    from tests.layout.synthetic import _Builder

    chance = random.Random(seed)
    made = _Builder(chance)
    names = [made.add("system:s", Kind.SYSTEM, "s")]
    layer = [0, *(1 + place * layers // count for place in range(count - 1))]
    names += [made.add(f"pkg:pypi/p{place}", Kind.PACKAGE, f"{made.word()}-{place}") for place in range(count - 1)]
    for place in range(1, count):
        before = [each for each in range(place) if 0 < layer[place] - layer[each] <= 3]
        for _ in range(chance.choice((1, 2, 2, 3, 4))):
            made.join(names[chance.choice(before)], names[place], RelationKind.REQUIRES)
    return made.snapshot()


def _frames() -> list[Figure]:
    from PySide6.QtWidgets import QApplication

    from explorer.ui import theme
    from explorer.ui.canvas.lineage_canvas import LineageCanvas
    from tests.layout.synthetic import portfolio

    _application = QApplication.instance() or QApplication([])
    graph = portfolio(8, 4 * MARKS).graph
    canvas = LineageCanvas(theme.light())
    canvas.resize(*VIEW)
    canvas.set_drawing(_drawing(graph, MARKS), graph)
    canvas.show()
    figures = []
    for where in ("whole", "zoomed in"):
        canvas.viewport.fit(animate=False)
        if where == "zoomed in":
            canvas.viewport.go_to(
                canvas.camera.zoomed(_READABLE / canvas.camera.scale, canvas.viewport.rect.center()), animate=False
            )
        figures += _frames_of(canvas, where)
    canvas.close()
    canvas.deleteLater()
    return figures


_READABLE = 0.8
"""The scale at which labels are read."""


def _frames_of(canvas: LineageCanvas, where: str) -> list[Figure]:
    from explorer.ui.canvas.words import shown_labels

    frame = canvas.frame()
    marks, lines = frame.visible(), len(canvas.scene.placement.streams.source)
    about = f"{where}, {len(marks):,} glyphs, {len(shown_labels(frame, marks)):,} labels, {lines:,} lines"
    _turns(canvas)  # What is drawn for the first time, glyphs and words, is drawn slowly.
    canvas._picture.forget()
    moving = [turn for step in range(30) for turn in _moved(canvas, 3.0 if step % 2 else -3.0)]
    canvas.viewport.come_to_rest()
    turns = [_turns(canvas) for _ in range(9)]
    return [
        Figure(f"focus frame in motion, {about}", statistics.median(moving), "ms", FRAME_BAR),
        Figure(f"focus frame in motion, {where}, greatest", max(moving), "ms", FRAME_BAR),
        Figure(
            f"focus frame at rest, smooth, {where}, longest turn", statistics.median(map(max, turns)), "ms", FRAME_BAR
        ),
        Figure(f"focus frame at rest, smooth, {where}, all its turns", statistics.median(map(sum, turns)), "ms"),
    ]


def _matrix_frames() -> list[Figure]:
    """A matrix as large as a hub's owners by a firm's systems, scrolled."""
    from explorer.pipeline.grids import Grid, GridKind
    from explorer.ui import theme
    from explorer.ui.canvas.grid_canvas import GridCanvas
    from explorer.ui.canvas.grid_scale import count_scale
    from explorer.ui.canvas.grid_scene import Ordering, grid_scene
    from tests.layout.synthetic import portfolio

    rows, columns = 5_000, 40
    chance = np.random.default_rng(1)
    snapshot = portfolio(4, rows)
    value = chance.integers(0, 300, (rows, columns)) * (chance.random((rows, columns)) < 0.3)
    unsure = chance.random((rows, columns)) < 0.5
    grid = Grid(GridKind.PARTIES, "", "", tuple(range(rows)), tuple(range(columns)), value, unsure)
    spent = _timed(lambda: grid_scene(snapshot, grid, Ordering.ALIKE))
    canvas = GridCanvas(theme.light())
    canvas.resize(*VIEW)
    canvas.show_scene(grid_scene(snapshot, grid, Ordering.ALIKE), count_scale(300, theme.light()))
    frames = []
    for look in (canvas.make_readable, canvas.fit):
        look()
        frames.append([_timed(lambda: _scrolled(canvas)) for _ in range(30)])
    canvas.deleteLater()
    at = f"{rows:,} rows, {columns} columns"
    return [
        Figure(f"matrix, alike side by side, {at}", spent, "ms"),
        Figure(f"matrix frame while scrolling, readable, {at}", statistics.median(frames[0]), "ms", FRAME_BAR),
        Figure(f"matrix frame while scrolling, smallest cells, {at}", statistics.median(frames[1]), "ms", FRAME_BAR),
    ]


def _scrolled(canvas: GridCanvas) -> None:
    from PySide6.QtGui import QPixmap

    canvas.look(canvas.places.scrolled(canvas.places.x, canvas.places.y + 37))
    canvas.viewport().render(QPixmap(canvas.size()))


def _drawing(graph: SupplyGraph, most: int) -> Drawing:
    from explorer.layout.focus import draw, focus_on
    from explorer.layout.survey import Question, survey

    return draw(focus_on(survey(graph, Question()), few=most, many=most))


def _moved(canvas: LineageCanvas, dx: float) -> list[float]:
    """What each turn of the event loop takes after a step of a movement."""
    canvas.viewport.pan(dx, 0.0)
    turns = [_timed(lambda: _painted(canvas))]
    return [*turns, _timed(canvas._picture.go_on)] if canvas._picture.unfinished else turns


def _turns(canvas: LineageCanvas) -> list[float]:
    """What each turn of the event loop takes until the picture is whole again."""
    canvas.set_theme(canvas._palette.theme)
    turns = [_timed(lambda: _painted(canvas))]
    while canvas._picture.unfinished:
        turns.append(_timed(canvas._picture.go_on))
    return [*turns, _timed(lambda: _painted(canvas))]


def _painted(canvas: LineageCanvas) -> None:
    from PySide6.QtGui import QPixmap

    pixmap = QPixmap(canvas.size())
    canvas.render(pixmap)


def _layout(name: str, graph: SupplyGraph, bar: float) -> list[Figure]:
    from explorer.layout.layered import lay_out
    from explorer.layout.legibility import Labels
    from explorer.layout.measures import Room
    from explorer.ui.canvas.scene import scene_of

    drawing = _drawing(graph, 5 * NODES)
    room = Room(*VIEW)
    scene = scene_of(graph, drawing, room)
    labels = Labels.of(drawing, scene.labels)
    spent = statistics.median(_timed(lambda: lay_out(drawing, labels, room)) for _ in range(7))
    at = f"{name}, {len(drawing):,} marks, {len(drawing.source):,} links"
    return [
        Figure(f"layered layout, {at}", spent, "ms", bar),
        Figure(f"crossings as drawn, {name}", scene.placement.crossings, ""),
    ]


def _beside_dot(name: str, graph: SupplyGraph, bar: float | None = None) -> list[Figure]:
    """Both with the same components in the same layers; lines of dot are followed through the layers that they pass.

    dot knows no horizon, below which we keep what is unknown; so nothing is unknown here.
    """
    from explorer.layout.arrangement import arranged

    drawing = _drawing(graph, 5 * NODES)
    drawing = replace(drawing, knowledge=np.zeros_like(drawing.knowledge))
    ours = min(_timed(lambda: arranged(drawing)) for _ in range(5)) / 1000
    crossings = arranged(drawing).crossings
    theirs, crossed = dot_crossings(drawing)
    at = f"{name}, {len(drawing):,} marks, {len(drawing.source):,} links"
    return [
        Figure(f"crossings of dot, {at}", crossed, ""),
        Figure(f"crossings, share of dot's, {at}", crossings / max(crossed, 1), "", CROSSINGS_BAR),
        Figure(f"time for the order, share of dot's {1000 * theirs:,.0f} ms, {at}", ours / theirs, "", bar),
    ]


def dot_crossings(drawing: Drawing) -> tuple[float, int]:
    """The seconds that dot takes for the same layers, and how many pairs of its lines cross between neighbouring layers."""
    from explorer.layout.crossings import crossings

    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    told = subprocess.run(["dot", "-Tjson"], input=_as_dot(drawing), capture_output=True, text=True, check=True).stdout
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    found = json.loads(told)
    names = {each["_gvid"]: each["name"] for each in found["objects"] if "pos" in each}
    where = {each["name"]: np.array(each["pos"].split(","), float) for each in found["objects"] if "pos" in each}
    ranks = np.array([where[f"r{band}"][0] for band in range(len(drawing.bands))])
    pieces: dict[int, list[tuple[float, float]]] = {}
    for edge in found["edges"]:
        tail, head = names[edge["tail"]], names[edge["head"]]
        if tail.startswith("r"):
            continue
        first, last = int(drawing.layer[int(tail[1:])]), int(drawing.layer[int(head[1:])])
        heights = np.interp(ranks[first : last + 1], *_curve(edge["pos"]))
        heights[0], heights[-1] = where[tail][1], where[head][1]
        for step in range(last - first):
            pieces.setdefault(first + step, []).append((heights[step], heights[step + 1]))
    total = 0
    for lines in pieces.values():
        begin, end = (np.unique(np.round(column, 2), return_inverse=True)[1] for column in np.array(lines).T)
        total += crossings(begin, end)
    return spent, total


def _as_dot(drawing: Drawing) -> str:
    layer = drawing.layer
    lines = ['digraph{rankdir=LR;nodesep=0.1;node[shape=point,width=0.05,label=""];edge[arrowhead=none];']
    for band in range(len(drawing.bands)):
        members = ";".join(f"n{mark}" for mark in np.flatnonzero(layer == band).tolist())
        lines.append(f"{{rank=same;r{band};{members}}}")
    lines.append("->".join(f"r{band}" for band in range(len(drawing.bands))) + "[style=invis];")
    forward = np.flatnonzero(layer[drawing.source] < layer[drawing.target])
    lines += [f"n{drawing.source[link]}->n{drawing.target[link]};" for link in forward.tolist()]
    return "\n".join([*lines, "}"])


def _curve(text: str) -> tuple[np.ndarray, np.ndarray]:
    """The places along a line of cubic curves."""
    points = np.array([point.split(",") for point in re.sub(r"[es],\S+ ", "", text).split()], float)
    share = np.linspace(0, 1, 30)[:, None]
    rest = 1 - share
    parts = [
        rest**3 * a + 3 * rest**2 * share * b + 3 * rest * share**2 * c + share**3 * d
        for a, b, c, d in zip(points[:-1:3], points[1::3], points[2::3], points[3::3], strict=True)
    ]
    along = np.concatenate(parts)
    return along[:, 0], along[:, 1]


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000
