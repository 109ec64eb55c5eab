"""What the parts of a CycloneDX BOM say of each other, kept until all are read and then joined by reference."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import GIVEN, INCOMPLETE, LISTED, Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import kind_from_id, unknown_id
from explorer.sources.cyclonedx_formulation import made_by
from explorer.sources.interface import ProjectFile
from explorer.sources.loose_values import as_text
from explorer.sources.own_words import OwnWords
from explorer.sources.package_url import read_package_url

SOURCE_NAME = "cyclonedx"


@dataclass(frozen=True, slots=True)
class Loose:
    """A component of the outermost list, which the subject has if nothing else refers to it."""

    pointer: str
    scope: Scope
    kind: RelationKind


@dataclass(frozen=True, slots=True)
class Described:
    """What is needed to speak of a component once more."""

    kind: Kind
    name: str
    version: str
    is_listed: bool
    """Whether its dependencies were said to be listed when it was given out."""


@dataclass
class Links:
    """References, and what was said by reference; joined by `finish`."""

    file: ProjectFile
    scope: str
    """What stands in the identity of a component that the world has no name for: the subject's name, or the file's."""
    ids: dict[str, ComponentId] = field(default_factory=dict)
    described: dict[str, Described] = field(default_factory=dict)
    stated: dict[str, str] = field(default_factory=dict)
    """The references whose dependencies are stated, and the pointer to where that is."""
    required: list[tuple[str, list[str], str]] = field(default_factory=list)
    """Each entry of the dependencies: reference, what it depends on, pointer."""
    trained_on: list[tuple[ComponentId, str, str]] = field(default_factory=list)
    workflows: list[tuple[Component, list[str], list[str], str]] = field(default_factory=list)
    """Each workflow of the formulation: itself, what it takes in, what it gives out, pointer."""
    compositions: list[tuple[Mapping[str, Any], str]] = field(default_factory=list)
    complete: set[str] = field(default_factory=set)
    """References whose dependencies the BOM itself calls complete."""
    incomplete: set[str] = field(default_factory=set)
    """References whose dependencies the BOM itself calls incomplete or unknown."""
    own: dict[ComponentId, list[Relation]] = field(default_factory=dict)
    """Components that this program described itself, with the relations that it wrote of them."""
    loose: dict[ComponentId, Loose] = field(default_factory=dict)
    held: set[ComponentId] = field(default_factory=set)
    """Components that something in the BOM has or relies on."""
    told: set[tuple[ComponentId, ComponentId]] = field(default_factory=set)
    """The ends of relations that were told in this program's own words."""

    def __post_init__(self) -> None:
        self._location = str(self.file.path)

    def problem(self, message: str, advice: str) -> Problem:
        """Something wrong in this file."""
        return Problem(SOURCE_NAME, str(self.file.path), None, message, advice)

    def evidence(self, pointer: str, text: str) -> Evidence:
        """The place of a claim, as a JSON pointer; for XML, the pointer that the same BOM would have in JSON."""
        words = text.split()
        shown = text if words == [text] else " ".join(words)  # A large BOM has a million of these: none twice.
        return Evidence(SOURCE_NAME, self._location, None, pointer, shown[:300])

    def dependency(self, entry: Mapping[str, Any], pointer: str) -> None:
        """Keep one entry of `dependencies`."""
        reference, wanted = as_text(entry.get("ref")), entry.get("dependsOn")
        targets = [as_text(each) for each in (wanted if isinstance(wanted, list) else [])]
        self.required.append((reference, targets, pointer))
        self.stated.setdefault(reference, pointer)

    def composition(self, entry: Mapping[str, Any], pointer: str) -> None:
        """Keep one entry of `compositions`."""
        self.compositions.append((entry, pointer))
        if as_text(entry.get("aggregate")) == "complete":
            self.complete.update(_references(entry.get("dependencies")))
        if _is_incomplete(entry):
            self.incomplete.update(_references(entry.get("dependencies")))

    def is_listed(self, reference: str) -> bool:
        """Whether the BOM gives the dependencies of a component and does not call them incomplete, from what was read so far."""
        return reference in self.stated and reference not in self.incomplete

    def how_listed(self, reference: str) -> str:
        """`listed` where the BOM calls the dependencies complete, `given` where it only gives some."""
        return LISTED if reference in self.complete else GIVEN

    def in_own_words(self, component: Component, own: OwnWords) -> Component:
        """A component as this program wrote it; its relations are kept."""
        told = own.said_of(component)
        self.own[told.id] = own.relations_with(component.evidence[0])
        return told

    def finish(self, subject: ComponentId) -> Iterator[Claim]:
        """The relations between parts; what nothing refers to belongs to the subject."""
        yield from self._own_relations()
        yield from self._requirements()
        yield from self._training_data()
        yield from self._workflows(subject)
        yield from self._incomplete_parts()
        yield from self._listed_late()
        for identity, loose in self.loose.items():
            if identity not in self.held and identity != subject:
                found = self.evidence(loose.pointer, "listed in the BOM")
                yield Relation(subject, identity, loose.kind, loose.scope, evidence=(found,))

    def _own_relations(self) -> Iterator[Claim]:
        """The relations that this program wrote, but for those whose dependency was taken out of the BOM since."""
        listed = {
            (self.ids.get(reference), self.ids.get(target))
            for reference, targets, _ in (self.required if self.own else ())
            for target in targets
        }
        components = set(self.ids.values())
        for relation in (each for relations in self.own.values() for each in relations):
            if relation.target not in components or (relation.source, relation.target) in listed:
                self.held.add(relation.target)
                self.told.add((relation.source, relation.target))
                yield relation

    def _requirements(self) -> Iterator[Claim]:
        missing: dict[str, ComponentId] = {}
        for reference, targets, pointer in self.required:
            source = yield from self._resolved(reference, pointer, missing)
            for number, wanted in enumerate(targets):
                place = f"{pointer}/dependsOn/{number}"
                target = yield from self._resolved(wanted, place, missing)
                self.held.add(target)
                if (source, target) in self.told:
                    continue
                loose = self.loose.get(target)
                scope = loose.scope if loose is not None else Scope.RUNTIME
                found = self.evidence(place, wanted)
                yield Relation(source, target, RelationKind.REQUIRES, scope, evidence=(found,))
        if missing:
            yield self.problem(
                f"Dependencies refer to {len(missing)} bom-refs that no component has: {_few(missing)}.",
                "They stand in the graph as unknown; add the components to the BOM.",
            )

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

    def _workflows(self, subject: ComponentId) -> Iterator[Claim]:
        """What a workflow uses, and what was made by it; the subject where no output says what."""
        for workflow, taken, given, pointer in self.workflows:
            found = self.evidence(pointer, workflow.name)
            made = [identity for each in given if (identity := self.ids.get(each)) is not None] or [subject]
            for identity in made:
                yield Relation(identity, workflow.id, made_by(workflow.kind), Scope.BUILD, evidence=(found,))
            for reference in taken:
                if (used := self.ids.get(reference)) is not None and used not in made:
                    self.held.add(used)
                    yield Relation(workflow.id, used, RelationKind.USES, Scope.BUILD, evidence=(found,))

    def _resolved(
        self, reference: str, pointer: str, missing: dict[str, ComponentId]
    ) -> Generator[Claim, None, ComponentId]:
        """The component that a reference means; one marked unknown where nothing in the BOM describes it."""
        known = self.ids.get(reference) or missing.get(reference)
        if known is not None:
            return known
        found = read_package_url(reference) if reference.startswith("pkg:") else None
        identity = found.id if found is not None else unknown_id("component", f"{self.scope}:{reference}")
        missing[reference] = identity
        kind = kind_from_id(identity) if found is not None else Kind.UNKNOWN
        place = self.evidence(pointer, reference)
        yield Component(identity, kind, reference or "unnamed", "", None, Knowledge.UNKNOWN, {}, (place,))
        return identity

    def _complete(self, key: str) -> dict[str, str]:
        """The references whose dependencies or assemblies a composition calls complete, and its pointer."""
        return {
            reference: pointer
            for entry, pointer in self.compositions
            if as_text(entry.get("aggregate")) == "complete"
            for reference in _references(entry.get(key))
        }

    def _incomplete_parts(self) -> Iterator[Claim]:
        for entry, pointer in self.compositions:
            if not _is_incomplete(entry):
                continue
            aggregate = as_text(entry.get("aggregate"))
            found = self.evidence(pointer, f"aggregate: {aggregate}")
            for what, key, kind in (
                ("contents", "assemblies", RelationKind.CONTAINS),
                ("dependencies", "dependencies", RelationKind.REQUIRES),
            ):
                for reference in _references(entry.get(key)):
                    if (holder := self.ids.get(reference)) is not None and holder not in self.own:
                        yield from _unseen(holder, what, kind, found, aggregate)

    def _listed_late(self) -> Iterator[Claim]:
        """That dependencies or contents are complete, for components given out before this was known."""
        complete = self._complete("dependencies")
        for reference, pointer in self._complete("assemblies").items():
            if (known := self.described.get(reference)) is not None:
                found, facts = self.evidence(pointer, "aggregate: complete"), {"contents": "listed"}
                identity = self.ids[reference]
                yield Component(identity, known.kind, known.name, known.version, attributes=facts, evidence=(found,))
        for reference, pointer in (self.stated | complete).items():
            known = self.described.get(reference)
            if known is None or known.is_listed or reference in self.incomplete or self.ids[reference] in self.own:
                continue
            found = self.evidence(pointer, f"dependencies {self.how_listed(reference)}")
            facts = {"dependencies": self.how_listed(reference)}
            identity = self.ids[reference]
            yield Component(identity, known.kind, known.name, known.version, attributes=facts, evidence=(found,))


def _unseen(holder: ComponentId, what: str, kind: RelationKind, found: Evidence, aggregate: str) -> Iterator[Claim]:
    identity = unknown_id(what, holder)
    facts = {"stands for": Kind.PACKAGE.value}
    if aggregate.startswith(INCOMPLETE):
        facts["completeness"] = aggregate
    yield Component(identity, Kind.UNKNOWN, f"further {what}", "", None, Knowledge.UNKNOWN, facts, (found,))
    yield Relation(holder, identity, kind, Scope.RUNTIME, Knowledge.UNKNOWN, {}, (found,))


def _is_incomplete(composition: Mapping[str, Any]) -> bool:
    aggregate = as_text(composition.get("aggregate"))
    return aggregate.startswith("incomplete") or aggregate == "unknown"


def _references(stated: object) -> list[str]:
    """References in a composition: texts in JSON, objects with a `ref` in what XML becomes."""
    values = stated if isinstance(stated, list) else []
    return [text for each in values if (text := as_text(each.get("ref") if isinstance(each, Mapping) else each))]


def _few(names: Iterable[str]) -> str:
    chosen = [name[:60] for name in names]
    return ", ".join(chosen[:5]) + (f" and {len(chosen) - 5} more" if len(chosen) > 5 else "")
