"""Reads Compose files: the image and the devices of each service."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import quote

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.relation import Scope
from explorer.sources.claims import used_by
from explorer.sources.container_image import image_claims
from explorer.sources.dockerfile import text_claims
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import LinedText, Tree, settings, text_at, value_at, yaml_as_far_as_possible
from explorer.sources.mcp_configuration import server_claims

_DEVICES = {"nvidia.com/gpu": "nvidia-gpu", "/dev/nvidia": "nvidia-gpu", "/dev/kfd": "amd-gpu", "amd.com/gpu": "amd-gpu",
            "/dev/accel": "google-tpu", "/dev/neuron": "aws-neuron", "/dev/hl": "intel-gaudi"}  # fmt: skip
_IMAGE_ARGUMENT = re.compile(r"(?i)(^|_)(base_?)?image(_?(name|url|base|tag|uri))?$|^base$|^from$")
_RUNTIMES = {"nvidia": "nvidia-gpu", "habana": "intel-gaudi"}
_OFF = frozenset({"", "0", "none", "false"})


class ComposeFileSource:
    """Docker Compose files; models in commands and environments are read by the settings reader."""

    name = "compose"
    reads = "Compose files: images, accelerators and mounted weights of each service, images of its build, servers of an MCP gateway."
    does_not_read = "Files that `extends` or `include` name outside the folder; images that the file itself builds."

    def matches(self, path: PurePosixPath) -> bool:
        """`docker-compose.yml`, `compose.yaml` and their variants."""
        return bool(
            re.fullmatch(r"((docker|podman)-)?compose[\w.-]*\.ya?ml|[\w.-]+\.compose\.ya?ml", path.name.lower())
        )

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims per service."""
        site = Site.of(self.name, file, project)
        for document in yaml_as_far_as_possible(file):
            services = value_at(document, "services")
            if services is None and isinstance(document, dict) and "version" not in document:
                services = document  # The first version of the format has no table of services.
            for service in services.values() if isinstance(services, dict) else []:
                if isinstance(service, dict):
                    yield from _image(service, site)
                    yield from _built(service, site)
                    yield from _devices(service, site)
                    yield from _gateway(service, site)
                    yield from _mounted(service, site)


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


def _built(service: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    """The Dockerfile that stands in the file itself, and base images that a build is given as arguments."""
    inline = text_at(service, "build", "dockerfile_inline")
    if inline is not None:
        yield from text_claims(inline, site, inline.first_line)
    arguments = value_at(service, "build", "args")
    for _, key, value in settings({LinedText("args", 0): arguments} if arguments is not None else None):
        name, _, given = value.partition("=") if key == "args" else (str(key), "", str(value))
        if _IMAGE_ARGUMENT.search(name) and re.search(r"[/:]", given):
            yield from image_claims(given, site.project, site.found(value.line, f"{key}: {value}", "args"), Scope.BUILD)


def _gateway(service: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    """The servers of Docker's MCP gateway: `--servers=duckduckgo,github-official`, names of Docker's own catalogue."""
    if "mcp-gateway" not in (text_at(service, "image") or ""):
        return
    for _, key, value in settings(service):
        match = re.search(r"--servers(?:=|\s+)([\w,-]+)", value) if key in ("command", "args") else None
        for name in match.group(1).split(",") if match else ():
            given = {"command": "docker", "args": ["run", f"mcp/{name}"]}
            yield from server_claims(site.source, name, given, value.line, site.file, site.project)


def _mounted(service: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    """A weight file that a service gets as a volume: `./models/llama.Q4_K_M.gguf:/models/llama.gguf`."""
    for _, key, value in settings(service):
        path = value.partition(":")[0]
        if key == "volumes" and "$" not in path and re.search(r"(?i)\.(gguf|safetensors|onnx|ckpt|pth?)$", path):
            found = site.found(value.line, f"volume: {value}", "volumes")
            identity = ComponentId(f"pkg:generic/{quote(path.rpartition('/')[2])}")
            name = path.rpartition("/")[2]
            weights = Component(
                identity, Kind.WEIGHT_FILE, name, "", None, Knowledge.DECLARED, {"path": path}, (found,)
            )
            yield from used_by(site.project.system, weights, scope=site.scope)


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
