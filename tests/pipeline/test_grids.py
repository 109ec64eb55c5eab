"""Matrices count what one counts by hand, say so in words, and never pass off the unknown as zero."""

from __future__ import annotations

from datetime import date

import pytest

from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.merge import merge
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.pipeline import grids
from explorer.pipeline.answers import answer
from explorer.pipeline.grid_table import grid_table
from explorer.pipeline.grids import NO_NODE, Grid, cell_words, component_grid, party_grid, system_grid
from explorer.pipeline.matrix_table import matrix_table

SEEN = (Evidence("test"),)
ACME = ComponentId("party:acme")


def portfolio() -> Snapshot:
    """one uses lib (of Acme), which uses base (of nobody stated); two uses base only; three something unknown."""
    names = ("one", "two", "three")
    parts: list[Component | Relation] = [
        *(Component(ComponentId(f"system:{name}"), Kind.SYSTEM, name, evidence=SEEN) for name in names),
        Component(ACME, Kind.PARTY, "Acme", evidence=SEEN),
        Component(ComponentId("pkg:pypi/lib"), Kind.PACKAGE, "lib", "", ACME, evidence=SEEN),
        Component(ComponentId("pkg:pypi/base"), Kind.PACKAGE, "base", evidence=SEEN),
        Component(ComponentId("unknown:x"), Kind.UNKNOWN, "x", knowledge=Knowledge.UNKNOWN, evidence=SEEN),
        *(
            Relation(ComponentId(source), ComponentId(target), RelationKind.USES, evidence=SEEN)
            for source, target in (
                ("system:one", "pkg:pypi/lib"), ("pkg:pypi/lib", "pkg:pypi/base"),
                ("system:two", "pkg:pypi/base"), ("system:three", "unknown:x"),
            )
        ),
    ]  # fmt: skip
    return snapshot_of(merge(parts), "2026-01-02T03:04:05Z")


def place(snapshot: Snapshot, grid: Grid, row: str, column: str) -> tuple[int, int]:
    find = snapshot.graph.find
    return (
        grid.rows.index(find(ComponentId(row)) if row else NO_NODE),  # type: ignore[arg-type]
        grid.columns.index(find(ComponentId(column))),  # type: ignore[arg-type]
    )


def test_that_a_party_is_counted_and_what_nobody_claims_is_a_row_of_its_own() -> None:
    snapshot = portfolio()
    grid = party_grid(snapshot, answer(snapshot, (), None, date(2026, 11, 26)))
    one, two = place(snapshot, grid, ACME, "system:one"), place(snapshot, grid, ACME, "system:two")
    assert (grid.value[one], grid.value[two]) == (1, 0)
    assert grid.unsure[two]
    assert cell_words(snapshot, grid, *one) == "1 component of Acme upstream of one, at least."
    assert "but of some it is not stated whose they are" in cell_words(snapshot, grid, *two)
    nobody = place(snapshot, grid, "", "system:two")
    assert grid.value[nobody] == 1
    assert cell_words(snapshot, grid, *nobody) == "Of 1 component upstream of two nobody says whose they are."


def test_that_systems_share_what_is_upstream_of_both() -> None:
    snapshot = portfolio()
    grid = system_grid(snapshot)
    pair = place(snapshot, grid, "system:one", "system:two")
    assert grid.value[pair] == grid.value[pair[::-1]] == 1
    assert cell_words(snapshot, grid, *pair) == "one and two share 1 component."
    itself = place(snapshot, grid, "system:one", "system:one")
    assert cell_words(snapshot, grid, *itself) == f"{grid.value[itself]} components upstream of one."
    assert grid.headline.startswith("one and two share most: 1 component of ")


def test_that_components_are_as_far_apart_as_the_relations_between() -> None:
    snapshot = portfolio()
    graph = snapshot.graph
    chosen = [graph.find(ComponentId(each)) or 0 for each in ("system:one", "pkg:pypi/lib", "pkg:pypi/base")]
    grid = component_grid(snapshot, chosen)
    far = place(snapshot, grid, "system:one", "pkg:pypi/base")
    assert grid.value[far] == 2
    assert cell_words(snapshot, grid, *far) == "one relies on base over 2 relations."
    assert cell_words(snapshot, grid, *far[::-1]) == "base is not known to rely on one."
    assert grid.headline == "3 selected components: 3 of 6 pairs rely on each other, 2 of them directly."


def test_that_what_leads_to_the_unknown_is_no_zero_but_to_itself() -> None:
    snapshot = portfolio()
    graph = snapshot.graph
    chosen = [graph.find(ComponentId(each)) or 0 for each in ("system:three", "pkg:pypi/lib")]
    grid = component_grid(snapshot, chosen)
    three, lib = (place(snapshot, grid, row, "pkg:pypi/lib") for row in ("system:three", "pkg:pypi/lib"))
    assert grid.unsure[three]
    assert "something upstream of it is unknown" in cell_words(snapshot, grid, *three)
    assert not grid.unsure[lib]
    assert not grid.unsure.diagonal().any()


def test_that_one_component_brings_its_neighbourhood_and_a_bound_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = portfolio()
    lib = snapshot.graph.find(ComponentId("pkg:pypi/lib")) or 0
    every = component_grid(snapshot, [lib])
    names = {snapshot.graph.names[node] for node in every.rows}
    assert {"one", "lib", "base"} <= names
    assert "two" not in names
    monkeypatch.setattr(grids, "MOST_COMPONENTS", 2)
    assert f"shown are the nearest 2 of {len(every.rows):,} components" in component_grid(snapshot, [lib]).headline
    assert component_grid(snapshot, []).headline.startswith(f"The {len(snapshot.graph)} components that most rests on")
    assert component_grid(snapshot, [0, 1, 2]).headline.endswith("shown are the first 2 of 3 components.")


def test_that_the_table_holds_every_pair_once() -> None:
    snapshot = portfolio()
    answers = answer(snapshot, (), None, date(2026, 11, 26))
    pairs = grid_table(snapshot, answers, system_grid(snapshot)).rows
    assert [row[2:] for row in pairs if {"one", "two"} == set(row[:2])] == [(1, "no")]
    chosen = [snapshot.graph.find(ComponentId(each)) or 0 for each in ("system:one", "pkg:pypi/lib")]
    assert grid_table(snapshot, answers, component_grid(snapshot, chosen)).rows == (("one", "lib", 1, "no"),)
    assert grid_table(snapshot, answers, party_grid(snapshot, answers)) == matrix_table(snapshot, answers)
