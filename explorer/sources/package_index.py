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
from explorer.sources.secrets import redact

_USER_INFO = re.compile(r"(?<=://)[^/\s\"'<>]*@")
_QUERY = re.compile(r"(?<=[^\s])\?[^\s#\"']*")
_SITES = {
    "github.com": "GitHub",
    "gitlab.com": "GitLab",
    "bitbucket.org": "Bitbucket",
    "huggingface.co": "Hugging Face",
    "hf.co": "Hugging Face",
}
"""Sites that are known by a name of their own; every other hub is named by its host."""


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


def hub_name(host: str) -> str:
    """What the hub at this host is called: `PyPI`, `npm`, `GitHub`, or the host itself."""
    labels = host.split(".")
    second = labels[-2] if len(labels) > 1 else ""
    if second == "pypi":
        return "TestPyPI" if labels[0] == "test" else "PyPI"
    if second.removesuffix("js") == "npm":
        return "npm"
    return next((name for site, name in _SITES.items() if host == site or host.endswith("." + site)), host)


def hub_component(address: str, found: Evidence, role: str = "package index") -> Component | None:
    """The hub that serves at this address; None where the address is a path or names no host."""
    host = host_of(address)
    if not host:
        return None
    name = hub_name(host)
    facts = {"role": role, "host": host}
    return Component(hub_id(name), Kind.HUB, name, "", None, Knowledge.DECLARED, facts, (found,))


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


def each_hub_once(claims: Iterable[Claim]) -> Iterator[Claim]:
    """The claims of one file, without saying again that a hub or party exists: thousands of packages share one."""
    said: set[ComponentId] = set()
    for claim in claims:
        if isinstance(claim, Component) and claim.kind in (Kind.HUB, Kind.PARTY):
            if claim.id in said:
                continue
            said.add(claim.id)
        yield claim
