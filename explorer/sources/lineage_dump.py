"""Dumps of a hub's lineage: tables of models and what they were made from, and collected family trees."""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, TextIO

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, Kind
from explorer.domain.relation import Relation, RelationKind
from explorer.errors import InputError
from explorer.sources.claims import used_by
from explorer.sources.hub_answers import HubAnswer, claims_of_answer
from explorer.sources.hub_names import HubName, hub_name
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.json_text import parse_json
from explorer.sources.loose_values import as_mapping, as_mappings, as_text, as_texts

CHILD = ("id", "model_id", "modelid", "current_model", "child")
PARENT = ("base_model", "base_models", "parent", "parent_model", "parents")
RELATION = ("base_model_relation", "relation")
MAX_UNPACKED = 256 * 1024 * 1024
"""A packed dump that unpacks to more is not read; the scan says so."""

LONGEST_ROW = 1 << 24
"""Characters; a longer line is no row, and reading on would only fill the memory."""

_ALONE = 2
"""Claims of a row whose model stands without a base: the model, and that it is used."""

_WORDS = {
    "finetune": RelationKind.FINE_TUNED_FROM, "finetuned": RelationKind.FINE_TUNED_FROM, "adapter": RelationKind.ADAPTS,
    "quantized": RelationKind.QUANTIZED_FROM, "merge": RelationKind.MERGED_FROM, "distill": RelationKind.DISTILLED_FROM,
}  # fmt: skip
LISTS = (("children", "finetune"), ("adapters", "adapter"), ("quantized", "quantized"), ("merges", "merge"))
"""The lists of a family tree, each with the hub's word for the relation."""
_PAGE = re.compile(r"/(?:tree|blob|resolve)/.*$")
"""Cards name a page of a repository, or end in a slash; in such a table neither is a local path."""
_SEPARATOR = re.compile(r"[,;|]\s*")


class LineageDump:
    """Reads CSV tables with a model and its bases per row, and JSON collections of family trees, also gzipped."""

    name = "lineage-dump"
    reads = "Tables (CSV) of models with their base models, and family trees collected from a hub (JSON, also gzipped)."
    does_not_read = "Parquet and JSON lines, which hub-dump:PATH reads; the text of model cards inside a dump."

    def matches(self, path: PurePosixPath) -> bool:
        """CSV, JSON and gzipped JSON; the first lines tell whether it is a dump."""
        return path.suffix.lower() == ".csv" or path.name.lower().endswith((".json", ".json.gz"))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A component for every model that is named, and a relation for every stated parent."""
        if file.path.suffix.lower() == ".csv":
            yield from self._table(file, project)
        elif file.path.name.lower().endswith(".gz") or _begins_like_trees(file):
            yield from self._trees(file, project)

    def _table(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        with file.absolute.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            columns = _columns(stream)
            if columns is None:
                return
            unread = rootless = 0
            for line, row in _rows(stream, file):
                claims = list(self._row(file, project, columns, row, line))
                unread += not claims
                rootless += 0 < len(claims) <= _ALONE
                yield from claims
        for count, what in (
            (unread, "name no model of the hub and were"),
            (rootless, "name a base that is no repository of the hub; it was"),
        ):
            if count:
                message = f"{count:,} rows {what} left out."
                yield Problem(self.name, str(file.path), None, message, "Look whether the columns hold owner/name.")

    def _row(
        self, file: ProjectFile, project: Project, columns: tuple[int, int, int], row: Sequence[str], line: int
    ) -> Iterator[Claim]:
        child, parent, word = (row[place].strip() if 0 <= place < len(row) else "" for place in columns)
        made = hub_name(child)
        if made is None:
            return
        at = evidence(self.name, file, line, ",".join(row), "base_model")
        kind = kind_of_word(word)
        model = Component(
            made.id, Kind.ADAPTER if kind is RelationKind.ADAPTS else Kind.MODEL, made.repository, evidence=(at,)
        )
        yield from used_by(project.system, model, scope=scope_of_path(file.path))
        for name in _SEPARATOR.split(parent):
            base = base_name(name)
            if base is not None:
                yield Component(base.id, Kind.MODEL, base.repository, evidence=(at,))
                yield Relation(
                    made.id, base.id, kind, attributes={"stated relation": word} if word else {}, evidence=(at,)
                )

    def _trees(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        for record in tree_records(str(file.path), _unpacked(file)):
            yield from self._record(file, project, record)

    def _record(self, file: ProjectFile, project: Project, record: Mapping[str, Any]) -> Iterator[Claim]:
        root = hub_name(as_text(record.get("model_id")))
        if root is None:
            return
        at = evidence(self.name, file, None, as_text(record.get("model_id")), "model_id")
        yield from used_by(
            project.system,
            Component(root.id, Kind.MODEL, root.repository, evidence=(at,)),
            scope=scope_of_path(file.path),
        )
        metadata = _metadata(record.get("metadata"))
        if metadata:
            yield from claims_of_answer(HubAnswer(root.id, 200, metadata, "", recorded_in=str(file.path)))
        for field, word in LISTS:
            kind = kind_of_word(word)
            child_kind = Kind.ADAPTER if kind is RelationKind.ADAPTS else Kind.MODEL
            for text in as_texts(record.get(field)):
                made = hub_name(text)
                if made is not None:
                    found = evidence(self.name, file, None, text, f"{root.repository}.{field}")
                    child = Component(made.id, child_kind, made.repository, evidence=(found,))
                    yield from used_by(project.system, child, scope=scope_of_path(file.path))
                    yield Relation(made.id, root.id, kind, evidence=(found,))


def _columns(stream: TextIO) -> tuple[int, int, int] | None:
    """What `places_of` says of the first line; None also where that is no line of a table."""
    try:
        return places_of(next(csv.reader([stream.readline(LONGEST_ROW)]), []))
    except csv.Error:
        return None


def _rows(stream: TextIO, file: ProjectFile) -> Iterator[tuple[int, list[str]]]:
    """The rows below the first line, each with the line where it ends. Raises `InputError` where it is no table."""
    rows = csv.reader(_lines(stream, file))
    try:
        for row in rows:
            yield rows.line_num + 1, row
    except csv.Error as error:
        message = f"{file.path} is no table at line {rows.line_num + 1:,}: {error}."
        raise InputError(message, "What stands before was read; mend it and scan again.") from error


def _lines(stream: TextIO, file: ProjectFile) -> Iterator[str]:
    """The lines that are left. Raises `InputError` where one has no end, before it fills the memory."""
    number = 1
    while line := stream.readline(LONGEST_ROW):
        number += 1
        if len(line) == LONGEST_ROW:
            raise InputError(f"Line {number:,} of {file.path} has no end.", "Look whether it is a dump at all.")
        yield line


def kind_of_word(word: str) -> RelationKind:
    """The relation that the hub's word for it means."""
    return _WORDS.get(word.lower(), RelationKind.DERIVED_FROM)


