"""Claims from all sources become one component per identity and one relation per (from, to, kind)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import family, kind_from_id, version_of

CONFLICT_SEPARATOR = " | "
"""Joins values of one attribute on which claims disagree."""

_SCOPE_STRENGTH = {scope: strength for strength, scope in enumerate(Scope)}
_VAGUE_KINDS = frozenset({Kind.UNKNOWN, Kind.MODEL, Kind.PACKAGE})


@dataclass
class Draft:
    """Merged claims before they freeze: by identity, in the order first seen."""

    components: dict[ComponentId, Component] = field(default_factory=dict)
    relations: dict[tuple[ComponentId, ComponentId, RelationKind], Relation] = field(default_factory=dict)
    problems: dict[tuple[str, int | None, str], Problem] = field(default_factory=dict)
    """By place and message: two readers that stumble over the same thing report it once."""

    def add(self, claim: Claim) -> None:
        """Take one claim; what was said before is kept beside it."""
        match claim:
            case Component():
                known = self.components.get(claim.id)
                self.components[claim.id] = claim if known is None else merge_components(known, claim)
            case Relation():
                before = self.relations.get(claim.key)
                self.relations[claim.key] = claim if before is None else merge_relations(before, claim)
            case Problem():
                self.problems.setdefault((claim.location, claim.line, claim.message), claim)

    def claims(self) -> Iterator[Claim]:
        """Everything merged so far, as claims again."""
        yield from self.components.values()
        yield from self.relations.values()
        yield from self.problems.values()


def merge(claims: Iterable[Claim]) -> Draft:
    """Merge claims by identity."""
    draft = Draft()
    for claim in claims:
        draft.add(claim)
    return draft


def merge_components(first: Component, second: Component) -> Component:
    """Two claims of one identity as one component: all evidence, all attribute values, the better knowledge."""
    attributes = merge_attributes(first.attributes, second.attributes)
    if first.supplier and second.supplier and first.supplier != second.supplier:
        attributes = merge_attributes(attributes, {"also supplied by": second.supplier})
    return replace(
        first,
        kind=_more_specific(first.kind, second.kind),
        name=first.name or second.name,
        version=first.version or second.version,
        supplier=first.supplier or second.supplier,
        knowledge=_better(first.knowledge, second.knowledge),
        attributes=attributes,
        evidence=_union(first.evidence, second.evidence),
    )


def merge_relations(first: Relation, second: Relation) -> Relation:
    """Two claims of one relation as one: all evidence, the strongest scope, the better knowledge."""
    return replace(
        first,
        scope=min(first.scope, second.scope, key=_SCOPE_STRENGTH.__getitem__),
        knowledge=_better(first.knowledge, second.knowledge),
        attributes=merge_attributes(first.attributes, second.attributes),
        evidence=_union(first.evidence, second.evidence),
    )


def merge_attributes(first: Mapping[str, str], second: Mapping[str, str]) -> Mapping[str, str]:
    """All facts of both; a value on which they disagree keeps every version, joined by ` | `."""
    if not second or first == second:
        return first
    merged = dict(first)
    for key, value in second.items():
        known = merged.get(key)
        if not known:
            merged[key] = value
        elif value and value not in known.split(CONFLICT_SEPARATOR):
            merged[key] = known + CONFLICT_SEPARATOR + value
    return merged


def unify_versions(draft: Draft) -> Draft:
    """Join each identity without a version to the versions of its family that the same system states.

    `torch>=2` in a manifest and `torch 2.4.1` in its lock file are one component. Where a lock holds several versions
    of a family (markers), a relation to the unversioned name goes to each of them, as inferred. `==1.10` in a manifest
    and `1.10.0` in its lock are one version (PEP 440), so they are joined too.
    Only right within one system: another system's lock says nothing about this one's.
    """
    versions: dict[ComponentId, list[ComponentId]] = defaultdict(list)
    for identity in draft.components:
        if version_of(identity):
            versions[family(identity)].append(identity)
    shorter = {short: [long] for known in versions.values() for short, long in _same_version(known)}
    full = {name: [each for each in known if each not in shorter] for name, known in versions.items()}
    homes = {name: full[name] for name in draft.components if name in full} | shorter
    if not homes:
        return draft
    unified = Draft(problems=draft.problems)
    for component in draft.components.values():
        for home in homes.get(component.id, [component.id]):
            unified.add(_at_home(component, home))
    for relation in draft.relations.values():
        for moved in _moved(relation, homes):
            unified.add(moved)
    return unified


def _same_version(identities: list[ComponentId]) -> Iterator[tuple[ComponentId, ComponentId]]:
    """Each PyPI identity whose version is written shorter than an equal one of the same family, and that one."""
    longest: dict[str, ComponentId] = {}
    pypi = [each for each in identities if each.startswith("pkg:pypi/")]
    for identity in sorted(pypi, key=len, reverse=True):
        plain = re.sub(r"(?:\.0)+$", "", version_of(identity))
        if (known := longest.setdefault(plain, identity)) != identity:
            yield identity, known


def _at_home(component: Component, home: ComponentId) -> Component:
    """A component under the identity that it is joined to; that a manifest does not pin it is no longer true there."""
    if home == component.id:
        return component
    attributes = {key: value for key, value in component.attributes.items() if (key, value) != ("pinned", "no")}
    return replace(component, id=home, version=version_of(home) or component.version, attributes=attributes)


def _moved(relation: Relation, homes: Mapping[ComponentId, list[ComponentId]]) -> Iterator[Relation]:
    sources = homes.get(relation.source, [relation.source])
    targets = homes.get(relation.target, [relation.target])
    ambiguous = len(sources) * len(targets) > 1
    knowledge = _worse(relation.knowledge, Knowledge.INFERRED) if ambiguous else relation.knowledge
    for source in sources:
        for target in targets:
            yield replace(relation, source=source, target=target, knowledge=knowledge)


def close_dangling_ends(draft: Draft) -> None:
    """Give every relation end that nobody described a component of its own, marked unknown, and report it."""
    for relation in list(draft.relations.values()):
        for end in (relation.source, relation.target):
            if end in draft.components:
                continue
            draft.add(
                Component(
                    end,
                    kind_from_id(end),
                    _readable(end),
                    version_of(end),
                    None,
                    Knowledge.UNKNOWN,
                    {},
                    relation.evidence,
                )
            )
            where = relation.evidence[0] if relation.evidence else Evidence("builder")
            draft.add(
                Problem(
                    where.source,
                    where.location,
                    where.line,
                    f"{end} is referred to, but nothing describes it.",
                    "It stands in the graph as unknown; scan or import what describes it.",
                )
            )


def report_self_loops(draft: Draft) -> None:
    """Report every relation from a component to itself; it stays in the graph."""
    for relation in draft.relations.values():
        if relation.source == relation.target:
            where = relation.evidence[0] if relation.evidence else Evidence("builder")
            message = f"{relation.source} has the relation {relation.kind} to itself."
            draft.add(Problem(where.source, where.location, where.line, message, "Check the declaration."))


def _readable(identity: str) -> str:
    tail = family(identity).rsplit(":", 1)[-1] if not identity.startswith("pkg:") else family(identity)
    return tail.split("/", 1)[-1] if identity.startswith("pkg:") else tail


def _more_specific(first: Kind, second: Kind) -> Kind:
    return second if first in _VAGUE_KINDS and second not in _VAGUE_KINDS else _known_kind(first, second)


def _known_kind(first: Kind, second: Kind) -> Kind:
    return second if first is Kind.UNKNOWN else first


def _better(first: Knowledge, second: Knowledge) -> Knowledge:
    return min(first, second, key=lambda knowledge: knowledge.rank)


def _worse(first: Knowledge, second: Knowledge) -> Knowledge:
    return max(first, second, key=lambda knowledge: knowledge.rank)


def _union(first: tuple[Evidence, ...], second: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return first if first == second else tuple(dict.fromkeys(first + second))
