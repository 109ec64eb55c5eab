"""Reads Jupyter notebooks: the same as Python code, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation
from explorer.errors import InputError
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.json_text import parse_json
from explorer.sources.python_code.modules import Module, modules_of
from explorer.sources.python_code.parsing import parse
from explorer.sources.python_code.source import module_claims


class NotebookSource:
    """Code cells of notebooks."""

    name = "notebook"
    reads = "Code cells of Jupyter notebooks, as Python code; shell and magic lines are set aside."
    does_not_read = "Outputs, text cells and cells in other languages."

    def matches(self, path: PurePosixPath) -> bool:
        """`*.ipynb`."""
        return path.suffix == ".ipynb"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims for what all cells together name; lines are those of the notebook file."""
        text = file.read_text()
        document = parse_json(text, str(file.path))
        cells = document.get("cells") if isinstance(document, dict) else None
        if not isinstance(cells, list):
            raise InputError(f"{file.path} has no cells, so it is not a notebook.", "Check the file.")
        code, places = _code(cells, str(file.path), text.splitlines())
        module = Module(file, code, parse(code, str(file.path)))
        for claim in module_claims(self.name, module, project, modules_of(project)):
            yield _placed(claim, places, code.splitlines())


def _code(cells: list[Any], where: str, lines: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """All code cells that parse, joined; and for each line of it the cell and the line in the notebook file."""
    joined: list[str] = []
    places: list[tuple[int, int]] = []
    cursor = 0
    for number, cell in enumerate(cells, 1):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", "")
        written = source if isinstance(source, str) else "".join(part for part in source if isinstance(part, str))
        plain = [re.sub(r"^(\s*)[%!?].*$", r"\1pass", line) for line in written.splitlines()]
        try:
            parse("\n".join(plain), where)
        except InputError:
            continue  # A cell in another language, or half written: it names nothing that can be trusted.
        for line, original in zip(plain, written.splitlines(), strict=True):
            cursor = _find(lines, original, cursor)
            joined.append(line)
            places.append((number, cursor + 1))
    return "\n".join(joined), places


def _find(lines: list[str], original: str, start: int) -> int:
    """The index of the notebook line that holds this code line, at or after `start`."""
    wanted = original.strip().replace("\\", "\\\\").replace('"', '\\"')
    if wanted:
        for index in range(start, len(lines)):
            if wanted in lines[index]:
                return index
    return start


def _placed(claim: Claim, places: list[tuple[int, int]], code: list[str]) -> Claim:
    if isinstance(claim, Problem):
        return claim
    moved = tuple(_moved(each, places, code) for each in claim.evidence)
    return replace(claim, evidence=moved) if isinstance(claim, Component | Relation) else claim


def _moved(found: Evidence, places: list[tuple[int, int]], code: list[str]) -> Evidence:
    if found.line is None or not 0 < found.line <= len(places):
        return found
    cell, line = places[found.line - 1]
    return replace(found, line=line, field=f"cell {cell}", text=code[found.line - 1].strip()[:300])


SOURCE = NotebookSource()
