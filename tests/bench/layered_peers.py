"""The layered focus layout beside graphviz' `dot`, on the same dense packages: how many lines cross, and the time.

Crossings are counted in the same way for both. A layered drawing is cut at every layer; between two cuts, two lines
cross where their order turns round. Ours are cut at waypoints, dot's splines where they pass the height of a rank.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.graph.supply_graph import SupplyGraph
from explorer.layout.crossings import crossings
from explorer.layout.drawing import Drawing
from explorer.layout.layered import Placement
from tests.bench.generator import packages
from tests.bench.measures import Figure

Floats = npt.NDArray[np.float64]

PACKAGES = (200, 500, 700)
"""How many packages, each requiring four others in the mean; dot takes minutes for more than a thousand."""

_SAMPLES = 12
"""Each Bézier piece of a spline is read at so many points."""


def layered_peer_figures() -> list[Figure]:
    """Crossings and CPU beside dot; one figure that says so where dot is not installed."""
    if shutil.which("dot") is None:
        return [Figure("graphviz (dot) is not installed: not measured beside the focus layout", None, "")]
    return [figure for size in PACKAGES for figure in _beside_dot(size)]


def _beside_dot(size: int) -> list[Figure]:
    graph = packages(size).graph()
    drawing, placement, ours = _our_layout(graph)
    plain, theirs = _dots_layout(drawing)
    crossed = dot_crossings(plain)
    at = f"{size:,} packages / {len(drawing.source):,}"
    return [
        Figure(f"focus layout, {at}", ours * 1000, "ms"),
        Figure(f"dot, {at}", theirs * 1000, "ms"),
        Figure(f"focus layout, share of dot's time, {at}", 100 * ours / theirs, "%", 2.0),
        Figure(f"lines that cross as drawn, share of dot's {crossed:,}, {at}", 100 * placement.crossings / crossed, "%", 108.0),
        Figure(f"links that cross, one by one, share of dot's, {at}", 100 * link_crossings(drawing, placement) / crossed, "%"),
    ]  # fmt: skip


def _our_layout(graph: SupplyGraph) -> tuple[Drawing, Placement, float]:
    """All of the graph, nothing bundled; the time is the best of five."""
    from explorer.layout.focus import draw, focus_on
    from explorer.layout.layered import lay_out
    from explorer.layout.legibility import Labels
    from explorer.layout.survey import Question, survey

    everything = len(graph) + 1
    drawing = draw(focus_on(survey(graph, Question()), few=everything, many=everything))
    labels = Labels.of(drawing, [graph.id_of(int(node)) for node in drawing.node])
    spent = []
    for _ in range(5):
        began = time.process_time()
        placement = lay_out(drawing, labels)
        spent.append(time.process_time() - began)
    return drawing, placement, min(spent)


def _dots_layout(drawing: Drawing) -> tuple[str, float]:
    """What dot prints for the same nodes and links, and its CPU seconds."""
    links = "".join(f"{source}->{target};" for source, target in zip(drawing.source, drawing.target, strict=True))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(
        ["dot", "-Tplain"], input=f"digraph{{rankdir=LR;node[shape=point];edge[arrowhead=none];{links}}}",
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return run.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def link_crossings(drawing: Drawing, placement: Placement) -> int:
    """The pairs of links that cross in our drawing, where several links on one line count one by one."""
    flow = placement.streams
    piece = np.repeat(np.arange(len(flow.source)), flow.links)
    source, target = flow.source[piece], flow.target[piece]
    apart = flow.layer[source] != flow.layer[target]
    source, target = source[apart], target[apart]
    forward = flow.layer[source] < flow.layer[target]
    left, right = np.where(forward, source, target), np.where(forward, target, source)
    place = _places(placement)
    return sum(
        crossings(place[left[here]], place[right[here]])
        for layer in np.unique(flow.layer[left])
        for here in [flow.layer[left] == layer]
    )


def _places(placement: Placement) -> npt.NDArray[np.int64]:
    """(p,): the height of every point, as ranks: marks and waypoints where the pieces begin and end."""
    flow = placement.streams
    height = np.zeros(len(flow.layer))
    height[flow.source], height[flow.target] = placement.knots[:, 0, 1], placement.knots[:, -1, 1]
    return np.unique(height, return_inverse=True)[1]


@dataclass(frozen=True)
class _Line:
    """One edge of dot's drawing: where it is at the ranks that it passes."""

    ranks: list[int]
    heights: Floats


def dot_crossings(plain: str) -> int:
    """The pairs of edges that cross in what `dot -Tplain` printed with `rankdir=LR`.

    >>> cross = "node a 0 0 1 1 a\\nnode b 0 1 1 1 b\\nnode c 1 0 1 1 c\\nnode d 1 1 1 1 d\\n"
    >>> cross += "edge a d 4 0 0 .3 .3 .6 .6 1 1 s b\\nedge b c 4 0 1 .3 .7 .6 .4 1 0 s b\\n"
    >>> dot_crossings(cross)
    1
    """
    entries = [line.split() for line in plain.splitlines()]
    spots = {each[1]: (float(each[2]), float(each[3])) for each in entries if each[0] == "node"}
    ranks = np.unique([x for x, _ in spots.values()])
    lines = [_line(each, spots, ranks) for each in entries if each[0] == "edge"]
    return sum(_between(lines, rank) for rank in range(len(ranks) - 1))


def _line(entry: list[str], spots: dict[str, tuple[float, float]], ranks: Floats) -> _Line:
    count = int(entry[3])
    points = np.array(entry[4 : 4 + 2 * count], float).reshape(-1, 2)
    ends = np.array([spots[entry[1]], spots[entry[2]]])
    curve = np.vstack([ends[:1], *_sampled(points), ends[1:]])
    curve = curve[np.argsort(curve[:, 0], kind="stable")]
    first, last = np.searchsorted(ranks, np.sort(ends[:, 0]))
    passed = list(range(int(first), int(last) + 1))
    heights = np.interp(ranks[passed], curve[:, 0], curve[:, 1])
    order = np.argsort(ends[:, 0])
    heights[[0, -1]] = ends[order, 1]
    return _Line(passed, heights)


def _sampled(points: Floats) -> Iterator[Floats]:
    """Points on each Bézier piece of a spline, whose control points are `points`."""
    at = np.linspace(0, 1, _SAMPLES)[:, None]
    for start in range(0, len(points) - 1, 3):
        a, b, c, d = points[start : start + 4]
        yield (1 - at) ** 3 * a + 3 * (1 - at) ** 2 * at * b + 3 * (1 - at) * at**2 * c + at**3 * d


def _between(lines: list[_Line], rank: int) -> int:
    pairs = [
        (line.heights[rank - line.ranks[0]], line.heights[rank - line.ranks[0] + 1])
        for line in lines
        if line.ranks[0] <= rank < line.ranks[-1]
    ]
    if not pairs:
        return 0
    left, right = (np.unique(np.round(side, 4), return_inverse=True)[1] for side in zip(*pairs, strict=True))
    return crossings(left, right)
