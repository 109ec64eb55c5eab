"""Versions in the order that each ecosystem's own rule gives them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from explorer.analysis.version_orders import order
from explorer.knowledge.files import read_knowledge

ASCENDING = {
    # PEP 440, summary of permitted suffixes and relative ordering.
    "pep440": ["1.dev0", "1.0.dev456", "1.0a1", "1.0a2.dev456", "1.0b1.dev456", "1.0rc1", "1.0", "1.0.post456", "1.1.dev1"],
    # Semantic Versioning 2.0.0, items 10 and 11.
    "semver": ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "v1.0.0", "2.0.0", "2.1.0"],
    # NuGet, Package versioning: pre-release labels; System.Version has a fourth number.
    "nuget": ["1.0.1-alpha", "1.0.1-Beta", "1.0.1-rc.2", "1.0.1-rc.10", "1.0.1", "1.0.1.1", "1.0.2"],
    # Composer, Versions: stabilities.
    "composer": ["1.0.0-dev", "1.0.0-alpha1", "1.0.0-beta2", "1.0.0-RC1", "1.0.0", "1.0.0-patch1", "v1.0.1"],
    # RubyGems, Gem::Version: prereleases sort before releases.
    "gem": ["1.0.a.2", "1.0.b1", "1.0", "1.0.1", "1.8.2.a", "1.8.2.b", "1.8.2"],
    # Maven, version order specification.
    "maven": ["1-alpha", "1-beta", "1-milestone", "1-rc", "1-snapshot", "1", "1-sp", "1-foo2", "1-foo10", "1.foo10x", "1-1", "1.1"],
    # Debian Policy 5.6.12.
    "dpkg": ["1.0~~", "1.0~~a", "1.0~", "1.0", "1.0-1", "1.0-1ubuntu1", "1.0a", "1.0+b1", "1.0.1", "1:0.1"],
    # RPM, rpmvercmp test suite.
    "rpm": ["1.0~rc1", "1.0", "1.0^git1", "1.0a", "1.0.1", "2.0-1.el8", "2.0-1.el8_4", "2.0-2", "1:0.5"],
    # apk-tools, test suite of versions.
    "apk": ["2.34", "2.34.1", "2.34.1_p20", "2.34.1a", "2.35_alpha1", "2.35_rc1", "2.35", "2.35-r1", "2.35-r2", "2.35.01", "2.35.1"],
}  # fmt: skip


@pytest.mark.parametrize("rule", ASCENDING)
def test_that_versions_ascend_as_the_rule_says(rule: str) -> None:
    for lower, higher in pairwise(ASCENDING[rule]):
        assert order(rule, lower) < order(rule, higher), (lower, higher)


@pytest.mark.parametrize(
    ("rule", "one", "other"),
    [
        ("pep440", "1.0", "1.0.0"), ("pep440", "2.5.1+cu121", "2.5.1"), ("semver", "1.0.0+build.5", "1.0.0"),
        ("nuget", "1.0", "1.0.0.0"), ("nuget", "1.0.0-RC", "1.0.0-rc"), ("composer", "v1.2", "1.2.0.0"), ("gem", "1.0", "1"),
        ("maven", "1.0.0", "1-ga"), ("maven", "1-rc1", "1-CR1"), ("dpkg", "0:1.0-0", "1.0"), ("rpm", "1.010", "1.10"),
        ("apk", "1.2", "1.2-r0"),
    ],
)  # fmt: skip
def test_that_spellings_of_one_version_are_equal(rule: str, one: str, other: str) -> None:
    assert order(rule, one) == order(rule, other)


@pytest.mark.parametrize(
    ("rule", "text"),
    [("pep440", "banana"), ("semver", "banana"), ("nuget", "x"), ("composer", "dev-main"), ("gem", "x"), ("maven", " "), ("dpkg", "ä"), ("apk", "x"), ("rpm", "a:1"), ("", "1.0")],
)  # fmt: skip
def test_that_what_is_no_version_is_refused(rule: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"no |nothing|is"):
        order(rule, text)


@pytest.mark.parametrize("rule", ASCENDING)
def test_that_0_is_before_every_version(rule: str) -> None:
    """OSV format: the introduced version 0 means a version that sorts before any other."""
    assert all(order(rule, "0") < order(rule, version) for version in ASCENDING[rule])


def test_that_every_rule_that_an_ecosystem_names_is_here() -> None:
    rules = {entry["rule"] for entry in read_knowledge("ecosystems")["ecosystem"]}
    assert rules - {""} == set(ASCENDING)
