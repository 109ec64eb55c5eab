"""Reads agents and skills that a project defines in files: SKILL.md, sub-agents, A2A agent cards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.relation import RelationKind
from explorer.graph.identity import party_id
from explorer.sources.claims import used_by
from explorer.sources.infrastructure import Site
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.json_text import line_of_key, line_of_text, read_json
from explorer.sources.lined_yaml import LinedText, parse_yaml, text_at, value_at
from explorer.sources.mcp_configuration import operated_remotely
from explorer.sources.mcp_tables import mcp_table_claims
from explorer.sources.model_references import model_in_setting
from explorer.sources.reference_claims import claims_for

_HEAD = re.compile(r"\A\s*---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_CARDS = frozenset({"agent-card.json", "agent_card.json", "agentcard.json"})
_CLIENTS = frozenset({".claude", ".github", ".opencode", ".cursor", ".gemini", ".codex", ".agents"})
_OWN_WORDS = frozenset(["inherit", "haiku", "sonnet", "opus"])
"""What an assistant's own definitions say for whichever model it then runs: no model that the project chooses."""


class AgentDefinitionsSource:
    """Skills, sub-agents and agent cards as parts of the system."""

    name = "agent-definition"
    reads = "SKILL.md, sub-agents of coding assistants (Markdown with a head), agent cards of the A2A protocol (JSON)."
    does_not_read = "The instructions below the head; cards that only a running agent gives out."

    def matches(self, path: PurePosixPath) -> bool:
        """`SKILL.md`, `.claude/agents/*.md`, `*.agent.md`, `agent-card.json`, `.well-known/agent.json`."""
        return _sort(path) != ""

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A tool per skill, an agent per definition or card, the models, hosts and makers that they name."""
        site = Site.of(self.name, file, project)
        if _sort(file.path) == "card":
            yield from _card(site)
        else:
            yield from _defined(site, _sort(file.path))


def _sort(path: PurePosixPath) -> str:
    """What a file at this path defines: `skill`, `agent`, `card`; empty for nothing."""
    name = path.name.lower()
    if name == "skill.md":
        return "skill"
    in_agents = path.parts[-2:-1] == ("agents",) and bool(_CLIENTS & set(path.parts))
    if name.endswith((".agent.md", ".chatmode.md")) or (in_agents and name.endswith(".md") and name != "readme.md"):
        return "agent"
    is_card = name in _CARDS or (name == "agent.json" and path.parts[-2:-1] == (".well-known",))
    return "card" if is_card else ""


def _defined(site: Site, sort: str) -> Iterator[Claim]:
    """A skill or a sub-agent, by the head of its file."""
    text = site.file.read_text()
    match = _HEAD.match(text)
    trees = parse_yaml("\n" * text.count("\n", 0, match.start(1)) + match[1], str(site.file.path)) if match else []
    head = trees[0] if trees and isinstance(trees[0], dict) else {}
    usual = site.file.path.parent.name if sort == "skill" else site.file.path.name.split(".")[0]
    name = text_at(head, "name") or LinedText(usual or sort, 1)
    if match is None:
        message = f"The {sort} has no head between “---” lines, so only its name is known."
        yield Problem(site.source, str(site.file.path), 1, message, "Give it a head with name and description.")
    attributes = {"role": sort, "own code": "yes"}
    for key, word in (("allowed-tools", "allowed tools"), ("tools", "allowed tools"), ("license", "license")):
        if allowed := _listed(value_at(head, key)):
            attributes[word] = allowed
    kind = Kind.TOOL if sort == "skill" else Kind.AGENT
    identity = _identity(kind, site, str(name))
    found = site.found(name.line, f"name: {name}", "name")
    component = Component(identity, kind, str(name), "", None, Knowledge.DECLARED, attributes, (found,))
    yield from used_by(site.project.system, component, RelationKind.CALLS, site.scope)
    yield from mcp_table_claims(head, site.source, site.file, site.project)
    model = text_at(head, "model")
    reference = model_in_setting("model", model) if model is not None and model not in _OWN_WORDS else None
    if model is not None and reference is not None:
        yield from claims_for(reference, identity, site.found(model.line, f"model: {model}", "model"), site.scope)


def _listed(value: object) -> str:
    """A text, or a list of texts, on one line."""
    if isinstance(value, list):
        return ", ".join(str(each) for each in value if isinstance(each, LinedText))
    return str(value) if isinstance(value, LinedText) else ""


def _card(site: Site) -> Iterator[Claim]:
    """An agent card: the agent, what it can do, where it answers, who provides it."""
    document, text = read_json(site.file)
    name = document.get("name") if isinstance(document, dict) else None
    if not isinstance(name, str) or not name.strip():
        message = "The agent card has no name, so nothing can be said of it."
        yield Problem(site.source, str(site.file.path), 1, message, "Compare it with the A2A specification.")
        return
    found = site.found(line_of_key(text, "name"), f"name: {name}", "name")
    version = document.get("version")
    attributes = {"role": "agent card", "pinned": "no"}
    identity = _identity(Kind.AGENT, site, name)
    agent = Component(identity, Kind.AGENT, name, version if isinstance(version, str) else "", None,
                      Knowledge.DECLARED, attributes, (found,))  # fmt: skip
    yield from used_by(site.project.system, agent, RelationKind.CALLS, site.scope)
    yield from _abilities(document, text, identity, site)
    for address in dict.fromkeys(_addresses(document)):
        place = site.found(line_of_text(text, address), f"url: {address.partition('?')[0]}", "url")
        yield from operated_remotely(identity, address, place)
    provider = document.get("provider")
    organization = provider.get("organization") if isinstance(provider, dict) else None
    if isinstance(organization, str) and organization.strip():
        place = site.found(line_of_key(text, "organization"), f"organization: {organization}", "provider")
        party = Component(party_id(organization), Kind.PARTY, organization, "", None, Knowledge.DECLARED, {}, (place,))
        yield from used_by(identity, party, RelationKind.MADE_BY)


def _abilities(document: Mapping[str, Any], text: str, agent: ComponentId, site: Site) -> Iterator[Claim]:
    skills = document.get("skills")
    for each in skills if isinstance(skills, list) else []:
        name = (each.get("id") or each.get("name")) if isinstance(each, dict) else None
        if isinstance(name, str) and name:
            found = site.found(line_of_text(text, f'"{name}"'), f"skill: {name}", "skills")
            tool = Component(ComponentId(f"{agent}/{name}".replace("agent:", "tool:", 1)), Kind.TOOL, name, "", None,
                             Knowledge.DECLARED, {"role": "skill of an agent"}, (found,))  # fmt: skip
            yield from used_by(agent, tool, RelationKind.CALLS)


def _addresses(document: Mapping[str, Any]) -> Iterator[str]:
    """Where the agent answers, in the words of all versions of the protocol."""
    listed = [document]
    for key in ("additionalInterfaces", "supportedInterfaces"):
        more = document.get(key)
        listed += [each for each in more if isinstance(each, dict)] if isinstance(more, list) else []
    for each in listed:
        if isinstance(each.get("url"), str):
            yield each["url"]


def _identity(kind: Kind, site: Site, name: str) -> ComponentId:
    """Named by its place: many projects have a `reviewer`."""
    place = site.file.path.parent
    return ComponentId(f"{kind.value}:{site.project.system.partition(':')[2]}/{place}/{name}".replace("/./", "/"))


SOURCE = AgentDefinitionsSource()
