from __future__ import annotations

import numpy as np

from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.example import example_snapshot
from explorer.graph.snapshot import Snapshot
from explorer.layout.bundles import Grouping, group
from explorer.layout.owners import SEVERAL, owner_roots, owners
from explorer.layout.survey import Question, survey
from tests.layout.synthetic import portfolio, star


def _group(snapshot: Snapshot, few: int = 0, many: int = 1000, apart: tuple[str, ...] = ()) -> Grouping:
    nodes = [node for name in apart if (node := snapshot.graph.find(name)) is not None]
    return group(survey(snapshot.graph, Question()), few, many, nodes)


def _members(snapshot: Snapshot, grouping: Grouping) -> list[set[str]]:
    return [{snapshot.graph.id_of(int(node)) for node in one.members} for one in grouping.groups]


def test_that_a_star_becomes_one_bundle() -> None:
    snapshot = star(5000)
    (bundle,) = _group(snapshot).groups
    assert len(bundle.members) == 5000
    assert bundle.title == "packages"


def test_that_few_components_are_not_bundled() -> None:
    assert _group(star(40), few=60).groups == ()


def test_that_three_are_too_few_for_a_bundle() -> None:
    assert _group(star(3)).groups == ()


def test_that_packages_of_different_owners_are_apart() -> None:
    own = " ".join(f"app1->a{i} app2->b{i} app1->s{i} app2->s{i}" for i in range(4))
    snapshot = example_snapshot(own)
    found = _members(snapshot, _group(snapshot))
    assert sorted(sorted(members)[0] for members in found) == ["a0", "b0", "s0"]


def test_that_direct_and_deeper_packages_are_apart() -> None:
    snapshot = example_snapshot(" ".join(f"app->a{i}->b{i}" for i in range(4)))
    found = _members(snapshot, _group(snapshot))
    assert found == [{"a0", "a1", "a2", "a3"}, {"b0", "b1", "b2", "b3"}]


def test_that_models_of_different_lineage_stay_apart() -> None:
    text = " ".join(f"app->m{i}->base{i}" for i in range(5))
    kinds = {f"{name}{i}": Kind.MODEL for name in ("m", "base") for i in range(5)}
    snapshot = example_snapshot(text, kinds)
    assert _group(snapshot).groups == ()


def test_that_models_of_the_same_lineage_are_siblings() -> None:
    text = " ".join(f"app->m{i}->base" for i in range(5))
    snapshot = example_snapshot(text, {"base": Kind.MODEL} | {f"m{i}": Kind.MODEL for i in range(5)})
    assert _members(snapshot, _group(snapshot)) == [{"m0", "m1", "m2", "m3", "m4"}]


def test_that_the_known_and_the_unknown_are_never_bundled_together() -> None:
    snapshot = example_snapshot(" ".join(f"app->p{i}" for i in range(8)), unknown="p0 p1 p2 p3")
    found = _members(snapshot, _group(snapshot))
    assert sorted(map(sorted, found)) == [["p0", "p1", "p2", "p3"], ["p4", "p5", "p6", "p7"]]


def test_that_what_hangs_on_the_members_of_a_bundle_hangs_together() -> None:
    text = " ".join(f"app->p{i}->u{i}" for i in range(6))
    snapshot = example_snapshot(
        text, {f"u{i}": Kind.UNKNOWN for i in range(6)}, unknown=" ".join(f"u{i}" for i in range(6))
    )
    assert {f"u{i}" for i in range(6)} in _members(snapshot, _group(snapshot))


def test_that_notable_components_stay_alone() -> None:
    found = _members(star(10), _group(star(10), apart=("pkg:pypi/leaf00003@1",)))
    assert len(found[0]) == 9
    assert "pkg:pypi/leaf00003@1" not in found[0]


def test_that_systems_are_not_bundled() -> None:
    snapshot = example_snapshot(" ".join(f"app{i}->x" for i in range(30)))
    assert all("app0" not in members for members in _members(snapshot, _group(snapshot, few=31)))


def test_that_a_large_portfolio_is_joined_to_about_the_marks_asked_for() -> None:
    snapshot = portfolio(6, 20_000)
    grouping = _group(snapshot, 60, 90)
    held = (grouping.inner >= 0) | (grouping.outer >= 0)
    singles = int((~held).sum())
    assert singles < 90


def test_that_keys_are_unique_and_the_same_every_time() -> None:
    first, second = (_group(portfolio(4, 1500), 60, 90) for _ in range(2))
    keys = [one.key for one in first.groups]
    assert len(set(keys)) == len(keys)
    assert keys == [one.key for one in second.groups]


def test_that_a_group_has_members_of_one_class_only() -> None:
    snapshot = portfolio(4, 1500)
    answer = survey(snapshot.graph, Question())
    for one in _group(snapshot, 60, 90).groups:
        assert len(np.unique(answer.component_class[one.members])) == 1


def test_that_owners_are_those_roots_that_reach_a_component() -> None:
    snapshot = example_snapshot("app1->a->c app2->b->c app2->a", relations={"a->c": RelationKind.REQUIRES})
    graph = snapshot.graph
    roots = graph.systems
    code = owners(graph, roots)
    names = {
        graph.id_of(node): [graph.id_of(root) for root in owner_roots(int(code[node]), roots) or []]
        for node in range(len(graph))
    }
    assert names == {
        "app1": ["app1"],
        "app2": ["app2"],
        "a": ["app1", "app2"],
        "b": ["app2"],
        "c": ["app1", "app2"],
    }


def test_that_above_62_roots_only_one_owner_is_told_from_several() -> None:
    text = " ".join(f"app{i:02}->own{i:02} app{i:02}->shared" for i in range(70))
    graph = example_snapshot(text).graph
    code = owners(graph, graph.systems)
    shared, own = graph.find("shared"), graph.find("own07")
    assert shared is not None
    assert own is not None
    assert code[shared] == SEVERAL
    assert owner_roots(int(code[own]), graph.systems) == [graph.find("app07")]
