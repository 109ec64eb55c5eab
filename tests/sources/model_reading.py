"""Reads a folder with the readers of models, as the scan would, and merges what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId
from explorer.domain.relation import LINEAGE, Relation, RelationKind
from explorer.errors import InputError
from explorer.graph.merge import Draft, merge
from explorer.sources import (
    adapter_config,
    croissant,
    hub_cache,
    merge_config,
    model_card,
    model_config,
    modelfile,
    recorded_hub_answers,
    weight_files,
)
from explorer.sources.interface import Project, ProjectFile, Source

SYSTEM = ComponentId("system:demo")
DATA = Path(__file__).resolve().parent.parent / "data" / "hub"
SOURCES: tuple[Source, ...] = (
    model_card.SOURCE,
    model_config.SOURCE,
    adapter_config.SOURCE,
    modelfile.SOURCE,
    merge_config.SOURCE,
    croissant.SOURCE,
    weight_files.SOURCE,
    hub_cache.SOURCE,
    recorded_hub_answers.SOURCE,
)


def project_of(root: Path) -> Project:
    """The folder as a project; links are left out, as the walk leaves them out."""
    paths = sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    files = (ProjectFile(PurePosixPath(path.relative_to(root).as_posix()), path, path.stat().st_size) for path in paths)
    return Project(root, SYSTEM, tuple(files))


def written(root: Path, files: Mapping[str, str | bytes]) -> Project:
    """A project with these files."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return project_of(root)


def claims_of(project: Project, sources: Iterable[Source] = SOURCES) -> list[Claim]:
    """What the sources say; a file that a source cannot use becomes a problem, as in a scan."""
    found: list[Claim] = []
    for file in project.files:
        for source in sources:
            if source.matches(file.path):
                try:
                    found.extend(source.read(file, project))
                except InputError as error:
                    assert error.message
                    assert error.advice
                    found.append(Problem(source.name, str(file.path), None, error.message, error.advice))
    return found


def read(root: Path, files: Mapping[str, str | bytes] | None = None, *sources: Source) -> Draft:
    """What is said of a folder, or of these files written into it, merged."""
    project = project_of(root) if files is None else written(root, files)
    return merge(claims_of(project, sources or SOURCES))


def edges(draft: Draft, *kinds: RelationKind) -> set[tuple[str, str, str]]:
    """The (from, word, to) of the relations of these kinds, of all kinds where none is given."""
    relations = draft.relations.values()
    return {(each.source, each.kind.value, each.target) for each in relations if not kinds or each.kind in kinds}


def lineage(draft: Draft) -> set[tuple[str, str, str]]:
    """The (from, word, to) of the relations that say what something was made from."""
    return edges(draft, *LINEAGE)


def component(draft: Draft, identity: str) -> Component:
    """The component of this identity."""
    return draft.components[ComponentId(identity)]


def relation(draft: Draft, source: str, target: str) -> Relation:
    """The one relation between these two."""
    (found,) = [each for each in draft.relations.values() if (each.source, each.target) == (source, target)]
    return found
