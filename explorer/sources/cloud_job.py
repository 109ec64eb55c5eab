"""Reads jobs that are described for a rented machine: SkyPilot, dstack, Azure ML, Vertex AI."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind
from explorer.graph.identity import package_id
from explorer.knowledge.clouds import clouds
from explorer.knowledge.hardware import accelerator_named
from explorer.sources.claims import used_by
from explorer.sources.commands import command_claims
from explorer.sources.container_image import image_claims
from explorer.sources.heredocs import heredoc_claims
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.lined_yaml import LinedText, Tree, read_yaml, settings, text_at, value_at
from explorer.sources.pipeline_paths import is_pipeline

_SKY_KEYS = frozenset(
    """accelerators infra cloud instance_type any_of ordered use_spot image_id cpus memory ports disk_size disk_tier
    autostop job_recovery network_tier num_nodes file_mounts workdir pool readiness_probe""".split()
)
"""Keys of a SkyPilot task, of its resources and of its service (SkyPilot, YAML specification)."""
_OWN_KEYS = re.compile(
    r"(?m)^[^\S\n]*+(?:-[^\S\n]*+)?['\"]?(resources|compute_config|model_name|num_nodes|file_mounts|workdir|service|pool|\$schema|workerPoolSpecs|jobSpec|type)"
    r"['\"]?\s*:|\"containerDefinitions\""
)
_DSTACK_TYPES = frozenset({"task", "service", "dev-environment", "fleet"})
_TRUSS_KEYS = frozenset(
    {"model_cache", "model_framework", "trt_llm", "external_package_dirs", "bundled_packages_dir", "base_image"}
)
"""Keys that only a Truss's `config.yaml` has beside `model_name` (Truss configuration reference)."""
_GOOGLE_TYPE = re.compile(r"(gcp-types/)?[a-z]+[.-](v\d|beta|alpha)")
"""`compute.v1.instance`: types of Google's Deployment Manager."""
_ANYSCALE_KEYS = frozenset({"image_uri", "containerfile", "applications", "entrypoint", "cloud"})
"""Keys of a service or job of Anyscale beside `compute_config` (Anyscale, service and job API)."""
_TASK_DEFINITION = re.compile(r"(?i)task[-_]?def(inition)?s?|(^|[-_.])ecs([-_.]|$)")
_FILLED_IN_LATER = re.compile(r"[<>{}$\s]")
_COMMANDS = frozenset({"run", "setup", "commands", "init", "command"})
_REGISTERED = re.compile(r"azureml://registries/([\w.-]+)/models/([\w.-]+)/(?:versions|labels)/([\w.-]+)")
_CLOUD_WORDS = {"lambda": "lambda", "oci": "oracle-cloud", "ibm": "ibm-cloud", "do": "digitalocean", "vast": "vast-ai"}


class CloudJobSource:
    """Descriptions of jobs, known by their own keys."""

    name = "cloud-job"
    reads = (
        "SkyPilot and dstack tasks, Azure ML and Vertex AI jobs, Truss, Anyscale, Deployment Manager: clouds, machines, "
        "accelerators, images, commands; ECS task definitions."
    )
    does_not_read = "What the platform chooses by itself where a job leaves the machine open."

    def matches(self, path: PurePosixPath) -> bool:
        """YAML outside builds; what is no job yields nothing."""
        is_yaml = path.suffix.lower() in (".yaml", ".yml")
        if path.suffix.lower() == ".json":
            return bool(_TASK_DEFINITION.search(path.stem))
        return is_yaml and not is_pipeline(path) and "templates" not in path.parts

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """Claims for each document that is a job."""
        text = file.read_text()
        if not _OWN_KEYS.search(text):
            return
        site = Site.of(self.name, file, project)
        for document in read_yaml(file):
            if isinstance(document, dict):
                yield from _job(document, site)


