"""Which party could be the user's own? What the graph records of who stands behind the systems; nothing is assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from explorer.analysis.makers import makers
from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.identity import slug
from explorer.graph.reach import upstream
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import SupplyGraph
from explorer.knowledge.parties import party_of_namespace


class Hint(StrEnum):
    """Why a party could be one's own, the plainest first."""

    NAMED = "named as the maker, operator or supplier of"
    OWNER = "recorded as the owner of"
    SAME_BUILD = "the same build"
    SAME_NAME = "the same name"


@dataclass(frozen=True, slots=True)
class OwnHint:
    """One thing that speaks for a party."""

    party: int
    hint: Hint
    system: int
    about: int
    """What the party made, for a build or a name; else the system."""


def own_hints(snapshot: Snapshot, roots: Iterable[int]) -> tuple[OwnHint, ...]:
    """Everything that speaks for a party's being the one whose systems these are; the plainest first.

    A system that a project publishes under its own name comes from who publishes it; a build that made a system and a
    model made both for the same people.

    >>> from explorer.graph.example import example_snapshot
    >>> kinds = {"us": Kind.PARTY, "them": Kind.PARTY, "model": Kind.MODEL, "llama": Kind.MODEL, "build": Kind.BUILD}
    >>> words = {"app->build": RelationKind.BUILT_BY, "model->build": RelationKind.BUILT_BY}
    >>> words |= {"model->us": RelationKind.MADE_BY, "llama->them": RelationKind.MADE_BY}
    >>> snapshot = example_snapshot("app->build app->model->build model->us model->llama->them", kinds, words)
    >>> [(snapshot.graph.id_of(each.party), each.hint.name) for each in own_hints(snapshot, snapshot.graph.systems)]
    [('us', 'SAME_BUILD')]
    """
    found = [each for root in roots for each in _of_system(snapshot, int(root))]
    order = list(Hint)
    return tuple(sorted(set(found), key=lambda each: (order.index(each.hint), each.party, each.system, each.about)))


def _of_system(snapshot: Snapshot, system: int) -> Iterator[OwnHint]:
    graph, component = snapshot.graph, snapshot.components[system]
    named = {int(party) for party in makers(graph).get(system, ())}
    yield from (OwnHint(party, Hint.NAMED, system, system) for party in named)
    owner = _party_called(graph, component.attributes.get("owner", ""))
    if owner is not None:
        yield OwnHint(owner, Hint.OWNER, system, system)
    for about, hint in (*_built_with(graph, system), *_called_as(graph, system)):
        yield from (OwnHint(party, hint, system, about) for party in makers(graph).get(about, ()))


def _party_called(graph: SupplyGraph, text: str) -> int | None:
    """The party of this name, identity or namespace; None for a person or a team that is none."""
    known = party_of_namespace(text) if text else None
    node = graph.find(known.id if known is not None else text)
    if node is None:
        parties = graph.has_kind(Kind.PARTY).nonzero()[0].tolist()
        node = next((each for each in parties if graph.names[each].casefold() == text.casefold()), None)
    return node if node is not None and graph.kind_of(node) is Kind.PARTY else None


def _built_with(graph: SupplyGraph, system: int) -> Iterator[tuple[int, Hint]]:
    """What the builds of the system make besides."""
    by_build = graph.relation_has_kind(RelationKind.BUILT_BY, RelationKind.TRAINED_BY)
    builds = {int(graph.relation_target[each]) for each in graph.up.relations_of(system).tolist() if by_build[each]}
    for build in sorted(builds):
        for relation in graph.down.relations_of(build).tolist():
            made = int(graph.relation_source[relation])
            if by_build[relation] and graph.kind_of(made) is not Kind.SYSTEM:
                yield from ((each, Hint.SAME_BUILD) for each in (made, *_holding(graph, made)))


def _holding(graph: SupplyGraph, file: int) -> list[int]:
    """What contains a file: who made that made the file."""
    holds = graph.relation_has_kind(RelationKind.CONTAINS)
    return [int(graph.relation_source[each]) for each in graph.down.relations_of(file).tolist() if holds[each]]


def _called_as(graph: SupplyGraph, system: int) -> Iterator[tuple[int, Hint]]:
    """What stands upstream under somebody's name with the name of the system behind it."""
    name = slug(graph.names[system])
    nodes = np.flatnonzero(upstream(graph, [system]))
    for node, text in zip(nodes.tolist(), graph.names.texts(nodes), strict=True):
        owner, _, last = text.rpartition("/")
        if owner and slug(last) == name and graph.kind_of(node) is not Kind.SYSTEM:
            yield node, Hint.SAME_NAME
