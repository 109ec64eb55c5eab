"""Accelerators and machine types: which chip a name means, who designs it, who makes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from explorer.domain.component import ComponentId
from explorer.knowledge.files import read_knowledge
from explorer.knowledge.remembered import remembered

_FAMILY_OF_AZURE = re.compile(r"(?i)standard_([a-z]+)(.*)")
_CHIP = re.compile(r"(?i)(?:t4|[abhl]\d{2,3}|v620|mi\d{3}x?|gb\d{3}|ndr)")


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
    """As its cloud writes it: Azure itself takes any case, so that `standard_nc4as_t4_v3` is the same."""
    cloud: str
    accelerator: str
    """The key of the accelerator inside; empty where it has none, or where the name does not say which."""
    source: str

    @property
    def id(self) -> ComponentId:
        """The identity in the graph."""
        return ComponentId(f"hardware:{self.name}")


@remembered
def accelerators() -> dict[str, Accelerator]:
    """All accelerators by key."""
    return {
        entry["id"]: Accelerator(entry["id"], entry["name"], entry["maker"], entry.get("foundry", ""), entry["source"])
        for entry in read_knowledge("hardware")["hardware"]
    }


@remembered
def accelerator_named(text: str) -> Accelerator | None:
    """The accelerator that a text such as `nvidia-h100-80gb` or `8 x A100` names; None where it names none."""
    spoken = re.split(r"[^a-z0-9./]+", text.lower())
    for key, words, pattern in _names():
        if not words.isdisjoint(spoken) or (pattern is not None and pattern.fullmatch(text.lower())):
            return accelerators()[key]
    return None


@remembered
def accelerator_of_resource(name: str) -> Accelerator | None:
    """The accelerator that a Kubernetes resource name requests: `nvidia.com/gpu`, `amd.com/gpu`, `google.com/tpu`."""
    name = name.lower()
    for entry in read_knowledge("hardware")["hardware"]:
        if any(name == known or name.startswith(f"{known}-") for known in entry.get("resources", ())):
            return accelerators()[entry["id"]]
    return None


@remembered
def instance_type(name: str) -> InstanceType | None:
    """What is known of a machine type; None for names that are none."""
    if not 4 <= len(name) <= 60 or not name.isascii():
        return None
    for pattern, entry in _patterns():
        if pattern.fullmatch(name):
            shown = _as_azure_writes(name) if entry["cloud"] == "azure" else name
            return InstanceType(shown, entry["cloud"], entry.get("accelerator", ""), entry["source"])
    return None


@remembered
def _names() -> tuple[tuple[str, frozenset[str], re.Pattern[str] | None], ...]:
    return tuple(
        (entry["id"], frozenset(entry["words"]), re.compile(entry["pattern"]) if "pattern" in entry else None)
        for entry in read_knowledge("hardware")["hardware"]
    )


@remembered
def _patterns() -> tuple[tuple[re.Pattern[str], dict[str, Any]], ...]:
    return tuple(
        (re.compile(entry["pattern"], re.IGNORECASE if entry["cloud"] == "azure" else 0), entry)
        for entry in read_knowledge("instance_types")["instance_type"]
    )


def _as_azure_writes(name: str) -> str:
    """Family and chip in capitals, the rest small: `Standard_NC4as_T4_v3`, `Standard_ND96isr_H100_v5`."""
    family, rest = _FAMILY_OF_AZURE.fullmatch(name).groups()  # type: ignore[union-attr]
    size, *more = rest.split("_")
    parts = [part.upper() if _CHIP.fullmatch(part) else part.lower() for part in more]
    return "_".join(["Standard", family.upper() + size.lower(), *parts])
