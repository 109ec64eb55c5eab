"""Reads conda-lock.yml: every package for every platform with its own dependencies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import package_id
from explorer.sources.interface import Project, ProjectFile, evidence
from explorer.sources.lined_yaml import LinedText, read_yaml
from explorer.sources.lock import scope_in
from explorer.sources.loose_values import as_mapping, as_mappings, as_text
from explorer.sources.package_index import distributed_by, each_hub_once, without_credentials
from explorer.sources.python_requirement import scope_of_name

NOT_STATED = "rule: in the lock, but nothing in the lock requires it, so the project is taken to use it"


class CondaLockSource:
    """The lock file of conda-lock."""

    name = "conda-lock"
    reads = "conda-lock.yml: conda and pip packages of all platforms with their dependencies."
    does_not_read = "Explicit lists of addresses, one per platform, which name no dependencies."

    def matches(self, path: PurePosixPath) -> bool:
        """`conda-lock.yml`, `gpu.conda-lock.yml`."""
        return path.name.endswith(("conda-lock.yml", "conda-lock.yaml"))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The locked packages and their relations."""
        yield from each_hub_once(self._read(file, project))

    def _read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        tree = next(iter(read_yaml(file)), None)
        entries = [each for each in as_mappings(as_mapping(tree).get("package") or []) if as_text(each.get("name"))]
        ids = {_place(entry): _identity(entry) for entry in entries}
        required: set[ComponentId] = set()
        for entry in entries:
            yield from self._described(entry, file)
            for name, wanted in as_mapping(entry.get("dependencies")).items():
                target = _target(entry, str(name), ids)
                if target is None or target == _identity(entry):
                    continue
                required.add(target)
                line = name.line if isinstance(name, LinedText) else None
                text = f"{as_text(entry.get('name'))} requires {name} {as_text(wanted)}"
                found = evidence(self.name, file, line, text)
                facts = {"requirement": as_text(wanted)} if as_text(wanted) else {}
                yield Relation(_identity(entry), target, RelationKind.REQUIRES, attributes=facts, evidence=(found,))
        yield from self._uses(entries, required, file, project)

    def _described(self, entry: Mapping[str, Any], file: ProjectFile) -> Iterator[Claim]:
        name, version = as_text(entry.get("name")), as_text(entry.get("version"))
        found = evidence(self.name, file, _line(entry), f"{name} {version}")
        address = without_credentials(as_text(entry.get("url")))
        digest = as_text(as_mapping(entry.get("hash")).get("sha256"))
        facts = {"pinned": "yes", "dependencies": "listed"} | ({"sha256": digest} if digest else {})
        identity = _identity(entry)
        yield Component(identity, Kind.PACKAGE, name, version, attributes=facts, evidence=(found,))
        yield from distributed_by(identity, address, found, "conda channel")

    def _uses(
        self, entries: list[Mapping[str, Any]], required: set[ComponentId], file: ProjectFile, project: Project
    ) -> Iterator[Relation]:
        for entry in entries:
            identity = _identity(entry)
            if identity not in required:
                scope = scope_in(file.path, scope_of_name(as_text(entry.get("category")), Scope.RUNTIME))
                found = evidence(self.name, file, _line(entry), as_text(entry.get("name")), NOT_STATED)
                yield Relation(
                    project.system, identity, RelationKind.USES, scope, Knowledge.INFERRED, evidence=(found,)
                )


def _line(entry: Mapping[str, Any]) -> int | None:
    name = entry.get("name")
    return name.line if isinstance(name, LinedText) else None


def _ecosystem(entry: Mapping[str, Any]) -> str:
    return "pypi" if as_text(entry.get("manager")) == "pip" else "conda"


def _identity(entry: Mapping[str, Any]) -> ComponentId:
    return package_id(_ecosystem(entry), as_text(entry.get("name")), as_text(entry.get("version")))


def _place(entry: Mapping[str, Any]) -> tuple[str, str, str]:
    return as_text(entry.get("platform")), _ecosystem(entry), as_text(entry.get("name")).lower()


def _target(entry: Mapping[str, Any], name: str, ids: Mapping[tuple[str, str, str], ComponentId]) -> ComponentId | None:
    """The package that a dependency means on the same platform; None for virtual ones such as `__glibc`."""
    platform, ecosystem, _ = _place(entry)
    own = ids.get((platform, ecosystem, name.lower()))
    return own if own is not None or ecosystem == "conda" else ids.get((platform, "conda", name.lower()))


SOURCE = CondaLockSource()
