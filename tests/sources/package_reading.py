"""Reads one file, or a folder of files, with one source, as the scan would."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId
from explorer.domain.relation import Relation, RelationKind
from explorer.errors import InputError
from explorer.graph.merge import merge
from explorer.sources.interface import Project, ProjectFile, Source

SYSTEM = ComponentId("system:demo")
DATA = Path(__file__).resolve().parent.parent / "data"


def project_of(root: Path) -> Project:
    """The folder as a project, with every file in it."""
    paths = sorted(path for path in root.rglob("*") if path.is_file())
    files = (ProjectFile(PurePosixPath(path.relative_to(root).as_posix()), path, path.stat().st_size) for path in paths)
    return Project(root, SYSTEM, tuple(files))


def read(source: Source, root: Path, name: str = "") -> list[Claim]:
    """What a source says of the files that are for it; only of `name` where that is given."""
    project = project_of(root)
    chosen = [file for file in project.files if (str(file.path) == name if name else source.matches(file.path))]
    assert chosen, f"no file for {source.name} in {root}"
    return [claim for file in chosen for claim in source.read(file, project)]


def read_text(source: Source, folder: Path, name: str, content: str | bytes) -> list[Claim]:
    """What a source says of a file with this content, written into an empty folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(source, folder, name)


def components(claims: Iterable[Claim], prefix: str = "pkg:") -> dict[str, Component]:
    """The components whose identity begins so, each merged from all that was said of it."""
    merged = merge(claim for claim in claims if isinstance(claim, Component) and claim.id.startswith(prefix))
    return {str(identity): component for identity, component in merged.components.items()}


def edges(claims: Iterable[Claim], *kinds: RelationKind) -> set[tuple[str, str]]:
    """The (from, to) of the relations of these kinds; of all kinds where none is given."""
    relations = (claim for claim in claims if isinstance(claim, Relation))
    return {(each.source, each.target) for each in relations if not kinds or each.kind in kinds}


def relation(claims: Iterable[Claim], source: str, target: str) -> Relation:
    """The one relation between these two."""
    found = [each for each in claims if isinstance(each, Relation) and (each.source, each.target) == (source, target)]
    assert found, f"no relation from {source} to {target}"
    return found[0]


def problems(claims: Iterable[Claim]) -> list[Problem]:
    """The problems among the claims."""
    return [claim for claim in claims if isinstance(claim, Problem)]


def survives(source: Source, folder: Path, name: str, content: bytes) -> None:
    """Read any bytes: claims and `InputError` are fine, anything else is a failure of the test."""
    with suppress(InputError):
        read_text(source, folder, name, content)
