"""Where does sight end? How much of what is upstream is verified, declared, inferred or unknown, and at which depth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.domain.component import ComponentClass, Knowledge
from explorer.graph.reach import UNREACHED, least_depths
from explorer.graph.supply_graph import KINDS, KNOWLEDGE, SupplyGraph


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


@dataclass(frozen=True, eq=False)
class Visibility:
    """The visibility horizon of the roots."""

    shares: KnowledgeShares
    """Of all components upstream, the roots not counted."""
    by_class: Mapping[ComponentClass, KnowledgeShares]
    by_depth: tuple[KnowledgeShares, ...]
    """By least depth, 0 (the roots) first."""
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
    return Visibility(
        shares=_shares(graph, upstream),
        by_class={chosen: _shares(graph, upstream & _of_class(graph, chosen)) for chosen in ComponentClass},
        by_depth=tuple(_shares(graph, depths == step) for step in range(int(depths.max(initial=-1)) + 1)),
        beyond=beyond,
        first_unknown_depth=int(depths[beyond].min()) if beyond.any() else None,
        last_seen_depth=int(depths[known].max(initial=0)),
        frontier=_frontier(graph, known, beyond, depths),
    )


def _shares(graph: SupplyGraph, chosen: np.ndarray) -> KnowledgeShares:
    return KnowledgeShares(*np.bincount(graph.knowledge[chosen], minlength=len(KNOWLEDGE)).tolist())


def _of_class(graph: SupplyGraph, component_class: ComponentClass) -> np.ndarray:
    return np.isin(graph.kind, [code for code, kind in enumerate(KINDS) if kind.component_class is component_class])


def _frontier(graph: SupplyGraph, known: np.ndarray, beyond: np.ndarray, depths: np.ndarray) -> tuple[int, ...]:
    crossing = known[graph.relation_source] & beyond[graph.relation_target]
    nodes = np.unique(graph.relation_source[crossing])
    return tuple(nodes[np.lexsort((nodes, depths[nodes]))].tolist())
