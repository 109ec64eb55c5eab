"""The graph kernels at hub size: process CPU, and beside it what `graph_peers` take for the same."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.bench.generator import hub_lineage, packages
from tests.bench.graph_peers import MOST, median_time, peer_figures
from tests.bench.measures import Figure
from tests.bench.sizes import chosen_sizes


def analysis_times() -> list[Figure]:
    """Closure of the largest hub, depth of all, reach of all, dominators, search, for lineages; closure for packages."""
    figures = [figure for size in chosen_sizes() for figure in _lineage(size)]
    return figures + _packages(100_000)


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
    roots = np.flatnonzero(graph.down.degree() == 0).tolist()
    search = Search(graph)
    search.find("llama")
    at = f"{size:,} / {graph.relation_count:,}"
    ours = {
        "closure of the largest hub": _median(lambda: downstream(graph, [hub])),
        "depth of all": _median(lambda: longest_chains(graph, roots)),
        "reach of all": _median(lambda: reach_counts(graph), 3),
    }
    figures = [Figure(f"{name}, {at}", value, "ms") for name, value in ours.items()]
    figures += [
        Figure(f"graph from columns (condensed, in level order), {at}", frozen, "ms"),
        Figure(f"dominators of all, {at}", _median(lambda: immediate_dominators(graph, roots), 3), "ms"),
        Figure(f"search keystroke, {at}", _median(lambda: search.find("mistral 7b")), "ms", 50.0),
    ]
    return figures + (peer_figures(graph, hub, at) if size <= MOST else [])


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
