"""The graph as it would be with something replaced or taken away: who relied on the old relies on the new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from explorer.analysis.rewiring_plan import Plan
from explorer.analysis.swaps import Swap
from explorer.domain.component import ComponentId
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation
from explorer.graph.merge import Draft
from explorer.graph.reach import upstream
from explorer.graph.snapshot import Snapshot, snapshot_of


@dataclass(frozen=True, slots=True)
class Rewired:
    """A snapshot after some swaps, with what was touched."""

    snapshot: Snapshot
    moved: tuple[ComponentId, ...]
    """Components, systems among them, that relied directly on what was replaced and now rely on what is new."""
    replaced: tuple[ComponentId, ...]
    """What went: for a party, everything it made or operates, and itself."""


def rewired(snapshot: Snapshot, roots: Sequence[int], swaps: Sequence[Swap]) -> Rewired:
    """The snapshot after these swaps, with only what is still upstream of the systems `roots`.

    What relied on the old relies on the new, by the same relations; what the old relied on stays only where something
    else relies on it. Something new that is not in the snapshot brings what the rules of derivation know of it: its hub,
    its maker, and unknown training data or dependencies, since nobody has read anything about it.

    Every component and relation is made into an object for it; for figures alone, `rewired_columns` needs none.

    >>> from explorer.graph.example import example_snapshot
    >>> snapshot = example_snapshot("app->a->b app->c")
    >>> after = rewired(snapshot, [0], [Swap(ComponentId("a"), ComponentId("c"))])
    >>> sorted(after.snapshot.graph.ids), after.moved
    (['app', 'c'], ('app',))
    """
    graph = snapshot.graph
    inside = upstream(graph, roots)
    plan = Plan(snapshot, swaps)
    stays = inside & ~plan.goes
    draft = Draft({each.id: each for each in (snapshot.components[node] for node in np.flatnonzero(stays).tolist())})
    moved: dict[ComponentId, None] = {}
    for number in np.flatnonzero(stays[graph.relation_source]).tolist():
        relation, target = snapshot.relations[number], int(graph.relation_target[number])
        if not plan.goes[target]:
            draft.add(relation)
            continue
        moved[relation.source] = None
        if (new := plan.in_place_of(target)) is not None:
            draft.add(_redirected(relation, new))
    brought = plan.brought_along(stays, plan.stand_ins.tolist())
    for component in brought.components.values():
        if component.id not in draft.components:
            draft.add(component)
    for relation in brought.relations.values():
        draft.add(relation)
    systems = [graph.id_of(root) for root in roots]
    replaced = tuple(map(ComponentId, graph.ids.texts(np.flatnonzero(plan.goes & inside))))
    return Rewired(_reached(draft, systems, snapshot.taken), tuple(moved), replaced)


def _redirected(relation: Relation, new: ComponentId) -> Relation:
    told = Evidence("analyst", "substitution", text=f"in place of {relation.target}")
    return replace(relation, target=new, evidence=(*relation.evidence, told))


def _reached(draft: Draft, systems: Sequence[ComponentId], taken: str) -> Snapshot:
    """The snapshot of what the systems reach in the draft."""
    following: dict[ComponentId, list[Relation]] = {}
    for relation in draft.relations.values():
        following.setdefault(relation.source, []).append(relation)
    kept, waiting = set(systems), list(systems)
    while waiting:
        for relation in following.get(waiting.pop(), ()):
            if relation.target not in kept:
                kept.add(relation.target)
                waiting.append(relation.target)
    # What is in a draft is merged already.
    components = {identity: component for identity, component in draft.components.items() if identity in kept}
    relations = {key: relation for key, relation in draft.relations.items() if relation.source in kept}
    return snapshot_of(Draft(components, relations), taken)
