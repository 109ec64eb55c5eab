"""Plans of controls: counts are recounts, and the smallest cut is as small as trying everything finds it."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis.control_search import PLANNABLE, Search
from explorer.analysis.control_set import control_plan, smallest_cut
from explorer.analysis.exposure import entries_of, exposure, stopped, ways_of
from explorer.analysis.residual_limits import residual_limits
from explorer.analysis.signed_and_still_bad import Rest, signed_and_still_bad
from explorer.domain.annotation import Attack, Basis, Limit
from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.reach import upstream
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.attacks import AttackType, Moment, attack_types
from tests.analysis.test_exposure import attacks, chain, moments, signed_release, snapshots
from tests.analysis.threat_cases import controls, examined


@given(snapshots(), st.lists(attacks, min_size=1, max_size=3, unique_by=lambda each: each.attack), moments)
def test_that_every_figure_of_a_plan_is_what_a_recount_gives(snapshot, chosen, moment):
    graph, found = snapshot.graph, controls(snapshot)
    roots = graph.systems.tolist()

    def open_routes() -> int:
        total = 0
        for attack in chosen:
            for entry in entries_of(graph, roots, attack):
                total += len(exposure(snapshot, roots, attack, [entry], found, moment).reached_systems)
        return total

    plan = control_plan(snapshot, roots, chosen, found, 4, moment)
    assert plan.open_before == open_routes()
    last = plan.open_before
    for proposal in plan.proposals:
        found = found.with_control(proposal.control, proposal.relations)
        assert proposal.left == open_routes() <= last
        last = proposal.left


@given(snapshots(), attacks, moments, st.data())
def test_that_the_smallest_cut_cuts_and_that_no_smaller_one_does(snapshot, attack, moment, data):
    graph, found = snapshot.graph, controls(snapshot)
    roots = graph.systems.tolist()
    entries = [node for node in entries_of(graph, roots, attack) if node not in roots][:2]
    stops = sorted({stop.control for stop in attack.stops_at(moment)})
    if not stops or not entries:
        return
    control = data.draw(st.sampled_from(stops))
    cut = smallest_cut(snapshot, roots, attack, entries, found, control, moment)
    assert cut.computed

    def parts(relations: tuple[int, ...]) -> bool:
        planned = found.with_control(control, relations)
        ways = ways_of(graph, attack) & ~stopped(graph, attack, planned, moment)
        return not upstream(graph, roots, ways)[entries].any()

    every = tuple(range(graph.relation_count))
    if cut.relations is None:
        assert cut.uncuttable and not parts(every)
        return
    assert parts(cut.relations)
    for size in range(min(len(cut.relations), 3)):
        assert not any(parts(smaller) for smaller in combinations(every, size))


def test_that_one_relation_that_everything_runs_over_is_the_smallest_cut() -> None:
    kinds = {"app1": Kind.SYSTEM, "app2": Kind.SYSTEM, "m": Kind.MODEL, "base": Kind.MODEL}
    words = {"app1->m": RelationKind.USES, "app2->m": RelationKind.USES, "m->base": RelationKind.FINE_TUNED_FROM}
    snapshot = chain(words, kinds)
    graph, attack = snapshot.graph, attack_types()[Attack.MODEL_POISONING]
    base = graph.find("base")
    assert base is not None
    cut = smallest_cut(snapshot, graph.systems.tolist(), attack, [base], controls(snapshot), "review")
    assert cut.relations is not None
    assert [(snapshot.relations[each].source, snapshot.relations[each].target) for each in cut.relations] == [
        ("m", "base")
    ]
    useless = smallest_cut(snapshot, graph.systems.tolist(), attack, [base], controls(snapshot), "signature")
    assert (useless.relations, useless.computed) == (None, True)
    assert useless.uncuttable == (base,)


def test_that_no_number_of_pins_undoes_what_is_inside_already() -> None:
    snapshot = chain({"app->m": RelationKind.USES}, {"app": Kind.SYSTEM, "m": Kind.MODEL})
    graph, attack = snapshot.graph, attack_types()[Attack.MODEL_POISONING]
    roots, model = graph.systems.tolist(), graph.find("m")
    assert model is not None
    assert smallest_cut(snapshot, roots, attack, [model], controls(snapshot), "pinned-digest").relations is None
    later = smallest_cut(snapshot, roots, attack, [model], controls(snapshot), "pinned-digest", Moment.LATER)
    assert later.relations == (0,)


def test_that_a_signed_release_of_an_unattested_builder_is_signed_and_still_bad() -> None:
    snapshot = signed_release()
    graph = snapshot.graph
    roots = graph.systems.tolist()
    signature = examined("release", Basis.SIGNATURE)
    answer = signed_and_still_bad(snapshot, roots, controls(snapshot, signature))
    assert [(graph.id_of(each.node), each.rest, each.level) for each in answer.artifacts] == [
        ("release", Rest.BUILDER, 0)
    ]
    assert answer.artifacts[0].systems == tuple(roots)
    weak = examined("release", Basis.ATTESTATION, conditions="SLSA Build L2")
    assert signed_and_still_bad(snapshot, roots, controls(snapshot, signature, weak)).artifacts[0].level == 2
    strong = examined("release", Basis.ATTESTATION, conditions="SLSA Build L3")
    vouched = signed_and_still_bad(snapshot, roots, controls(snapshot, signature, strong))
    assert (vouched.artifacts, vouched.signed, vouched.vouched) == ((), 1, 1)


def test_that_a_signed_artifact_without_a_stated_maker_is_not_taken_for_a_good_one() -> None:
    snapshot = chain({"app->m": RelationKind.USES}, {"app": Kind.SYSTEM, "m": Kind.MODEL})
    answer = signed_and_still_bad(
        snapshot, snapshot.graph.systems.tolist(), controls(snapshot, examined("m", Basis.SIGNATURE))
    )
    assert [each.rest for each in answer.artifacts] == [Rest.NOT_STATED]
    nothing = signed_and_still_bad(snapshot, snapshot.graph.systems.tolist(), controls(snapshot))
    assert (nothing.signed, nothing.artifacts) == (0, ())


def test_that_each_limit_counts_what_it_says() -> None:
    kinds = {
        "app": Kind.SYSTEM, "m": Kind.MODEL, "data": Kind.DATASET, "lib": Kind.PACKAGE, "acme": Kind.PARTY, "else": Kind.SYSTEM,
    }  # fmt: skip
    words = {
        "app->m": RelationKind.USES, "m->data": RelationKind.TRAINED_ON, "app->lib": RelationKind.USES, "m->acme": RelationKind.MADE_BY,
        "else->lib": RelationKind.USES,
    }  # fmt: skip
    snapshot = chain(words, kinds)
    roots = snapshot.graph.systems.tolist()
    found = {each.limit: (each.count, each.of) for each in residual_limits(snapshot, roots, controls(snapshot))}
    assert found[Limit.UNVERIFIABLE_DATA] == (1, 1)
    assert found[Limit.ZERO_DAY] == (1, 1)
    assert found[Limit.CONCENTRATION] == (1, 2)
    assert found[Limit.INSIDER] == (1, 1)
    assert found[Limit.OPAQUE_FOUNDATION_MODEL] == (0, 1)
    seen = controls(snapshot, examined("data", Basis.SOURCE_REVIEW, Attack.DATA_POISONING))
    assert {each.limit: each.count for each in residual_limits(snapshot, roots, seen)}[Limit.UNVERIFIABLE_DATA] == 0


def fewest_left(snapshot: Snapshot, attack: AttackType, moment: Moment, most: int) -> int:
    """Every list of at the most so many controls tried, and the routes walked one by one."""
    graph, found = snapshot.graph, controls(snapshot)
    ways = (ways_of(graph, attack) & ~stopped(graph, attack, found, moment)).tolist()
    source, target = graph.relation_source.tolist(), graph.relation_target.tolist()
    from_there = {RelationKind.DISTRIBUTED_BY, RelationKind.BUILT_BY, RelationKind.TRAINED_BY}
    kinds = [graph.relation_kind_of(each) for each in range(graph.relation_count)]
    about = [source[each] if kinds[each] in from_there else target[each] for each in range(graph.relation_count)]
    cuts = {
        frozenset(
            each for each in range(graph.relation_count)
            if about[each] == node and ways[each] and (not stop.relations or kinds[each] in stop.relations)
        )
        for node in range(len(graph)) for stop in attack.stops_at(moment) if stop.control in PLANNABLE
    }  # fmt: skip
    cuts.discard(frozenset())

    def left(gone: frozenset[int]) -> int:
        total = 0
        for root in graph.systems.tolist():
            seen, waiting = {root}, [root]
            while waiting:
                node = waiting.pop()
                for each in range(graph.relation_count):
                    if source[each] == node and ways[each] and each not in gone and target[each] not in seen:
                        seen.add(target[each])
                        waiting.append(target[each])
            total += len(seen & set(entries_of(graph, graph.systems.tolist(), attack)))
        return total

    return min(left(frozenset().union(*some)) for size in range(most + 1) for some in combinations(cuts, size))


@settings(max_examples=150, deadline=None)
@given(snapshots(), attacks, moments, st.integers(1, 3))
def test_that_no_list_of_the_same_length_leaves_fewer_on_a_small_graph(snapshot, attack, moment, most):
    plan = control_plan(snapshot, snapshot.graph.systems.tolist(), [attack], controls(snapshot), most, moment)
    assert plan.search is Search.EXACT
    assert plan.open_after == fewest_left(snapshot, attack, moment, most)


@settings(max_examples=60, deadline=None)
@given(snapshots(), attacks, moments, st.integers(1, 3))
def test_that_exchanging_is_never_worse_than_going_step_by_step_and_says_what_it_is(snapshot, attack, moment, most):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("explorer.analysis.control_search.MOST_SETS", -1)
        found = control_plan.__wrapped__(
            snapshot, snapshot.graph.systems.tolist(), [attack], controls(snapshot), most, moment
        )
        patch.setattr("explorer.analysis.control_search.LARGEST", -1)
        stepwise = control_plan.__wrapped__(
            snapshot, snapshot.graph.systems.tolist(), [attack], controls(snapshot), most, moment
        )
    least = fewest_left(snapshot, attack, moment, most)
    assert least <= found.open_after <= stepwise.open_after <= stepwise.open_before
    assert not found.open_before or (found.search, stepwise.search) == (Search.EXCHANGE, Search.GREEDY)
