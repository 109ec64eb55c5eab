"""Reads docker-bake.hcl: the images that builds start from, and what their arguments name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim, Problem
from explorer.domain.relation import Scope
from explorer.sources.container_image import image_claims
from explorer.sources.hcl_parser import parse_hcl
from explorer.sources.hcl_tree import Block
from explorer.sources.hcl_values import Values
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.terraform_settings import settings_of_block

_CONTEXT = re.compile(r"docker-image://([^\s\"']+)")


class DockerBakeSource:
    """Targets of `docker buildx bake`, with the variables of their file."""

    name = "docker-bake"
    reads = "docker-bake.hcl: base images among contexts and arguments, models among arguments."
    does_not_read = "Functions of Bake; what the command line overrides."

    def matches(self, path: PurePosixPath) -> bool:
        """`docker-bake.hcl`, `docker-bake.override.hcl`, `release.bake.hcl`."""
        return re.fullmatch(r"docker-bake[\w.-]*\.hcl|[\w.-]*\.?bake\.hcl", path.name.lower()) is not None

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims for each target."""
        text = file.read_text()
        names = "|".join(map(re.escape, re.findall(r"(?m)^[^\S\n]*+variable\s+\"(\w+)\"", text)))
        if names:  # Bake calls a variable by its name alone; read as Terraform's, it needs `var.` before.
            text = re.sub(rf"(\$\{{|=\s*)({names})(?=\}}|\s*$)", r"\1var.\2", text, flags=re.MULTILINE)
        parsed = parse_hcl(text)
        site = Site.of(self.name, file, project, Scope.BUILD)
        for line, message in parsed.broken:
            what = f"Not valid HCL: {message}."
            yield Problem(self.name, str(file.path), line, what, "Mend the block; the rest was read.")
        values = Values.of(iter([parsed.body]))
        for item in parsed.body:
            if isinstance(item, Block) and item.kind == "target":
                yield from settings_of_block(item, values, site)
        for match in _CONTEXT.finditer(text):
            found = site.found(text.count("\n", 0, match.start()) + 1, match.group(), "contexts")
            yield from image_claims(match.group(1), project, found, Scope.BUILD)


SOURCE = DockerBakeSource()
