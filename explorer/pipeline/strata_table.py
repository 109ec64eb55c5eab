"""What the depth map shows, as a table: its rows, and the component on which most hangs in each."""

from __future__ import annotations

import numpy as np

from explorer.domain.component import Knowledge
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KNOWLEDGE
from explorer.layout.strata import Strata, strata
from explorer.layout.strata_bundles import heaviest
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted, name_of
from explorer.pipeline.table import Cell, Table

COLUMNS = ("row", "components", "unknown", "widest", "ends that hang on it", "of", "id")
NOTE = (
    "A row is the longest chain from a system, or from what nothing relies on; every component hangs on one of those in the "
    "row above that rely on it, lineage before packages. Ends are the components on which nothing hangs: a cell of the depth "
    "map is as wide as the ends that hang on it."
)


def strata_table(snapshot: Snapshot, answers: Answers) -> Table:
    """The rows of the depth map, read from the systems down."""
    del answers
    found = strata(snapshot.graph)
    ends = len(found) - len(np.unique(found.parent[found.parent >= 0]))
    rows = tuple(_row(snapshot, found, row, ends) for row in range(found.rows))
    return Table("strata", strata_sentence(snapshot, found), COLUMNS, rows, f"{_others(snapshot, found)} {NOTE}")


def strata_sentence(snapshot: Snapshot, found: Strata) -> str:
    """How many there are, in how many rows, and how many of them nobody describes."""
    if not len(found):
        return "Nothing has been scanned yet, so there is nothing to lay out."
    unknown = int((snapshot.graph.knowledge == _UNKNOWN).sum())
    return (
        f"{counted(len(found), 'component')} in {counted(found.rows, 'row')} of depth; "
        f"{f'{unknown:,}' if unknown else 'none'} of them unknown."
    )


_UNKNOWN = KNOWLEDGE.index(Knowledge.UNKNOWN)


def _row(snapshot: Snapshot, found: Strata, row: int, ends: int) -> tuple[Cell, ...]:
    here = slice(int(found.starts[row]), int(found.starts[row + 1]))
    widths, nodes = found.right[here] - found.left[here], found.node[here]
    widest = int(np.argmax(widths))
    unknown = int((snapshot.graph.knowledge[nodes] == _UNKNOWN).sum())
    node = int(nodes[widest])
    hanging = round(float(widths[widest]))
    return row, len(nodes), unknown, name_of(snapshot, node), hanging, ends, snapshot.graph.id_of(node)


def _others(snapshot: Snapshot, found: Strata) -> str:
    """The relations that hanging leaves out, and what stands apart; counted, since the rows do not show them."""
    across = heaviest(snapshot.graph, found, 0).total
    parts = [
        f"Relations between components that do not hang on each other: {across:,} of {snapshot.graph.relation_count:,}"
    ]
    parts += [f"not upstream of any system: {found.loose:,}"] if found.loose else []
    parts += [f"without any relation: {found.alone:,}"] if found.alone else []
    return "; ".join(parts) + "."
