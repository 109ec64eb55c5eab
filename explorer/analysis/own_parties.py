"""Which parties are the user's own organisation? What they made is asked of one's own teams."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.domain.annotation import Note
from explorer.domain.component import Kind
from explorer.graph.supply_graph import SupplyGraph

OWN_PARTY = "own party"
"""Tag of a note on a party that says: this is us. Nothing is one's own unless somebody wrote it down."""


def own_parties(graph: SupplyGraph, annotations: Iterable[object]) -> frozenset[int]:
    """The nodes of the parties that a note calls one's own.

    >>> from explorer.domain.annotation import Subject
    >>> from explorer.graph.example import example_snapshot
    >>> graph = example_snapshot("app->llama->us", {"us": Kind.PARTY}).graph
    >>> note = Note(Subject("us"), "Our research group.", ("own party",))
    >>> [graph.id_of(node) for node in own_parties(graph, [note])]
    ['us']
    """
    named = (graph.find(each.subject) for each in annotations if isinstance(each, Note) and says_own(each))
    return frozenset(node for node in named if node is not None and graph.kind_of(node) is Kind.PARTY)


def says_own(note: Note) -> bool:
    """Whether a note calls its party one's own."""
    return OWN_PARTY in (tag.strip().lower() for tag in note.tags)
