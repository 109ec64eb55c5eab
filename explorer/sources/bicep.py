"""Reads Bicep: Azure, the models that are deployed there, machines, images, modules of the public registry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind, Knowledge
from explorer.graph.identity import package_id
from explorer.sources.azure_model import azure_model_claims, is_model_key
from explorer.sources.bicep_tables import Table, bicep_tables
from explorer.sources.claims import used_by
from explorer.sources.container_image import image_claims
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import LinedText
from explorer.sources.package_index import distributed_by

_RESOURCE = re.compile(r"Microsoft\.[\w./]+@[\w.-]+")
_PUBLIC_MODULE = re.compile(r"br(?:/public:|:mcr\.microsoft\.com/bicep/)([\w./-]+):([\w.-]+)")
_DOCKER = "DOCKER|"


class BicepSource:
    """Templates and their parameter files."""

    name = "bicep"
    reads = (
        "Bicep templates and parameters: Azure, deployed models, machine types, images, modules of the public registry."
    )
    does_not_read = "What expressions compute; the content of modules outside of the project."

    def matches(self, path: PurePosixPath) -> bool:
        """`*.bicep`, `*.bicepparam`."""
        return path.suffix in (".bicep", ".bicepparam")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims for each declaration, and for each literal that is given to a key."""
        site = Site.of(self.name, file, project)
        tables = bicep_tables(file.read_text())
        for key, text in tables[-1].texts:
            if key == "resource" and _RESOURCE.fullmatch(text):
                yield from site.cloud("azure", site.found(text.line, f"resource {text}", "resource"))
            elif key == "module":
                yield from _module(text, site)
        for table in tables:
            yield from _table(table, tables[-1], site)


def _table(table: Table, file: Table, site: Site) -> Iterator[Claim]:
    name = table.text("name") or file.text(table.words.get("name", ""))
    if is_model_key(table.key) and table.sign == "{" and name is not None:
        found = site.found(name.line, f"{table.key}: {name}", table.key)
        yield from azure_model_claims(name, str(table.text("format") or ""), site, found)
    value = table.text("value")
    named = [(str(name), value)] if name is not None and value is not None else []  # A variable of a container.
    for key, text in (*table.texts, *named):
        yield from _setting(key, text, site)


def _setting(key: str, text: LinedText, site: Site) -> Iterator[Claim]:
    found = site.found(text.line, f"{key}: {text}", key)
    if is_model_key(key):
        yield from azure_model_claims(text, "", site, found)
    if text.startswith(_DOCKER):
        yield from image_claims(text.removeprefix(_DOCKER), site.project, found, site.scope)
    yield from site.besides_models(key, str(text), found)


def _module(address: LinedText, site: Site) -> Iterator[Claim]:
    """A module of the public registry, which Microsoft's container registry gives out."""
    match = _PUBLIC_MODULE.fullmatch(address)
    if match is None:
        return
    name, version = match.groups()
    found = site.found(address.line, f"module {address}", "module")
    identity = package_id("generic", f"bicep/{name}", version)
    facts = {"role": "Bicep module", "pinned": "yes"}
    module = Component(identity, Kind.PACKAGE, name, version, None, Knowledge.DECLARED, facts, (found,))
    yield from used_by(site.project.system, module, scope=site.scope)
    yield from distributed_by(identity, "https://mcr.microsoft.com", found, "module registry", site.scope)


SOURCE = BicepSource()
"""Azure's own language of templates."""
