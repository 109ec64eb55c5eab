"""What components state beside kind and name, by node: read once per snapshot, without making objects of all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from explorer.graph.adjacency import Int32
from explorer.graph.kept import kept
from explorer.graph.row_columns import attributes_of, suppliers_of
from explorer.graph.snapshot import Snapshot


@kept
def stated(snapshot: Snapshot, name: str) -> Mapping[int, str]:
    """The values of an attribute, by the nodes that state one, ascending.

    >>> from explorer.graph.example import example_snapshot
    >>> stated(example_snapshot("app->a"), "licence")
    {}
    """
    every = enumerate(attributes_of(snapshot.components))
    return {node: value for node, attributes in every if attributes and (value := attributes.get(name))}


@kept
def stated_each(snapshot: Snapshot, names: Sequence[str]) -> tuple[Mapping[int, str], ...]:
    """The same for several attributes, in one reading."""
    found: tuple[dict[int, str], ...] = tuple({} for _ in names)
    for node, attributes in enumerate(attributes_of(snapshot.components)):
        if attributes:
            for name, values in zip(names, found, strict=True):
                if value := attributes.get(name):
                    values[node] = value
    return found


@kept
def named_suppliers(snapshot: Snapshot) -> Mapping[str, list[int]]:
    """The suppliers that are named and stand nowhere in the graph, each with the nodes that name it, ascending."""
    found: dict[str, list[int]] = {}
    missing = (snapshot.graph.supplier < 0).tolist()
    for node, supplier in enumerate(suppliers_of(snapshot.components)):
        if supplier and missing[node]:
            found.setdefault(supplier, []).append(node)
    return found


@kept
def supplier_column(snapshot: Snapshot) -> Int32:
    """(n,): as `SupplyGraph.supplier`, also where the supplier came from another snapshot than the one that names it."""
    column = snapshot.graph.supplier.copy()
    for supplier, nodes in named_suppliers(snapshot).items():
        if (found := snapshot.graph.find(supplier)) is not None:
            column[nodes] = found
    return column
