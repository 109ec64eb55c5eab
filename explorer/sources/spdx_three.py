"""Walks the elements of an SPDX 3 document in JSON-LD, with the AI, Dataset and Build profiles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import party_id, slug
from explorer.knowledge.parties import party_of_namespace
from explorer.sources.cyclonedx_parties import without_contact
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.loose_values import as_mappings, as_text, as_texts, without_empty
from explorer.sources.own_words import NODE, node_of, own_words
from explorer.sources.spdx_elements import element_claims
from explorer.sources.spdx_facts import addresses, hashes, said, type_of
from explorer.sources.spdx_links import NOTHING, UNSTATED, Place, SpdxLinks, Stated
from explorer.sources.spdx_profiles import profile_facts
from explorer.sources.spdx_relations import SCOPES_3, SPDX_3, Meaning
from explorer.sources.weight_format import is_weight_name

_PACKAGES = {"software_Package": "", "ai_AIPackage": "machine-learning-model", "dataset_DatasetPackage": "data"}
_AGENTS = frozenset({"Agent", "Organization", "Person", "SoftwareAgent"})
_SETS = frozenset({"SpdxDocument", "software_Sbom", "Bom", "Bundle", "ElementCollection"})
_LICENCES = {"hasDeclaredLicense": "licence", "hasConcludedLicense": "licence concluded"}
_MAKERS = {"originatedBy": "originator", "suppliedBy": "supplier"}
_FULL_NAME = re.compile(r"https?://spdx\.org/rdf/[^/]+/terms/(\w+)/(\w+)$")
_VERSION = re.compile(r"3\.0(?:\.\d+)?$")
_NOBODY = (UNSTATED, "NoAssertionElement", "noAssertionElement")


class SpdxThree:
    """One document while it is read: elements go in, claims come out, references are joined at the end."""

    def __init__(self, file: ProjectFile, project: Project) -> None:
        self.links = SpdxLinks(file, slug(str(file.path)))
        self._system: ComponentId = project.system
        self._agents: dict[str, tuple[str, Place]] = {}
        self._licence_texts: dict[str, str] = {}
        self._licences: list[tuple[str, str, list[str], Place]] = []
        self._makers: list[tuple[ComponentId, str, str, Place]] = []
        self._files: dict[str, tuple[Mapping[str, Any], Place]] = {}
        self._tools: dict[str, tuple[Mapping[str, Any], Place]] = {}
        self._version_told = False
        self._typeless: list[Place] = []

    def take(self, element: object, place: Place) -> Iterator[Claim]:
        """What one element says; what refers to other elements waits for `finish`."""
        if not isinstance(element, Mapping):
            yield self.links.problem(f"{place.pointer} is not an object and was left out.", "Check what wrote it.")
            return
        kind, reference = _type(element), as_text(element.get("spdxId") or element.get("@id"))
        if not kind:
            self._typeless.append(place)
            return
        if kind in _PACKAGES:
            yield from self._package(element, kind, reference, place)
        elif kind.endswith("Relationship"):
            self._relationship(element, place)
        elif kind == "software_File":
            self._files.setdefault(reference or place.pointer, (element, place))
        elif kind in ("Tool", "build_Build"):
            self._tools.setdefault(reference or place.pointer, (element, place))
        elif kind in _AGENTS and (own := own_words(_extension(element))) is not None:
            self.links.ids.setdefault(reference, own.identity)
        elif kind in _AGENTS:
            self._agents.setdefault(reference, (without_contact(as_text(element.get("name"))), place))
        elif kind in _SETS:
            self._collection(element, kind, place)
            yield from self._nodes(element, place)
        elif kind == "CreationInfo":
            yield from self._creation(element)
        elif text := as_text(element.get("simplelicensing_licenseExpression") or element.get("name")):
            self._licence_texts.setdefault(reference, text)
        if reference and reference not in self.links.ids:
            self.links.left_out.add(reference)  # Until something turns out to rely on it.

    def _package(self, element: Mapping[str, Any], kind: str, reference: str, place: Place) -> Iterator[Claim]:
        facts = {
            **profile_facts(element),
            "released": as_text(element.get("releaseTime")),
            "built": as_text(element.get("builtTime")),
        }
        data = _as_component(element, _PACKAGES[kind])
        own = own_words(_extension(element))
        yield from element_claims(self.links, reference, data, place, facts, own)
        self.links.left_out.discard(reference)
        identity = self.links.ids[reference]
        if own is not None:
            return
        for key, role in _MAKERS.items():
            self._makers += [(identity, role, agent, place) for agent in as_texts(element.get(key))]

    def _collection(self, element: Mapping[str, Any], kind: str, place: Place) -> None:
        if kind == "SpdxDocument" and (name := as_text(element.get("name"))) and not self.links.ids:
            self.links.scope = slug(name)
        for root in as_texts(element.get("rootElement")):
            self.links.described.setdefault(root, place)

    def _nodes(self, element: Mapping[str, Any], place: Place) -> Iterator[Claim]:
        """Parties and unseen things that this program wrote beside the elements."""
        for name, value in _extension(element):
            if name == NODE and (stated := node_of(value, self.links.evidence(place, NODE))) is not None:
                yield stated[0]
                yield from stated[1]

    def _creation(self, element: Mapping[str, Any]) -> Iterator[Claim]:
        version = as_text(element.get("specVersion"))
        if not _VERSION.match(version) and not self._version_told:
            self._version_told = True
            message = f"SPDX version {version or 'without a number'} is not known here; 3.0 and 3.0.1 are."
            yield self.links.problem(message, "It was read as well as could be; check its specVersion.")

    def _relationship(self, element: Mapping[str, Any], place: Place) -> None:
        kind, source = as_text(element.get("relationshipType")), as_text(element.get("from"))
        targets = [_nobody(each) for each in as_texts(element.get("to"))]
        if kind in _LICENCES:
            self._licences.append((source, _LICENCES[kind], targets, place))
        elif kind == "describes":
            for target in targets:
                self.links.described.setdefault(target, place)
        elif kind in SPDX_3:
            meaning = _scoped(SPDX_3[kind], as_text(element.get("scope")))
            completeness = as_text(element.get("completeness"))
            for number, target in enumerate(targets):
                at = Place(f"{place.pointer}/to/{number}", place.line)
                text = f"{source} {kind} {target}"
                self.links.stated.append(Stated(source, target, meaning, at, text, completeness))

    def finish(self) -> Iterator[Claim]:
        """Files and tools that matter, makers, licences and relations, once all elements are known."""
        if self._typeless:
            more = f" (and {len(self._typeless) - 1:,} more)" if self._typeless[1:] else ""
            message = f"What stands at {self._typeless[0].pointer}{more} has no type and was left out."
            yield self.links.problem(message, "Elements stand in @graph one beside the other; check what wrote it.")
        related = {end for each in self.links.stated for end in (each.source, each.target)}
        for reference in self._mattering():
            element, place = self._files[reference]
            purpose = as_text(element.get("software_primaryPurpose"))
            is_nameless_model = purpose == "model" and not is_weight_name(as_text(element.get("name")))
            kind = "data" if purpose == "data" else "machine-learning-model" if is_nameless_model else "file"
            yield from element_claims(
                self.links, reference, _as_component(element, kind), place, {}, own_words(_extension(element))
            )
            self.links.left_out.discard(reference)
        for reference, (element, place) in self._tools.items():
            if reference in related:
                yield from self._tool(reference, element, place)
        yield from self._agents_in_relations(related)
        for identity, role, agent, place in self._makers:
            yield from self._maker(identity, role, agent, place)
        yield from self._licence_claims()
        yield from self.links.finish(self._system)

    def _mattering(self) -> list[str]:
        """Weight files and data, what a document describes, and what something relies on or is made from otherwise."""
        related = {
            end
            for each in self.links.stated
            if each.meaning.kind is not RelationKind.CONTAINS
            for end in (each.source, each.target)
        }
        return [
            reference
            for reference, (element, _) in self._files.items()
            if reference in related
            or reference in self.links.described
            or is_weight_name(as_text(element.get("name")))
            or as_text(element.get("software_primaryPurpose")) in ("model", "data")
        ]

    def _tool(self, reference: str, element: Mapping[str, Any], place: Place) -> Iterator[Claim]:
        is_build = _type(element) == "build_Build"
        name = as_text(element.get("name")) or as_text(element.get("build_buildType")) or reference
        identity = ComponentId(f"{'build' if is_build else 'tool'}:{self.links.scope}/{slug(name)}")
        kind, found = (Kind.BUILD if is_build else Kind.TOOL), self.links.evidence(place, name)
        facts = without_empty({"build type": as_text(element.get("build_buildType"))})
        self.links.ids[reference] = identity
        self.links.known[identity] = (kind, name, "")
        self.links.left_out.discard(reference)
        self.links.held.add(identity)
        yield Component(identity, kind, name, "", None, Knowledge.DECLARED, facts, (found,))

    def _agents_in_relations(self, related: set[str]) -> Iterator[Claim]:
        for reference, (name, place) in self._agents.items():
            if reference in related and name:
                party = self._party(name, place)
                self.links.ids[reference] = party.id
                self.links.left_out.discard(reference)
                yield party

    def _maker(self, identity: ComponentId, role: str, agent: str, place: Place) -> Iterator[Claim]:
        name, _ = self._agents.get(agent, ("", place))
        if not name:
            return
        party = self._party(name, place)
        yield party
        kind, title, version = self.links.known[identity]
        found = party.evidence
        if role == "supplier":
            yield Component(identity, kind, title, version, party.id, evidence=found)
        yield Relation(identity, party.id, RelationKind.MADE_BY, attributes={"role": role}, evidence=found)

    def _party(self, name: str, place: Place) -> Component:
        known = party_of_namespace(name)
        identity = known.id if known is not None else party_id(name)
        found = self.links.evidence(place, name)
        return Component(identity, Kind.PARTY, name, "", None, Knowledge.DECLARED, {}, (found,))

    def _licence_claims(self) -> Iterator[Claim]:
        for source, attribute, targets, place in self._licences:
            identity = self.links.ids.get(source)
            texts = [self._licence_texts.get(each) or _licence_name(each) for each in targets]
            text = ", ".join(filter(None, texts))
            if identity is not None and identity in self.links.known and text:
                kind, name, version = self.links.known[identity]
                found = self.links.evidence(place, text)
                yield Component(identity, kind, name, version, attributes={attribute: text}, evidence=(found,))


def _extension(element: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Names and values in the extension for properties."""
    return [
        (as_text(each.get("extension_cdxPropName")), as_text(each.get("extension_cdxPropValue")))
        for extension in as_mappings(element.get("extension") or [])
        for each in as_mappings(extension.get("extension_cdxProperty") or [])
    ]


