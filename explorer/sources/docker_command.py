"""Which image a `docker run` or `docker pull` takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind, Scope
from explorer.graph.identity import image_id, split_image_reference
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
    for place, word in enumerate(words[:-1]):
        if word in _PROGRAMS and words[place + 1] in ("run", "pull", "create"):
            image = _first_positional(words[place + 2 :])
            if image and _IMAGE.fullmatch(image) and not image.startswith("localhost"):
                yield from _image(image, user, found, scope)
            return


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


def _image(reference: str, user: ComponentId, found: Evidence, scope: Scope) -> Iterator[Claim]:
    name, tag, digest = split_image_reference(reference)
    attributes = {"pinned": "yes" if digest else "no"} | ({"tag": tag} if tag else {})
    image = Component(
        image_id(reference), Kind.CONTAINER_IMAGE, name, digest or tag, None, Knowledge.DECLARED, attributes, (found,)
    )
    yield from used_by(user, image, RelationKind.RUNS_ON, scope)
    yield from model_inside(reference, user, found, scope)
