"""Where `trust_remote_code` is set: in calls of Python, on command lines, in settings. Nothing is run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind
from explorer.sources.hub_names import hub_name
from explorer.sources.interface import Project, ProjectFile, evidence
from explorer.sources.python_text import text_of

_FLAG = "trust_remote_code"
_SET = re.compile(r"(?i)trust[-_]?remote[-_]?code[\"']?\s*(?:[:=]\s*[\"']?(true|yes|1)\b|[\"'\s,\]]|$)")
_UNSET = re.compile(r"(?i)trust[-_]?remote[-_]?code[\"']?\s*[:=]\s*[\"']?(false|no|0|none|null)\b")
_TEXTS = frozenset({".sh", ".bash", ".yaml", ".yml", ".toml", ".cfg", ".ini", ".env"})


class RemoteCodeFlag:
    """Finds the switch that lets a model's own code run."""

    name = "remote-code-flag"
    reads = "Where trust_remote_code is set, in Python, shell files, Dockerfiles and settings."
    does_not_read = "Values that are only known when the program runs."

    def matches(self, path: PurePosixPath) -> bool:
        """Python, shell, settings, and Dockerfiles."""
        return path.suffix in (*_TEXTS, ".py") or "dockerfile" in path.name.lower()

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The system once more, with evidence for each place; the model's name stands in the evidence's field."""
        text = text_of(file)
        if not re.search(r"(?i)trust[-_]?remote[-_]?code", text):
            return
        found = _in_python(text) if file.path.suffix == ".py" else _in_text(text)
        for line, model in found:
            shown = text.splitlines()[line - 1].strip()
            at = evidence(self.name, file, line, shown, model)
            yield Component(project.system, Kind.SYSTEM, "", evidence=(at,))


def _in_python(text: str) -> Iterator[tuple[int, str]]:
    """Line and model (empty where it is no literal) of every call that sets the flag."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return  # The reader of Python code says so.
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for keyword in node.keywords:
                if keyword.arg == _FLAG and isinstance(keyword.value, ast.Constant) and keyword.value.value is True:
                    yield keyword.value.lineno, _first_name(node)


def _first_name(call: ast.Call) -> str:
    values = [
        *call.args[:1],
        *(each.value for each in call.keywords if each.arg in ("model", "pretrained_model_name_or_path")),
    ]
    names = (each.value for each in values if isinstance(each, ast.Constant) and isinstance(each.value, str))
    return next((name for name in names if hub_name(name) is not None), "")


def _in_text(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.lstrip().startswith("#") and _SET.search(line) and not _UNSET.search(line):
            yield number, ""


SOURCE = RemoteCodeFlag()
