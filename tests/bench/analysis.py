"""The graph kernels at hub size: process CPU, and beside it what `graph_peers` take for the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from tests.bench.generator import hub_lineage, packages
from tests.bench.graph_peers import MOST, median_time, peer_figures
from tests.bench.measures import Figure
from tests.bench.sizes import chosen_sizes

if TYPE_CHECKING:
    from explorer.graph.supply_graph import SupplyGraph


def analysis_times() -> list[Figure]:
    """Closure of the largest hub, depth of all, reach of all, dominators, search, for lineages; closure for packages."""
    by_size = {size: _lineage(size) for size in chosen_sizes()}
    return [figure for figures in by_size.values() for figure in figures] + growth(by_size) + _packages(100_000)


def growth(by_size: Mapping[int, Sequence[Figure]]) -> list[Figure]:
    """The power of the number of nodes with which each time grows, between neighbouring sizes; 1 is linear.

    >>> ten, twenty = Figure("sweep, 10", 1.0, "ms"), Figure("sweep, 20", 4.0, "ms")
    >>> [(each.name, each.value) for each in growth({10: [ten], 20: [twenty]})]
    [('sweep grows by the power, 10 to 20 nodes', 2.0)]
    """
    found = []
    for less, more in pairwise(sorted(by_size)):
        times = {each.name.partition(",")[0]: each.value for each in by_size[less] if each.unit == "ms"}
        for each in by_size[more]:
            before, name = times.get(each.name.partition(",")[0]), each.name.partition(",")[0]
            if each.unit == "ms" and before and each.value:
                power = log(each.value / before) / log(more / less)
                found.append(Figure(f"{name} grows by the power, {less:,} to {more:,} nodes", power, ""))
    return sorted(found, key=lambda each: each.name.partition(",")[0])


def _lineage(size: int) -> list[Figure]:
    import numpy as np

    from explorer.graph.dominators import immediate_dominators
    from explorer.graph.reach import downstream, longest_chains
    from explorer.graph.reach_counts import reach_counts
    from explorer.graph.search import Search

    columns = hub_lineage(size)
    began = time.process_time()
    graph = columns.graph()
    frozen = (time.process_time() - began) * 1000
    hub = int(np.argmax(graph.down.degree()))
    roots = np.flatnonzero(graph.down.degree() == 0)
    search = Search(graph)
    search.find("llama")
    at = f"{size:,} / {graph.relation_count:,}"
    ours = {
        "closure of the largest hub": _median(lambda: downstream(graph, [hub])),
        "depth of all": _median(lambda: longest_chains(graph, roots)),
        "depth under every other root": _median(lambda: longest_chains(graph, roots[::2])),
        "reach of all": _median(lambda: reach_counts(graph), 3),
    }
    ours["dominators of all"] = _median(lambda: immediate_dominators(graph, roots.tolist()), 3)
    figures = [Figure(f"{name}, {at}", value, "ms") for name, value in ours.items()]
    figures += _passes(graph, ours, at)
    figures += [
        Figure(f"graph from columns (condensed, in level order), {at}", frozen, "ms"),
        Figure(f"search keystroke, {at}", _median(lambda: search.find("mistral 7b")), "ms", 50.0),
    ]
    return figures + (peer_figures(graph, hub, at) if size <= MOST else [])


def _passes(graph: SupplyGraph, ours: Mapping[str, float], at: str) -> list[Figure]:
    """How often the machine could copy the graph's relations, both ways, while each question is answered.

    That is the memory's own speed: a kernel that looks once at every relation, in the order in which they lie, takes about one.
    """
    import numpy as np

    columns = [each for rows in (graph.up, graph.down) for each in (rows.offsets, rows.targets)]
    room = [np.empty_like(each) for each in columns]

    def copy() -> None:
        for there, each in zip(room, columns, strict=True):
            np.copyto(there, each)

    one = max(_median(copy), 1e-3)
    size = sum(each.nbytes for each in columns) / 2**20
    return [
        Figure(f"one copy of the relations, both ways, {size:,.1f} MiB, {at}", one, "ms"),
        *(Figure(f"{name}: such copies in its time, {at}", value / one, "x") for name, value in ours.items()),
    ]


def _packages(size: int) -> list[Figure]:
    import numpy as np

    from explorer.analysis.why import why
    from explorer.graph.reach import upstream

    graph = packages(size).graph()
    degree = graph.up.degree()
    start = int(np.argmax(degree))
    reached = np.flatnonzero(upstream(graph, [start]))
    goal = int(reached[np.argmax(graph.level[reached])])
    at = f"{size:,} packages / {graph.relation_count:,}"
    return [
        Figure(f"closure, {at}", _median(lambda: upstream(graph, [start])), "ms"),
        Figure(
            f"20 shortest paths and choke points, {at}", _median(lambda: why(graph, start, goal, 20), 3), "ms", 500.0
        ),
    ]


def _median(work: Callable[[], object], times: int = 7) -> float:
    return median_time(work, times)[0]
