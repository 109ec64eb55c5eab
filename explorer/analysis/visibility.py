"""Where does sight end? How much of what is upstream is verified, declared, inferred or unknown, and at which depth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.domain.component import ComponentClass, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.kept import kept
from explorer.graph.reach import UNREACHED, least_depths
from explorer.graph.supply_graph import KINDS, KNOWLEDGE, RELATION_KINDS, SupplyGraph


@dataclass(frozen=True, slots=True)
class KnowledgeShares:
    """How many components are known how well."""

    verified: int
    declared: int
    inferred: int
    unknown: int

    @property
    def total(self) -> int:
        """The denominator of every share."""
        return self.verified + self.declared + self.inferred + self.unknown

    def share(self, knowledge: Knowledge) -> float | None:
        """The share of this knowledge, 0 to 1; None where there is nothing to share."""
        return getattr(self, knowledge.value) / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Sight:
    """Where sight ends for one class, in relations from the nearest root."""

    first_unknown: int | None
    """The least depth at which something unknown stands; None where nothing is unknown."""
    last_seen: int | None
    """The greatest least-depth at which anything is still known: beyond it sight has ended for good."""


@dataclass(frozen=True, slots=True)
class SystemSight:
    """How well what is upstream of one system is known."""

    root: int
    components: KnowledgeShares
    relations: KnowledgeShares
    first_unknown: int | None


@dataclass(frozen=True, eq=False)
class Visibility:
    """The visibility horizon of the roots."""

    shares: KnowledgeShares
    """Of all components upstream, the roots not counted."""
    by_class: Mapping[ComponentClass, KnowledgeShares]
    by_depth: tuple[KnowledgeShares, ...]
    """By least depth, 0 (the roots) first."""
    relations: KnowledgeShares
    """Of all relations upstream."""
    by_expected_class: Mapping[ComponentClass, KnowledgeShares]
    """As `by_class`, where something unknown counts in the class that it must be of: unknown training data is data."""
    sight: Mapping[ComponentClass, Sight]
    """Where sight ends, for each class that it must be of."""
    by_system: tuple[SystemSight, ...]
    """The shares of every root by itself, in the order of the roots."""
    beyond: np.ndarray
    """(n,) bool: upstream components that are unknown, the horizon itself."""
    first_unknown_depth: int | None
    """The least depth at which something unknown stands; None where nothing is unknown."""
    last_seen_depth: int
    """The greatest least-depth at which anything is still known."""
    frontier: tuple[int, ...]
    """Known nodes that rely directly on something unknown, the nearest first: those who would have to tell us."""

    @property
    def share_beyond(self) -> float | None:
        """The share of upstream components beyond the horizon, 0 to 1; None where nothing is upstream.

        At least this much: what hangs on an unknown component is not counted, because nobody can count it.
        """
        return self.shares.share(Knowledge.UNKNOWN)


@kept
def visibility(graph: SupplyGraph, roots: Sequence[int]) -> Visibility:
    """The visibility horizon of everything upstream of the roots.

    >>> from explorer.graph.example import example_snapshot
    >>> graph = example_snapshot("app->model->data app->torch", unknown="data").graph
    >>> answer = visibility(graph, [graph.find("app")])
    >>> answer.shares.unknown, answer.shares.total, answer.first_unknown_depth
    (1, 3, 2)
    >>> [graph.id_of(node) for node in answer.frontier]
    ['model']
    """
    depths = least_depths(graph, roots)
    reached = depths != UNREACHED
    upstream = reached.copy()
    upstream[np.asarray(list(roots), np.int32)] = False
    beyond = upstream & (graph.knowledge == KNOWLEDGE.index(Knowledge.UNKNOWN))
    known = reached & ~beyond
    expected = expected_classes(graph)
    of_class = {each: upstream & (expected == place) for place, each in enumerate(_CLASSES)}
    return Visibility(
        shares=_shares(graph, upstream),
        by_class={chosen: _shares(graph, upstream & _of_class(graph, chosen)) for chosen in ComponentClass},
        by_depth=tuple(_shares(graph, depths == step) for step in range(int(depths.max(initial=-1)) + 1)),
        relations=_relation_shares(graph, reached),
        by_expected_class={each: _shares(graph, chosen) for each, chosen in of_class.items()},
        sight={each: _sight(depths, chosen, beyond) for each, chosen in of_class.items() if chosen.any()},
        by_system=_by_system(graph, roots),
        beyond=beyond,
        first_unknown_depth=int(depths[beyond].min()) if beyond.any() else None,
        last_seen_depth=int(depths[known].max(initial=0)),
        frontier=_frontier(graph, known, beyond, depths),
    )


def knowledge_of_all(graph: SupplyGraph, roots: Sequence[int]) -> Mapping[ComponentClass, KnowledgeShares]:
    """By class, how well everything but the roots is known, whether they rely on it or not: for a dump of a hub.

    >>> from explorer.graph.example import example_snapshot
    >>> graph = example_snapshot("app a->b", unknown="b").graph
    >>> sum(each.total for each in knowledge_of_all(graph, [graph.find("app")]).values())
    2
    """
    beside = np.ones(len(graph), bool)
    beside[np.asarray(list(roots), np.int32)] = False
    return {each: _shares(graph, beside & _of_class(graph, each)) for each in ComponentClass}


def together(shares: Iterable[KnowledgeShares]) -> KnowledgeShares:
    """All shares as one."""
    sums = np.array([(each.verified, each.declared, each.inferred, each.unknown) for each in shares]).sum(axis=0)
    return KnowledgeShares(*(int(each) for each in sums))


def expected_classes(graph: SupplyGraph) -> np.ndarray:
    """(n,): the position in `ComponentClass` of each node's class; for unknowns, of what their first relation expects."""
    classes = np.asarray([_CLASSES.index(kind.component_class) for kind in KINDS])[graph.kind]
    unknown = np.flatnonzero(classes == _CLASSES.index(ComponentClass.UNKNOWN))
    entered = graph.down.relations[graph.down.offsets[unknown[graph.down.degree()[unknown] > 0]]]
    table = np.asarray([_CLASSES.index(_EXPECTED.get(kind, ComponentClass.UNKNOWN)) for kind in RELATION_KINDS])
    classes[graph.relation_target[entered]] = table[graph.relation_kind[entered]]
    return classes


