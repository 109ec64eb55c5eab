"""On whom does it rest? Shares, Herfindahl-Hirschman index and effective number per dimension, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from explorer.analysis.condensed import Floats
from explorer.analysis.dimensions import (
    DIMENSION_TITLES,
    MAIN_DIMENSIONS,
    Axis,
    Dimension,
    Membership,
    membership,
    title_of,
)
from explorer.analysis.indices import gini, hhi, hhi_interval, top_interval, top_share
from explorer.analysis.path_counts import NO_PATH, log_paths_from
from explorer.analysis.reliance import Reliance, reliance
from explorer.analysis.without_own import without_own
from explorer.domain.component import ComponentId
from explorer.graph.kept import kept
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import SupplyGraph

__all__ = [
    "DIMENSION_TITLES", "MAIN_DIMENSIONS", "Concentration", "Dimension", "Holder", "Weight", "concentration", "hhi",
    "hhi_interval",
]  # fmt: skip


class Weight(StrEnum):
    """What one unit of reliance is."""

    SYSTEMS = "systems"
    """Every system counts 1 (or its criticality), spread evenly over its components of the dimension."""
    COMPONENTS = "components"
    """Every distinct component counts 1."""
    PATHS = "paths"
    """Every system counts 1 (or its criticality), spread over its components by the number of paths to each."""


@dataclass(frozen=True, slots=True)
class Holder:
    """One company, hub, cloud, framework, country or licence, and how much rests on it."""

    id: ComponentId
    name: str
    weight: float
    """Its part of the known weight: a system that relies on three holders gives each a third."""
    share: float
    """0 to 1, of the known weight."""
    systems: tuple[ComponentId, ...]
    """The systems that rely on it."""
    components: tuple[int, ...]
    """The nodes by which they do."""


@dataclass(frozen=True, slots=True)
class Concentration:
    """How concentrated one dimension is.

    The figures without `least` and `greatest` are those of the known part alone, as if the unknown were not there: an
    unknown component never lowers them. The intervals are of the whole, unknown included.
    """

    dimension: Axis
    weight: Weight
    holders: tuple[Holder, ...]
    """Largest share first."""
    systems: int
    """How many systems were asked about: the denominator of exposure."""
    unknown: tuple[int, ...]
    """Nodes of this dimension whose holder is not known."""
    hhi: float | None
    """Sum of squared shares of the known part, 0 to 1; None where nothing is known."""
    hhi_least: float | None
    """If every unknown belonged to a different holder not seen yet."""
    hhi_greatest: float | None
    """If every unknown belonged to the largest holder. None where nothing is in this dimension at all."""
    unknown_share: float | None
    """The part of the whole weight whose holder is not known; None where nothing is in this dimension."""
    top1: tuple[float, float] | None
    """What the largest holder has, [least, greatest]."""
    top3: tuple[float, float] | None
    """What the three largest have together, [least, greatest]."""
    left_out: int = 0
    """Components that are not counted because they are one's own."""

    @property
    def key(self) -> str:
        """The word that asks for this dimension: `V1`, `licence`, `attribute:format`."""
        return str(self.dimension)

    @property
    def title(self) -> str:
        """The dimension in words."""
        return title_of(self.dimension)

    @property
    def effective_number(self) -> float | None:
        """How many equal holders would be as concentrated: 1 / HHI (Hill number of order 2)."""
        return 1 / self.hhi if self.hhi else None

    @property
    def gini(self) -> float | None:
        """How unequal the known holders are, 0 to 1."""
        return gini([holder.weight for holder in self.holders])

    def top(self, most: int = 1) -> float | None:
        """What the `most` largest holders have together of the known part."""
        return top_share([holder.weight for holder in self.holders], most)

    def most_exposed(self) -> Holder | None:
        """The holder that most systems rely on; ties by share."""
        return max(self.holders, key=lambda holder: (len(holder.systems), holder.share), default=None)


@kept
def concentration(
    snapshot: Snapshot,
    roots: Sequence[int],
    dimension: Axis,
    weight: Weight = Weight.SYSTEMS,
    criticality: Mapping[ComponentId, float] | None = None,
    without: frozenset[int] = frozenset(),
) -> Concentration:
    """How concentrated the systems `roots` are in one dimension.

    `criticality` weighs systems; one that is not in it counts 1. What the parties `without` made or answer for, which are
    one's own, is left out.

    Worked by hand: app1 rests on meta alone (1), app2 half on meta, half on alibaba. Meta 1.5, alibaba 0.5, of 2;
    0.75² + 0.25² = 0.625.

    >>> from explorer.domain.component import Kind
    >>> from explorer.domain.relation import RelationKind
    >>> from explorer.graph.example import example_snapshot
    >>> kinds = {"llama": Kind.MODEL, "qwen": Kind.MODEL, "meta": Kind.PARTY, "alibaba": Kind.PARTY}
    >>> made = {"llama->meta": RelationKind.MADE_BY, "qwen->alibaba": RelationKind.MADE_BY}
    >>> snapshot = example_snapshot("app1->llama->meta app2->llama app2->qwen->alibaba", kinds, made)
    >>> roots = [snapshot.graph.find("app1"), snapshot.graph.find("app2")]
    >>> answer = concentration(snapshot, roots, Dimension.MODEL_VENDOR)
    >>> [(holder.id, holder.share, len(holder.systems)) for holder in answer.holders]
    [('meta', 0.75, 2), ('alibaba', 0.25, 1)]
    >>> answer.hhi, round(answer.effective_number, 2), answer.gini
    (0.625, 1.6, 0.25)
    >>> concentration(snapshot, roots, Dimension.MODEL_VENDOR, criticality={"app2": 3}).hhi
    0.53125
    >>> answer = concentration(snapshot, roots, Dimension.MODEL_VENDOR, without=frozenset({snapshot.graph.find("meta")}))
    >>> [(holder.id, holder.share, len(holder.systems)) for holder in answer.holders], answer.left_out
    ([('alibaba', 1.0, 1)], 1)
    """
    whole = membership(snapshot, dimension, roots)
    parts = without_own(snapshot.graph, whole, without) if without else whole
    graph, reach = snapshot.graph, reliance(snapshot.graph, roots)
    systems = tuple(graph.id_of(root) for root in roots)
    importance = [(criticality or {}).get(system, 1.0) for system in systems]
    spread = (lambda root, nodes: _by_paths(graph, root, nodes)) if weight is Weight.PATHS else evenly
    found = measured_over(parts, reach, systems, Weighing(dimension, weight, importance, spread))
    left_out = int((whole.members & ~parts.members & (reach.counts() > 0)).sum())
    return replace(found, left_out=left_out) if left_out else found


