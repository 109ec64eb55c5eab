"""Reads which plugins a coding assistant is given, and from which repository or package each comes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind
from explorer.graph.identity import is_pinned_digest, package_id
from explorer.sources.claims import used_by
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.json_text import line_of_text, read_json
from explorer.sources.package_index import without_credentials

_SETTINGS = frozenset({"settings.json", "settings.local.json"})


class AgentPluginsSource:
    """Plugins by name, and what stands behind each."""

    name = "agent-plugin"
    reads = "Claude Code: enabled plugins and marketplaces of settings.json, plugins that a marketplace.json lists."
    does_not_read = "Plugins that lie in the project itself: their skills, agents and MCP servers are read as files."

    def matches(self, path: PurePosixPath) -> bool:
        """`.claude/settings.json`, `.claude-plugin/marketplace.json`."""
        folder = path.parts[-2:-1]
        is_settings = folder == (".claude",) and path.name in _SETTINGS
        return is_settings or (folder == (".claude-plugin",) and path.name == "marketplace.json")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A tool per plugin, and the repository or package that it is taken from."""
        site = Site.of(self.name, file, project)
        document, text = read_json(file)
        if isinstance(document, dict):
            yield from _listed(document, text, site)
            yield from _enabled(document, text, site)


def _listed(document: Mapping[str, Any], text: str, site: Site) -> Iterator[Claim]:
    """What a marketplace of the project offers from elsewhere."""
    plugins = document.get("plugins")
    for each in plugins if isinstance(plugins, list) else []:
        if isinstance(each, dict) and isinstance(each.get("name"), str) and isinstance(each.get("source"), dict):
            found = site.found(line_of_text(text, f'"{each["name"]}"'), f"plugin: {each['name']}", "plugins")
            yield from _plugin(each["name"], each["source"], found, site)


def _enabled(document: Mapping[str, Any], text: str, site: Site) -> Iterator[Claim]:
    """`enabledPlugins: {"name@market": true}`, with the markets that the same settings add."""
    enabled, markets = document.get("enabledPlugins"), document.get("extraKnownMarketplaces")
    for name, is_on in enabled.items() if isinstance(enabled, dict) else []:
        if is_on is True or isinstance(is_on, list):
            market = markets.get(name.rpartition("@")[2]) if isinstance(markets, dict) else None
            source = market.get("source") if isinstance(market, dict) else None
            found = site.found(line_of_text(text, f'"{name}"'), f"{name}: {is_on}", "enabledPlugins")
            yield from _plugin(name, source if isinstance(source, dict) else {}, found, site)


def _plugin(name: str, source: Mapping[str, Any], found: Evidence, site: Site) -> Iterator[Claim]:
    origin = _origin(source, found)
    attributes = {"role": "plugin"}
    if origin is not None:
        attributes["pinned"] = origin.attributes["pinned"]
    tool = Component(ComponentId(f"tool:plugin/{name}"), Kind.TOOL, name, "", None, Knowledge.DECLARED,
                     attributes, (found,))  # fmt: skip
    yield from used_by(site.project.system, tool, RelationKind.CALLS, site.scope)
    if origin is not None:
        yield from used_by(tool.id, origin, RelationKind.DERIVED_FROM)


def _origin(source: Mapping[str, Any], found: Evidence) -> Component | None:
    """The repository or package that a `source` names; None for folders of the project."""
    said = {key: value for key, value in source.items() if isinstance(value, str)}
    if said.get("source") == "npm" and "package" in said:
        name, version = said["package"], said.get("version", "")
        exact = version if re.fullmatch(r"\d+\.\d+\.\d+[\w.+-]*", version) else ""
        identity, reference = package_id("npm", name, exact), exact
        pinned = bool(exact)
    else:
        address = said.get("repo") or said.get("url") or ""
        match = re.fullmatch(r"(?:(?:https://|git@)github\.com[/:])?([\w.-]+/[\w.-]+?)(?:\.git)?/?", address)
        name = match.group(1) if match else without_credentials(address).partition("://")[2]
        if not name:
            return None
        reference = said.get("sha") or said.get("ref", "")
        pinned = is_pinned_digest(reference)
        identity = package_id("github" if match else "generic", name, reference)
    attributes = {"role": "source of plugins", "pinned": "yes" if pinned else "no"}
    return Component(identity, Kind.PACKAGE, name, reference, None, Knowledge.DECLARED, attributes, (found,))


SOURCE = AgentPluginsSource()
