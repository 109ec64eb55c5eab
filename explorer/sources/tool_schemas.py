"""Reads tools that are described to a model in JSON or YAML: MCP, OpenAI, Anthropic, Bedrock and Gemini declarations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.json_text import read_json
from explorer.sources.lined_yaml import LinedText, Tree, read_yaml, text_at, value_at
from explorer.sources.own_tool import own_tool_claims
from explorer.sources.pipeline_paths import is_pipeline

_NAMES = re.compile(
    r"(?i)(^|[-_./])(tools?|functions?|action[-_]?groups?)([-_./]|[-_]?(schema|definition|spec|declaration)s?\b|$)"
)
_OF_AGENTS = re.compile(r"(?i)(^|[-_./])(agents?|assistants?|tools?)([-_./]|$)")
_LISTS = ("tools", "functions", "functionDeclarations", "function_declarations")
_WRAPPERS = ("function", "toolSpec", "tool_spec")
_SCHEMAS = ("inputSchema", "input_schema", "parameters")
_TOOL_NAME = re.compile(r"[A-Za-z][\w.:/-]{0,80}")


class ToolSchemasSource:
    """Tools by name, with the line where each is named."""

    name = "tool-schema"
    reads = (
        "Tools that JSON files describe to a model, alone, in a list or under `tools` and `functions`: as MCP, OpenAI, "
        "Anthropic, Amazon Bedrock and Gemini write them; tools that the YAML of an agent describes under `tools`."
    )
    does_not_read = "Files whose path says nothing of tools or functions; what runs when the tool is called."

    def matches(self, path: PurePosixPath) -> bool:
        """JSON whose own name, or that of its folder, speaks of tools or functions; YAML whose path speaks of agents or tools."""
        near = "/".join((*path.parts[-2:-1], path.stem))
        if path.suffix.lower() in (".yaml", ".yml"):
            return bool(_OF_AGENTS.search(path.with_suffix("").as_posix())) and not is_pipeline(path)
        return path.suffix.lower() == ".json" and bool(_NAMES.search(near))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A claim for each table that has a name, a description and the schema of what it is given."""
        if file.path.suffix.lower() in (".yaml", ".yml"):
            for tool in (each for document in read_yaml(file) for each in _described(document)):
                found = evidence(self.name, file, tool.line, f"tool: {tool}", "name")
                yield from own_tool_claims(str(tool), file, project, found, scope_of_path(file.path))
            return
        document, text = read_json(file)
        end = 0
        for name in _names(document):
            match = re.compile(rf'"name"\s*:\s*"{re.escape(name)}"').search(text, end)
            end = match.end() if match else end
            line = text.count("\n", 0, match.start()) + 1 if match else None
            found = evidence(self.name, file, line, f"tool: {name}", "name")
            yield from own_tool_claims(name, file, project, found, scope_of_path(file.path))


def _described(document: Tree) -> Iterator[LinedText]:
    """The names of what an agent's own `tools` describe: each a table with a name and a description, and no MCP server."""
    parts = [document, *(value_at(document, each) for each in ("agent", "spec", "config"))]
    for listed in (value_at(each, "tools") for each in parts):
        for tool in listed if isinstance(listed, list) else ():
            name, purpose = text_at(tool, "name"), text_at(tool, "description")
            is_elsewhere = any(value_at(tool, each) is not None for each in ("url", "command", "server_url"))
            if name is not None and purpose and not is_elsewhere and _TOOL_NAME.fullmatch(name):
                yield name


def _names(document: Any) -> Iterator[str]:
    """The names of the tools of a list, of a table that holds such lists, or of the one tool that a document is."""
    for each in document if isinstance(document, list) else [document]:
        if not isinstance(each, Mapping):
            continue
        lists = [each[key] for key in _LISTS if isinstance(each.get(key), list)]
        if lists:
            for inner in lists:
                yield from _names(inner)
        else:
            yield from _name(each)


def _name(table: Mapping[str, Any]) -> Iterator[str]:
    inner = next((table[key] for key in _WRAPPERS if isinstance(table.get(key), Mapping)), table)
    name = inner.get("name")
    is_described = isinstance(inner.get("description"), str) and any(_is_schema(inner.get(key)) for key in _SCHEMAS)
    if is_described and isinstance(name, str) and _TOOL_NAME.fullmatch(name):
        yield name


def _is_schema(value: Any) -> bool:
    """`{ "type": "object", … }`, the same under `json`, or Bedrock's table of parameters by name."""
    if not isinstance(value, Mapping):
        return False
    inner = value.get("json", value)
    if not isinstance(inner, Mapping):
        return False
    return str(inner.get("type", "")).lower() == "object" or all(
        isinstance(each, Mapping) and "type" in each for each in inner.values()
    )


SOURCE = ToolSchemasSource()
"""Tool declarations in JSON."""
