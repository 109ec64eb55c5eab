"""MCP servers: in the files of clients, in the registry's own format, and what stands behind each."""

from __future__ import annotations

import json

import pytest

from explorer.domain.component import Kind
from explorer.domain.relation import Scope
from explorer.sources import mcp_client_files, mcp_configuration, mcp_registry
from tests.sources.model_reading import SYSTEM, claims_of, component, edges, project_of, read, relation

SOURCES = (mcp_configuration.SOURCE, mcp_client_files.SOURCE, mcp_registry.SOURCE)


def servers(draft):
    return {each.name for each in draft.components.values() if each.kind is Kind.MCP_SERVER}


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        (".mcp.json", '{"mcpServers": {\n"files": {"command": "npx", "args": ["-y", "fs-mcp@1.2.3"]}}}', 2),
        (".vscode/mcp.json", '{"servers": [{\n"name": "files", "command": "npx fs-mcp@1.2.3"}]}', 2),
        ("opencode.json", '{"mcp": {\n"files": {"type": "local", "command": ["npx", "fs-mcp@1.2.3"]}}}', 2),
        ("gemini-extension.json", '{"mcpServers": {\n"files": {"command": "npx", "args": ["fs-mcp@1.2.3"]}}}', 2),
        (".claude-plugin/plugin.json", '{"mcpServers": {\n"files": {"command": "npx", "args": ["fs-mcp@1.2.3"]}}}', 2),
        (
            ".zed/settings.json",
            '{"context_servers": {\n// note\n"files": {"command": "npx", "args": ["fs-mcp@1.2.3"]},}}',
            3,
        ),
        (".codex/config.toml", '[mcp_servers.files]\ncommand = "npx"\nargs = ["fs-mcp@1.2.3"]\n', 1),
        ("goose/config.yaml", "extensions:\n  files:\n    cmd: npx\n    args: [fs-mcp@1.2.3]\n", 2),
        (".continue/config.yaml", "mcpServers:\n  - name: files\n    command: npx\n    args: [fs-mcp@1.2.3]\n", 2),
        (
            ".claude.json",
            '{"projects": {"/home/me/x": {"mcpServers": {\n"files": {"command": "npx", "args": ["fs-mcp@1.2.3"]}}}}}',
            2,
        ),
        (
            "Code/User/settings.json",
            '{"mcp": {"servers": {\n"files": {"command": "npx", "args": ["fs-mcp@1.2.3"]}}}}',
            2,
        ),
        ("mcp.example.json", '{"mcpServers": {\n"files": {"command": "npx", "args": ["fs-mcp@1.2.3"]}}}', 2),
        (
            "claude_desktop_config.sample.json",
            '{"mcpServers": {\n"files": {"command": "npx", "args": ["fs-mcp@1.2.3"]}}}',
            2,
        ),
        ("mcphub/servers.json", '{"mcpServers": {\n"files": {"command": "npx", "args": ["fs-mcp@1.2.3"]}}}', 2),
        ("fastagent.config.yaml", "mcp:\n  servers:\n    files:\n      command: npx\n      args: [fs-mcp@1.2.3]\n", 3),
        ("librechat.yaml", "mcpServers:\n  files:\n    command: npx\n    args: [fs-mcp@1.2.3]\n", 2),
    ],
)
def test_that_each_client_names_its_server_its_package_and_its_line(tmp_path, path, text, line):
    draft = read(tmp_path, {path: text}, *SOURCES)
    assert edges(draft) == {(SYSTEM, "calls", "mcp:fs-mcp"), ("mcp:fs-mcp", "requires", "pkg:npm/fs-mcp@1.2.3")}
    assert relation(draft, SYSTEM, "mcp:fs-mcp").evidence[0].line == line
    assert component(draft, "mcp:fs-mcp").name == "files"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".claude/settings.json", '{"permissions": {}}'),
        (".claude/settings.example.json", '{"permissions": {}}'),
        ("opencode.json", '{"theme": "x"}'),
        (".codex/config.toml", 'model = "x"\nmcp_servers = 3\n'),
        ("goose/config.yaml", "extensions:\n  developer:\n    type: builtin\n"),
        (".continue/config.yaml", "[]"),
        ("server.json", '{"port": 8080, "name": "web"}'),
        ("server.json", "[1, {}, null]"),
        ("mcp-registry/x.json", '"text"'),
    ],
)
def test_that_settings_without_servers_name_none_and_are_no_problem(tmp_path, path, text):
    draft = read(tmp_path, {path: text}, *SOURCES)
    assert not draft.components
    assert not draft.problems


def test_that_a_literal_secret_is_reported_and_never_kept(tmp_path):
    secret = "ghp_" + "a1B2c3D4e5F6" * 3
    text = f'[mcp_servers.hub]\ncommand = "uvx"\nargs = ["hub-mcp"]\n[mcp_servers.hub.env]\nGITHUB_TOKEN = "{secret}"\n'
    draft = read(tmp_path, {".codex/config.toml": text}, *SOURCES)
    assert [problem for problem in draft.problems.values() if "secret" in problem.message]
    assert secret not in repr(draft)


