"""Walks the parts of a CycloneDX BOM: components, services, dependencies, compositions, without recursion."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import kind_from_id, slug, unknown_id
from explorer.sources.cyclonedx_component import (
    component_of,
    identity_of,
    kind_of,
    party_claims,
    service_of,
)
from explorer.sources.cyclonedx_model_card import data_facts, dataset_as_component, model_facts, training_datasets
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.json_stream import Part
from explorer.sources.loose_values import as_mapping, as_mappings, as_text, as_texts
from explorer.sources.package_url import read_package_url

SOURCE_NAME = "cyclonedx"
_INCOMPLETE = "incomplete"
_SCOPES = {"optional": Scope.OPTIONAL, "excluded": Scope.DEVELOPMENT}


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A component still to be described, and how it hangs on another."""

    data: Mapping[str, Any]
    pointer: str
    holder: ComponentId | None = None
    kind: RelationKind = RelationKind.CONTAINS
    upstream: bool = True
    """Whether the relation goes from the holder to this component; otherwise from this one to the holder."""


@dataclass
class Bom:
    """One document while it is read: parts go in, claims come out, references are joined at the end."""

    file: ProjectFile
    project: Project
    scope: str
    """What stands in the identity of a component that the world has no name for: the subject's name, or the file's."""
    subject: ComponentId = ComponentId("")
    references: dict[str, ComponentId] = field(default_factory=dict)
    dependencies: dict[str, str] = field(default_factory=dict)
    """The references whose dependencies are stated, and the pointer to where that is."""
    required: list[tuple[str, list[str], str]] = field(default_factory=list)
    """Each entry of the dependencies: reference, what it depends on, pointer."""
    compositions: list[tuple[Mapping[str, Any], str]] = field(default_factory=list)
    incomplete: set[str] = field(default_factory=set)
    """References whose dependencies the BOM itself calls incomplete or unknown."""
    described: dict[str, Component] = field(default_factory=dict)
    """By reference, the components that were given out before their dependencies were read."""
    trained_on: list[tuple[ComponentId, str, str]] = field(default_factory=list)
    loose: dict[ComponentId, tuple[str, Scope, RelationKind]] = field(default_factory=dict)
    """Components of the outermost list that nothing refers to yet: pointer, scope, and how the subject has them."""
    held: set[ComponentId] = field(default_factory=set)

    def take(self, part: Part) -> Iterator[Claim]:
        """What one part of the document says; what refers to other parts waits for `finish`."""
        key, position, value = part
        facts = as_mapping(value)
        pointer = f"/{key}" if position is None else f"/{key}/{position}"
        if not facts and key in ("components", "services", "dependencies", "compositions"):
            yield self.problem(f"{pointer} is not an object and was left out.", "Check what wrote this BOM.")
        elif key == "metadata":
            yield from self._metadata(facts)
        elif key == "components":
            yield from self._components(_Waiting(facts, pointer), outermost=True)
        elif key == "services":
            yield from self._services(facts, pointer)
        elif key == "dependencies":
            self._dependency(facts, pointer)
        elif key == "compositions":
            self._composition(facts, pointer)

    def finish(self) -> Iterator[Claim]:
        """The relations between parts, once all parts are known."""
        yield from self._requirements()
        yield from self._training_data()
        yield from self._incomplete_parts()
        yield from self._listed_late()
        for identity, (pointer, scope, kind) in self.loose.items():
            if identity not in self.held and identity != self._user:
                found = self.evidence(pointer, "listed in the BOM")
                yield Relation(self._user, identity, kind, scope, Knowledge.DECLARED, {}, (found,))

    def problem(self, message: str, advice: str) -> Problem:
        """Something wrong in this file."""
        return Problem(SOURCE_NAME, str(self.file.path), None, message, advice)

    def evidence(self, pointer: str, text: str) -> Evidence:
        """The place of a claim, as a JSON pointer; for XML, the pointer that the same BOM would have in JSON."""
        return Evidence(SOURCE_NAME, str(self.file.path), None, pointer, " ".join(text.split())[:300])

    @property
    def _user(self) -> ComponentId:
        return self.subject or self.project.system

    def _metadata(self, metadata: Mapping[str, Any]) -> Iterator[Claim]:
        data = as_mapping(metadata.get("component"))
        if not data:
            return
        name = "/".join(filter(None, (as_text(data.get("group")), as_text(data.get("name")))))
        self.scope = slug(name) if name else self.scope
        inherited = {key: metadata[key] for key in ("supplier", "manufacturer", "manufacture") if key in metadata}
        claims = self._components(_Waiting({**inherited, **data}, "/metadata/component", self.project.system))
        for number, claim in enumerate(claims):
            if number == 0 and isinstance(claim, Component):
                self.subject = claim.id
                claim = replace(claim, attributes={**claim.attributes, **_written(metadata)})  # noqa: PLW2901
            yield claim

    def _components(self, first: _Waiting, outermost: bool = False) -> Iterator[Claim]:
        waiting = [first]
        while waiting:
            each = waiting.pop()
            component, is_known_to_the_world = self._described(each)
            yield component
            yield from self._noted(each, component, is_known_to_the_world)
            if each.holder is not None:
                yield self._held(each, component.id)
            elif outermost:
                scope = _SCOPES.get(as_text(each.data.get("scope")), Scope.RUNTIME)
                self.loose[component.id] = (each.pointer, scope, RelationKind.CONTAINS)
            waiting += reversed(_inside(each, component))

    def _described(self, each: _Waiting) -> tuple[Component, bool]:
        data, kind = each.data, kind_of(each.data)
        identity, is_known_to_the_world = identity_of(data, kind, self.scope)
        reference = as_text(data.get("bom-ref"))
        if not is_known_to_the_world and (identity in self.held or identity in self.loose):
            # Two nameless things of one name in one BOM may be different things; their references tell them apart.
            identity = ComponentId(f"{identity}#{slug(reference or each.pointer)}")
        facts = {**model_facts(data), **(data_facts(data) if kind is Kind.DATASET else {})}
        if reference in self.dependencies and reference not in self.incomplete:
            facts["dependencies"] = "listed"
        found = self.evidence(each.pointer, f"{as_text(data.get('name'))} {as_text(data.get('version'))}")
        return component_of(data, identity, kind, found, facts), is_known_to_the_world

    def _noted(self, each: _Waiting, component: Component, is_known_to_the_world: bool) -> Iterator[Claim]:
        found = component.evidence[0]
        yield from party_claims(each.data, component.id, found, RelationKind.MADE_BY)
        purl, reference = as_text(each.data.get("purl")), as_text(each.data.get("bom-ref"))
        if purl and not is_known_to_the_world:
            message = f"The package URL at {each.pointer}/purl does not parse: {purl[:80]}"
            yield self.problem(message, "Correct it; the component stands under its name until then.")
        if reference:
            if self.references.setdefault(reference, component.id) != component.id:
                message = f"The bom-ref {reference[:80]} is used twice, again at {each.pointer}."
                yield self.problem(message, "References lead to the first; give each component its own.")
            self.described.setdefault(reference, component)
        for position, entry in training_datasets(each.data):
            if target := as_text(entry.get("ref")):
                pointer = f"{each.pointer}/modelCard/modelParameters/datasets/{position}"
                self.trained_on.append((component.id, target, pointer))

    def _held(self, each: _Waiting, identity: ComponentId) -> Relation:
        assert each.holder is not None
        ends = (each.holder, identity) if each.upstream else (identity, each.holder)
        self.held.add(identity)
        found = self.evidence(each.pointer, as_text(each.data.get("name")))
        scope = _SCOPES.get(as_text(each.data.get("scope")), Scope.RUNTIME)
        return Relation(*ends, each.kind, scope, Knowledge.DECLARED, {}, (found,))

    def _services(self, data: Mapping[str, Any], pointer: str) -> Iterator[Claim]:
        waiting: list[tuple[Mapping[str, Any], str, ComponentId | None]] = [(data, pointer, None)]
        while waiting:
            facts, place, holder = waiting.pop()
            service = service_of(facts, self.scope, self.evidence(place, as_text(facts.get("name"))))
            yield service
            yield from party_claims(facts, service.id, service.evidence[0], RelationKind.OPERATED_BY)
            if reference := as_text(facts.get("bom-ref")):
                self.references.setdefault(reference, service.id)
            if holder is None:
                self.loose[service.id] = (place, Scope.RUNTIME, RelationKind.CALLS)
            else:
                self.held.add(service.id)
                yield Relation(holder, service.id, RelationKind.CONTAINS, evidence=service.evidence)
            inner = as_mappings(facts.get("services") or [])
            waiting += [(each, f"{place}/services/{number}", service.id) for number, each in enumerate(inner)]

    def _dependency(self, facts: Mapping[str, Any], pointer: str) -> None:
        reference = as_text(facts.get("ref"))
        wanted = facts.get("dependsOn")
        targets = [as_text(each) for each in (wanted if isinstance(wanted, list) else [])]
        self.required.append((reference, targets, pointer))
        self.dependencies.setdefault(reference, pointer)

    def _composition(self, facts: Mapping[str, Any], pointer: str) -> None:
        self.compositions.append((facts, pointer))
        if _is_incomplete(facts):
            self.incomplete.update(_references(facts.get("dependencies")))

    def _requirements(self) -> Iterator[Claim]:
        missing: dict[str, ComponentId] = {}
        for reference, targets, pointer in self.required:
            source = yield from self._resolved(reference, pointer, missing)
            for number, wanted in enumerate(targets):
                place = f"{pointer}/dependsOn/{number}"
                target = yield from self._resolved(wanted, place, missing)
                self.held.add(target)
                found = self.evidence(place, wanted)
                _, scope, _ = self.loose.get(target, ("", Scope.RUNTIME, RelationKind.CONTAINS))
                yield Relation(source, target, RelationKind.REQUIRES, scope, Knowledge.DECLARED, {}, (found,))
        if missing:
            yield self.problem(
                f"Dependencies refer to {len(missing)} bom-refs that no component has: {_few(missing)}.",
                "They stand in the graph as unknown; add the components to the BOM.",
            )

    def _resolved(
        self, reference: str, pointer: str, missing: dict[str, ComponentId]
    ) -> Generator[Claim, None, ComponentId]:
        known = self.references.get(reference) or missing.get(reference)
        if known is None:
            found = read_package_url(reference) if reference.startswith("pkg:") else None
            known = found.id if found is not None else unknown_id("component", f"{self.scope}:{reference}")
            missing[reference] = known
            kind = kind_from_id(known) if found is not None else Kind.UNKNOWN
            place = self.evidence(pointer, reference)
            yield Component(known, kind, reference or "unnamed", "", None, Knowledge.UNKNOWN, {}, (place,))
        return known

    def _training_data(self) -> Iterator[Claim]:
        missing: dict[str, ComponentId] = {}
        for model, reference, pointer in self.trained_on:
            target = yield from self._resolved(reference, pointer, missing)
            self.held.add(target)
            found = self.evidence(pointer, reference)
            yield Relation(model, target, RelationKind.TRAINED_ON, evidence=(found,))
        if missing:
            message = f"Model cards name {len(missing)} datasets that the BOM does not describe: {_few(missing)}."
            yield self.problem(message, "Add them to the components of the BOM.")

    def _incomplete_parts(self) -> Iterator[Claim]:
        for facts, pointer in self.compositions:
            if not _is_incomplete(facts):
                continue
            found = self.evidence(pointer, f"aggregate: {as_text(facts.get('aggregate'))}")
            for what, key, kind in (
                ("contents", "assemblies", RelationKind.CONTAINS),
                ("dependencies", "dependencies", RelationKind.REQUIRES),
            ):
                for reference in _references(facts.get(key)):
                    if (holder := self.references.get(reference)) is not None:
                        yield from _unseen(holder, what, kind, found)

    def _listed_late(self) -> Iterator[Claim]:
        """That dependencies are complete, for components given out before this was known."""
        complete = {
            reference: pointer
            for facts, pointer in self.compositions
            if as_text(facts.get("aggregate")) == "complete"
            for reference in _references(facts.get("dependencies"))
        }
        for reference, pointer in (self.dependencies | complete).items():
            known = self.described.get(reference)
            if known is None or reference in self.incomplete or "dependencies" in known.attributes:
                continue
            facts = {"dependencies": "listed"}
            found = self.evidence(pointer, "dependencies listed")
            yield replace(known, attributes=facts, evidence=(found,))


