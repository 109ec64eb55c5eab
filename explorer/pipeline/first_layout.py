"""Where everything stood the last time: the order of the strata is kept in the workspace, what is new settles around it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from explorer.errors import WorkspaceError
from explorer.graph.supply_graph import SupplyGraph
from explorer.graph.text_column import SLICE, TextColumn
from explorer.layout.along import compact
from explorer.layout.forest import Reading
from explorer.layout.settling import earlier_shares, keys_of
from explorer.layout.strata import Strata, strata
from explorer.progress import Progress

if TYPE_CHECKING:
    from explorer.storage.workspace import Workspace

Array = npt.NDArray[Any]
Layout = dict[str, bytes | Array]
Places = tuple[Array, Array]
"""Keys of identities (`layout.settling.keys_of`), and the share of the width where each stood."""

FORM = 1
"""Counts up when layouts become others, so that one of an earlier program is not taken for ours."""

_CELLS = ("cell", "starts", "left", "width", "parent")
_PLACES = ("keys", "shares", "gone keys", "gone shares")
_NOWHERE: Places = (np.zeros(0, np.uint64), np.zeros(0))


def kept_strata(graph: SupplyGraph, reading: Reading, path: Path, progress: Progress | None = None) -> Strata:
    """The strata that a workspace file has kept of this graph.

    Of another graph, new strata in which what was there keeps its order; they are kept for the next time.
    """
    from explorer.storage.workspace import Workspace

    progress = progress or Progress()
    with Workspace.open(path) as workspace:
        found = _read_strata(workspace, graph, reading)
        if found is not None:
            return found
        found, layout = _settled(workspace, graph, reading, progress)
        if not workspace.read_only:
            try:
                workspace.keep_arrays({_owner(reading): layout})
            except WorkspaceError as error:
                progress.step(f"The order could not be kept: {error.message}")
    return found


def first_layout(workspace: Workspace, graph: SupplyGraph, progress: Progress) -> Mapping[str, Layout]:
    """What to keep with a snapshot that will be all there is to see: its strata, settled around what was kept before."""
    return {_owner(Reading.RELIANCE): _settled(workspace, graph, Reading.RELIANCE, progress)[1]}


def _owner(reading: Reading) -> str:
    return f"layout {reading.value}"


def _settled(
    workspace: Workspace, graph: SupplyGraph, reading: Reading, progress: Progress
) -> tuple[Strata, Layout]:  # fmt: skip
    """New strata around the places that are kept, and these as arrays."""
    keys = keys_of(graph.ids)
    past = _past(workspace, reading)
    shares = earlier_shares(*past, keys)
    found = strata(graph, reading, shares, progress)
    return found, _layout(graph, found, keys, _NOWHERE if shares is None else _gone(past, keys))


def _past(workspace: Workspace, reading: Reading) -> Places:
    """Every place that is kept, also of what was gone already then."""
    kept = workspace.kept_arrays(_owner(reading), _PLACES)
    if kept is None or len(kept[0]) != len(kept[1]) or len(kept[2]) != len(kept[3]):
        return _NOWHERE
    keys, shares, gone_keys, gone_shares = kept
    return np.append(keys, gone_keys), np.append(shares, gone_shares)


def _gone(past: Places, keys: Array) -> Places:
    """Places of what is not in the graph now, so that it finds them again; not more than there are nodes."""
    keys_then, shares_then = past
    gone = np.flatnonzero(~np.isin(keys_then, keys))[: len(keys)]
    return keys_then[gone], shares_then[gone]


def _layout(graph: SupplyGraph, found: Strata, keys: Array, gone: Places) -> Layout:
    about = {
        "form": FORM, "graph": _mark(graph), "total": found.total, "loose": found.loose, "alone": found.alone,
    }  # fmt: skip
    return {
        "about": json.dumps(about).encode(),
        "cell": found.cell,
        "starts": found.starts,
        "left": compact(found.left),
        "width": compact(found.right - found.left),
        "parent": found.parent,
        "keys": keys,
        "shares": found.shares(),
        "gone keys": gone[0],
        "gone shares": gone[1],
    }


def _mark(graph: SupplyGraph) -> list[int]:
    """Numbers that are the same where everything is that a layout depends on."""
    columns = (graph.kind, graph.relation_source, graph.relation_target, graph.relation_kind)
    sums = (zlib.crc32(np.ascontiguousarray(each).data) for each in columns)
    return [len(graph), zlib.crc32(graph.ids.blob), _sum_of_ends(graph.ids), *sums]


def _sum_of_ends(texts: TextColumn) -> int:
    """The sum of the offsets as 64-bit numbers, however wide they are in memory."""
    found = 0
    for start in range(0, len(texts.offsets), SLICE):
        found = zlib.crc32(texts.offsets[start : start + SLICE].astype(np.int64).data, found)
    return found


def _read_strata(workspace: Workspace, graph: SupplyGraph, reading: Reading) -> Strata | None:
    """The strata that were kept of this graph; None where they are of another, or not whole."""
    kept = workspace.kept_arrays(_owner(reading), ("about",))
    about = json.loads(kept[0]) if kept else None
    if not isinstance(about, dict) or (about.get("form"), about.get("graph")) != (FORM, _mark(graph)):
        return None
    cells = workspace.kept_arrays(_owner(reading), _CELLS)
    if cells is None or not _fits(graph, *cells):
        return None
    cell, starts, left, width, parent = cells
    node = np.empty(len(graph), np.int32)
    node[cell] = np.arange(len(graph), dtype=np.int32)
    left = compact(left)
    total, loose, alone = float(about["total"]), int(about["loose"]), int(about["alone"])
    return Strata(reading, node, cell, starts, left, compact(left + width), parent, total, loose, alone)


def _fits(graph: SupplyGraph, cell: Array, starts: Array, left: Array, width: Array, parent: Array) -> bool:
    """Whether these are cells of a drawing of so many nodes, each in one of its own."""
    count = len(graph)
    if not all(len(each) == count for each in (cell, left, width, parent)) or not len(starts):
        return False
    if not count:
        return True
    ends = (int(cell.min()), int(cell.max()) - count, int(parent.min()) + 1, int(parent.max()) - count)
    rows = starts[0] == 0 and starts[-1] == count and bool((np.diff(starts) > 0).all())
    inside = ends[0] >= 0 > ends[1] and ends[2] >= 0 > ends[3]
    return bool(rows and inside and np.bincount(cell, minlength=count).max() == 1)
