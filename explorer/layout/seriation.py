"""In which order the rows and columns of a matrix stand, so that what is alike stands side by side.

Correspondence analysis: rows and columns are sorted along the first axis that is not trivial. Where the rows of a matrix
can be ordered so that the ones of every column are consecutive, this finds that order (B. Schriever, Scaling of order
dependent categorical variables with correspondence analysis, Int. Statistical Review 51(3), 1983; M. Hill, Correspondence
analysis: a neglected multivariate method, Applied Statistics 23(3), 1974). Parts that share nothing stand apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Int64

Floats = npt.NDArray[np.float64]

EXACT = 600
"""Up to so many rows or columns, whichever are fewer, the axis is solved exactly; beyond, by a fixed number of averagings."""

AVERAGINGS = 80


@dataclass(frozen=True, eq=False)
class Order:
    """Numbers of rows (r,) and columns (c,) in the order in which they stand."""

    rows: Int64
    columns: Int64


def alike_together(weights: npt.NDArray[np.number]) -> Order:
    """Order an (r, c) matrix of weights >= 0; the largest connected part first, empty rows and columns last.

    The same matrix always gets the same order: of the two directions of an axis, the one that begins with more weight.

    >>> order = alike_together(np.array([[1, 0, 0], [0, 0, 1], [1, 1, 0], [0, 1, 1]]))
    >>> order.rows.tolist(), order.columns.tolist()
    ([0, 2, 3, 1], [0, 1, 2])
    """
    heights: Floats = np.asarray(weights, np.float64)
    part_of_row, part_of_column = _parts(heights > 0)
    rows: list[int] = []
    columns: list[int] = []
    for part in _heaviest_first(heights, part_of_row):
        here, there = np.flatnonzero(part_of_row == part), np.flatnonzero(part_of_column == part)
        across, down = _axis(heights[np.ix_(here, there)])
        rows += here[np.lexsort((here, across))].tolist()
        columns += there[np.lexsort((there, down))].tolist()
    rows += np.setdiff1d(np.arange(len(heights)), rows).tolist()
    columns += np.setdiff1d(np.arange(heights.shape[1]), columns).tolist()
    return Order(np.array(rows, np.int64), np.array(columns, np.int64))


def _parts(linked: npt.NDArray[np.bool_]) -> tuple[Int64, Int64]:
    """For every row and column the number of the connected part that it belongs to; -1 where it is empty."""
    of_row, of_column = np.full(len(linked), -1, np.int64), np.full(linked.shape[1], -1, np.int64)
    for seed in range(len(linked)):
        if of_row[seed] >= 0 or not linked[seed].any():
            continue
        front = np.array([seed])
        while len(front):
            of_row[front] = seed
            columns = linked[front].any(axis=0) & (of_column < 0)
            of_column[columns] = seed
            front = np.flatnonzero(linked[:, columns].any(axis=1) & (of_row < 0))
    return of_row, of_column


def _heaviest_first(weights: Floats, part_of_row: Int64) -> list[int]:
    found = [int(part) for part in np.unique(part_of_row) if part >= 0]
    return sorted(found, key=lambda part: (-float(weights[part_of_row == part].sum()), part))


def _axis(weights: Floats) -> tuple[Floats, Floats]:
    """Scores of the rows and columns of one connected part."""
    if len(weights) < weights.shape[1]:
        columns, rows = _axis(weights.T)
        return rows, columns
    of_rows, of_columns = weights.sum(axis=1), weights.sum(axis=0)
    scaled = weights / np.sqrt(of_rows)[:, None] / np.sqrt(of_columns)
    first = np.sqrt(of_columns / of_columns.sum())  # The trivial axis.
    second = _solved(scaled, first) if len(of_columns) <= EXACT else _averaged(scaled, first)
    columns = np.round(second / np.sqrt(of_columns), 9)
    rows = np.round(weights @ columns / of_rows, 9)
    if _starts_lighter(rows, of_rows):
        return -rows, -columns
    return rows, columns


def _solved(scaled: Floats, first: Floats) -> Floats:
    square = scaled.T @ scaled - np.outer(first, first)
    return np.asarray(np.linalg.eigh(square)[1][:, -1])


def _averaged(scaled: Floats, first: Floats) -> Floats:
    """Reciprocal averaging, the trivial axis taken out at every turn; begins with a fixed ramp."""
    second = np.linspace(-1.0, 1.0, len(first))
    for _ in range(AVERAGINGS):
        second = second - first * (first @ second)
        second = scaled.T @ (scaled @ second)
        second /= np.linalg.norm(second) or 1.0
    return second


def _starts_lighter(scores: Floats, weight: Floats) -> bool:
    """Whether the weight lies towards the end; where it is even, the first row decides."""
    ordered = weight[np.argsort(scores, kind="stable")]
    half = len(ordered) // 2
    before, after = ordered[:half].sum(), ordered[len(ordered) - half :].sum()
    return bool(after > before) if before != after else bool(scores[0] > scores[-1])
