"""An SPDX 2.3 document, as `spdx_two` lays it out, in tag-value form: a line per field, in the order of the clauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from explorer.domain.annotations import Annotation
from explorer.domain.component import ComponentId
from explorer.exports.spdx_two import DOCUMENT, spdx_two_document
from explorer.graph.snapshot import Snapshot

_DOCUMENT = {
    "spdxVersion": "SPDXVersion", "dataLicense": "DataLicense", "SPDXID": "SPDXID", "name": "DocumentName",
    "documentNamespace": "DocumentNamespace",
}  # fmt: skip
_PACKAGE = {
    "name": "PackageName", "SPDXID": "SPDXID", "versionInfo": "PackageVersion", "supplier": "PackageSupplier",
    "originator": "PackageOriginator", "downloadLocation": "PackageDownloadLocation", "filesAnalyzed": "FilesAnalyzed",
    "homepage": "PackageHomePage", "sourceInfo": "PackageSourceInfo", "licenseDeclared": "PackageLicenseDeclared",
    "copyrightText": "PackageCopyrightText", "description": "PackageDescription",
    "primaryPackagePurpose": "PrimaryPackagePurpose",
}  # fmt: skip
_TEXTS = frozenset({"sourceInfo", "copyrightText", "description"})
"""Fields that may go over several lines, between `<text>` and `</text>`."""


def to_spdx_tag_value(
    snapshot: Snapshot, annotations: Sequence[Annotation] = (), system: ComponentId | None = None
) -> str:
    """The document as text; the same snapshot and annotations give the same bytes."""
    document = spdx_two_document(snapshot, annotations, system)
    return "\n".join([*_head(document), *_body(document)]) + "\n"


def _head(document: Mapping[str, Any]) -> Iterator[str]:
    for field, tag in _DOCUMENT.items():
        yield f"{tag}: {_line(document[field])}"
    for creator in document["creationInfo"]["creators"]:
        yield f"Creator: {creator}"
    yield f"Created: {document['creationInfo']['created']}"
    yield from _annotations(document, DOCUMENT)


def _body(document: Mapping[str, Any]) -> Iterator[str]:
    for package in document["packages"]:
        yield ""
        yield from _package(package)
    yield ""
    for each in document["relationships"]:
        yield f"Relationship: {each['spdxElementId']} {each['relationshipType']} {each['relatedSpdxElement']}"
        if "comment" in each:
            yield f"RelationshipComment: {_text(each['comment'])}"
    for each in document.get("hasExtractedLicensingInfos", ()):
        yield ""
        yield f"LicenseID: {each['licenseId']}"
        yield f"ExtractedText: {_text(each['extractedText'])}"
        yield f"LicenseName: {_line(each['name'])}"


def _package(package: Mapping[str, Any]) -> Iterator[str]:
    for field, tag in _PACKAGE.items():
        if field in package:
            value = "false" if package[field] is False else package[field]
            yield f"{tag}: {_text(value) if field in _TEXTS else _line(value)}"
    for each in package.get("checksums", ()):
        yield f"PackageChecksum: {each['algorithm']}: {each['checksumValue']}"
    for each in package.get("externalRefs", ()):
        yield f"ExternalRef: {each['referenceCategory']} {each['referenceType']} {each['referenceLocator']}"
    yield from _annotations(package, package["SPDXID"])


def _annotations(element: Mapping[str, Any], reference: str) -> Iterator[str]:
    for each in element.get("annotations", ()):
        yield f"Annotator: {each['annotator']}"
        yield f"AnnotationDate: {each['annotationDate']}"
        yield f"AnnotationType: {each['annotationType']}"
        yield f"SPDXREF: {reference}"
        yield f"AnnotationComment: {_text(each['comment'])}"


def _line(value: str) -> str:
    """A value of one line."""
    return " ".join(value.split())


def _text(value: str) -> str:
    """A value of any number of lines; what would end it early is broken."""
    return f"<text>{value.replace('</text>', '< /text>')}</text>"
