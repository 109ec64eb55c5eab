"""Reads Dockerfiles: base images, what is installed, what is downloaded, what is started."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Scope
from explorer.sources.commands import argument_claims, command_claims, split_words
from explorer.sources.container_image import image_claims
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.model_references import claims_for, model_in_setting

__all__ = ["SOURCE", "DockerfileSource", "image_claims"]


class DockerfileSource:
    """Dockerfiles and Containerfiles."""

    name = "dockerfile"
    reads = "Dockerfiles: FROM and COPY --from images, packages in RUN, models in ENV, ARG, RUN and CMD."
    does_not_read = "What is inside the base images: scan those with an image scanner and import its BOM."

    def matches(self, path: PurePosixPath) -> bool:
        """`Dockerfile`, `Dockerfile.gpu`, `x.dockerfile`, `Containerfile`."""
        name = path.name.lower()
        return name.startswith(("dockerfile", "containerfile")) or name.endswith((".dockerfile", ".containerfile"))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims per instruction."""
        scope = scope_of_path(file.path)
        arguments: dict[str, str] = {}
        stages: set[str] = set()
        for line, keyword, rest in _instructions(file.read_text()):
            found = evidence(self.name, file, line, f"{keyword} {rest}")
            if keyword == "ARG":
                name, _, value = rest.partition("=")
                arguments[name.strip()] = value.strip().strip("'\"")
            rest = _filled(rest, arguments)
            if keyword in ("ARG", "ENV"):
                for name, value in _assignments(rest):
                    arguments[name] = value
                    reference = model_in_setting(name, value)
                    if reference is not None:
                        yield from claims_for(reference, project.system, found, Scope.DEFAULT)
            elif keyword == "FROM":
                yield from _from(rest, stages, project, found, scope)
            elif keyword == "COPY":
                match = re.search(r"--from=(\S+)", rest)
                if match and match.group(1).lower() not in stages and not match.group(1).isdigit():
                    yield from image_claims(match.group(1), project, found, Scope.BUILD)
            elif keyword in ("RUN", "CMD", "ENTRYPOINT"):
                yield from _command(rest, project, found, scope)


def _from(rest: str, stages: set[str], project: Project, found: Evidence, scope: Scope) -> Iterator[Claim]:
    words = [word for word in rest.split() if not word.startswith("--")]
    if not words:
        return
    if words[0].lower() not in stages:
        yield from image_claims(words[0], project, found, scope)
    if len(words) >= 3 and words[1].lower() == "as":
        stages.add(words[2].lower())


def _command(rest: str, project: Project, found: Evidence, scope: Scope) -> Iterator[Claim]:
    if rest.lstrip().startswith("["):
        try:
            words = json.loads(rest)
        except ValueError:
            words = split_words(rest)
        yield from argument_claims([str(word) for word in words], project.system, found, scope)
        rest = " ".join(str(word) for word in words)
    yield from command_claims(rest, project.system, found, scope)


def _instructions(text: str) -> Iterator[tuple[int, str, str]]:
    """Each instruction as (line, keyword, rest), continuations joined and comments left out."""
    held, start = "", 0
    for number, raw in enumerate(text.splitlines(), 1):
        if raw.lstrip().startswith("#"):
            continue
        start = start or number
        if raw.rstrip().endswith("\\"):
            held += raw.rstrip()[:-1] + " "
            continue
        keyword, _, rest = (held + raw).strip().partition(" ")
        if keyword:
            yield start, keyword.upper(), rest.strip()
        held, start = "", 0


def _filled(text: str, arguments: dict[str, str]) -> str:
    """`$NAME`, `${NAME}` and `${NAME:-fallback}` replaced where the file itself gives a value."""

    def value(match: re.Match[str]) -> str:
        return arguments.get(match.group(1) or match.group(3)) or match.group(2) or match.group(0)

    return re.sub(r"\$\{(\w+)(?::?-([^}]*))?\}|\$(\w+)", value, text)


def _assignments(rest: str) -> Iterator[tuple[str, str]]:
    pairs = re.findall(r"([A-Za-z_]\w*)=(\"[^\"]*\"|'[^']*'|\S*)", rest)
    if not pairs and len(rest.split(None, 1)) == 2:
        pairs = [tuple(rest.split(None, 1))]
    for name, value in pairs:
        yield name, value.strip("'\"")


SOURCE = DockerfileSource()
