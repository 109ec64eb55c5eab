"""Reads uv.lock: every package with its own dependencies, and the project's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.relation import Scope
from explorer.graph.identity import normalized_package_name
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lock import Dependency, Lock, LockedPackage, hash_facts
from explorer.sources.lock_claims import lock_claims
from explorer.sources.loose_values import as_mapping, as_mappings, as_text, as_texts
from explorer.sources.package_index import without_credentials
from explorer.sources.python_requirement import is_inside, scope_of_name
from explorer.sources.toml_lines import TomlLines, read_toml


class UvLockSource:
    """uv's lock file, of a project, a workspace or a script."""

    name = "uv-lock"
    reads = "uv.lock: all packages, the dependencies of each, and where they come from."
    does_not_read = "Resolution markers are kept as text, not evaluated: a lock covers several platforms."

    def matches(self, path: PurePosixPath) -> bool:
        """`uv.lock`, `script.py.lock`."""
        return path.name == "uv.lock" or path.name.endswith(".py.lock")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The locked packages and their relations."""
        table, lines = read_toml(file)
        packages = [
            _package(entry, number, file, lines)
            for number, entry in enumerate(as_mappings(table.get("package")))
            if as_text(entry.get("name"))
        ]
        wanted = as_mappings(as_mapping(table.get("manifest")).get("requirements"))
        direct = [_dependency(each, lines.line_of("manifest", "requirements")) for each in wanted]
        if direct and not any(package.is_project for package in packages):
            # A script has no entry of its own: what it asks for stands in the manifest.
            packages.append(LockedPackage(file.path.stem, "", None, tuple(direct), is_project=True))
        yield from lock_claims(Lock(self.name, file, packages), project)


def _package(entry: Mapping[str, Any], number: int, file: ProjectFile, lines: TomlLines) -> LockedPackage:
    source = as_mapping(entry.get("source"))
    origin = as_text(source.get("registry")) or as_text(source.get("git")) or as_text(source.get("url"))
    return LockedPackage(
        as_text(entry.get("name")),
        as_text(entry.get("version")),
        lines.line_of("package", number, "name"),
        tuple(_dependencies(entry, number, lines)),
        _origin_facts(source) | hash_facts(_hashes(entry)),
        without_credentials(origin.partition("#")[0]),
        "code host" if "git" in source else "file server" if "url" in source else "package index",
        _is_project(source, file.path.parent),
    )


def _is_project(source: Mapping[str, Any], folder: PurePosixPath) -> bool:
    """Whether an entry is the project or a member of its workspace: code that lies in the scanned folder."""
    path = next((text for key in ("editable", "virtual", "directory") if (text := as_text(source.get(key)))), "")
    return bool(path) and is_inside(path, folder)


def _origin_facts(source: Mapping[str, Any]) -> dict[str, str]:
    if git := as_text(source.get("git")):
        address, _, commit = git.partition("#")
        return {"url": "git+" + without_credentials(address), "revision": commit, "pinned": "yes" if commit else "no"}
    if url := as_text(source.get("url")):
        return {"url": without_credentials(url)}
    path = next((text for key in ("path", "directory", "editable") if (text := as_text(source.get(key)))), "")
    return {"path": path} if path else {}


def _hashes(entry: Mapping[str, Any]) -> list[str]:
    files = [*as_mappings(entry.get("sdist")), *as_mappings(entry.get("wheels") or [])]
    return [text for each in files if (text := as_text(each.get("hash")))]


def _dependencies(entry: Mapping[str, Any], number: int, lines: TomlLines) -> Iterator[Dependency]:
    for place, each in enumerate(as_mappings(entry.get("dependencies") or [])):
        yield _dependency(each, lines.line_of("package", number, "dependencies", place))
    for key, default in (("optional-dependencies", Scope.OPTIONAL), ("dev-dependencies", Scope.DEVELOPMENT)):
        for group, members in as_mapping(entry.get(key)).items():
            under = frozenset({normalized_package_name("pypi", group)}) if default is Scope.OPTIONAL else frozenset()
            for place, each in enumerate(as_mappings(members)):
                line = lines.line_of("package", number, key, group, place)
                yield _dependency(each, line, under, scope_of_name(group, default), group)


def _dependency(
    entry: Mapping[str, Any],
    line: int | None,
    under: frozenset[str] = frozenset(),
    scope: Scope = Scope.RUNTIME,
    group: str = "",
) -> Dependency:
    extras = tuple(as_texts(entry.get("extra")) or as_texts(entry.get("extras")))
    return Dependency(
        as_text(entry.get("name")),
        line,
        as_text(entry.get("version")),
        as_text(entry.get("specifier")),
        as_text(entry.get("marker")),
        extras,
        under,
        scope,
        group,
    )


SOURCE = UvLockSource()
