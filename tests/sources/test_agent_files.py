"""Agents, skills and plugins that files define."""

from __future__ import annotations

import json

import pytest

from explorer.domain.component import Kind
from explorer.sources import agent_definitions, agent_plugins
from tests.sources.model_reading import SYSTEM, component, edges, read, relation

SOURCES = (agent_definitions.SOURCE, agent_plugins.SOURCE)


def test_that_a_skill_is_a_tool_of_the_system(tmp_path):
    text = "---\nlicense: MIT\nname: pdf\nallowed-tools: [Bash, Read]\n---\n# model: x\n"
    draft = read(tmp_path, {"skills/pdf/SKILL.md": text}, *SOURCES)
    skill = component(draft, "tool:demo/skills/pdf/pdf")
    assert (skill.kind, skill.attributes["allowed tools"], skill.attributes["license"]) == (
        Kind.TOOL,
        "Bash, Read",
        "MIT",
    )
    assert edges(draft) == {(SYSTEM, "calls", skill.id)}
    assert skill.evidence[0].line == 3


def test_that_a_skill_without_a_head_is_named_by_its_folder_and_said_to_lack_it(tmp_path):
    draft = read(tmp_path, {"skills/pdf/SKILL.md": "# PDF\n"}, *SOURCES)
    assert component(draft, "tool:demo/skills/pdf/pdf").name == "pdf"
    assert len(draft.problems) == 1


def test_that_a_sub_agent_names_its_model(tmp_path):
    text = "---\nname: reviewer\ntools: Read, Grep\nmodel: claude-sonnet-4-5\n---\nYou review.\n"
    draft = read(tmp_path, {".claude/agents/reviewer.md": text}, *SOURCES)
    agent = component(draft, "agent:demo/.claude/agents/reviewer")
    assert agent.kind is Kind.AGENT
    (model,) = [each for each in draft.components.values() if each.name == "claude-sonnet-4-5"]
    assert relation(draft, agent.id, model.id).evidence[0].line == 4


@pytest.mark.parametrize("model", ["inherit", "sonnet"])
def test_that_a_word_of_the_assistant_is_no_model(tmp_path, model):
    draft = read(tmp_path, {".claude/agents/a.md": f"---\nname: a\nmodel: {model}\n---\n"}, *SOURCES)
    assert [each.kind for each in draft.components.values()] == [Kind.AGENT]


CARD = {
    "name": "Planner",
    "version": "1.2.0",
    "url": "https://agents.example.org/planner?key=abc",
    "provider": {"organization": "Example Works", "url": "https://example.org"},
    "skills": [{"id": "plan", "name": "Plan"}, "odd", {"name": 3}],
    "supportedInterfaces": [{"url": "https://grpc.example.org/a2a", "protocolBinding": "GRPC"}],
}


@pytest.mark.parametrize("path", [".well-known/agent.json", "web/.well-known/agent-card.json", "agent_card.json"])
def test_that_a_card_names_the_agent_its_skills_hosts_and_provider(tmp_path, path):
    draft = read(tmp_path, {path: json.dumps(CARD, indent=1)}, *SOURCES)
    (agent,) = [each for each in draft.components.values() if each.kind is Kind.AGENT]
    assert (agent.name, agent.version) == ("Planner", "1.2.0")
    (skill,) = [each for each in draft.components.values() if each.kind is Kind.TOOL]
    assert edges(draft) == {
        (SYSTEM, "calls", agent.id),
        (agent.id, "calls", skill.id),
        (agent.id, "operated-by", "hub:agents-example-org"),
        (agent.id, "operated-by", "hub:grpc-example-org"),
        (agent.id, "made-by", "party:example-works"),
    }
    assert "abc" not in repr(draft)
    assert relation(draft, agent.id, skill.id).evidence[0].line == 11


@pytest.mark.parametrize("text", ["[]", "{}", '{"name": 3}', '{"name": " "}', "3"])
def test_that_a_card_without_a_name_is_a_problem(tmp_path, text):
    draft = read(tmp_path, {"agent-card.json": text}, *SOURCES)
    assert len(draft.problems) == 1
    assert not draft.components


def test_that_enabled_plugins_come_from_their_marketplaces(tmp_path):
    settings = {
        "enabledPlugins": {"fmt@team": True, "off@team": False, "own@other": True},
        "extraKnownMarketplaces": {"team": {"source": {"source": "github", "repo": "org/plugins", "ref": "v2"}}},
    }
    draft = read(tmp_path, {".claude/settings.json": json.dumps(settings, indent=1)}, *SOURCES)
    assert edges(draft) == {
        (SYSTEM, "calls", "tool:plugin/fmt@team"),
        ("tool:plugin/fmt@team", "derived-from", "pkg:github/org/plugins@v2"),
        (SYSTEM, "calls", "tool:plugin/own@other"),
    }
    assert component(draft, "tool:plugin/fmt@team").attributes["pinned"] == "no"


def test_that_a_marketplace_names_where_its_plugins_come_from(tmp_path):
    sha = "0" * 39 + "a"
    market = {
        "name": "team",
        "plugins": [
            {"name": "mine", "source": "./plugins/mine"},
            {"name": "a", "source": {"source": "github", "repo": "o/a", "sha": sha}},
            {"name": "b", "source": {"source": "url", "url": "https://user:pw@git.example.org/o/b.git"}},
            {"name": "c", "source": {"source": "npm", "package": "@o/c", "version": "1.0.0"}},
        ],
    }
    draft = read(tmp_path, {".claude-plugin/marketplace.json": json.dumps(market)}, *SOURCES)
    assert {edge[2] for edge in edges(draft) if edge[1] == "derived-from"} == {
        f"pkg:github/o/a@{sha}",
        "pkg:generic/git.example.org/o/b.git",
        "pkg:npm/%40o/c@1.0.0",
    }
    assert component(draft, "tool:plugin/a").attributes["pinned"] == "yes"
    assert "pw" not in repr(draft)


@pytest.mark.parametrize(
    "text", ["[]", "{}", '{"plugins": 3, "enabledPlugins": []}', '{"plugins": [1, {"name": "x"}]}']
)
def test_that_odd_settings_name_nothing(tmp_path, text):
    assert not read(tmp_path, {".claude/settings.json": text}, *SOURCES).components
