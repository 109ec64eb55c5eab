"""Reads what the MCP registry publishes: a project's own `server.json`, and dumps of the registry."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind, Scope
from explorer.graph.identity import mcp_id, package_id
from explorer.sources.claims import used_by
from explorer.sources.container_image import image_component
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.json_text import read_json
from explorer.sources.mcp_configuration import operated_remotely
from explorer.sources.package_index import without_credentials

_ECOSYSTEMS = {"npm": "npm", "pypi": "pypi", "nuget": "nuget"}
_IMAGES = frozenset({"docker", "oci"})
_EXACT = re.compile(r"\d+\.\d+[\w.+!-]*")


class McpRegistrySource:
    """MCP servers as their makers describe them for the registry."""

    name = "mcp-registry"
    reads = "server.json of the MCP registry (all versions of its schema) and dumps of the registry."
    does_not_read = "Packages of registries that it does not know: they are named as not read."

    def matches(self, path: PurePosixPath) -> bool:
        """`server.json`, `x-server.json`, JSON in a folder or file that says MCP registry."""
        name, whole = path.name.lower(), str(path).lower()
        if name.endswith("schema.json") or not name.endswith(".json"):
            return False
        return bool(re.fullmatch(r"(.*[-_.])?server\.json", name) or re.search(r"mcp[-_.]?registry", whole))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A component per server; the one of a `server.json` is the project's own."""
        document, text = read_json(file)
        lines = _lines_of_names(text)
        is_own = isinstance(document, dict) and "servers" not in document
        nameless = 0
        for entry in _servers(document):
            if entry["name"].strip():
                line = lines.get(str(entry["name"]), 1)
                yield from self._server(entry, line, is_own, file, project)
            else:
                nameless += 1
        if nameless:
            message = f"Servers without a name, of which nothing can be said: {nameless}."
            yield Problem(self.name, str(file.path), lines.get(""), message, "Ask who publishes the file.")

    def _server(
        self, entry: Mapping[str, Any], line: int, is_own: bool, file: ProjectFile, project: Project
    ) -> Iterator[Claim]:
        name = str(entry["name"])
        found = evidence(self.name, file, line, f"name: {name}", "name")
        server = Component(mcp_id(name), Kind.MCP_SERVER, name, _version(entry), None, Knowledge.DECLARED,
                           _attributes(entry, is_own), (found,))  # fmt: skip
        if is_own:
            yield from used_by(project.system, server, RelationKind.CALLS, scope_of_path(file.path))
        else:
            yield server
        packages = _tables(entry.get("packages"))
        scope = Scope.RUNTIME if len(packages) == 1 else Scope.OPTIONAL  # Several are a choice.
        for package in packages:
            component = _package(package, found)
            if component is not None:
                kind = RelationKind.RUNS_ON if component.kind is Kind.CONTAINER_IMAGE else RelationKind.REQUIRES
                yield from used_by(server.id, component, kind, scope)
            elif (sort := _sort(package)) not in ("", "unknown"):
                message = f"The MCP server “{name}” comes as a package of “{sort}”, which is not read."
                yield Problem(self.name, str(file.path), line, message, "Look at its registry by hand.")
        for remote in _tables(entry.get("remotes")):
            yield from operated_remotely(server.id, str(remote.get("url", "")), found)
        yield from _source_code(entry, server.id, found)


def _servers(document: Any) -> Iterator[Mapping[str, Any]]:
    """The servers of a document, whether it is one, a list, or an answer of the registry."""
    listed = document.get("servers", [document]) if isinstance(document, dict) else document
    for entry in listed if isinstance(listed, list) else []:
        inner = entry.get("server") if isinstance(entry, dict) else None
        entry = inner if isinstance(inner, dict) else entry
        if isinstance(entry, dict) and _is_server(entry):
            yield entry


def _is_server(entry: Mapping[str, Any]) -> bool:
    has_parts = any(isinstance(entry.get(key), list) for key in ("packages", "remotes"))
    return isinstance(entry.get("name"), str) and (has_parts or isinstance(entry.get("version_detail"), dict))


def _version(entry: Mapping[str, Any]) -> str:
    detail = entry.get("version_detail")
    version = detail.get("version") if isinstance(detail, dict) else entry.get("version")
    return version if isinstance(version, str) else ""


def _attributes(entry: Mapping[str, Any], is_own: bool) -> dict[str, str]:
    attributes = {"own code": "yes"} if is_own else {}
    namespace, slash, _ = str(entry["name"]).partition("/")
    if slash:
        attributes["namespace"] = namespace
    if entry.get("status") in ("deprecated", "deleted"):
        attributes["status"] = str(entry["status"])
    return attributes


def _sort(package: Mapping[str, Any]) -> str:
    return str(package.get("registryType") or package.get("registry_type") or package.get("registry_name") or "")


def _package(package: Mapping[str, Any], found: Evidence) -> Component | None:
    """The package or image that a server is started from."""
    sort, name = _sort(package).lower(), package.get("identifier") or package.get("name")
    version = package.get("version") if isinstance(package.get("version"), str) else ""
    if not isinstance(name, str) or not name.strip():
        return None
    if sort in _IMAGES:
        has_own = ":" in name.rpartition("/")[2] or "@" in name
        return image_component(name if has_own or not version else f"{name}:{version}", found)
    if sort == "mcpb":
        digest = package.get("fileSha256") or package.get("file_sha256")
        attributes = {"role": "MCP bundle", "pinned": "yes" if digest else "no", "address": without_credentials(name)}
        identity = package_id("generic", without_credentials(name).partition("://")[2] or name)
        return Component(identity, Kind.PACKAGE, name.rpartition("/")[2], "", None, Knowledge.DECLARED,
                         attributes, (found,))  # fmt: skip
    if sort not in _ECOSYSTEMS:
        return None
    exact = version if version and _EXACT.fullmatch(version) else ""
    attributes = {"requirement": f"{name} {version}".strip(), "pinned": "yes" if exact else "no"}
    identity = package_id(_ECOSYSTEMS[sort], name, exact)
    return Component(identity, Kind.PACKAGE, name, exact, None, Knowledge.DECLARED, attributes, (found,))


def _source_code(entry: Mapping[str, Any], server: ComponentId, found: Evidence) -> Iterator[Claim]:
    """The repository from which the server is made."""
    repository = entry.get("repository")
    address = repository.get("url") if isinstance(repository, dict) else None
    match = re.match(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?(?:[/#?]|$)", str(address or ""))
    if match:
        attributes = {"role": "source code", "pinned": "no"}
        code = Component(package_id("github", match.group(1)), Kind.PACKAGE, match.group(1), "", None,
                         Knowledge.DECLARED, attributes, (found,))  # fmt: skip
        yield from used_by(server, code, RelationKind.DERIVED_FROM)


def _tables(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _lines_of_names(text: str) -> dict[str, int]:
    """The line of the first `"name": …` with each value; a dump is searched once, not once for each server."""
    lines: dict[str, int] = {}
    place = line = 0
    for match in re.finditer(r'"name"\s*:\s*("(?:[^"\\\n]|\\.)*")', text):
        line += text.count("\n", place, match.start())
        place = match.start()
        try:
            lines.setdefault(json.loads(match.group(1)), line + 1)
        except ValueError:
            continue  # An escape that JSON does not have; the parser has said so where it matters.
    return lines


SOURCE = McpRegistrySource()
