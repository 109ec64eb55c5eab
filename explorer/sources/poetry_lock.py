"""Reads poetry.lock: every package with its own dependencies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.graph.identity import normalized_package_name
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lock import Dependency, Lock, LockedPackage, hash_facts
from explorer.sources.lock_claims import lock_claims
from explorer.sources.loose_values import as_mapping, as_mappings, as_text, as_texts
from explorer.sources.package_index import without_credentials
from explorer.sources.project_manifest import direct_dependencies
from explorer.sources.python_requirement import is_inside
from explorer.sources.toml_lines import TomlLines, read_toml

_EXTRA = re.compile(r"""extra\s*==\s*["']([^"']+)["']""")


class PoetryLockSource:
    """Poetry's lock file. The project's own direct dependencies stand in pyproject.toml."""

    name = "poetry-lock"
    reads = "poetry.lock: all packages and the dependencies of each, with the extras that are asked for."
    does_not_read = "Markers are kept as text, not evaluated: a lock covers several platforms."

    def matches(self, path: PurePosixPath) -> bool:
        """`poetry.lock`."""
        return path.name == "poetry.lock"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The locked packages and their relations."""
        table, lines = read_toml(file)
        hashes = as_mapping(as_mapping(table.get("metadata")).get("files"))
        packages = [
            _package(entry, number, file, lines, hashes)
            for number, entry in enumerate(as_mappings(table.get("package")))
            if as_text(entry.get("name"))
        ]
        yield from lock_claims(Lock(self.name, file, packages, direct_dependencies(file, project)), project)


def _package(
    entry: Mapping[str, Any], number: int, file: ProjectFile, lines: TomlLines, hashes: Mapping[str, Any]
) -> LockedPackage:
    name = as_text(entry.get("name"))
    source = as_mapping(entry.get("source"))
    kind, address = as_text(source.get("type")), without_credentials(as_text(source.get("url")))
    is_local = kind in ("directory", "file")
    return LockedPackage(
        name,
        as_text(entry.get("version")),
        lines.line_of("package", number, "name"),
        tuple(_dependencies(entry, number, lines)),
        _origin_facts(source, address) | hash_facts(_hashes(entry.get("files") or hashes.get(name))),
        "" if is_local else address,
        "code host" if kind == "git" else "file server" if kind == "url" else "package index",
        kind == "directory" and is_inside(address, file.path.parent),
    )


def _origin_facts(source: Mapping[str, Any], address: str) -> dict[str, str]:
    match as_text(source.get("type")):
        case "git":
            return {"url": "git+" + address, "revision": as_text(source.get("resolved_reference"))}
        case "url":
            return {"url": address}
        case "directory" | "file":
            return {"path": address}
    return {}


def _hashes(files: object) -> list[str]:
    return [text for each in as_mappings(files or []) if (text := as_text(each.get("hash")))]


def _dependencies(entry: Mapping[str, Any], number: int, lines: TomlLines) -> Iterator[Dependency]:
    extras = as_mapping(entry.get("extras"))
    for name, wanted in as_mapping(entry.get("dependencies")).items():
        line = lines.line_of("package", number, "dependencies", name)
        for each in wanted if isinstance(wanted, list) else [wanted]:
            facts = each if isinstance(each, Mapping) else {"version": each}
            marker = as_text(facts.get("markers"))
            yield Dependency(
                name,
                line,
                specifier=as_text(facts.get("version")).removeprefix("*"),
                marker=marker,
                extras=tuple(as_texts(facts.get("extras"))),
                under=_under(name, facts, marker, extras),
            )


def _under(name: str, facts: Mapping[str, Any], marker: str, extras: Mapping[str, Any]) -> frozenset[str]:
    """The extras under which a dependency applies; older locks name them only in the list of extras."""
    named = _EXTRA.findall(marker)
    if not named and facts.get("optional") is True:
        wanted = re.compile(rf"{re.escape(name)}(?![\w.-])", re.IGNORECASE)
        named = [extra for extra, members in extras.items() if any(wanted.match(text) for text in as_texts(members))]
        named = named or ["an extra that the lock does not name"]
    return frozenset(normalized_package_name("pypi", extra) for extra in named)


SOURCE = PoetryLockSource()
