"""What a command of a cloud's own client asks for: the cloud, machine types, accelerators, images."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind, Scope
from explorer.knowledge.clouds import cloud_clients, cloud_of_client
from explorer.knowledge.hardware import accelerator_named, instance_type
from explorer.sources.claims import used_by
from explorer.sources.docker_command import is_image, taken_image

_CHIP_FLAGS = re.compile(r"--(gpu-type|accelerators?|accelerator-type|tpu-type|guest-accelerator|worker-accelerator)")
_IMAGE_FLAGS = frozenset(
    "--image --container-image-uri --image-uri --docker-image --deployment-container-image-name".split()
)


def cloud_command_claims(words: Sequence[str], user: ComponentId, found: Evidence, scope: Scope) -> Iterator[Claim]:
    """The claims of one command; nothing where it is none of these clients or only signs in or copies."""
    start = next((place for place, word in enumerate(words) if word in cloud_clients()), len(words))
    rest = words[start + 1 :]
    group = next((word for word in rest if word not in ("beta", "alpha") and not word.startswith("-")), "")
    known = cloud_of_client(words[start], group) if group else None
    if known is None:
        return
    place = Component(known.id, Kind.CLOUD, known.name, "", None, Knowledge.DECLARED, {}, (found,))
    yield from used_by(user, place, RelationKind.RUNS_ON, scope)
    for flag, value in _flags(rest):
        yield from _asked_for(flag, value, user, found, scope)


def _flags(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every flag with its value, `--flag value` or `--flag=value`."""
    for place, word in enumerate(words):
        flag, equals, value = word.partition("=")
        if flag.startswith("--"):
            following = words[place + 1] if place + 1 < len(words) else ""
            yield flag, value if equals else following if not following.startswith("-") else ""


def _asked_for(flag: str, value: str, user: ComponentId, found: Evidence, scope: Scope) -> Iterator[Claim]:
    machine, chip = instance_type(value), accelerator_named(value) if _CHIP_FLAGS.fullmatch(flag) else None
    if machine is not None:
        facts = {"role": "machine type", "written as": value}
        rented = Component(machine.id, Kind.HARDWARE, machine.name, "", None, Knowledge.DECLARED, facts, (found,))
        yield from used_by(user, rented, RelationKind.RUNS_ON, scope)
    elif chip is not None:
        wanted = Component(
            chip.id, Kind.HARDWARE, chip.name, "", None, Knowledge.DECLARED, {"written as": value}, (found,)
        )
        yield from used_by(user, wanted, RelationKind.RUNS_ON, scope)
    elif flag in _IMAGE_FLAGS and is_image(value):
        yield from taken_image(value, user, found, scope)
