"""Reads Kubernetes manifests, kustomizations and Helm values: images, accelerators, node types, served models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.kubernetes_objects import document_claims
from explorer.sources.lined_yaml import read_yaml
from explorer.sources.pipeline_paths import is_pipeline

_OTHERS = re.compile(
    r"(docker-)?compose[\w.-]*\.ya?ml|pnpm-lock\.yaml|environment\.ya?ml|chart\.(yaml|lock)|cog\.ya?ml|mkdocs\.ya?ml|"
    r"\.pre-commit-config\.yaml"
)


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
        for document in read_yaml(file):
            yield from document_claims(document, site)


SOURCE = KubernetesSource()
