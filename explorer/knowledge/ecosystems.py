"""Which purls an ecosystem of the advisories means, and by which rule its versions follow each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from explorer.knowledge.files import read_knowledge

_QUALIFIED = ("deb", "apk", "rpm")
"""Purl types of which the namespace says whose packages they are."""


@dataclass(frozen=True, slots=True)
class Ecosystem:
    """One entry of `ecosystems.toml`."""

    name: str
    """As advisories call it: `crates.io`."""
    purl: str
    """The purl type, with the namespace where that tells distributions apart: `cargo`, `deb/debian`."""
    rule: str
    """How versions are compared; empty where no rule is known here."""
    fold: bool
    """Whether names are compared without regard to case."""

    def normalized(self, name: str) -> str:
        """A package name in the one form in which purls and advisories are compared; Maven's `group:artifact` has a slash."""
        plain = name.strip().replace(":", "/") if self.purl == "maven" else name.strip()
        plain = plain.lower() if self.fold else plain
        return "-".join(_parts(plain)) if self.purl == "pypi" else plain


def _parts(name: str) -> list[str]:
    return [part for part in name.replace("_", "-").replace(".", "-").split("-") if part]


@cache
def _by(key: str) -> dict[str, Ecosystem]:
    found = {}
    for entry in read_knowledge("ecosystems")["ecosystem"]:
        each = Ecosystem(entry["names"][0], entry["purl"], entry["rule"], entry["fold"])
        for name in entry["names"] if key == "names" else [entry["purl"]]:
            found[name.lower()] = each
    return found


def ecosystem_named(name: str) -> tuple[Ecosystem | None, str]:
    """The ecosystem that an advisory names, and its release: `Debian:12` is Debian, release 12.

    >>> ecosystem_named("Alpine:v3.18")[0].purl, ecosystem_named("Alpine:v3.18")[1], ecosystem_named("GHC")
    ('apk/alpine', 'v3.18', (None, ''))
    """
    plain, _, release = name.partition(":")
    return _by("names").get(plain.strip().lower()), release


def ecosystem_by_purl(purl: str) -> Ecosystem | None:
    """The ecosystem with this purl type and, of distributions, namespace."""
    return _by("purl").get(purl)


def package_of(identity: str) -> tuple[Ecosystem, str] | None:
    """The ecosystem and the normalised name that a purl without its version means; None where advisories cannot name it.

    >>> package_of("pkg:maven/org.apache.logging.log4j/log4j-core")[1], package_of("pkg:pypi/Foo_Bar")[1]
    ('org.apache.logging.log4j/log4j-core', 'foo-bar')
    >>> package_of("pkg:deb/debian/libssl3?upstream=openssl")[1], package_of("pkg:huggingface/a/b")
    ('openssl', None)
    """
    body, _, qualifiers = identity.partition("#")[0].partition("?")
    kind, _, name = body.removeprefix("pkg:").partition("/")
    if kind in _QUALIFIED:
        namespace, _, name = name.partition("/")
        kind = f"{kind}/{namespace}"
        # Advisories of distributions are about source packages, which a binary package names as its upstream.
        name = qualifier(qualifiers, "upstream").partition("@")[0] or name
    found = _by("purl").get(kind.lower()) if identity.startswith("pkg:") else None
    return (found, found.normalized(unquote(name))) if found is not None and name else None


def qualifier(qualifiers: str, name: str) -> str:
    """One qualifier of a purl, decoded; empty where it is not there."""
    pairs = dict(part.partition("=")[::2] for part in qualifiers.split("&"))
    return unquote(pairs.get(name, ""))
