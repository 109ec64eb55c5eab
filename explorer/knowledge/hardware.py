"""Accelerators and machine types: which chip a name means, who designs it, who makes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from explorer.domain.component import ComponentId
from explorer.knowledge.files import read_knowledge


@dataclass(frozen=True, slots=True)
class Accelerator:
    """One entry of `hardware.toml`."""

    key: str
    name: str
    maker: str
    """The key of the party that designs and sells it."""
    foundry: str
    """The key of the party whose foundry makes it; empty where the maker does not say."""
    source: str

    @property
    def id(self) -> ComponentId:
        """The identity in the graph."""
        return ComponentId(f"hardware:{self.key}")


@dataclass(frozen=True, slots=True)
class InstanceType:
    """A machine type that a cloud rents out."""

    name: str
    cloud: str
    accelerator: str
    """The key of the accelerator inside; empty where it has none."""
    source: str


@cache
def accelerators() -> dict[str, Accelerator]:
    """All accelerators by key."""
    return {
        entry["id"]: Accelerator(entry["id"], entry["name"], entry["maker"], entry.get("foundry", ""), entry["source"])
        for entry in read_knowledge("hardware")["hardware"]
    }


@cache
def accelerator_named(text: str) -> Accelerator | None:
    """The accelerator that a text such as `nvidia-h100-80gb` or `8 x A100` names; None where it names none."""
    words = re.split(r"[^a-z0-9./]+", text.lower())
    for entry in read_knowledge("hardware")["hardware"]:
        if any(word in words for word in entry["words"]):
            return accelerators()[entry["id"]]
    return None


@cache
def instance_type(name: str) -> InstanceType | None:
    """What is known of a machine type; None for names that are none."""
    for entry in read_knowledge("instance_types")["instance_type"]:
        if re.fullmatch(entry["pattern"], name):
            return InstanceType(name, entry["cloud"], entry.get("accelerator", ""), entry["source"])
    return None
