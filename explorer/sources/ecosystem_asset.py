"""One asset of an Ecosystem Graphs collection, from YAML or CSV, before it becomes claims."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from explorer.errors import InputError
from explorer.sources.interface import ProjectFile
from explorer.sources.lined_yaml import LinedText, read_yaml
from explorer.sources.loose_values import as_mapping, as_text, as_texts

TYPES = ("model", "dataset", "application")
_SNIFFED = 256 * 1024
_SIGNS = (b"name", b"type", b"organization", b"dependencies")
_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'|\"((?:[^\"\\]|\\.)*)\"")


@dataclass(frozen=True, slots=True)
class Asset:
    """What a collection says of one model, dataset or application."""

    name: str
    type: str
    organization: str
    fields: Mapping[str, Any]
    dependencies: tuple[LinedText, ...]
    line: int

    def text(self, field: str) -> str:
        """What is stated under a field; empty where that is nothing, or that it is not known."""
        return stated(self.fields.get(field))


def stated(value: object) -> str:
    """A text, which may stand under `value` beside an `explanation`; empty for the many ways to say `unknown`."""
    text = as_text(as_mapping(value).get("value") if isinstance(value, Mapping) else value)
    return "" if text.lower() in ("unknown", "unknwon", "n/a") else " ".join(text.split())


def looks_like_assets(file: ProjectFile) -> bool:
    """Whether the beginning of the file has the keys of an asset: cheap, for files that are mostly something else."""
    try:
        with file.absolute.open("rb") as stream:
            beginning = stream.read(_SNIFFED)
    except OSError:
        return False
    return all(sign in beginning for sign in _SIGNS)


def assets_in(file: ProjectFile) -> Iterator[Asset]:
    """The assets in a file. Raises `InputError` where it is neither YAML nor CSV."""
    if file.path.suffix.lower() == ".csv":
        yield from _from_table(file)
        return
    for tree in read_yaml(file):
        for entry in tree if isinstance(tree, list) else [tree]:
            if isinstance(entry, dict) and (asset := _asset(entry)):
                yield asset


def _asset(fields: Mapping[Any, Any]) -> Asset | None:
    name, sort = stated(fields.get("name")), as_text(fields.get("type")).lower()
    if not name or sort not in TYPES or "dependencies" not in fields or "organization" not in fields:
        return None
    line = next((key.line for key in fields if key == "name" and isinstance(key, LinedText)), 1)
    listed = fields["dependencies"]
    listed = as_mapping(listed).get("value") if isinstance(listed, Mapping) else listed
    named = [item for item in (listed if isinstance(listed, list) else [listed]) if isinstance(item, LinedText)]
    known = {text: item.line for item in named if (text := as_text(item))}
    dependencies = tuple(LinedText(text, known.get(text, line)) for text in as_texts(listed))
    return Asset(name, sort, stated(fields["organization"]), fields, dependencies, line)


def _from_table(file: ProjectFile) -> Iterator[Asset]:
    reader = csv.reader(io.StringIO(file.read_text(), newline=""))
    columns: list[str] = []
    line = 1
    try:
        for row in reader:
            start, line = line, reader.line_num + 1
            if not columns:
                columns = [cell.strip() for cell in row]
                continue
            fields: dict[str, Any] = {
                LinedText(key, start): LinedText(cell, start) for key, cell in zip(columns, row, strict=False)
            }
            if "dependencies" in fields:
                fields["dependencies"] = [LinedText(each, start) for each in listed_in(fields["dependencies"])]
            if asset := _asset(fields):
                yield asset
    except csv.Error as error:
        raise InputError(
            f"{file.path} is not a CSV table at line {line}: {error}.", "Mend it and scan again."
        ) from error


def listed_in(cell: str) -> list[str]:
    """The names in a cell: `['A', "B"]` as Python prints a list, else separated by semicolons or commas."""
    cell = cell.strip()
    if cell.startswith("[") and cell.endswith("]"):
        return [re.sub(r"\\(.)", r"\1", first or second) for first, second in _QUOTED.findall(cell)]
    return [part.strip() for part in cell.split(";" if ";" in cell else ",") if part.strip()]
