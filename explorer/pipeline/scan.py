"""From targets to a snapshot: walk, read, merge, derive, freeze. Pure: nothing is stored here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.errors import ExplorerError, InputError
from explorer.graph.derive import derive
from explorer.graph.identity import system_id
from explorer.graph.merge import Draft, unify_versions
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.progress import Progress
from explorer.sources.folder import walk
from explorer.sources.interface import Project, ProjectFile, Source
from explorer.sources.registry import all_sources

HUB = "hub"
ONLINE_SOURCES = {HUB: "Asks the Hugging Face hub for each model and dataset found, by its name. Nothing else is sent."}
"""The network sources that a user may switch on, each with what it sends."""


def scan(
    targets: Sequence[str],
    name: str | None,
    progress: Progress | None = None,
    online: frozenset[str] = frozenset(),
) -> Snapshot:
    """Everything upstream of one system, read from folders and BOM files.

    Raises `InputError` where a target does not exist or no target was given. What cannot be read inside a target
    becomes a problem of the snapshot; the rest is still read.
    """
    progress = progress or Progress()
    if not targets:
        raise InputError("There is nothing to scan.", "Give a folder or a BOM file.")
    system = _system(targets, name)
    draft = Draft()
    draft.add(system)
    for target in targets:
        for claim in _read_target(target, system.id, progress):
            draft.add(claim)
    draft = unify_versions(draft)
    if HUB in online:
        _follow_hub(draft, progress)
    progress.step("Deriving what no file lists")
    derive(draft)
    progress.step("Building the graph")
    return snapshot_of(draft, now())


def now() -> str:
    """This moment, UTC, ISO 8601 to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _system(targets: Sequence[str], name: str | None) -> Component:
    title = name or Path(targets[0]).resolve().name or "system"
    evidence = tuple(Evidence("target", Path(target).resolve().name) for target in targets)
    return Component(system_id(title), Kind.SYSTEM, title, "", None, Knowledge.DECLARED, {}, evidence)


def _read_target(target: str, system: ComponentId, progress: Progress) -> Iterator[Claim]:
    path = Path(target).expanduser()
    if path.is_dir():
        yield from _read_folder(path, system, progress)
    elif path.is_file():
        file = ProjectFile(PurePosixPath(path.name), path, path.stat().st_size)
        project = Project(path.parent, system, (file,))
        yield from _read_alone(file, project)
    else:
        raise InputError(f"{target} does not exist.", "Give a folder or a BOM file.")


def _read_folder(root: Path, system: ComponentId, progress: Progress) -> Iterator[Claim]:
    files: list[ProjectFile] = []
    for entry in walk(root, progress):
        if isinstance(entry, ProjectFile):
            files.append(entry)
        else:
            yield entry
    project = Project(root, system, tuple(files))
    for number, file in enumerate(files):
        sources = [source for source in all_sources() if source.matches(file.path)]
        if sources:
            progress.step(f"Reading {file.path}", number, len(files))
        for source in sources:
            yield from read_guarded(source, file, project)


def _read_alone(file: ProjectFile, project: Project) -> Iterator[Claim]:
    """A file given by name is offered to every source that takes its path, then to the BOM readers."""
    sources = [source for source in all_sources() if source.matches(file.path)]
    if not sources and file.path.suffix in (".json", ".xml"):
        sources = [source for source in all_sources() if source.name == "cyclonedx"]
    if not sources:
        yield Problem(
            "scan", str(file.path), None, "No reader knows this kind of file.", "Give a folder, or a CycloneDX BOM."
        )
    for source in sources:
        yield from read_guarded(source, file, project)


def read_guarded(source: Source, file: ProjectFile, project: Project) -> Iterator[Claim]:
    """What a source reads in a file; a file that it cannot use becomes one problem.

    A scanned file is hostile until shown otherwise, so even a reader's own bug must not end the scan: it is reported
    as what it is, with the kind of the error, and the other files are still read.
    """
    try:
        yield from source.read(file, project)
    except ExplorerError as error:
        yield Problem(source.name, str(file.path), None, error.message, error.advice)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OSError) as error:
        message = f"The {source.name} reader failed on this file ({type(error).__name__})."
        yield Problem(source.name, str(file.path), None, message, "Please report this; the other files were read.")


def _follow_hub(draft: Draft, progress: Progress) -> None:
    from explorer.sources.hub import follow

    for claim in list(follow(hub_seeds(draft.components.values()), progress)):
        draft.add(claim)


def hub_seeds(components: Iterable[Component]) -> list[ComponentId]:
    """The models, adapters and datasets that the Hugging Face hub may know."""
    return [each.id for each in components if each.id.startswith("pkg:huggingface/") and "#" not in each.id]
