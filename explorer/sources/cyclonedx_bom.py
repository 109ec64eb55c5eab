"""Walks the parts of a CycloneDX BOM, components within components, without recursion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import slug
from explorer.sources.cyclonedx_component import (
    component_of,
    identity_of,
    kind_of,
    settled_kind,
)
from explorer.sources.cyclonedx_formulation import given_out, taken_in, workflow_component, workflows_of
from explorer.sources.cyclonedx_links import Described, Links, Loose
from explorer.sources.cyclonedx_model_card import data_facts, dataset_as_component, model_facts, training_datasets
from explorer.sources.cyclonedx_parties import party_claims
from explorer.sources.cyclonedx_service import service_of
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.json_stream import Part
from explorer.sources.loose_values import as_mapping, as_mappings, as_text
from explorer.sources.own_words import NODE, PREFIX, OwnWords, node_of, own_words

_OBJECTS = ("metadata", "components", "services", "dependencies", "compositions", "formulation", "properties")
MAX_POINTER = 1_000
_SCOPES = {"optional": Scope.OPTIONAL, "excluded": Scope.DEVELOPMENT}


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A component still to be described, and how it hangs on another."""

    data: Mapping[str, Any]
    pointer: str
    holder: ComponentId | None = None
    kind: RelationKind = RelationKind.CONTAINS
    is_upstream: bool = True
    """Whether the relation goes from the holder to this component; otherwise from this one to the holder."""


class Bom:
    """One document while it is read: parts go in, claims come out, references are joined at the end."""

    def __init__(self, file: ProjectFile, project: Project) -> None:
        self.file = file
        self.links = Links(file, slug(str(file.path)))
        self._system = project.system
        self._subject = project.system

    def take(self, part: Part) -> Iterator[Claim]:
        """What one part of the document says; what refers to other parts waits for `finish`."""
        key, position, value = part
        pointer = f"/{key}" if position is None else f"/{key}/{position}"
        if key not in _OBJECTS:
            return
        if not isinstance(value, Mapping):
            yield self.links.problem(f"{pointer} is not an object and was left out.", "Check what wrote this BOM.")
        elif key == "metadata":
            yield from self._metadata(value)
        elif key == "components":
            yield from self._components(_Waiting(value, pointer))
        elif key == "services":
            yield from self._services(value, pointer)
        elif key == "dependencies":
            self.links.dependency(value, pointer)
        elif key == "formulation":
            yield from self._formula(value, pointer)
        elif key == "properties":
            yield from self._node(value, pointer)
        else:
            self.links.composition(value, pointer)

    def finish(self) -> Iterator[Claim]:
        """The relations between parts, once all parts are known."""
        yield from self.links.finish(self._subject)

    def _metadata(self, metadata: Mapping[str, Any]) -> Iterator[Claim]:
        data = as_mapping(metadata.get("component"))
        if not data:
            return
        name = "/".join(filter(None, (as_text(data.get("group")), as_text(data.get("name")))))
        self.links.scope = slug(name) if name else self.links.scope
        makers = {key: metadata[key] for key in ("supplier", "manufacturer", "manufacture") if key in metadata}
        claims = self._components(_Waiting({**makers, **data}, "/metadata/component", self._system))
        root = next(claims)
        if isinstance(root, Component):
            self._subject = root.id
            yield replace(root, attributes={**root.attributes, **_written(metadata)})
        yield from claims

    def _node(self, entry: Mapping[str, Any], pointer: str) -> Iterator[Claim]:
        """A party, or something unseen, that this program wrote beside the components."""
        if as_text(entry.get("name")) == NODE:
            stated = node_of(as_text(entry.get("value")), self.links.evidence(pointer, NODE))
            if stated is None:
                yield self.links.problem(f"The node at {pointer} cannot be understood.", "Export the BOM once more.")
                return
            yield stated[0]
            yield from stated[1]

    def _components(self, first: _Waiting) -> Iterator[Claim]:
        waiting = [first]
        while waiting:
            each = waiting.pop()
            component, is_known = self._described(each)
            yield component
            yield from self._noted(each, component, is_known)
            scope = _SCOPES.get(as_text(each.data.get("scope")), Scope.RUNTIME)
            if component.id == each.holder or (each.holder is None and component.id in self.links.own):
                pass  # What this program wrote has told by itself who relies on it; the system itself has no holder.
            elif each.holder is None:
                self.links.loose[component.id] = Loose(each.pointer, scope, RelationKind.CONTAINS)
            else:
                yield self._held(each, each.holder, component, scope)
            waiting += reversed(_inside(each, component, component.id in self.links.own))

    def _described(self, each: _Waiting) -> tuple[Component, bool]:
        data, links = each.data, self.links
        kind = kind_of(data)
        identity, is_known = identity_of(data, kind, links.scope)
        own = own_words_of(data)
        is_known = is_known or own is not None
        reference = as_text(data.get("bom-ref"))
        if not is_known and (identity in links.held or identity in links.loose):
            # Two nameless things of one name in one BOM may be different things; their references tell them apart.
            # A pointer that was cut is that of many; how many came before is not.
            place = f"{each.pointer} {len(links.held)}" if each.pointer.endswith("…") else each.pointer
            identity = ComponentId(f"{identity}#{slug(reference or place)}")
        facts = {**model_facts(data), **(data_facts(data) if kind is Kind.DATASET else {})}
        if links.is_listed(reference) and own is None:
            facts["dependencies"] = links.how_listed(reference)
        found = links.evidence(each.pointer, f"{as_text(data.get('name'))} {as_text(data.get('version'))}")
        component = component_of(data, identity, settled_kind(kind, identity), found, facts)
        return (self.links.in_own_words(component, own) if own else component), is_known or own is not None

    def _noted(self, each: _Waiting, component: Component, is_known: bool) -> Iterator[Claim]:
        """The makers of a component, and its reference for later."""
        if component.id not in self.links.own:
            yield from party_claims(each.data, component.id, component.evidence[0], RelationKind.MADE_BY)
        purl, reference = as_text(each.data.get("purl")), as_text(each.data.get("bom-ref"))
        if purl and not is_known:
            message = f"The package URL at {each.pointer}/purl does not parse: {purl[:80]}"
            yield self.links.problem(message, "Correct it; the component stands under its name until then.")
        if reference and self.links.ids.setdefault(reference, component.id) != component.id:
            message = f"The bom-ref {reference[:80]} is used twice, again at {each.pointer}."
            yield self.links.problem(message, "References lead to the first; give each component its own.")
        elif reference:
            is_listed = "dependencies" in component.attributes
            known = Described(component.kind, component.name, component.version, is_listed)
            self.links.described.setdefault(reference, known)
        for position, entry in training_datasets(each.data):
            if (target := as_text(entry.get("ref"))) and component.id not in self.links.own:
                pointer = f"{each.pointer}/modelCard/modelParameters/datasets/{position}"
                self.links.trained_on.append((component.id, target, pointer))

    def _held(self, each: _Waiting, holder: ComponentId, component: Component, scope: Scope) -> Relation:
        ends = (holder, component.id) if each.is_upstream else (component.id, holder)
        self.links.held.add(component.id)
        return Relation(*ends, each.kind, scope, evidence=component.evidence)

    def _formula(self, data: Mapping[str, Any], pointer: str) -> Iterator[Claim]:
        """The workflows of one formula; the components and services that it names are used by them."""
        workflows = [
            (workflow_component(each, self.links.scope, str(number), self._at(pointer, number, each)), each, number)
            for number, each in workflows_of(data)
        ]
        used: list[str] = []
        for key in ("components", "services"):
            for number, facts in enumerate(as_mappings(data.get(key) or [])):
                place = f"{pointer}/{key}/{number}"
                used.append(as_text(facts.get("bom-ref")))
                if key == "services":
                    yield from self._services(facts, place)
                else:
                    yield from self._components(_Waiting(facts, place))
        for component, each, number in workflows:
            yield component
            # Which of several workflows uses what the formula lists is not said.
            listed = [reference for reference in used if reference] if len(workflows) == 1 else []
            taken = list(dict.fromkeys(taken_in(each) + listed))
            self.links.workflows.append((component, taken, given_out(each), f"{pointer}/workflows/{number}"))

    def _at(self, pointer: str, number: int, data: Mapping[str, Any]) -> Evidence:
        return self.links.evidence(f"{pointer}/workflows/{number}", as_text(data.get("name")))

    def _services(self, data: Mapping[str, Any], pointer: str) -> Iterator[Claim]:
        waiting: list[tuple[Mapping[str, Any], str, ComponentId | None]] = [(data, pointer, None)]
        while waiting:
            facts, place, holder = waiting.pop()
            service = service_of(facts, self.links.scope, self.links.evidence(place, as_text(facts.get("name"))))
            if own := own_words_of(facts):
                service = self.links.in_own_words(service, own)
            yield service
            if own is None:
                yield from party_claims(facts, service.id, service.evidence[0], RelationKind.OPERATED_BY)
            if reference := as_text(facts.get("bom-ref")):
                self.links.ids.setdefault(reference, service.id)
            if holder is None:
                self.links.loose[service.id] = Loose(place, Scope.RUNTIME, RelationKind.CALLS)
            else:
                self.links.held.add(service.id)
                yield Relation(holder, service.id, RelationKind.CONTAINS, evidence=service.evidence)
            inner = as_mappings(facts.get("services") or [])
            waiting += [(each, _below(place, f"services/{number}"), service.id) for number, each in enumerate(inner)]


