"""Which package indexes a Python project names in its own files, and which packages it takes from which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import ComponentId, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Scope
from explorer.sources.interface import ProjectFile, evidence
from explorer.sources.loose_values import as_mapping, as_mappings, as_text
from explorer.sources.package_index import distributed_by, host_of, hub_component
from explorer.sources.toml_lines import TomlLines

MAY_SERVE = "rule: an index beside the default one may serve any package"


@dataclass(frozen=True, slots=True)
class NamedIndex:
    """An index as a project file declares it."""

    name: str
    address: str
    only_when_named: bool
    """Whether only packages that name it come from it (`explicit`)."""
    replaces_default: bool
    found: Evidence


def uv_indexes(source: str, file: ProjectFile, table: Mapping[str, Any], lines: TomlLines) -> list[NamedIndex]:
    """The `[[tool.uv.index]]` tables, and the older `index-url` and `extra-index-url`."""
    uv = as_mapping(as_mapping(table.get("tool")).get("uv"))
    indexes = [
        NamedIndex(
            as_text(each.get("name")),
            as_text(each.get("url")),
            each.get("explicit") is True,
            each.get("default") is True,
            _found(source, file, lines, as_text(each.get("url")), "tool", "uv", "index", place, "url"),
        )
        for place, each in enumerate(as_mappings(uv.get("index")))
    ]
    for key in ("index-url", "extra-index-url"):
        values = uv.get(key)
        for address in values if isinstance(values, list) else [values]:
            if text := as_text(address):
                found = _found(source, file, lines, text, "tool", "uv", key)
                indexes.append(NamedIndex("", text, False, key == "index-url", found))
    return indexes


def source_tables(
    source: str, file: ProjectFile, table: Mapping[str, Any], lines: TomlLines, *path: str
) -> list[NamedIndex]:
    """The arrays of tables in which Poetry, PDM and Pipenv name indexes: `[[tool.poetry.source]]`, `[[source]]`."""
    parent: Any = table
    for key in path:
        parent = as_mapping(parent).get(key)
    return [
        NamedIndex(
            as_text(each.get("name")),
            as_text(each.get("url")),
            as_text(each.get("priority")) == "explicit" or path == ("source",),
            as_text(each.get("priority")) in ("primary", "default") or each.get("default") is True,
            _found(source, file, lines, as_text(each.get("url")), *path, place, "url"),
        )
        for place, each in enumerate(as_mappings(parent))
    ]


def declared_hubs(indexes: list[NamedIndex]) -> Iterator[Claim]:
    """The hub at each declared index, at its own line, whether or not a dependency names it."""
    for index in indexes:
        if (hub := hub_component(index.address, index.found)) is not None:
            yield hub


def served_by(package: ComponentId, named: str, indexes: list[NamedIndex], scope: Scope) -> Iterator[Claim]:
    """From which of the indexes a package comes: the one it names, else any that is not reserved for naming."""
    for index in indexes:
        if named and index.name == named:
            yield from distributed_by(package, index.address, index.found, scope=scope)
        elif not named and not index.only_when_named:
            certain = index.replaces_default
            knowledge = Knowledge.DECLARED if certain else Knowledge.INFERRED
            found = index.found if certain else _because(index.found)
            yield from distributed_by(package, index.address, found, scope=scope, knowledge=knowledge)


def _because(found: Evidence) -> Evidence:
    return Evidence(found.source, found.location, found.line, MAY_SERVE, found.text)


def _found(source: str, file: ProjectFile, lines: TomlLines, address: str, *path: str | int) -> Evidence:
    return evidence(source, file, lines.line_of(*path), f"url = {host_of(address) or address}")
