"""Which readers get a file, in a folder or by itself, and what is said where they find nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import ComponentId
from explorer.progress import Progress
from explorer.sources.bom_by_content import bom_reader_of
from explorer.sources.folder import walk
from explorer.sources.guarded_reading import read_guarded
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
    failed: list[Problem] = []
    for number, file in enumerate(files):
        sources = readers_of(file, failed)
        if sources:
            progress.step(f"Reading {file.path}", number, len(files))
        for source in sources:
            for claim in read_guarded(source, file, project):
                is_nothing = False
                yield claim
    yield from dict.fromkeys(failed)
    if is_nothing:
        advice = "The README lists what is read; give the folder of an application, or a BOM."
        yield Problem("scan", str(root), None, f"None of its {len(files):,} files is one that a reader knows.", advice)


def read_alone(file: ProjectFile, project: Project) -> Iterator[Claim]:
    """What a file given by name says: one that says nothing to its readers is looked at whole by the BOM readers."""
    failed: list[Problem] = []
    usual = readers_of(file, failed)
    yield from failed
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


def readers_of(file: ProjectFile, failed: list[Problem]) -> list[Source]:
    """The readers of a file by its name; by its beginning where that shows a BOM that the name does not tell of.

    What goes wrong in asking them is put to `failed`.
    """
    named = sources_for(file.path, failed.append)
    if any(source.name in _BOM_READERS for source in named):
        return named
    shown = bom_reader_of(file)
    return named if shown is None else [source for source in _bom_readers() if source.name == shown]


def _bom_readers() -> list[Source]:
    return [source for source in all_sources() if source.name in _BOM_READERS]


_READ_BESIDE = frozenset({"weight-paths"})
"""Readers that look in every text for what other files of the project name."""


def _nothing_in(file: ProjectFile, readers: list[Source]) -> Problem:
    advice = "Give a folder, or a BOM in CycloneDX or SPDX."
    if any(source.name in _BOM_READERS for source in readers) and bom_reader_of(file):
        message = "The BOM names no component, service or data that a system could rely on."
        return Problem("scan", str(file.path), None, message, "Ask whoever made it for one that lists components.")
    readers = [source for source in readers if source.name not in _READ_BESIDE]
    if not readers:
        return Problem("scan", str(file.path), None, "No reader knows this kind of file.", advice)
    names = ", ".join(source.name for source in readers)
    message = f"Nothing in this file is of use to its readers ({names})."
    return Problem("scan", str(file.path), None, message, advice)
