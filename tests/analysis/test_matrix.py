"""Systems by parties: counted as one counts by hand, the same as walking the graph, nothing lost."""

from __future__ import annotations

from datetime import date

import networkx
import numpy as np
from hypothesis import given

from explorer.analysis.matrix import party_matrix
from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.merge import merge
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.pipeline.answers import answer
from explorer.pipeline.matrix_table import MOST_SYSTEMS, NOBODY, matrix_table
from tests.layout.strategies import snapshots

SEEN = (Evidence("test"),)
ACME, BETA, OWNER = (ComponentId(f"party:{name}") for name in ("acme", "beta", "owner"))


def portfolio(systems: int = 2) -> Snapshot:
    """Every system uses a library of Acme; the first also a model of Beta and a package that nobody claims."""
    parts: list[Component | Relation] = [
        *(Component(each, Kind.PARTY, each.removeprefix("party:"), evidence=SEEN) for each in (ACME, BETA, OWNER)),
        Component(ComponentId("pkg:pypi/lib"), Kind.PACKAGE, "lib", "", ACME, evidence=SEEN),
        Component(ComponentId("pkg:pypi/loose"), Kind.PACKAGE, "loose", evidence=SEEN),
        Component(ComponentId("model:m"), Kind.MODEL, "m", "", BETA, evidence=SEEN),
        Relation(ComponentId("model:m"), OWNER, RelationKind.MADE_BY, evidence=SEEN),
    ]
    for number in range(systems):
        system = ComponentId(f"system:s{number:02}")
        parts.append(Component(system, Kind.SYSTEM, f"s{number:02}", evidence=SEEN))
        parts.append(Relation(system, ComponentId("pkg:pypi/lib"), RelationKind.USES, evidence=SEEN))
    parts += [
        Relation(ComponentId("system:s00"), ComponentId(f"{other}"), RelationKind.USES, evidence=SEEN)
        for other in ("model:m", "pkg:pypi/loose")
    ]
    return snapshot_of(merge(parts), "2026-01-02T03:04:05Z")


def test_that_a_shared_party_stands_first_and_what_nobody_claims_last() -> None:
    snapshot = portfolio()
    table = matrix_table(snapshot, answer(snapshot, (), None, date(2026, 11, 23)))
    assert table.headline == "acme stands on the chain of every one of the 2 systems."
    assert table.columns == ("party", "systems", "s00", "s01", "id")
    assert table.rows == (
        ("acme", 2, 1, 1, ACME),
        ("beta", 1, 1, 0, BETA),
        (NOBODY, 1, 1, 0, ""),
    )
    assert "no component of their own: 1 party, such as owner." in table.note


def test_that_columns_left_out_are_counted() -> None:
    snapshot = portfolio(MOST_SYSTEMS + 5)
    table = matrix_table(snapshot, answer(snapshot, (), None, date(2026, 11, 23)))
    assert len(table.columns) == 3 + MOST_SYSTEMS
    assert "s00" in table.columns
    assert table.rows[0][1] == MOST_SYSTEMS + 5
    assert f"Shown are the {MOST_SYSTEMS} of {MOST_SYSTEMS + 5} systems" in table.note


@given(snapshot=snapshots(most=20))
def test_that_every_component_upstream_is_counted_once(snapshot: Snapshot) -> None:
    graph = snapshot.graph
    systems = [int(node) for node in np.flatnonzero(graph.has_kind(Kind.SYSTEM))]
    found = party_matrix(graph, systems)
    walked = networkx.DiGraph(zip(graph.relation_source.tolist(), graph.relation_target.tolist(), strict=True))
    walked.add_nodes_from(range(len(graph)))
    for column, system in enumerate(systems):
        others = [snapshot.components[node].kind for node in networkx.descendants(walked, system)]
        expected = sum(kind not in (Kind.PARTY, Kind.SYSTEM) for kind in others)
        assert int(found.count[:, column].sum() + found.not_stated[column]) == expected
