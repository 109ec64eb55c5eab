"""A drawn matrix as a table: a row for each pair that has something in common."""

from __future__ import annotations

import numpy as np

from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.grids import Grid, GridKind, component_grid, system_grid
from explorer.pipeline.matrix_table import matrix_table
from explorer.pipeline.sentences import name_of
from explorer.pipeline.table import Table

_COLUMNS = {
    GridKind.SYSTEMS: ("system", "other system", "shared", "may share more"),
    GridKind.COMPONENTS: ("component", "relies on", "relations between", "may rely on more"),
}


def system_matrix_table(snapshot: Snapshot, answers: Answers) -> Table:
    """What each two systems share."""
    return grid_table(snapshot, answers, system_grid(snapshot))


def component_matrix_table(snapshot: Snapshot, answers: Answers) -> Table:
    """How far it is from each to each of the components that most rests on."""
    return grid_table(snapshot, answers, component_grid(snapshot, ()))


def grid_table(snapshot: Snapshot, answers: Answers, grid: Grid) -> Table:
    """Every cell that counts something, each pair of systems once; parties by systems as `show matrix` prints them."""
    if grid.kind is GridKind.PARTIES:
        return matrix_table(snapshot, answers)
    shown = grid.value > 0
    if grid.kind is GridKind.SYSTEMS:
        shown = np.triu(shown, 1)
    names = {node: name_of(snapshot, node) for node in {*grid.rows, *grid.columns}}
    rows = [
        (
            names[grid.rows[row]],
            names[grid.columns[column]],
            int(grid.value[row, column]),
            "yes" if grid.unsure[row, column] else "no",
        )
        for row, column in np.argwhere(shown).tolist()
    ]
    strongest_first = -1 if grid.kind is GridKind.SYSTEMS else 1
    rows.sort(key=lambda row: (strongest_first * row[2], row[:2]))
    return Table(str(grid.kind), grid.headline, _COLUMNS[grid.kind], tuple(rows), grid.note)
