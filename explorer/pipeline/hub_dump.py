"""A whole hub's lineage from its dumps: straight into columns, every stated parent a relation, none invented.

Nothing is derived, and no model counts as used by anybody: a dump says what was made from what, not who relies on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from explorer.domain.claim import Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.relation import RelationKind, Scope
from explorer.errors import InputError
from explorer.graph.adjacency import Int32
from explorer.graph.columns import NodeColumns, RelationColumns, in_level_order
from explorer.graph.identity import system_id
from explorer.graph.snapshot import Snapshot
from explorer.graph.sorting import stable_order
from explorer.graph.supply_graph import KINDS, KNOWLEDGE, RELATION_KINDS, SCOPES, SupplyGraph
from explorer.graph.tail_column import OWN, TailColumn
from explorer.graph.text_column import SLICE, TextColumn
from explorer.graph.text_words import distinct
from explorer.graph.uniform import uniform
from explorer.memory import give_back_at_once
from explorer.pipeline.dump_rows import DumpRows
from explorer.progress import Progress
from explorer.sources.dump_columns import NOWHERE, PREFIX, DumpColumns
from explorer.sources.dump_formats import dump_rows, is_dump

SOURCE = "hub-dump"
TARGET = "hub-dump:"
"""Stands before the path of a target that is to be read as the lineage of a hub."""

LARGE = 16 * 1024 * 1024
"""A dump of so many bytes that is given by its path alone is read as such too; as one file among others, it is claims."""

Ints = npt.NDArray[np.integer[Any]]


def dump_among(targets: Sequence[str]) -> Path | None:
    """The dump that is the only target; None where targets are something else.

    Raises `InputError` where a dump stands beside other targets: it is a system of its own.
    """
    named = [each for each in targets if each.startswith(TARGET)]
    if named and len(targets) > 1:
        raise InputError("A hub dump is a system of its own.", "Scan it by itself, and the others after it.")
    if named:
        return Path(named[0].removeprefix(TARGET)).expanduser()
    path = Path(targets[0]).expanduser() if len(targets) == 1 else None
    if path is None or not path.is_file():
        return None
    # What has a reader of its own is read by it where it is small.
    small = path.suffix.lower() in (".csv", ".json", ".gz") and path.stat().st_size < LARGE
    return path if not small and is_dump(path) else None


def dump_files(path: Path) -> list[Path]:
    """The dump that a path is, or those in the folder that it is. Raises `InputError` where there is none."""
    if not path.exists():
        raise InputError(f"{path} does not exist.", "Give a dump, or a folder of dumps.")
    files = [path] if path.is_file() else sorted(each for each in path.rglob("*") if each.is_file())
    found = [each for each in files if is_dump(each)]
    if not found:
        raise InputError(
            f"{path} is no dump of a hub.", "Give CSV, TSV, JSON lines or Parquet with columns id and base_model."
        )
    return found


def read_hub_dump(path: Path, name: str, taken: str, progress: Progress) -> Snapshot:
    """The lineage that a dump, or a folder of dumps, states; its system stands for the hub and relies on nothing.

    Raises `InputError` where a file is unusable; rows that cannot be read are counted among the problems.
    """
    give_back_at_once()
    columns = DumpColumns()
    files = dump_files(path)
    root = path if path.is_dir() else path.parent
    for file in files:
        try:
            columns.read(dump_rows(file, progress))
        except ValueError as error:
            raise InputError(f"{file.name} has {error}.", "Look whether its columns are those of a dump.") from error
    progress.step("Joining what has the same name")
    system = Component(system_id(name), Kind.SYSTEM, name)
    found, joined = _joined(columns, system)
    columns.forget_rows()
    progress.step("Putting the graph in order")
    # Nobody holds on to the columns that are put in order, so that they are not there twice.
    ordered = in_level_order(found.pop(), found.pop())
    locations = [each.relative_to(root).as_posix() for each in files]
    rows = DumpRows(
        ordered.graph, SOURCE, locations, columns.words,
        joined.line[ordered.nodes], uniform(joined.file[ordered.nodes]), joined.relation_line[ordered.relations],
        uniform(joined.relation_file[ordered.relations]), joined.word[ordered.relations],
    )  # fmt: skip
    problems = tuple(_problems(columns, ordered.graph, path.name))
    return Snapshot(ordered.graph, rows.components(), rows.relations(), problems, taken)


@dataclass(frozen=True, eq=False)
class _Joined:
    """Where every name and every relation was first stated."""

    line: Ints
    file: Ints
    relation_line: Ints
    relation_file: Ints
    word: Ints


def _joined(columns: DumpColumns, system: Component) -> tuple[list[Any], _Joined]:
    """Relations and nodes, to be taken away, and where they were stated."""
    tails, code, first = _names(columns)
    relations, joined = _relations(columns, code, len(first))
    return [relations, _nodes(tails, first, columns.names.odd, relations, system)], joined


def _names(columns: DumpColumns) -> tuple[TextColumn, Int32, Int32]:
    """Every name once, the number among these of each that was read, and where each first stands."""
    names = columns.names.column()
    code, first = _by_appearance(*distinct(names))
    return names.take(first), code, first


def _relations(columns: DumpColumns, code: Int32, names: int) -> tuple[RelationColumns, _Joined]:
    model, source, target = (
        code[np.frombuffer(each, np.int32)] for each in (columns.model, columns.source, columns.target)
    )
    line, word = np.frombuffer(columns.line, np.int32), np.frombuffer(columns.word, np.uint16)
    file = _file_of_each(columns.relation_ends)
    who = (model, source, target)
    first_line = _first_stated(names, who, (np.frombuffer(columns.model_line, np.int32), line, line))
    first_file = _first_stated(names, who, (_file_of_each(columns.model_ends), file, file))
    kind = np.frombuffer(columns.kinds(), np.uint8)[word]
    kept = _first_of_each(source, target, kind, names)
    relations = RelationColumns(
        source[kept], target[kept], kind[kept], np.full(len(kept), KNOWLEDGE.index(Knowledge.DECLARED), np.uint8),
        np.full(len(kept), SCOPES.index(Scope.RUNTIME), np.uint8),
    )  # fmt: skip
    return relations, _Joined(
        np.append(first_line, NOWHERE), np.append(first_file, NOWHERE), line[kept], uniform(file[kept]), word[kept]
    )


def _by_appearance(code: Int32, first: Int32) -> tuple[Int32, Int32]:
    """The same numbers in the order of the rows, so that what stands together in the dump is fetched together."""
    order = stable_order(first)
    place = np.empty(len(first), np.int32)
    place[order] = np.arange(len(first), dtype=np.int32)
    return place[code], first[order]


def _nodes(
    tails: TextColumn, first: Ints, odd: dict[int, str], relations: RelationColumns, system: Component
) -> NodeColumns:  # fmt: skip
    """What is known of each name, and of the system, which comes last."""
    count = len(tails) + 1
    ids = _with_system(tails, system.id, PREFIX.encode())
    kinds = np.full(count, KINDS.index(Kind.MODEL), np.uint8)
    kinds[relations.source[relations.kind == RELATION_KINDS.index(RelationKind.ADAPTS)]] = KINDS.index(Kind.ADAPTER)
    kinds[-1] = KINDS.index(Kind.SYSTEM)
    return NodeColumns(
        ids, _shown(ids, first, odd, system.name),
        TextColumn.empty(count), kinds, np.full(count, KNOWLEDGE.index(Knowledge.DECLARED), np.uint8),
        np.full(count, -1, np.int32),
    )  # fmt: skip


def _file_of_each(ends: Sequence[int]) -> Ints:
    """The number of the file that each row came from, given how many rows there were after each."""
    return np.repeat(np.arange(len(ends), dtype=np.int32), np.diff(ends, prepend=0))


def _first_stated(count: int, named: Sequence[Ints], stated: Sequence[Ints]) -> Ints:
    """(count,): for each name, where it was first stated: in a row of its own, else as a model's base."""
    found = np.zeros(count, np.int32)
    for who, where in reversed(list(zip(named, stated, strict=True))):
        found[who[::-1]] = where[::-1]
    return found


