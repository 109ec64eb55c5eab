"""On whom does it rest? Shares, Herfindahl-Hirschman index and effective number per dimension, with intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.relation import RelationKind
from explorer.graph.identity import family
from explorer.graph.reach import upstream
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import RELATION_KINDS, SupplyGraph


class Dimension(StrEnum):
    """What concentration is measured over."""

    MODEL_VENDOR = "V1"
    CLOUD = "V2"
    HARDWARE_MAKER = "V3"
    FRAMEWORK = "V4"
    HUB = "V5"


DIMENSION_TITLES = {
    Dimension.MODEL_VENDOR: "Model vendor",
    Dimension.CLOUD: "Cloud",
    Dimension.HARDWARE_MAKER: "Hardware maker",
    Dimension.FRAMEWORK: "ML framework",
    Dimension.HUB: "Hub or registry",
}


class Weight(StrEnum):
    """What one unit of reliance is."""

    SYSTEMS = "systems"
    COMPONENTS = "components"


@dataclass(frozen=True, slots=True)
class Holder:
    """One company, hub, cloud or framework, and how much rests on it."""

    id: ComponentId
    name: str
    weight: float
    """Its part of the total weight: a system that relies on three holders gives each a third."""
    share: float
    """0 to 1, of the known weight."""
    systems: tuple[ComponentId, ...]
    """The systems that rely on it."""
    components: tuple[int, ...]
    """The nodes by which they do."""


@dataclass(frozen=True, slots=True)
class Concentration:
    """How concentrated one dimension is."""

    dimension: Dimension
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

    @property
    def effective_number(self) -> float | None:
        """How many equal holders would be as concentrated: 1 / HHI (Hill number of order 2)."""
        return 1 / self.hhi if self.hhi else None

    @property
    def top(self) -> Holder | None:
        """The holder with the largest share."""
        return self.holders[0] if self.holders else None

    def most_exposed(self) -> Holder | None:
        """The holder that most systems rely on; ties by share."""
        return max(self.holders, key=lambda holder: (len(holder.systems), holder.share), default=None)


def hhi(weights: Sequence[float]) -> float | None:
    """The Herfindahl-Hirschman index: the sum of squared shares, 1/n for n equal holders to 1 for a single one.

    Source: O. C. Herfindahl, Concentration in the steel industry, 1950; A. O. Hirschman, 1945.

    >>> hhi([50, 30, 20])
    0.38
    >>> hhi([1, 1, 1, 1])
    0.25
    >>> hhi([]) is None
    True
    """
    total = sum(weights)
    return round(sum((weight / total) ** 2 for weight in weights), 12) if total > 0 else None


def hhi_interval(weights: Sequence[float], unknown: Sequence[float]) -> tuple[float, float] | None:
    """What the index could be, given unknown parts that might belong to anyone: [least, greatest].

    Least: each unknown part is a holder of its own. Greatest: all of it belongs to the largest known holder.

    >>> hhi_interval([2, 1], [1])
    (0.375, 0.625)
    >>> hhi_interval([3], [])
    (1.0, 1.0)
    """
    least = hhi([*weights, *unknown])
    if least is None:
        return None
    largest = max(range(len(weights)), key=weights.__getitem__, default=None)
    together = list(weights) if largest is not None else [0.0]
    together[largest or 0] += sum(unknown)
    greatest = hhi(together)
    return (least, greatest if greatest is not None else least)


def concentration(
    snapshot: Snapshot, roots: Sequence[int], dimension: Dimension, weight: Weight = Weight.SYSTEMS
) -> Concentration:
    """How concentrated the systems `roots` are in one dimension.

    With `Weight.SYSTEMS` every system has weight 1, spread evenly over its components of the dimension; with
    `Weight.COMPONENTS` every distinct component has weight 1.

    >>> from explorer.graph.example import example_snapshot
    >>> kinds = {"llama": Kind.MODEL, "qwen": Kind.MODEL, "meta": Kind.PARTY, "alibaba": Kind.PARTY}
    >>> made = {"llama->meta": RelationKind.MADE_BY, "qwen->alibaba": RelationKind.MADE_BY}
    >>> snapshot = example_snapshot("app1->llama->meta app2->llama app2->qwen->alibaba", kinds, made)
    >>> roots = [snapshot.graph.find("app1"), snapshot.graph.find("app2")]
    >>> answer = concentration(snapshot, roots, Dimension.MODEL_VENDOR)
    >>> [(holder.id, holder.share, len(holder.systems)) for holder in answer.holders]
    [('meta', 0.75, 2), ('alibaba', 0.25, 1)]
    >>> answer.hhi, round(answer.effective_number, 2)
    (0.625, 1.6)
    """
    graph = snapshot.graph
    members = _members(snapshot, dimension)
    holder_of = {node: _holder(snapshot, node, dimension) for node in np.flatnonzero(members).tolist()}
    units = _units(graph, roots, members, weight)
    weights: dict[ComponentId, float] = {}
    unknown: dict[int, float] = {}
    behind: dict[ComponentId, set[int]] = {}
    exposed: dict[ComponentId, set[ComponentId]] = {}
    for root, node, part in units:
        holders = holder_of[node]
        if not holders:
            unknown[node] = unknown.get(node, 0.0) + part
        for holder in holders:
            weights[holder] = weights.get(holder, 0.0) + part / len(holders)
            behind.setdefault(holder, set()).add(node)
            exposed.setdefault(holder, set()).update(root)
    interval = hhi_interval(list(weights.values()), list(unknown.values()))
    return Concentration(
        dimension,
        weight,
        _ranked(snapshot, weights, behind, exposed),
        len(roots),
        tuple(sorted(unknown)),
        hhi(list(weights.values())),
        interval[0] if interval else None,
        interval[1] if interval else None,
    )


def _units(
    graph: SupplyGraph, roots: Sequence[int], members: np.ndarray, weight: Weight
) -> list[tuple[tuple[ComponentId, ...], int, float]]:
    """Each reliance as (systems, node, weight)."""
    reached = {root: np.flatnonzero(members & upstream(graph, [root])).tolist() for root in roots}
    if weight is Weight.SYSTEMS:
        return [((graph.id_of(root),), node, 1 / len(nodes)) for root, nodes in reached.items() for node in nodes]
    systems: dict[int, tuple[ComponentId, ...]] = {}
    for root, nodes in reached.items():
        for node in nodes:
            systems[node] = (*systems.get(node, ()), graph.id_of(root))
    return [(by, node, 1.0) for node, by in sorted(systems.items())]


def _members(snapshot: Snapshot, dimension: Dimension) -> np.ndarray:
    graph = snapshot.graph
    match dimension:
        case Dimension.MODEL_VENDOR:
            return graph.has_kind(Kind.MODEL, Kind.MODEL_SERVICE)
        case Dimension.CLOUD:
            return graph.has_kind(Kind.CLOUD)
        case Dimension.HARDWARE_MAKER:
            return graph.has_kind(Kind.HARDWARE)
        case Dimension.HUB:
            return graph.has_kind(Kind.HUB)
        case Dimension.FRAMEWORK:
            packages = graph.has_kind(Kind.PACKAGE)
            for node in np.flatnonzero(packages).tolist():
                packages[node] = snapshot.components[node].attributes.get("framework") == "yes"
            return packages


_MAKERS: Mapping[Dimension, tuple[RelationKind, ...]] = {
    Dimension.MODEL_VENDOR: (RelationKind.MADE_BY, RelationKind.OPERATED_BY),
    Dimension.HARDWARE_MAKER: (RelationKind.MADE_BY,),
}


def _holder(snapshot: Snapshot, node: int, dimension: Dimension) -> tuple[ComponentId, ...]:
    """On whom this component rests in this dimension: a maker or operator, or the component's own family."""
    graph = snapshot.graph
    kinds = _MAKERS.get(dimension)
    if kinds is None:
        return (family(graph.id_of(node)),)
    for kind in kinds:
        relations = graph.up.relations_of(node)
        chosen = relations[graph.relation_kind[relations] == RELATION_KINDS.index(kind)]
        targets = sorted({graph.id_of(int(graph.relation_target[relation])) for relation in chosen})
        if targets:
            return tuple(targets)
    supplier = int(graph.supplier[node])
    return (graph.id_of(supplier),) if supplier >= 0 else ()


def _ranked(
    snapshot: Snapshot,
    weights: Mapping[ComponentId, float],
    behind: Mapping[ComponentId, set[int]],
    exposed: Mapping[ComponentId, set[ComponentId]],
) -> tuple[Holder, ...]:
    total = sum(weights.values())
    holders = [
        Holder(
            identity,
            _name(snapshot, identity, behind[identity]),
            weight,
            round(weight / total, 12),
            tuple(sorted(exposed[identity])),
            tuple(sorted(behind[identity])),
        )
        for identity, weight in weights.items()
    ]
    return tuple(sorted(holders, key=lambda holder: (-holder.share, holder.id)))


def _name(snapshot: Snapshot, identity: ComponentId, behind: set[int]) -> str:
    component: Component | None = snapshot.component(identity)
    return component.name if component else snapshot.components[min(behind)].name
