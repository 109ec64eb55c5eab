"""Rows of a hub's dump, as tables (CSV, TSV), JSON lines, Parquet or family trees hold them; a piece at a time."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, Any

from explorer.errors import InputError
from explorer.progress import Progress
from explorer.sources.lineage_dump import CHILD, LISTS, PARENT, RELATION, looks_like_trees, places_of, tree_records
from explorer.sources.loose_values import as_mapping, as_text, as_texts

TABLES = {".csv": ",", ".tsv": "\t"}
LINES = (".jsonl", ".ndjson")
PARQUET = ".parquet"
TREES = ".json"

LONGEST_LINE = 1 << 24
"""Characters; a longer line is no row of a dump, and reading on would only fill the memory."""

PIECE = 1 << 18
"""Characters that are read between two steps of progress, each of which may cancel."""

_TAG = re.compile(r"base_model:(?:(?P<word>finetune|adapter|quantized|merge|distill):)?(?P<name>.+)")


DumpRow = tuple[int | None, str, Sequence[tuple[str, str]], str]
"""The line in the file, from 1 (None where lines mean nothing); a model; what it is said to be made from, each with the
word of the relation as stated, or an empty one; the field where that stands. A plain tuple: there are millions."""


def is_dump(path: Path) -> bool:
    """Whether a file is one whose rows can be read as a hub's lineage; looks at its name and its beginning."""
    suffix = _suffix(path)
    if suffix == PARQUET:
        return True
    if suffix not in (*TABLES, *LINES, TREES):
        return False
    try:
        with _text(path) as (stream, _):
            begin = stream.readline(LONGEST_LINE)
            if suffix in TABLES:
                return places_of(next(csv.reader([begin], delimiter=TABLES[suffix]), [])) is not None
            if suffix in LINES:
                return any(name in as_mapping(json.loads(begin)) for name in CHILD)
            return looks_like_trees((begin + stream.read(4096)).encode())
    except (OSError, EOFError, ValueError, zlib.error, csv.Error, RecursionError):
        return False


def dump_rows(path: Path, progress: Progress) -> Iterator[DumpRow | None]:
    """Every row of a dump; None for one that cannot be read.

    Raises `InputError` where the file as a whole is unusable, `Cancelled` where nobody waits any more.
    """
    suffix = _suffix(path)
    try:
        if suffix == PARQUET:
            from explorer.sources.parquet_dump import parquet_rows

            yield from parquet_rows(path, progress)
            return
        with _text(path) as (stream, place):
            lines = chain.from_iterable(_told_lines(stream, path, place, progress))
            read = _table if suffix in TABLES else _json_lines if suffix in LINES else _trees
            yield from read(path, lines)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path.name} cannot be read: {error}.", "Copy it again.") from error
    except csv.Error as error:
        raise InputError(f"{path.name} is no table: {error}.", "Look at the line, or export it again.") from error


def row_of_record(record: Mapping[str, Any], line: int | None) -> DumpRow | None:
    """The row of one record of a hub's metadata; None where it names no model."""
    child = next((text for name in CHILD if (text := as_text(record.get(name)))), "")
    if not child:
        return None
    card = as_mapping(record.get("cardData") or record.get("card_data"))
    for field, values in ((name, each) for each in (record, card) for name in PARENT if each.get(name)):
        bases = as_texts(values[field]) or [as_text(values[field])]
        word = next((text for name in RELATION if (text := as_text(values.get(name)))), "")
        return line, child, [(base, word) for base in bases if base], field
    return line, child, list(_tagged(as_texts(record.get("tags")))), "tags"


def _tagged(tags: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The bases that tags name; the hub gives each with its relation, and once more without."""
    found: dict[str, str] = {}
    for tag in tags:
        if match := _TAG.fullmatch(tag):
            found[match["name"]] = match["word"] or found.get(match["name"], "")
    return iter(found.items())


def _table(path: Path, lines: Iterator[str]) -> Iterator[DumpRow | None]:
    rows = csv.reader(lines, delimiter=TABLES[_suffix(path)])
    header = next(rows, [])
    places = places_of(header)
    if places is None:
        raise InputError(
            f"{path.name} has no columns of models and their bases.", f"Name them {CHILD[0]} and {PARENT[0]}."
        )
    child, parent, relation = places
    field = header[parent].strip()
    width = max(places)
    for row in rows:
        if len(row) <= width:
            row += [""] * (width + 1 - len(row))
        word = row[relation].strip() if relation >= 0 else ""
        stated = row[parent]
        if not stated:
            bases = []
        elif "," in stated or ";" in stated or "|" in stated:
            bases = [(each, word) for each in re.split(r"[,;|]\s*", stated) if each]
        else:
            bases = [(stated, word)]
        yield rows.line_num, row[child], bases, field


def _json_lines(path: Path, lines: Iterator[str]) -> Iterator[DumpRow | None]:
    for number, line in enumerate(lines, 1):
        if line.isspace():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            yield None
            continue
        yield row_of_record(record, number) if isinstance(record, dict) else None


def _trees(path: Path, lines: Iterator[str]) -> Iterator[DumpRow | None]:
    for record in tree_records(path.name, "".join(lines)):
        root = as_text(record.get("model_id"))
        yield (None, root, [], "model_id") if root else None
        for field, word in LISTS:
            for child in as_texts(record.get(field)):
                yield None, child, [(root, word)], field


@contextmanager
def _text(path: Path) -> Iterator[tuple[IO[str], Callable[[], int]]]:
    """The file as text, unpacked where it is packed, and how many of its bytes were read."""
    with path.open("rb") as raw:
        stream: Any = gzip.GzipFile(fileobj=raw) if path.name.lower().endswith(".gz") else raw
        yield io.TextIOWrapper(stream, "utf-8-sig", errors="replace", newline=""), raw.tell


def _told_lines(stream: IO[str], path: Path, place: Callable[[], int], progress: Progress) -> Iterator[list[str]]:
    """The lines, as many at a time as stand in a piece of the file."""
    size, number, rest = path.stat().st_size, 0, ""
    while piece := stream.read(PIECE):
        progress.step(f"Reading {path.name}: {number:,} rows", place(), size)
        lines = io.StringIO(rest + piece, newline="\n").readlines()
        rest = "" if lines[-1].endswith("\n") else lines.pop()
        if len(rest) > LONGEST_LINE:
            raise InputError(
                f"Line {number + len(lines) + 1:,} of {path.name} has no end.", "Look whether it is a dump at all."
            )
        number += len(lines)
        yield lines
    if rest:
        yield [rest]


def _suffix(path: Path) -> str:
    name = path.name.lower().removesuffix(".gz")
    return "." + name.rpartition(".")[2]
