"""What the elements of an SPDX document say of each other, kept until all are read and then joined by reference."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import INCOMPLETE, Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.identity import kind_from_id, unknown_id
from explorer.sources.interface import ProjectFile
from explorer.sources.package_url import read_package_url
from explorer.sources.secrets import redact
from explorer.sources.spdx_relations import Meaning

SOURCE_NAME = "spdx"
UNSTATED, NOTHING = "NOASSERTION", "NONE"

_UNSEEN = {
    RelationKind.REQUIRES: ("dependencies", Kind.PACKAGE),
    RelationKind.CONTAINS: ("contents", Kind.PACKAGE),
    RelationKind.DERIVED_FROM: ("origin", Kind.PACKAGE),
    RelationKind.TRAINED_ON: ("training data", Kind.DATASET),
}
"""What is unseen where a relation's end, or its completeness, is not asserted, and for what it stands."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the pointer, the line, or both."""

    pointer: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """One relationship as it was read."""

    source: str
    target: str
    meaning: Meaning
    place: Place
    text: str
    completeness: str = ""


@dataclass
class SpdxLinks:
    """References and relationships; joined by `finish`."""

    file: ProjectFile
    scope: str
    """What stands in the identity of an element that the world has no name for: the document's name, or the file's."""
    ids: dict[str, ComponentId] = field(default_factory=dict)
    known: dict[ComponentId, tuple[Kind, str, str]] = field(default_factory=dict)
    """Kind, name and version of each component given out, to speak of it once more."""
    places: dict[ComponentId, Place] = field(default_factory=dict)
    stated: list[Stated] = field(default_factory=list)
    described: dict[str, Place] = field(default_factory=dict)
    """The references that the document says it describes."""
    left_out: set[str] = field(default_factory=set)
    """References to elements that are no components: the document, licences, files that matter to nobody."""
    held: set[ComponentId] = field(default_factory=set)
    own: dict[ComponentId, list[Relation]] = field(default_factory=dict)
    """Components that this program described itself, with the relations that it wrote of them."""
    told: set[tuple[ComponentId, ComponentId]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._location = str(self.file.path)

    def problem(self, message: str, advice: str, line: int | None = None) -> Problem:
        """Something wrong in this file."""
        return Problem(SOURCE_NAME, str(self.file.path), line, message, advice)

    def evidence(self, place: Place, text: str) -> Evidence:
        """The place of a claim."""
        shown = " ".join(text[:600].split())
        if "://" in shown and "@" in shown:
            shown = redact(shown)  # An address may hold a password; looking at every text for one is slow.
        return Evidence(SOURCE_NAME, self._location, place.line, place.pointer, shown[:300])

    def finish(self, subject: ComponentId) -> Iterator[Claim]:
        """The relations between elements; what nothing refers to belongs to the subject."""
        missing: dict[str, ComponentId] = {}
        yield from self._own_relations()
        for each in self.stated:
            yield from self._joined(each, missing)
        for reference in self.described:
            if (identity := self.ids.get(reference)) is not None and identity != subject:
                self.held.add(identity)
                found = self.evidence(self.described[reference], "described by the document")
                yield Relation(subject, identity, RelationKind.CONTAINS, evidence=(found,))
        for identity, place in self.places.items():
            if identity not in self.held and identity != subject and identity not in self.own:
                found = self.evidence(place, "listed in the document")
                yield Relation(subject, identity, RelationKind.CONTAINS, evidence=(found,))
        if missing:
            message = f"Relationships refer to {len(missing)} elements that are not in the document: {_few(missing)}."
            yield self.problem(message, "They stand in the graph as unknown; add what describes them.")

    def _own_relations(self) -> Iterator[Claim]:
        """The relations that this program wrote; the document's own relationships say the same less exactly."""
        for relation in (each for relations in self.own.values() for each in relations):
            self.held.add(relation.target)
            self.told.add((relation.source, relation.target))
            yield relation

    def _joined(self, each: Stated, missing: dict[str, ComponentId]) -> Iterator[Claim]:
        ends = (each.source, each.target) if each.meaning.is_forward else (each.target, each.source)
        if self.left_out.intersection(ends):
            return
        if (first := self.ids.get(ends[0])) in self.own and (
            UNSTATED in ends or (first, self.ids.get(ends[1])) in self.told
        ):
            return
        found = self.evidence(each.place, each.text)
        if {UNSTATED, NOTHING}.intersection(ends):
            if each.meaning.is_forward:
                yield from self._unstated(ends, each.meaning.kind, found)
            return
        source = yield from self._resolved(ends[0], each.place, missing)
        target = yield from self._resolved(ends[1], each.place, missing)
        self.held.add(target)
        kind = each.meaning.kind
        if kind is RelationKind.DERIVED_FROM and self._kind(source) is Kind.ADAPTER:
            kind = RelationKind.ADAPTS
        facts = {"completeness": each.completeness} if each.completeness else {}
        yield Relation(source, target, kind, each.meaning.scope, attributes=facts, evidence=(found,))
        if each.meaning.is_forward:  # Otherwise it speaks of what comes from the source, not of what it relies on.
            yield from self._completeness(source, kind, each.completeness, found)

    def _unstated(self, ends: tuple[str, str], kind: RelationKind, found: Evidence) -> Iterator[Claim]:
        """`A … NOASSERTION` says that there may be more, `A … NONE` that there is nothing."""
        holder = self.ids.get(ends[0])
        if holder is None:
            return
        yield from self._completeness(holder, kind, "complete" if ends[1] == NOTHING else "noAssertion", found)

    def _completeness(
        self, holder: ComponentId, kind: RelationKind, completeness: str, found: Evidence
    ) -> Iterator[Claim]:
        """What a stated completeness adds: a fact where it is complete, something unseen where it is not."""
        if not completeness or kind not in _UNSEEN or holder not in self.known:
            return
        what, stands_for = _UNSEEN[kind]
        if completeness == "complete":
            known_kind, name, version = self.known[holder]
            yield Component(holder, known_kind, name, version, attributes={what: "listed"}, evidence=(found,))
            return
        identity = unknown_id(what, holder)
        facts = {"stands for": stands_for.value}
        if completeness == INCOMPLETE:
            facts["completeness"] = INCOMPLETE
        yield Component(identity, Kind.UNKNOWN, f"further {what}", "", None, Knowledge.UNKNOWN, facts, (found,))
        yield Relation(holder, identity, kind, knowledge=Knowledge.UNKNOWN, evidence=(found,))

    def _kind(self, identity: ComponentId) -> Kind | None:
        known = self.known.get(identity)
        return known[0] if known else None

    def _resolved(
        self, reference: str, place: Place, missing: dict[str, ComponentId]
    ) -> Generator[Claim, None, ComponentId]:
        """The component that a reference means; one marked unknown where nothing in the document describes it."""
        known = self.ids.get(reference) or missing.get(reference)
        if known is not None:
            return known
        found = read_package_url(reference) if reference.startswith("pkg:") else None
        identity = found.id if found is not None else unknown_id("component", f"{self.scope}:{reference}")
        missing[reference] = identity
        kind = kind_from_id(identity) if found is not None else Kind.UNKNOWN
        name, evidence = reference or "unnamed", self.evidence(place, reference)
        yield Component(identity, kind, name, "", None, Knowledge.UNKNOWN, {}, (evidence,))
        return identity


def _few(names: Iterable[str]) -> str:
    chosen = [name[:60] for name in names]
    return ", ".join(chosen[:5]) + (f" and {len(chosen) - 5} more" if len(chosen) > 5 else "")
