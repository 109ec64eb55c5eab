"""Does an advisory cover the version in use? By the ecosystem's own rules; what cannot be told is never clean."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import numpy as np

from explorer.domain.advisory import Advisory, AdvisoryData, RangeEvents
from explorer.domain.component import Component, Kind
from explorer.graph.identity import family, normalized_package_name, version_of
from explorer.graph.kept import kept
from explorer.graph.reach import Flags
from explorer.graph.snapshot import Snapshot

_SEMVER = re.compile(r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$")


class Covered(StrEnum):
    """Whether an advisory covers a version."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Affected:
    """A component that an advisory covers, or may cover."""

    node: int
    advisory: Advisory
    covered: Covered
    why: str


def package_key(component: Component) -> tuple[str, str] | None:
    """Ecosystem and normalised name of a package whose versions can be compared; None for anything else."""
    from urllib.parse import unquote

    if component.kind is not Kind.PACKAGE or not component.id.startswith(("pkg:pypi/", "pkg:npm/")):
        return None
    ecosystem, _, name = family(component.id).removeprefix("pkg:").partition("/")
    return ecosystem, normalized_package_name(ecosystem, unquote(name.partition("?")[0].partition("#")[0]))


@kept
def package_keys(snapshot: Snapshot) -> Mapping[int, tuple[str, str]]:
    """By node, ecosystem and normalised name of every package whose versions can be compared."""
    keys = ((node, package_key(component)) for node, component in enumerate(snapshot.components))
    return {node: key for node, key in keys if key is not None}


@kept
def comparable(snapshot: Snapshot, ecosystems: Collection[str]) -> Flags:
    """(n,): packages with a version, of ecosystems about which there are advisories."""
    found = np.zeros(len(snapshot.graph), bool)
    for node, (ecosystem, _) in package_keys(snapshot).items():
        found[node] = ecosystem in ecosystems and bool(snapshot.components[node].version)
    return found


def affected_components(snapshot: Snapshot, data: AdvisoryData) -> tuple[Affected, ...]:
    """Every component of the graph that an advisory covers or may cover."""
    by_package: dict[tuple[str, str], list[Advisory]] = {}
    for advisory in data.advisories:
        by_package.setdefault((advisory.ecosystem, advisory.package), []).append(advisory)
    found = []
    for node, key in package_keys(snapshot).items():
        component = snapshot.components[node]
        for advisory in by_package.get(key, ()):
            covered, why = covers(advisory, component.version or version_of(component.id))
            if covered is not Covered.NO:
                found.append(Affected(node, advisory, covered, why))
    return tuple(found)


def covers(advisory: Advisory, version: str) -> tuple[Covered, str]:
    """Whether an advisory covers a version, and why.

    >>> ranges = (("ECOSYSTEM", (("introduced", "0"), ("fixed", "2.6.0"))),)
    >>> advisory = Advisory("X-1", "pypi", "torch", "", frozenset(), ranges)
    >>> [covers(advisory, version)[0].value for version in ("2.5.1", "2.6.0", "2.6.0rc1", "2.5.1+cu121", "")]
    ['yes', 'no', 'yes', 'yes', 'unclear']
    """
    if not version:
        return Covered.UNCLEAR, "the version in use is not known"
    if not advisory.versions and not advisory.ranges:
        return Covered.UNCLEAR, "the advisory names no versions"
    if _is_listed(advisory, version):
        return Covered.YES, f"it names {version}"
    unclear = ""
    for _, events in advisory.ranges:
        try:
            if _in_range(advisory.ecosystem, events, version):
                return Covered.YES, f"{version} is in its range ({_words(events)})"
        except ValueError as error:
            unclear = str(error)
    if unclear:
        return Covered.UNCLEAR, unclear
    return Covered.NO, f"{version} is outside what it names"


def _is_listed(advisory: Advisory, version: str) -> bool:
    if version in advisory.versions:
        return True
    if advisory.ecosystem != "pypi":
        return False
    public = version.partition("+")[0]
    return any(_same(public, each) for each in advisory.versions)


def _same(one: str, other: str) -> bool:
    try:
        return bool(_order("pypi", one) == _order("pypi", other))
    except ValueError:
        return False


def _in_range(ecosystem: str, events: RangeEvents, version: str) -> bool:
    """The evaluation algorithm of the OSV schema: events sorted by version, the last one at or below decides."""
    own = _order(ecosystem, version)
    inside = False
    ordered = sorted(events, key=lambda event: (_order(ecosystem, event[1]), event[0] != "introduced"))
    for kind, limit in ordered:
        at = _order(ecosystem, limit)
        if kind == "introduced" and own >= at:
            inside = True
        elif (kind == "fixed" and own >= at) or (kind == "last_affected" and own > at):
            inside = False
    return inside


@cache
def _order(ecosystem: str, version: str) -> Any:
    """A value that orders versions as the ecosystem does. Raises ValueError for what is no version of it."""
    if version == "0":
        return _least(ecosystem)
    return _pep440(version) if ecosystem == "pypi" else _semver(version)


def _least(ecosystem: str) -> Any:
    from packaging.version import Version

    return Version("0.dev0") if ecosystem == "pypi" else (0, 0, 0, (0, ()))


def _pep440(version: str) -> Any:
    from packaging.version import InvalidVersion, Version

    try:
        return Version(version.partition("+")[0])
    except InvalidVersion as error:
        raise ValueError(f"{version} is no version by PEP 440") from error


def _semver(version: str) -> Any:
    """Semantic Versioning 2.0.0, item 11: a pre-release comes before its release, identifiers compare one by one."""
    match = _SEMVER.match(version)
    if match is None:
        raise ValueError(f"{version} is no semantic version")
    numbers = tuple(int(part or 0) for part in match.groups()[:3])
    if match.group(4) is None:
        return (*numbers, (1, ()))
    parts = tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in match.group(4).split("."))
    return (*numbers, (0, parts))


def _words(events: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{kind.replace('_', ' ')} {limit}" for kind, limit in events)
