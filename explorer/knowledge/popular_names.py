"""Well-known names that others are compared with."""

from __future__ import annotations

from explorer.knowledge.files import read_knowledge
from explorer.knowledge.frameworks import known_packages
from explorer.knowledge.remembered import remembered


@remembered
def popular_packages(ecosystem: str) -> frozenset[str]:
    """Names of well-known packages: our own list, and those whose maker is known."""
    own = str(read_knowledge("popular_names").get(ecosystem, "")).split()
    return frozenset(own) | {name for system, name in known_packages() if system == ecosystem}


@remembered
def popular_models() -> frozenset[str]:
    """Well-known model repositories, `owner/name`."""
    return frozenset(read_knowledge("popular_names")["models"].split())


@remembered
def popular_organisations() -> frozenset[str]:
    """Well-known owners on model hubs, and all namespaces whose party is known."""
    known = {name for entry in read_knowledge("parties")["party"] for name in entry["namespaces"]}
    return frozenset(read_knowledge("popular_names")["organisations"].split()) | known


@remembered
def popular_servers() -> frozenset[str]:
    """Well-known MCP servers."""
    return frozenset(read_knowledge("popular_names")["mcp"].split())
