"""The graph of a snapshot as arrays beside its rows, so that it opens without reading these; checked against them."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

import numpy as np

from explorer.graph.packing import MEANING, packed_graph, unpacked_graph
from explorer.graph.supply_graph import SupplyGraph
from explorer.storage.arrays import fits_in, read_array, write_arrays
from explorer.storage.row_bodies import ROW_PARTS, rows_mark

FORM = 2
"""Counts up when the arrays become others, so that those of another program are not misread."""

KNOWN_FORMS = (1, FORM)
"""The first had names and hashes whole; it is read too."""

_ABOUT = "about"


@dataclass(frozen=True, eq=False)
class SavedGraph:
    """A graph, and where the blocks of its components and relations begin."""

    graph: SupplyGraph
    starts: dict[str, Any]
    """By part, (blocks + 1,) int64."""
    mark: str
    """The digest of the rows that it was made from."""


class GraphMissing(Exception):
    """There are no arrays of this snapshot, or those of another form of this program."""


def owner_of(number: int) -> str:
    """Whose arrays those of a snapshot are."""
    return f"snapshot {number}"


def write_graph(
    connection: sqlite3.Connection, number: int, graph: SupplyGraph, starts: dict[str, Any]
) -> None:  # fmt: skip
    """Keep a graph beside the rows that were written before, inside the caller's transaction."""
    mark = rows_mark(connection, number)
    arrays = {
        _ABOUT: json.dumps(_about(mark, len(graph), graph.relation_count)).encode(),
        **{f"{part} starts": starts[part] for part in ROW_PARTS},
        **packed_graph(graph),
    }
    if fits_in(arrays):
        write_arrays(connection, owner_of(number), arrays)


def read_graph(connection: sqlite3.Connection, number: int, counts: tuple[int, int]) -> SavedGraph:
    """The graph that was kept for a snapshot of so many components and relations.

    Raises `GraphMissing` where there is none that this program can read, ValueError where it is not that of the rows.
    """
    owner, mark = owner_of(number), rows_mark(connection, number)
    try:
        about = json.loads(read_array(connection, owner, _ABOUT))
    except KeyError as error:
        raise GraphMissing from error
    expected = _about(mark, *counts)
    if not isinstance(about, dict) or any(about.get(name) != expected[name] for name in ("rows", "nodes", "relations")):
        raise ValueError("the arrays are those of other rows")
    if about.get("form") not in KNOWN_FORMS or about != {**expected, "form": about["form"]}:
        raise GraphMissing
    try:
        graph = unpacked_graph(lambda name: read_array(connection, owner, name))
        starts = {part: read_array(connection, owner, f"{part} starts") for part in ROW_PARTS}
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError(f"an array is missing or of another form: {error}") from error
    if (len(graph), graph.relation_count) != counts:
        raise ValueError("the arrays are of another size")
    for part, count in zip(ROW_PARTS, counts, strict=True):
        _check_starts(connection, number, part, starts[part], count)
    return SavedGraph(graph, starts, mark)


def _about(mark: str, nodes: int, relations: int) -> dict[str, Any]:
    return {"form": FORM, "rows": mark, "nodes": nodes, "relations": relations, "meaning": MEANING}


def _check_starts(connection: sqlite3.Connection, number: int, part: str, starts: Any, count: int) -> None:
    blocks = connection.execute(
        "SELECT count(*) FROM blocks WHERE snapshot = ? AND part = ?", (number, part)
    ).fetchone()[0]
    whole = isinstance(starts, np.ndarray) and starts.dtype == np.int64 and len(starts) == blocks + 1
    if not whole or starts[0] != 0 or starts[-1] != count or (np.diff(starts) < 0).any():
        raise ValueError("the blocks are not where they should be")