def _inside(each: _Waiting, component: Component) -> list[_Waiting]:
    """The components described inside another one: parts, ancestors and descendants, and datasets of a model card."""
    data, pedigree = each.data, as_mapping(each.data.get("pedigree"))
    lineage = RelationKind.ADAPTS if component.kind is Kind.ADAPTER else RelationKind.DERIVED_FROM
    found = [
        _Waiting(facts, f"{each.pointer}/components/{number}", component.id)
        for number, facts in enumerate(as_mappings(data.get("components") or []))
    ]
    for key, upstream in (("ancestors", True), ("descendants", False)):
        for number, facts in enumerate(as_mappings(pedigree.get(key) or [])):
            found.append(_Waiting(facts, f"{each.pointer}/pedigree/{key}/{number}", component.id, lineage, upstream))
    for number, entry in training_datasets(data):
        if not as_text(entry.get("ref")):
            pointer = f"{each.pointer}/modelCard/modelParameters/datasets/{number}"
            found.append(_Waiting(dataset_as_component(entry), pointer, component.id, RelationKind.TRAINED_ON))
    return found


def _unseen(holder: ComponentId, what: str, kind: RelationKind, found: Evidence) -> Iterator[Claim]:
    identity = unknown_id(what, holder)
    facts = {"stands for": Kind.PACKAGE.value}
    yield Component(identity, Kind.UNKNOWN, f"further {what}", "", None, Knowledge.UNKNOWN, facts, (found,))
    yield Relation(holder, identity, kind, Scope.RUNTIME, Knowledge.UNKNOWN, {}, (found,))


