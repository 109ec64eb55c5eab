"""Terraform providers and modules by their source addresses: registry names, git repositories, archives."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.graph.identity import is_pinned_digest, package_id
from explorer.sources.claims import used_by
from explorer.sources.hcl_tree import Attribute, Block, Literal
from explorer.sources.infrastructure import Site
from explorer.sources.package_index import distributed_by

_DEFAULT_REGISTRIES = ("registry.terraform.io", "registry.opentofu.org")
_PROVIDER = re.compile(r"(?:([\w.-]+\.[\w.-]+)/)?([\w-]+)/([\w-]+)")
_MODULE = re.compile(r"(?:([\w-]+(?:\.[\w-]+)+)/)?([\w-]+)/([\w-]+)/([\w-]+)(?://.*)?")
_GITHUB = re.compile(
    r"(?:git::)?(?:https://|ssh://)?(?:git@)?github\.com[/:]([\w.-]+)/([\w.-]+?)(?:\.git)?(?://[^?]*)?(?:\?(.*))?"
)
_EXACT = re.compile(r"=?\s*v?(\d+(?:\.\d+){1,2}[\w.+-]*)")


def provider_claims(address: str, version: str, found: Evidence, site: Site) -> Iterator[Claim]:
    """A provider by its source address such as `hashicorp/aws`; built-in ones are part of Terraform itself."""
    match = _PROVIDER.fullmatch(address)
    if match is None or match.group(1) == "terraform.io":
        return
    host, namespace, name = match.groups()
    yield from _registry_package(f"{namespace}/{name}", version, host or "", "Terraform provider", found, site)


def module_claims(address: str, version: str, found: Evidence, site: Site) -> Iterator[Claim]:
    """A module by its source address; one that lies in the project itself is read as its own files."""
    if address.startswith((".", "/")) or "$" in address:
        return
    if github := _GITHUB.fullmatch(address):
        yield from _git_module(f"{github.group(1)}/{github.group(2)}", github.group(3) or "", found, site)
    elif registry := _MODULE.fullmatch(address.removeprefix("tfr:///").partition("?")[0]):
        host, *parts = registry.groups()
        query = re.search(r"\?version=([\w.+-]+)", address)
        version = version or (query.group(1) if query else "")
        yield from _registry_package("/".join(parts), version, host or "", "Terraform module", found, site)
    elif "::" in address or "://" in address:
        yield from _other_module(address, found, site)


def lock_claims(body: tuple[Attribute | Block, ...], site: Site) -> Iterator[Claim]:
    """The providers that a dependency lock file fixes, each at its version and at its name."""
    for block in body:
        if isinstance(block, Block) and block.kind == "provider" and block.labels:
            version = block.attribute("version")
            exact = version.value.value if version is not None and isinstance(version.value, Literal) else None
            for line in dict.fromkeys((version.line if version else block.line, block.line)):
                found = site.found(line, f"{block.labels[0]} {exact or ''}", "lock")
                yield from provider_claims(block.labels[0], exact or "", found, site)


def _registry_package(name: str, version: str, host: str, role: str, found: Evidence, site: Site) -> Iterator[Claim]:
    match = _EXACT.fullmatch(version.strip())
    exact = match.group(1) if match else ""
    attributes = {"role": role, "pinned": "yes" if exact else "no"}
    if version:
        attributes["requirement"] = version
    identity = package_id("terraform", name.lower(), exact)
    yield from _used(identity, name.lower(), exact, attributes, found, site)
    if host and host not in _DEFAULT_REGISTRIES:
        yield from distributed_by(identity, f"https://{host}", found, "Terraform registry", site.scope)


def _git_module(repository: str, query: str, found: Evidence, site: Site) -> Iterator[Claim]:
    match = re.search(r"(?:^|&)ref=([^&]+)", query)
    reference = match.group(1) if match else ""
    pinned = "yes" if is_pinned_digest(reference) else "no"
    attributes = {"role": "Terraform module", "pinned": pinned, "reference": reference or "none"}
    identity = package_id("github", repository, reference)
    yield from _used(identity, repository, reference, attributes, found, site)


def _other_module(address: str, found: Evidence, site: Site) -> Iterator[Claim]:
    """A module in a bucket, an archive or another forge, by its address without query."""
    plain = re.sub(r"//[^/@]*@", "//", re.sub(r"^\w+::", "", address)).partition("?")[0]
    attributes = {"role": "Terraform module", "pinned": "no"}
    identity = package_id("generic", plain.partition("://")[2] or plain)
    yield from _used(identity, plain, "", attributes, found, site)
    yield from distributed_by(identity, plain, found, "module archive", site.scope)


def _used(
    identity: ComponentId, name: str, version: str, attributes: dict[str, str], found: Evidence, site: Site
) -> Iterator[Claim]:
    package = Component(identity, Kind.PACKAGE, name, version, None, Knowledge.DECLARED, attributes, (found,))
    yield from used_by(site.project.system, package, scope=site.scope)
