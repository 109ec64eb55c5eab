"""Which of two versions comes first? By the rule of the ecosystem that they belong to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from explorer.analysis.distribution_versions import apk_order, dpkg_order, rpm_order
from explorer.analysis.maven_versions import maven_order

_SEMVER = re.compile(r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$")
_NUGET = re.compile(r"(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$")
_COMPOSER = re.compile(
    r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?"
    r"[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)[.-]?(\d*))?([.-]?dev)?(?:\+.*)?$"
)
_GEM = re.compile(r"\d+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$")


@cache
def order(rule: str, version: str) -> Any:
    """A value that orders versions as the rule does; versions of one rule only can be compared.

    `0` is before every version, as the OSV format has it. Raises ValueError for what is no version by the rule, and
    where no rule is known.

    >>> order("semver", "1.0.0-rc.1") < order("semver", "1.0.0"), order("dpkg", "1.0~rc1-1") < order("dpkg", "1.0-1")
    (True, True)
    """
    if rule not in _RULES:
        raise ValueError("no rule to compare its versions is known here")
    return (0,) if version == "0" else (1, _RULES[rule](version))


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
    return (*(int(part or 0) for part in match.groups()[:3]), _before_release(match.group(4)))


def _nuget(version: str) -> Any:
    """NuGet, Package versioning: semantic versions with an optional fourth number, pre-releases without regard to case."""
    match = _NUGET.match(version)
    if match is None:
        raise ValueError(f"{version} is no NuGet version")
    return (*(int(part or 0) for part in match.groups()[:4]), _before_release((match.group(5) or "").lower() or None))


def _before_release(text: str | None) -> Any:
    if text is None:
        return (1, ())
    return (0, tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in text.split(".")))


_STABILITY = {"a": 1, "alpha": 1, "b": 2, "beta": 2, "rc": 3, "": 4, "stable": 4, "p": 5, "pl": 5, "patch": 5}


def _composer(version: str) -> Any:
    """Composer, Versions and constraints: up to four numbers, then dev < alpha < beta < RC < stable < patch."""
    match = _COMPOSER.match(version.lower())
    if match is None:
        raise ValueError(f"{version} is no Composer version")
    *numbers, word, count, dev = match.groups()
    stability = _STABILITY[word or ""]
    return (*(int(part or 0) for part in numbers), (0 if dev and not word else stability, int(count or 0), not dev))


def _gem(version: str) -> Any:
    """RubyGems, Gem::Version: numbers and words; a word is a pre-release and comes before any number, missing parts are 0."""
    if not _GEM.match(version):
        raise ValueError(f"{version} is no RubyGems version")
    parts = re.findall(r"\d+|[A-Za-z]+", version.replace("-", ".pre."))
    found = [(1, int(part), "") if part.isdigit() else (0, 0, part) for part in parts]
    words = next((place for place, part in enumerate(found) if part[0] == 0), len(found))
    numbers, rest = found[:words], found[words:]
    while numbers and numbers[-1][1] == 0:
        numbers.pop()
    while rest and rest[-1] == (1, 0, ""):
        rest.pop()
    # A missing part counts as the number 0; one more of them at the end lets a longer list be compared with a shorter.
    return (*numbers, *rest, (1, 0, ""))


_RULES: Mapping[str, Callable[[str], Any]] = {
    "pep440": _pep440,
    "semver": _semver,
    "nuget": _nuget,
    "composer": _composer,
    "gem": _gem,
    "maven": maven_order,
    "dpkg": dpkg_order,
    "apk": apk_order,
    "rpm": rpm_order,
}
