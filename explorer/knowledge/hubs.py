"""Where things come from: hubs and registries by purl type and by host."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from explorer.domain.component import ComponentId
from explorer.knowledge.files import read_knowledge
from explorer.knowledge.remembered import remembered


@dataclass(frozen=True, slots=True)
class Hub:
    """One entry of `hubs.toml`."""

    key: str
    name: str
    operator: str
    """The key of the party that operates it."""
    source: str
    lists_dependencies: bool
    """Whether anybody can read there what a package depends on."""

    @property
    def id(self) -> ComponentId:
        """The identity in the graph."""
        return ComponentId(f"hub:{self.key}")


@remembered
def hubs() -> dict[str, Hub]:
    """All hubs by key."""
    return {
        entry["id"]: Hub(entry["id"], entry["name"], entry["operator"], entry["source"], "lists_dependencies" in entry)
        for entry in read_knowledge("hubs")["hub"]
    }


@remembered
def hub_of_purl_type(purl_type: str) -> Hub | None:
    """The hub that serves a purl type by default: `pypi`, `npm`, `huggingface`, `docker`, `github`."""
    for entry in read_knowledge("hubs")["hub"]:
        if purl_type in entry["purl_types"]:
            return hubs()[entry["id"]]
    return None


def is_default_hub(component: str, hub: str) -> bool:
    """Whether the identity of a component alone leads to this hub: PyPI for `pkg:pypi/…`, or the registry that it names."""
    purl_type, named = component.removeprefix("pkg:").partition("/")[0], component.partition("repository_url=")[2]
    host = unquote(named.partition("&")[0].partition("#")[0]) if named else ""
    known = hub_of_host(host) if host else hub_of_purl_type(purl_type)
    return known is not None and known.id == hub


@remembered
def hub_of_host(host: str) -> Hub | None:
    """The hub that this host belongs to, subdomains included."""
    for entry in read_knowledge("hubs")["hub"]:
        if any(host == known or host.endswith("." + known) for known in entry["hosts"]):
            return hubs()[entry["id"]]
    return None
