"""Names hidden on request: systems, parties and owners of repositories by neutral words, the same ones everywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import unquote

from explorer.domain.component import Kind
from explorer.exports.report import Document, Figure, Section
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.table import Cell

_HUB = "pkg:huggingface/"
_SHORTEST = 3
"""Shorter names would also cover parts of ordinary words."""


class Mask:
    """Replaces names in any text, whatever their case."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = {name.casefold(): word for name, word in words.items()}
        names = sorted(self._words, key=len, reverse=True)
        parts = "|".join(re.escape(name) for name in names)
        self._pattern = re.compile(rf"(?<![A-Za-z0-9])(?:{parts})(?![A-Za-z0-9])", re.IGNORECASE) if names else None

    def __call__(self, text: str) -> str:
        """The text without any of the names."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda match: self._words[match.group(0).casefold()], text)

    def document(self, document: Document) -> Document:
        """A document without any of the names."""
        return replace(
            document, title=self(document.title), lead=tuple(map(self, document.lead)),
            sections=tuple(map(self._section, document.sections)),
            figures=tuple(map(self._figure, document.figures)),
        )  # fmt: skip

    def _figure(self, each: Figure) -> Figure:
        return replace(each, value=self(each.value), words=self(each.words), section=self(each.section))

    def _section(self, each: Section) -> Section:
        rows = tuple(tuple(self._cell(cell) for cell in row) for row in each.rows)
        return replace(
            each, title=self(each.title), headline=self(each.headline), rows=rows, note=self(each.note),
            query=self(each.query), chart=self(each.chart),
        )  # fmt: skip

    def _cell(self, cell: Cell) -> Cell:
        return self(cell) if isinstance(cell, str) else cell


def mask_of(snapshot: Snapshot) -> Mask:
    """A mask over the systems, parties and repository owners of a snapshot, numbered by identity.

    >>> from explorer.graph.example import example_snapshot
    >>> mask = mask_of(example_snapshot("app-claims->llama->meta", {"meta": Kind.PARTY}))
    >>> mask("app-claims relies on llama of Meta, as app-claims-2 does not")
    'System 1 relies on llama of Party 1, as System 1-2 does not'
    """
    words: dict[str, str] = {}
    counts = {"System": 0, "Party": 0, "Owner": 0}
    for component in sorted(snapshot.components, key=lambda each: each.id):
        if component.kind is Kind.SYSTEM:
            _add(words, counts, "System", component.name, component.id.rpartition(":")[2])
        elif component.kind is Kind.PARTY:
            _add(words, counts, "Party", component.name, component.id.rpartition(":")[2])
    for component in sorted(snapshot.components, key=lambda each: each.id):
        if component.id.startswith(_HUB):
            owner = unquote(component.id.removeprefix(_HUB).removeprefix("datasets/").partition("/")[0])
            _add(words, counts, "Owner", owner)
    return Mask(words)


def _add(words: dict[str, str], counts: dict[str, int], sort: str, *names: str) -> None:
    """One word for all names of one thing; a name that has a word keeps it."""
    new = [name for name in names if len(name) >= _SHORTEST and name not in words]
    if not new:
        return
    counts[sort] += 1
    for name in new:
        words[name] = f"{sort} {counts[sort]}"
