"""The text that a search looks through: one block of bytes in lower case, searched without an object per node."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from explorer.graph.sorting import Int32, runs, stable_order
from explorer.graph.supply_graph import SupplyGraph
from explorer.graph.tail_column import OWN, TailColumn, Texts
from explorer.graph.text_column import SLICE, TextColumn
from explorer.graph.text_words import tails_equal

Int64 = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

PIECE = 1 << 22
"""Bytes that are looked through at once: they stay in the processor's cache."""

FIRST_PIECE = 1 << 18

SHORT = 4
"""Bytes of a word up to which comparing arrays is quicker than looking for the word."""

MOST_BEGINNINGS = 64
"""Identities with other beginnings than these many are kept whole."""

_APART = b"\n"
"""Stands between name and identity; no search can hold it."""


class SearchText:
    """Name and identity of every node in lower case, those on which most others rely first.

    A search for something common ends early; in this order it then has found what people mostly mean. Where an identity
    is a name behind `pkg:huggingface/` or the like, only the name is kept, and which of the few beginnings it has: at
    2.5 million models this is half the bytes, and half the time.
    """

    def __init__(self, graph: SupplyGraph) -> None:
        self.beginnings: list[bytes] = []
        beginning = self._short_forms(graph)
        degree = np.diff(graph.down.offsets)
        self.nodes = stable_order(degree.max(initial=0) - degree)
        """(n,): the node of each row of text."""
        del degree
        self.column = TextColumn.concatenated(_kept_text(graph, beginning < 0, self.nodes))
        self._beginning = beginning[self.nodes]

    def with_word(self, word: bytes, rows: slice) -> Int64:
        """The rows of this slice that hold the word, ascending."""
        found = self._in_kept_text(word, rows)
        for number, beginning in enumerate(self.beginnings):
            also = self._over_the_seam(word, rows, number, beginning)
            found = found if also is None else np.union1d(found, also)
        return found

    def everywhere(self, word: bytes) -> Flags:
        """(n,): the nodes whose name or identity holds the word."""
        mask = np.zeros(len(self.column), bool)
        for rows in self.pieces():
            mask[self.nodes[self.with_word(word, rows)]] = True
        return mask

    def pieces(self) -> Iterator[slice]:
        """Slices of rows, the first of few bytes, so that a search for something common is over at once."""
        offsets, start, size = self.column.offsets, 0, FIRST_PIECE
        while start < len(self.column):
            end = min(int(offsets[start]) + size, len(self.column.blob))
            stop = max(start + 1, int(self.column.rows_at(end)))
            yield slice(start, stop)
            start, size = stop, min(2 * size, PIECE)

    def _in_kept_text(self, word: bytes, rows: slice) -> Int64:
        offsets = self.column.offsets
        places = _places(self.column.blob, word, int(offsets[rows.start]), int(offsets[rows.stop]))
        found = self.column.rows_at(places)
        found = found[places + len(word) <= offsets[found + 1]]
        return found[runs(found)]

    def _over_the_seam(self, word: bytes, rows: slice, number: int, beginning: bytes) -> Int64 | None:
        """Rows that hold the word in the beginning of their identity, or half there and half in the name."""
        if word in beginning:
            return np.flatnonzero(self._beginning[rows] == number) + rows.start
        splits = [at for at in range(1, len(word)) if beginning.endswith(word[:at])]
        found: list[int] = []
        for at in splits:
            candidates = self._in_kept_text(word[at:], rows)
            candidates = candidates[self._beginning[candidates] == number]
            found += [row for row in candidates.tolist() if self.column.bytes_at(row).startswith(word[at:])]
        return np.array(found, np.int64) if splits else None

    def _short_forms(self, graph: SupplyGraph) -> npt.NDArray[np.int8]:
        """(n,): which of the beginnings stands before the name in the identity; -1 where none does."""
        form = np.full(len(graph), -1, np.int8)
        fits, sizes = _ends(graph.ids, graph.names)
        for size in np.flatnonzero(np.bincount(sizes)).tolist()[:MOST_BEGINNINGS]:
            nodes = fits[sizes == size]
            beginning = graph.ids.bytes_at(int(nodes[0]))[:size]
            same = nodes[_begin_with(graph.ids, nodes, beginning)]
            form[same] = len(self.beginnings)
            self.beginnings.append(beginning.lower())
        return form


