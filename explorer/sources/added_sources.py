"""The readers that other packages add under the entry-point group `explorer.sources`; one that is broken is a problem."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from explorer.domain.claim import Claim, Problem
from explorer.sources.interface import Project, ProjectFile, Source

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

ENTRY_POINT_GROUP = "explorer.sources"
ADVICE = "Mend or remove that package; everything else was read."


class AddedSource:
    """A reader of another package; what it raises passes through."""

    def __init__(self, source: Source, package: str) -> None:
        self._source = source
        self.package = package
        """Name and version of the distribution that adds it."""
        self.name, self.reads, self.does_not_read = source.name, source.reads, source.does_not_read

    def matches(self, path: PurePosixPath) -> bool:
        """Whether a file at this path is for it."""
        return bool(self._source.matches(path))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """What it yields, unchecked."""
        yield from self._source.read(file, project)


@dataclass(frozen=True)
class Added:
    """What other packages add, and what of it cannot be used."""

    sources: tuple[AddedSource, ...] = ()
    problems: tuple[Problem, ...] = ()


def added_sources(taken: Collection[str]) -> Added:
    """The readers that installed packages add; none may go by a name that is `taken`."""
    return _loaded(taken) if may_be_added(sys.path) else Added()


def may_be_added(paths: Iterable[str]) -> bool:
    """Whether the metadata of any installed package names our entry-point group; archives are taken to do so."""
    wanted = ENTRY_POINT_GROUP.encode()
    for path in dict.fromkeys(paths):
        folder = Path(path or ".")
        if folder.is_file() and not folder.name.startswith("python3"):  # The standard library's own archive adds none.
            return True
        try:
            stated = (*folder.glob("*.dist-info/entry_points.txt"), *folder.glob("*.egg-info/entry_points.txt"))
            if any(wanted in each.read_bytes() for each in stated):
                return True
        except OSError:
            return True  # What cannot be read here, the standard library may still find.
    return False


def _loaded(taken: Collection[str]) -> Added:
    from importlib.metadata import entry_points  # Costs more to import than a lock file costs to read.

    sources: dict[str, AddedSource] = {}
    problems = []
    for point in entry_points(group=ENTRY_POINT_GROUP):
        package = _package(point)
        try:
            source = point.load()
            reason = _why_no_reader(source, {*taken, *sources})
        except MemoryError:
            raise
        except Exception as error:  # The code is not ours: it may raise anything.
            reason = f"cannot be loaded ({type(error).__name__}: {error})"
        if reason:
            problems.append(_unusable(point.name, package, reason))
        else:
            sources[source.name] = AddedSource(source, package)
    return Added(tuple(sources.values()), tuple(problems))


def _package(point: EntryPoint) -> str:
    distribution = point.dist
    return f"{distribution.name} {distribution.version}" if distribution else point.value


def _unusable(name: str, package: str, reason: str) -> Problem:
    shown = " ".join(reason.split())[:300]
    return Problem(name, "", None, f"The reader {name} of the package {package} {shown}.", ADVICE)


def _why_no_reader(source: object, taken: Collection[str]) -> str:
    """What a loaded object lacks to be a reader; nothing where it is one."""
    if isinstance(source, type):
        return "is a class, where an instance is wanted"
    for name in ("name", "reads", "does_not_read"):
        if not isinstance(getattr(source, name, None), str):
            return f"has no text `{name}`"
    for name in ("matches", "read"):
        if not callable(getattr(source, name, None)):
            return f"has no method `{name}`"
    name = getattr(source, "name", "")
    return f"goes by the name {name!r}, which is taken" if name in taken or not name else ""
