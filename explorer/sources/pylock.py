"""Reads pylock.toml, the standard lock file of PEP 751."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lock import Dependency, Lock, LockedPackage, hash_facts
from explorer.sources.lock_claims import lock_claims
from explorer.sources.loose_values import as_mapping, as_mappings, as_text
from explorer.sources.package_index import without_credentials
from explorer.sources.project_manifest import direct_dependencies
from explorer.sources.python_requirement import is_inside
from explorer.sources.toml_lines import TomlLines, read_toml


class PylockSource:
    """The lock file of PEP 751; most tools write it without the dependencies of each package."""

    name = "pylock"
    reads = "pylock.toml and pylock.NAME.toml: all packages, and their dependencies where written."
    does_not_read = "Markers are kept as text, not evaluated."

    def matches(self, path: PurePosixPath) -> bool:
        """`pylock.toml`, `pylock.dev.toml`."""
        return path.name == "pylock.toml" or fnmatch(path.name, "pylock.*.toml")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The locked packages; where no edges are written, the project is taken to use each of them."""
        table, lines = read_toml(file)
        yield from self._breaches(table, file)
        packages = [
            _package(entry, number, file, lines)
            for number, entry in enumerate(as_mappings(table.get("packages")))
            if as_text(entry.get("name"))
        ]
        listed = any(package.dependencies for package in packages)
        yield from lock_claims(Lock(self.name, file, packages, direct_dependencies(file, project), listed), project)

    def _breaches(self, table: Mapping[str, Any], file: ProjectFile) -> Iterator[Problem]:
        from packaging.pylock import Pylock, PylockValidationError

        try:
            Pylock.from_dict(dict(table))
        except PylockValidationError as error:
            message = f"This is not a valid lock file of PEP 751: {without_credentials(str(error))[:200]}."
            yield Problem(self.name, str(file.path), None, message, "What could be read was; write the lock again.")


def _package(entry: Mapping[str, Any], number: int, file: ProjectFile, lines: TomlLines) -> LockedPackage:
    vcs, archive, directory = (as_mapping(entry.get(key)) for key in ("vcs", "archive", "directory"))
    path = as_text(directory.get("path")) or as_text(archive.get("path")) or as_text(vcs.get("path"))
    address = next((text for each in (vcs, archive) if (text := as_text(each.get("url")))), "")
    wanted = as_mappings(entry.get("dependencies") or [])
    return LockedPackage(
        as_text(entry.get("name")),
        as_text(entry.get("version")),
        lines.line_of("packages", number, "name"),
        tuple(_dependency(each, lines.line_of("packages", number, "dependencies", i)) for i, each in enumerate(wanted)),
        _origin_facts(vcs, without_credentials(address), path) | hash_facts(_hashes(entry)) | _attested(entry),
        without_credentials(address or as_text(entry.get("index"))),
        "code host" if vcs else "file server" if archive else "package index",
        is_project=bool(directory) and is_inside(path or ".", file.path.parent),
    )


def _dependency(entry: Mapping[str, Any], line: int | None) -> Dependency:
    return Dependency(
        as_text(entry.get("name")), line, as_text(entry.get("version")), marker=as_text(entry.get("marker"))
    )


def _origin_facts(vcs: Mapping[str, Any], address: str, path: str) -> dict[str, str]:
    if vcs:
        kind = as_text(vcs.get("type")) or "git"
        return {"url": f"{kind}+{address or path}", "revision": as_text(vcs.get("commit-id"))}
    return {"url": address} if address else {"path": path} if path else {}


def _hashes(entry: Mapping[str, Any]) -> list[str]:
    files = [entry.get("archive"), entry.get("sdist"), *as_mappings(entry.get("wheels") or [])]
    tables = (as_mapping(as_mapping(each).get("hashes")) for each in files)
    return [f"{name}:{text}" for table in tables for name, value in table.items() if (text := as_text(value))]


def _attested(entry: Mapping[str, Any]) -> dict[str, str]:
    """Who attests to have published the files, as the lock says: `GitHub owner/repository`."""
    identities = as_mappings(entry.get("attestation-identities") or [])
    texts = [f"{as_text(each.get('kind'))} {as_text(each.get('repository'))}".strip() for each in identities]
    return {"attestation identity": ", ".join(dict.fromkeys(texts))} if texts else {}


SOURCE = PylockSource()
