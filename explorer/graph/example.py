"""Small graphs from a line of text, for examples and tests."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.merge import Draft
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.graph.supply_graph import SupplyGraph

_EVIDENCE = (Evidence("example"),)


def example_snapshot(
    text: str,
    kinds: Mapping[str, Kind] | None = None,
    relations: Mapping[str, RelationKind] | None = None,
    unknown: str = "",
) -> Snapshot:
    """A snapshot from `a->b b->c`: identities are the letters.

    `kinds` gives kinds by identity (package by default; `app…` is a system), `relations` gives relation kinds by
    `a->b` (uses by default); identities in `unknown`, separated by spaces, are of unknown knowledge.
    """
    draft = Draft()
    hidden = set(unknown.split())
    for word in text.split():
        ends = word.split("->")
        for end in ends:
            draft.add(_component(end, (kinds or {}).get(end), end in hidden))
        for source, target in zip(ends, ends[1:], strict=False):
            kind = (relations or {}).get(f"{source}->{target}", RelationKind.USES)
            draft.add(Relation(ComponentId(source), ComponentId(target), kind, evidence=_EVIDENCE))
    return snapshot_of(draft, "2026-01-01T00:00:00Z")


def example_graph(text: str) -> SupplyGraph:
    """The graph of `example_snapshot`."""
    return example_snapshot(text).graph


def _component(identity: str, kind: Kind | None, hidden: bool) -> Component:
    kind = kind or (Kind.SYSTEM if identity.startswith("app") else Kind.PACKAGE)
    knowledge = Knowledge.UNKNOWN if hidden else Knowledge.DECLARED
    return Component(ComponentId(identity), kind, identity, "", None, knowledge, {}, _EVIDENCE)
