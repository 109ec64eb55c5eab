"""Which installed Python distribution requires which, with markers and extras evaluated for the environment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from explorer.graph.identity import normalized_package_name
from explorer.sources.environment_layout import Layout
from explorer.sources.installed_metadata import Installed

_EXTRA = re.compile(r"""\bextra\s*==\s*["']([^"']+)["']""")


@dataclass(frozen=True, slots=True)
class Edge:
    """That one distribution requires another, here and now."""

    source: Installed
    line: int
    text: str
    target: str
    """The normalized name of what is required."""
    specifier: str
    marker: str
    extra: str
    """The extra of the source that makes it required; empty where it always is."""
    is_met: bool
    """Whether the installed version is one that the specifier allows; True where nothing is installed."""


def required_edges(found: Mapping[str, Installed], layout: Layout) -> Iterator[Edge]:
    """Every requirement that holds in the environment, once per extra that makes it hold."""
    environment = layout.marker_environment()
    parsed: dict[str, Any] = {}
    seen: set[tuple[str, str]] = {(name, "") for name in found}
    waiting = [(name, "") for name in list(found)[::-1]]
    while waiting:
        name, extra = waiting.pop()
        for line, text in _lines_for(found[name], extra):
            requirement = _parsed(text, parsed)
            if requirement is None or not _holds(requirement, environment, extra):
                continue
            edge = _edge(found, found[name], line, text, requirement, extra)
            yield edge
            for asked in (normalized_package_name("pypi", each) for each in requirement.extras):
                if edge.target in found and (edge.target, asked) not in seen:
                    seen.add((edge.target, asked))
                    waiting.append((edge.target, asked))


def _lines_for(distribution: Installed, extra: str) -> Iterator[tuple[int, str]]:
    """The requirements that can hold with this extra, told apart before the costly parsing."""
    for line, text in distribution.requirements:
        named = [normalized_package_name("pypi", each) for each in _EXTRA.findall(text)]
        if (extra in named) if extra else (not named or " or " in text):
            yield line, text


def _parsed(text: str, parsed: dict[str, Any]) -> Any:
    from packaging.requirements import InvalidRequirement, Requirement

    if text not in parsed:
        try:
            parsed[text] = Requirement(text)
        except (InvalidRequirement, RecursionError):
            parsed[text] = None
    return parsed[text]


def _holds(requirement: Any, environment: dict[str, str], extra: str) -> bool:
    from packaging.markers import UndefinedComparison, UndefinedEnvironmentName

    if requirement.marker is None:
        return True
    try:
        return bool(requirement.marker.evaluate({**environment, "extra": extra}))
    except (UndefinedComparison, UndefinedEnvironmentName):
        return False


def _edge(
    found: Mapping[str, Installed], source: Installed, line: int, text: str, requirement: Any, extra: str
) -> Edge:
    target = normalized_package_name("pypi", requirement.name)
    installed = found.get(target)
    is_met = installed is None or _allows(requirement.specifier, installed.version)
    marker = str(requirement.marker or "")
    return Edge(source, line, text, target, str(requirement.specifier), marker, extra, is_met)


def _allows(specifier: Any, version: str) -> bool:
    from packaging.version import InvalidVersion

    try:
        return bool(specifier.contains(version, prereleases=True))
    except InvalidVersion:
        return True
