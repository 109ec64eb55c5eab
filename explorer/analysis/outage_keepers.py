"""What holds a standstill off, and where is it recorded? Own copies, second sources, substitutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from explorer.analysis.own_copies import OWN_COPY, lies_here
from explorer.analysis.places import Places
from explorer.domain.annotation import Note
from explorer.domain.component import Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.adjacency import Int32
from explorer.graph.kept import kept
from explorer.graph.reach import Flags, upstream
from explorer.graph.row_columns import attributes_of
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KNOWLEDGE, SupplyGraph
from explorer.knowledge.outages import outage_rules

SUBSTITUTE = "substitute"
"""The tag of a note that records a substitute; `substitute:IDENTITY` names what takes over."""
_OTHER_TASKS = frozenset({"embedding", "reranker", "speech", "vision", "image"})
"""Roles of hosted models for which one that writes text is no stand-in."""


@dataclass(frozen=True, eq=False)
class Kept:
    """Something recorded that holds a standstill off on some relations."""

    key: str
    relations: Flags
    """(m,)"""
    note: str
    """The note that records it; empty where evidence does."""
    replaced: tuple[int, ...] = ()
    """What a substitute replaces."""
    by: int | None = None
    """What takes over, where the note names something that is known here."""
    shown_by: int | None = None
    """The relation whose evidence records it."""


def recorded_keepers(snapshot: Snapshot, notes: Iterable[Note]) -> tuple[Kept, ...]:
    """Everything recorded that holds a standstill off, by evidence first.

    >>> from explorer.domain.annotation import Subject
    >>> from explorer.graph.example import example_snapshot
    >>> kinds = {"gpt": Kind.MODEL_SERVICE}
    >>> snapshot = example_snapshot("app1->gpt app2->gpt", kinds, {"app1->gpt": RelationKind.CALLS})
    >>> note = Note(Subject("relation:app1|calls|gpt"), "the small model answers", ("substitute",))
    >>> [(each.key, int(each.relations.sum())) for each in recorded_keepers(snapshot, [note])]
    [('substitute', 1)]
    """
    graph = snapshot.graph
    fetched = graph.relation_has_kind(*outage_rules().keepers["own-copy"].relations)
    at_hand = fetched & lies_here(snapshot)[graph.relation_source]
    by_evidence = (Kept("own-copy", at_hand, ""), Kept("second-source", _second_sources(graph), ""))
    noted = (each for note in notes for each in _noted(graph, fetched, note))
    return tuple(each for each in (*by_evidence, *_declared_fallbacks(snapshot), *noted) if each.relations.any())


def _second_sources(graph: SupplyGraph) -> Flags:
    """(m,): fetching from a place, where files state another one too and nobody stands behind both."""
    stated = graph.relation_has_kind(RelationKind.DISTRIBUTED_BY)
    stated &= graph.relation_knowledge <= KNOWLEDGE.index(Knowledge.DECLARED)
    found = np.zeros(graph.relation_count, bool)
    several = np.bincount(graph.relation_source[stated], minlength=len(graph)) > 1
    for node in np.flatnonzero(several).tolist():
        own = [each for each in graph.up.relations_of(node).tolist() if stated[each]]
        behind = {each: upstream(graph, [int(graph.relation_target[each])]) for each in own}
        for each in own:
            found[each] = any(not (behind[each] & behind[other]).any() for other in own if other != each)
    return found


def _declared_fallbacks(snapshot: Snapshot) -> Iterator[Kept]:
    """Models that a system's settings name as a fallback: each takes over from the hosted models that the system calls.

    Which of them it stands in for is seldom said, so it counts for all that do the same sort of work.
    """
    graph = snapshot.graph
    calls = graph.relation_has_kind(RelationKind.CALLS) & graph.has_kind(Kind.MODEL_SERVICE)[graph.relation_target]
    for number in _fallbacks(snapshot).tolist():
        source, by = int(graph.relation_source[number]), int(graph.relation_target[number])
        on = calls & (graph.relation_source == source) & (graph.relation_target != by)
        for each in np.flatnonzero(on).tolist():
            roles = snapshot.components[int(graph.relation_target[each])].attributes.get("role", "").split(" | ")
            on[each] = _OTHER_TASKS.isdisjoint(roles)
        yield Kept("fallback", on, "", tuple(graph.relation_target[on].tolist()), by, number)


@kept
def _fallbacks(snapshot: Snapshot) -> Int32:
    graph = snapshot.graph
    every = enumerate(attributes_of(snapshot.relations))
    said = [number for number, attributes in every if attributes and attributes.get("role") == "fallback"]
    named = np.asarray(said, np.int32)
    of_systems = graph.has_kind(Kind.SYSTEM)[graph.relation_source[named]]
    return named[of_systems & graph.has_kind(Kind.MODEL, Kind.MODEL_SERVICE)[graph.relation_target[named]]]


def _noted(graph: SupplyGraph, fetched: Flags, note: Note) -> list[Kept]:
    tags = [(word, name.strip()) for word, _, name in (tag.strip().partition(":") for tag in note.tags)]
    places = Places(graph)
    subject, relations = places.nodes(note.subject), list(places.relations(note.subject))
    about = np.zeros(graph.relation_count, bool)
    about[relations] = True
    about |= np.isin(graph.relation_target, subject)
    found = []
    for word, name in tags:
        if word.lower() == SUBSTITUTE:
            replaced = (*subject, *(int(graph.relation_target[each]) for each in relations))
            found.append(Kept("substitute", about, note.id, replaced, graph.find(name) if name else None))
        elif word.lower() == OWN_COPY:
            artifacts = [*subject, *(int(graph.relation_target[each]) for each in relations)]
            found.append(Kept("own-copy", fetched & np.isin(graph.relation_source, artifacts), note.id))
    return found
