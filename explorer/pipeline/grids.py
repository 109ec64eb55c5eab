"""Matrices to draw, with each cell in words: systems by parties, systems by systems, components by components."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from explorer.analysis.ancestors import system_pairs
from explorer.analysis.hops import hops, nearest
from explorer.analysis.matrix import party_matrix
from explorer.graph.reach_counts import reach_counts
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.matrix_table import NOBODY, NOTE, matrix_sentence
from explorer.pipeline.sentences import counted, name_of
from explorer.progress import Progress

MOST_COMPONENTS = 800
"""Components set against each other at once; of more, the nearest to the one that is selected, and the note says so."""

MOST_TELLING = 60
"""Components shown where nothing is selected: those that most rests on."""

NO_NODE = -1
"""The row of what nobody claims stands for no component."""


class GridKind(StrEnum):
    """What is set against what."""

    PARTIES = "parties by systems"
    SYSTEMS = "systems by systems"
    COMPONENTS = "components by components"


@dataclass(frozen=True, eq=False)
class Grid:
    """r rows and c columns of components."""

    kind: GridKind
    headline: str
    note: str
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    value: npt.NDArray[np.int64]
    """(r, c): what the cell counts; 0 where nothing is known to count."""
    unsure: npt.NDArray[np.bool_]
    """(r, c): whether something unknown may add to the cell, so that 0 does not say that there is none."""

    @property
    def is_square(self) -> bool:
        """Whether rows and columns are the same."""
        return self.rows == self.columns


def party_grid(snapshot: Snapshot, answers: Answers) -> Grid:
    """Parties by systems: how many components of the party are upstream of the system; below, those nobody claims."""
    found = party_matrix(snapshot.graph, answers.roots)
    value, rows = found.count, found.parties
    unsure = np.broadcast_to(found.not_stated > 0, value.shape)
    if found.not_stated.any():
        value = np.vstack([value, found.not_stated])
        unsure = np.vstack([unsure, found.not_stated > 0])
        rows = (*rows, NO_NODE)
    return Grid(GridKind.PARTIES, matrix_sentence(snapshot, found), NOTE, rows, found.systems, value, unsure)


def system_grid(snapshot: Snapshot) -> Grid:
    """Systems by systems: how many components are upstream of both; on the diagonal, of the one."""
    systems = tuple(int(node) for node in snapshot.graph.systems)
    place = {node: number for number, node in enumerate(systems)}
    value = np.zeros((len(systems), len(systems)), np.int64)
    unsure = np.zeros_like(value, bool)
    pairs = system_pairs(snapshot.graph, systems)
    for pair in pairs:
        one, two = place[pair.first], place[pair.second]
        value[one, two] = value[two, one] = pair.shared
        unsure[one, two] = unsure[two, one] = pair.matches > 0
        value[one, one], value[two, two] = pair.of_first, pair.of_second
    if len(systems) < 2:
        said = "Two systems or more can be set against each other; scan another."
    else:
        first = max(pairs, key=lambda pair: pair.shared)
        names = " and ".join(name_of(snapshot, node) for node in (first.first, first.second))
        said = f"{names} share most: {counted(first.shared, 'component')} of {first.together:,} upstream of either."
    return Grid(GridKind.SYSTEMS, said, SYSTEM_NOTE, systems, systems, value, unsure)


def component_grid(snapshot: Snapshot, chosen: Sequence[int], progress: Progress | None = None) -> Grid:
    """Components by components: relations on the shortest way from the one of the row to the one of the column."""
    graph = snapshot.graph
    nodes, which, bound = _components(snapshot, chosen)
    found = hops(graph, nodes, progress)
    unsure = found.ends_unseen[:, None] & ~np.eye(len(nodes), dtype=bool)
    direct, linked = int((found.count == 1).sum()), int((found.count > 0).sum())
    said = f"{which}: {linked:,} of {len(nodes) * (len(nodes) - 1):,} pairs rely on each other, {direct:,} of them directly{bound}."
    return Grid(GridKind.COMPONENTS, said, COMPONENT_NOTE, tuple(nodes), tuple(nodes), found.count, unsure)


def cell_words(snapshot: Snapshot, grid: Grid, row: int, column: int) -> str:
    """A cell in a sentence."""
    return _WORDS[grid.kind](snapshot, grid, row, column)


def head_of(snapshot: Snapshot, node: int) -> str:
    """What stands at a row or column."""
    return NOBODY if node == NO_NODE else name_of(snapshot, node)


SYSTEM_NOTE = (
    "A cell counts the components upstream of both systems; on the diagonal, all that are upstream of the one. Hatched cells are "
    "no zeros: what is unknown upstream of either may be the same. The whole portfolio is compared, whichever system is looked at."
)
COMPONENT_NOTE = (
    "A cell counts the relations on the shortest way by which the component of the row relies on the one of the column, through "
    "others too; 1 is directly. In order of depth everything lies above the diagonal, and what lies below it is a cycle. Hatched "
    "cells are no zeros: something upstream of the row is unknown."
)


def _components(snapshot: Snapshot, chosen: Sequence[int]) -> tuple[list[int], str, str]:
    """Which components, what to call them, and how many more there are."""
    graph = snapshot.graph
    if not chosen:
        order = np.argsort(-reach_counts(graph).counts, kind="stable")[:MOST_TELLING]
        return np.sort(order).tolist(), f"The {len(order):,} components that most rests on", ""
    if len(chosen) == 1:
        nodes, every = nearest(graph, chosen[0], MOST_COMPONENTS)
        return nodes, f"Around {name_of(snapshot, chosen[0])}", _bound(len(nodes), every, "nearest")
    nodes = sorted(set(chosen))
    shown = nodes[:MOST_COMPONENTS]
    return shown, f"{len(shown):,} selected components", _bound(len(shown), len(nodes), "first")


def _bound(shown: int, every: int, which: str) -> str:
    return f"; shown are the {which} {shown:,} of {every:,} components" if shown < every else ""


def _party_words(snapshot: Snapshot, grid: Grid, row: int, column: int) -> str:
    party, system = head_of(snapshot, grid.rows[row]), name_of(snapshot, grid.columns[column])
    value = int(grid.value[row, column])
    if grid.rows[row] == NO_NODE:
        return f"Of {counted(value, 'component')} upstream of {system} nobody says whose they are."
    if value:
        return f"{counted(value, 'component')} of {party} upstream of {system}{_more(grid, row, column)}."
    unclear = ", but of some it is not stated whose they are" if grid.unsure[row, column] else ""
    return f"No component upstream of {system} is stated to be of {party}{unclear}."


def _system_words(snapshot: Snapshot, grid: Grid, row: int, column: int) -> str:
    one, two = name_of(snapshot, grid.rows[row]), name_of(snapshot, grid.columns[column])
    value = int(grid.value[row, column])
    if row == column:
        return f"{counted(value, 'component')} upstream of {one}."
    if value:
        return f"{one} and {two} share {counted(value, 'component')}{_more(grid, row, column)}."
    unclear = ", but what is unknown upstream of them may be the same" if grid.unsure[row, column] else ""
    return f"{one} and {two} share nothing that is known{unclear}."


def _component_words(snapshot: Snapshot, grid: Grid, row: int, column: int) -> str:
    one, two = name_of(snapshot, grid.rows[row]), name_of(snapshot, grid.columns[column])
    value = int(grid.value[row, column])
    if row == column:
        return f"{one} itself."
    if value:
        return f"{one} relies on {two} {'directly' if value == 1 else f'over {value:,} relations'}."
    unclear = ", but something upstream of it is unknown" if grid.unsure[row, column] else ""
    return f"{one} is not known to rely on {two}{unclear}."


def _more(grid: Grid, row: int, column: int) -> str:
    return ", at least" if grid.unsure[row, column] else ""


_WORDS: dict[GridKind, Callable[[Snapshot, Grid, int, int], str]] = {
    GridKind.PARTIES: _party_words,
    GridKind.SYSTEMS: _system_words,
    GridKind.COMPONENTS: _component_words,
}
