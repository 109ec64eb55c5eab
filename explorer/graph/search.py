"""Finds components as a person types: by identity, by a part of the name, by terms, or in spite of a slip."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from explorer.graph.search_query import Query, chosen_by_terms, parse
from explorer.graph.search_text import SearchText
from explorer.graph.similar_text import SHORTEST, halves, one_slip
from explorer.graph.supply_graph import SupplyGraph

Flags = npt.NDArray[np.bool_]
Nodes = npt.NDArray[np.integer]

FEW = 4096
"""So few chosen nodes are looked at one by one instead of looking through the text of all."""

MOST_RANKED = 5_000
"""So many hits are ranked by how well the name fits; beyond them, only by how many rely on them."""

MOST_COMPARED = 20_000
"""So many texts are compared with a misspelt word; the answer says where there were more."""


@dataclass(frozen=True, eq=False)
class Found:
    """What a search found."""

    nodes: tuple[int, ...]
    """The best first: names that are or begin with the word, then those on which most others rely."""
    total: int | None
    """How many there are in all; None where the search ended before all text was looked through."""
    similar: bool = False
    """Whether these only resemble what was typed, which nothing holds."""

    @property
    def bounded(self) -> bool:
        """Whether there are, or may be, more than are listed."""
        return self.total is None or self.total > len(self.nodes)


class Search:
    """Searches one graph. The text is made ready once; every search after that reads it as it lies.

    >>> from explorer.graph.example import example_graph
    >>> search = Search(example_graph("app->torch app->torchvision torchvision->torch"))
    >>> [search.graph.id_of(node) for node in search.find("torch").nodes]
    ['torch', 'torchvision']
    >>> search.find("torh").similar
    True
    """

    def __init__(self, graph: SupplyGraph, depth: npt.NDArray[np.integer] | None = None) -> None:
        """`depth` (n,) is what `depth:` speaks of; without it, the level."""
        self.graph = graph
        self._depth = graph.level if depth is None else depth
        self._text = SearchText(graph)

    def find(self, text: str, most: int = 100) -> Found:
        """Up to `most` components that hold every word and term; where none does, those that resemble the word."""
        found = self.find_as_typed(text, most)
        return found if found.nodes else self.find_similar(text, most)

    def find_as_typed(self, text: str, most: int = 100) -> Found:
        """Up to `most` components that hold every word and term."""
        query = parse(text)
        chosen = chosen_by_terms(self.graph, query, self._depth, self._names_with)
        words = _encoded(query)
        if not words:
            given = self._text.nodes[chosen[self._text.nodes]] if chosen is not None else np.zeros(0, np.int32)
            return Found(tuple(given[:most].tolist()), len(given))
        exact = self.graph.find(text.strip())
        if chosen is not None and np.count_nonzero(chosen) <= FEW:
            nodes, whole = self._among(np.flatnonzero(chosen), words), True
        else:
            nodes, whole = self._until_enough(words, chosen, most)
        best = self._best(nodes, words[0], most)
        if exact is not None and (not best or best[0] != exact):
            best = (exact, *(node for node in best if node != exact))[:most]
        return Found(best, len(nodes) if whole else None)

    def matching(self, text: str) -> Flags:
        """(n,): every component that holds every word and term, for a filter; all where nothing is asked."""
        query = parse(text)
        chosen = chosen_by_terms(self.graph, query, self._depth, self._names_with)
        mask = np.ones(len(self.graph), bool) if chosen is None else chosen
        for word in _encoded(query):
            mask &= self._text.everywhere(word)
        return mask

    def find_similar(self, text: str, most: int = 100) -> Found:
        """Up to `most` components that hold the search's one word with one slip."""
        query = parse(text)
        words = _encoded(query)
        if len(words) != 1 or len(query.words[0]) < SHORTEST:
            return Found((), 0)
        chosen = chosen_by_terms(self.graph, query, self._depth, self._names_with)
        pattern = one_slip(words[0])
        kept: list[int] = []
        compared = 0
        for rows in self._text.pieces():
            near = np.union1d(*(self._text.with_word(half, rows) for half in halves(words[0])))
            near = near if chosen is None else near[chosen[self._text.nodes[near]]]
            kept += [row for row in near.tolist() if pattern.search(self._text.column.bytes_at(row))]
            compared += len(near)
            if compared > MOST_COMPARED and rows.stop < len(self.graph):
                return Found(self._listed(kept, most), None, similar=True)
        return Found(self._listed(kept, most), len(kept), similar=bool(kept))

    def _listed(self, rows: list[int], most: int) -> tuple[int, ...]:
        return tuple(self._text.nodes[rows[:most]].tolist())

    def _names_with(self, value: str) -> Flags:
        return self._text.everywhere(value.encode("utf-8", "surrogatepass"))

    def _among(self, nodes: Nodes, words: list[bytes]) -> Nodes:
        """Of a few nodes those that hold all words, in the order of the text."""
        wanted = np.zeros(len(self.graph), bool)
        wanted[nodes] = True
        rows = np.flatnonzero(wanted[self._text.nodes]).tolist()
        pieces = (slice(row, row + 1) for row in rows)
        holding = [row.start for row in pieces if all(len(self._text.with_word(word, row)) for word in words)]
        return self._text.nodes[holding]

    def _until_enough(self, words: list[bytes], chosen: Flags | None, most: int) -> tuple[Nodes, bool]:
        """Nodes that hold all words, and whether all text was looked through."""
        found: list[Nodes] = []
        for rows in self._text.pieces():
            held = self._text.with_word(words[0], rows)
            for word in words[1:]:
                held = np.intersect1d(held, self._text.with_word(word, rows)) if len(held) else held
            nodes = self._text.nodes[held]
            found.append(nodes if chosen is None else nodes[chosen[nodes]])
            if sum(map(len, found)) > most and rows.stop < len(self.graph):
                return np.concatenate(found), False
        return np.concatenate([np.zeros(0, np.int64), *found]), True

    def _best(self, nodes: Nodes, word: bytes, most: int) -> tuple[int, ...]:
        """The first `most`: exact names, then beginnings of names, then by how many rely on them.

        Nodes come in that last order; of very many only the first are compared with the word.
        """
        looked_at = nodes[:MOST_RANKED].tolist()
        names = (self.graph.names.bytes_at(node).lower() for node in looked_at)
        rank = {node: _fit(name, word) for node, name in zip(looked_at, names, strict=True)}
        return tuple(sorted(looked_at, key=rank.__getitem__)[:most])


def _fit(name: bytes, word: bytes) -> int:
    """0 where the word is the name or its last part, 1 where one of these begins with it, otherwise 2."""
    tail = name.rpartition(b"/")[2]
    if word in (name, tail):
        return 0
    return 1 if name.startswith(word) or tail.startswith(word) else 2


def _encoded(query: Query) -> list[bytes]:
    """The words, the longest first: it is the rarest."""
    return sorted((word.encode("utf-8", "surrogatepass") for word in query.words), key=len, reverse=True)
