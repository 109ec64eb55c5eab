"""A hub's dump as columns: names as bytes, relations as numbers; no object stays behind for a row."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from explorer.graph.supply_graph import RELATION_KINDS
from explorer.graph.text_column import TextColumn
from explorer.sources.dump_formats import DumpRow
from explorer.sources.hub_names import HubName, hub_name, names_nothing
from explorer.sources.lineage_dump import base_name, kind_of_word

PREFIX = "pkg:huggingface/"
"""What stands before the name in the identity of every repository of the hub."""

NOWHERE = -1
"""Stands for a line where lines mean nothing, and for what names no repository."""

_MOST_KNOWN = 1 << 17
"""Bases whose number is remembered by name: the famous ones come early, and stand in most rows."""

_BATCH = 1 << 14

_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?/[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?")
_ENDING = re.compile(r"(?i)\.(?:safetensors|gguf|ggml|bin|pt|pth|ckpt|pkl|onnx|h5|keras|joblib|git)$")
_LONGEST = 96
_SHORT = 4
"""Letters up to which a text may be a word for nothing, `N/A`; longer ones are not asked, for there are millions."""


def plain_name(text: str) -> bool:
    """Whether a text is surely a repository `owner/name`, by one look; others go the long way.

    >>> plain_name("mistralai/Mistral-7B-v0.1"), plain_name("gpt2"), plain_name("a/model.safetensors")
    (True, False, False)
    """
    if _PLAIN.fullmatch(text) is None or "--" in text or len(text) > _LONGEST:
        return False
    if "." in text:
        return ".." not in text and not _ENDING.search(text)
    return len(text) > _SHORT or not names_nothing(text)


@dataclass
class Names:
    """Names of repositories one after the other, some more than once; numbered as they come."""

    odd: dict[int, str] = field(default_factory=dict)
    """By number, the name of one whose identity says more than `pkg:huggingface/` and the name."""
    _done: list[TextColumn] = field(default_factory=list)
    _batch: list[str] = field(default_factory=list)
    _count: int = 0
    _known: dict[str, int] = field(default_factory=dict)

    def model(self, text: str) -> int:
        """The number of a model that has a row of its own; -1 where the text names none."""
        return self._add(text) if plain_name(text) else self._odd(hub_name(text))

    def base(self, text: str) -> int:
        """The number of what something was made from; -1 where the text names none."""
        number = self._known.get(text)
        if number is None:
            number = self._add(text) if plain_name(text) else self._odd(base_name(text))
            if len(self._known) < _MOST_KNOWN:
                self._known[text] = number
        return number

    def column(self) -> TextColumn:
        """What stands behind `pkg:huggingface/` in the identity of each."""
        self._known.clear()
        self._pack()
        column = TextColumn.concatenated(self._done)
        self._done.clear()
        return column

    def _odd(self, named: HubName | None) -> int:
        if named is None:
            return NOWHERE
        tail = str(named.id).removeprefix(PREFIX)
        number = self._add(tail)
        if tail != named.repository:
            self.odd[number] = named.repository
        return number

    def _add(self, tail: str) -> int:
        self._batch.append(tail)
        self._count += 1
        if len(self._batch) >= _BATCH:
            self._pack()
        return self._count - 1

    def _pack(self) -> None:
        whole = "".join(self._batch)
        lengths = np.fromiter(map(len, self._batch), np.int64, len(self._batch))
        self._done.append(TextColumn.joined(whole.encode("ascii"), lengths))
        self._batch = []


@dataclass
class DumpColumns:
    """All rows of one or several dumps; a name is its number among the names."""

    names: Names = field(default_factory=Names)
    model: array[int] = field(default_factory=lambda: array("i"))
    model_line: array[int] = field(default_factory=lambda: array("i"))
    source: array[int] = field(default_factory=lambda: array("i"))
    target: array[int] = field(default_factory=lambda: array("i"))
    word: array[int] = field(default_factory=lambda: array("H"))
    line: array[int] = field(default_factory=lambda: array("i"))
    words: list[tuple[str, str]] = field(default_factory=list)
    """What the numbers in `word` stand for: the word of the relation as stated, and the field."""
    model_ends: list[int] = field(default_factory=list)
    relation_ends: list[int] = field(default_factory=list)
    """How many models and relations there were after each file."""
    unread: int = 0
    """Rows that name no model of the hub."""
    baseless: int = 0
    """Bases that are no repository of the hub."""

    def read(self, rows: Iterable[DumpRow | None]) -> None:
        """Take the rows of the next file. Raises ValueError where they use more words for relations than anybody has."""
        numbered = {pair: number for number, pair in enumerate(self.words)}
        model, base = self.names.model, self.names.base
        for row in rows:
            made = NOWHERE if row is None else model(row[1])
            if row is None or made == NOWHERE:
                self.unread += 1
                continue
            at, _, bases, stated_in = row
            line = NOWHERE if at is None else at
            self.model.append(made)
            self.model_line.append(line)
            for text, word in bases:
                found = base(text)
                if found == NOWHERE:
                    self.baseless += 1
                    continue
                number = numbered.get((word, stated_in))
                if number is None:
                    number = numbered[word, stated_in] = self._number(word, stated_in)
                self.source.append(made)
                self.target.append(found)
                self.word.append(number)
                self.line.append(line)
        self.model_ends.append(len(self.model))
        self.relation_ends.append(len(self.source))

    def forget_rows(self) -> None:
        """Keep only what was counted, once the rows have become something else."""
        self.model, self.model_line, self.source, self.target, self.line = (array("i") for _ in range(5))
        self.word = array("H")

    def kinds(self) -> array[int]:
        """For each number in `word`, the position of the relation's kind in `RELATION_KINDS`."""
        return array("B", (RELATION_KINDS.index(kind_of_word(word)) for word, _ in self.words))

    def _number(self, word: str, field: str) -> int:
        if len(self.words) >= MOST_WORDS:
            raise ValueError(f"more than {MOST_WORDS:,} words for relations")
        self.words.append((word, field))
        return len(self.words) - 1


MOST_WORDS = 60_000
"""Different words for relations, with the fields they stand in; the hub knows five."""
