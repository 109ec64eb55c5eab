"""An index of vectors as a component: whichever reader finds it, the same store has the same identity."""

from __future__ import annotations

from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.graph.identity import service_id
from explorer.knowledge.model_names import store_named


def retrieval_index(store: str, name: str, *found: Evidence, knowledge: Knowledge = Knowledge.DECLARED) -> Component:
    """The collection of a store, whatever the file calls the store; what lies in it nobody says."""
    provider = store_named(store)
    facts = {"role": "retrieval index", "provider": provider}
    return Component(service_id(provider, name), Kind.CORPUS, f"{provider} {name}", "", None, knowledge, facts, found)
