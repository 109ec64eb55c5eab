"""Components and relations of an imported dump, made of its columns when one asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from explorer.domain.component import Component
from explorer.domain.relation import Relation
from explorer.graph.row_columns import Columns, ComponentBlock, RelationBlock
from explorer.graph.rows import Rows, starts_of
from explorer.graph.supply_graph import KINDS, KNOWLEDGE, RELATION_KINDS, SCOPES, SupplyGraph
from explorer.graph.tail_column import Texts

BLOCK = 4096

Ints = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class DumpRows:
    """Where each of n components and m relations of a graph was stated."""

    graph: SupplyGraph
    source: str
    files: Sequence[str]
    words: Sequence[tuple[str, str]]
    """What a relation is called where it is stated, and the field that says so."""
    line: Ints
    file: Ints
    """(n,): line -1 where lines mean nothing; file by number, -1 for the system, which stands for all of them."""
    relation_line: Ints
    relation_file: Ints
    word: Ints
    """(m,): the same, and the number of the word."""

    def components(self) -> Rows[Component]:
        """All components."""
        return Rows(starts_of(len(self.graph), BLOCK), lambda block: ComponentBlock(self._components(_slice(block))))

    def relations(self) -> Rows[Relation]:
        """All relations."""
        graph = self.graph
        return Rows(
            starts_of(graph.relation_count, BLOCK), lambda block: RelationBlock(self._relations(_slice(block)), graph.ids)
        )  # fmt: skip

    def _components(self, here: slice) -> Columns:
        graph = self.graph
        kinds = graph.kind[here].tolist()
        count = len(kinds)
        names = texts(graph.names, here)
        lines = [None if line < 0 else line for line in self.line[here].tolist()]
        files = [self.files[file] if file >= 0 else "" for file in self.file[here].tolist()]
        return [
            texts(graph.ids, here), [_KIND_WORDS[kind] for kind in kinds], names, texts(graph.versions, here),
            [None] * count, [_KNOWLEDGE_WORDS[each] for each in graph.knowledge[here].tolist()], [{} for _ in kinds], [1] * count,
            [[self.source] * count, files, lines, ["name"] * count, [""] * count, [""] * count],
        ]  # fmt: skip

    def _relations(self, here: slice) -> Columns:
        graph, words = self.graph, self.word[here].tolist()
        attributes = [{"stated relation": word} if word else {} for word, _ in self.words]
        count = len(words)
        lines = [None if line < 0 else line for line in self.relation_line[here].tolist()]
        bases = texts_at(graph.names, graph.relation_target[here])
        return [
            graph.relation_source[here].tolist(), graph.relation_target[here].tolist(),
            [_RELATION_WORDS[each] for each in graph.relation_kind[here].tolist()],
            [_SCOPE_WORDS[each] for each in graph.relation_scope[here].tolist()],
            [_KNOWLEDGE_WORDS[each] for each in graph.relation_knowledge[here].tolist()],
            [attributes[word] for word in words], [1] * count,
            [
                [self.source] * count, [self.files[file] for file in self.relation_file[here].tolist()], lines,
                [self.words[word][1] for word in words], bases, [""] * count,
            ],
        ]  # fmt: skip


def texts(column: Texts, here: slice) -> list[str]:
    """The texts of a slice."""
    part = column.part(here.start, min(here.stop, len(column)))
    if not part.blob:
        return [""] * len(part)
    if not part.blob.isascii():
        return list(part)
    whole, ends = str(part.blob, "ascii"), part.offsets.tolist()
    return [whole[begin:end] for begin, end in zip(ends[:-1], ends[1:], strict=True)]


def texts_at(column: Texts, rows: Ints) -> list[str]:
    """The texts at these places."""
    return texts(column.take(rows), slice(0, len(rows)))


def _slice(block: int) -> slice:
    return slice(block * BLOCK, (block + 1) * BLOCK)


_KIND_WORDS = [each.value for each in KINDS]
_KNOWLEDGE_WORDS = [each.value for each in KNOWLEDGE]
_RELATION_WORDS = [each.value for each in RELATION_KINDS]
_SCOPE_WORDS = [each.value for each in SCOPES]
