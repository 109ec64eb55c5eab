"""Reads yarn.lock, of Yarn 1 and of later versions: which package each range became, and what that one asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.relation import Scope
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import LinedText, parse_yaml
from explorer.sources.loose_values import as_mapping, as_text
from explorer.sources.npm_manifest import asked_by_manifest
from explorer.sources.npm_package import LockedNpmPackage, Wish, locked_claims
from explorer.sources.package_index import without_credentials

_SECTIONS = {"dependencies": Scope.RUNTIME, "optionalDependencies": Scope.OPTIONAL}
_FIELD = re.compile(r'\s+"?([^\s":]+)"?:?\s+"?([^"]*)"?\s*$')


@dataclass
class _Entry:
    """One entry of the lock: what it answers to, and what it is."""

    patterns: list[str]
    line: int
    facts: dict[str, str] = field(default_factory=dict)
    wanted: list[tuple[str, str, Scope, int]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.patterns[0].rpartition("@")[0] if "@" in self.patterns[0][1:] else self.patterns[0]


class YarnLockSource:
    """The lock file of Yarn."""

    name = "yarn-lock"
    reads = "yarn.lock: all packages and the relations between them."
    does_not_read = "Patches that Yarn lays over packages; the package below is told."

    def matches(self, path: PurePosixPath) -> bool:
        """`yarn.lock`."""
        return path.name == "yarn.lock"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The locked packages and their relations; the direct ones by the package.json beside it."""
        text = file.read_text()
        is_first = "__metadata:" not in text
        entries = list(_first_version(text) if is_first else _later_versions(text, str(file.path)))
        places = {pattern: str(number) for number, entry in enumerate(entries) for pattern in entry.patterns}
        packages = {str(number): _package(entry, places) for number, entry in enumerate(entries)}
        asked = asked_by_manifest(file, project, lambda name, stated: _found(name, stated, places) or "")
        yield from locked_claims(self.name, file, project, packages, asked)


def _first_version(text: str) -> Iterator[_Entry]:
    """The entries of Yarn 1, whose format resembles YAML and is not."""
    entry: _Entry | None = None
    scope: Scope | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line[0] != " ":
            if entry is not None:
                yield entry
            patterns = [each.strip().strip('"') for each in line.strip().rstrip(":").split(",")]
            entry, scope = _Entry(patterns, number), None
        elif entry is not None and line.startswith("  ") and line[2:3] != " ":
            section = line.strip().rstrip(":")
            scope = _SECTIONS.get(section)
            if scope is None and (match := _FIELD.match(line)):
                entry.facts[match.group(1)] = match.group(2)
        elif entry is not None and scope is not None and (match := _FIELD.match(line)):
            entry.wanted.append((match.group(1), match.group(2), scope, number))
    if entry is not None:
        yield entry


def _later_versions(text: str, where: str) -> Iterator[_Entry]:
    """The entries of Yarn 2 and later, in YAML."""
    for key, value in as_mapping(next(iter(parse_yaml(text, where)), None)).items():
        facts = as_mapping(value)
        if key == "__metadata" or not facts:
            continue
        entry = _Entry([each.strip() for each in str(key).split(",")], _line(key) or 1)
        entry.facts = {str(name): text for name, each in facts.items() if (text := as_text(each))}
        optional = as_mapping(facts.get("dependenciesMeta"))
        for name, stated in as_mapping(facts.get("dependencies")).items():
            is_optional = as_text(as_mapping(optional.get(name)).get("optional")) == "true"
            scope = Scope.OPTIONAL if is_optional else Scope.RUNTIME
            entry.wanted.append((str(name), as_text(stated), scope, _line(name) or entry.line))
        yield entry


def _line(key: Any) -> int | None:
    return key.line if isinstance(key, LinedText) else None


def _package(entry: _Entry, places: Mapping[str, str]) -> LockedNpmPackage:
    resolution = entry.facts.get("resolution", "")
    resolved = without_credentials(entry.facts.get("resolved", "").partition("#")[0])
    stated = {"integrity": entry.facts.get("integrity", ""), "checksum": entry.facts.get("checksum", "")}
    wishes = tuple(
        Wish(name, _found(name, wanted, places), scope, wanted, line, may_be_missing=scope is Scope.OPTIONAL)
        for name, wanted, scope, line in entry.wanted
    )
    is_project = "@workspace:" in (resolution or entry.patterns[0])
    name = resolution.rpartition("@")[0] if "@" in resolution[1:] and "://" not in resolution else _real_name(entry)
    version = entry.facts.get("version", "")
    facts = {fact: text for fact, text in stated.items() if text}
    return LockedNpmPackage(name, version, entry.line, wishes, facts, resolved, is_project)


def _real_name(entry: _Entry) -> str:
    """The name of the package itself where the pattern gives it another: `alias@npm:real@^1`."""
    alias = re.search(r"@npm:(@?[^@]+)@", entry.patterns[0])
    return alias.group(1) if alias else entry.name


def _found(name: str, stated: str, places: Mapping[str, str]) -> str | None:
    """The entry that answers to a name and range; later versions write `npm:` before the range."""
    return (
        places.get(f"{name}@{stated}") or places.get(f"{name}@npm:{stated}") or places.get(f"{name}@workspace:{stated}")
    )


SOURCE = YarnLockSource()
