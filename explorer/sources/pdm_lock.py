"""Reads pdm.lock: every package with its own dependencies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
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
from explorer.sources.python_requirement import is_inside, parse_requirement
from explorer.sources.toml_lines import TomlLines, read_toml


class PdmLockSource:
    """PDM's lock file. The project's own direct dependencies stand in pyproject.toml."""

    name = "pdm-lock"
    reads = "pdm.lock: all packages and the dependencies of each, with the extras that are asked for."
    does_not_read = "Markers are kept as text, not evaluated: a lock covers several platforms."

    def matches(self, path: PurePosixPath) -> bool:
        """`pdm.lock`, `pdm.NAME.lock`."""
        return path.name == "pdm.lock" or (path.name.startswith("pdm.") and path.name.endswith(".lock"))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The locked packages and their relations."""
        table, lines = read_toml(file)
        hashes = as_mapping(as_mapping(table.get("metadata")).get("files"))
        packages: dict[tuple[str, str], LockedPackage] = {}
        for number, entry in enumerate(as_mappings(table.get("package"))):
            if not as_text(entry.get("name")):
                continue
            package = _package(entry, number, file, lines, hashes)
            key = (normalized_package_name("pypi", package.name), package.version)
            # The lock has one entry per set of extras asked for; all of them are one package.
            known = packages.get(key)
            packages[key] = package if known is None else _joined(known, package)
        locked = list(packages.values())
        yield from lock_claims(Lock(self.name, file, locked, direct_dependencies(file, project)), project)


def _joined(first: LockedPackage, second: LockedPackage) -> LockedPackage:
    return replace(first, dependencies=(*first.dependencies, *second.dependencies))


def _package(
    entry: Mapping[str, Any], number: int, file: ProjectFile, lines: TomlLines, hashes: Mapping[str, Any]
) -> LockedPackage:
    name, version = as_text(entry.get("name")), as_text(entry.get("version"))
    git, url = (without_credentials(as_text(entry.get(key))) for key in ("git", "url"))
    path = as_text(entry.get("path"))
    files = entry.get("files") or hashes.get(f"{name} {version}") or []
    return LockedPackage(
        name,
        version,
        lines.line_of("package", number, "name"),
        tuple(_dependencies(entry, number, name, lines)),
        _origin_facts(entry, git, url, path)
        | hash_facts([text for each in as_mappings(files) if (text := as_text(each.get("hash")))]),
        git or url,
        "code host" if git else "file server",
        is_project=bool(path) and "files" not in entry and is_inside(path, file.path.parent),
    )


def _origin_facts(entry: Mapping[str, Any], git: str, url: str, path: str) -> dict[str, str]:
    if git:
        return {"url": "git+" + git, "revision": as_text(entry.get("revision")) or as_text(entry.get("ref"))}
    return {"url": url} if url else {"path": path} if path else {}


def _dependencies(entry: Mapping[str, Any], number: int, name: str, lines: TomlLines) -> Iterator[Dependency]:
    under = frozenset(normalized_package_name("pypi", extra) for extra in as_texts(entry.get("extras")))
    wanted = entry.get("dependencies")
    for place, text in enumerate(wanted if isinstance(wanted, list) else []):
        requirement = parse_requirement(text) if isinstance(text, str) else None
        if requirement is None or _same(requirement.name, name):
            continue
        yield Dependency(
            requirement.name,
            lines.line_of("package", number, "dependencies", place),
            specifier=requirement.specifier,
            marker=requirement.marker,
            extras=requirement.extras,
            under=under,
        )


def _same(first: str, second: str) -> bool:
    return normalized_package_name("pypi", first) == normalized_package_name("pypi", second)


SOURCE = PdmLockSource()
