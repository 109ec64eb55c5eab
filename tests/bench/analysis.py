"""The graph kernels at hub size: process CPU, and how many times faster than networkx on the same graph in the same run."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from typing import Any

from tests.bench.generator import hub_lineage, packages
from tests.bench.measures import Figure

SIZES = (10_000, 100_000, 402_654, 1_000_000, 2_500_000)
"""`CATCHMENT_BENCH_SIZES` (numbers, separated by commas) chooses others."""

PEER_UP_TO = 402_654
"""networkx is run up to this size: beyond, it takes minutes and gigabytes."""


def analysis_times() -> list[Figure]:
    """Closure of the largest hub, depth of all, reach of all, dominators, search, for lineages; closure for packages."""
    wanted = os.environ.get("CATCHMENT_BENCH_SIZES")
    sizes = tuple(int(each) for each in wanted.split(",")) if wanted else SIZES
    figures = [figure for size in sizes for figure in _lineage(size)]
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
    return figures + (_beside_networkx(graph, hub, roots, ours, at) if size <= PEER_UP_TO else [])


def _beside_networkx(graph: Any, hub: int, roots: list[int], ours: dict[str, float], at: str) -> list[Figure]:
    """Ratios, ours as the unit: how many times as long networkx takes."""
    import networkx as nx

    peer = nx.DiGraph()
    peer.add_nodes_from(range(len(graph)))
    peer.add_edges_from(zip(graph.relation_source.tolist(), graph.relation_target.tolist(), strict=True))
    theirs = {
        "closure of the largest hub": _median(lambda: nx.ancestors(peer, hub), 3),
        "depth of all": _median(lambda: nx.dag_longest_path_length(nx.condensation(peer)), 1),
    }
    if len(graph) <= 10_000:
        theirs["reach of all"] = _median(lambda: [len(nx.ancestors(peer, node)) for node in peer], 1)
    return [
        Figure(f"networkx takes so many times as long: {name}, {at}", value / max(ours[name], 1e-6), "×")
        for name, value in theirs.items()
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
    spent = []
    for _ in range(times):
        began = time.process_time()
        work()
        spent.append((time.process_time() - began) * 1000)
    return statistics.median(spent)
