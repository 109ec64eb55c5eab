"""Who would have to tell us what? Every missing fact at the edge of sight, ranked by how much its answer would reveal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, inf, log
from typing import NamedTuple

import numpy as np

from explorer.analysis.condensed import Flags
from explorer.analysis.makers import first_maker, makers
from explorer.analysis.path_counts import log_paths_from
from explorer.analysis.reliance import reliance, resting_on
from explorer.domain.component import ComponentId, Kind, Knowledge
from explorer.domain.relation import LINEAGE, RelationKind
from explorer.graph.adjacency import Int32, Int64
from explorer.graph.kept import kept
from explorer.graph.reach import UNREACHED, least_depths
from explorer.graph.supply_graph import KNOWLEDGE, SupplyGraph
from explorer.knowledge.hubs import hubs
from explorer.progress import Progress


class Fact(StrEnum):
    """What nobody says."""

    TRAINING_DATA = "training data"
    DATA_SOURCE = "source of the data"
    BASE_MODEL = "base model, if it has one"
    DEPENDENCIES = "dependencies"
    CONTENTS = "contents"
    IMPLEMENTATION = "implementation"
    IDENTITY = "what it is"
    BUILDER = "builder"
    MAKER = "maker"


FIRST_FACTS = frozenset(Fact) - {Fact.BUILDER, Fact.MAKER}
"""What is asked for unless more is wanted: who built and who made each package would bury the rest."""


class Ask(NamedTuple):
    """One question to somebody; a tuple, since there may be hundreds of thousands."""

    component: int
    """What is asked about."""
    fact: Fact
    addressee: int | None
    """The party that made it; else the hub that distributes it, where its maintainers can be found; else None."""
    is_maker: bool
    """Whether the addressee made it."""
    is_public: bool
    """Whether nobody need be asked: the addressee is an index that publishes the fact."""
    is_own: bool
    """Whether one's own organisation would have to tell."""
    unknown: tuple[int, ...]
    """The unknown components that the answer would replace; empty where only a relation is missing."""
    systems: int
    """How many of the systems rely on the component."""
    log_paths: float
    """Natural logarithm of how many paths lead from the systems to it."""
    resting: int
    """How many components upstream of the systems rest on it, itself included: all of them inherit the answer."""
    depth: int
    """Relations from the nearest system."""

    @property
    def paths(self) -> float:
        """How many paths lead from the systems to it; infinite where a float cannot hold the number."""
        return (
            round(exp(self.log_paths)) if self.log_paths < 36 else exp(self.log_paths) if self.log_paths < 700 else inf
        )

    @property
    def log_reveal(self) -> float:
        """Natural logarithm of systems × paths × components resting on it: what the asks are ranked by."""
        return log(self.systems) + self.log_paths + log(self.resting)


@dataclass(frozen=True, slots=True)
class Frontier:
    """Everything that somebody could tell us, the most revealing first; then what one's own teams know, then what is public."""

    asks: tuple[Ask, ...]
    systems: int
    """How many systems were asked about."""

    def by_addressee(self) -> list[tuple[int | None, tuple[Ask, ...]]]:
        """The asks of each addressee, who could reveal most first."""
        found: dict[int | None, list[Ask]] = {}
        for ask in self.asks:
            found.setdefault(ask.addressee, []).append(ask)
        return [(addressee, tuple(asks)) for addressee, asks in found.items()]


