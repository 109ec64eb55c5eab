"""Lay an analyst's corrections over a snapshot: nothing that was scanned is changed, a new snapshot is made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from explorer.domain.annotation import RELATION_PREFIX
from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.correction import Correction, CorrectionAction
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.identity import family, kind_from_id
from explorer.graph.merge import Draft, report_self_loops
from explorer.graph.overlay import overlaid
from explorer.graph.snapshot import LARGE, Snapshot, snapshot_of

SOURCE = "analyst"
"""The source of evidence that a person gave."""
NOTHING_LEFT = "There is nothing left to correct."


def corrected(snapshot: Snapshot, corrections: Iterable[Correction]) -> Snapshot:
    """The snapshot as the analyst says it is; corrections apply in the order of making.

    One that finds nothing to correct, since the scan no longer has it, becomes a problem of the snapshot. What is
    hidden is counted there too, so that it is never silently gone.
    """
    corrections = tuple(corrections)
    if not corrections:
        return snapshot
    if len(snapshot.graph) >= LARGE:
        return corrected_where_touched(snapshot, corrections)
    draft = Draft()
    for claim in snapshot.claims():
        draft.add(claim)
    _apply(draft, corrections)
    return snapshot_of(draft, snapshot.taken)


def corrected_where_touched(snapshot: Snapshot, corrections: Sequence[Correction]) -> Snapshot:
    """The same, by looking only at what corrections name and at what is next to it: for snapshots of millions."""
    draft = Draft()
    for claim in _next_to(snapshot, _nodes_named(snapshot, corrections)):
        draft.add(claim)
    before, relations_before = list(draft.components), list(draft.relations)
    _apply(draft, corrections)
    report_self_loops(draft)
    gone = [each for each in before if each not in draft.components]
    return overlaid(
        snapshot, draft, snapshot.taken, gone, [each for each in relations_before if each not in draft.relations]
    )


def _apply(draft: Draft, corrections: Iterable[Correction]) -> None:
    for correction in corrections:
        if not _APPLY[correction.action](draft, correction):
            _report(draft, correction, NOTHING_LEFT, "Remove the correction if it is done with.")


def idle(snapshot: Snapshot, corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Those of the corrections that found nothing to correct when they were laid over this snapshot."""
    told = {each.location for each in snapshot.problems if each.source == SOURCE and each.message == NOTHING_LEFT}
    return tuple(each for each in corrections if _place(each) in told) if told else ()


def _nodes_named(snapshot: Snapshot, corrections: Iterable[Correction]) -> set[int]:
    """Every node that a correction can mean: by its identity, or as a version of a family."""
    named: set[str] = set()
    for correction in corrections:
        ends = ends_of(correction.subject)
        named |= {correction.target, correction.supplier, *((ends[0], ends[2]) if ends else (correction.subject,))}
    graph, found = snapshot.graph, set()
    for identity in filter(None, named):
        node = graph.find(identity)
        found |= set() if node is None else {node}
        if identity == family(identity):
            versions = graph.ids.beginning_with(re.split("[?#]", identity, maxsplit=1)[0])
            found |= {node for node in versions if family(graph.ids[node]) == identity}
    return found


def _next_to(snapshot: Snapshot, nodes: set[int]) -> Iterator[Claim]:
    """These components, their relations, what is at the other ends, and all problems."""
    graph = snapshot.graph
    numbers = {int(each) for node in nodes for rows in (graph.up, graph.down) for each in rows.relations_of(node)}
    ends = {int(end[number]) for number in numbers for end in (graph.relation_source, graph.relation_target)}
    yield from (snapshot.components[node] for node in sorted(nodes | ends))
    yield from (snapshot.relations[number] for number in sorted(numbers))
    yield from snapshot.problems


def ends_of(subject: str) -> tuple[ComponentId, RelationKind, ComponentId] | None:
    """Source, kind and target of a relation subject; None where it is none."""
    if not subject.startswith(RELATION_PREFIX):
        return None
    source, _, rest = subject.removeprefix(RELATION_PREFIX).partition("|")
    kind, _, target = rest.partition("|")
    try:
        return ComponentId(source), RelationKind(kind), ComponentId(target)
    except ValueError:
        return None


def _add_component(draft: Draft, correction: Correction) -> bool:
    identity = ComponentId(correction.subject)
    kind = correction.kind or kind_from_id(identity)
    supplier = ComponentId(correction.supplier) if correction.supplier else None
    draft.add(
        Component(
            identity, kind, correction.name or identity, correction.version, supplier, Knowledge.DECLARED, {},
            (_evidence(correction),),
        )
    )  # fmt: skip
    if supplier is not None and supplier not in draft.components:
        name = supplier.partition(":")[2] or supplier
        draft.add(Component(supplier, Kind.PARTY, name, evidence=(_evidence(correction),)))
    return True


