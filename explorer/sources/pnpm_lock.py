"""Reads pnpm-lock.yaml: every package with its own dependencies, and what each workspace asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.domain.relation import Scope
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import LinedText, read_yaml
from explorer.sources.loose_values import as_mapping, as_text
from explorer.sources.npm_package import SECTIONS, LockedNpmPackage, Wish, locked_claims
from explorer.sources.package_index import without_credentials


class PnpmLockSource:
    """The lock file of pnpm, versions 5 to 9."""

    name = "pnpm-lock"
    reads = "pnpm-lock.yaml: all packages, the relations between them, and what each workspace asks for."
    does_not_read = "Copies of one version that differ only by their peers count as one package."

    def matches(self, path: PurePosixPath) -> bool:
        """`pnpm-lock.yaml`."""
        return path.name == "pnpm-lock.yaml"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The locked packages and their relations."""
        table = as_mapping(next(iter(read_yaml(file)), None))
        packages = _packages(table)
        importers = as_mapping(table.get("importers")) or {".": table}
        for folder, entry in importers.items():
            packages[f"importer {folder}"] = _importer(str(folder), as_mapping(entry), packages)
        if len(packages) == len(importers):
            message = "This lock file holds no packages in a form that is known."
            yield Problem(self.name, str(file.path), None, message, "Write it again with a current pnpm.")
        yield from locked_claims(self.name, file, project, packages, None)


def _packages(table: Mapping[str, Any]) -> dict[str, LockedNpmPackage]:
    keys: dict[str, Any] = {}
    copies: dict[str, list[Mapping[str, Any]]] = {}
    for section in ("packages", "snapshots"):
        # Since version 9 the relations stand apart from the packages; before, one entry per set of peers has both.
        for key, entry in as_mapping(table.get(section)).items():
            plain = package_key(str(key))
            keys.setdefault(plain, key)
            copies.setdefault(plain, []).append(as_mapping(entry))
    return {plain: _package(plain, keys[plain], entries, keys) for plain, entries in copies.items()}


def _package(plain: str, key: Any, copies: list[Mapping[str, Any]], known: Mapping[str, Any]) -> LockedNpmPackage:
    entry = copies[0]
    name, _, version = plain.rpartition("@")
    resolution = as_mapping(entry.get("resolution"))
    stated = {
        "integrity": as_text(resolution.get("integrity")),
        "deprecated": as_text(entry.get("deprecated"))[:300],
        "runs a script when installed": "yes" if as_text(entry.get("requiresBuild")) == "true" else "",
        "url": without_credentials(as_text(resolution.get("tarball")) or as_text(resolution.get("repo"))),
        "revision": as_text(resolution.get("commit")),
    }
    wishes = {wish.target or wish.name: wish for each in copies for wish in _wishes(each, known)}
    return LockedNpmPackage(
        as_text(entry.get("name")) or name,
        as_text(entry.get("version")) or version,
        key.line if isinstance(key, LinedText) else None,
        tuple(wishes.values()),
        {fact: text for fact, text in stated.items() if text},
    )


def _wishes(snapshot: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[Wish]:
    for section, scope in (("dependencies", Scope.RUNTIME), ("optionalDependencies", Scope.OPTIONAL)):
        for name, stated in as_mapping(snapshot.get(section)).items():
            target = target_key(str(name), as_text(stated))
            line = name.line if isinstance(name, LinedText) else None
            if target is not None:
                is_optional = scope is Scope.OPTIONAL
                yield Wish(str(name), target if target in known else None, scope, "", line, may_be_missing=is_optional)


def _importer(folder: str, entry: Mapping[str, Any], packages: Mapping[str, LockedNpmPackage]) -> LockedNpmPackage:
    wishes: list[Wish] = []
    for section, scope in SECTIONS.items():
        for name, stated in as_mapping(entry.get(section)).items():
            facts = as_mapping(stated)
            target = target_key(str(name), as_text(facts.get("version")) if facts else as_text(stated))
            if target is None:
                continue
            line = name.line if isinstance(name, LinedText) else None
            known = target if target in packages else None
            wishes.append(Wish(str(name), known, scope, as_text(facts.get("specifier")), line))
    return LockedNpmPackage(folder, "", None, tuple(wishes), is_project=True)


def package_key(text: str) -> str:
    """`name@version` out of a key of any version of the format.

    >>> package_key("/@scope/a@1.0.0(react@18.0.0)"), package_key("/left/1.0.9_react@18.0.0"), package_key("left@1.0.9")
    ('@scope/a@1.0.0', 'left@1.0.9', 'left@1.0.9')
    """
    text = text.partition("(")[0].lstrip("/")
    if old := re.fullmatch(r"((?:@[^/@]+/)?[^/@]+)/(\d[^_/]*)(?:_.*)?", text):
        return f"{old.group(1)}@{old.group(2)}"
    return text


def target_key(name: str, stated: str) -> str | None:
    """The key of the package that a dependency gets; None for folders of the workspace."""
    if stated.startswith(("link:", "file:")) or not stated:
        return None
    plain = stated.partition("(")[0].partition("_")[0]
    if re.match(r"\d", plain) or not re.search(r"(?<=.)@|/", plain):
        return f"{name}@{plain}"
    return package_key(stated) if "://" not in stated else f"{name}@{plain}" if "@" not in plain else plain


SOURCE = PnpmLockSource()
