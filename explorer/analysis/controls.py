"""Which controls are in place, and on which relations? From evidence in the graph, and from what analysts examined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from explorer.analysis.artifacts import artifact_nodes, artifact_of, on_relations
from explorer.analysis.control_evidence import controls_of_nodes, level_in, shown_by
from explorer.analysis.own_copies import OWN_COPY, loaded_from_copy
from explorer.analysis.places import Places
from explorer.domain.annotation import Attack, Note, TrustDelegation, TrustStatus
from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.adjacency import Int32
from explorer.graph.identity import family
from explorer.graph.kept import kept
from explorer.graph.reach import Flags
from explorer.graph.row_columns import attributes_of
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KINDS
from explorer.knowledge.controls import control_types

PINS = ("pinned-version", "pinned-digest")
COPY = "own-copy"
"""Copies of one's own, by notes or because a copy that lies in the scanned folders is all that shows a model."""
_NOTE = "note "


@dataclass(frozen=True, eq=False)
class Delegated:
    """A control that an examined trust delegation records."""

    control: str
    relations: Int32
    """The relations that it guards."""
    attacks: frozenset[Attack]
    """The attacks that it covers; empty means all."""
    level: int
    """The SLSA build level that its conditions name; 0 where they name none."""
    annotation: str


@dataclass(frozen=True, eq=False)
class RecordedControls:
    """All controls of a snapshot as flags over its relations."""

    by_evidence: Mapping[str, Flags]
    """By control: (m,), on which relations evidence shows it."""
    level: np.ndarray
    """(m,) uint8: the SLSA build level that evidence shows, 0 where none."""
    delegated: tuple[Delegated, ...]

    def mask(self, control: str, attack: Attack, level: int = 0) -> Flags:
        """(m,): the relations on which this control counts against this attack, at this SLSA level or above."""
        found = self.by_evidence[control].copy()
        if level:
            found &= self.level >= level
        for each in self.delegated:
            if each.control == control and each.level >= level and (not each.attacks or attack in each.attacks):
                found[each.relations] = True
        return found

    def with_control(self, control: str, relations: Iterable[int], level: int = 4) -> RecordedControls:
        """The same with one more control, as a plan and not as a fact."""
        guarded = np.fromiter((int(relation) for relation in relations), np.int32)
        return replace(self, delegated=(*self.delegated, Delegated(control, guarded, frozenset(), level, "planned")))

    def annotations(self, control: str, relation: int, attack: Attack) -> tuple[str, ...]:
        """The trust delegations that put this control on this relation."""
        return tuple(
            each.annotation
            for each in self.delegated
            if each.control == control and relation in each.relations and (not each.attacks or attack in each.attacks)
        )


@kept
def recorded_controls(
    snapshot: Snapshot, delegations: Iterable[TrustDelegation], today: date, notes: Iterable[Note] = ()
) -> RecordedControls:
    """The controls that this snapshot's evidence, these delegations and notes of copies of one's own show.

    A delegation counts while it is examined and not lapsed, for the attacks and classes that it names. One that names
    a system as the one who trusts counts on that system's own relations only.

    >>> from explorer.graph.example import example_snapshot
    >>> from explorer.domain.annotation import Basis, Subject
    >>> snapshot = example_snapshot("app->torch->numpy")
    >>> seen = TrustDelegation(Subject("torch"), "", "x", (), (), Basis.SOURCE_REVIEW, status=TrustStatus.EXAMINED)
    >>> found = recorded_controls(snapshot, [seen], date(2026, 1, 1))
    >>> [snapshot.relations[each].target for each in np.flatnonzero(found.mask("review", Attack("A6")))]
    ['torch']
    """
    graph = snapshot.graph
    by_evidence, levels = _shown(snapshot)
    places = Places(graph)
    delegated = (_delegated(snapshot, places, each) for each in delegations if _counts(each, today))
    copies = (_noted_copy(snapshot, places, each) for each in notes if OWN_COPY in map(_word, each.tags))
    return RecordedControls(by_evidence, levels, (*(each for some in delegated for each in some), *copies))


