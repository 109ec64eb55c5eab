"""Reads devcontainer.json: the image in which a project is developed, and the features put into it."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.relation import RelationKind, Scope
from explorer.sources.commands import command_claims
from explorer.sources.container_image import image_claims
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.json_text import line_of_key, line_of_text, read_json

_COMMANDS = ("initializeCommand", "onCreateCommand", "updateContentCommand", "postCreateCommand", "postStartCommand")


class DevContainerSource:
    """Development containers; they serve to develop, not to run."""

    name = "dev-container"
    reads = "devcontainer.json: image, features, commands, GPUs given to the container."
    does_not_read = "What a feature installs; a GPU without a maker; the Dockerfile that it names is read by itself."

    def matches(self, path: PurePosixPath) -> bool:
        """`devcontainer.json`, `.devcontainer.json`."""
        return path.name in ("devcontainer.json", ".devcontainer.json")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """An image for the container, one for each feature, and what the commands install."""
        document, text = read_json(file)
        if not isinstance(document, dict):
            return
        site = Site(self.name, file, project, Scope.DEVELOPMENT)
        if isinstance(image := document.get("image"), str):
            found = site.found(line_of_key(text, "image"), f"image: {image}", "image")
            yield from image_claims(image, project, found, site.scope)
        features = document.get("features")
        for name in features if isinstance(features, dict) else []:
            if not name.startswith((".", "http")) and "/" in name:
                found = site.found(line_of_key(text, name), f"feature: {name}", "features")
                yield from image_claims(name, project, found, site.scope, kind=RelationKind.USES)
        for key in _COMMANDS:
            for command in _commands(document.get(key)):
                line = line_of_text(text, json.dumps(command, ensure_ascii=False)) or line_of_key(text, key)
                found = site.found(line, f"{key}: {command}", key)
                yield from command_claims(command, project.system, found, site.scope)
        arguments = document.get("runArgs")
        if isinstance(arguments, list) and any(str(each).startswith("--gpus") for each in arguments):
            found = site.found(line_of_text(text, '"--gpus'), "runArgs: --gpus", "runArgs")
            yield from site.hardware("nvidia-gpu", found)


def _commands(value: object) -> Iterator[str]:
    """A command as a text, as a list of words, or several by name."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield shlex.join(str(each) for each in value)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _commands(each)


SOURCE = DevContainerSource()
