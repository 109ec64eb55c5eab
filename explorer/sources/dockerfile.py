"""Reads Dockerfiles: base images, what is installed, what is downloaded, what is started."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Scope
from explorer.sources.cloned_repository import repository_claims
from explorer.sources.commands import argument_claims, command_claims, split_words
from explorer.sources.container_image import image_claims
from explorer.sources.dockerfile_text import Instruction, assignments, filled, instructions, syntax_image
from explorer.sources.file_names import is_about_it
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.model_references import model_in_setting
from explorer.sources.nested_text import nested_claims
from explorer.sources.reference_claims import claims_for
from explorer.sources.weight_address import weight_claims

__all__ = ["SOURCE", "DockerfileSource", "image_claims"]

_GPU_VARIABLES = {
    "NVIDIA_VISIBLE_DEVICES": "nvidia-gpu",
    "NVIDIA_DRIVER_CAPABILITIES": "nvidia-gpu",
    "ROCR_VISIBLE_DEVICES": "amd-gpu",
    "HIP_VISIBLE_DEVICES": "amd-gpu",
    "HABANA_VISIBLE_DEVICES": "intel-gaudi",
}


class DockerfileSource:
    """Dockerfiles and Containerfiles."""

    name = "dockerfile"
    reads = (
        "Dockerfiles: FROM, COPY --from and mounted images, packages in RUN, downloads, models in ENV, ARG, RUN, CMD."
    )
    does_not_read = "What is inside the base images: scan those with an image scanner and import its BOM."

    def matches(self, path: PurePosixPath) -> bool:
        """`Dockerfile`, `Dockerfile.gpu`, `x.dockerfile`, `Containerfile`."""
        name = path.name.lower()
        if name.endswith(".dockerignore") or is_about_it(path):
            return False
        return name.startswith(("dockerfile", "containerfile")) or name.endswith(
            (".dockerfile", ".containerfile", "-dockerfile", "_dockerfile")
        )

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims per instruction."""
        yield from text_claims(file.read_text(), Site.of(self.name, file, project))


def text_claims(text: str, site: Site, first_line: int = 1) -> Iterator[Claim]:
    """What the text of a Dockerfile says, which begins at this line of the file."""
    moved = [replace(each, line=each.line + first_line - 1) for each in instructions(text)]
    if image := syntax_image(text):
        found = site.found(first_line, f"# syntax={image}", "syntax")
        yield from image_claims(image, site.project, found, Scope.BUILD)
    yield from _Reading(site, moved).claims()


