"""Walks a folder: every regular file that a source may want, none that could hang, loop or surprise."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from explorer.domain.claim import Problem
from explorer.errors import InputError
from explorer.progress import Progress
from explorer.sources.interface import ProjectFile

SKIPPED_FOLDERS = frozenset(
    {
        ".git",
        ".hg",
        ".svn",
        ".venv",
        "venv",
        "node_modules",
        "__pycache__",
        ".tox",
        ".nox",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        ".terraform",
        ".eggs",
        "site-packages",
    }
)
"""Caches, version control and installed packages: what they hold is derived or is scanned by itself (`env:`)."""

PACKED = frozenset({".gz", ".bz2", ".xz", ".zst", ".7z", ".rar"})
UNPACKED = (".json.gz",)
"""Endings of packed files that a reader looks into all the same."""

_PACKED_FILE, _LINK, _SPECIAL = (
    "A packed file is not looked into.", "A link is not followed.", "A pipe, socket or device is not read.",
)  # fmt: skip
_TOGETHER = frozenset({_PACKED_FILE, _LINK, _SPECIAL})
"""Told once for a folder, with the first place and how many more there are."""

MAX_FILES = 200_000
MAX_DEPTH = 64


def walk(root: Path, progress: Progress) -> Iterator[ProjectFile | Problem]:
    """The regular files under `root`, sorted by path; links, devices and pipes are left out.

    Stops with a problem after 200,000 files or below 64 levels, and says so. Raises `InputError` where the folder
    cannot be listed at all.
    """
    if not root.is_dir():
        raise InputError(f"{root} is not a folder.", "Give a folder or a BOM file.")
    try:
        os.scandir(root).close()
    except OSError as error:
        raise InputError(f"{root} cannot be listed: {error.strerror}.", "Check its permissions.") from error
    count = 0
    left_out: dict[str, list[Problem]] = {}
    for entry in _entries(root, PurePosixPath(), 0):
        if isinstance(entry, Problem) and entry.message in _TOGETHER:
            left_out.setdefault(entry.message, []).append(entry)
            continue
        if isinstance(entry, ProjectFile):
            count += 1
            if count > MAX_FILES:
                yield Problem(
                    "folder",
                    str(entry.path),
                    None,
                    f"Only the first {MAX_FILES:,} files were looked at.",
                    "Scan the parts of this folder one by one.",
                )
                return
            if count % 500 == 0:
                progress.step(f"Listing files: {count:,}")
        yield entry
    for message, problems in left_out.items():
        first, more = problems[0], len(problems) - 1
        others = f" {more:,} more like it." if more else ""
        yield Problem("folder", first.location, None, message + others, first.advice)


def _entries(folder: Path, path: PurePosixPath, depth: int) -> Iterator[ProjectFile | Problem]:
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield Problem(
            "folder", str(path), None, f"The folder cannot be listed: {error.strerror}.", "Check its permissions."
        )
        return
    for entry in entries:
        inner = path / entry.name
        if entry.is_dir(follow_symlinks=False):
            if entry.name in SKIPPED_FOLDERS:
                continue
            if depth >= MAX_DEPTH:
                yield Problem(
                    "folder",
                    str(inner),
                    None,
                    f"Not looked into: more than {MAX_DEPTH} folders deep.",
                    "Scan it alone.",
                )
                continue
            yield from _entries(folder / entry.name, inner, depth + 1)
        else:
            yield from _regular_file(entry, inner)


def _regular_file(entry: os.DirEntry[str], path: PurePosixPath) -> Iterator[ProjectFile | Problem]:
    """The file; a problem where it is something else, or packed so that nobody looks into it."""
    try:
        facts = entry.stat(follow_symlinks=False)
    except OSError:
        return  # It vanished between listing and looking; a file that is not there says nothing.
    if stat.S_ISREG(facts.st_mode):
        yield ProjectFile(path, Path(entry.path), facts.st_size)
        if path.suffix.lower() in PACKED and not path.name.lower().endswith(UNPACKED):
            yield Problem("folder", str(path), None, _PACKED_FILE, "Unpack it and scan the result, if it matters.")
    elif stat.S_ISLNK(facts.st_mode):
        yield Problem("folder", str(path), None, _LINK, "Scan what it leads to by itself, if it matters.")
    else:
        yield Problem("folder", str(path), None, _SPECIAL, "It can hold no project file; nothing is missing.")
