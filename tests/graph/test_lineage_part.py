"""The part of a graph that a lineage atlas shows."""

from __future__ import annotations

from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.example import example_snapshot
from explorer.graph.lineage_part import lineage_part
from tests.layout.columns import lineage

KINDS = {
    "base": Kind.MODEL, "tuned": Kind.MODEL, "lora": Kind.ADAPTER, "corpus": Kind.DATASET, "alone": Kind.MODEL,
    "raw": Kind.DATASET, "hidden": Kind.UNKNOWN,
}  # fmt: skip
WORDS = {
    "tuned->base": RelationKind.FINE_TUNED_FROM,
    "lora->tuned": RelationKind.ADAPTS,
    "tuned->corpus": RelationKind.TRAINED_ON,
    "corpus->raw": RelationKind.DERIVED_FROM,
    "base->hidden": RelationKind.DERIVED_FROM,
}


def test_that_models_stay_with_what_they_were_made_from_and_nothing_else_does() -> None:
    graph = example_snapshot(
        "app->lora->tuned->base->hidden app->alone tuned->corpus->raw lora->peft", KINDS, WORDS
    ).graph
    part = lineage_part(graph)
    assert set(part.graph.ids) == {"lora", "tuned", "base", "hidden", "alone"}
    pairs = zip(part.graph.relation_source.tolist(), part.graph.relation_target.tolist(), strict=True)
    found = {(part.graph.id_of(source), part.graph.id_of(target)) for source, target in pairs}
    assert found == {("lora", "tuned"), ("tuned", "base"), ("base", "hidden")}


def test_that_each_node_of_the_part_is_the_same_component_in_the_whole() -> None:
    graph = example_snapshot("app->lora->tuned->base app->alone", KINDS, WORDS).graph
    part = lineage_part(graph)
    assert [graph.id_of(node) for node in part.nodes.tolist()] == list(part.graph.ids)
    assert [graph.kind_of(node) for node in part.nodes.tolist()] == [
        part.graph.kind_of(node) for node in range(len(part.graph))
    ]


def test_that_a_graph_of_lineage_only_is_not_copied() -> None:
    graph = lineage(2_000)
    keeps_datasets_apart = lineage_part(graph)
    assert len(keeps_datasets_apart.graph) <= len(graph)
    again = lineage_part(keeps_datasets_apart.graph)
    assert again.graph is keeps_datasets_apart.graph


def test_that_the_part_finds_its_own_and_not_the_rest_and_has_its_own_levels() -> None:
    graph = example_snapshot("app->lora->tuned->base->hidden app->alone tuned->corpus", KINDS, WORDS).graph
    part = lineage_part(graph).graph
    for node, identity in enumerate(part.ids):
        assert part.find(identity) == node
        assert part.names[node] == graph.names[graph.find(identity) or 0]
    assert part.find("corpus") is None and part.find("app") is None
    assert part.find_all(["base", "app", "nothing"]).tolist() == [part.find("base"), -1, -1]
    assert dict(zip(part.ids, part.level.tolist(), strict=True)) == {
        "alone": 0, "lora": 0, "tuned": 1, "base": 2, "hidden": 3,
    }  # fmt: skip