_CLASSES = tuple(ComponentClass)
_EXPECTED: Mapping[RelationKind, ComponentClass] = {
    RelationKind.TRAINED_ON: ComponentClass.DATA,
    RelationKind.EVALUATED_ON: ComponentClass.DATA,
    RelationKind.RETRIEVES_FROM: ComponentClass.DATA,
    RelationKind.DERIVED_FROM: ComponentClass.DATA,
    RelationKind.REQUIRES: ComponentClass.LIBRARY,
    RelationKind.CONTAINS: ComponentClass.LIBRARY,
    RelationKind.FINE_TUNED_FROM: ComponentClass.MODEL,
    RelationKind.ADAPTS: ComponentClass.MODEL,
    RelationKind.QUANTIZED_FROM: ComponentClass.MODEL,
    RelationKind.MERGED_FROM: ComponentClass.MODEL,
    RelationKind.DISTILLED_FROM: ComponentClass.MODEL,
    RelationKind.BUILT_BY: ComponentClass.BUILD,
    RelationKind.TRAINED_BY: ComponentClass.BUILD,
    RelationKind.DISTRIBUTED_BY: ComponentClass.DISTRIBUTION,
    RelationKind.RUNS_ON: ComponentClass.COMPUTE,
    RelationKind.EQUIPPED_WITH: ComponentClass.COMPUTE,
    RelationKind.MADE_BY: ComponentClass.PARTY,
    RelationKind.OPERATED_BY: ComponentClass.PARTY,
}


def _by_system(graph: SupplyGraph, roots: Sequence[int]) -> tuple[SystemSight, ...]:
    found = []
    unknown = graph.knowledge == KNOWLEDGE.index(Knowledge.UNKNOWN)
    for root in roots:
        depths = least_depths(graph, [root])
        upstream = depths > 0
        hidden = upstream & unknown
        first = int(depths[hidden].min()) if hidden.any() else None
        found.append(SystemSight(root, _shares(graph, upstream), _relation_shares(graph, depths != UNREACHED), first))
    return tuple(found)


def _sight(depths: np.ndarray, chosen: np.ndarray, beyond: np.ndarray) -> Sight:
    hidden, seen = depths[chosen & beyond], depths[chosen & ~beyond]
    return Sight(int(hidden.min()) if len(hidden) else None, int(seen.max()) if len(seen) else None)


def _relation_shares(graph: SupplyGraph, reached: np.ndarray) -> KnowledgeShares:
    codes = graph.relation_knowledge[reached[graph.relation_source]]
    return KnowledgeShares(*np.bincount(codes, minlength=len(KNOWLEDGE)).tolist())


def _shares(graph: SupplyGraph, chosen: np.ndarray) -> KnowledgeShares:
    return KnowledgeShares(*np.bincount(graph.knowledge[chosen], minlength=len(KNOWLEDGE)).tolist())


def _of_class(graph: SupplyGraph, component_class: ComponentClass) -> np.ndarray:
    return np.isin(graph.kind, [code for code, kind in enumerate(KINDS) if kind.component_class is component_class])


def _frontier(graph: SupplyGraph, known: np.ndarray, beyond: np.ndarray, depths: np.ndarray) -> tuple[int, ...]:
    crossing = known[graph.relation_source] & beyond[graph.relation_target]
    nodes = np.unique(graph.relation_source[crossing])
    return tuple(nodes[np.lexsort((nodes, depths[nodes]))].tolist())