def _first_of_each(source: Ints, target: Ints, kind: Ints, names: int) -> Ints:
    """Which relations to keep where the same one is stated several times: the first, in the order of the rows."""
    key = (source.astype(np.int64) * names + target) * len(RELATION_KINDS) + kind
    inorder = np.sort(key)
    if not (inorder[1:] == inorder[:-1]).any():
        return np.arange(len(key))
    order = np.argsort(key, kind="stable")
    again = key[order[1:]] == key[order[:-1]]
    return np.sort(order[np.append(True, ~again)])


def _with_system(tails: TextColumn, system: ComponentId, prefix: bytes) -> TextColumn:
    """The identities, the system's last."""
    parts = (_prefixed(tails.part(start, min(start + SLICE, len(tails))), prefix) for start in _slices(tails))
    return TextColumn.concatenated(chain(parts, [TextColumn.of([system])]))


def _prefixed(part: TextColumn, prefix: bytes) -> TextColumn:
    blob, ends = part.blob, part.offsets.tolist()
    texts = [blob[begin:end] for begin, end in zip(ends[:-1], ends[1:], strict=True)]
    return TextColumn.joined(prefix.join([b"", *texts]), part.lengths + len(prefix))


def _shown(ids: TextColumn, first: Ints, odd: dict[int, str], system: str) -> TailColumn:
    """The names, the system's last; what is no plain repository has a name of its own."""
    apart = np.flatnonzero(np.isin(first, np.array(list(odd), np.int64)))
    own = TextColumn.of([*(odd[each] for each in first[apart].tolist()), system])
    own_rows = np.append(apart, len(ids) - 1).astype(np.int32)
    skipped = np.full(len(ids), len(PREFIX), np.uint8)
    skipped[own_rows] = OWN
    return TailColumn(ids, skipped, own, own_rows)


def _slices(column: TextColumn) -> range:
    return range(0, len(column), SLICE)


def _problems(columns: DumpColumns, graph: SupplyGraph, location: str) -> Iterator[Problem]:
    loops = np.flatnonzero(graph.relation_source == graph.relation_target)
    if len(loops):
        first = graph.names[int(graph.relation_source[loops[0]])]
        message = f"{len(loops):,} relations lead from a model to itself, that of {first} for one; they were kept."
        yield Problem(SOURCE, location, None, message, "Check what these models declare.")
    for count, what in (
        (columns.unread, "rows name no model of the hub and were left out."),
        (columns.baseless, "stated bases are no repository of the hub and were left out."),
    ):
        if count:
            yield Problem(SOURCE, location, None, f"{count:,} {what}", "Look whether the columns hold owner/name.")
    message = "A dump says what was made from what, not who uses it: no system relies on these models, and nothing was derived."
    yield Problem(SOURCE, location, None, message, "Scan your own systems beside it.")
