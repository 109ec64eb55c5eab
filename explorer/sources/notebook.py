"""Reads Jupyter notebooks: the same as Python code, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation
from explorer.errors import InputError
from explorer.sources.commands import command_claims
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.json_text import parse_json
from explorer.sources.python_code.modules import Module, modules_of
from explorer.sources.python_code.parsing import parse
from explorer.sources.python_code.source import module_claims

_MAGIC = re.compile(r"^(\s*)(\w+\s*=\s*)?[%!?].*$")
_SHELL_CELL = re.compile(r"\s*%%(bash|sh|shell|script\s+(ba)?sh|!)")
_SHELL_LINE = re.compile(
    r"\s*(?:\w+\s*=\s*)?(?:!|%(?=(?:pip|conda|mamba|uv)\s)|%env\s+(?=\w+=)|%(?:sx|system)\s)!?(.*)$"
)


class NotebookSource:
    """Code cells of notebooks."""

    name = "notebook"
    reads = "Code cells of Jupyter notebooks, as Python code; `!` and `%pip` lines and `%%bash` cells, as commands."
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
        read = list(_code_cells(cells, text.splitlines()))
        code, places = _code(read, str(file.path))
        module = Module(file, code, parse(code, str(file.path)))
        for claim in module_claims(self.name, module, project, modules_of(project)):
            yield _placed(claim, places, code.splitlines())
        for cell in read:
            for command, line in _commands(cell):
                found = evidence(self.name, file, line, command, f"cell {cell.number}")
                yield from command_claims(command, project.system, found, scope_of_path(file.path))


@dataclass(frozen=True, slots=True)
class Cell:
    """One code cell: its number among all cells, and its lines with the lines of the notebook file that hold them."""

    number: int
    lines: list[tuple[str, int]]

    @property
    def is_shell(self) -> bool:
        """Whether the whole cell is for the shell: `%%bash`."""
        return bool(self.lines) and bool(_SHELL_CELL.match(self.lines[0][0]))


def _code_cells(cells: list[Any], file_lines: list[str]) -> Iterator[Cell]:
    cursor = 0
    for number, cell in enumerate(cells, 1):
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        source = cell.get("source", "")
        parts = source if isinstance(source, list) else [source]
        lines = []
        for line in "".join(part for part in parts if isinstance(part, str)).splitlines():
            cursor = _find(file_lines, line, cursor)
            lines.append((line, cursor + 1))
        yield Cell(number, lines)


def _code(cells: list[Cell], where: str) -> tuple[str, list[tuple[int, int]]]:
    """All cells that are Python, joined; and for each line of it the cell and the line in the notebook file."""
    joined: list[str] = []
    places: list[tuple[int, int]] = []
    for cell in cells:
        plain = [] if cell.is_shell else _without_magic([line for line, _ in cell.lines])
        try:
            parse("\n".join(plain), where)
        except InputError:
            continue  # A cell in another language, or half written: it names nothing that can be trusted.
        joined += plain
        places += [(cell.number, place) for _, place in cell.lines][: len(plain)]
    return "\n".join(joined), places


def _without_magic(lines: list[str]) -> list[str]:
    """The lines with commands for the shell and the notebook replaced by nothing done, their continuations too."""
    plain: list[str] = []
    goes_on = False
    for line in lines:
        plain.append("" if goes_on else _MAGIC.sub(_nothing_done, line))
        goes_on = line.rstrip().endswith("\\") and (goes_on or bool(_MAGIC.match(line)))
    return plain


def _nothing_done(magic: re.Match[str]) -> str:
    """`pass`, or `name = None` where the answer of a command is kept under a name."""
    indent, kept = magic.groups()
    return f"{indent}{kept}None" if kept else f"{indent}pass"


def _commands(cell: Cell) -> Iterator[tuple[str, int]]:
    """What a cell hands to the shell, with the line of the notebook file: `!pip install …`, `%pip …`, `%%bash` cells."""
    if cell.is_shell:
        yield from _joined(cell.lines[1:])
        return
    inside = False
    held: list[tuple[str, int]] = []
    for line, place in cell.lines:
        match = _SHELL_LINE.match(line)
        if match or inside:
            held.append((match.group(1) if match else line, place))
            inside = line.rstrip().endswith("\\")
    yield from _joined(held)


def _joined(lines: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Commands with their continuations, each at its first line."""
    held, start = "", 0
    for line, place in lines:
        start = start or place
        if line.rstrip().endswith("\\"):
            held += line.rstrip()[:-1] + " "
            continue
        yield held + line, start
        held, start = "", 0
    if held:
        yield held, start


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
