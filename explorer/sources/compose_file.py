"""Reads Compose files: the image and the devices of each service."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.relation import Scope
from explorer.sources.container_image import image_claims
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import LinedText, Tree, read_yaml, settings, text_at, value_at

_DEVICES = {"nvidia.com/gpu": "nvidia-gpu", "/dev/nvidia": "nvidia-gpu", "/dev/kfd": "amd-gpu", "amd.com/gpu": "amd-gpu",
            "/dev/accel": "google-tpu", "/dev/neuron": "aws-neuron", "/dev/hl": "intel-gaudi"}  # fmt: skip
_RUNTIMES = {"nvidia": "nvidia-gpu", "habana": "intel-gaudi"}
_OFF = frozenset({"", "0", "none", "false"})


class ComposeFileSource:
    """Docker Compose files; models in commands and environments are read by the settings reader."""

    name = "compose"
    reads = "Compose files: images and accelerators of each service, images that a build takes as context."
    does_not_read = "Files that `extends` or `include` name outside the folder; images that the file itself builds."

    def matches(self, path: PurePosixPath) -> bool:
        """`docker-compose.yml`, `compose.yaml` and their variants."""
        return bool(
            re.fullmatch(r"((docker|podman)-)?compose[\w.-]*\.ya?ml|[\w.-]+\.compose\.ya?ml", path.name.lower())
        )

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims per service."""
        site = Site.of(self.name, file, project)
        for document in read_yaml(file):
            services = value_at(document, "services")
            if services is None and isinstance(document, dict) and "version" not in document:
                services = document  # The first version of the format has no table of services.
            for service in services.values() if isinstance(services, dict) else []:
                if isinstance(service, dict):
                    yield from _image(service, site)
                    yield from _devices(service, site)


def _image(service: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    image = text_at(service, "image")
    if image is not None and "build" not in service:
        yield from image_claims(image, site.project, site.found(image.line, f"image: {image}", "image"), site.scope)
    contexts = value_at(service, "build", "additional_contexts")
    for _, key, value in settings({LinedText("contexts", 0): contexts} if contexts is not None else None):
        reference = value.partition("docker-image://")[2]
        if reference:
            found = site.found(value.line, f"{key}: {value}", "additional_contexts")
            yield from image_claims(reference, site.project, found, Scope.BUILD)


def _devices(service: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    for above, key, value in settings(service):
        found = site.found(value.line, f"{key}: {value}", str(key))
        hardware = ""
        if (key == "driver" and "devices" in above) or key == "runtime":
            hardware = _RUNTIMES.get(value, "")
        elif key == "gpus" and value.lower() not in _OFF:
            hardware = "nvidia-gpu"
        elif key == "devices" or (key == "device_ids" and "/" in value):
            hardware = next((each for start, each in _DEVICES.items() if value.startswith(start)), "")
        if hardware:
            yield from site.hardware(hardware, found)


SOURCE = ComposeFileSource()
