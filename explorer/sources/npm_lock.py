"""Reads package-lock.json of npm, versions 1 to 3: every package at its place, and which copy each one gets."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.graph.identity import is_pinned_digest
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.json_text import read_json
from explorer.sources.loose_values import as_mapping, as_text
from explorer.sources.npm_manifest import asked_by_manifest
from explorer.sources.npm_package import Asked, LockedNpmPackage, Wish, asked_in, locked_claims
from explorer.sources.package_index import without_credentials

Entries = Mapping[str, Mapping[str, Any]]
"""The entries of a lock file by the path at which each package is installed."""

_FOLDER = "node_modules/"
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*+)"(\s*+:\s*+\{)?')
"""A text, and what stands behind it where it is the key of an object."""


class NpmLockSource:
    """The lock file of npm."""

    name = "npm-lock"
    reads = "package-lock.json and npm-shrinkwrap.json, versions 1 to 3: all packages and the relations between them."
    does_not_read = "Bundled copies are read like others; whether the files on disk match is not looked at."

    def matches(self, path: PurePosixPath) -> bool:
        """`package-lock.json`, `npm-shrinkwrap.json`."""
        return path.name in ("package-lock.json", "npm-shrinkwrap.json")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The locked packages and their relations."""
        document, text = read_json(file)
        table = as_mapping(document)
        entries = {path: as_mapping(entry) for path, entry in as_mapping(table.get("packages")).items()}
        lines = _Lines(text)
        is_old = not entries
        entries = _old_entries(as_mapping(table.get("dependencies"))) if is_old else entries
        packages = {
            path: _package(path, entry, entries, lines, lines.next_start(_name_at(path) if is_old else path))
            for path, entry in entries.items()
            if not _is_link(entry)
        }
        if not packages:
            message = "This lock file holds no packages in a form that is known."
            yield Problem(self.name, str(file.path), None, message, "Write it again with a current npm.")
        asked = None if "" in packages else asked_by_manifest(file, project, lambda name, _: _FOLDER + name)
        yield from locked_claims(self.name, file, project, packages, asked)


class _Lines:
    """Where the objects of a lock file begin, each key in the order in which it comes."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: dict[str, list[int]] = {}
        for match in _TEXT.finditer(text):
            if match.group(2):
                self._starts.setdefault(match.group(1), []).append(match.start())
        self._line_ends = [match.start() for match in re.finditer("\n", text)]

    def next_start(self, key: str) -> int:
        """The character where the next object under this key begins; 0 where there is none left."""
        starts = self._starts.get(key)
        return starts.pop(0) if starts else 0

    def line_at(self, place: int) -> int:
        """The line of a character."""
        return bisect_left(self._line_ends, place) + 1

    def line_of_entry(self, name: str, start: int) -> int | None:
        """The line of the first `"name":` after a character."""
        place = self._text.find(f'"{name}":', start)
        return self.line_at(place) if place >= 0 else None


def _is_link(entry: Mapping[str, Any]) -> bool:
    return entry.get("link") is True


def _name_at(path: str) -> str:
    return path.rpartition(_FOLDER)[2]


def _package(path: str, entry: Mapping[str, Any], entries: Entries, lines: _Lines, start: int) -> LockedNpmPackage:
    is_project = _FOLDER not in path
    version, resolved = _version_and_origin(entry)
    return LockedNpmPackage(
        as_text(entry.get("name")) or _name_at(path),
        version,
        lines.line_at(start) if start else None,
        tuple(_wish(path, asked, entries, lines, start) for asked in asked_in(entry, is_project)),
        _facts(entry, resolved),
        resolved.partition("#")[0],
        is_project,
    )


def _wish(path: str, asked: Asked, entries: Entries, lines: _Lines, start: int) -> Wish:
    target = _resolved(path, asked.name, entries)
    line = lines.line_of_entry(asked.name, start)
    return Wish(asked.name, target, asked.scope, asked.stated, line, asked.is_peer, asked.may_be_missing)


def _resolved(path: str, name: str, entries: Entries) -> str | None:
    """The copy that Node would load from a place: the nearest `node_modules` on the way up."""
    folder = path
    while True:
        candidate = f"{folder}/{_FOLDER}{name}" if folder else _FOLDER + name
        entry = entries.get(candidate)
        if entry is not None:
            return as_text(entry.get("resolved")) if _is_link(entry) else candidate
        if not folder:
            return None
        folder = folder.rpartition("/")[0]


def _version_and_origin(entry: Mapping[str, Any]) -> tuple[str, str]:
    """The version and the address; version 1 writes the address of a repository in place of its version."""
    version, resolved = as_text(entry.get("version")), as_text(entry.get("resolved"))
    if "://" in version:
        version, resolved = "", version
    address, mark, revision = resolved.partition("#")
    return version, without_credentials(address) + mark + revision if "://" in resolved else ""


def _facts(entry: Mapping[str, Any], resolved: str) -> dict[str, str]:
    stated = {
        "licence": as_text(entry.get("license")),
        "integrity": as_text(entry.get("integrity")),
        "deprecated": as_text(entry.get("deprecated"))[:300],
        "runs a script when installed": "yes" if entry.get("hasInstallScript") is True else "",
    }
    if resolved.startswith("git"):
        address, _, revision = resolved.partition("#")
        stated |= {"url": address, "revision": revision, "pinned": "yes" if is_pinned_digest(revision) else "no"}
    return {name: text for name, text in stated.items() if text}


def _old_entries(dependencies: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The nested tables of version 1 as the flat paths of later versions."""
    found: dict[str, Mapping[str, Any]] = {}
    waiting = [(_FOLDER + name, as_mapping(entry)) for name, entry in list(dependencies.items())[::-1]]
    while waiting:
        path, entry = waiting.pop()
        found[path] = {**entry, "dependencies": as_mapping(entry.get("requires"))}
        inner = as_mapping(entry.get("dependencies"))
        waiting += [(f"{path}/{_FOLDER}{name}", as_mapping(each)) for name, each in list(inner.items())[::-1]]
    return found


SOURCE = NpmLockSource()
