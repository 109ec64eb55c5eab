"""Flows from systems to companies add up to what upstream counts, drawn together or not."""

from __future__ import annotations

from explorer.analysis.flows import OTHER_COMPANIES, OTHER_SYSTEMS, UNKNOWN_COMPANY, flows
from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.example import example_snapshot
from explorer.pipeline.flows_table import flows_sentence

KINDS = {"llama": Kind.MODEL, "tune": Kind.MODEL, "meta": Kind.PARTY, "acme": Kind.PARTY, "data": Kind.UNKNOWN}
MADE = {"llama->meta": RelationKind.MADE_BY, "tune->acme": RelationKind.MADE_BY}
SNAPSHOT = example_snapshot(
    "app1->llama->meta app2->tune->llama tune->acme app2->torch llama->data", KINDS, MADE, "data"
)
ROOTS = [int(node) for node in SNAPSHOT.graph.systems]


def test_that_each_component_counts_once_for_each_system_that_relies_on_it() -> None:
    found = {(each.system, each.company): each.components for each in flows(SNAPSHOT, ROOTS).flows}
    assert found == {("app1", "meta"): 1, ("app2", "meta"): 1, ("app2", "acme"): 1, ("app2", UNKNOWN_COMPANY): 1}


def test_that_what_is_drawn_together_is_counted() -> None:
    found = flows(SNAPSHOT, ROOTS, most_systems=1, most_companies=1)
    assert found.total == flows(SNAPSHOT, ROOTS).total
    assert (found.rest_systems, found.rest_companies) == (1, 1)
    assert {each.system for each in found.flows} == {"app2", OTHER_SYSTEMS}
    assert {each.company for each in found.flows} == {"meta", OTHER_COMPANIES, UNKNOWN_COMPANY}


def test_that_unknown_components_are_no_flow() -> None:
    assert all(each.component_class != "Unknown" for each in flows(SNAPSHOT, ROOTS).flows)


def test_that_companies_drawn_together_are_not_named_as_the_one_from_whom_most_comes() -> None:
    """Three small companies together outweigh the largest; still it is the largest that is named."""
    kinds = dict.fromkeys(("big", "s1", "s2", "s3"), Kind.PARTY)
    made = {f"m{place}->{name}": RelationKind.MADE_BY for place, name in enumerate(("big", "big", "s1", "s2", "s3"))}
    snapshot = example_snapshot("app->m0->big app->m1->big app->m2->s1 app->m3->s2 app->m4->s3", kinds, made)
    found = flows(snapshot, [int(node) for node in snapshot.graph.systems], most_companies=1)
    assert OTHER_COMPANIES in {each.company for each in found.flows}
    assert flows_sentence(found).startswith("Most comes from big: 40 %")
