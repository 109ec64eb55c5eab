"""The signs that a graph itself gives of something wrong: on one component, between components, in a scan's problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from explorer.analysis.control_evidence import CAN_RUN_CODE, digests, exact_versions, has_digest, has_exact_version
from explorer.analysis.perhaps_served import perhaps_served
from explorer.analysis.reliance import reliance
from explorer.domain.claim import Problem
from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind
from explorer.graph.kept import kept
from explorer.graph.reach import Flags
from explorer.graph.row_columns import attributes_of, having_evidence_from
from explorer.graph.snapshot import Snapshot
from explorer.graph.stated import stated_each
from explorer.graph.supply_graph import KNOWLEDGE
from explorer.knowledge.finding_rules import Severity
from explorer.knowledge.hubs import hubs

REMOTE_CODE_FLAG = "remote-code-flag"
"""The source that reads where `trust_remote_code` is set."""
PIPED = "A downloaded script is piped straight into a shell."


@dataclass(frozen=True, slots=True)
class Sign:
    """Something wrong with one component, before its severity and reach are known."""

    rule: str
    node: int
    says: str
    evidence: tuple[Evidence, ...]
    severity: Severity | None = None
    """Where it differs from the rule's own."""
    why: str = ""
    about: str = ""
    """What tells it from another sign of the same rule on the same component."""


def node_signs(snapshot: Snapshot) -> Iterator[Sign]:
    """What is wrong with single components, wherever they stand."""
    for node in np.flatnonzero(_to_be_looked_at(snapshot)).tolist():
        component = snapshot.components[node]
        for test in _TESTS.get(component.kind, ()):
            for rule, says in test(component):
                yield Sign(rule, node, says, component.evidence[:1])
        for each in component.evidence:
            if each.source == REMOTE_CODE_FLAG:
                words = f"trust_remote_code is set{each.field and f' for {each.field}'}"
                yield Sign("trust-remote-code", node, words, (each,), about=each.field or each.location)


def _to_be_looked_at(snapshot: Snapshot) -> Flags:
    """(n,): what the columns do not already show to be in order; only these are made into objects."""
    graph = snapshot.graph
    attributes = attributes_of(snapshot.components)
    says_more = np.fromiter(map(bool, attributes), bool, len(graph))
    vague, unnumbered = ~digests(snapshot), ~exact_versions(snapshot)
    known = graph.knowledge != KNOWLEDGE.index(Knowledge.UNKNOWN)
    found = graph.has_kind(Kind.MCP_SERVER, Kind.HUB) | (graph.has_kind(Kind.CONTAINER_IMAGE, Kind.ACTION) & vague)
    found |= graph.has_kind(Kind.MODEL, Kind.ADAPTER, Kind.DATASET) & (vague | says_more)
    found |= graph.has_kind(Kind.PACKAGE) & known & unnumbered & vague
    found |= graph.has_kind(Kind.WEIGHT_FILE, Kind.BUILD) & says_more
    found |= np.fromiter(having_evidence_from(snapshot.components, REMOTE_CODE_FLAG), bool, len(graph))
    return found


def graph_signs(snapshot: Snapshot, inside: Flags) -> Iterator[Sign]:
    """What is wrong between components."""
    yield from _extra_indexes(snapshot, inside)
    yield from _without_digests(snapshot, inside)


def problem_signs(snapshot: Snapshot, roots: Sequence[int]) -> tuple[list[Sign], tuple[Problem, ...]]:
    """The scan's problems that are findings, on the system where that is clear; and the others."""
    signs, others = [], []
    for problem in snapshot.problems:
        if problem.message == PIPED and len(roots):
            found = Evidence(problem.source, problem.location, problem.line, "", problem.message)
            node = _system_of(snapshot, problem.location, roots)
            signs.append(Sign("piped-script", node, f"in {problem.location}", (found,), about=problem.location))
        else:
            others.append(problem)
    return signs, tuple(others)


def _system_of(snapshot: Snapshot, location: str, roots: Sequence[int]) -> int:
    """The system whose files include this one: that which uses something found in the same file, else the first."""
    for relation in snapshot.relations:
        if any(each.location == location for each in relation.evidence):
            node = snapshot.graph.find(relation.source)
            if node is not None and node in roots:
                return node
    return int(roots[0])


def _floating(component: Component) -> Iterator[tuple[str, str]]:
    if component.id.startswith("pkg:huggingface/") and not has_digest(component):
        named = component.version or "no revision"
        yield "floating-model", f"{named}, not a commit"


def _names(component: Component) -> Iterator[tuple[str, str]]:
    state = component.attributes.get("on the hub", "")
    if state.startswith("not found"):
        yield "namespace-reuse", f"the hub says: {state}"
    if renamed := component.attributes.get("renamed to", ""):
        yield "namespace-reuse", f"it is now {renamed}; the old name only forwards"


def _signature(component: Component) -> Iterator[tuple[str, str]]:
    for words in component.attributes.get("signature", "").split(" | "):
        if words.startswith(("wrong:", "of other files:")):
            yield "wrong-signature", words[:200]


def _remote_code(component: Component) -> Iterator[tuple[str, str]]:
    if modules := component.attributes.get("remote code", ""):
        yield "remote-code", f"auto_map names {modules[:120]}"


def _image(component: Component) -> Iterator[tuple[str, str]]:
    if not has_digest(component):
        tag = component.attributes.get("tag") or component.version or "no tag, so latest"
        yield "mutable-image", f"tag {tag}, no digest"


