"""Reads Pipfile.lock: exact versions with hashes, but not who requires what."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Knowledge
from explorer.domain.relation import Relation, RelationKind
from explorer.errors import InputError
from explorer.graph.identity import normalized_package_name
from explorer.sources.interface import Project, ProjectFile, evidence
from explorer.sources.json_text import line_of_key, read_json
from explorer.sources.lock import FLAT, hash_facts, scope_in
from explorer.sources.loose_values import as_mapping, as_mappings, as_text, as_texts
from explorer.sources.package_index import distributed_by, each_hub_once, without_credentials
from explorer.sources.pipfile import pipfile_entries, pipfile_requirement, scope_of_category
from explorer.sources.python_requirement import is_own_code, required_package


class PipfileLockSource:
    """Pipenv's lock file, a flat list."""

    name = "pipfile-lock"
    reads = "Pipfile.lock: exact versions, hashes, categories and package indexes."
    does_not_read = "Relations between packages: this format has none."

    def matches(self, path: PurePosixPath) -> bool:
        """`Pipfile.lock`."""
        return path.name == "Pipfile.lock"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A package per entry; those that the Pipfile does not name are used by inference only."""
        yield from each_hub_once(self._read(file, project))

    def _read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        document, text = read_json(file)
        table = as_mapping(document)
        sources = as_mappings(as_mapping(table.get("_meta")).get("sources"))
        addresses = {as_text(each.get("name")): without_credentials(as_text(each.get("url"))) for each in sources}
        named = _named_in_pipfile(file, project)
        for category, members in table.items():
            start = max(0, text.find(f'"{category}"'))
            for name, entry in as_mapping(members).items() if category != "_meta" else ():
                package = self._package(file, name, as_mapping(entry), line_of_key(text, name, start))
                if package is None:
                    continue
                yield package
                yield self._used(package, category, project, named)
                address = addresses.get(as_text(as_mapping(entry).get("index")), "")
                yield from distributed_by(package.id, address, package.evidence[0])

    def _package(self, file: ProjectFile, name: str, entry: Mapping[str, Any], line: int | None) -> Component | None:
        requirement = pipfile_requirement(name, entry)
        if is_own_code(requirement, file.path.parent):
            return None
        found = evidence(self.name, file, line, f"{name} {requirement.specifier}".strip())
        return required_package(requirement, found, hash_facts(as_texts(entry.get("hashes"))))

    def _used(self, package: Component, category: str, project: Project, named: frozenset[str]) -> Relation:
        is_direct = normalized_package_name("pypi", package.name) in named
        knowledge = Knowledge.DECLARED if is_direct else Knowledge.INFERRED
        found = package.evidence[0]
        if not is_direct:
            found = type(found)(found.source, found.location, found.line, FLAT, found.text)
        scope = scope_in(PurePosixPath(package.evidence[0].location), scope_of_category(category))
        return Relation(project.system, package.id, RelationKind.USES, scope, knowledge, {"group": category}, (found,))


def _named_in_pipfile(lock: ProjectFile, project: Project) -> frozenset[str]:
    """The names in the Pipfile beside the lock; none where there is none that can be read."""
    manifest = project.find(lock.path.parent / "Pipfile")
    if manifest is None:
        return frozenset()
    try:
        table = tomllib.loads(manifest.read_text())
    except (InputError, ValueError, RecursionError):
        return frozenset()
    return frozenset(normalized_package_name("pypi", name) for _, name, _ in pipfile_entries(table))


SOURCE = PipfileLockSource()