@kept
def _shown(snapshot: Snapshot) -> tuple[Mapping[str, Flags], np.ndarray]:
    """By control, (m,) on which relations evidence shows it; and (m,) the SLSA build level. The same for every judgement."""
    nodes, levels = controls_of_nodes(snapshot)
    by_evidence = {control: on_relations(snapshot, flags) for control, flags in nodes.items()}
    _take_back(snapshot, by_evidence)
    by_evidence[COPY] = loaded_from_copy(snapshot)
    return by_evidence, on_relations(snapshot, levels)


def _take_back(snapshot: Snapshot, by_evidence: Mapping[str, Flags]) -> None:
    """A relation that names no revision is not pinned, whatever others pin; a mirror does not guard against itself."""
    every = enumerate(attributes_of(snapshot.relations))
    loose = [number for number, attributes in every if attributes and attributes.get("pinned", "").startswith("no")]
    for pin in PINS:
        by_evidence[pin][loose] = False
    by_evidence["own-mirror"][snapshot.graph.relation_has_kind(RelationKind.DISTRIBUTED_BY)] = False


def _counts(delegation: TrustDelegation, today: date) -> bool:
    return delegation.status is TrustStatus.EXAMINED and not delegation.lapsed(today)


def _delegated(snapshot: Snapshot, places: Places, delegation: TrustDelegation) -> list[Delegated]:
    graph, about = snapshot.graph, artifact_nodes(snapshot.graph)
    controls = [key for key, known in control_types().items() if delegation.basis.value in known.bases]
    if not controls:
        return []
    subject = np.zeros(len(graph), bool)
    subject[list(places.nodes(delegation.subject))] = True
    guarded = subject[graph.relation_target] | on_relations(snapshot, subject)
    guarded[list(places.relations(delegation.subject))] = True
    if delegation.classes:
        classes = [code for code, kind in enumerate(KINDS) if kind.component_class.value in delegation.classes]
        guarded &= np.isin(graph.kind[about], classes)
    truster = graph.find(delegation.delegator) if delegation.delegator else None
    if truster is not None and graph.kind_of(truster) is Kind.SYSTEM:
        guarded &= graph.relation_source == truster
    relations = np.flatnonzero(guarded).astype(np.int32)
    level = level_in(delegation.conditions)
    return [Delegated(key, relations, frozenset(delegation.attacks), level, delegation.id) for key in controls]


def _noted_copy(snapshot: Snapshot, places: Places, note: Note) -> Delegated:
    """On everything that is about what the note stands on, or on the one relation that it stands on."""
    copied = np.zeros(len(snapshot.graph), bool)
    copied[list(places.nodes(note.subject))] = True
    guarded = on_relations(snapshot, copied)
    guarded[list(places.relations(note.subject))] = True
    return Delegated(COPY, np.flatnonzero(guarded).astype(np.int32), frozenset(), 0, f"{_NOTE}{note.id}")


def _word(tag: str) -> str:
    return tag.strip().lower()


def reason(snapshot: Snapshot, controls: RecordedControls, control: str, relation: int, attack: Attack) -> str:
    """Why this control counts on this relation, in words."""
    if annotations := controls.annotations(control, relation, attack):
        if annotations == ("planned",):
            return "planned"
        if annotations[0].startswith(_NOTE):
            return f"noted by an analyst ({annotations[0].removeprefix(_NOTE)[:40]})"
        return f"examined by an analyst (trust delegation {', '.join(annotations)[:40]})"
    component = snapshot.components[shown_by(snapshot, control, artifact_of(snapshot, relation))]
    # The place that names the version is the one that pins it.
    telling = [each for each in component.evidence if component.version and component.version in each.text]
    where = next((each.place() for each in (*telling, *component.evidence)), family(component.id))
    return f"{component.name} {component.version}".strip() + f": {where}"
