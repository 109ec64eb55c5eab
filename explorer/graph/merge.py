"""Claims from all sources become one component per identity and one relation per (from, to, kind)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.identity import family, kind_from_id, version_of
from explorer.graph.joined_claims import joined_components, joined_relations

Key = tuple[ComponentId, ComponentId, RelationKind]


class Draft:
    """Merged claims before they freeze: by identity, in the order first seen.

    Claims of what is known already wait until somebody looks, and are then joined all at once: a hostile file may say
    the same thing a hundred thousand times.
    """

    def __init__(
        self,
        components: dict[ComponentId, Component] | None = None,
        relations: dict[Key, Relation] | None = None,
        problems: dict[tuple[str, int | None, str], Problem] | None = None,
    ) -> None:
        self._components = {} if components is None else components
        self._relations = {} if relations is None else relations
        self._more_components: dict[ComponentId, list[Component]] = defaultdict(list)
        self._more_relations: dict[Key, list[Relation]] = defaultdict(list)
        self.problems = {} if problems is None else problems
        """By place and message: two readers that stumble over the same thing report it once."""

    @property
    def components(self) -> dict[ComponentId, Component]:
        """By identity; ask anew after adding to them."""
        for identity, more in self._more_components.items():
            self._components[identity] = joined_components([self._components[identity], *more])
        self._more_components.clear()
        return self._components

    @property
    def relations(self) -> dict[Key, Relation]:
        """By their ends and kind; ask anew after adding to them."""
        for key, more in self._more_relations.items():
            self._relations[key] = joined_relations([self._relations[key], *more])
        self._more_relations.clear()
        return self._relations

    def add(self, claim: Claim) -> None:
        """Take one claim; what was said before is kept beside it."""
        match claim:
            case Component():
                if self._components.setdefault(claim.id, claim) is not claim:
                    self._more_components[claim.id].append(claim)
            case Relation():
                if self._relations.setdefault(claim.key, claim) is not claim:
                    self._more_relations[claim.key].append(claim)
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


def unify_versions(draft: Draft) -> Draft:
    """Join each identity without a version to the versions of its family that the same system states.

    `torch>=2` in a manifest and `torch 2.4.1` in its lock file are one component. Where a lock holds several versions
    of a family (markers), a relation to the unversioned name goes to each of them, as inferred. `==1.10` in a manifest
    and `1.10.0` in its lock are one version (PEP 440), so they are joined too; and so are `Qwen/Qwen3-8B` and `qwen/qwen3-8b`,
    which the hub takes for one repository.
    Only right within one system: another system's lock says nothing about this one's.
    """
    versions: dict[ComponentId, list[ComponentId]] = defaultdict(list)
    for identity in draft.components:
        if version_of(identity):
            versions[family(identity)].append(identity)
    shorter = {short: [long] for known in versions.values() for short, long in _same_version(known)}
    full = {name: [each for each in known if each not in shorter] for name, known in versions.items()}
    homes = {name: full[name] for name in draft.components if name in full} | shorter
    homes |= {other: homes.get(usual, [usual]) for other, usual in _spelled(draft.components.values())}
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


def _spelled(components: Iterable[Component]) -> Iterator[tuple[ComponentId, ComponentId]]:
    """Each identity of the hub that people wrote and that only differs by case from another one, and that one.

    That is the one which a table or an answer of the hub has; where none has any, the one with most capitals.
    """
    same: dict[str, list[Component]] = defaultdict(list)
    for each in components:
        if each.id.startswith("pkg:huggingface/"):
            end = min((place for mark in "@#?" if (place := each.id.find(mark)) >= 0), default=len(each.id))
            same[each.id[:end].casefold() + each.id[end:]].append(each)
    for spelled in same.values():
        exact = [each for each in spelled if any(found.source in _OF_THE_HUB for found in each.evidence)]
        usual = max(exact or spelled, key=lambda each: sum(letter.isupper() for letter in each.id))
        yield from ((each.id, usual.id) for each in spelled if each is not usual and each not in exact)


_OF_THE_HUB = frozenset(["lineage-dump", "hub", "hub-cache"])
"""Readers whose names are those that the hub itself has."""


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


def _worse(first: Knowledge, second: Knowledge) -> Knowledge:
    return max(first, second, key=lambda knowledge: knowledge.rank)
