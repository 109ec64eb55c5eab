"""Whatever stands in a file, its reader answers: claims, problems, or the documented error."""

from __future__ import annotations

import json
from pathlib import PurePosixPath

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.domain.claim import Problem
from explorer.domain.component import Component
from explorer.domain.relation import Relation
from explorer.errors import InputError
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.registry import all_sources
from tests.sources.model_reading import SYSTEM
from tests.sources.test_agent_files import CARD
from tests.sources.test_azure_templates import BICEP, PARAMETERS
from tests.sources.test_azure_templates import TEMPLATE as ARM
from tests.sources.test_cloud_code import PYTHON, STACK
from tests.sources.test_cloud_descriptions import SKY, TEMPLATE
from tests.sources.test_containers import COMPOSE, STAGES
from tests.sources.test_kubernetes import DEPLOYMENT
from tests.sources.test_mcp import MANIFEST
from tests.sources.test_mirror_settings import NPMRC
from tests.sources.test_pipelines import DECLARATIVE, GITLAB, WORKFLOW
from tests.sources.test_slsa_provenance import NEW
from tests.sources.test_terraform import JSON, MAIN
from tests.sources.test_tool_schemas import MCP as TOOLS
from tests.sources.test_training_pipelines import CONFIG, IMPORTED, LOCK, MODEL, PROJECT
from tests.sources.test_training_pipelines import STAGES as DVC_STAGES

AGENT = """import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { tool } from "ai"; import OpenAI from "openai";
const server = new McpServer({ name: "a" }); server.tool("b", {}, () => {});
const tools = { c: tool({ description: "d" }) }, list = [{ type: "function", function: { name: "e", parameters: {} } }];
new StdioClientTransport({ command: "npx", args: ["f@1.0.0"], env: { KEY: "x" } });
new OpenAI().chat.completions.create({ model: process.env.MODEL ?? "gpt-4o" });
"""

FILES = {
    "Dockerfile": STAGES,
    "compose.yaml": COMPOSE,
    ".github/workflows/a.yml": WORKFLOW,
    ".gitlab-ci.yml": GITLAB,
    "azure-pipelines.yml": "steps:\n- task: A@1\nresources:\n  repositories: [{type: github, name: a/b, ref: c}]\n",
    ".circleci/config.yml": "orbs: {a: b/c@1}\njobs: {d: {docker: [{image: e/f}], resource_class: gpu.nvidia}}\n",
    ".buildkite/a.yml": "steps: [{plugins: [a#v1, {docker#v2: {image: b}}], image: c/d}, {plugins: {e/f#v3: null}}]\n",
    "Jenkinsfile": DECLARATIVE,
    ".npmrc": NPMRC,
    "pip.conf": "[global]\nindex-url = https://u:p@a.example/simple\nextra-index-url =\n  https://b.example/simple\n",
    "lib/stack.ts": STACK,
    "server.ts": AGENT,
    "my-tools.json": TOOLS,
    "main.bicep": BICEP,
    "main.bicepparam": PARAMETERS,
    "azuredeploy.json": ARM,
    "stack.py": PYTHON,
    "dvc.yaml": DVC_STAGES,
    "dvc.lock": LOCK,
    "a.dvc": IMPORTED,
    ".dvc/config": CONFIG,
    "MLmodel": MODEL,
    "MLproject": PROJECT,
    "k8s/a.yaml": DEPLOYMENT
    + "---\nkind: RayService\nspec:\n  serveConfigV2: |\n    a: {runtime_env: {pip: [b==1]}}\n",
    "main.tf": MAIN,
    "main.tf.json": JSON,
    "template.yaml": TEMPLATE,
    "serve.yaml": SKY,
    "server.json": json.dumps(MANIFEST),
    "provenance.json": json.dumps(NEW),
    "agent-card.json": json.dumps(CARD),
    ".mcp.json": '{"mcpServers": {"a": {"command": "npx", "args": ["b@1.0.0"], "env": {"KEY": "x"}}}}',
    ".codex/config.toml": '[mcp_servers.a]\ncommand = "npx"\nargs = ["b"]\n',
    "skills/a/SKILL.md": "---\nname: a\nallowed-tools: [b]\n---\n",
    ".claude/settings.json": '{"enabledPlugins": {"a@b": true}, "extraKnownMarketplaces": {"b": {"source": {"repo": "c/d"}}}}',
}


def answer(root, path, data):
    """What all readers of the path say to these bytes."""
    absolute = root / "file"
    absolute.write_bytes(data)
    file = ProjectFile(PurePosixPath(path), absolute, len(data))
    for source in (each for each in all_sources() if each.matches(file.path)):
        try:
            claims = list(source.read(file, Project(root, SYSTEM, (file,))))
        except InputError as error:
            assert error.message
            assert error.advice
            continue
        assert all(isinstance(each, Component | Relation | Problem) for each in claims)


@pytest.mark.parametrize("path", FILES)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(where=st.floats(0, 1, exclude_max=True), new=st.binary(max_size=4), cut=st.integers(0, 12))
def test_that_changed_bytes_raise_nothing_else(tmp_path, path, where, new, cut):
    data = FILES[path].encode()
    place = int(where * len(data))
    answer(tmp_path, path, data[:place] + new + data[place + cut :])


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", "a/b@1", "$X", "https://[", "x::y", "docker://"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        "name uses image services jobs steps mcpServers command args env packages remotes url identifier provider skills "
        "resources accelerators infra run Resources Type Properties Ref plugins source enabledPlugins include".split()
    ), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@pytest.mark.parametrize("path", [each for each in FILES if each.endswith((".json", ".yml", ".yaml"))])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(value=_VALUES)
def test_that_known_keys_with_other_shapes_raise_nothing_else(tmp_path, path, value):
    answer(tmp_path, path, json.dumps(value).encode())