def _ends(ids: TextColumn, names: Texts) -> tuple[Int32, npt.NDArray[np.integer]]:
    """The nodes whose name is the end of their identity, and how many bytes stand before it."""
    if isinstance(names, TailColumn):
        nodes = np.flatnonzero(names.skipped != OWN).astype(np.int32)
        return nodes, names.skipped[nodes]
    nodes = np.flatnonzero(tails_equal(ids, names)).astype(np.int32)
    return nodes, ids.lengths[nodes] - names.lengths[nodes]


def _begin_with(column: TextColumn, nodes: Int32, beginning: bytes) -> Flags:
    blob = np.frombuffer(column.blob, np.uint8)
    same = np.ones(len(nodes), bool)
    for first in range(0, len(nodes), SLICE):
        here, starts = same[first : first + SLICE], column.offsets[nodes[first : first + SLICE]]
        for place, byte in enumerate(beginning):
            here &= blob[starts + place] == byte
    return same


def _places(blob: bytes, word: bytes, first: int, last: int) -> Int64:
    """Where the word begins within these bytes: by numpy for short words, which are mostly common, else by the engines."""
    if len(word) > SHORT:
        if blob.find(word, first, last) < 0:
            return np.zeros(0, np.int64)
        return np.fromiter((hit.start() for hit in re.compile(re.escape(word)).finditer(blob, first, last)), np.int64)
    text = np.frombuffer(blob, np.uint8, last - first, first)
    size = len(text) - len(word) + 1
    fits = text[: max(size, 0)] == word[0]
    for place in range(1, min(len(word), 2)):
        fits &= text[place : place + size] == word[place]
    places = np.flatnonzero(fits)
    for place in range(2, len(word)):
        places = places[text[places + place] == word[place]]
    return places + first


def _kept_text(graph: SupplyGraph, whole: Flags, nodes: Int32) -> Iterator[TextColumn]:
    """What is kept of these nodes, in this order, in parts: one part's copies are gone before the next one's are made."""
    for start in range(0, len(nodes), SLICE):
        yield _lowered(_joined(graph, whole, nodes[start : start + SLICE]))


def _joined(graph: SupplyGraph, whole: Flags, nodes: Int32) -> TextColumn:
    """For these nodes in this order the name alone, or where `whole` says so name and identity."""
    names = graph.names.take(nodes)
    places = np.flatnonzero(whole[nodes])
    if not len(places):
        return names
    both = (names.bytes_at(place) + _APART + graph.ids.bytes_at(nodes[place]) for place in places.tolist())
    rows = np.arange(len(nodes))
    rows[places] = len(nodes) + np.arange(len(places))
    return TextColumn.concatenated([names, TextColumn.of_bytes(list(both))]).take(rows)


def _lowered(column: TextColumn) -> TextColumn:
    blob = column.blob.lower()
    lowered = TextColumn(blob, column.offsets)
    if blob.isascii():
        return lowered
    # Letters beyond ASCII: few texts have any, and lower case may take another number of bytes.
    strange = np.flatnonzero(np.frombuffer(blob, np.uint8) >= 0x80)
    nodes = column.rows_at(strange)
    nodes = nodes[runs(nodes)]
    own = TextColumn.of(lowered[int(node)].lower() for node in nodes)
    rows = np.arange(len(column))
    rows[nodes] = len(column) + np.arange(len(nodes))
    return TextColumn.concatenated([lowered, own]).take(rows)