@kept
def frontier(
    graph: SupplyGraph,
    roots: Sequence[int],
    facts: Collection[Fact] = FIRST_FACTS,
    progress: Progress | None = None,
    addressee: int | None = None,
    own: frozenset[int] = frozenset(),
) -> Frontier:
    """What is missing upstream of the systems `roots`, and who would have to tell.

    Ranked by systems × paths × components: how many systems rely on the component, by how many paths, and how many
    components rest on it. What lies behind an unknown cannot be counted, so the rank says how much hangs on the answer.

    What the index of a package publishes needs no asking: it comes last, addressed to the index. Before it comes what
    only the parties `own` could tell, which are one's own organisation.

    `addressee` asks only for what this one would have to tell.

    Worked by hand: both apps rely on llama, by two paths in all (app1 by one, app2 through vicuna); llama and vicuna
    rest on it: 2 × 2 × 2 = 8.

    >>> from explorer.graph.example import example_snapshot
    >>> kinds = {"llama": Kind.MODEL, "vicuna": Kind.MODEL, "meta": Kind.PARTY, "data": Kind.UNKNOWN}
    >>> words = {"llama->meta": RelationKind.MADE_BY, "llama->data": RelationKind.TRAINED_ON,
    ...          "vicuna->llama": RelationKind.FINE_TUNED_FROM}
    >>> graph = example_snapshot("app1->llama->meta llama->data app2->vicuna->llama", kinds, words, "data").graph
    >>> answer = frontier(graph, [graph.find("app1"), graph.find("app2")], {Fact.TRAINING_DATA})
    >>> [(graph.id_of(ask.addressee), ask.fact.value, round(exp(ask.log_reveal))) for ask in answer.asks]
    [('meta', 'training data', 8)]
    """
    depths = least_depths(graph, roots)
    reached = depths != UNREACHED
    scope = reached.copy()
    scope[np.asarray(list(roots), np.int32)] = False
    whom = _Whom(graph, own)
    missing = _missing(graph, reached, facts)
    if addressee is not None:
        missing = missing.only([each[0] == addressee for each in whom.of_all(missing)])
    nodes, at = np.unique(missing.node, return_inverse=True)
    counts = np.maximum(resting_on(graph, nodes.tolist(), scope, progress), 1)
    systems, paths = reliance(graph, roots).counts()[nodes], log_paths_from(graph, roots)[nodes]
    told = zip(systems.tolist(), paths.tolist(), counts.tolist(), strict=True)
    reveals = np.array([-round(log(each) + ways + log(count), 9) for each, ways, count in told])
    order = np.lexsort((missing.fact, missing.node, depths[missing.node], reveals[at], whom.lateness(missing)))
    answering = whom.of_all(missing)
    answering = [answering[place] for place in order.tolist()]
    party, is_maker, is_public, is_own = zip(*answering, strict=True) if answering else ((), (), (), ())
    node, fact, at = missing.node[order], missing.fact[order].tolist(), at[order]
    hidden = [missing.hidden.get(each, ()) for each in zip(node.tolist(), fact, strict=True)]
    columns = (systems[at].tolist(), paths[at].tolist(), counts[at].tolist(), depths[node].tolist())
    asks = zip(
        node.tolist(),
        map(_BY_WORD.__getitem__, fact),
        party,
        is_maker,
        is_public,
        is_own,
        hidden,
        *columns,
        strict=True,
    )
    return Frontier(tuple(map(Ask._make, asks)), len(roots))


_BY_WORD = tuple(sorted(Fact))
"""A missing fact is told by its place here, in the order in which facts of equal weight are asked for."""


@dataclass(frozen=True, eq=False)
class _Missing:
    """What is missing: entry i is fact `fact[i]` of component `node[i]`, each once."""

    node: Int64
    fact: Int64
    hidden: Mapping[tuple[int, int], tuple[int, ...]]
    """The unknown components that stand for the fact, by component and fact; left out where not even that is said."""

    def only(self, chosen: list[bool]) -> _Missing:
        """Some of the entries."""
        wanted = np.array(chosen, bool)
        return _Missing(self.node[wanted], self.fact[wanted], self.hidden)


def _missing(graph: SupplyGraph, reached: Flags, facts: Collection[Fact]) -> _Missing:
    hidden = graph.knowledge == KNOWLEDGE.index(Knowledge.UNKNOWN)
    found: dict[tuple[int, int], set[int]] = {}
    for relation in np.flatnonzero(
        reached[graph.relation_source] & ~hidden[graph.relation_source] & hidden[graph.relation_target]
    ).tolist():
        source, target = int(graph.relation_source[relation]), int(graph.relation_target[relation])
        fact = _fact(graph, relation, source)
        if fact in facts:
            # What something is, is asked of itself: one may use several such things, and several may use one.
            about = target if fact is Fact.IDENTITY else source
            found.setdefault((about, _BY_WORD.index(fact)), set()).add(target)
    parts = [np.array(list(found), np.int64).reshape(-1, 2)]
    for fact, nodes in _unstated(graph, reached & ~hidden):
        if fact in facts:
            code = _BY_WORD.index(fact)
            said = [node for node, each in found if each == code]
            nodes = nodes[~np.isin(nodes, said)]
            parts.append(np.stack([nodes, np.full(len(nodes), code)], axis=1))
    node, fact_codes = np.concatenate(parts).T
    return _Missing(node, fact_codes, {key: tuple(sorted(nodes)) for key, nodes in found.items()})


def _fact(graph: SupplyGraph, relation: int, source: int) -> Fact:
    kind = graph.relation_kind_of(relation)
    if kind is RelationKind.REQUIRES and graph.kind_of(source) in (Kind.MCP_SERVER, Kind.TOOL, Kind.AGENT):
        return Fact.IMPLEMENTATION
    if kind is RelationKind.DERIVED_FROM and graph.kind_of(source) not in (Kind.DATASET, Kind.CORPUS):
        return Fact.BASE_MODEL
    return _FACTS.get(kind, Fact.IDENTITY)


