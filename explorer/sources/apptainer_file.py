"""Reads the definitions of Apptainer and Singularity: the image from which one begins, what its sections install and start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.relation import Scope
from explorer.sources.commands import command_claims
from explorer.sources.container_image import image_claims
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile

_HEADER = re.compile(r"(?im)^(bootstrap|from)[ \t]*:[ \t]*(\S+)[ \t]*$")
_OF_IMAGES = frozenset({"docker", "docker-daemon", "oras", "library", "shub"})


class ApptainerFileSource:
    """Definition files of images on clusters."""

    name = "apptainer"
    reads = "Apptainer and Singularity definitions (*.def): the base image, packages, downloads and models in sections."
    does_not_read = "Sections of other applications (`%appinstall`); images that only a script fetches."

    def matches(self, path: PurePosixPath) -> bool:
        """`*.def`, `Singularity`, `Singularity.gpu`."""
        return path.suffix.lower() == ".def" or bool(re.fullmatch(r"(?i)(singularity|apptainer)(\.[\w-]+)?", path.name))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims for the header and every command; nothing for another file of this ending."""
        text = file.read_text()
        header = {match.group(1).lower(): match for match in _HEADER.finditer(text)}
        if "bootstrap" not in header:
            return
        site = Site.of(self.name, file, project)
        base = header.get("from")
        if base is not None and header["bootstrap"].group(2).lower() in _OF_IMAGES:
            found = site.found(text.count("\n", 0, base.start()) + 1, base.group(), "From")
            yield from image_claims(base.group(2), project, found, site.scope)
        commands = re.sub(r"(?m)^%.*$", "", _HEADER.sub("", text))
        yield from command_claims(commands, project.system, site.found(1, ""), Scope.BUILD, 1)


SOURCE = ApptainerFileSource()
