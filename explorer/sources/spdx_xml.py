"""SPDX 2 in XML and in RDF/XML as the same items that its JSON gives; document types and entities are refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from explorer.sources.spdx_items import Item

MAX_NESTING = 100_000
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_ELEMENTS = {"Package": "packages", "File": "files", "Snippet": "snippets", "SpdxDocument": ""}
_LICENCES = {"ListedLicense", "License", "ExtractedLicensingInfo", "SimpleLicensingInfo"}
_JOINED = {"ConjunctiveLicenseSet": " AND ", "DisjunctiveLicenseSet": " OR ", "WithExceptionOperator": " WITH "}
_RENAMED = {
    "checksum": "checksums",
    "externalRef": "externalRefs",
    "hasFile": "hasFiles",
    "specVersion": "spdxVersion",
}


class BrokenXml(ValueError):
    """The text is not XML; everything before was given out."""


class RefusedXml(ValueError):
    """The document does what an attack may; said of it as its subject. Everything before was given out."""


class NotSpdx(ValueError):
    """The outermost element is neither that of SPDX in XML nor RDF."""


def xml_items(stream: BinaryIO) -> Iterator[Item]:
    """The items of a document in XML or RDF/XML. Raises `BrokenXml`, `RefusedXml` and `NotSpdx`."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        events = iterparse(stream, events=("start", "end"), forbid_dtd=True)
        _, root = next(events, ("", None))
        if root is None or _local(root.tag) not in ("Document", "RDF"):
            raise NotSpdx("Its outermost element is neither Document nor RDF")
        yield from _rdf_items(events) if _local(root.tag) == "RDF" else _plain_items(events)
    except ParseError as error:
        line = getattr(error, "position", (None,))[0]
        raise BrokenXml(f"It is not well-formed XML (line {line})") from error
    except DefusedXmlException as error:
        raise RefusedXml("has a document type declaration, which a BOM needs not and an attack may") from error
    except (LookupError, ValueError) as error:
        if isinstance(error, NotSpdx | BrokenXml | RefusedXml):
            raise
        raise BrokenXml("Its encoding cannot be read") from error


def _folds(events: Iterator[tuple[str, Any]]) -> Iterator[tuple[int, Any, list[tuple[str, Any]], list[Any]]]:
    """Each element when it ends: its depth, itself, its children as folded so far, and where its own value goes."""
    stack: list[list[tuple[str, Any]]] = [[]]
    for event, element in events:
        if event == "start":
            stack.append([])
            if len(stack) > MAX_NESTING:
                raise RefusedXml(f"nests more than {MAX_NESTING:,} levels deep")
        elif len(stack) > 1:
            children = stack.pop()
            yield len(stack), element, children, stack[-1]
            element.clear()


def _plain_items(events: Iterator[tuple[str, Any]]) -> Iterator[Item]:
    counts: dict[str, int] = {}
    for depth, element, children, around in _folds(events):
        tag, value = _local(element.tag), _gathered(children) or (element.text or "").strip()
        if depth > 1:
            around.append((tag, value))
            continue
        counts[tag] = counts.get(tag, -1) + 1
        yield Item(tag, value, f"/{tag}/{counts[tag]}" if isinstance(value, dict) else f"/{tag}")


def _gathered(children: list[tuple[str, Any]]) -> dict[str, Any]:
    """Children by name; those that come more than once are a list."""
    result: dict[str, Any] = {}
    for name, value in children:
        if name not in result:
            result[name] = value
        elif isinstance(result[name], list):
            result[name].append(value)
        else:
            result[name] = [result[name], value]
    return result


def _rdf_items(events: Iterator[tuple[str, Any]]) -> Iterator[Item]:
    """RDF in stripes: nodes at odd depths, properties between them; what has an identity is an item of its own."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for depth, element, children, around in _folds(events):
        tag = _local(element.tag)
        if depth % 2 == 0:
            resource = element.get(f"{_RDF}resource") or element.get(f"{_RDF}nodeID")
            text = _fragment(resource) if resource else (element.text or "").strip()
            name = _RENAMED.get(tag, tag)
            around += [(name, value) for _, value in children] or [(name, text)]
            continue
        around.append((tag, _node(tag, element, children, found)))
    for (key, reference), data in found.items():
        yield from _items_of_node(key, reference, data)


def _node(tag: str, element: Any, children: list[tuple[str, Any]], found: dict[tuple[str, str], dict[str, Any]]) -> Any:
    """What stands for a node in its property: a reference, a licence as text, or its facts."""
    about = _fragment(element.get(f"{_RDF}about") or element.get(f"{_RDF}nodeID") or element.get(f"{_RDF}ID") or "")
    facts = _gathered(children)
    if tag in _ELEMENTS:
        known = found.setdefault((tag, about or f"unnamed {len(found)}"), {})
        for name, value in facts.items():
            known[name] = [*_many(known[name]), *_many(value)] if name in known else value
        return about
    if tag in _LICENCES:
        return str(facts.get("licenseId") or about)
    if tag in _JOINED:
        members = [each for name in ("member", "licenseException") for each in _many(facts.get(name, []))]
        return f"({_JOINED[tag].join(str(each) for each in members)})"
    return facts


def _items_of_node(tag: str, reference: str, data: dict[str, Any]) -> Iterator[Item]:
    pointer = f"#{reference}"
    for each in _many(data.pop("relationship", [])):
        if isinstance(each, dict):
            kind = str(each.get("relationshipType", "")).removeprefix("relationshipType_")
            ends = {"spdxElementId": reference, "relatedSpdxElement": each.get("relatedSpdxElement")}
            yield Item("relationships", {**ends, "relationshipType": kind}, pointer)
    if _ELEMENTS[tag]:
        yield Item(_ELEMENTS[tag], {"SPDXID": reference, **data}, pointer)
        return
    yield Item("SPDXID", reference, pointer)
    for name, value in data.items():
        yield Item(name, value, pointer)


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _fragment(address: str) -> str:
    """The part of an identity that stands in JSON: `SPDXRef-x`, `NOASSERTION`, `MIT`, `purl`, `sha1`."""
    tail = address.rpartition("#")[2] if "#" in address else address.rpartition("/")[2]
    if tail.lower() in ("noassertion", "none"):
        return tail.upper()
    for prefix in ("checksumAlgorithm_", "purpose_", "referenceCategory_", "fileType_"):
        tail = tail.removeprefix(prefix)
    return tail


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
