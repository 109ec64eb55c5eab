"""A frozen graph as few flat arrays, as they can be kept in a file, and back without an object per node."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from explorer.graph.adjacency import Adjacency, Int32
from explorer.graph.counting import counting
from explorer.graph.supply_graph import KINDS, KNOWLEDGE, RELATION_KINDS, SCOPES, SupplyGraph
from explorer.graph.tail_column import OWN, TailColumn, Texts
from explorer.graph.text_column import Offsets, TextColumn, running_sums
from explorer.graph.text_index import TextIndex, upper_halves
from explorer.graph.uniform import uniform

Array = npt.NDArray[Any]
Parts = Mapping[str, bytes | Array]

MEANING: dict[str, list[str]] = {
    "kind": [each.value for each in KINDS],
    "knowledge": [each.value for each in KNOWLEDGE],
    "relation kind": [each.value for each in RELATION_KINDS],
    "scope": [each.value for each in SCOPES],
}
"""What the codes of the arrays mean; arrays of another meaning cannot be read."""


def packed_graph(graph: SupplyGraph) -> dict[str, bytes | Array]:
    """The graph's arrays by name; what follows from another by a sum or a look-up is left out."""
    apart = np.flatnonzero(graph.group != counting(len(graph))).astype(np.int32)
    return {
        **_texts("ids", graph.ids),
        **_tails("names", graph.names),
        **_texts("versions", graph.versions),
        "kind": graph.kind,
        "knowledge": graph.knowledge,
        "supplier": graph.supplier,
        "level": graph.level,
        "grouped nodes": apart,
        "their groups": graph.group[apart],
        "source": graph.relation_source,
        "target": graph.relation_target,
        "relation kind": graph.relation_kind,
        "relation knowledge": graph.relation_knowledge,
        "scope": graph.relation_scope,
        "by target": graph.down.relations,
        "hashes": graph.index.hashes,
        "hashed": graph.index.positions,
    }


def unpacked_graph(part: Callable[[str], Any]) -> SupplyGraph:
    """The graph of these arrays; `part` gives one by name, or raises KeyError. Raises ValueError where they are not those
    of a graph."""
    kind, source, target = part("kind"), part("source"), part("target")
    nodes, relations = len(kind), len(source)
    counting(max(nodes, relations))  # So that both count by one array.
    ids = _text(part, "ids", nodes)
    by_target = _places(part("by target"), relations, relations)
    _places(source, relations, nodes)
    _places(target, relations, nodes)
    return SupplyGraph(
        ids=ids,
        names=_names(part, ids),
        versions=_text(part, "versions", nodes),
        kind=_codes(kind, nodes, len(KINDS)),
        knowledge=uniform(_codes(part("knowledge"), nodes, len(KNOWLEDGE))),
        supplier=uniform(_places(part("supplier"), nodes, nodes, least=-1)),
        level=_ascending(_places(part("level"), nodes, max(nodes, 1))),
        group=_groups(part, counting(nodes)),
        relation_source=_ascending(source),
        relation_target=target,
        relation_kind=_codes(part("relation kind"), relations, len(RELATION_KINDS)),
        relation_knowledge=uniform(_codes(part("relation knowledge"), relations, len(KNOWLEDGE))),
        relation_scope=uniform(_codes(part("scope"), relations, len(SCOPES))),
        up=Adjacency(_offsets(nodes, source), target, counting(relations)),
        down=_downward(nodes, source, target, by_target),
        index=TextIndex(_hashes(part("hashes"), nodes), _places(part("hashed"), nodes, nodes)),
    )


def _texts(name: str, column: TextColumn) -> dict[str, bytes | Array]:
    lengths = column.lengths
    form = np.uint8 if lengths.max(initial=0) < 2**8 else np.uint32 if lengths.max() < 2**32 else np.int64
    return {name: column.blob, f"{name} lengths": lengths.astype(form)}


def _tails(name: str, column: Texts) -> dict[str, bytes | Array]:
    if isinstance(column, TextColumn):
        return _texts(name, column)
    return {
        **_texts(name, column.own), f"{name} skipped": column.skipped, f"{name} kept apart": column.own_rows,
    }  # fmt: skip


def _names(part: Callable[[str], Any], ids: TextColumn) -> Texts:
    """The names, mostly as ends of the identities; graphs of the first form, and those of other names, have them whole."""
    try:
        skipped = _of_type(part("names skipped"), np.uint8, len(ids))
    except KeyError:
        return _text(part, "names", len(ids))
    apart = _places(part("names kept apart"), None, len(ids))
    if not np.array_equal(apart, np.flatnonzero(skipped == OWN)) or (skipped > ids.lengths)[skipped != OWN].any():
        raise ValueError("names are cut off")
    return TailColumn(ids, skipped, _text(part, "names", len(apart)), apart)


def _text(part: Callable[[str], Any], name: str, count: int) -> TextColumn:
    blob, lengths = part(name), part(f"{name} lengths")
    if not isinstance(blob, bytes) or not isinstance(lengths, np.ndarray) or len(lengths) != count:
        raise ValueError(f"{name} are missing")
    column = TextColumn.joined(blob, lengths) if blob else TextColumn.empty(count)
    if int(lengths.sum(dtype=np.int64)) != len(blob) or (lengths.dtype.kind == "i" and lengths.min(initial=0) < 0):
        raise ValueError(f"{name} are cut off")
    return column


def _downward(nodes: int, source: Int32, target: Int32, by_target: Int32) -> Adjacency:
    """Rows by target, from the order that was kept."""
    _ascending(target[by_target])
    return Adjacency(_offsets(nodes, target), source[by_target], by_target)


def _offsets(nodes: int, ends: Int32) -> Offsets:
    return running_sums(np.bincount(ends, minlength=nodes), len(ends))


def _groups(part: Callable[[str], Any], alone: Int32) -> Int32:
    """Every node by itself, but for those on cycles."""
    apart = _places(part("grouped nodes"), None, len(alone))
    groups = _places(part("their groups"), len(apart), len(alone))
    if not len(apart):
        return alone
    group = alone.copy()
    group[apart] = groups
    return group


def _hashes(array: Any, count: int) -> Any:
    """The upper halves of hashes; the first form has them whole."""
    if isinstance(array, np.ndarray) and array.dtype == np.uint64:
        array = upper_halves(array)
    return _ascending(_of_type(array, np.uint32, count))


def _codes(array: Any, count: int, meanings: int) -> Any:
    _of_type(array, np.uint8, count)
    if int(array.max(initial=0)) >= meanings:
        raise ValueError("a code without a meaning")
    return array


def _places(array: Any, count: int | None, among: int, least: int = 0) -> Any:
    _of_type(array, np.int32, count)
    if len(array) and not (least <= int(array.min()) and int(array.max()) < among):
        raise ValueError("a number that leads nowhere")
    return array


def _ascending(array: Any) -> Any:
    if not (array[1:] >= array[:-1]).all():
        raise ValueError("an order that was lost")
    return array


def _of_type(array: Any, form: type, count: int | None) -> Any:
    if not isinstance(array, np.ndarray) or array.dtype != form or (count is not None and len(array) != count):
        raise ValueError("an array of another form")
    return array
