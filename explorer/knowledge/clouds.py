"""Clouds, by key and by the Terraform resources that run on them."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.domain.component import ComponentId
from explorer.knowledge.files import read_knowledge
from explorer.knowledge.remembered import remembered


@dataclass(frozen=True, slots=True)
class Cloud:
    """One entry of `clouds.toml`."""

    key: str
    name: str
    operator: str
    """The key of the party that operates it."""
    source: str

    @property
    def id(self) -> ComponentId:
        """The identity in the graph."""
        return ComponentId(f"cloud:{self.key}")


@remembered
def clouds() -> dict[str, Cloud]:
    """All clouds by key."""
    return {
        entry["id"]: Cloud(entry["id"], entry["name"], entry["operator"], entry["source"])
        for entry in read_knowledge("clouds")["cloud"]
    }


@remembered
def cloud_of_label(name: str) -> Cloud | None:
    """The cloud on which alone a Kubernetes label, annotation or storage driver of this name exists."""
    for entry in read_knowledge("clouds")["cloud"]:
        if any(name.startswith(prefix) for prefix in entry.get("labels", ())):
            return clouds()[entry["id"]]
    return None


@remembered
def cloud_of_resource(name: str) -> Cloud | None:
    """The cloud of a Terraform provider or resource type: `aws_instance`, `google`, `azurerm_linux_virtual_machine`."""
    prefix = name.partition("_")[0]
    for entry in read_knowledge("clouds")["cloud"]:
        if name in entry["terraform"] or prefix in entry["terraform"]:
            return clouds()[entry["id"]]
    return None


@remembered
def cloud_of_client(program: str, group: str) -> Cloud | None:
    """The cloud on which something runs by a group of commands of this client: `gcloud run`, `az ml`; None for others."""
    for entry in read_knowledge("clouds")["client"]:
        if program == entry["program"] and group in entry["groups"]:
            return clouds()[entry["cloud"]]
    return None


@remembered
def cloud_clients() -> frozenset[str]:
    """The programs of clouds."""
    return frozenset(entry["program"] for entry in read_knowledge("clouds")["client"])