def own_words_of(data: Mapping[str, Any]) -> OwnWords | None:
    """What this program wrote of a component or service, if it did."""
    pairs = ((as_text(each.get("name")), each.get("value")) for each in as_mappings(data.get("properties") or []))
    ours = [(name, as_text(value)) for name, value in pairs if name.startswith(PREFIX)]
    return own_words(ours) if ours else None


def _inside(each: _Waiting, component: Component, is_own: bool) -> list[_Waiting]:
    """The components described inside another one: parts, ancestors and descendants, and datasets of a model card.

    Of a component that this program wrote only parts: the rest it has told as relations, more exactly.
    """
    data, pedigree = each.data, as_mapping(each.data.get("pedigree"))
    lineage = RelationKind.ADAPTS if component.kind is Kind.ADAPTER else RelationKind.DERIVED_FROM
    found = [
        _Waiting(facts, _below(each.pointer, f"components/{number}"), component.id)
        for number, facts in enumerate(as_mappings(data.get("components") or []))
    ]
    if is_own:
        return found
    for key, is_upstream in (("ancestors", True), ("descendants", False)):
        for number, facts in enumerate(as_mappings(pedigree.get(key) or [])):
            place = _below(each.pointer, f"pedigree/{key}/{number}")
            found.append(_Waiting(facts, place, component.id, lineage, is_upstream))
    for number, entry in training_datasets(data):
        if not as_text(entry.get("ref")):
            place = _below(each.pointer, f"modelCard/modelParameters/datasets/{number}")
            found.append(_Waiting(dataset_as_component(entry), place, component.id, RelationKind.TRAINED_ON))
    return found


def _below(pointer: str, step: str) -> str:
    """The pointer one step down; beyond a thousand characters it ends in `…`, or nesting would fill the memory."""
    if pointer.endswith("…"):
        return pointer
    return f"{pointer}/{step}" if len(pointer) < MAX_POINTER else f"{pointer}/…"


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
