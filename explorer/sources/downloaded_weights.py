"""Which weight files a project's own build and scripts download, so that a path to one of them is no second model."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.sources.interface import Project, ProjectFile
from explorer.sources.model_references import is_weight_name

_KEY = "downloaded weights"
_LOADS = re.compile(
    r"(?i)(docker|container)file[\w.-]*|[\w.-]*\.(dockerfile|sh|bash|mk)|cog\.ya?ml|(gnu)?makefile|justfile"
)
_ADDRESS = re.compile(r"(?:https?|s3|gs)://[^\s\"'`|;)<>?#]+/([\w.-]+)")
_MOST_BYTES = 200_000
"""A longer file is no script that somebody wrote."""


def is_downloaded(path: str, project: Project) -> bool:
    """Whether a path ends in the name of a weight file that a Dockerfile, a cog.yaml or a script of the project downloads."""
    known = project.memory.get(_KEY)
    if not isinstance(known, frozenset):
        known = project.memory[_KEY] = frozenset(_downloaded(project))
    return path.replace("\\", "/").rpartition("/")[2] in known


def _downloaded(project: Project) -> Iterator[str]:
    for file in project.files:
        if _LOADS.fullmatch(file.path.name) and file.size <= _MOST_BYTES:
            yield from (name for name in _ADDRESS.findall(_text(file)) if is_weight_name(name))


def _text(file: ProjectFile) -> str:
    """The text, or nothing where it cannot be read: the source of that file says so."""
    from explorer.errors import InputError

    try:
        return file.read_text()
    except InputError:
        return ""
