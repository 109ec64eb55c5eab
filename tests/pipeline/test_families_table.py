"""The families of models in rows: whatever they are, they add up to all models."""

from __future__ import annotations

from datetime import date

from hypothesis import given

from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.graph.example import example_graph, example_snapshot
from explorer.graph.lineage_part import lineage_part
from explorer.graph.snapshot import Snapshot
from explorer.layout.families import families
from explorer.layout.forest import Reading
from explorer.layout.strata import largest_first
from explorer.pipeline.answers import answer
from explorer.pipeline.families_table import ALONE, FamilyRow, families_sentence, families_table, family_rows
from explorer.pipeline.table import Table
from explorer.pipeline.tables import TABLES
from tests.layout.strategies import snapshots


def _table(snapshot: Snapshot) -> Table:
    return TABLES["families"](snapshot, answer(snapshot, (), None, date(2026, 1, 1)))


def test_that_families_are_counted_as_by_hand() -> None:
    made = ("tuned->base", "lora->tuned", "quant->base", "pair->other")
    kinds = {"lora": Kind.ADAPTER, **dict.fromkeys(("base", "tuned", "quant", "other", "pair", "alone"), Kind.MODEL)}
    snapshot = example_snapshot(
        " ".join(made) + " app->alone", kinds, dict.fromkeys(made, RelationKind.FINE_TUNED_FROM), unknown="quant"
    )
    table = _table(snapshot)
    assert table.rows == (
        ("base", 4, 7, 2, 1, 1, "base"),
        ("other", 2, 7, 1, 0, 0, "other"),
        (ALONE, 1, 7, 0, 0, 0, None),
    )
    assert table.headline == "7 models and adapters, 6 of them in 2 families; the largest, from base, has 4."


@given(snapshot=snapshots())
def test_that_the_rows_add_up_to_all_models(snapshot: Snapshot) -> None:
    rows = families_table(snapshot, answer(snapshot, (), None, date(2026, 1, 1))).rows
    assert sum(int(str(row[1])) for row in rows) == len(lineage_part(snapshot.graph).graph)


@given(snapshot=snapshots())
def test_that_rows_and_columns_of_the_families_say_the_same(snapshot: Snapshot) -> None:
    graph = lineage_part(snapshot.graph).graph
    placed = largest_first(graph, Reading.DESCENT)
    rows = family_rows(graph, placed, families(placed))
    made = list(rows)
    assert len(made) == len(rows)
    for name in ("members", "steps", "adapters", "unknown"):
        assert rows.column(name) == [getattr(row, name) for row in made]
    assert rows.names() == [row.name for row in made]
    assert rows.members == sum(row.members for row in made) == len(graph)
    assert rows[:2] == made[:2]
    assert not made or rows[-1] == made[-1]
    assert families_sentence(rows) == families_sentence(made)


def test_that_the_sentence_says_what_there_is_not() -> None:
    assert "No model" in families_sentence([])
    graph = example_graph("app->base")
    assert "ask the hub" in families_sentence([FamilyRow(graph, None, 3, 0, 0, 0)])
    one = families_sentence([FamilyRow(graph, graph.find("base"), 3, 1, 0, 0)])
    assert one == "3 models and adapters; 3 of them descend from base."
