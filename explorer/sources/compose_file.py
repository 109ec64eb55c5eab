"""Reads Compose files: the image, command, environment and devices of each service."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.identity import hardware_id
from explorer.sources.claims import used_by
from explorer.sources.container_image import image_claims
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.lined_yaml import LinedText, read_yaml, settings, value_at


class ComposeFileSource:
    """Docker Compose files; models in commands and environments are read by the settings reader."""

    name = "compose"
    reads = "Compose files: images and GPU reservations of each service."
    does_not_read = "Files that `extends` or `include` name outside the folder."

    def matches(self, path: PurePosixPath) -> bool:
        """`docker-compose.yml`, `compose.yaml` and their variants."""
        return bool(re.fullmatch(r"(docker-)?compose[\w.-]*\.ya?ml", path.name.lower()))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims per service."""
        scope = scope_of_path(file.path)
        for document in read_yaml(file):
            services = value_at(document, "services")
            for service in services.values() if isinstance(services, dict) else []:
                image = service.get("image") if isinstance(service, dict) else None
                if isinstance(image, LinedText) and "build" not in service:
                    reference = re.sub(r"\$\{\w+:?-([^}]*)\}", r"\1", image)
                    found = evidence(self.name, file, image.line, f"image: {image}")
                    yield from image_claims(reference, project, found, scope)
                yield from self._devices(service, file, project)

    def _devices(self, service: Any, file: ProjectFile, project: Project) -> Iterator[Claim]:
        for above, key, value in settings(service):
            gpu = key == "driver" and value == "nvidia" and "devices" in above
            if gpu or (key == "runtime" and value == "nvidia"):
                found = evidence(self.name, file, value.line, f"{key}: {value}")
                gpus = Component(
                    hardware_id("nvidia-gpu"),
                    Kind.HARDWARE,
                    "NVIDIA GPU (CUDA)",
                    "",
                    None,
                    Knowledge.DECLARED,
                    {},
                    (found,),
                )
                yield from used_by(project.system, gpus, RelationKind.RUNS_ON, scope_of_path(file.path))


SOURCE = ComposeFileSource()
