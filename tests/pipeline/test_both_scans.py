"""Two scans as one graph: each scan can be read off it again, and nothing that neither has is in it."""

from __future__ import annotations

from hypothesis import given

from explorer.analysis.difference import difference
from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.example import example_snapshot
from explorer.graph.merge import merge
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.layout.change_signs import Sign
from explorer.layout.survey import Question, survey
from explorer.pipeline.both_scans import BothScans, both_scans
from tests.layout.strategies import snapshots

SEEN = (Evidence("test", "main.py", 1),)


def joined(before: Snapshot, after: Snapshot) -> BothScans:
    return both_scans(before, after, difference(before, after))


def signs_of(both: BothScans) -> dict[str, Sign]:
    graph = both.snapshot.graph
    return {graph.id_of(node): Sign(sign) for node, sign in enumerate(both.signs.nodes.tolist())}


def relation_signs(both: BothScans) -> dict[tuple[str, str], Sign]:
    signs = both.signs.relations.tolist()
    return {(each.source, each.target): Sign(sign) for each, sign in zip(both.snapshot.relations, signs, strict=True)}


def test_that_what_came_and_went_stand_beside_what_stayed() -> None:
    both = joined(example_snapshot("app->kept app->old->deep"), example_snapshot("app->kept app->new->deep"))
    assert signs_of(both) == {
        "app": Sign.SAME, "kept": Sign.SAME, "old": Sign.REMOVED, "new": Sign.ADDED, "deep": Sign.SAME,
    }  # fmt: skip
    assert relation_signs(both) == {
        ("app", "kept"): Sign.SAME,
        ("app", "old"): Sign.REMOVED,
        ("old", "deep"): Sign.REMOVED,
        ("app", "new"): Sign.ADDED,
        ("new", "deep"): Sign.ADDED,
    }


def test_that_another_version_is_one_component_which_changed_and_keeps_its_relations() -> None:
    both = joined(_using("1.0"), _using("2.0"))
    assert signs_of(both) == {"system:shop": Sign.SAME, "pkg:pypi/torch@2.0": Sign.CHANGED, "pkg:pypi/numpy": Sign.SAME}
    assert set(relation_signs(both).values()) == {Sign.SAME}
    node = both.snapshot.graph.find("pkg:pypi/torch@2.0")
    assert node is not None
    assert "version: 1.0 → 2.0" in both.signs.words[node]


def test_that_a_new_relation_between_old_components_is_asked_for_with_the_ways_to_it() -> None:
    both = joined(
        example_snapshot("app->a app->other->b app->aside"), example_snapshot("app->a->b app->other->b app->aside")
    )
    graph = both.snapshot.graph
    shown = survey(graph, both.signs.question(graph)).candidates
    assert {graph.id_of(node) for node in range(len(graph)) if shown[node]} == {"app", "a", "b"}


def test_that_two_equal_scans_have_no_signs() -> None:
    both = joined(example_snapshot("app->a->b->a"), example_snapshot("app->a->b->a"))
    assert both.signs.question(both.snapshot.graph) == Question()
    assert not both.signs.words


@given(snapshots(), snapshots())
def test_that_either_scan_can_be_read_off(before: Snapshot, after: Snapshot) -> None:
    both, later = joined(before, after), difference(before, after).later
    signs, relations = signs_of(both), {each.key: Sign(sign) for each, sign in
                                        zip(both.snapshot.relations, both.signs.relations.tolist(), strict=True)}  # fmt: skip
    now = {each.id for each in after.components}
    was = {later.get(each.id, each.id) for each in before.components}
    assert {each for each, sign in signs.items() if sign is not Sign.REMOVED} == now
    assert {each for each, sign in signs.items() if sign is not Sign.ADDED} == was
    assert {key for key, sign in relations.items() if sign is not Sign.REMOVED} == {
        each.key for each in after.relations
    }
    assert {key for key, sign in relations.items() if sign is not Sign.ADDED} == {
        (later.get(source, source), later.get(target, target), kind)
        for source, target, kind in (each.key for each in before.relations)
    }


def _using(version: str) -> Snapshot:
    system, torch, numpy = (
        ComponentId(each) for each in ("system:shop", f"pkg:pypi/torch@{version}", "pkg:pypi/numpy")
    )
    return snapshot_of(
        merge(
            [
                Component(system, Kind.SYSTEM, "shop", evidence=SEEN),
                Component(torch, Kind.PACKAGE, "torch", version, evidence=SEEN),
                Component(numpy, Kind.PACKAGE, "numpy", evidence=SEEN),
                Relation(system, torch, RelationKind.USES, evidence=SEEN),
                Relation(torch, numpy, RelationKind.REQUIRES, evidence=SEEN),
            ]
        ),
        "2026-01-01T00:00:00Z",
    )