def _hide_component(draft: Draft, correction: Correction) -> bool:
    hidden = set(_named(draft, correction.subject))
    for identity in hidden:
        del draft.components[identity]
    for key in [key for key in draft.relations if key[0] in hidden or key[1] in hidden]:
        del draft.relations[key]
    for identity in hidden:
        _report(draft, correction, f"{identity} is hidden by a correction.", "Undo the correction to see it again.")
    return bool(hidden)


def _merge(draft: Draft, correction: Correction) -> bool:
    target = ComponentId(correction.target)
    merged = [identity for identity in _named(draft, correction.subject) if identity != target]
    for identity in merged:
        component = draft.components.pop(identity)
        note = {"also known as": identity}
        moved = replace(
            component, id=target, attributes={**component.attributes, **note},
            evidence=(*component.evidence, _evidence(correction)),
        )  # fmt: skip
        draft.add(moved)
        _move_relations(draft, identity, target)
    return bool(merged)


def _split(draft: Draft, correction: Correction) -> bool:
    found = list(_relations(draft, correction))
    for relation in found:
        original = draft.components[relation.target]
        own = ComponentId(correction.target)
        draft.add(replace(original, id=own, evidence=(_evidence(correction),)))
        del draft.relations[relation.key]
        draft.add(replace(relation, target=own, evidence=(*relation.evidence, _evidence(correction))))
        upstream = [each for each in draft.relations.values() if each.source == original.id]
        for each in upstream:
            draft.add(replace(each, source=own))
    return bool(found)


def _retype(draft: Draft, correction: Correction) -> bool:
    named = list(_named(draft, correction.subject))
    for identity in named:
        known = draft.components[identity]
        evidence = (*known.evidence, _evidence(correction))
        draft.components[identity] = replace(known, kind=correction.kind or known.kind, evidence=evidence)
    return bool(named) and correction.kind is not None


def _add_relation(draft: Draft, correction: Correction) -> bool:
    ends = ends_of(correction.subject)
    if ends is None:
        return False
    sources, targets = list(_named(draft, ends[0])), list(_named(draft, ends[2]))
    for source in sources:
        for target in targets:
            draft.add(Relation(source, target, ends[1], evidence=(_evidence(correction),)))
    return bool(sources and targets)


def _hide_relation(draft: Draft, correction: Correction) -> bool:
    found = list(_relations(draft, correction))
    for relation in found:
        del draft.relations[relation.key]
        words = f"{relation.source} {relation.kind.value} {relation.target} is hidden by a correction."
        _report(draft, correction, words, "Undo the correction to see it again.")
    return bool(found)


_APPLY: dict[CorrectionAction, Callable[[Draft, Correction], bool]] = {
    CorrectionAction.ADD_COMPONENT: _add_component,
    CorrectionAction.HIDE_COMPONENT: _hide_component,
    CorrectionAction.MERGE: _merge,
    CorrectionAction.SPLIT: _split,
    CorrectionAction.RETYPE: _retype,
    CorrectionAction.ADD_RELATION: _add_relation,
    CorrectionAction.HIDE_RELATION: _hide_relation,
}


def _named(draft: Draft, subject: str) -> Iterator[ComponentId]:
    """The identity itself, or all versions of the family that it names."""
    exact = ComponentId(subject)
    if exact in draft.components:
        yield exact
    if exact == family(exact):
        yield from [each for each in draft.components if each != exact and family(each) == exact]


def _relations(draft: Draft, correction: Correction) -> Iterator[Relation]:
    ends = ends_of(correction.subject)
    if ends is None:
        return
    sources, targets = set(_named(draft, ends[0])), set(_named(draft, ends[2]))
    yield from [
        each
        for each in draft.relations.values()
        if each.kind is ends[1] and each.source in sources and each.target in targets
    ]


def _move_relations(draft: Draft, old: ComponentId, new: ComponentId) -> None:
    for relation in [each for each in draft.relations.values() if old in (each.source, each.target)]:
        del draft.relations[relation.key]
        source = new if relation.source == old else relation.source
        target = new if relation.target == old else relation.target
        if source != target:  # What were two and relied on each other is now one.
            draft.add(replace(relation, source=source, target=target))


def _evidence(correction: Correction) -> Evidence:
    return Evidence(
        SOURCE, f"correction by {correction.author or 'an analyst'}", None, correction.action.value, correction.reason
    )


def _report(draft: Draft, correction: Correction, message: str, advice: str) -> None:
    draft.add(Problem(SOURCE, _place(correction), None, message, advice))


def _place(correction: Correction) -> str:
    return f"correction “{correction.action.value} {correction.subject}”"
