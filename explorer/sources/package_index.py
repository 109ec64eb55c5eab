"""From which hub an address serves: a package index, a code host, a file server. Its secrets are never kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import hub_id
from explorer.knowledge.hubs import hub_of_host
from explorer.sources.secrets import redact

_USER_INFO = re.compile(r"(?<=://)[^/\s\"'<>]*@")
_QUERY = re.compile(r"(?<=[^\s])\?[^\s#\"']*")


def without_credentials(text: str) -> str:
    """The text with user names, passwords, tokens and queries taken out of every address in it.

    >>> without_credentials("--index-url https://me:s3cret@index.example/simple?token=x")
    '--index-url https://index.example/simple'
    """
    if "://" not in text:
        return redact(text)
    return redact(_QUERY.sub("", _USER_INFO.sub("", text)))


def host_of(address: str) -> str:
    """The host of an address, lower case, without port and user; empty for a path or a broken address."""
    try:
        return (urlsplit(address.strip()).hostname or "") if "://" in address else ""
    except ValueError:
        return ""


def hub_at(host: str) -> tuple[ComponentId, str]:
    """The identity and name of the hub at this host: a known one, or one that is named by its host."""
    labels = host.split(".")
    domain = labels[-2] if len(labels) > 1 else ""
    if domain == "pypi":
        return (hub_id("test-pypi"), "TestPyPI") if labels[0] == "test" else (hub_id("pypi"), "PyPI")
    if domain.removesuffix("js") == "npm":
        return hub_id("npm"), "npm registry"
    known = hub_of_host(host)
    return (known.id, known.name) if known is not None else (hub_id(host), host)


def hub_component(address: str, found: Evidence, role: str = "package index") -> Component | None:
    """The hub that serves at this address; None where the address is a path or names no host."""
    host = host_of(address)
    if not host:
        return None
    identity, name = hub_at(host)
    facts = {"role": role, "host": host}
    return Component(identity, Kind.HUB, name, "", None, Knowledge.DECLARED, facts, (found,))


def distributed_by(
    package: ComponentId,
    address: str,
    found: Evidence,
    role: str = "package index",
    scope: Scope = Scope.RUNTIME,
    knowledge: Knowledge = Knowledge.DECLARED,
) -> Iterator[Claim]:
    """The hub at this address, and that the package comes from it; nothing where the address names no host."""
    hub = hub_component(address, found, role)
    if hub is not None:
        yield hub
        yield Relation(package, hub.id, RelationKind.DISTRIBUTED_BY, scope, knowledge, {}, (found,))


def each_hub_once(claims: Iterable[Claim], on_each_line: bool = False) -> Iterator[Claim]:
    """The claims of one file, without saying again that a hub or party exists: thousands of packages share one.

    With `on_each_line` it is said once for each line that names it, as in files that people write.
    """
    said: set[tuple[ComponentId, int | None]] = set()
    for claim in claims:
        if isinstance(claim, Component) and claim.kind in (Kind.HUB, Kind.PARTY):
            line = claim.evidence[0].line if on_each_line and claim.evidence else None
            if (claim.id, line) in said:
                continue
            said.add((claim.id, line))
        yield claim
