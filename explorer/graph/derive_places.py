"""Rules that say from where something comes and on what it runs."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.relation import RelationKind
from explorer.graph.derivation import Said, bare, inferred
from explorer.graph.identity import hub_id
from explorer.knowledge.clouds import clouds
from explorer.knowledge.frameworks import hardware_needed
from explorer.knowledge.hardware import accelerator_named, accelerators, instance_type
from explorer.knowledge.hubs import Hub, hub_of_host, hub_of_purl_type

_CUDA_IMAGES = ("nvidia", "cuda", "vllm-openai", "tritonserver", "-gpu", "text-generation-inference")


def place_claims(component: Component, said: Said) -> Iterator[Claim]:
    """From which hub this component comes, and on which cloud or accelerator it runs."""
    if component.kind is Kind.HARDWARE:
        yield from _machine(component)
        return
    if component.kind is Kind.HUB:
        yield from _known_host(component, said)
        return
    if not component.id.startswith("pkg:"):
        return
    if "#" not in component.id and not said.has(component.id, RelationKind.DISTRIBUTED_BY):
        yield from _hub(component)
    if component.kind is Kind.PACKAGE:
        yield from _needed_hardware(component)
    elif component.kind is Kind.CONTAINER_IMAGE:
        yield from _image_hardware(component)
    elif component.kind in (Kind.MODEL, Kind.ADAPTER):
        yield from _training_hardware(component, said)


def _hub(component: Component) -> Iterator[Claim]:
    purl_type = component.id.removeprefix("pkg:").partition("/")[0]
    host = unquote(component.id.partition("repository_url=")[2].partition("&")[0].partition("#")[0])
    hub = hub_of_host(host) if host else hub_of_purl_type(purl_type)
    if hub is not None:
        why = (
            f"{purl_type} components without another address come from {hub.name}"
            if not host
            else f"{host} is {hub.name}"
        )
        yield from inferred(
            component, _as_component(hub), RelationKind.DISTRIBUTED_BY, "purl-type-hub", why, hub.source
        )
    elif host:
        stranger = bare(hub_id(host), Kind.HUB, host)
        yield from inferred(
            component, stranger, RelationKind.DISTRIBUTED_BY, "image-host", f"the reference names {host}"
        )


def _known_host(component: Component, said: Said) -> Iterator[Claim]:
    """A hub that a file names by its host is part of a hub we know."""
    known = hub_of_host(component.name)
    if known is not None and known.id != component.id and not said.has(component.id, RelationKind.OPERATED_BY):
        why = f"{component.name} belongs to {known.name}"
        yield from inferred(component, _as_component(known), RelationKind.OPERATED_BY, "hub-host", why, known.source)


def _as_component(hub: Hub) -> Component:
    return bare(hub.id, Kind.HUB, hub.name)


def _accelerator(key: str) -> Component:
    known = accelerators()[key]
    return bare(known.id, Kind.HARDWARE, known.name)


def _needed_hardware(component: Component) -> Iterator[Claim]:
    name = component.id.partition("/")[2].partition("@")[0]
    needed = hardware_needed(name) if component.id.startswith("pkg:pypi/") else None
    if needed is not None:
        key, source = needed
        why = f"{name} is built for this hardware"
        yield from inferred(component, _accelerator(key), RelationKind.RUNS_ON, "accelerated-package", why, source)


def _image_hardware(component: Component) -> Iterator[Claim]:
    reference = component.id.lower()
    if "rocm" in reference:
        yield from inferred(component, _accelerator("amd-gpu"), RelationKind.RUNS_ON, "rocm-image", "a ROCm image")
    elif any(word in reference for word in _CUDA_IMAGES):
        why = "an image made for NVIDIA GPUs, by its name"
        yield from inferred(component, _accelerator("nvidia-gpu"), RelationKind.RUNS_ON, "cuda-image", why)


def _machine(component: Component) -> Iterator[Claim]:
    """A machine type stands in its cloud and has an accelerator inside."""
    machine = instance_type(component.name)
    if machine is None:
        return
    cloud = clouds()[machine.cloud]
    why = f"{machine.name} is a machine type of {cloud.name}"
    place = bare(cloud.id, Kind.CLOUD, cloud.name)
    yield from inferred(component, place, RelationKind.OPERATED_BY, "instance-type", why, machine.source)
    if machine.accelerator:
        inside = _accelerator(machine.accelerator)
        why = f"{machine.name} is equipped with {inside.name}"
        yield from inferred(component, inside, RelationKind.EQUIPPED_WITH, "instance-type", why, machine.source)


def _training_hardware(component: Component, said: Said) -> Iterator[Claim]:
    """A card that names the hardware of its training names a training run on it."""
    stated = component.attributes.get("training hardware", "")
    known = accelerator_named(stated) if stated else None
    if known is None or said.has(component.id, RelationKind.TRAINED_BY):
        return
    run = bare(ComponentId(f"training-run:{component.id}"), Kind.TRAINING_RUN, f"training of {component.name}")
    why = f"its card names the training hardware: {stated}"
    yield from inferred(component, run, RelationKind.TRAINED_BY, "training-hardware", why)
    yield from inferred(run, _accelerator(known.key), RelationKind.RUNS_ON, "training-hardware", why)
