"""What a component is: its identity, its kind, its class and how well it is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

from explorer.domain.evidence import Evidence

ComponentId = NewType("ComponentId", str)
"""A stable text: a purl where the world has one, otherwise `party:…`, `hub:…`, `cloud:…`, `hardware:…`,
`service:…`, `mcp:…`, `system:…` or `unknown:<what>:<of whom>`."""


class ComponentClass(StrEnum):
    """The nine classes of an AI supply chain, and the three that stand outside them."""

    MODEL = "C1"
    DATA = "C2"
    ARTIFACT = "C3"
    LIBRARY = "C4"
    ADAPTATION = "C5"
    AGENT = "C6"
    BUILD = "C7"
    DISTRIBUTION = "C8"
    COMPUTE = "C9"
    SYSTEM = "system"
    PARTY = "party"
    UNKNOWN = "unknown"


CLASS_TITLES: Mapping[ComponentClass, str] = {
    ComponentClass.MODEL: "Models",
    ComponentClass.DATA: "Data",
    ComponentClass.ARTIFACT: "Weight files",
    ComponentClass.LIBRARY: "Packages",
    ComponentClass.ADAPTATION: "Adapters",
    ComponentClass.AGENT: "Agent tools",
    ComponentClass.BUILD: "Builds",
    ComponentClass.DISTRIBUTION: "Hubs and registries",
    ComponentClass.COMPUTE: "Clouds and hardware",
    ComponentClass.SYSTEM: "Systems",
    ComponentClass.PARTY: "Parties",
    ComponentClass.UNKNOWN: "Unknown",
}


class Kind(StrEnum):
    """What sort of thing a component is; each kind belongs to one class."""

    SYSTEM = "system"
    MODEL = "model"
    MODEL_SERVICE = "model-service"
    DATASET = "dataset"
    CORPUS = "corpus"
    WEIGHT_FILE = "weight-file"
    PACKAGE = "package"
    ADAPTER = "adapter"
    MCP_SERVER = "mcp-server"
    TOOL = "tool"
    AGENT = "agent"
    BUILD = "build"
    ACTION = "action"
    CONTAINER_IMAGE = "container-image"
    TRAINING_RUN = "training-run"
    HUB = "hub"
    CLOUD = "cloud"
    HARDWARE = "hardware"
    PARTY = "party"
    UNKNOWN = "unknown"

    @property
    def component_class(self) -> ComponentClass:
        """The class this kind belongs to."""
        return _CLASS_OF_KIND[self]


_CLASS_OF_KIND: Mapping[Kind, ComponentClass] = {
    Kind.SYSTEM: ComponentClass.SYSTEM,
    Kind.MODEL: ComponentClass.MODEL,
    Kind.MODEL_SERVICE: ComponentClass.MODEL,
    Kind.DATASET: ComponentClass.DATA,
    Kind.CORPUS: ComponentClass.DATA,
    Kind.WEIGHT_FILE: ComponentClass.ARTIFACT,
    Kind.PACKAGE: ComponentClass.LIBRARY,
    Kind.ADAPTER: ComponentClass.ADAPTATION,
    Kind.MCP_SERVER: ComponentClass.AGENT,
    Kind.TOOL: ComponentClass.AGENT,
    Kind.AGENT: ComponentClass.AGENT,
    Kind.BUILD: ComponentClass.BUILD,
    Kind.ACTION: ComponentClass.BUILD,
    Kind.CONTAINER_IMAGE: ComponentClass.BUILD,
    Kind.TRAINING_RUN: ComponentClass.BUILD,
    Kind.HUB: ComponentClass.DISTRIBUTION,
    Kind.CLOUD: ComponentClass.COMPUTE,
    Kind.HARDWARE: ComponentClass.COMPUTE,
    Kind.PARTY: ComponentClass.PARTY,
    Kind.UNKNOWN: ComponentClass.UNKNOWN,
}


LISTED, GIVEN = "listed", "given"
"""Attribute `dependencies`: a file lists all of them; a BOM gives some and does not say whether these are all."""

INCOMPLETE = "incomplete"
"""Attribute `completeness` of what is unseen: a BOM itself says that its list is not complete. CycloneDX may add which
part is (`incomplete_first_party_only` and the like)."""


class Knowledge(StrEnum):
    """How well a fact is known, best first."""

    VERIFIED = "verified"
    DECLARED = "declared"
    INFERRED = "inferred"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """0 for verified to 3 for unknown: the smaller, the better known."""
        return _RANK[self]


_RANK: Mapping[Knowledge, int] = {knowledge: rank for rank, knowledge in enumerate(Knowledge)}


@dataclass(frozen=True, slots=True)
class Component:
    """One thing upstream of a system, with everything that was said of it and by whom."""

    id: ComponentId
    kind: Kind
    name: str
    version: str = ""
    supplier: ComponentId | None = None
    knowledge: Knowledge = Knowledge.DECLARED
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Facts by name. Where claims disagree, every value is kept, in the order read, joined by ` | `."""
    evidence: tuple[Evidence, ...] = ()

    @property
    def component_class(self) -> ComponentClass:
        """The class of this component's kind."""
        return self.kind.component_class
