"""How many ways lead from here to there, without listing them: exact counts and shares that never overflow.

A path is counted in the graph where each cycle is one place and parallel relations are one; where no cycle lies
between, that is the number of loop-free paths. Counts grow beyond any float, so they are kept as natural logarithms;
shares are computed from ratios of counts, which stay between 0 and 1.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from explorer.analysis.condensed import Condensed, Flags, Floats, Steps, condensed
from explorer.graph.kept import kept
from explorer.graph.supply_graph import SupplyGraph

NO_PATH = -np.inf
"""The logarithm of zero."""


def log_paths_from(graph: SupplyGraph, seeds: Iterable[int]) -> Floats:
    """(n,): the logarithm of how many paths lead from the seeds, taken together, up to each node; -inf for none.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->a->c app->b->c app->c")
    >>> float(np.exp(log_paths_from(graph, [graph.find("app")])[graph.find("c")]).round(9))
    3.0
    """
    parts = condensed(graph)
    return parts.spread(_log_counts(graph, parts.heads(seeds), upwards=True))


def log_paths_to(graph: SupplyGraph, goals: Iterable[int]) -> Floats:
    """(n,): the logarithm of how many paths lead from each node up to any of the goals, the empty path included."""
    parts = condensed(graph)
    return parts.spread(_log_counts(graph, parts.heads(goals), upwards=False))


def exact_count(graph: SupplyGraph, start: int, goal: int) -> int:
    """How many paths lead from `start` up to `goal`, as an exact integer of any size.

    Where cycles lie between this counts each cycle as one place, so the number of loop-free paths is at least this.
    """
    parts = condensed(graph)
    counts = np.zeros(len(graph), np.float64)
    counts[parts.head[start]] = 1
    with np.errstate(over="ignore"):
        parts.up.sweep(counts, np.add)
    found = float(counts[parts.head[goal]])
    if found < 2**53:
        return int(found)
    whole = np.zeros(len(graph), object)
    whole[parts.head[start]] = 1
    parts.up.sweep(whole, np.add)
    return int(whole[parts.head[goal]])


def shares_of_paths(graph: SupplyGraph, seeds: Iterable[int], goals: Iterable[int]) -> Floats:
    """(n,): of the paths from each seed to any goal, the share that runs through each node, averaged over the seeds.

    Seeds that reach no goal are left out; all zeros where none does. A path that ends at one goal and one that goes on
    to the next are two paths.

    >>> from explorer.graph.example import example_graph
    >>> graph = example_graph("app->a->c app->b->c c->chip app->chip")
    >>> shares = shares_of_paths(graph, [graph.find("app")], [graph.find("chip")])
    >>> [round(float(shares[graph.find(name)]), 3) for name in ("a", "c", "chip")]
    [0.333, 0.667, 1.0]
    """
    parts = condensed(graph)
    heads = parts.heads(goals)
    to_goal = _log_counts(graph, heads, upwards=False)
    flow = np.zeros(len(graph))
    starts = [head for head in parts.head[list(seeds)].tolist() if to_goal[head] > NO_PATH]
    for head in starts:
        flow[head] += 1 / len(starts)
    parts.up.sweep(flow, np.add, step_odds(parts, to_goal))
    return parts.spread(np.where(to_goal > NO_PATH, flow, 0.0))


def share_through_sets(graph: SupplyGraph, seeds: Iterable[int], goals: Iterable[int], sets: list[Flags]) -> Floats:
    """(sets,): of the paths from each seed to any goal, the share that meets at least one node of each set, averaged.

    What enters a set is counted and goes no further, so a path that meets it twice counts once. Seeds that reach no
    goal are left out; all zeros where none does.
    """
    parts = condensed(graph)
    to_goal = _log_counts(graph, parts.heads(goals), upwards=False)
    starts = [head for head in parts.head[list(seeds)].tolist() if to_goal[head] > NO_PATH]
    if not starts:
        return np.zeros(len(sets))
    closed = np.zeros((len(graph), len(sets)), bool)
    for place, members in enumerate(sets):
        closed[parts.head[np.flatnonzero(members)], place] = True
    return _absorbed(parts.up, starts, step_odds(parts, to_goal), closed)


def step_odds(parts: Condensed, to_goal: Floats) -> Floats:
    """(steps,): of the paths that leave a step's source for a goal, the share that takes this step."""
    source, target = to_goal[parts.up.source], to_goal[parts.up.target]
    odds = np.zeros(len(source))
    usable = (target > NO_PATH) & (source > NO_PATH)
    odds[usable] = np.exp(target[usable] - source[usable])
    return odds


def _absorbed(steps: Steps, starts: list[int], odds: Floats, closed: Flags) -> Floats:
    """What begins at the starts in equal parts is linear in them, so that all are followed in one sweep."""
    flow = np.zeros(closed.shape)
    np.add.at(flow, starts, 1 / len(starts))
    absorbed = np.where(closed[starts], 1 / len(starts), 0.0).sum(axis=0)
    flow[starts] = np.where(closed[starts], 0.0, flow[starts])
    for first, last in zip(steps.rounds[:-1].tolist(), steps.rounds[1:].tolist(), strict=True):
        begin, end = int(steps.starts[first]), int(steps.starts[last])
        carried = flow[steps.source[begin:end]] * odds[begin:end, None]
        targets = steps.ends[first:last]
        arrived = flow[targets] + np.add.reduceat(carried, steps.starts[first:last] - begin, axis=0)
        inside = closed[targets]
        absorbed += np.where(inside, arrived, 0.0).sum(axis=0)
        flow[targets] = np.where(inside, 0.0, arrived)
    return absorbed


@kept
def _log_counts(graph: SupplyGraph, seeds: npt.NDArray[np.int32], upwards: bool) -> Floats:
    """(n,): the logarithm of how many paths lead from, or to, these heads of groups; told at the heads of groups."""
    parts, counts = condensed(graph), np.full(len(graph), NO_PATH)
    counts[seeds] = 0.0
    steps = parts.up if upwards else parts.down
    with np.errstate(invalid="ignore"):
        steps.sweep(counts, np.logaddexp)
    return counts