@pytest.mark.parametrize(
    ("server", "identity", "host"),
    [
        ({"url": "https://api.example.org/mcp/"}, "mcp:api.example.org", "hub:api-example-org"),
        (
            {"url": "https://hub.example.org/team/files/mcp?key=1"},
            "mcp:hub.example.org/team/files",
            "hub:hub-example-org",
        ),
        ({"url": "http://localhost:8000/sse"}, "mcp:mine", None),
        ({"url": "http://192.168.1.4/mcp"}, "mcp:mine", None),
        ({"url": "http://store:8000/mcp"}, "mcp:mine", None),
        ({"command": "python", "args": ["s.py", "--api", "https://api.example.org"]}, "mcp:mine", None),
    ],
)
def test_that_a_remote_server_is_known_by_its_place_and_a_local_one_by_its_name(tmp_path, server, identity, host):
    draft = read(tmp_path, {".mcp.json": json.dumps({"mcpServers": {"mine": server}})}, *SOURCES)
    assert edges(draft) == {(SYSTEM, "calls", identity)} | ({(identity, "operated-by", host)} if host else set())


def test_that_a_bridge_is_a_package_of_its_own_in_front_of_the_remote_server(tmp_path):
    bridged = {"command": "npx", "args": ["-y", "mcp-remote@0.1.16", "https://api.example.org/sse"]}
    draft = read(tmp_path, {".mcp.json": json.dumps({"mcpServers": {"mine": bridged}})}, *SOURCES)
    assert edges(draft) == {
        (SYSTEM, "calls", "mcp:api.example.org"),
        ("mcp:api.example.org", "requires", "pkg:npm/mcp-remote@0.1.16"),
        ("mcp:api.example.org", "operated-by", "hub:api-example-org"),
    }


MANIFEST = {
    "name": "io.github.owner/files",
    "version": "2.0.0",
    "repository": {"url": "https://github.com/owner/files", "source": "github"},
    "packages": [
        {"registryType": "npm", "identifier": "@owner/files", "version": "2.0.0"},
        {"registryType": "oci", "identifier": "ghcr.io/owner/files:2.0.0"},
        {"registryType": "cargo", "identifier": "files"},
    ],
    "remotes": [{"type": "sse", "url": "https://files.example.org/sse"}],
}


def test_that_a_server_description_names_its_packages_remotes_and_code(tmp_path):
    draft = read(tmp_path, {"server.json": json.dumps(MANIFEST, indent=1)}, *SOURCES)
    server = "mcp:io.github.owner/files"
    assert edges(draft) == {
        (SYSTEM, "calls", server),
        (server, "requires", "pkg:npm/%40owner/files@2.0.0"),
        (server, "runs-on", "pkg:docker/owner/files@2.0.0?repository_url=ghcr.io"),
        (server, "operated-by", "hub:files-example-org"),
        (server, "derived-from", "pkg:github/owner/files"),
    }
    assert component(draft, server).attributes["namespace"] == "io.github.owner"
    assert relation(draft, server, "pkg:npm/%40owner/files@2.0.0").scope is Scope.OPTIONAL


def test_that_a_package_of_an_unknown_registry_is_said_to_be_unread(tmp_path):
    draft = read(tmp_path, {"server.json": json.dumps(MANIFEST)}, *SOURCES)
    assert ["cargo" in problem.message for problem in draft.problems.values()] == [True]


@pytest.mark.parametrize("shape", [lambda each: [each], lambda each: {"servers": [{"server": each}]}])
def test_that_a_dump_gives_servers_that_the_system_does_not_call(tmp_path, shape):
    draft = read(tmp_path, {"mcp-registry/dump.json": json.dumps(shape(MANIFEST))}, *SOURCES)
    assert servers(draft) == {"io.github.owner/files"}
    assert not [edge for edge in edges(draft) if edge[0] == SYSTEM]


def test_that_the_real_dump_is_read_whole(shared_data):
    project = project_of(shared_data / "mcp-registry")
    (dump,) = [each for each in project.files if each.name.startswith("seed")]
    entries = json.loads(dump.read_text())
    claims = list(mcp_registry.SOURCE.read(dump, project))
    found = {each.id for each in claims if getattr(each, "kind", None) is Kind.MCP_SERVER}
    assert found == {f"mcp:{entry['name']}" for entry in entries if entry["name"]}
    (nameless,) = [each.message for each in claims if hasattr(each, "advice") and "without a name" in each.message]
    assert nameless.endswith(f": {sum(not entry['name'] for entry in entries)}.")
    text = dump.read_text().splitlines()
    named = [each for each in claims if getattr(each, "kind", None) is Kind.MCP_SERVER]
    assert all(each.name in text[each.evidence[0].line - 1] for each in named)


def test_that_every_real_configuration_gives_servers_or_a_reason(shared_data):
    project = project_of(shared_data / "mcp-configs" / "open")
    for file in project.files:
        assert any(source.matches(file.path) for source in SOURCES), file.path
    claims = claims_of(project, SOURCES)
    answered = {each.evidence[0].location for each in claims if getattr(each, "kind", None) is Kind.MCP_SERVER}
    answered |= {each.location for each in claims if hasattr(each, "advice")}
    assert answered == {str(file.path) for file in project.files}


def test_that_a_secret_in_the_table_of_a_command_is_reported_and_not_kept(tmp_path):
    text = '{"context_servers": {"db": {"command": {"path": "npx", "args": ["db-mcp"], "env": {"PASSWORD": "hunter2hunter2"}}}}}'
    draft = read(tmp_path, {".zed/settings.json": text}, *SOURCES)
    assert [key[2] for key in draft.problems] == ["The MCP server “db” is given a literal secret (env.PASSWORD)."]
    assert "hunter2" not in str(draft.components) + str(draft.relations)
