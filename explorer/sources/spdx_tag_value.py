"""SPDX 2 in tag-value form, line by line, as the same items that its JSON gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from explorer.sources.spdx_items import PROBLEM, Item
from explorer.sources.spdx_tags import Fault, tags_of

_BEGINS = {
    "PackageName": "packages",
    "FileName": "files",
    "SnippetSPDXID": "snippets",
    "LicenseID": "hasExtractedLicensingInfos",
    "Annotator": "annotations",
    "Reviewer": "reviewers",
}
"""Tags that open an entry, and the list that it belongs to."""

_TEXTS = {
    "PackageName": "name",
    "PackageVersion": "versionInfo",
    "PackageFileName": "packageFileName",
    "PackageSupplier": "supplier",
    "PackageOriginator": "originator",
    "PackageDownloadLocation": "downloadLocation",
    "PackageHomePage": "homepage",
    "PackageLicenseConcluded": "licenseConcluded",
    "PackageLicenseDeclared": "licenseDeclared",
    "PackageCopyrightText": "copyrightText",
    "PackageSummary": "summary",
    "PackageDescription": "description",
    "PackageComment": "comment",
    "PrimaryPackagePurpose": "primaryPackagePurpose",
    "FilesAnalyzed": "filesAnalyzed",
    "BuiltDate": "builtDate",
    "ReleaseDate": "releaseDate",
    "ValidUntilDate": "validUntilDate",
    "FileName": "fileName",
    "FileType": "fileTypes",
    "FileCopyrightText": "copyrightText",
    "FileComment": "comment",
    "LicenseConcluded": "licenseConcluded",
    "SnippetSPDXID": "SPDXID",
    "AnnotationComment": "comment",
    "SPDXREF": "annotated",
}
"""Tags with one text, and their JSON names; tags that are not listed here say nothing that is read."""

_OF_DOCUMENT = {"SPDXVersion": "spdxVersion", "DocumentName": "name", "DocumentNamespace": "documentNamespace"}
_CREATION = {"Creator": "creators", "Created": "created"}


@dataclass
class _Open:
    """The entry being read."""

    key: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    line: int = 1


def tag_value_items(lines: Iterable[str]) -> Iterator[Item]:
    """The items of a tag-value document in their order; nothing raises, for every line may be left out.

    Annotations that stand behind the package that they are about are among its fields, as JSON has them.
    """
    package: Item | None = None
    for item in _items(lines):
        if package is not None and item.key == "annotations" and _is_about(item, package):
            package.data.setdefault("annotations", []).append(item.data)
        elif item.key == "relationships":
            yield item  # Known before the entry that it stands behind is closed.
        else:
            yield from [package] if package is not None else []
            package = item if item.key == "packages" else None
            yield from [item] if package is None else []
    yield from [package] if package is not None else []


def _is_about(annotation: Item, package: Item) -> bool:
    reference = annotation.data.get("annotated")
    return bool(reference) and reference == package.data.get("SPDXID")


def _items(lines: Iterable[str]) -> Iterator[Item]:
    entry, package, waiting = _Open(), "", ""
    creation: dict[str, list[str]] = {}
    faults: list[Fault] = []
    for number, tag, value in tags_of(lines, faults):
        if tag in _BEGINS:
            yield from _closed(entry, package)
            package = entry.data.get("SPDXID", package) if entry.key == "packages" else package
            entry, waiting = _Open(_BEGINS[tag], {"SPDXID": waiting} if waiting else {}, number), ""
        if tag == "SPDXID" and entry.key not in ("packages", "files") and not entry.data.get("SPDXID"):
            entry.data["SPDXID"] = value
            if not entry.key:
                yield Item("SPDXID", value, "", number)
        elif tag == "SPDXID" and "SPDXID" in entry.data:
            waiting = value  # Some tools write the reference before the name that opens the entry.
        elif tag == "Relationship":
            yield from _relationship(value, number)
        elif tag in _OF_DOCUMENT:
            yield Item(_OF_DOCUMENT[tag], value, "", number)
        elif tag in _CREATION:
            creation.setdefault(_CREATION[tag], []).append(value)
        else:
            _put(entry.data, tag, value)
    yield from _closed(entry, package)
    if creation:
        yield Item("creationInfo", {**creation, "created": " ".join(creation.get("created", []))}, "")
    for line, message, advice in faults:
        yield Item(PROBLEM, (message, advice), "", line)


def _closed(entry: _Open, package: str) -> Iterator[Item]:
    if not entry.key:
        return
    yield Item(entry.key, entry.data, "", entry.line)
    # Files that stand after a package are its files.
    if entry.key == "files" and package and "SPDXID" in entry.data:
        facts = {"spdxElementId": package, "relationshipType": "CONTAINS"}
        yield Item("relationships", {**facts, "relatedSpdxElement": entry.data["SPDXID"]}, "", entry.line)


def _relationship(value: str, number: int) -> Iterator[Item]:
    parts = value.split()
    if len(parts) >= 3:
        facts = dict(zip(("spdxElementId", "relationshipType", "relatedSpdxElement"), parts, strict=False))
        yield Item("relationships", facts, "", number)


def _put(data: dict[str, Any], tag: str, value: str) -> None:
    if tag in _TEXTS:
        data.setdefault(_TEXTS[tag], value)
    elif tag == "SPDXID":
        data["SPDXID"] = value
    elif tag in ("PackageChecksum", "FileChecksum"):
        algorithm, _, digest = value.partition(":")
        data.setdefault("checksums", []).append({"algorithm": algorithm.strip(), "checksumValue": digest.strip()})
    elif tag == "ExternalRef":
        category, kind, locator = [*value.split(maxsplit=2), "", "", ""][:3]
        facts = {"referenceCategory": category, "referenceType": kind, "referenceLocator": locator}
        data.setdefault("externalRefs", []).append(facts)