_FACTS: Mapping[RelationKind, Fact] = {
    RelationKind.TRAINED_ON: Fact.TRAINING_DATA,
    RelationKind.DERIVED_FROM: Fact.DATA_SOURCE,
    RelationKind.REQUIRES: Fact.DEPENDENCIES,
    RelationKind.CONTAINS: Fact.CONTENTS,
    RelationKind.BUILT_BY: Fact.BUILDER,
    RelationKind.TRAINED_BY: Fact.BUILDER,
    RelationKind.MADE_BY: Fact.MAKER,
    RelationKind.OPERATED_BY: Fact.MAKER,
    **dict.fromkeys(LINEAGE - {RelationKind.TRAINED_ON, RelationKind.DERIVED_FROM}, Fact.BASE_MODEL),
}

_MODELS = (Kind.MODEL, Kind.MODEL_SERVICE, Kind.ADAPTER)
_BUILT = (Kind.PACKAGE, Kind.CONTAINER_IMAGE, Kind.WEIGHT_FILE)


def _unstated(graph: SupplyGraph, known: Flags) -> list[tuple[Fact, Int32]]:
    """Facts that every component of a kind has and that no relation states, not even as unknown."""
    models = known & graph.has_kind(*_MODELS)
    made = np.zeros(len(graph), bool)
    made[list(makers(graph))] = True
    things = known & graph.has_kind(
        *_MODELS, *_BUILT, Kind.DATASET, Kind.CORPUS, Kind.MCP_SERVER, Kind.ACTION, Kind.HARDWARE
    )
    return [
        (Fact.BASE_MODEL, _lacking(graph, models, *(LINEAGE - {RelationKind.TRAINED_ON}))),
        (Fact.BUILDER, _lacking(graph, models, RelationKind.TRAINED_BY)),
        (Fact.BUILDER, _lacking(graph, known & graph.has_kind(*_BUILT), RelationKind.BUILT_BY)),
        (Fact.MAKER, np.flatnonzero(things & ~made).astype(np.int32)),
    ]


def _lacking(graph: SupplyGraph, nodes: Flags, *kinds: RelationKind) -> Int32:
    stating = np.zeros(len(graph), bool)
    stating[graph.relation_source[graph.relation_has_kind(*kinds)]] = True
    return np.flatnonzero(nodes & ~stating).astype(np.int32)


class _Whom:
    """Who would have to tell what is missing of a component."""

    def __init__(self, graph: SupplyGraph, own: frozenset[int]) -> None:
        spread, listing = np.full(len(graph), -1, np.int32), np.full(len(graph), -1, np.int32)
        chosen = graph.relation_has_kind(RelationKind.DISTRIBUTED_BY)
        spread[graph.relation_source[chosen]] = graph.relation_target[chosen]
        chosen &= np.isin(
            graph.relation_target, [node for each in _listing() if (node := graph.find(each)) is not None]
        )
        listing[graph.relation_source[chosen]] = graph.relation_target[chosen]
        listing[~graph.has_kind(Kind.PACKAGE)] = -1
        self._made, self._spread, self._listing = first_maker(graph), spread, listing
        self._own = np.isin(self._made, list(own))

    def is_public(self, missing: _Missing) -> Flags:
        """For each missing fact whether an index publishes it."""
        return (missing.fact == _BY_WORD.index(Fact.DEPENDENCIES)) & (self._listing[missing.node] >= 0)

    def lateness(self, missing: _Missing) -> Int64:
        """For each missing fact 0 where somebody else must be asked, 1 where one's own teams know, 2 where it is public."""
        return np.where(self.is_public(missing), 2, self._own[missing.node])

    def of_all(self, missing: _Missing) -> list[tuple[int | None, bool, bool, bool]]:
        """For each missing fact who would tell it, whether that one made the component, whether it is public, or own.

        The index that publishes it; else the party that made the component; else the hub that distributes it, if any.
        """
        public = self.is_public(missing)
        is_made = ~public & (self._made[missing.node] >= 0)
        spread = np.where(public, self._listing[missing.node], self._spread[missing.node])
        told = np.where(is_made, self._made[missing.node], spread)
        own = self._own[missing.node] & ~public
        rows = zip(told.tolist(), is_made.tolist(), public.tolist(), own.tolist(), strict=True)
        return [(each if each >= 0 else None, *how) for each, *how in rows]


def _listing() -> list[ComponentId]:
    """The indexes that publish what their packages depend on."""
    return [hub.id for hub in hubs().values() if hub.lists_dependencies]
