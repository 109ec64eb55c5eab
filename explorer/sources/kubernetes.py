"""Reads Kubernetes manifests and Helm values: container images, accelerators, node types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.identity import hardware_id
from explorer.knowledge.hardware import accelerator_named
from explorer.sources.claims import used_by
from explorer.sources.dockerfile import image_claims
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.lined_yaml import LinedText, read_yaml

_RESOURCES = (
    (re.compile(r"nvidia\.com/(gpu|mig)"), "nvidia-gpu", "NVIDIA GPU (CUDA)"),
    (re.compile(r"amd\.com/gpu"), "amd-gpu", "AMD GPU (ROCm)"),
    (re.compile(r"google\.com/tpu"), "google-tpu", "Google TPU"),
    (re.compile(r"aws\.amazon\.com/neuron"), "aws-neuron", "AWS Neuron device"),
    (re.compile(r"habana\.ai/gaudi"), "intel-gaudi", "Intel Gaudi"),
)
_ACCELERATOR_KEYS = re.compile(r"(?i)(gke-accelerator|gke-tpu-accelerator|nvidia\.com/gpu\.product|gpu-?type)$")


class KubernetesSource:
    """Manifests, kustomizations and Helm values."""

    name = "kubernetes"
    reads = "Kubernetes manifests and Helm values: images, GPU requests, accelerator node selectors."
    does_not_read = "Template expressions are blanked, not rendered."

    def matches(self, path: PurePosixPath) -> bool:
        """YAML outside workflows and Compose files; what is no manifest yields nothing."""
        name = path.name.lower()
        if not name.endswith((".yaml", ".yml")) or ".github" in path.parts:
            return False
        return not re.fullmatch(r"(docker-)?compose[\w.-]*\.ya?ml|pnpm-lock\.yaml|environment\.ya?ml", name)

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims for images and accelerators in any document that has them."""
        scope = scope_of_path(file.path)
        for document in read_yaml(file):
            waiting: list[Any] = [document]
            while waiting:
                node = waiting.pop()
                if isinstance(node, list):
                    waiting += node
                if not isinstance(node, dict):
                    continue
                reference = _image(node)
                if reference is not None:
                    found = evidence(self.name, file, reference.line, f"image: {reference}")
                    yield from image_claims(reference, project, found, scope)
                for hardware in self._accelerators(node, file):
                    yield from used_by(project.system, hardware, RelationKind.RUNS_ON, scope)
                waiting += node.values()

    def _accelerators(self, node: dict[Any, Any], file: ProjectFile) -> Iterator[Component]:
        for key, value in node.items():
            text = value if isinstance(value, LinedText) else ""
            if key.lower() in ("requestgpu",) and text not in ("", "0"):
                text = "nvidia.com/gpu" if "requestGPUType" not in node else str(node.get("requestGPUType"))
            for pattern, name, title in _RESOURCES:
                if (pattern.search(key) and text != "0") or pattern.search(text):
                    found = evidence(self.name, file, key.line, f"{key}: {value if text else ''}")
                    yield Component(hardware_id(name), Kind.HARDWARE, title, "", None, Knowledge.DECLARED, {}, (found,))
            if _ACCELERATOR_KEYS.search(key) and (known := accelerator_named(text)) is not None:
                found = evidence(self.name, file, key.line, f"{key}: {text}")
                yield Component(known.id, Kind.HARDWARE, known.name, "", None, Knowledge.DECLARED, {}, (found,))


def _image(node: dict[Any, Any]) -> LinedText | None:
    """An image reference in one mapping: `image: name:tag`, or `repository` with `tag` beside it."""
    image = node.get("image")
    if isinstance(image, LinedText) and re.search(r"[:/]", image) and "_template_" not in image and " " not in image:
        return image
    repository, tag = node.get("repository"), node.get("tag")
    if isinstance(repository, LinedText) and "/" in repository and "://" not in repository:
        registry = node.get("registry")
        name = f"{registry}/{repository}" if isinstance(registry, LinedText) and registry else str(repository)
        if "_template_" in name or (tag is None and not isinstance(registry, LinedText)):
            return None
        version = f":{tag}" if isinstance(tag, LinedText) and tag and "_template_" not in tag else ""
        return LinedText(name + version, repository.line)
    return None


SOURCE = KubernetesSource()
