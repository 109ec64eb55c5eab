"""Reads Kubernetes manifests, kustomizations and Helm values: images, accelerators, node types, served models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.kubernetes_objects import document_claims
from explorer.sources.lined_yaml import Tree, settings, yaml_as_far_as_possible
from explorer.sources.nested_text import nested_claims
from explorer.sources.pipeline_paths import is_pipeline

_OTHERS = re.compile(
    r"(docker-)?compose[\w.-]*\.ya?ml|pnpm-lock\.yaml|environment\.ya?ml|chart\.(yaml|lock)|cog\.ya?ml|mkdocs\.ya?ml|"
    r"\.pre-commit-config\.yaml"
)

_FILE_OR_VALUES = re.compile(r"(?i)\.(ya?ml|json)$|^(serveConfigV2|runtimeEnvYAML|valuesContent|values)$")


class KubernetesSource:
    """Manifests, kustomizations and Helm values."""

    name = "kubernetes"
    reads = (
        "Kubernetes manifests, kustomizations, Helm values: images, accelerator requests, node types, clouds by their "
        "labels, models of KServe, Seldon and KubeAI, training jobs, charts of Argo CD and Flux."
    )
    does_not_read = "Template expressions are blanked, not rendered."

    def matches(self, path: PurePosixPath) -> bool:
        """YAML outside workflows and Compose files; what is no manifest yields nothing."""
        name = path.name.lower()
        if not name.endswith((".yaml", ".yml")) or is_pipeline(path):
            return False
        return not _OTHERS.fullmatch(name)

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims for what any document of the file names."""
        site = Site.of(self.name, file, project)
        for document in yaml_as_far_as_possible(file):
            yield from document_claims(document, site)
            yield from _written_inside(document, site)


def _written_inside(document: Tree, site: Site) -> Iterator[Claim]:
    """Files that a ConfigMap holds, and values and definitions that an object takes as a text."""
    for above, key, value in settings(document):
        if "\n" in value and (_FILE_OR_VALUES.search(key) or above[:1] == ("data",)):
            yield from nested_claims(value, value.first_line, site)


SOURCE = KubernetesSource()
