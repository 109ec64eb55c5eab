"""Asks readers so that none can end a scan: what a reader gets wrong is a problem, and the rest is read.

Tests that look for faults ask a reader itself (`source.read`), which raises whatever it raises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from traceback import extract_tb
from typing import TypeGuard

from explorer.domain.claim import Claim, Problem
from explorer.errors import ExplorerError
from explorer.progress import Cancelled
from explorer.sources.added_sources import ADVICE, AddedSource
from explorer.sources.claim_check import is_claim
from explorer.sources.interface import Project, ProjectFile, Source, as_filled_in
from explorer.sources.known_origins import without_known

REPORT = "Please report it; everything else was read."
_NEVER_CAUGHT = (MemoryError, Cancelled)


def readers_of(path: PurePosixPath, sources: tuple[Source, ...], problems: Callable[[Problem], None]) -> list[Source]:
    """The sources that take a file at this path, or the file that is made from the pattern there."""
    meant = as_filled_in(path)
    found = []
    for source in sources:
        try:
            if source.matches(path) or (meant != path and source.matches(meant)):
                found.append(source)
        except _NEVER_CAUGHT:
            raise
        except Exception as error:
            problems(_fault(source.name, "", error, source, "was asked for which files it is"))
    return found


def read_guarded(source: Source, file: ProjectFile, project: Project) -> Iterator[Claim]:
    """What a source reads in a file; a file that it cannot use becomes one problem, and so does a fault of the source.

    A scanned file is hostile until shown otherwise, and a reader that another package adds may do anything.
    """
    place = str(file.path)
    try:
        claims = source.read(file, project)
        checked = _checked(claims, source, place) if isinstance(source, AddedSource) else claims
        yield from without_known(checked, project)
    except ExplorerError as error:
        yield Problem(source.name, place, None, error.message, error.advice)
    except _NEVER_CAUGHT:
        raise
    except Exception as error:
        if _is_of_disk(error, file):
            message = f"{file.path} cannot be read: {error.strerror}."
            yield Problem(source.name, place, None, message, "Check that it is still there, and its permissions.")
        else:
            yield _fault(source.name, place, error, source, "read this file")


def without_faults(claims: Iterator[Claim], name: str, place: str) -> Iterator[Claim]:
    """The claims of something other than a file, as far as they come; a fault of the program becomes one problem.

    Raises `ExplorerError` as they do.
    """
    try:
        yield from claims
    except (ExplorerError, *_NEVER_CAUGHT):
        raise
    except Exception as error:
        yield _fault(name, place, error, None, "read this")


def _is_of_disk(error: Exception, file: ProjectFile) -> TypeGuard[OSError]:
    """Whether the disk, and not the reader, is why this file was not read: it vanished, or nobody may read it."""
    return isinstance(error, OSError) and error.strerror is not None and error.filename in (None, str(file.absolute))


def _checked(claims: Iterator[object], source: AddedSource, place: str) -> Iterator[Claim]:
    for claim in claims:
        if not is_claim(claim):
            message = f"{_reader(source)} gave something that is no claim ({type(claim).__name__})."
            yield Problem(source.name, place, None, message, ADVICE)
            return
        yield claim


def _fault(name: str, place: str, error: Exception, source: Source | None, when: str) -> Problem:
    if isinstance(source, AddedSource):
        message = f"{_reader(source)} failed when it {when} ({type(error).__name__})."
        return Problem(name, place, None, message, ADVICE)
    frame = extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}"
    message = f"The {name} reader failed when it {when}: this is a fault of the program ({where})."
    return Problem(name, place, None, message, REPORT)


def _reader(source: AddedSource) -> str:
    return f"The reader {source.name} of the package {source.package}"
