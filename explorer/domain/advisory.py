"""What a public database says of a package: an advisory, or that releases of it are malicious."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

RangeEvents = tuple[tuple[str, str], ...]
"""`(("introduced", "1.0"), ("fixed", "1.2"))`, in the order of the record."""


@dataclass(frozen=True, slots=True)
class Advisory:
    """One record about one package."""

    id: str
    ecosystem: str
    """As purls have it: `pypi`, `cargo`, `deb/debian`."""
    package: str
    """The normalised name."""
    summary: str
    versions: frozenset[str]
    """Releases that are named one by one."""
    ranges: tuple[tuple[str, RangeEvents], ...]
    """Type (`ECOSYSTEM`, `SEMVER`) and events; ranges of commits are left out."""
    aliases: tuple[str, ...] = ()
    vectors: tuple[str, ...] = ()
    """CVSS vectors."""
    rated: str = ""
    """A word such as `HIGH` that the database gives."""
    modified: str = ""
    release: str = ""
    """The release of a distribution that it is about: `12` of `Debian:12`; empty where it is about all."""

    @property
    def is_malicious(self) -> bool:
        """Whether it reports malicious releases and no vulnerability."""
        return any(name.startswith("MAL-") for name in (self.id, *self.aliases))


@dataclass(frozen=True, eq=False)
class AdvisoryData:
    """What was read from one offline copy of a database."""

    place: str
    advisories: tuple[Advisory, ...]
    """Only of packages that were asked for."""
    records: int
    withdrawn: int
    newest: str
    """The ISO 8601 moment of the latest change of any record that is not in the future: how old the data is at least."""
    ecosystems: Mapping[str, int]
    """By ecosystem, as purls have it: how many records are about it."""
    unreadable: int = 0
    skipped: Mapping[str, int] = field(default_factory=dict)
    """By name: how many records are about ecosystems that no purl of ours can be compared with."""
