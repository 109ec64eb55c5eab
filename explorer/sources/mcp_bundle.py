"""Reads the manifest of an MCP bundle (formerly desktop extension, DXT): the server that the project is, and its tools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.identity import mcp_id
from explorer.sources.claims import used_by
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.json_text import line_of_key, read_json
from explorer.sources.own_tool import own_tool_claims

_VERSIONS = ("dxt_version", "mcpb_version", "manifest_version")


class McpBundleSource:
    """A project's own MCP server as its bundle describes it."""

    name = "mcp-bundle"
    reads = "manifest.json of an MCP bundle (.mcpb, formerly .dxt): the server and the tools that it lists."
    does_not_read = "Manifests of browser extensions and web applications; tools that a server makes up when it runs."

    def matches(self, path: PurePosixPath) -> bool:
        """`manifest.json`; what is no bundle yields nothing."""
        return path.name == "manifest.json"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """One server, and one tool per entry of `tools`."""
        document, text = read_json(file)
        server = document.get("server") if isinstance(document, dict) else None
        if not isinstance(server, dict) or not any(key in document for key in _VERSIONS) or "type" not in server:
            return
        site, name = Site.of(self.name, file, project), str(document.get("name", ""))
        found = site.found(line_of_key(text, "name"), f"name: {name}", "name")
        component = Component(
            mcp_id(f"{project.system.partition(':')[2]}/{name}"), Kind.MCP_SERVER, name, str(document.get("version", "")),
            None, Knowledge.DECLARED, {"own code": "yes"}, (found,),
        )  # fmt: skip
        yield from used_by(project.system, component, RelationKind.CALLS, site.scope)
        tools = document.get("tools")
        start = text.find('"tools"')
        for each in tools if isinstance(tools, list) else []:
            title = each.get("name") if isinstance(each, dict) else None
            match = re.compile(rf'"name"\s*:\s*"{re.escape(str(title))}"').search(text, max(start, 0))
            if isinstance(title, str) and match is not None:
                line = text.count("\n", 0, match.start()) + 1
                yield from own_tool_claims(
                    title, file, project, site.found(line, f"tool: {title}", "tools"), site.scope
                )


SOURCE = McpBundleSource()