def _action(component: Component) -> Iterator[tuple[str, str]]:
    if not has_digest(component):
        yield "unpinned-action", f"reference {component.attributes.get('reference') or component.version or 'none'}"


def _server(component: Component) -> Iterator[tuple[str, str]]:
    if component.attributes.get("transport") != "remote" and not (
        has_exact_version(component) or has_digest(component)
    ):
        yield "unpinned-server", "its configuration names no exact version"
    if component.attributes.get("secrets in file", "").startswith("yes"):
        yield "secret-in-file", "a value in its configuration looks like a secret"


def _package(component: Component) -> Iterator[tuple[str, str]]:
    if component.knowledge is not Knowledge.UNKNOWN and not (has_exact_version(component) or has_digest(component)):
        yield "unpinned-package", component.attributes.get("requirement", "no version").partition(" | ")[0]


def _weights(component: Component) -> Iterator[tuple[str, str]]:
    attributes = component.attributes
    verdict = attributes.get("pickle scan", "")
    if verdict and not verdict.startswith("no known bad import"):
        yield "bad-pickle", verdict[:160]
    elif attributes.get(CAN_RUN_CODE, "") == "yes":
        yield "code-in-weights", f"{attributes.get('format', 'format not known')}"
    if issue := attributes.get("hub scan", ""):
        yield "hub-scan", f"the hub's level: {issue}"


def _hub(component: Component) -> Iterator[tuple[str, str]]:
    if component.id not in {hub.id for hub in hubs().values()} and component.attributes.get("role") == "package index":
        yield "index-not-known", component.name


_Test = Callable[[Component], Iterator[tuple[str, str]]]
_TESTS: dict[Kind, tuple[_Test, ...]] = {
    Kind.MODEL: (_floating, _names, _remote_code, _signature),
    Kind.ADAPTER: (_floating, _names, _remote_code, _signature),
    Kind.DATASET: (_floating, _names, _signature),
    Kind.BUILD: (_signature,),
    Kind.CONTAINER_IMAGE: (_image,),
    Kind.ACTION: (_action,),
    Kind.MCP_SERVER: (_server,),
    Kind.PACKAGE: (_package,),
    Kind.WEIGHT_FILE: (_weights,),
    Kind.HUB: (_hub,),
}


def _extra_indexes(snapshot: Snapshot, inside: Flags) -> Iterator[Sign]:
    """An index that may serve a package beside another: one sign per index and package that somebody would confuse."""
    graph, every = snapshot.graph, perhaps_served(snapshot)
    is_meant = inside & graph.has_kind(Kind.PACKAGE)
    every = every.only(is_meant[every.nodes] & inside[graph.relation_source[every.relations]])
    hubs = graph.relation_target[every.relations]
    for hub in np.unique(hubs).tolist():
        served = every.only(hubs == hub)
        names = sorted(set(graph.names.texts(served.nodes)))
        more = f" and {len(names) - 4} more" if len(names) > 4 else ""
        evidence = snapshot.relations[int(served.relations[0])].evidence[:1]
        yield Sign("extra-index", hub, f"may serve {', '.join(names[:4])}{more}", evidence)


def pickles_beside_safetensors(snapshot: Snapshot) -> Iterator[Sign]:
    """Repositories that hold the same weights in a form that can run code and in one that cannot."""
    graph = snapshot.graph
    held = graph.relation_has_kind(RelationKind.CONTAINS) & graph.has_kind(Kind.WEIGHT_FILE)[graph.relation_target]
    files: dict[int, list[int]] = {}
    for node, inner in zip(graph.relation_source[held].tolist(), graph.relation_target[held].tolist(), strict=True):
        files.setdefault(node, []).append(inner)
    runs_code, formats = stated_each(snapshot, (CAN_RUN_CODE, "format"))
    for node, parts in files.items():
        pickles = [each for each in parts if runs_code.get(each) == "yes"]
        safe = [each for each in parts if formats.get(each) == "safetensors"]
        if pickles and safe:
            pickle, name = snapshot.components[pickles[0]], graph.names[safe[0]]
            yield Sign("pickle-beside-safetensors", node, f"{pickle.name} beside {name}", pickle.evidence[:1])


def _without_digests(snapshot: Snapshot, inside: Flags) -> Iterator[Sign]:
    """One sign per system: how many of its packages have an exact version and no digest."""
    graph = snapshot.graph
    systems = np.flatnonzero(inside & graph.has_kind(Kind.SYSTEM)).tolist()
    for root, of, without, first in _digests(snapshot, systems):
        if without:
            evidence = snapshot.components[first].evidence[:1]
            yield Sign("no-digests", root, f"{without:,} of {of:,} pinned packages have no digest", evidence)


@kept
def _digests(snapshot: Snapshot, systems: Sequence[int]) -> tuple[tuple[int, int, int, int], ...]:
    """Of each system: itself, its packages with an exact version, those without a digest, and the first of these."""
    numbered, bare = _numbered(snapshot)
    reach = reliance(snapshot.graph, systems)
    found = []
    for place, root in enumerate(systems):
        mine = reach.reached_by(place)
        without = mine & bare
        found.append((root, int((mine & numbered).sum()), int(without.sum()), int(np.argmax(without))))
    return tuple(found)


@kept
def _numbered(snapshot: Snapshot) -> tuple[Flags, Flags]:
    """(n,) each: packages with an exact version, and those of them without a digest."""
    numbered = snapshot.graph.has_kind(Kind.PACKAGE) & exact_versions(snapshot)
    return numbered, numbered & ~digests(snapshot)
