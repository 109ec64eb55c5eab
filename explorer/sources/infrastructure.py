"""What descriptions of infrastructure have in common: machines, accelerators, clouds, images and models by key and value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind, Scope
from explorer.graph.identity import cloud_id, package_id
from explorer.knowledge.clouds import Cloud, clouds
from explorer.knowledge.hardware import Accelerator, accelerator_named, accelerators, instance_type
from explorer.sources.bedrock_identifier import is_bedrock_identifier
from explorer.sources.claims import used_by
from explorer.sources.container_image import image_claims
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.model_references import hosted_model, hub_model, model_in_setting
from explorer.sources.reference_claims import claims_for
from explorer.sources.weight_address import weight_claims

_JUMPSTART = re.compile(
    r"(?:huggingface|meta|pytorch|tensorflow|mxnet|stabilityai|model|deepseek)-(?:llm|vlm|asr|textgeneration\d?|textembedding|"
    r"sentencesimilarity|text2text|txt2img|inpainting|upscaling|tc|spc|eqa|ner|ic|od|is|semseg|fillmask|summarization|"
    r"translation|zstc|reranking|vs|tts|depth2img|imagegeneration|trc)-?[\w.-]*"
)
_MODEL_KEYS = re.compile(r"(?i)(hf_)?(model_?id|task_?model|hub_?model)|hfmodelid|huggingface_?model(_?id)?")
_NAMES_HUB = re.compile(r"(?i)hf|hub|task|hugging")
"""Words of a key after which a name without an owner is one of the hub."""
_ACCELERATOR_KEYS = re.compile(r"(?i)accelerator|gpu|^type$|product|device|tpu|^instance_?type$|^compute$")
_IMAGE_KEYS = re.compile(r"(?i)(^|[_a-z])image(_?(uri|url|name|tag|id))?$|^imageuri$|training_?image")
_ADDRESS = re.compile(r"(?:https?|s3|gs|az|abfss?|hf|oci)://\S+")


@dataclass(frozen=True, slots=True)
class Site:
    """Where a description is read: its file, its system, and the role of what it describes."""

    source: str
    file: ProjectFile
    project: Project
    scope: Scope
    provider: str = ""
    """Who hosts the models that are named here, where the description says so."""
    store: str = ""
    """The store of vectors that the description is for, where it names one only."""

    @classmethod
    def of(cls, source: str, file: ProjectFile, project: Project, default: Scope = Scope.RUNTIME) -> Site:
        """The site of this file, with the role that its place suggests."""
        return cls(source, file, project, scope_of_path(file.path, default))

    def found(self, line: int | None, text: str, field: str = "") -> Evidence:
        """Evidence at a line of the file."""
        return evidence(self.source, self.file, line, text, field)

    def by_default(self) -> Site:
        """The same site, for values that hold only where nothing else is given."""
        return replace(self, scope=Scope.DEFAULT) if self.scope is Scope.RUNTIME else self

    def setting(self, key: str, value: str, found: Evidence) -> Iterator[Claim]:
        """Everything that one setting names, whatever it is."""
        yield from self.model(key, value, found)
        yield from self.besides_models(key, value, found)

    def besides_models(self, key: str, value: str, found: Evidence) -> Iterator[Claim]:
        """The machines, accelerators, weights and images that one setting names."""
        yield from self.machine(value, found)
        yield from self.accelerator(key, value, found)
        if _ADDRESS.fullmatch(value):
            yield from weight_claims(value, self.project.system, found, self.scope)
        if _IMAGE_KEYS.search(key) and re.search(r"[/:]", value) and not value.startswith(("s3://", "http", "/", ".")):
            yield from image_claims(value, self.project, found, self.scope)

    def model(self, key: str, value: str, found: Evidence) -> Iterator[Claim]:
        """The model that a setting names, if its key and its value say so."""
        jumpstart = _JUMPSTART.fullmatch(value) if re.search(r"(?i)model", key) else None
        if jumpstart is not None:
            yield from self.jumpstart(value, found)
            return
        reference = model_in_setting(key, value, self.provider)
        if reference is None and _MODEL_KEYS.fullmatch(key):
            reference = hub_model(value, bare=_NAMES_HUB.search(key) is not None)
        if reference is None and is_bedrock_identifier(value) and "model" in key.lower():
            reference = hosted_model("aws-bedrock", value)
        if reference is not None:
            yield from claims_for(reference, self.project.system, found, self.scope)

    def jumpstart(self, name: str, found: Evidence) -> Iterator[Claim]:
        """A model of SageMaker JumpStart's own catalogue."""
        identity = package_id("generic", f"sagemaker-jumpstart/{name}")
        attributes = {"provider": "sagemaker-jumpstart", "pinned": "no"}
        model = Component(identity, Kind.MODEL, name, "", None, Knowledge.DECLARED, attributes, (found,))
        yield from used_by(self.project.system, model, scope=self.scope)

    def machine(self, value: str, found: Evidence) -> Iterator[Claim]:
        """The machine type that a value names; what is inside follows from the table by rule."""
        known = instance_type(value)
        if known is not None:
            attributes = {"role": "machine type"}
            machine = Component(known.id, Kind.HARDWARE, known.name, "", None, Knowledge.DECLARED, attributes, (found,))
            yield from used_by(self.project.system, machine, RelationKind.RUNS_ON, self.scope)

    def image_of_aws(self, name: str, found: Evidence) -> Iterator[Claim]:
        """One of AWS's own images for SageMaker: their account depends on the region, so only the repository is named."""
        yield from image_claims(f"amazonaws.com/{name}", self.project, found, self.scope)

    def accelerator(self, key: str, value: str, found: Evidence) -> Iterator[Claim]:
        """The accelerator that a value names, where the key is one that holds accelerators."""
        value = value.rpartition("/acceleratorTypes/")[2]  # As Google Cloud writes one in full.
        if _ACCELERATOR_KEYS.search(key) and instance_type(value) is None and len(value) < 80 and "/" not in value:
            known = accelerator_named(value)
            if known is not None:
                yield from self.hardware(known, found)

    def hardware(self, known: Accelerator | str, found: Evidence, **attributes: str) -> Iterator[Claim]:
        """That the system runs on this accelerator."""
        known = accelerators()[known] if isinstance(known, str) else known
        component = Component(known.id, Kind.HARDWARE, known.name, "", None, Knowledge.DECLARED, attributes, (found,))
        yield from used_by(self.project.system, component, RelationKind.RUNS_ON, self.scope)

    def cloud(self, cloud: Cloud | str, found: Evidence, **attributes: str) -> Iterator[Claim]:
        """That the system runs on this cloud."""
        known = clouds().get(cloud) if isinstance(cloud, str) else cloud
        identity, name = (known.id, known.name) if known else (cloud_id(str(cloud)), str(cloud))
        component = Component(identity, Kind.CLOUD, name, "", None, Knowledge.DECLARED, attributes, (found,))
        yield from used_by(self.project.system, component, RelationKind.RUNS_ON, self.scope)


def host_in(address: str) -> str:
    """The host of an address; empty where it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
