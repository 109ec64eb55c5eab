"""Reads small texts of code and settings as the scan would, and says in short what they name."""

from __future__ import annotations

from pathlib import Path

from explorer.domain.component import Component, Kind
from explorer.domain.relation import Relation, Scope
from explorer.graph.merge import merge
from explorer.sources.registry import all_sources
from tests.sources.package_reading import project_of

NAMED = {Kind.MODEL, Kind.MODEL_SERVICE, Kind.ADAPTER, Kind.DATASET, Kind.CORPUS, Kind.WEIGHT_FILE, Kind.TOOL}
NAMED |= {Kind.MCP_SERVER, Kind.UNKNOWN}


def scanned(folder: Path, files: dict[str, str]) -> list[object]:
    """Every claim about a folder with these files, by all readers of code and settings."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    project = project_of(folder)
    sources = [each for each in all_sources() if each.name in ("python-code", "notebook", "settings", "shell")]
    chosen = [file for file in project.files if str(file.path) in files]
    return [
        claim
        for source in sources
        for file in chosen
        if source.matches(file.path)
        for claim in source.read(file, project)
    ]


def found(folder: Path, files: dict[str, str]) -> dict[str, Component]:
    """The components that models, data and tools are, by identity."""
    claims = [claim for claim in scanned(folder, files) if isinstance(claim, Component)]
    merged = merge(claims)
    return {str(each.id): each for each in merged.components.values() if each.kind in NAMED}


def named(folder: Path, code: str, name: str = "app.py") -> set[str]:
    """The identities of the models, data and tools that one file names."""
    return set(found(folder, {name: code}))


def scope_of(folder: Path, files: dict[str, str], identity: str) -> Scope:
    """The role in which a component is used."""
    relations = [each for each in scanned(folder, files) if isinstance(each, Relation) and each.target == identity]
    assert relations, identity
    return relations[0].scope


def places(folder: Path, files: dict[str, str], identity: str) -> set[tuple[str, int | None]]:
    """File and line of everything that names a component."""
    return {(each.location, each.line) for each in found(folder, files)[identity].evidence}