def _as_component(element: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """An SPDX 3 package or file in the shape of a CycloneDX component."""
    identifiers = {
        as_text(each.get("externalIdentifierType")).lower(): as_text(each.get("identifier"))
        for each in as_mappings(element.get("externalIdentifier") or [])
    }
    purl = as_text(element.get("software_packageUrl")) or identifiers.get("packageurl", "")
    return {
        "type": kind or type_of(element.get("software_primaryPurpose")),
        "name": as_text(element.get("name")),
        "version": said(element.get("software_packageVersion")),
        "purl": purl,
        "cpe": identifiers.get("cpe23", "") or identifiers.get("cpe22", ""),
        "bom-ref": as_text(element.get("spdxId") or element.get("@id")),
        "description": as_text(element.get("description")) or as_text(element.get("summary")),
        "copyright": said(element.get("software_copyrightText")),
        "hashes": hashes(element.get("verifiedUsing"), "algorithm", "hashValue"),
        "externalReferences": addresses(
            website=element.get("software_homePage"), distribution=element.get("software_downloadLocation")
        ),
    }


def _type(element: Mapping[str, Any]) -> str:
    """The type in its short form, of what JSON-LD allows: `type`, `@type`, a list of one, a full name."""
    text = next(iter(as_texts(element.get("type") or element.get("@type"))), "")
    match = _FULL_NAME.match(text)
    if match is None:
        return text
    profile = match.group(1).lower()
    return match.group(2) if profile == "core" else f"{profile}_{match.group(2)}"


def _scoped(meaning: Meaning, scope: str) -> Meaning:
    """The meaning in the life-cycle scope that a relationship states; a tool used in a build is what it is built by."""
    role = SCOPES_3.get(scope)
    if role is None or role is Scope.RUNTIME:
        return meaning
    kind = RelationKind.BUILT_BY if (meaning.kind, role) == (RelationKind.USES, Scope.BUILD) else meaning.kind
    return Meaning(kind, meaning.is_forward, role)


def _nobody(reference: str) -> str:
    """The individuals that stand for nothing asserted and for nothing."""
    tail = re.split(r"[/#]", reference)[-1]
    if tail in _NOBODY:
        return UNSTATED
    return NOTHING if tail in (NOTHING, "NoneElement", "noneElement") else reference


def _licence_name(reference: str) -> str:
    """The identifier behind a listed licence's address; empty for one that nothing describes."""
    return reference.rpartition("/")[2] if "spdx.org/licenses/" in reference else ""
