"""Helm charts by name, version and repository: from `Chart.yaml`, from Terraform, Kustomize, Argo CD and Flux."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind, Scope
from explorer.graph.identity import package_id
from explorer.sources.claims import used_by
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import LinedText, Tree, read_yaml, text_at, value_at
from explorer.sources.package_index import distributed_by

_EXACT = re.compile(r"v?\d+\.\d+\.\d+[\w.+-]*")
_HELMFILE = re.compile(r"(^|/)helmfile([\w.-]*)\.ya?ml$|(^|/)helmfile\.d/[\w.-]+\.ya?ml$")
_NAMES = frozenset({"chart.yaml", "chart.lock", "requirements.yaml", "requirements.lock"})


class HelmChartSource:
    """The charts that a chart is built from."""

    name = "helm-chart"
    reads = "Helm: Chart.yaml, Chart.lock, requirements.yaml and helmfile.yaml: the charts that a chart depends on, and from where."
    does_not_read = "What is inside those charts; templates are blanked, not rendered."

    def matches(self, path: PurePosixPath) -> bool:
        """`Chart.yaml`, `Chart.lock`, `requirements.yaml`, `helmfile.yaml`."""
        return path.name.lower() in _NAMES or bool(_HELMFILE.search(str(path).lower()))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A claim for each dependency."""
        site = Site.of(self.name, file, project)
        for document in read_yaml(file):
            yield from _releases(document, site)
            dependencies = value_at(document, "dependencies")
            for entry in dependencies if isinstance(dependencies, list) else []:
                name = text_at(entry, "name")
                if name is None:
                    continue
                version, repository = text_at(entry, "version") or "", text_at(entry, "repository") or ""
                scope = Scope.OPTIONAL if text_at(entry, "condition") or value_at(entry, "tags") else site.scope
                found = site.found(name.line, f"{name} {version} {repository}", "dependencies")
                at = text_at(entry, "repository")
                source = site.found(at.line, f"repository: {at}", "dependencies") if at is not None else None
                yield from chart_claims(name, version, repository, project.system, found, scope, source)


def _releases(document: Tree, site: Site) -> Iterator[Claim]:
    """The releases of a helmfile, each chart from the repository that its alias means there."""
    listed, releases = value_at(document, "repositories"), value_at(document, "releases")
    known = {
        text_of(text_at(each, "name")): text_at(each, "url") for each in (listed if isinstance(listed, list) else [])
    }
    for each in releases if isinstance(releases, list) else []:
        chart, version = text_at(each, "chart"), text_at(each, "version") or ""
        if chart is not None:
            at = known.get(chart.partition("/")[0])
            found = site.found(chart.line, f"chart: {chart} {version}".strip(), "releases")
            source = site.found(at.line, f"url: {at}", "repositories") if at is not None else None
            address = str(at or "")
            yield from chart_claims(chart, version, address, site.project.system, found, site.scope, source)


def chart_claims(
    name: str,
    version: str,
    repository: str,
    user: ComponentId,
    found: Evidence,
    scope: Scope,
    named_at: Evidence | None = None,
) -> Iterator[Claim]:
    """A chart, and the repository that gives it out; nothing for one that lies beside (`file://…`) or is a variable.

    `named_at` is where the repository is written, if not with the chart.
    """
    if repository.startswith(("file:", ".", "/")) or name.startswith((".", "/")) or name.endswith(".tgz"):
        return
    if name.startswith("oci://"):
        repository, name = name.rpartition("/")[0], name.rpartition("/")[2]
    elif "/" in name:  # `bitnami/redis`: an alias of a repository that only the machine knows.
        name = name.rpartition("/")[2]
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]*", name):
        return
    exact = version if _EXACT.fullmatch(version) else ""
    attributes = {"role": "Helm chart", "pinned": "yes" if exact else "no"}
    if version:
        attributes["requirement"] = version
    identity = chart_id(name, version)
    chart = Component(identity, Kind.PACKAGE, name, exact, None, Knowledge.DECLARED, attributes, (found,))
    yield from used_by(user, chart, RelationKind.USES, scope)
    if "://" in repository and "$" not in repository:
        yield from distributed_by(identity, repository, named_at or found, "chart repository", scope)


def chart_id(name: str, version: str) -> ComponentId:
    """The purl of a chart, with its version where exactly one is named; an alias before its name is left out."""
    return package_id("helm", name.rpartition("/")[2], version if _EXACT.fullmatch(version) else "")


def text_of(value: object) -> str:
    """The text of a value of a tree; empty for all others."""
    return str(value) if isinstance(value, LinedText) else ""


SOURCE = HelmChartSource()
