"""Which components have names that need to be compared with well-known ones one by one? Told from the bytes of all identities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from explorer.analysis.name_sieve import NameSieve
from explorer.domain.component import Kind
from explorer.graph.adjacency import Int64
from explorer.graph.reach import Flags
from explorer.graph.supply_graph import SupplyGraph
from explorer.graph.text_column import SLICE, TextColumn, gathered
from explorer.graph.text_words import beginning_with

_HUB, _DATASET = b"pkg:huggingface/", b"pkg:huggingface/datasets/"


def candidates(
    graph: SupplyGraph, packages: Mapping[str, NameSieve], organisations: NameSieve, models: NameSieve
) -> Int64:
    """The nodes that may be near one of the names that the sieves are for, ascending: all that are, and few others.

    `packages` are by ecosystem. MCP servers are few, so all of them are given, and so is every identity that is written
    in an unusual way.
    """
    kept = graph.has_kind(Kind.MCP_SERVER)
    others, is_package = np.flatnonzero(~kept), graph.has_kind(Kind.PACKAGE)
    for rows in np.split(others, range(SLICE, len(others), SLICE)):
        for ecosystem, sieve in packages.items():
            named = rows[is_package[rows] & beginning_with(graph.ids, f"pkg:{ecosystem}/".encode(), rows)]
            kept[named] = _packages(graph.ids.take(named), sieve)
        named = rows[beginning_with(graph.ids, _HUB, rows)]
        kept[named] = _repositories(graph.ids.take(named), organisations, models)
    return np.flatnonzero(kept)


def _packages(ids: TextColumn, sieve: NameSieve) -> Flags:
    """(n,): which of these packages may be near a name."""
    marks = _Marks.of(ids)
    plain = ~marks.odd & (marks.slashes == 1)
    kept = ~plain
    kept[plain] = sieve.keeps(marks.names(ids, np.flatnonzero(plain)))
    return kept


def _repositories(ids: TextColumn, organisations: NameSieve, models: NameSieve) -> Flags:
    """(n,): which of these repositories may be near an organisation or a model; a file in a repository (`#`) never is."""
    marks = _Marks.of(ids)
    is_dataset = beginning_with(ids, _DATASET, np.arange(len(ids)))
    plain = ~marks.odd & (marks.slashes == np.where(is_dataset, 3, 2))
    kept = ~plain & ~marks.is_file
    rows = np.flatnonzero(plain)
    kept[rows] = organisations.keeps(marks.owners(ids, rows)) | models.keeps(marks.names(ids, rows))
    return kept


@dataclass(frozen=True, eq=False)
class _Marks:
    """Where the bytes that divide identities stand."""

    slash: Int64
    ends: Int64
    """(n + 1,): how many slashes stand before the beginning of each identity."""
    at: Int64
    """The signs that a version follows, and the end of all bytes."""
    odd: Flags
    """(n,): identities with an escaped letter, a qualifier or a path inside."""
    is_file: Flags
    """(n,): those with a path inside."""

    @classmethod
    def of(cls, ids: TextColumn) -> _Marks:
        """The marks of these identities."""
        letters = np.frombuffer(ids.blob, np.uint8)
        slash, at, path = (np.flatnonzero(letters == ord(each)) for each in "/@#")
        odd, is_file = np.zeros(len(ids), bool), np.zeros(len(ids), bool)
        odd[ids.rows_at(np.flatnonzero((letters == ord("%")) | (letters == ord("?"))))] = True
        is_file[ids.rows_at(path)] = True
        return cls(slash, np.searchsorted(slash, ids.offsets), np.append(at, len(letters)), odd | is_file, is_file)

    @property
    def slashes(self) -> Int64:
        """(n,): how many slashes each identity has."""
        return np.diff(self.ends)

    def names(self, ids: TextColumn, rows: Int64) -> TextColumn:
        """What stands behind the last slash of these identities, without the version."""
        begin = self.slash[self.ends[rows + 1] - 1] + 1
        end = np.minimum(self.at[np.searchsorted(self.at, begin)], ids.offsets[rows + 1])
        return gathered(ids.blob, begin, end - begin)

    def owners(self, ids: TextColumn, rows: Int64) -> TextColumn:
        """What stands between the last two slashes."""
        begin = self.slash[self.ends[rows + 1] - 2] + 1
        return gathered(ids.blob, begin, self.slash[self.ends[rows + 1] - 1] - begin)
