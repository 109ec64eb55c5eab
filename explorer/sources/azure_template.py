"""Reads Azure Resource Manager templates and their parameter files in JSON: Azure, deployed models, machines, images."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.sources.azure_model import azure_model_claims, is_model_key
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import LinedText, Tree, parse_yaml, settings, text_at, value_at

_SCHEMA = re.compile(r"deployment(Template|Parameters)\.json")
_NAMED = re.compile(r"(?i)(.*[._-])?parameters?([._-].*)?\.json|(main|azuredeploy|.*template)([._-].*)?\.json")
_FALLBACK = re.compile(r"\$\{\w+=([^{}]+)\}")


class AzureTemplateSource:
    """Templates with the defaults of their parameters, and the values given to them."""

    name = "azure-template"
    reads = "Azure Resource Manager templates and parameters (JSON), those of azd included: Azure, models, machines, images."
    does_not_read = "Linked templates behind addresses; what expressions compute."

    def matches(self, path: PurePosixPath) -> bool:
        """`main.json`, `azuredeploy.json`, `*template.json`, `*.parameters.json`."""
        return bool(_NAMED.fullmatch(path.name))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims for the resources and parameters; nothing for JSON without the schema of a deployment."""
        text = file.read_text()
        if not _SCHEMA.search(text):
            return
        site = Site.of(self.name, file, project)
        for document in parse_yaml(text.replace("\t", " "), str(file.path)):  # JSON is YAML, but for its tabs.
            resources = value_at(document, "resources")
            for each in resources.values() if isinstance(resources, dict) else resources or ():
                yield from _cloud(each, site)
            yield from _models(document, "", site)
            for above, key, value in settings(document):
                place = above[-1] if key in ("value", "defaultValue") and above else key
                yield from _setting(str(place), value, site)


def _cloud(resource: Tree, site: Site) -> Iterator[Claim]:
    sort = text_at(resource, "type")
    if sort is not None and sort.startswith("Microsoft."):
        yield from site.cloud("azure", site.found(sort.line, f"type: {sort}", "type"))


def _models(tree: Any, key: str, site: Site) -> Iterator[Claim]:
    """`"model": { "format": "OpenAI", "name": "gpt-4o" }`, wherever it stands."""
    if isinstance(tree, dict):
        name = text_at(tree, "name")
        if is_model_key(key) and name is not None:
            found = site.found(name.line, f"{key}: {name}", key)
            yield from azure_model_claims(name, str(text_at(tree, "format") or ""), site, found)
        for inner, value in tree.items():
            yield from _models(value, str(inner), site)
    elif isinstance(tree, list):
        for each in tree:
            yield from _models(each, key, site)


def _setting(key: str, written: LinedText, site: Site) -> Iterator[Claim]:
    """One value; of `${NAME=fallback}` the fallback, which holds where the environment says nothing."""
    match = _FALLBACK.fullmatch(written)
    text = match.group(1) if match else str(written)
    found = site.found(written.line, f"{key}: {written}", key)
    if is_model_key(key):
        yield from azure_model_claims(text, "", site, found)
    yield from site.besides_models(key, text, found)


SOURCE = AzureTemplateSource()
"""Azure's templates in JSON."""
