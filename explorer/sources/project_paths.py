"""Whether a text that looks like a name is a path of the scanned folder."""

from __future__ import annotations

from functools import cached_property
from pathlib import PurePosixPath

from explorer.sources.interface import Project

_KEY = "project paths"


class ProjectPaths:
    """The files and folders of one project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @cached_property
    def _known(self) -> frozenset[str]:
        known: set[str] = set()
        for file in self._project.files:
            known.add(str(file.path))
            known.update(str(parent) for parent in file.path.parents)
        return frozenset(known)

    def has(self, text: str, beside: PurePosixPath) -> bool:
        """Whether a file or folder of this name is there, seen from the project's root or from beside a file."""
        text = text.strip().removeprefix("./").rstrip("/")
        if not text or text.startswith(("/", "~", "../")) or "://" in text:
            return False
        return text in self._known or str(beside.parent / text) in self._known


def paths_of(project: Project) -> ProjectPaths:
    """The paths of this project, the same object for every file of one scan."""
    paths = project.memory.get(_KEY)
    if not isinstance(paths, ProjectPaths):
        paths = project.memory[_KEY] = ProjectPaths(project)
    return paths