def _is_incomplete(composition: Mapping[str, Any]) -> bool:
    aggregate = as_text(composition.get("aggregate"))
    return aggregate.startswith(_INCOMPLETE) or aggregate == "unknown"


def _references(stated: object) -> list[str]:
    """References in a composition: texts in JSON, objects with a `ref` in what XML becomes."""
    values = stated if isinstance(stated, list) else []
    return [text for each in values if (text := as_text(each.get("ref") if isinstance(each, Mapping) else each))]


def _written(metadata: Mapping[str, Any]) -> dict[str, str]:
    """When, with what and in which phase the BOM was made."""
    tools = metadata.get("tools")
    listed = as_mappings(tools.get("components") or []) if isinstance(tools, Mapping) else as_mappings(tools or [])
    names = (f"{as_text(each.get('name'))} {as_text(each.get('version'))}".strip() for each in listed)
    phases = [as_text(each.get("phase") or each.get("name")) for each in as_mappings(metadata.get("lifecycles") or [])]
    facts = {
        "BOM date": as_text(metadata.get("timestamp")),
        "BOM made with": ", ".join(filter(None, names)),
        "BOM phase": ", ".join(filter(None, phases)),
    }
    return {name: text for name, text in facts.items() if text}


def _few(names: Iterable[str]) -> str:
    chosen = [name[:60] for name in names]
    return ", ".join(chosen[:5]) + (f" and {len(chosen) - 5} more" if len(chosen) > 5 else "")
