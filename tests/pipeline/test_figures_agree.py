"""Figures that two questions share are the same, and say of what they are made."""

from __future__ import annotations

from datetime import date

from explorer.analysis.ancestors import ancestors
from explorer.analysis.risk_rollup import Rule, roll_up
from explorer.domain.annotation import Limit, ResidualRisk, Subject
from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.example import example_snapshot
from explorer.pipeline.answers import answer
from explorer.pipeline.frontier_table import frontier_table
from explorer.pipeline.reach_table import reach_table
from explorer.pipeline.rollup_table import entries_text, open_text


def test_that_ancestors_and_reach_count_the_same_who_rely_on_a_component() -> None:
    snapshot = example_snapshot("app1->a->base app2->b->base b->c c->b base->d")
    graph = snapshot.graph
    found = ancestors(graph, [int(node) for node in graph.systems])
    relying = {graph.id_of(each.node): each.relying for each in found.ancestors}
    assert relying == {"base": 5, "d": 6}  # app1, app2, a, b, c; with base.
    rows = reach_table(snapshot, answer(snapshot, [], None, date(2026, 1, 1))).rows
    reached = {str(row[0]): row[4] for row in rows}
    assert {name: reached[name] for name in relying} == relying


def test_that_a_figure_names_the_entries_it_is_made_of() -> None:
    snapshot = example_snapshot("app->a")
    risks = [
        ResidualRisk(Subject("a"), "low", Limit.OTHER, likelihood_after=1, impact_after=1),
        ResidualRisk(Subject("a"), "high", Limit.OTHER, likelihood_after=5, impact_after=5),
        ResidualRisk(Subject("a"), "open", Limit.OTHER),
    ]
    register = answer(snapshot, risks, None, date(2026, 1, 1)).risk
    said = {rule: entries_text(roll_up(register, rule)[0]) for rule in Rule}
    assert said[Rule.WORST] == "“high”; left out: 1 not assessed"
    assert said[Rule.NOISY_OR] == "“high”, “low”; left out: 1 not assessed"
    assert all(f"“{each.title}”" in said[Rule.COUNT] for each in risks)
    assert open_text(roll_up(register, Rule.WORST)[0]) == "1 of 3"


def test_that_no_open_entry_is_told_in_words_not_as_a_zero() -> None:
    snapshot = example_snapshot("app->a")
    risk = ResidualRisk(Subject("a"), "low", Limit.OTHER, likelihood_after=1, impact_after=1)
    day = date(2026, 1, 1)
    assert open_text(roll_up(answer(snapshot, [risk], None, day).risk, Rule.WORST)[0]) == "all are assessed"
    assert open_text(roll_up(answer(snapshot, [], None, day).risk, Rule.WORST)[0]) == "none recorded"


def test_that_whom_to_ask_first_is_the_first_row_of_the_table() -> None:
    kinds = {"model": Kind.MODEL, "tune": Kind.MODEL, "meta": Kind.PARTY, "d1": Kind.UNKNOWN, "d2": Kind.UNKNOWN}
    words = {
        "tune->d1": RelationKind.TRAINED_ON,
        "model->d2": RelationKind.TRAINED_ON,
        "model->meta": RelationKind.MADE_BY,
    }
    snapshot = example_snapshot("app1->tune->d1 app2->tune app2->model->d2 model->meta", kinds, words, "d1 d2")
    table = frontier_table(snapshot, answer(snapshot, [], None, date(2026, 1, 1)))
    first = table.rows[0]
    assert (first[1], first[2]) == ("whoever made it", "tune")  # On tune two systems rest, on model one.
    assert table.headline.startswith(f"First ask {first[1]} about {first[2]}: {first[3]};")
    place = next(row for row in table.rows if row[1] == "meta")
    assert f"The first to a known maker, place {place[0]}: meta about model" in table.headline
