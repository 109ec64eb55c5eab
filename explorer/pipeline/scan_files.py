"""Which readers get a file, in a folder or by itself, and what is said where they find nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import ComponentId
from explorer.errors import ExplorerError
from explorer.progress import Progress
from explorer.sources.bom_by_content import bom_reader_of
from explorer.sources.folder import walk
from explorer.sources.interface import Project, ProjectFile, Source
from explorer.sources.registry import all_sources, sources_for
from explorer.sources.trusted_keys import TrustedKey

_BOM_READERS = ("cyclonedx", "spdx")


def read_folder(root: Path, system: ComponentId, keys: tuple[TrustedKey, ...], progress: Progress) -> Iterator[Claim]:
    """What every file under a folder says; one problem where none says anything."""
    files: list[ProjectFile] = []
    for entry in walk(root, progress):
        if isinstance(entry, ProjectFile):
            files.append(entry)
        else:
            yield entry
    project = Project(root, system, tuple(files), keys)
    is_nothing = True
    for number, file in enumerate(files):
        sources = readers_of(file)
        if sources:
            progress.step(f"Reading {file.path}", number, len(files))
        for source in sources:
            for claim in read_guarded(source, file, project):
                is_nothing = False
                yield claim
    if is_nothing:
        advice = "The README lists what is read; give the folder of an application, or a BOM."
        yield Problem("scan", str(root), None, f"None of its {len(files):,} files is one that a reader knows.", advice)


def read_alone(file: ProjectFile, project: Project) -> Iterator[Claim]:
    """What a file given by name says: one that says nothing to its readers is looked at whole by the BOM readers."""
    usual = readers_of(file)
    others = [source for source in _bom_readers() if source not in usual]
    for sources in (usual, others):
        is_nothing = True
        for source in sources:
            for claim in read_guarded(source, file, project):
                is_nothing = False
                yield claim
        if not is_nothing:
            return
    yield _nothing_in(file, usual)


def readers_of(file: ProjectFile) -> list[Source]:
    """The readers of a file by its name; by its beginning where that shows a BOM that the name does not tell of."""
    named = sources_for(file.path)
    if any(source.name in _BOM_READERS for source in named):
        return named
    shown = bom_reader_of(file)
    return named if shown is None else [source for source in _bom_readers() if source.name == shown]


def _bom_readers() -> list[Source]:
    return [source for source in all_sources() if source.name in _BOM_READERS]


def _nothing_in(file: ProjectFile, readers: list[Source]) -> Problem:
    advice = "Give a folder, or a BOM in CycloneDX or SPDX."
    if any(source.name in _BOM_READERS for source in readers) and bom_reader_of(file):
        message = "The BOM names no component, service or data that a system could rely on."
        return Problem("scan", str(file.path), None, message, "Ask whoever made it for one that lists components.")
    if not readers:
        return Problem("scan", str(file.path), None, "No reader knows this kind of file.", advice)
    names = ", ".join(source.name for source in readers)
    message = f"Nothing in this file is of use to its readers ({names})."
    return Problem("scan", str(file.path), None, message, advice)


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
