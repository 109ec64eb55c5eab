"""Reads SPDX 2 (JSON, tag-value, YAML, XML, RDF/XML) and 3 (JSON-LD) as tolerantly as can be, and says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from explorer.domain.claim import Claim, Problem
from explorer.errors import InputError
from explorer.sources.interface import MAX_TEXT_BYTES, Project, ProjectFile
from explorer.sources.package_index import each_hub_once

MAX_BYTES = 1024 * 1024 * 1024
"""A larger document is refused. JSON up to 32 MB is read whole, above it is streamed."""

_SNIFFED = 64 * 1024
_NAME = re.compile(r"spdx|sbom|(?:^|[-_.])bom(?:[-_.]|$)|(?:^|[-_.])aibom")
_THREE = re.compile(rb"spdx\.org/rdf/3\.|spdx-context\.jsonld|spdx\.org/rdf/v?3")
_TWO = re.compile(rb'"spdxVersion"|"SPDXID"')
_TAGS = re.compile(rb"^[^\S\n]*+(?:SPDXVersion|SPDXID|PackageName|FileName|DocumentName)\s*:", re.MULTILINE)
_YAML = re.compile(rb"^(?:spdxVersion|SPDXID)\s*:", re.MULTILINE)
_XML = re.compile(rb"<(?:spdxVersion|SPDXID)>|spdx\.org/rdf/terms")


class SpdxSource:
    """Packages, files, models, datasets and their relationships in SPDX."""

    name = "spdx"
    reads = (
        "SPDX 2.2 and 2.3 in JSON, tag-value, YAML, XML and RDF/XML, SPDX 3.0 in JSON-LD with the AI and Dataset "
        "profiles: packages, models, datasets, weight files, makers, relationships."
    )
    does_not_read = (
        "Files that are no weights, no data and that nothing relies on; snippets, annotations, licence texts, "
        "vulnerabilities; the document keeps them."
    )

    def matches(self, path: PurePosixPath) -> bool:
        """`app.spdx`, `app.spdx.json`, `bom.spdx3.json`, `sbom.yaml`, `app.spdx.rdf.xml` and the like."""
        name = path.name.lower()
        if name.endswith((".spdx", ".spdx3", ".sbom")):
            return True
        return name.endswith((".json", ".jsonld", ".xml", ".rdf", ".yaml", ".yml", ".tag")) and bool(_NAME.search(name))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """What the document says; nothing where the file is not SPDX after all."""
        yield from each_hub_once(self._read(file, project))

    def _read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        if file.size > MAX_BYTES:
            limit = f"{MAX_BYTES // 1024**2:,} MB"
            raise InputError(f"{file.path} is larger than {limit} and was not read.", "Split the document.")
        form = _form(file)
        if form is not None:
            from explorer.sources.spdx_document import claims_of  # Every scan imports this module; few read a BOM.

            yield from claims_of(file, project, form)
        elif "spdx" in file.name.lower() and file.size:
            message = "The file is named as an SPDX document, but is none."
            yield Problem(self.name, str(file.path), None, message, "Check how it was made, or rename it.")


def _form(file: ProjectFile) -> str | None:
    """The version and syntax, by what the beginning (or, for JSON, any other piece) of the file says."""
    head = _bytes_at(file, 0, _SNIFFED)
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
    head = head.replace(b"\0", b"")
    if start.startswith((b"{", b"[")):
        whole = head if _THREE.search(head) or _TWO.search(head) else _rest(file)
        return "3" if _THREE.search(whole) else "json" if _TWO.search(whole) else None
    if start.startswith(b"<"):
        return "xml" if _XML.search(head) or _XML.search(_rest(file)) else None
    if _YAML.search(head) and (file.name.lower().endswith((".yaml", ".yml")) or not _TAGS.search(head)):
        return "yaml"
    return "tag-value" if _TAGS.search(head) else None


def _bytes_at(file: ProjectFile, start: int, length: int) -> bytes:
    try:
        with file.absolute.open("rb") as stream:
            stream.seek(start)
            return stream.read(length)
    except OSError as error:
        raise InputError(f"{file.path} cannot be read: {error.strerror}.", "Check the file's permissions.") from error


def _rest(file: ProjectFile) -> bytes:
    """The whole of a small file, the end of a large one: some tools write the keys in the order of the alphabet."""
    start = 0 if file.size <= MAX_TEXT_BYTES else file.size - _SNIFFED
    return _bytes_at(file, start, MAX_TEXT_BYTES).replace(b"\0", b"")


SOURCE = SpdxSource()