class _Reading:
    """One Dockerfile being read."""

    def __init__(self, site: Site, found: list[Instruction]) -> None:
        self.site = site
        self._instructions = found
        self._known: dict[str, str] = {}
        self._stages: dict[str, str] = {}
        """The name or number of each stage so far, and the image or stage that it begins from."""
        self._stated: dict[str, Evidence] = {}
        """Where each variable has its value from."""

    def claims(self) -> Iterator[Claim]:
        """What all instructions say."""
        shipped = self._shipped_images()
        self._known, self._stages = {}, {}
        for each in self._instructions:
            if each.keyword == "FROM":
                yield from self._from(each, shipped)
            elif each.keyword in ("ARG", "ENV"):
                yield from self._variables(each)
            elif each.keyword in ("COPY", "ADD"):
                yield from self._copied(each)
            elif each.keyword in ("RUN", "CMD", "ENTRYPOINT", "HEALTHCHECK"):
                yield from self._command(each)

    def _shipped_images(self) -> set[str]:
        """The images from which the last stage is made; those of other stages only serve to build it."""
        last = ""
        for each in self._instructions:
            if each.keyword == "FROM":
                last = self._stage(each) or last
            elif each.keyword == "ARG":
                self._learn(each)
        while last in self._stages and last != self._stages[last]:
            last = self._stages[last]
        return {last}

    def _stage(self, each: Instruction) -> str:
        """Remember a stage; gives the name under which it is known."""
        words = [word for word in filled(each.text, self._known).split() if not word.startswith("--")]
        if not words:
            return ""
        base = words[0].lower() if words[0].lower() in self._stages else words[0]
        name = words[2].lower() if len(words) >= 3 and words[1].lower() == "as" else f"stage {len(self._stages)}"
        self._stages[name] = base
        return name

    def _from(self, each: Instruction, shipped: set[str]) -> Iterator[Claim]:
        before = set(self._stages)
        name = self._stage(each)
        base = self._stages.get(name, "")
        if base and base not in before:
            scope = self.site.scope if base in shipped or self.site.scope is not Scope.RUNTIME else Scope.BUILD
            yield from image_claims(base, self.site.project, self._found(each), scope)
            variable = re.match(r"(?:--\S++\s++)*+\$\{?(\w+)", each.text.strip())
            if variable and self._known.get(variable.group(1)) == base and variable.group(1) in self._stated:
                yield from image_claims(base, self.site.project, self._stated[variable.group(1)], scope)

    def _learn(self, each: Instruction) -> None:
        """An ARG without a value takes that of the same name above, so it changes nothing."""
        for name, value, _ in assignments(filled(each.text, self._known)):
            self._known[name] = value

    def _variables(self, each: Instruction) -> Iterator[Claim]:
        for name, value, offset in assignments(filled(each.text, self._known)):
            self._known[name] = value
            found = self._stated[name] = self.site.found(each.line + offset, f"{each.keyword} {name}={value}", name)
            reference = model_in_setting(name, value)
            if reference is not None:
                yield from claims_for(reference, self.site.project.system, found, Scope.DEFAULT)
            if name in _GPU_VARIABLES and value.lower() not in ("", "none", "void"):
                yield from self.site.hardware(_GPU_VARIABLES[name], found)

    def _copied(self, each: Instruction) -> Iterator[Claim]:
        text = filled(each.text, self._known)
        match = re.search(r"--from=(\S+)", text)
        if match:
            yield from self._borrowed(match.group(1), each)
        yield from self._written(text, each)
        if each.keyword == "ADD":
            for address in re.findall(r"https?://\S+", text):
                yield from weight_claims(address, self.site.project.system, self._found(each), self.site.scope)
            yield from self._cloned(text, each)

    def _written(self, text: str, each: Instruction) -> Iterator[Claim]:
        """A file whose content stands in the Dockerfile: `COPY <<EOF /app/requirements.txt`."""
        head, _, content = text.partition("\n")
        target, found, system = head.strip().rpartition(" ")[2], self._found(each), self.site.project.system
        if re.search(r"requirements[\w.-]*\.(txt|in)$", target):
            for offset, line in enumerate(content.splitlines(), 1):
                if re.match(r"[A-Za-z]", line):
                    at = self.site.found(each.line + offset, line)
                    yield from command_claims(f"pip install '{line}'", system, at, self.site.scope)
        elif re.search(r"\.(ya?ml|json)$", target):
            yield from nested_claims(content, each.line + 1, self.site)
        elif re.search(r"\.sh$|entrypoint|/bin/", target) or content.startswith("#!"):
            yield from command_claims(content, system, found, self.site.scope, each.line + 1)

    def _cloned(self, text: str, each: Instruction) -> Iterator[Claim]:
        """`ADD https://github.com/owner/name.git#ref`."""
        match = re.search(r"(?:https://|git@)github\.com[/:]([\w.-]+/[\w.-]+?)\.git(?:#([\w./-]+))?\s", text + " ")
        if match:
            name, reference = match.group(1), match.group(2) or ""
            system = self.site.project.system
            yield from repository_claims("github", name, reference, system, self._found(each), self.site.scope)

    def _borrowed(self, source: str, each: Instruction) -> Iterator[Claim]:
        """An image from which files are copied or mounted, unless it is a stage of this file."""
        if source.lower() not in self._stages and not source.isdigit():
            yield from image_claims(source, self.site.project, self._found(each), Scope.BUILD)

    def _command(self, each: Instruction) -> Iterator[Claim]:
        text = filled(each.text, self._known)
        for source in re.findall(r"--mount=\S*?\bfrom=([^\s,]+)", text):
            yield from self._borrowed(source, each)
        text = re.sub(
            r"^\s*(--(mount|network|security|interval|timeout|retries|start-period)=\S+\s+|\\\n\s*)+", _blank, text
        )
        if text.lstrip().startswith("["):
            yield from self._words(text, each)
        else:
            yield from command_claims(text, self.site.project.system, self._found(each), self.site.scope, each.line)

    def _words(self, text: str, each: Instruction) -> Iterator[Claim]:
        try:
            words = [str(word) for word in json.loads(text.replace("\\\n", "\n"))]
        except (ValueError, RecursionError):
            words = split_words(text)
        found, system = self._found(each), self.site.project.system
        yield from argument_claims(words, system, found, self.site.scope)
        yield from command_claims(" ".join(words), system, found, self.site.scope)

    def _found(self, each: Instruction) -> Evidence:
        return self.site.found(each.line, f"{each.keyword} {each.text}")


def _blank(match: re.Match[str]) -> str:
    """Options are left out, but not the ends of their lines."""
    return "\n" * match.group().count("\n")


SOURCE = DockerfileSource()
