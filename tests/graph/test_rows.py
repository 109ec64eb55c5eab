"""Rows that lie in blocks: read once where they fit, made into objects once, and read as columns without objects."""

from __future__ import annotations

import pytest

from explorer.domain.component import Component, ComponentId, Kind
from explorer.graph import rows as module
from explorer.graph.merge import merge
from explorer.graph.row_columns import ComponentBlock, component_columns
from explorer.graph.rows import Rows, starts_of
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.graph.stated import named_suppliers, stated, supplier_column

PARTS = [
    Component(ComponentId("a"), Kind.PACKAGE, "a", supplier=ComponentId("d"), attributes={"licence": "mit"}),
    Component(ComponentId("b"), Kind.PACKAGE, "b", supplier=ComponentId("party:elsewhere")),
    Component(ComponentId("c"), Kind.PACKAGE, "c", attributes={"licence": "", "format": "x"}),
    Component(ComponentId("d"), Kind.PARTY, "d", attributes={"licence": "apache-2.0"}),
    Component(ComponentId("e"), Kind.PACKAGE, "e", supplier=ComponentId("party:elsewhere")),
]


def in_blocks() -> tuple[Snapshot, list[int]]:
    """A snapshot whose components lie in blocks of two, and the blocks that were read."""
    whole, read = snapshot_of(merge(PARTS), "now"), list[int]()

    def block(number: int) -> ComponentBlock:
        read.append(number)
        return ComponentBlock(component_columns(whole.components[2 * number : 2 * number + 2]))

    rows = Rows(starts_of(len(PARTS), 2), block)
    return Snapshot(whole.graph, rows, whole.relations, (), "now"), read


def test_that_blocks_that_fit_are_read_once_and_components_made_once() -> None:
    snapshot, read = in_blocks()
    first = list(snapshot.components)
    assert first == PARTS
    assert [snapshot.components[node] is first[node] for node in range(-5, 5)] == [True] * 10
    assert read == [0, 1, 2]
    with pytest.raises(IndexError):
        snapshot.components[5]


def test_that_only_so_many_blocks_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT_BLOCKS", 2)
    snapshot, read = in_blocks()
    assert list(snapshot.components) == PARTS
    assert [snapshot.components[node].name for node in (0, 2, 1, 4, 0)] == ["a", "c", "b", "e", "a"]
    assert read == [0, 1, 2, 0, 1, 2]  # What was asked for longest ago went when the third came.


def test_that_fewer_blocks_of_a_hub_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MANY_BLOCKS", 2)
    monkeypatch.setattr(module, "KEPT_OF_MANY", 1)
    snapshot, read = in_blocks()
    assert [snapshot.components[node].name for node in (0, 1, 2, 0)] == ["a", "b", "c", "a"]
    assert read == [0, 1, 0]


def test_that_what_is_stated_is_read_from_blocks_as_from_components() -> None:
    snapshot, _ = in_blocks()
    for each in (snapshot, snapshot_of(merge(PARTS), "now")):
        assert stated(each, "licence") == {0: "mit", 3: "apache-2.0"}
        assert named_suppliers(each) == {"party:elsewhere": [1, 4]}
        assert supplier_column(each).tolist() == [3, -1, -1, -1, -1]
