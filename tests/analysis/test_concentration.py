"""Concentration: intervals against every assignment, dimensions on graphs worked by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.concentration import Weight, concentration
from explorer.analysis.dimensions import Dimension, attribute_names, frameworks
from explorer.analysis.indices import Band, band, gini, hhi, hhi_interval, top_interval, top_share
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.example import example_snapshot
from explorer.graph.merge import merge
from explorer.graph.snapshot import Snapshot, snapshot_of

KINDS = {
    "llama": Kind.MODEL, "vicuna": Kind.MODEL, "qwen": Kind.MODEL, "mystery": Kind.MODEL, "blend": Kind.MODEL,
    "meta": Kind.PARTY, "lmsys": Kind.PARTY, "alibaba": Kind.PARTY,
}  # fmt: skip
RELATIONS = {
    "llama->meta": RelationKind.MADE_BY, "vicuna->lmsys": RelationKind.MADE_BY, "qwen->alibaba": RelationKind.MADE_BY,
    "vicuna->llama": RelationKind.FINE_TUNED_FROM, "blend->vicuna": RelationKind.MERGED_FROM,
    "blend->qwen": RelationKind.MERGED_FROM,
}  # fmt: skip

parts = st.lists(st.integers(1, 20), max_size=4)
some_parts = st.lists(st.integers(1, 20), min_size=1, max_size=4)


def portfolio(text: str, unknown: str = "") -> Snapshot:
    return example_snapshot(text, KINDS, RELATIONS, unknown)


def roots_of(snapshot: Snapshot) -> list[int]:
    return [int(node) for node in snapshot.graph.systems]


def outcomes(known: list[int], unknown: list[int]) -> list[list[int]]:
    """Every way to give each unknown part to a holder seen, to a new one of its own, or to one shared with others."""
    places = range(len(known) + len(unknown))
    found = []
    for choice in product(places, repeat=len(unknown)):
        total = [*known, *([0] * len(unknown))]
        for part, place in zip(unknown, choice, strict=True):
            total[place] += part
        found.append([each for each in total if each])
    return found


@given(some_parts, parts)
def test_that_no_assignment_of_the_unknown_leaves_the_interval_and_both_ends_are_reached(
    known: list[int], unknown: list[int]
) -> None:
    least, greatest = hhi_interval(known, unknown) or (0, 0)
    reached = [hhi(outcome) or 0 for outcome in outcomes(known, unknown)]
    assert min(reached) == pytest.approx(least)
    assert max(reached) == pytest.approx(greatest)


@given(some_parts, parts, st.integers(1, 3))
def test_that_the_share_of_the_largest_stays_within_its_interval(
    known: list[int], unknown: list[int], most: int
) -> None:
    least, greatest = top_interval(known, unknown, most) or (0, 0)
    reached = [top_share(outcome, most) or 0 for outcome in outcomes(known, unknown)]
    assert min(reached) == pytest.approx(least)
    assert max(reached) == pytest.approx(greatest)


@given(parts)
def test_that_where_nothing_is_known_anyone_could_hold_it_all(unknown: list[int]) -> None:
    interval = hhi_interval([], unknown)
    assert (interval is None) == (not unknown)
    if interval:
        assert interval == pytest.approx((hhi(unknown), 1.0))


names = st.sampled_from(["llama", "vicuna", "qwen"])


@given(st.lists(st.lists(names, min_size=1, max_size=3, unique=True), min_size=1, max_size=3), st.data())
def test_that_an_unknown_component_never_lowers_a_concentration(uses: list[list[str]], data: st.DataObject) -> None:
    made = "llama->meta vicuna->lmsys qwen->alibaba"
    text = " ".join(f"app{place}->{model}" for place, models in enumerate(uses) for model in models)
    hidden = data.draw(st.lists(st.tuples(st.integers(0, len(uses) - 1), st.integers(0, 2)), min_size=1, max_size=4))
    strangers = " ".join(f"app{place}->mystery{number}" for place, number in hidden)
    kinds = KINDS | {f"mystery{number}": Kind.MODEL for number in range(3)}
    # Without lineage, so that vicuna brings no llama along.
    plain = {key: kind for key, kind in RELATIONS.items() if kind is RelationKind.MADE_BY}
    before = example_snapshot(f"{text} {made}", kinds, plain)
    after = example_snapshot(f"{text} {made} {strangers}", kinds, plain)
    for weight in Weight:
        known = concentration(before, roots_of(before), Dimension.MODEL_VENDOR, weight)
        wider = concentration(after, roots_of(after), Dimension.MODEL_VENDOR, weight)
        assert wider.unknown
        assert wider.hhi == pytest.approx(known.hhi)
        assert (wider.hhi_greatest or 0) >= (known.hhi or 0) - 1e-9
        assert (wider.top1 or (0, 0))[1] >= (known.top(1) or 0) - 1e-9


def test_that_bands_change_where_their_source_says() -> None:
    assert [band(points / 10_000) for points in (0, 999, 1_000, 1_800, 1_801, 10_000)] == [
        Band.LOW, Band.LOW, Band.MIDDLE, Band.MIDDLE, Band.HIGH, Band.HIGH,
    ]  # fmt: skip


def test_that_gini_agrees_with_the_mean_difference_of_pairs() -> None:
    values = [1, 2, 6, 7]
    pairs = sum(abs(a - b) for a in values for b in values)
    assert gini(values) == pytest.approx(pairs / (2 * len(values) * sum(values)))


def test_that_a_base_model_stands_behind_what_was_made_from_it_and_a_merge_has_two() -> None:
    snapshot = portfolio("app->blend->vicuna->llama blend->qwen")
    answer = concentration(snapshot, roots_of(snapshot), Dimension.BASE_MODEL)
    # blend counts half for llama and half for qwen, vicuna and llama for llama, qwen for itself: 2.5 and 1.5 of 4.
    assert {holder.id: holder.share for holder in answer.holders} == {"llama": 0.625, "qwen": 0.375}


def test_that_a_model_whose_lineage_ends_out_of_sight_has_no_known_base() -> None:
    relations = RELATIONS | {"vicuna->mystery": RelationKind.FINE_TUNED_FROM}
    snapshot = example_snapshot("app->vicuna->mystery", KINDS, relations, unknown="mystery")
    answer = concentration(snapshot, roots_of(snapshot), Dimension.BASE_MODEL)
    assert answer.holders == ()
    assert {snapshot.graph.id_of(node) for node in answer.unknown} == {"vicuna", "mystery"}


def test_that_paths_weigh_what_is_relied_on_in_many_ways() -> None:
    # Three ways lead to llama and one to qwen.
    snapshot = portfolio("app->a->llama->meta app->b->llama app->llama app->qwen->alibaba")
    answer = concentration(snapshot, roots_of(snapshot), Dimension.MODEL_VENDOR, Weight.PATHS)
    assert {holder.id: holder.share for holder in answer.holders} == pytest.approx({"meta": 0.75, "alibaba": 0.25})


def test_that_a_critical_system_weighs_more() -> None:
    snapshot = portfolio("app1->llama->meta app2->qwen->alibaba")
    answer = concentration(snapshot, roots_of(snapshot), Dimension.MODEL_VENDOR, criticality={ComponentId("app1"): 3.0})
    assert {holder.id: holder.share for holder in answer.holders} == {"meta": 0.75, "alibaba": 0.25}


def test_that_a_single_system_can_be_asked_about() -> None:
    snapshot = portfolio("app1->llama->meta app2->qwen->alibaba")
    answer = concentration(snapshot, roots_of(snapshot)[:1], Dimension.MODEL_VENDOR)
    assert (answer.systems, answer.hhi) == (1, 1.0)


def licensed() -> Snapshot:
    """Three packages under MIT, Apache-2.0 and nothing stated, one of them by a party whose country is known."""
    parts = [
        Component(ComponentId("system:app"), Kind.SYSTEM, "app"),
        Component(ComponentId("party:meta"), Kind.PARTY, "Meta", knowledge=Knowledge.INFERRED),
        *(
            Component(ComponentId(f"pkg:pypi/{name}@1"), Kind.PACKAGE, name, "1", attributes=attributes)
            for name, attributes in (("a", {"licence": "MIT"}), ("b", {"licence": "Apache-2.0"}), ("c", {}))
        ),
        *(
            Relation(ComponentId("system:app"), ComponentId(f"pkg:pypi/{name}@1"), RelationKind.USES)
            for name in ("a", "b", "c")
        ),
        Relation(ComponentId("pkg:pypi/a@1"), ComponentId("party:meta"), RelationKind.MADE_BY),
    ]
    return snapshot_of(merge(parts), "now")


def test_that_any_attribute_can_be_measured_and_what_states_none_is_unknown() -> None:
    snapshot = licensed()
    answer = concentration(snapshot, roots_of(snapshot), "attribute:licence")
    assert {holder.id: holder.share for holder in answer.holders} == {"MIT": 0.5, "Apache-2.0": 0.5}
    assert [snapshot.graph.id_of(node) for node in answer.unknown] == ["pkg:pypi/c@1"]
    assert answer.unknown_share == pytest.approx(1 / 3)
    assert (answer.hhi_least, answer.hhi_greatest) == pytest.approx((1 / 3, 5 / 9))
    assert concentration(snapshot, roots_of(snapshot), Dimension.LICENCE).hhi == answer.hhi
    assert attribute_names(snapshot) == ["licence"]


def test_that_a_country_comes_from_what_is_known_of_the_party() -> None:
    snapshot = licensed()
    answer = concentration(snapshot, roots_of(snapshot), Dimension.JURISDICTION)
    assert [(holder.id, holder.components) for holder in answer.holders] == [
        ("US", (snapshot.graph.find("pkg:pypi/a@1"),))
    ]
    assert len(answer.unknown) == 2


def test_that_an_attribute_that_nobody_states_is_not_assessed() -> None:
    snapshot = licensed()
    answer = concentration(snapshot, roots_of(snapshot), "attribute:nothing")
    assert (answer.hhi, answer.hhi_greatest, answer.unknown_share, answer.holders) == (None, None, None, ())


def test_that_two_versions_of_a_framework_are_one_holder_with_its_name() -> None:
    framework = {"framework": "yes"}
    parts = [
        Component(ComponentId("system:app"), Kind.SYSTEM, "app"),
        *(
            Component(ComponentId(f"pkg:pypi/torch@{version}"), Kind.PACKAGE, "torch", version, attributes=framework)
            for version in "12"
        ),
        *(
            Relation(ComponentId("system:app"), ComponentId(f"pkg:pypi/torch@{version}"), RelationKind.USES)
            for version in "12"
        ),
    ]
    snapshot = snapshot_of(merge(parts), "now")
    answer = concentration(snapshot, roots_of(snapshot), Dimension.FRAMEWORK)
    assert [(holder.id, holder.name, len(holder.components)) for holder in answer.holders] == [
        ("pkg:pypi/torch", "torch", 2)
    ]


def test_that_frameworks_are_found_among_few_packages_and_among_many() -> None:
    """Beside a hub only the packages are read; a model that says it is a framework is none."""
    marked = {"framework": "yes"}
    packages = [
        Component(ComponentId("pkg:pypi/torch"), Kind.PACKAGE, "torch", attributes=marked),
        Component(ComponentId("pkg:pypi/yaml"), Kind.PACKAGE, "yaml"),
    ]
    for models in (1, 300):
        hub = [Component(ComponentId(f"m{number}"), Kind.MODEL, "m", attributes=marked) for number in range(models)]
        snapshot = snapshot_of(merge([*packages, *hub]), "now")
        found = [snapshot.graph.id_of(node) for node in np.flatnonzero(frameworks(snapshot))]
        assert found == ["pkg:pypi/torch"]


def test_that_ones_own_party_left_out_leaves_what_rests_on_others_and_hides_nobody_else() -> None:
    # By hand: app1 rests on ours, llama and a model that both of us made; app2 on ours alone. Without ours app1 rests half
    # on meta by llama and half on meta by the common one, app2 on nobody.
    kinds = {**KINDS, "ours": Kind.MODEL, "common": Kind.MODEL, "us": Kind.PARTY}
    made = {**RELATIONS, "ours->us": RelationKind.MADE_BY, "common->us": RelationKind.MADE_BY}
    made["common->meta"] = RelationKind.MADE_BY
    text = "app1->ours->us app1->llama->meta app1->common->us common->meta app1->mystery app2->ours"
    snapshot = example_snapshot(text, kinds, made)
    us = frozenset({snapshot.graph.find("us") or 0})
    whole = concentration(snapshot, roots_of(snapshot), Dimension.MODEL_VENDOR)
    others = concentration(snapshot, roots_of(snapshot), Dimension.MODEL_VENDOR, without=us)
    assert {holder.id for holder in whole.holders} == {"us", "meta"} and whole.left_out == 0
    assert [(holder.id, holder.share, holder.systems) for holder in others.holders] == [("meta", 1.0, ("app1",))]
    assert (others.left_out, others.systems, others.unknown) == (1, 2, whole.unknown)  # Ours; what is unknown stays so.
    assert others.hhi == 1.0


@given(st.sampled_from(list(Dimension)), st.sampled_from(list(Weight)))
def test_that_without_anybody_of_ones_own_nothing_changes(dimension: Dimension, weight: Weight) -> None:
    snapshot = portfolio(
        "app1->blend app2->llama->meta blend->vicuna vicuna->llama blend->qwen qwen->alibaba app2->mystery"
    )
    nobody = concentration(snapshot, roots_of(snapshot), dimension, weight, without=frozenset())
    assert nobody == concentration(snapshot, roots_of(snapshot), dimension, weight)
