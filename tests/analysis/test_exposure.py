"""What holds of every what-if, on graphs of any shape."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.controls import RecordedControls, recorded_controls
from explorer.analysis.exposure import entries_of, exposure, path_of, ways_of
from explorer.domain.annotation import Attack, Basis, Subject, TrustDelegation, TrustStatus
from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.merge import Draft
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.knowledge.attacks import Moment, attack_types
from explorer.knowledge.controls import control_types
from explorer.pipeline.whatif_table import effect_sentence
from tests.analysis.threat_cases import DAY, ask, controls, cut_by, effect, examined, systems

SEEN = (Evidence("test"),)
KINDS = list(Kind)


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """A graph with cycles and parallel relations of any kinds; node 0 is a system."""
    count = draw(st.integers(2, 8))
    draft = Draft()
    for node in range(count):
        kind = Kind.SYSTEM if node == 0 else draw(st.sampled_from(KINDS))
        version = draw(st.sampled_from(["", "1.0", "a" * 40]))
        draft.add(Component(ComponentId(f"n{node}"), kind, f"n{node}", version, evidence=SEEN))
    ends = st.integers(0, count - 1)
    for source, target, word in draw(st.lists(st.tuples(ends, ends, st.sampled_from(list(RelationKind))), max_size=16)):
        draft.add(Relation(ComponentId(f"n{source}"), ComponentId(f"n{target}"), word, evidence=SEEN))
    return snapshot_of(draft, "2026-01-01T00:00:00Z")


attacks = st.sampled_from(list(attack_types().values()))
moments = st.sampled_from(list(Moment))
some_controls = st.sampled_from(list(control_types()))


@given(snapshots(), attacks, moments, some_controls, st.data())
def test_that_adding_a_control_never_enlarges_a_reach(snapshot, attack, moment, control, data):
    graph = snapshot.graph
    entry = data.draw(st.integers(0, len(graph) - 1))
    before = controls(snapshot)
    relations = (
        data.draw(st.lists(st.integers(0, max(graph.relation_count - 1, 0)), max_size=5))
        if graph.relation_count
        else []
    )
    roots = graph.systems.tolist()
    wide = exposure(snapshot, roots, attack, [entry], before, moment)
    narrow = exposure(snapshot, roots, attack, [entry], before.with_control(control, relations), moment)
    assert not (narrow.spread.reached & ~wide.spread.reached).any()
    assert set(narrow.reached_systems) <= set(wide.reached_systems)


@given(snapshots(), attacks, moments, st.data())
def test_that_removing_a_control_never_shrinks_a_reach(snapshot, attack, moment, data):
    graph = snapshot.graph
    entry = data.draw(st.integers(0, len(graph) - 1))
    full = controls(snapshot)
    dropped = data.draw(st.sampled_from(sorted(full.by_evidence)))
    nothing = np.zeros(graph.relation_count, bool)
    less = replace(full, by_evidence={**full.by_evidence, dropped: nothing})
    roots = graph.systems.tolist()
    with_all = exposure(snapshot, roots, attack, [entry], full, moment)
    with_less = exposure(snapshot, roots, attack, [entry], less, moment)
    assert not (with_all.spread.reached & ~with_less.spread.reached).any()


@given(snapshots(), attacks, st.data())
def test_that_what_was_inside_already_reaches_at_least_as_far_as_what_comes_later(snapshot, attack, data):
    entry = data.draw(st.integers(0, len(snapshot.graph) - 1))
    roots, found = snapshot.graph.systems.tolist(), controls(snapshot)
    later = exposure(snapshot, roots, attack, [entry], found, Moment.LATER)
    already = exposure(snapshot, roots, attack, [entry], found, Moment.ALREADY)
    assert not (later.spread.reached & ~already.spread.reached).any()


@given(snapshots(), attacks, moments, st.data())
def test_that_the_reach_without_controls_is_the_closure_that_networkx_finds(snapshot, attack, moment, data):
    graph = snapshot.graph
    entry = data.draw(st.integers(0, len(graph) - 1))
    ways = ways_of(graph, attack)
    other = nx.MultiDiGraph()
    other.add_nodes_from(range(len(graph)))
    other.add_edges_from(
        (int(graph.relation_target[each]), int(graph.relation_source[each])) for each in np.flatnonzero(ways)
    )
    answer = exposure(snapshot, graph.systems.tolist(), attack, [entry], controls(snapshot), moment)
    assert set(np.flatnonzero(answer.without_controls.reached).tolist()) == nx.descendants(other, entry) | {entry}
    lengths = nx.single_source_shortest_path_length(other, entry)
    assert {node: int(answer.without_controls.step[node]) for node in lengths} == dict(lengths)


@given(snapshots(), attacks, moments, st.data())
def test_that_every_way_is_a_chain_of_relations_from_a_system_to_an_entry(snapshot, attack, moment, data):
    graph = snapshot.graph
    entry = data.draw(st.integers(0, len(graph) - 1))
    answer = exposure(snapshot, graph.systems.tolist(), attack, [entry], controls(snapshot), moment)
    for each in answer.systems:
        way = path_of(graph, each)
        assert (way[0], way[-1]) == (graph.id_of(each.system), graph.id_of(entry))
        for relation, start in zip(each.way, way, strict=False):
            assert graph.id_of(int(graph.relation_source[relation])) == start
            assert graph.relation_kind_of(relation) in attack.spreads
        assert each.reached != bool(each.cuts)


def chain(
    relations: dict[str, RelationKind], kinds: dict[str, Kind], versions: dict[str, str] | None = None
) -> Snapshot:
    draft = Draft()
    names = {name for pair in relations for name in pair.split("->")}
    for name in sorted(names):
        draft.add(Component(ComponentId(name), kinds[name], name, (versions or {}).get(name, ""), evidence=SEEN))
    for pair, word in relations.items():
        source, target = pair.split("->")
        draft.add(Relation(ComponentId(source), ComponentId(target), word, evidence=SEEN))
    return snapshot_of(draft, "2026-01-01T00:00:00Z")


def signed_release() -> Snapshot:
    """An application uses a signed release of a vendor, which a builder made."""
    return chain(
        {"app->release": RelationKind.USES, "release->builder": RelationKind.BUILT_BY},
        {"app": Kind.SYSTEM, "release": Kind.PACKAGE, "builder": Kind.BUILD}, {"release": "1.0"},
    )  # fmt: skip


def test_that_an_attestation_cuts_between_the_artifact_and_its_builder() -> None:
    snapshot = signed_release()
    assert ask(snapshot, "A8", "builder", examined("release", Basis.SIGNATURE)).reached_systems != ()
    held = ask(snapshot, "A8", "builder", examined("release", Basis.ATTESTATION, conditions="SLSA Build L3"))
    assert held.reached_systems == ()
    assert [snapshot.relations[cut.relation].kind for cut in held.cuts] == [RelationKind.BUILT_BY]


def test_that_a_weaker_attestation_is_named_as_one_that_does_not_stop_it() -> None:
    snapshot, weak = signed_release(), examined("release", Basis.ATTESTATION, conditions="SLSA Build L2")
    answer = ask(snapshot, "A8", "builder", weak)
    found = effect(snapshot, answer, "attestation", weak)
    assert found.recorded > 0 and (found.holding, found.kept_now, found.kept_everywhere) == (0, 0, 1)
    assert "not at the level" in effect_sentence(found)


def test_that_lapsed_proposed_and_refused_delegations_cut_nothing() -> None:
    snapshot = signed_release()
    good = examined("release", Basis.SOURCE_REVIEW)
    assert cut_by(ask(snapshot, "A8", "builder", good)) == {"review"}
    for weak in (
        replace(good, review_by=date(2026, 11, 24)),
        replace(good, status=TrustStatus.PROPOSED),
        replace(good, status=TrustStatus.REFUSED),
        replace(good, classes=("C1",)),
    ):
        assert cut_by(ask(snapshot, "A8", "builder", weak)) == set()
    assert cut_by(ask(snapshot, "A8", "builder", replace(good, review_by=DAY))) == {"review"}


def test_that_one_systems_trust_does_not_protect_another() -> None:
    kinds = {"app1": Kind.SYSTEM, "app2": Kind.SYSTEM, "model": Kind.MODEL}
    snapshot = chain({"app1->model": RelationKind.USES, "app2->model": RelationKind.USES}, kinds)
    answer = ask(snapshot, "A1", "model", examined("model", Basis.SOURCE_REVIEW, delegator="app1"))
    assert systems(answer, snapshot) == ["app2"]


def test_that_a_delegation_on_one_relation_guards_that_relation_only() -> None:
    kinds = {"app1": Kind.SYSTEM, "app2": Kind.SYSTEM, "model": Kind.MODEL}
    snapshot = chain({"app1->model": RelationKind.USES, "app2->model": RelationKind.USES}, kinds)
    on_one = TrustDelegation(
        Subject("relation:app1|uses|model"), "", "x", basis=Basis.SOURCE_REVIEW, status=TrustStatus.EXAMINED
    )
    assert systems(ask(snapshot, "A1", "model", on_one), snapshot) == ["app2"]


def test_that_poisoned_data_enters_at_unknown_data_and_not_at_other_unknown_things() -> None:
    kinds = {"app": Kind.SYSTEM, "model": Kind.MODEL, "data": Kind.UNKNOWN, "rest": Kind.UNKNOWN}
    snapshot = chain(
        {"app->model": RelationKind.USES, "model->data": RelationKind.TRAINED_ON, "model->rest": RelationKind.REQUIRES},
        kinds,
    )
    graph = snapshot.graph
    found = entries_of(graph, graph.systems.tolist(), attack_types()[Attack.DATA_POISONING])
    assert [graph.id_of(node) for node in found] == ["data"]


def test_that_being_evaluated_on_data_does_not_spread_its_poison() -> None:
    kinds = {"app": Kind.SYSTEM, "model": Kind.MODEL, "data": Kind.DATASET}
    snapshot = chain({"app->model": RelationKind.USES, "model->data": RelationKind.EVALUATED_ON}, kinds)
    assert ask(snapshot, "A2", "data").systems == ()


def test_that_a_package_registry_cannot_swap_models_in_a_repository_takeover() -> None:
    kinds = {"app": Kind.SYSTEM, "torch": Kind.PACKAGE, "hub": Kind.HUB}
    snapshot = chain({"app->torch": RelationKind.USES, "torch->hub": RelationKind.DISTRIBUTED_BY}, kinds)
    assert ask(snapshot, "A3", "hub").systems == ()
    assert systems(ask(snapshot, "A9", "hub"), snapshot) == ["app"]


def test_that_claims_that_disagree_about_a_signature_show_none() -> None:
    def recorded(value: str) -> RecordedControls:
        draft = Draft()
        draft.add(Component(ComponentId("app"), Kind.SYSTEM, "app", evidence=SEEN))
        draft.add(Component(ComponentId("m"), Kind.MODEL, "m", attributes={"signature": value}, evidence=SEEN))
        draft.add(Relation(ComponentId("app"), ComponentId("m"), RelationKind.USES, evidence=SEEN))
        return recorded_controls(snapshot_of(draft, "2026-01-01T00:00:00Z"), [], DAY)

    assert recorded("verified with key k1").by_evidence["signature"].any()
    assert not recorded("verified with key k1 | not verified").by_evidence["signature"].any()
    assert not recorded("present, not verified").by_evidence["signature"].any()
