"""Replacing and removing, worked by hand; the smallest set against every set."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis import smallest_set as smallest
from explorer.analysis.concentration import Dimension, concentration
from explorer.analysis.rewiring import rewired
from explorer.analysis.rewiring_plan import STAND_IN
from explorer.analysis.smallest_set import Goal, parse_goal, smallest_set
from explorer.analysis.substitution import Substitution, substitution
from explorer.analysis.substitution_figures import measured
from explorer.analysis.swaps import Swap, pieces
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.relation import Relation, RelationKind
from explorer.errors import InputError
from explorer.graph.example import example_snapshot
from explorer.graph.merge import merge
from explorer.graph.snapshot import Snapshot, snapshot_of
from tests.layout.strategies import snapshots

KINDS = {
    "llama": Kind.MODEL, "vicuna": Kind.MODEL, "qwen": Kind.MODEL, "mistral": Kind.MODEL,
    "party:meta": Kind.PARTY, "party:alibaba": Kind.PARTY, "hub:one": Kind.HUB, "hub:two": Kind.HUB,
}  # fmt: skip
WORDS = {
    "llama->party:meta": RelationKind.MADE_BY, "vicuna->party:meta": RelationKind.MADE_BY,
    "qwen->party:alibaba": RelationKind.MADE_BY, "llama->hub:one": RelationKind.DISTRIBUTED_BY,
    "qwen->hub:one": RelationKind.DISTRIBUTED_BY,
}  # fmt: skip


def portfolio(text: str) -> Snapshot:
    return example_snapshot(text, KINDS, WORDS)


def roots_of(snapshot: Snapshot) -> list[int]:
    return [int(node) for node in snapshot.graph.systems]


def swap(old: str, new: str | None = None) -> Swap:
    return Swap(ComponentId(old), None if new is None else ComponentId(new))


def substituted(text: str, *swaps: Swap) -> Substitution:
    snapshot = portfolio(text)
    return substitution(snapshot, roots_of(snapshot), swaps)


def figures(answer: Substitution) -> dict[str, tuple[object, object]]:
    return {each.key: (each.before, each.after) for each in answer.figures}


def test_that_who_relied_on_the_old_relies_on_the_new_by_the_same_relation() -> None:
    answer = substituted("app->llama->party:meta app->qwen->party:alibaba", swap("llama", "qwen"))
    assert answer.moved == ("app",)
    assert answer.replaced == ("llama",)
    assert (answer.gone, answer.parties_gone) == (("party:meta",), ("party:meta",))
    relation = answer.after.relations[0]
    assert (relation.target, relation.kind) == ("qwen", RelationKind.USES)
    assert any(each.location == "substitution" for each in relation.evidence)
    assert figures(answer)["V1"] == (0.5, 1.0)


def test_that_what_others_still_rely_on_stays() -> None:
    answer = substituted("app->a->shared app->b->shared a->alone", swap("a"))
    assert answer.gone == ("alone",)
    assert answer.after.graph.find("shared") is not None


def test_that_replacing_a_party_replaces_what_it_made_by_something_not_chosen_yet() -> None:
    text = "app1->llama->party:meta app2->vicuna->party:meta app2->qwen->party:alibaba"
    answer = substituted(text, swap("party:meta", "party:mistral-ai"))
    assert set(answer.replaced) == {"llama", "vicuna", "party:meta"}
    assert set(answer.moved) == {"app1", "app2"}
    assert answer.parties_come == ("party:mistral-ai",)
    stand_in = answer.after.component(f"{STAND_IN}llama")
    assert stand_in is not None
    assert (stand_in.knowledge, stand_in.kind, stand_in.supplier) == (Knowledge.UNKNOWN, Kind.MODEL, "party:mistral-ai")
    assert "Mistral AI" in stand_in.name
    # The two of meta become two of Mistral AI: the concentration stays, the unknown grows.
    assert figures(answer)["V1.known"] == (0.625, 0.625)
    assert answer.unknown_come >= 2
    assert (answer.exposed_before, answer.exposed_after) == (("app1", "app2"), ())


def test_that_replacing_a_hub_moves_what_comes_from_it() -> None:
    answer = substituted("app->llama->hub:one app->qwen->hub:one app->mistral->hub:two", swap("hub:one", "hub:two"))
    assert set(answer.moved) == {"llama", "qwen"}
    assert figures(answer)["V5"] == (0.5, 1.0)
    assert answer.come == ()


def test_that_something_new_brings_what_the_rules_know_of_it_and_what_nobody_has_read() -> None:
    answer = substituted("app->llama->party:meta", swap("llama", "pkg:huggingface/mistralai/Mistral-7B-v0.1"))
    assert {"party:mistral-ai", "hub:hugging-face"} <= set(answer.come)
    assert answer.after.component("unknown:training-data:pkg:huggingface/mistralai/Mistral-7B-v0.1") is not None
    assert answer.unknown_come >= 1


def test_that_something_known_beside_the_systems_brings_its_own_upstream() -> None:
    answer = substituted("app1->llama->party:meta app2->qwen->party:alibaba", swap("llama", "qwen"))
    first = answer.after.graph.find("app1")
    assert first is not None
    alone = substitution(
        portfolio("app1->llama->party:meta app2->qwen->deep->party:alibaba"), [0], [swap("llama", "qwen")]
    )
    assert {"qwen", "deep", "party:alibaba"} <= set(alone.come)


def test_that_swaps_can_be_taken_together_and_one_may_lead_to_what_another_takes_away() -> None:
    answer = substituted("app->llama app->qwen app->mistral", swap("llama", "mistral"), swap("qwen"))
    assert set(answer.replaced) == {"llama", "qwen"}
    assert sorted(answer.after.graph.ids) == ["app", "mistral"]


def test_that_every_version_of_a_family_is_replaced() -> None:
    parts = [
        Component(ComponentId("system:app"), Kind.SYSTEM, "app"),
        *(Component(ComponentId(f"pkg:pypi/a@{number}"), Kind.PACKAGE, "a", str(number)) for number in (1, 2)),
        *(
            Relation(ComponentId("system:app"), ComponentId(f"pkg:pypi/a@{number}"), RelationKind.USES)
            for number in (1, 2)
        ),
    ]
    snapshot = snapshot_of(merge(parts), "now")
    answer = substitution(snapshot, [0], [swap("pkg:pypi/a", "pkg:pypi/b@1")])
    assert set(answer.replaced) == {"pkg:pypi/a@1", "pkg:pypi/a@2"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [("nothing", None, "not upstream"), ("app", "qwen", "one of your systems"), ("llama", "llama", "by itself")],
)
def test_that_a_swap_that_makes_no_sense_is_refused_in_one_sentence(old: str, new: str | None, told: str) -> None:
    with pytest.raises(InputError, match=told):
        substituted("app->llama", swap(old, new))


@given(snapshots(16), st.data())
def test_that_removing_adds_nothing_and_what_stays_is_what_is_still_reached(
    snapshot: Snapshot, data: st.DataObject
) -> None:
    roots = roots_of(snapshot)
    others = [
        node
        for node in range(len(snapshot.graph))
        if node not in roots and snapshot.graph.kind_of(node) is not Kind.PARTY
    ]
    if not roots or not others:
        return
    old = snapshot.graph.id_of(data.draw(st.sampled_from(others)))
    answer = substitution(snapshot, roots, [Swap(old)])
    assert answer.come == ()
    assert answer.after.graph.find(old) is None
    before, after = figures(answer)["components"]
    assert isinstance(before, int) and isinstance(after, int)
    assert before - after == len(set(answer.replaced) | set(answer.gone))


@pytest.mark.parametrize("text", ["V1<0.5", "v1.top < 0.4", "horizon<0.1", "depth<5", "licence<1"])
def test_that_a_target_is_read(text: str) -> None:
    assert parse_goal(text).below > 0


@pytest.mark.parametrize("text", ["V1", "V1>0.5", "V9<1", "depth.top<2", "V1<x", ""])
def test_that_a_target_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no target"):
        parse_goal(text)


MANY = "app1->llama->party:meta app1->vicuna->party:meta app2->qwen->party:alibaba app2->mistral"


def test_that_a_party_is_taken_apart_into_what_it_made() -> None:
    found = pieces(portfolio(MANY), swap("party:meta", "party:alibaba"))
    assert {(each.old, each.new) for each in found} == {("llama", "party:alibaba"), ("vicuna", "party:alibaba")}


@settings(max_examples=40)
@given(st.sampled_from([0.3, 0.45, 0.55, 0.7]), st.integers(1, 4))
def test_that_the_smallest_set_is_the_smallest_of_all_sets(below: float, most: int) -> None:
    snapshot = portfolio(MANY)
    roots = roots_of(snapshot)
    swaps = [swap("llama", "party:alibaba"), swap("vicuna"), swap("qwen", "party:apple"), swap("mistral")][:most]
    found = smallest_set(snapshot, roots, swaps, Goal("V1", below))
    reaching = [
        chosen
        for size in range(len(swaps) + 1)
        for chosen in combinations(swaps, size)
        if (figure := _figure(snapshot, roots, chosen)) is not None and figure < below
    ]
    assert found.is_exact
    if not reaching:
        assert found.swaps is None
    else:
        assert found.swaps is not None
        assert len(found.swaps) == min(map(len, reaching))
        assert found.after is not None and found.after < below


def _figure(snapshot: Snapshot, roots: list[int], swaps: tuple[Swap, ...]) -> float | None:
    after = rewired(snapshot, roots, swaps).snapshot
    return measured(after, roots_of(after), "V1")


def test_that_the_greedy_set_reaches_the_goal_with_none_to_spare(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smallest, "EXACT_MOST", 0)
    snapshot = portfolio(MANY)
    swaps = [swap("llama", "party:apple"), swap("vicuna"), swap("qwen", "party:apple"), swap("mistral")]
    found = smallest_set(snapshot, roots_of(snapshot), swaps, Goal("V1", 0.6))
    assert not found.is_exact
    assert "might be smaller" in found.guarantee()
    assert found.swaps
    for left_out in found.swaps:
        rest = tuple(each for each in found.swaps if each != left_out)
        figure = _figure(snapshot, roots_of(snapshot), rest)
        assert figure is None or figure >= 0.6


def test_that_a_goal_that_cannot_be_reached_is_said_with_the_lowest_found() -> None:
    snapshot = portfolio("app->llama->party:meta")
    found = smallest_set(snapshot, roots_of(snapshot), [swap("llama", "party:alibaba")], Goal("V1", 0.5))
    assert (found.swaps, found.before, found.after) == (None, 1.0, 1.0)


def test_that_a_goal_that_is_reached_already_needs_nothing() -> None:
    snapshot = portfolio(MANY)
    assert smallest_set(snapshot, roots_of(snapshot), [swap("llama")], Goal("V1", 2)).swaps == ()


def test_that_the_bound_of_the_goal_counts_the_unknown() -> None:
    snapshot = portfolio(MANY)
    answer = concentration(snapshot, roots_of(snapshot), Dimension.MODEL_VENDOR)
    assert answer.unknown
    assert measured(snapshot, roots_of(snapshot), "V1") == answer.hhi_greatest
