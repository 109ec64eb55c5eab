"""Which image a `docker run`, a `docker pull` or a job of a cluster takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind, Scope
from explorer.graph.identity import image_id, split_image_reference
from explorer.knowledge.hardware import accelerators
from explorer.sources.claims import used_by
from explorer.sources.model_image import model_inside

_PROGRAMS = frozenset(["docker", "podman", "nerdctl"])
_WITH_VALUE = frozenset(
    """-v --volume -p --publish -e --env --env-file --name --gpus --network --net --ipc --shm-size --mount -w --workdir
    --entrypoint --platform -u --user --runtime --device --ulimit --restart --add-host -l --label --cpus --memory -m
    --hostname -h --pid --log-opt --log-driver --cap-add --security-opt --pull --health-cmd --expose --dns""".split()
)
_IMAGE = re.compile(r"[a-z0-9][\w.-]*(?::\d+)?(?:/[\w.-]+)+(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?")


def docker_claims(words: Sequence[str], user: ComponentId, found: Evidence, scope: Scope) -> Iterator[Claim]:
    """The image that one command starts or fetches; one without a namespace may be the project's own and is left out."""
    for word in _of_a_cluster(words):
        if is_image(word):
            yield from taken_image(word, user, found, scope)
    for place, word in enumerate(words[:-1]):
        if word in _PROGRAMS and words[place + 1] in ("run", "pull", "create"):
            options = words[place + 2 :]
            image = _first_positional(options)
            if any(option.partition("=")[0] == "--gpus" for option in options):
                yield from _given_gpus(user, found, scope)
            if is_image(image):
                yield from taken_image(image, user, found, scope)
            return


def _given_gpus(user: ComponentId, found: Evidence, scope: Scope) -> Iterator[Claim]:
    """`--gpus` hands over accelerators of NVIDIA, and of nobody else."""
    known = accelerators()["nvidia-gpu"]
    chip = Component(
        known.id, Kind.HARDWARE, known.name, "", None, Knowledge.DECLARED, {"written as": "--gpus"}, (found,)
    )
    yield from used_by(user, chip, RelationKind.RUNS_ON, scope)


def is_image(reference: str) -> bool:
    """Whether a text is the reference of an image that others give out."""
    return bool(_IMAGE.fullmatch(reference)) and not reference.startswith("localhost")


def _of_a_cluster(words: Sequence[str]) -> Iterator[str]:
    """Images as Apptainer (`docker://…`) and Pyxis (`--container-image nvcr.io#nvidia/…`) take them."""
    for place, word in enumerate(words):
        flag, equals, value = word.partition("=")
        if word.startswith("docker://"):
            yield word.removeprefix("docker://").replace("#", "/")
        elif flag == "--container-image":
            given = value if equals else words[place + 1] if place + 1 < len(words) else ""
            yield given.removeprefix("docker://").replace("#", "/")


def _first_positional(words: Sequence[str]) -> str:
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word.startswith("-"):
            skip = word in _WITH_VALUE
        else:
            return word
    return ""


def taken_image(reference: str, user: ComponentId, found: Evidence, scope: Scope) -> Iterator[Claim]:
    """The image, and the model that it is built around."""
    name, tag, digest = split_image_reference(reference)
    attributes = {"pinned": "yes" if digest else "no"} | ({"tag": tag} if tag else {})
    image = Component(
        image_id(reference), Kind.CONTAINER_IMAGE, name, digest or tag, None, Knowledge.DECLARED, attributes, (found,)
    )
    yield from used_by(user, image, RelationKind.RUNS_ON, scope)
    yield from model_inside(reference, user, found, scope)