@dataclass(frozen=True, slots=True)
class Weighing:
    """What is measured, and how much each system weighs."""

    dimension: Axis
    weight: Weight
    importance: Sequence[float]
    """(systems,)."""
    spread: Callable[[int, np.ndarray], Floats]
    """How the weight of 1 of the system at a node is spread over these components."""


def measured_over(
    parts: Membership, reach: Reliance, systems: Sequence[ComponentId], weighing: Weighing
) -> Concentration:  # fmt: skip
    """How concentrated these systems are, who reach the components as `reach` says."""
    whole, known = _node_weights(parts, reach, weighing)
    of_known = _by_holder(parts, known)
    holders_of_whole = _by_holder(parts, whole)
    unknown = np.flatnonzero(parts.unknown & (whole > 0))
    held, loose = holders_of_whole[of_known > 0].tolist(), whole[unknown].tolist()
    interval = hhi_interval(held, loose)
    total = sum(held) + sum(loose)
    return Concentration(
        weighing.dimension,
        weighing.weight,
        _ranked(parts, reach, systems, of_known),
        len(systems),
        tuple(unknown.tolist()),
        hhi(of_known[of_known > 0].tolist()),
        interval[0] if interval else None,
        interval[1] if interval else None,
        round(sum(loose) / total, 12) if total else None,
        top_interval(held, loose, 1),
        top_interval(held, loose, 3),
    )


def _node_weights(parts: Membership, reach: Reliance, weighing: Weighing) -> tuple[Floats, Floats]:
    """(n,) twice: the weight of each component in the whole, and in the known part, where the unknown has none."""
    whole, known = np.zeros(len(parts.members)), np.zeros(len(parts.members))
    if weighing.weight is Weight.COMPONENTS:
        whole[parts.members & (reach.counts() > 0)] = 1
        known[(whole > 0) & ~parts.unknown] = 1
        return whole, known
    for place, factor in enumerate(weighing.importance):
        nodes = np.flatnonzero(parts.members & reach.reached_by(place))
        spread = weighing.spread(reach.roots[place], nodes)
        whole[nodes] += factor * spread
        stated = ~parts.unknown[nodes]
        if stated.any() and (share := spread[stated].sum()) > 0:
            known[nodes[stated]] += factor * spread[stated] / share
    return whole, known


def evenly(_: int, nodes: np.ndarray) -> Floats:
    return np.full(len(nodes), 1 / max(len(nodes), 1))


def _by_paths(graph: SupplyGraph, root: int, nodes: np.ndarray) -> Floats:
    """One system's weight of 1, spread over its components by the number of paths to each."""
    if not len(nodes):
        return np.zeros(0)
    ways = log_paths_from(graph, [root])[nodes]
    ways = np.exp(ways - ways.max(initial=NO_PATH))
    # A component whose share of paths is below the smallest float still stands upstream.
    ways = np.maximum(ways, np.finfo(float).tiny)
    spread: Floats = ways / ways.sum()
    return spread


def _by_holder(parts: Membership, node_weight: Floats) -> Floats:
    sums = np.bincount(parts.holder, node_weight[parts.node] * parts.part, minlength=len(parts.holders))
    return sums.astype(np.float64)  # Integers where nothing is counted.


def _ranked(
    parts: Membership, reach: Reliance, systems: Sequence[ComponentId], weights: Floats
) -> tuple[Holder, ...]:  # fmt: skip
    total = float(weights.sum())
    reached = (reach.words[parts.node] != 0).any(axis=1) if len(parts.node) else np.zeros(0, bool)
    node, code = parts.node[reached], parts.holder[reached]
    order = np.lexsort((node, code))
    node, code = node[order], code[order]
    begins = np.flatnonzero(np.diff(code, prepend=-1))
    holders = []
    for begin, end in zip(begins.tolist(), np.append(begins, len(code))[1:].tolist(), strict=True):
        members, place = node[begin:end], int(code[begin])
        weight = float(weights[place])
        upon = reach.places_in(np.bitwise_or.reduce(reach.words[members], axis=0))
        names = tuple(sorted(systems[each] for each in upon))
        identity, name = parts.holders[place], parts.names[place]
        holders.append(Holder(identity, name, weight, round(weight / total, 12), names, tuple(members.tolist())))
    return tuple(sorted(holders, key=lambda holder: (-holder.share, holder.id)))