def _job(document: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    if _is_sky(document):
        yield from _sky(document, site)
    elif text_at(document, "type") in _DSTACK_TYPES and isinstance(value_at(document, "resources"), dict):
        yield from _parts(document, site)
    elif "azuremlschemas" in (schema := text_at(document, "$schema") or ""):
        found = site.found(_line_of(document, "$schema"), f"$schema: {schema}", "$schema")
        yield from site.cloud("azure", found, role="Azure Machine Learning")
        yield from _training(document, "Azure ML", site) if re.search(r"(command|pipeline|sweep)\w*Job", schema) else ()
        yield from _parts(document, site)
    elif isinstance(resources := value_at(document, "resources"), list):
        for each in resources:
            yield from _deployed(each, site)
    elif value_at(document, "compute_config") is not None and _ANYSCALE_KEYS & {str(key) for key in document}:
        yield from _parts(document, site)
    elif isinstance(value_at(document, "containerDefinitions"), list):
        yield from _task_definition(document, site)
    elif text_at(document, "model_name") and _TRUSS_KEYS & {str(key) for key in document}:
        yield from _truss(document, site)
    elif (line := _line_of(document, "workerPoolSpecs")) is not None:
        yield from site.cloud("gcp", site.found(line, "workerPoolSpecs", "workerPoolSpecs"), role="Vertex AI")
        yield from _training(document, "Vertex AI", site)
        yield from _parts(document, site)


def _deployed(resource: Tree, site: Site) -> Iterator[Claim]:
    """A resource of Google's Deployment Manager: its machine, its accelerator, and the script that it starts with."""
    kind = text_at(resource, "type")
    if kind is None or not _GOOGLE_TYPE.match(kind):
        return
    yield from site.cloud("gcp", site.found(kind.line, f"type: {kind}", "type"))
    for _, key, value in settings(resource):
        name = value.rpartition("/")[2]
        found = site.found(value.line, f"{key}: {value}", str(key))
        if key in ("machineType", "acceleratorType"):
            yield from site.machine(name, found)
            yield from site.accelerator("accelerator", name, found)
        elif key == "value" and "\n" in value:
            yield from command_claims(value.as_commands, site.project.system, found, site.scope, value.first_line)


def _task_definition(document: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    """A task of Amazon ECS: the image of each container, its settings, and the GPUs that it asks for."""
    line = _line_of(document, "containerDefinitions")
    yield from site.cloud("aws", site.found(line, "containerDefinitions", "containerDefinitions"), role="Amazon ECS")
    for container in value_at(document, "containerDefinitions"):
        image = text_at(container, "image")
        if image is not None and not _FILLED_IN_LATER.search(image):
            found = site.found(image.line, f"image: {image}", "image")
            yield from image_claims(image, site.project, found, site.scope)
        for each in _listed(container, "environment"):
            name, value = text_at(each, "name"), text_at(each, "value")
            if name is not None and value is not None:
                yield from site.setting(name, value, site.found(value.line, f"{name}: {value}", name))
        for each in _listed(container, "resourceRequirements"):
            kind = text_at(each, "type")
            if kind == "GPU":
                yield from site.hardware("nvidia-gpu", site.found(kind.line, "type: GPU", "resourceRequirements"))


def _listed(tree: Tree, key: str) -> list[Tree]:
    """What a list under this key holds; nothing where there is none."""
    value = value_at(tree, key)
    return value if isinstance(value, list) else []


def _truss(document: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    """A model that Baseten serves: its packages, and what stands in every job."""
    name = text_at(document, "model_name") or LinedText("", 1)
    yield from site.cloud("baseten", site.found(name.line, f"model_name: {name}", "model_name"), role="Truss")
    listed = value_at(document, "requirements")
    for each in listed if isinstance(listed, list) else []:
        if isinstance(each, LinedText):
            found = site.found(each.line, each, "requirements")
            yield from command_claims(f"pip install '{each}'", site.project.system, found, site.scope)
    yield from _parts(document, site)


def _line_of(tree: Tree, wanted: str) -> int | None:
    """The line on which a key stands, however deep."""
    waiting: list[Tree] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if (line := next((key.line for key in node if key == wanted), None)) is not None:
                return line
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node
    return None


def _is_sky(document: dict[LinedText, Tree]) -> bool:
    has_commands = any(isinstance(value_at(document, key), LinedText) for key in ("run", "setup"))
    tables = (document, value_at(document, "resources"), value_at(document, "service"))
    keys = {str(key) for table in tables if isinstance(table, dict) for key in table}
    return has_commands and bool(_SKY_KEYS & keys)


def _sky(document: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    resources = value_at(document, "resources")
    for above, key, value in settings(resources, ("resources",)):
        found = site.found(value.line, f"{key}: {value}", str(key))
        if key in ("infra", "cloud"):
            yield from _sky_cloud(value, found.line, site)
        elif "accelerators" in above:  # `{A100: 8}`: the name is the key.
            yield from _accelerator(key, site)
    yield from _parts(document, site)


def _sky_cloud(value: LinedText, line: int | None, site: Site) -> Iterator[Claim]:
    word, _, region = value.partition("/")
    key = _CLOUD_WORDS.get(word.lower(), word.lower())
    if key in clouds():
        attributes = {"region": region.partition("/")[0]} if region else {}
        yield from site.cloud(key, site.found(line, f"infra: {value}", "resources"), **attributes)


def _parts(document: dict[LinedText, Tree], site: Site) -> Iterator[Claim]:
    """Machines, accelerators, images, models and commands, wherever they stand in a job."""
    for _, key, value in settings(document):
        found = site.found(value.line, f"{key}: {value}", str(key))
        if key in ("accelerators", "gpu", "acceleratorType"):
            yield from _accelerator(value, site)
        elif key in ("image_id", "image", "imageUri", "image_uri", "baseImageUri"):
            reference = value.removeprefix("docker:").removeprefix("azureml:")
            if not reference.startswith("ami-") and re.search(r"[/:]", reference):
                yield from image_claims(reference, site.project, found, site.scope)
        elif key == "num_gpus":
            is_asked = re.fullmatch(r"(?!0*\.?0*$)[\d.]+", value) is not None
            yield from site.hardware("nvidia-gpu", found) if is_asked else ()
        elif match := _REGISTERED.fullmatch(value):
            yield from _registered(match[1], match[2], match[3], found, site)
        elif key in _COMMANDS:
            yield from command_claims(value.as_commands, site.project.system, found, site.scope, value.first_line)
            yield from heredoc_claims(value, site, value.first_line)
        else:
            yield from site.machine(value, found)


def _registered(registry: str, name: str, version: str, found: Evidence, site: Site) -> Iterator[Claim]:
    """A model of a registry of Azure Machine Learning."""
    version = "" if version == "latest" else version
    identity = package_id("generic", f"azureml/{registry}/{name}", version)
    facts = {"registry": registry, "pinned": "yes" if version else "no"}
    model = Component(identity, Kind.MODEL, name, version, None, Knowledge.DECLARED, facts, (found,))
    yield from used_by(site.project.system, model, scope=site.scope)


def _accelerator(value: LinedText, site: Site) -> Iterator[Claim]:
    known = accelerator_named(value)
    if known is not None:
        yield from site.hardware(known, site.found(value.line, str(value), "accelerators"))


def _training(document: dict[LinedText, Tree], platform: str, site: Site) -> Iterator[Claim]:
    name = text_at(document, "display_name") or text_at(document, "displayName") or text_at(document, "name")
    name = name or LinedText(site.file.path.stem, 1)
    identity = ComponentId(f"training-run:{site.project.system.partition(':')[2]}/{site.file.path}")
    found = site.found(name.line, f"{platform}: {name}", "name")
    attributes = {"platform": platform}
    run = Component(identity, Kind.TRAINING_RUN, str(name), "", None, Knowledge.DECLARED, attributes, (found,))
    yield from used_by(site.project.system, run, RelationKind.TRAINED_BY, site.scope)


SOURCE = CloudJobSource()
