"""What Kubernetes objects and Helm values name: images, requested accelerators, node types, the cloud behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.knowledge.clouds import cloud_of_label
from explorer.knowledge.hardware import accelerator_named, accelerator_of_resource, accelerators, instance_type
from explorer.sources.container_image import image_claims
from explorer.sources.infrastructure import Site
from explorer.sources.kubernetes_kinds import kind_claims
from explorer.sources.lined_yaml import LinedText, Tree

_ACCELERATOR_KEYS = re.compile(
    r"(?i)(gke-(tpu-)?accelerator|gpu\.product(-name)?|instance-(gpu|accelerator)-name|gpu\.nvidia\.com/(class|model)|"
    r"gpu[-_]?(type|name|model|class)|accelerator([-_]?(type|name))?|/compute-class)$|^gpus?$"
)
_MACHINE_KEYS = re.compile(
    r"(?i)(instance[-_]?types?|machine[-_]?types?|vm[-_]?sizes?|node[-_]?(instance[-_]?)?types?)$"
)
_DRIVER_KEYS = frozenset({"provisioner", "driver", "apiVersion"})
_CONTAINERS = frozenset({"containers", "initContainers", "ephemeralContainers", "container", "sidecars", "steps"})

Mapping = dict[LinedText, Tree]


_PLACEHOLDER = re.compile(r"(?i)replaced?[-_]\w[\w-]*|placeholder|to[-_]be[-_]\w+|change[-_]?me|your[-_][\w-]+")
"""What stands for an image that a later step puts in."""
_WITH_TAG = re.compile(r"(?!sha\d+:)[\w.-]+(:\d+)?(/[\w.-]+)*:[\w.-]+(@sha256:\w+)?")


def document_claims(document: Tree, site: Site) -> Iterator[Claim]:
    """Everything that one document names, wherever it stands in it."""
    if isinstance(document, dict):
        yield from kind_claims(document, site)
    waiting: list[tuple[str, Tree]] = [("", document)]
    while waiting:
        above, node = waiting.pop()
        if isinstance(node, list):
            waiting += [(above, each) for each in reversed(node) if not isinstance(each, LinedText)]
        elif isinstance(node, dict):
            yield from _image(node, above, site)
            if above.lower().endswith("images"):
                yield from _named_images(node, site)
            yield from _hardware(node, site)
            yield from _counted_chips(node, above, site)
            yield from _wanted_chip(node, above, site)
            waiting += [(str(key), value) for key, value in reversed(node.items()) if not isinstance(value, LinedText)]


def _image(node: Mapping, above: str, site: Site) -> Iterator[Claim]:
    reference = _reference(node, above)
    if reference is not None and "_template_" not in reference:
        found = site.found(reference.line, f"image: {reference}", "image")
        yield from image_claims(reference, site.project, found, site.scope)


def _named_images(node: Mapping, site: Site) -> Iterator[Claim]:
    """`images: {default: name:tag, gpu: other:tag}`: each by the name that the file gives it."""
    for key, value in node.items():
        if isinstance(value, LinedText) and _WITH_TAG.fullmatch(value):
            found = site.found(value.line, f"{key}: {value}", "images")
            yield from image_claims(value, site.project, found, site.scope)


def _reference(node: Mapping, above: str) -> LinedText | None:
    """An image reference in one mapping: `image: name:tag`, or `repository` with `tag`, `registry` or `digest` beside."""
    image = node.get(_IMAGE) or node.get(_PULLER)
    if isinstance(image, LinedText) and _PLACEHOLDER.fullmatch(image):
        return None
    if isinstance(image, LinedText) and (re.search(r"[:/]", image) or above in _CONTAINERS) and " " not in image:
        tag = node.get(_TAG)
        has_own = ":" in image.rpartition("/")[2] or "@" in image
        return (
            image if has_own or not isinstance(tag, LinedText) or not tag else LinedText(f"{image}:{tag}", image.line)
        )
    name = node.get(_NAME) if above.lower().endswith("image") else None
    hub = node.get(_HUB)
    hub = hub if isinstance(hub, LinedText) and _OF_REGISTRY.fullmatch(hub) else LinedText("", 0)
    if isinstance(name, LinedText) and not ("/" in name or _TAG in node or hub):
        name = None  # It names something else.
    repository = node.get(_REPOSITORY) or node.get(_REPO) or name
    if not isinstance(repository, LinedText) or "://" in repository or repository.endswith(".git"):
        return None
    parts = {str(key): value for key, value in node.items() if isinstance(value, LinedText)}
    registry, tag, digest = parts.get("registry") or hub, parts.get("tag"), parts.get("digest", "")
    if tag is None and not registry and not digest and not above.lower().endswith("image"):
        return None
    if "/" not in repository and not above.lower().endswith("image") and not registry:
        return None
    if registry and "_template_" in registry:
        return None
    last = parts.get("name", "")  # `image: {repository: huggingface, name: chat-ui}`
    if last and above == "image" and repository is not name and "/" not in repository and "_template_" not in last:
        repository = LinedText(f"{repository}/{last}", repository.line)
    full = f"{registry.rstrip('/')}/{repository}" if registry else str(repository)
    version = f":{tag}" if tag and "_template_" not in tag and ":" not in repository.rpartition("/")[2] else ""
    return LinedText(full + version + (f"@{digest}" if digest.startswith("sha") else ""), repository.line)


def _hardware(node: Mapping, site: Site) -> Iterator[Claim]:
    for key, value in node.items():
        if "/" in key or key in _DRIVER_KEYS:
            yield from _labelled(key, value, site)
        if isinstance(value, LinedText):
            yield from _named(key, value, site)
            yield from _requested(key, value, node, site)
        elif isinstance(value, list) and (_MACHINE_KEYS.search(key) or _ACCELERATOR_KEYS.search(key)):
            for each in value:
                if isinstance(each, LinedText):
                    yield from _named(key, each, site)
    wanted, values = node.get(_KEY), node.get(_VALUES)
    if isinstance(wanted, LinedText) and isinstance(values, list) and node.get(_OPERATOR) != "NotIn":
        yield from _labelled(wanted, wanted, site)
        for each in values:  # A node affinity, or a requirement of Karpenter.
            if isinstance(each, LinedText):
                yield from _named(wanted, each, site)


def _counted_chips(node: Mapping, above: str, site: Site) -> Iterator[Claim]:
    """`limits: {gpu: "1"}`: GPUs by their number, as the graphs of NVIDIA Dynamo ask for them."""
    number = node.get(_GPU) if above in ("limits", "requests") else None
    if isinstance(number, LinedText) and re.fullmatch(r"[1-9]\d*", number):
        yield from site.hardware("nvidia-gpu", site.found(number.line, f"gpu: {number}", f"{above}.gpu"))


def _wanted_chip(node: Mapping, above: str, site: Site) -> Iterator[Claim]:
    """`gpu: {enabled: true, type: nvidia}`, `gpus: [{product: A10G}]`: what a table of accelerators says of them."""
    enabled = node.get(_ENABLED)
    if not _CHIPS.fullmatch(above) or (isinstance(enabled, LinedText) and enabled.lower() in ("false", "no")):
        return
    for key in _CHIP_KEYS:
        value = node.get(key)
        if isinstance(value, LinedText):
            known = accelerator_named(value) or accelerators().get(_OF_MAKER.get(value.lower(), ""))
            if known is not None:
                yield from site.hardware(known, site.found(value.line, f"{above}.{key}: {value}", key))


def _named(key: LinedText, value: LinedText, site: Site) -> Iterator[Claim]:
    """A machine type or accelerator where the key says that its value is one."""
    found = site.found(value.line, f"{key}: {value}", key)
    if _MACHINE_KEYS.search(key):
        yield from site.machine(value, found)
    if key.endswith("/instance-family") and (machine := instance_type(f"{value}.xlarge")) and machine.accelerator:
        yield from site.hardware(machine.accelerator, found, **{"machine family": str(value)})
    if key == "resourceProfile":  # KubeAI: `nvidia-gpu-l4:1`.
        known = accelerator_named(value.partition(":")[0])
        yield from site.hardware(known, found) if known is not None else ()
    if _ACCELERATOR_KEYS.search(key) and (known := accelerator_named(value)) is not None:
        yield from site.hardware(known, found)


def _requested(key: LinedText, value: LinedText, node: Mapping, site: Site) -> Iterator[Claim]:
    """An accelerator by the name under which it is requested, as a key with a count or as a value."""
    wanted = str(key) if value not in ("", "0", "false") else ""
    if key.lower() == "requestgpu" and value not in ("", "0"):
        kind = node.get(_GPU_TYPE)
        wanted = str(kind) if isinstance(kind, LinedText) else "nvidia.com/gpu"
    for name in (wanted, str(value)):
        known = accelerator_of_resource(name) if "/" in name or "." in name else None
        if known is None and "/mig-" in name:
            known = accelerators()["nvidia-gpu"]
        if known is not None:
            yield from site.hardware(known, site.found(key.line, f"{key}: {value}", key))
            return


def _labelled(key: LinedText, value: Tree, site: Site) -> Iterator[Claim]:
    """The cloud on which alone such a label, annotation or driver exists."""
    text = str(value) if isinstance(value, LinedText) else ""
    cloud = cloud_of_label(text if key in _DRIVER_KEYS else str(key))
    if cloud is not None:
        yield from site.cloud(cloud, site.found(key.line, f"{key}: {text}", key))


_IMAGE, _TAG, _REPOSITORY, _REPO = (LinedText(name, 0) for name in ("image", "tag", "repository", "repo"))
_NAME = LinedText("name", 0)
_HUB = LinedText("hub", 0)
"""Where the charts of Istio and of the Gateway API's inference extension write the registry and what lies above the name."""
_OF_REGISTRY = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?(/[\w.-]+)*|localhost:\d+(/[\w.-]+)*")
_PULLER = LinedText("modelPuller", 0)
"""The image with which NVIDIA's operator fetches a model."""
_ENABLED = LinedText("enabled", 0)
_GPU = LinedText("gpu", 0)
_CHIPS = re.compile(r"(?i)gpus?|accelerators?|gpu_?config|gpuResources?")
_CHIP_KEYS = tuple(LinedText(name, 0) for name in ("type", "product", "vendor", "model", "name", "class", "kind"))
_OF_MAKER = {"nvidia": "nvidia-gpu", "amd": "amd-gpu", "rocm": "amd-gpu", "cuda": "nvidia-gpu", "intel": "intel-gpu",
             "habana": "intel-gaudi", "gaudi": "intel-gaudi", "neuron": "aws-neuron", "tpu": "google-tpu"}  # fmt: skip
_KEY, _VALUES, _OPERATOR, _GPU_TYPE = (LinedText(name, 0) for name in ("key", "values", "operator", "requestGPUType"))