def base_name(text: str) -> HubName | None:
    """The repository that a stated base is; None where it is none of the hub."""
    return hub_name(_PAGE.sub("", text).strip("/ "))


def places_of(header: Sequence[str]) -> tuple[int, int, int] | None:
    """Where a table has the model, its bases and the relation (-1 for none); None where it is no such table."""
    names = [name.strip().lower() for name in header]
    child, parent, word = (
        next((names.index(name) for name in wanted if name in names), -1) for wanted in (CHILD, PARENT, RELATION)
    )
    return (child, parent, word) if child >= 0 and parent >= 0 else None


def looks_like_trees(begin: bytes) -> bool:
    """Whether the first bytes of a file are those of collected family trees."""
    return bool(re.match(rb'\s*\{\s*"models"\s*:\s*\[\s*\{\s*"model_id"', begin))


def tree_records(name: str, text: str) -> list[Mapping[str, Any]]:
    """The records of collected family trees; none where the text is something else. Raises `InputError` for no JSON."""
    models = as_mappings(as_mapping(parse_json(text, name)).get("models"))
    return models if any("model_id" in each for each in models) else []


def _begins_like_trees(file: ProjectFile) -> bool:
    with file.absolute.open("rb") as stream:
        return looks_like_trees(stream.read(4096))


def _unpacked(file: ProjectFile) -> str:
    """The text of the file. Raises `InputError` where it is too large or broken."""
    if not file.path.name.lower().endswith(".gz"):
        return file.read_text(MAX_UNPACKED)
    try:
        with gzip.open(file.absolute, "rb") as stream:
            data = stream.read(MAX_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{file.path} cannot be unpacked: {error}.", "Copy it again.") from error
    if len(data) > MAX_UNPACKED:
        limit = MAX_UNPACKED // 1024**2
        raise InputError(f"{file.path} unpacks to more than {limit} MB and was not read.", "Unpack and split it first.")
    return data.decode("utf-8", "replace")


def _metadata(value: object) -> Mapping[str, Any]:
    """The hub's own description: an object, or its JSON as text."""
    if isinstance(value, str):
        try:
            value = parse_json(value, "metadata")
        except InputError:
            return {}
    return as_mapping(value)


SOURCE = LineageDump()
