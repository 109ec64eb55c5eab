"""Reads SPDX 2 (JSON, tag-value, YAML, XML, RDF/XML) and 3 (JSON-LD) as tolerantly as can be, and says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.errors import InputError
from explorer.sources.deep_json import read_json
from explorer.sources.interface import MAX_TEXT_BYTES, Project, ProjectFile
from explorer.sources.json_stream import BrokenJson, Part, parts_of, read_parts
from explorer.sources.lined_yaml import parse_yaml
from explorer.sources.package_index import each_hub_once
from explorer.sources.spdx_items import Item, items_of_parts, items_of_tree
from explorer.sources.spdx_links import SOURCE_NAME, Place
from explorer.sources.spdx_tag_value import tag_value_items
from explorer.sources.spdx_three import SpdxThree
from explorer.sources.spdx_two import SpdxTwo
from explorer.sources.spdx_xml import BrokenXml, NotSpdx, xml_items

MAX_BYTES = 1024 * 1024 * 1024
"""A larger document is refused. JSON up to 32 MB is read whole, above it is streamed."""

_SNIFFED = 64 * 1024
_NAME = re.compile(r"spdx|sbom|(?:^|[-_.])bom(?:[-_.]|$)|(?:^|[-_.])aibom")
_THREE = re.compile(rb"spdx\.org/rdf/3\.|spdx-context\.jsonld|spdx\.org/rdf/v?3")
_TWO = re.compile(rb'"spdxVersion"|"SPDXID"')
_TAGS = re.compile(rb"^\s*(?:SPDXVersion|SPDXID|PackageName|FileName|DocumentName)\s*:", re.MULTILINE)
_YAML = re.compile(rb"^(?:spdxVersion|SPDXID)\s*:", re.MULTILINE)
_XML = re.compile(rb"<(?:spdxVersion|SPDXID)>|spdx\.org/rdf/terms")
_FIRST = ("SPDXID", "name", "spdxVersion", "documentDescribes")
_CHECK = "Check how it was made, or rename it."


class SpdxSource:
    """Packages, files, models, datasets and their relationships in SPDX."""

    name = SOURCE_NAME
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
        if form is None:
            if "spdx" in file.name.lower() and file.size:
                two = SpdxTwo(file, project)
                yield two.links.problem("The file is named as an SPDX document, but is none.", _CHECK)
        elif form == "3":
            yield from _three(SpdxThree(file, project))
        else:
            yield from _two(SpdxTwo(file, project), form)


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


def _two(bom: SpdxTwo, form: str) -> Iterator[Claim]:
    file = bom.links.file
    readers = {"json": _json_items, "tag-value": _tag_items, "yaml": _yaml_items, "xml": _xml_items}
    try:
        for item in readers[form](file):
            yield from bom.take(item)
    except BrokenJson as error:
        message = f"The document breaks off after {error.character:,} characters: {error}."
        yield bom.links.problem(message, "What stands before was read; get the whole file.")
    except BrokenXml as error:
        yield bom.links.problem(
            f"The document breaks off: {error}.", "What stands before was read; get the whole file."
        )
    except NotSpdx as error:
        yield bom.links.problem(f"{error}.", _CHECK)
    yield from bom.finish()


def _three(bom: SpdxThree) -> Iterator[Claim]:
    alone: dict[str, Any] = {}
    try:
        for key, position, value in _json_parts(bom.links.file, ("@context", "@graph")):
            if key == "@graph" and position is not None:
                yield from bom.take(value, Place(f"/@graph/{position}"))
            elif key == "@graph":
                yield from bom.take(value, Place("/@graph"))
            elif position is None:
                alone[key] = value
            else:
                alone.setdefault(key, []).append(value)
    except BrokenJson as error:
        message = f"The document breaks off after {error.character:,} characters: {error}."
        yield bom.links.problem(message, "What stands before was read; get the whole file.")
    if "type" in alone or "@type" in alone:
        yield from bom.take(alone, Place(""))  # A document may be one element without a graph around it.
    yield from bom.finish()


def _json_items(file: ProjectFile) -> Iterator[Item]:
    return items_of_parts(_json_parts(file, _FIRST))


def _json_parts(file: ProjectFile, first: Iterable[str]) -> Iterator[Part]:
    """The parts of the document, those that others are told with first where it is read whole."""
    if file.size > MAX_TEXT_BYTES:
        with file.absolute.open("rb") as stream:
            yield from read_parts(stream)
        return
    data = file.read_bytes()
    document = read_json(data)
    if isinstance(document, dict):
        yield from parts_of({key: document[key] for key in first if key in document} | document)
    elif document is None:
        yield from read_parts(BytesIO(data))
    else:
        raise InputError(f"{file.path} is JSON, but not an object.", "Check how the document was made.")


def _tag_items(file: ProjectFile) -> Iterator[Item]:
    with file.absolute.open(encoding="utf-8-sig", errors="replace") as lines:
        yield from tag_value_items(lines)


def _yaml_items(file: ProjectFile) -> Iterator[Item]:
    trees = parse_yaml(file.read_text(), str(file.path))
    mapping = next((tree for tree in trees if isinstance(tree, dict)), None)
    if mapping is None:
        raise InputError(f"{file.path} is YAML, but not a mapping.", "Check how the document was made.")
    document: dict[str, Any] = {str(key): value for key, value in mapping.items()}
    yield from items_of_tree({key: document[key] for key in _FIRST if key in document} | document)


def _xml_items(file: ProjectFile) -> Iterator[Item]:
    """The items; of a document that is not large, those that others are told with first."""
    with file.absolute.open("rb") as stream:
        if file.size > MAX_TEXT_BYTES:
            yield from xml_items(stream)
            return
        waiting: list[Item] = []
        try:
            for item in xml_items(stream):
                if item.key in _FIRST:
                    yield item
                else:
                    waiting.append(item)
        except (BrokenXml, NotSpdx):
            yield from waiting
            raise
        yield from waiting


SOURCE = SpdxSource()
