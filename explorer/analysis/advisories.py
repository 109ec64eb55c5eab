"""Does an advisory cover the version in use? By the ecosystem's own rules; what cannot be told is never clean."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from explorer.analysis.version_orders import order
from explorer.domain.advisory import Advisory, AdvisoryData, RangeEvents
from explorer.domain.component import Component, Kind
from explorer.graph.identity import family, version_of
from explorer.graph.kept import kept
from explorer.graph.reach import Flags
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.ecosystems import ecosystem_by_purl, package_of, qualifier


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
    """Ecosystem (as purls have it) and normalised name of what advisories could be about; None for anything else."""
    if component.kind not in (Kind.PACKAGE, Kind.ACTION):
        return None
    found = package_of(family(component.id))
    return (found[0].purl, found[1]) if found is not None else None


@kept
def package_keys(snapshot: Snapshot) -> Mapping[int, tuple[str, str]]:
    """By node, ecosystem and normalised name of every package whose versions can be compared."""
    keys = ((node, package_key(component)) for node, component in enumerate(snapshot.components))
    return {node: key for node, key in keys if key is not None}


@kept
def comparable(snapshot: Snapshot, ecosystems: Collection[str]) -> Flags:
    """(n,): packages with a version, of ecosystems about which there are advisories and whose versions can be compared."""
    found = np.zeros(len(snapshot.graph), bool)
    for node, (ecosystem, _) in package_keys(snapshot).items() if ecosystems else ():
        known = ecosystem_by_purl(ecosystem)
        ruled = known is not None and bool(known.rule)
        found[node] = ruled and ecosystem in ecosystems and bool(snapshot.components[node].version)
    return found


def affected_components(snapshot: Snapshot, data: AdvisoryData) -> tuple[Affected, ...]:
    """Every component of the graph that an advisory covers or may cover; records of one vulnerability count as one."""
    by_package: dict[tuple[str, str], list[Advisory]] = {}
    for advisory in data.advisories:
        by_package.setdefault((advisory.ecosystem, advisory.package), []).append(advisory)
    found = []
    for node, key in package_keys(snapshot).items():
        component = snapshot.components[node]
        told = [
            Affected(
                node, advisory, *covers(advisory, component.version or version_of(component.id), release_of(component))
            )
            for advisory in by_package.get(key, ())
        ]
        found += as_one([each for each in told if each.covered is not Covered.NO])
    return tuple(found)


def release_of(component: Component) -> str:
    """The release of the distribution that a purl names, such as `debian-12` or `bookworm`; empty where it names none."""
    return qualifier(component.id.partition("#")[0].partition("?")[2], "distro")


def as_one(told: Sequence[Affected]) -> list[Affected]:
    """Records that name each other as aliases, joined: the surest, with the names and vectors of all."""
    groups: list[list[Affected]] = []
    for each in told:
        names = {each.advisory.id, *each.advisory.aliases}
        near = [
            group
            for group in groups
            if names & {name for one in group for name in (one.advisory.id, *one.advisory.aliases)}
        ]
        groups = [group for group in groups if group not in near] + [[*(one for group in near for one in group), each]]
    return [_joined(group) for group in groups]


def _joined(group: Sequence[Affected]) -> Affected:
    if len(group) == 1:
        return group[0]
    ordered = sorted(group, key=lambda each: (each.covered is not Covered.YES, each.advisory.id))
    first, records = ordered[0], [each.advisory for each in ordered]
    names = sorted({name for each in records for name in (each.id, *each.aliases)} - {first.advisory.id})
    vectors = tuple(dict.fromkeys(vector for each in records for vector in each.vectors))
    rated = next((each.rated for each in records if each.rated), "")
    return replace(first, advisory=replace(first.advisory, aliases=tuple(names), vectors=vectors, rated=rated))


def covers(advisory: Advisory, version: str, release: str = "") -> tuple[Covered, str]:
    """Whether an advisory covers a version, and why; `release` is that of the distribution.

    >>> ranges = (("ECOSYSTEM", (("introduced", "0"), ("fixed", "2.6.0"))),)
    >>> advisory = Advisory("X-1", "pypi", "torch", "", frozenset(), ranges)
    >>> [covers(advisory, version)[0].value for version in ("2.5.1", "2.6.0", "2.6.0rc1", "2.5.1+cu121", "")]
    ['yes', 'no', 'yes', 'yes', 'unclear']
    """
    wanted, known = _NUMBER.findall(advisory.release), _NUMBER.findall(release)
    if wanted and known and not _one_release(wanted[0], known[-1]):
        return Covered.NO, f"it is about release {wanted[0]}"
    if not version:
        return Covered.UNCLEAR, "the version in use is not known"
    if advisory.ecosystem == "github" and not _RELEASE.match(version):
        return Covered.UNCLEAR, f"{version} can be moved, or is a commit: it names no release"
    if not advisory.versions and not advisory.ranges:
        return Covered.UNCLEAR, "the advisory names no versions"
    covered, why = _covers_version(advisory, version)
    if covered is Covered.YES and advisory.release and not (wanted and known):
        return Covered.UNCLEAR, f"so in release {advisory.release}; the release in use is not known"
    return covered, why


_NUMBER = re.compile(r"\d+(?:\.\d+)*")


def _one_release(one: str, other: str) -> bool:
    """Whether two numbers name one release, or one a point of the other: 12 and 12.5, but not 3.1 and 3.18."""
    short, long = sorted((one.split("."), other.split(".")), key=len)
    return long[: len(short)] == short


_RELEASE = re.compile(r"v?\d+\.\d+\.\d+")


def _covers_version(advisory: Advisory, version: str) -> tuple[Covered, str]:
    if _is_listed(advisory, version):
        return Covered.YES, f"it names {version}"
    unclear = ""
    for kind, events in advisory.ranges:
        try:
            if _in_range("semver" if kind == "SEMVER" else _rule(advisory), events, version):
                return Covered.YES, f"{version} is in its range ({_words(events)})"
        except ValueError as error:
            unclear = str(error)
    if unclear:
        return Covered.UNCLEAR, unclear
    return Covered.NO, f"{version} is outside what it names"


def _rule(advisory: Advisory) -> str:
    found = ecosystem_by_purl(advisory.ecosystem)
    return found.rule if found is not None else ""


def _is_listed(advisory: Advisory, version: str) -> bool:
    """Whether it is one of the releases that are named, in any spelling that the ecosystem takes for the same."""
    if version in advisory.versions:
        return True
    rule = _rule(advisory)
    return any(_same(rule, version, each) for each in advisory.versions) if rule else False


def _same(rule: str, one: str, other: str) -> bool:
    try:
        return bool(order(rule, one) == order(rule, other))
    except ValueError:
        return False


def _in_range(rule: str, events: RangeEvents, version: str) -> bool:
    """The evaluation algorithm of the OSV schema: events sorted by version, the last one at or below decides.

    A range is also bounded by its limits, if it has any.
    """
    own = order(rule, version)
    limits = [limit for kind, limit in events if kind == "limit"]
    if limits and not any(limit == "*" or own < order(rule, limit) for limit in limits):
        return False
    inside = False
    told = [(kind, limit, order(rule, limit)) for kind, limit in events if kind != "limit"]
    for kind, _, at in sorted(told, key=lambda event: (event[2], event[0] != "introduced")):
        if kind == "introduced" and own >= at:
            inside = True
        elif (kind == "fixed" and own >= at) or (kind == "last_affected" and own > at):
            inside = False
    return inside


def _words(events: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{kind.replace('_', ' ')} {limit}" for kind, limit in events)
