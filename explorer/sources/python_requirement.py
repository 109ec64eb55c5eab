"""One Python requirement: what it names, how exactly, and what it says about the supply chain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import is_pinned_digest, package_id
from explorer.sources.package_index import distributed_by, without_credentials

_EXACT = re.compile(r"={2,3}\s*([^\s*,]+)$")
_ARCHIVE = re.compile(r"\.(?:whl|zip|tar\.gz|tgz|tar\.bz2|tar\.xz|tar)$")
_SCOPE_WORDS = {
    Scope.TEST: ("test", "tests", "testing", "ci", "e2e"),
    Scope.DOCUMENTATION: ("doc", "docs", "documentation"),
    Scope.DEVELOPMENT: ("dev", "develop", "development", "lint", "typing", "types", "format", "mypy", "debug"),
    Scope.BUILD: ("build", "setup"),
    Scope.EXAMPLE: ("example", "examples", "demo", "demos"),
    Scope.OPTIONAL: ("optional", "extra", "extras"),
}


@dataclass(frozen=True, slots=True)
class PythonRequirement:
    """A requirement as written, in parts."""

    name: str
    specifier: str = ""
    """`>=2,<3`; empty for any version."""
    extras: tuple[str, ...] = ()
    marker: str = ""
    address: str = ""
    """The URL or path that it is to come from instead of an index; never with credentials."""

    @property
    def exact_version(self) -> str:
        """The one version that it allows; empty where it allows several."""
        return exact_version(self.specifier)


def parse_requirement(text: str) -> PythonRequirement | None:
    """The parts of a PEP 508 text; None where it is not one."""
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        parsed = Requirement(text)
    except (InvalidRequirement, ValueError, RecursionError):
        return None
    return PythonRequirement(
        parsed.name,
        str(parsed.specifier),
        tuple(sorted(parsed.extras)),
        str(parsed.marker or ""),
        without_credentials(parsed.url or ""),
    )


def exact_version(specifier: str) -> str:
    """The version that `==1.2` or `===1.2` names; empty for ranges, wildcards and contradictions.

    >>> exact_version("==2.4.1"), exact_version(">=2"), exact_version("==2.*")
    ('2.4.1', '', '')
    """
    exact = {match.group(1) for clause in specifier.split(",") if (match := _EXACT.match(clause.strip()))}
    return exact.pop() if len(exact) == 1 else ""


def scope_of_name(name: str, default: Scope) -> Scope:
    """The role that the name of a file, extra or group says: `requirements-test`, `docs`, `dev`."""
    words = set(re.split(r"[^a-z0-9]+", name.lower()))
    return next((scope for scope, known in _SCOPE_WORDS.items() if words.intersection(known)), default)


def is_own_code(requirement: PythonRequirement, folder: PurePosixPath) -> bool:
    """Whether it names a folder inside the scanned one, seen from `folder`: the project's own code, not upstream."""
    return is_inside(requirement.address, folder) and not _ARCHIVE.search(requirement.address)


def is_inside(address: str, folder: PurePosixPath) -> bool:
    """Whether an address is a relative path that does not leave the scanned folder."""
    path = local_path(address)
    if path is None or path.startswith(("/", "~", "$")) or re.match(r"[A-Za-z]:", path):
        return False
    depth = len(folder.parts)
    for part in PurePosixPath(path).parts:
        depth += -1 if part == ".." else 1
        if depth < 0:
            return False
    return True


def local_path(address: str) -> str | None:
    """The path that an address means: a bare path or a `file:` URL; None for everything else and for nothing."""
    if address.startswith("file:"):
        return unquote(address.removeprefix("file:").removeprefix("//").partition("#")[0])
    return None if not address or "://" in address else address.partition("#")[0]


def name_in_address(address: str) -> tuple[str, str]:
    """The package name and version that an address tells: `#egg=`, a wheel or archive name, else a repository name."""
    egg = re.search(r"[#&]egg=([A-Za-z0-9._-]+)", address)
    if egg:
        return egg.group(1), ""
    tail = unquote(address.partition("#")[0].rstrip("/").rpartition("/")[2])
    archive = re.match(r"([A-Za-z0-9][A-Za-z0-9._-]*?)-(\d[A-Za-z0-9.!+]*)(?:-.*)?\.(?:whl|zip|tar|tgz)", tail)
    if archive:
        return archive.group(1), archive.group(2)
    name = re.sub(r"(?:\.git)?(?:@.*)?$", "", tail, count=1)
    return (name, "") if "://" in address and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name) else ("", "")


def address_facts(address: str) -> Mapping[str, str]:
    """What an address says, as attributes: `url` or `path`, and `revision` with `pinned` for version control."""
    if (path := local_path(address)) is not None:
        return {"path": path}
    plain = address.partition("#")[0]
    head, at, revision = plain.rpartition("@")
    if "+" not in plain.partition("://")[0] or not at or "/" not in head.partition("://")[2]:
        return {"url": plain}
    return {"url": head, "revision": revision, "pinned": "yes" if is_pinned_digest(revision) else "no"}


def required_package(
    requirement: PythonRequirement,
    found: Evidence,
    facts: Mapping[str, str] | None = None,
    version: str = "",
    knowledge: Knowledge = Knowledge.DECLARED,
) -> Component:
    """The package that a requirement names; `version` is one known from elsewhere, such as a constraint."""
    version = requirement.exact_version or version
    attributes = {"requirement": requirement.specifier} if requirement.specifier else {}
    attributes["pinned"] = "yes" if version else "no"
    attributes |= {**address_facts(requirement.address)} if requirement.address else {}
    identity = package_id("pypi", requirement.name, version)
    return Component(
        identity, Kind.PACKAGE, requirement.name, version, None, knowledge, attributes | dict(facts or {}), (found,)
    )


def required_by(
    user: ComponentId,
    requirement: PythonRequirement,
    package: Component,
    scope: Scope,
    facts: Mapping[str, str] | None = None,
) -> Iterator[Claim]:
    """The package, that `user` uses it, and the hub that its address names."""
    stated = {
        "requirement": requirement.specifier,
        "marker": requirement.marker,
        "extras": ", ".join(requirement.extras),
    }
    attributes = {name: text for name, text in stated.items() if text} | dict(facts or {})
    yield package
    yield Relation(user, package.id, RelationKind.USES, scope, Knowledge.DECLARED, attributes, package.evidence)
    if requirement.address:
        role = "code host" if "+" in requirement.address.partition("://")[0] else "file server"
        yield from distributed_by(package.id, requirement.address, package.evidence[0], role, scope)
