"""Reads cog.yaml of Replicate's Cog: packages, CUDA, what is run while the image is built."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.sources.commands import command_claims
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import LinedText, read_yaml, text_at, value_at


class CogFileSource:
    """Cog's build description."""

    name = "cog"
    reads = "cog.yaml: Python packages, GPU and CUDA, commands of the build."
    does_not_read = "System packages, which have no registry of machine learning."

    def matches(self, path: PurePosixPath) -> bool:
        """`cog.yaml`, and others of its form beside it: `dev.cog.yaml`, `cog-train.yaml`."""
        return bool(re.fullmatch(r"([\w-]+\.)?cog([.-][\w-]+)?\.ya?ml", path.name))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims of the `build` table."""
        site = Site.of(self.name, file, project)
        for document in read_yaml(file):
            for key in ("python_packages", "run"):
                listed = value_at(document, "build", key)
                for item in listed if isinstance(listed, list) else []:
                    if isinstance(item, dict):
                        item = text_at(item, "command")
                    if isinstance(item, LinedText):
                        command = _pip_command(item) if key == "python_packages" else item.as_commands
                        found = site.found(item.line, item, f"build.{key}")
                        yield from command_claims(command, project.system, found, site.scope, item.first_line)
            gpu = text_at(document, "build", "gpu")
            if gpu is not None and gpu.lower() == "true":
                versions = {name: text_at(document, "build", name) or "" for name in ("cuda", "cudnn")}
                attributes = {name: str(version) for name, version in versions.items() if version}
                yield from site.hardware("nvidia-gpu", site.found(gpu.line, f"gpu: {gpu}", "build.gpu"), **attributes)
            image = text_at(document, "image")
            if image is not None and image.startswith("r8.im/"):
                found = site.found(image.line, f"image: {image}", "image")
                yield from site.cloud("replicate", found)


def _pip_command(line: str) -> str:
    """The command that installs what a line of `python_packages` says: a requirement, and options of pip around it.

    Source: Cog, pkg/requirements: `name==version [--find-links=…] [-f …] [--extra-index-url=…]`, in any order.
    """
    words = line.split()
    has_options = any(word.startswith("-") for word in words)
    return f"pip install {shlex.join(words)}" if has_options else f"pip install '{line}'"


SOURCE = CogFileSource()
