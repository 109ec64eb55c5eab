"""Reads cog.yaml of Replicate's Cog: packages, CUDA, what is run while the image is built."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.identity import hardware_id
from explorer.sources.claims import used_by
from explorer.sources.commands import command_claims
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.lined_yaml import LinedText, read_yaml, text_at, value_at


class CogFileSource:
    """Cog's build description."""

    name = "cog"
    reads = "cog.yaml: Python packages, GPU and CUDA, commands of the build."
    does_not_read = "System packages, which have no registry of machine learning."

    def matches(self, path: PurePosixPath) -> bool:
        """`cog.yaml`."""
        return path.name == "cog.yaml"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims of the `build` table."""
        scope = scope_of_path(file.path)
        for document in read_yaml(file):
            for key in ("python_packages", "run"):
                listed = value_at(document, "build", key)
                for item in listed if isinstance(listed, list) else []:
                    if isinstance(item, LinedText):
                        command = f"pip install '{item}'" if key == "python_packages" else item
                        found = evidence(self.name, file, item.line, item, f"build.{key}")
                        yield from command_claims(command, project.system, found, scope)
            gpu = text_at(document, "build", "gpu")
            if gpu is not None and gpu.lower() == "true":
                found = evidence(self.name, file, gpu.line, f"gpu: {gpu}", "build.gpu")
                hardware = Component(
                    hardware_id("nvidia-gpu"),
                    Kind.HARDWARE,
                    "NVIDIA GPU (CUDA)",
                    "",
                    None,
                    Knowledge.DECLARED,
                    {},
                    (found,),
                )
                yield from used_by(project.system, hardware, RelationKind.RUNS_ON, scope)


SOURCE = CogFileSource()
