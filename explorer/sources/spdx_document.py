"""One SPDX document, 2 or 3, in whatever syntax: its parts are read and handed to the walker of its version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from explorer.domain.claim import Claim
from explorer.errors import InputError
from explorer.sources.deep_json import read_json
from explorer.sources.interface import MAX_TEXT_BYTES, Project, ProjectFile
from explorer.sources.json_stream import BrokenJson, Part, RefusedJson, parts_of, read_parts
from explorer.sources.lined_yaml import parse_yaml
from explorer.sources.spdx_items import PROBLEM, Item, items_of_parts, items_of_tree
from explorer.sources.spdx_links import Place
from explorer.sources.spdx_tag_value import tag_value_items
from explorer.sources.spdx_three import SpdxThree
from explorer.sources.spdx_two import SpdxTwo
from explorer.sources.spdx_xml import BrokenXml, NotSpdx, RefusedXml, xml_items

_FIRST = ("SPDXID", "name", "spdxVersion", "documentDescribes")
_CHECK = "Check how it was made, or rename it."


def claims_of(file: ProjectFile, project: Project, form: str) -> Iterator[Claim]:
    """What the document says; `form` is `3`, or the syntax of an SPDX 2 document: json, tag-value, yaml, xml."""
    if form == "3":
        yield from _three(SpdxThree(file, project))
    else:
        yield from _two(SpdxTwo(file, project), form)


def _two(bom: SpdxTwo, form: str) -> Iterator[Claim]:
    file = bom.links.file
    readers = {"json": _json_items, "tag-value": _tag_items, "yaml": _yaml_items, "xml": _xml_items}
    try:
        for item in readers[form](file):
            if item.key == PROBLEM:
                message, advice = item.data
                yield bom.links.problem(message, advice, item.line)
            else:
                yield from bom.take(item)
    except BrokenJson as error:
        yield bom.links.problem(*_broken(error))
    except BrokenXml as error:
        yield bom.links.problem(
            f"The document breaks off: {error}.", "What stands before was read; get the whole file."
        )
    except RefusedXml as error:
        message = f"The document {error}, so it was not read from there on."
        yield bom.links.problem(message, "Have it written without that, if you trust where it comes from.")
    except NotSpdx as error:
        yield bom.links.problem(f"{error}.", _CHECK)
    yield from bom.finish()


def _broken(error: BrokenJson) -> tuple[str, str]:
    """What is said of a document that cannot be read to its end, and what to do."""
    if isinstance(error, RefusedJson):
        message = f"The document was not read beyond {error.character:,} characters: {error}."
        return message, "What stands before was read; check what wrote it."
    message = f"The document breaks off after {error.character:,} characters: {error}."
    return message, "What stands before was read; get the whole file."


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
        yield bom.links.problem(*_broken(error))
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
    with file.absolute.open("rb") as stream:
        encoding = "utf-16" if stream.read(2) in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    with file.absolute.open(encoding=encoding, errors="replace") as lines:
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
        except (BrokenXml, RefusedXml, NotSpdx):
            yield from waiting
            raise
        yield from waiting
