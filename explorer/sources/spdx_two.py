"""Walks the items of an SPDX 2 document: packages, the files that matter, relationships."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import ComponentId
from explorer.domain.relation import RelationKind
from explorer.graph.identity import slug
from explorer.sources.interface import Project, ProjectFile
from explorer.sources.loose_values import as_text, as_texts
from explorer.sources.own_words import NODE, OwnWords, node_of, own_words
from explorer.sources.spdx_elements import element_claims
from explorer.sources.spdx_facts import file_as_component, is_unsaid, package_as_component
from explorer.sources.spdx_items import Item
from explorer.sources.spdx_links import NOTHING, UNSTATED, Place, SpdxLinks, Stated
from explorer.sources.spdx_own_words import pairs_of
from explorer.sources.spdx_relations import NO_RELIANCE_2, SPDX_2, Meaning, type_of_2
from explorer.sources.weight_format import is_weight_name

VERSIONS = ("SPDX-2.0", "SPDX-2.1", "SPDX-2.2", "SPDX-2.3")


class SpdxTwo:
    """One document while it is read: items go in, claims come out, references are joined at the end."""

    def __init__(self, file: ProjectFile, project: Project) -> None:
        self.links = SpdxLinks(file, slug(str(file.path)))
        self._system: ComponentId = project.system
        self._document = "SPDXRef-DOCUMENT"
        self._files: dict[str, tuple[Mapping[str, Any], Place]] = {}
        self._unknown_types: dict[str, int] = {}

    def take(self, item: Item) -> Iterator[Claim]:
        """What one item says; what refers to other items waits for `finish`."""
        place = Place(item.pointer, item.line)
        if item.key in ("packages", "files", "relationships"):
            if isinstance(item.data, Mapping):
                yield from self._entry(item.key, item.data, place)
            else:
                message = f"{item.pointer or item.key} is not an object and was left out."
                yield self.links.problem(message, "Check what wrote this document.", item.line)
        elif item.key == "annotations":
            yield from self._nodes(item.data, place)
        elif item.key == "spdxVersion" and (version := as_text(item.data)) not in VERSIONS:
            message = f"SPDX version {version or 'without a number'} is not known; {VERSIONS[0]} to {VERSIONS[-1]} are."
            yield self.links.problem(message, "It was read as well as could be; check its spdxVersion.", item.line)
        elif item.key == "SPDXID":
            self._document = as_text(item.data) or self._document
        elif item.key == "name" and (name := as_text(item.data)):
            self.links.scope = slug(name)
        elif item.key == "documentDescribes":
            for reference in as_texts(item.data):
                self.links.described.setdefault(reference, place)

    def _entry(self, key: str, data: Mapping[str, Any], place: Place) -> Iterator[Claim]:
        reference = as_text(data.get("SPDXID"))
        if key == "relationships":
            self._relationship(data, place)
        elif key == "files":
            if reference in self._files:
                message = (
                    f"The identifier {reference[:80]} is used twice, again for {as_text(data.get('fileName'))[:80]}."
                )
                yield self.links.problem(message, "References lead to the first; give each file its own.", place.line)
            self._files.setdefault(reference or f"{place.pointer}:{place.line}", (data, place))
        else:
            facts = {"supplier": "not asserted"} if is_unsaid(data, "supplier") else {}
            own, component = own_words(pairs_of(data.get("annotations"))), package_as_component(data)
            if own is not None:
                component["licenses"] = _told_by_the_standard(component["licenses"], own)
            yield from element_claims(self.links, reference, component, place, facts, own)
            for target in as_texts(data.get("hasFiles")):
                self._say(reference, target, SPDX_2["CONTAINS"], place, f"{reference} hasFiles {target}")

    def _nodes(self, annotation: object, place: Place) -> Iterator[Claim]:
        """Parties and unseen things that this program wrote beside the packages."""
        for name, value in pairs_of([annotation]):
            if name == NODE and (stated := node_of(value, self.links.evidence(place, NODE))) is not None:
                yield stated[0]
                yield from stated[1]

    def _relationship(self, data: Mapping[str, Any], place: Place) -> None:
        source, target = as_text(data.get("spdxElementId")), _reference(data.get("relatedSpdxElement"))
        kind = type_of_2(as_text(data.get("relationshipType")))
        if kind == "DESCRIBES":
            self.links.described.setdefault(target, place)
        elif kind == "DESCRIBED_BY":
            self.links.described.setdefault(source, place)
        elif kind == "CONTAINS" and source == self._document:
            self.links.described.setdefault(target, place)
        elif kind in SPDX_2:
            self._say(source, target, SPDX_2[kind], place, f"{source} {kind} {target}")
        elif kind not in NO_RELIANCE_2:
            self._unknown_types[kind] = self._unknown_types.get(kind, 0) + 1

    def _say(self, source: str, target: str, meaning: Meaning, place: Place, text: str) -> None:
        self.links.stated.append(Stated(source, target, meaning, place, text))

    def finish(self) -> Iterator[Claim]:
        """The files that matter and the relations, once all items are known."""
        matter = self._mattering()
        for reference, (data, place) in self._files.items():
            if reference in matter:
                yield from element_claims(self.links, reference, file_as_component(data), place, {})
        self.links.left_out.update(self._files.keys() - matter, {self._document})
        for kind, count in list(self._unknown_types.items())[:20]:
            message = f"{count:,} relationships of type {kind[:60] or 'without a name'} are not known to SPDX 2.3."
            yield self.links.problem(message, "They were left out; check what wrote this document.")
        yield from self.links.finish(self._system)

    def _mattering(self) -> set[str]:
        """Weight files, what the document describes, and what something relies on or is made from otherwise."""
        weights = {ref for ref, (data, _) in self._files.items() if is_weight_name(as_text(data.get("fileName")))}
        related = {
            end
            for each in self.links.stated
            if each.meaning.kind is not RelationKind.CONTAINS and each.target not in (NOTHING, UNSTATED)
            for end in (each.source, each.target)
        }
        return self._files.keys() & (weights | related | self.links.described.keys())


def _told_by_the_standard(licences: list[dict[str, str]], own: OwnWords) -> list[dict[str, str]]:
    """The licences but for references to a text of this document, where our words have the text itself."""
    is_known = "licence" in own.facts
    return [each for each in licences if not (is_known and each["expression"].startswith("LicenseRef-"))]


def _reference(stated: object) -> str:
    """A reference; that there is nothing to refer to is kept as said."""
    is_nothing = isinstance(stated, str) and stated.strip().upper() == NOTHING
    return NOTHING if is_nothing else as_text(stated)
