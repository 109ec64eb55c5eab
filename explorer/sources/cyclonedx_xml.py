"""CycloneDX XML as the same parts that its JSON gives, so that one walker reads both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from explorer.sources.json_stream import Part

NAMESPACE = "http://cyclonedx.org/schema/"
MAX_NESTING = 100_000
"""Deeper than this is no document."""

_LISTS = frozenset(
    {
        "components",
        "services",
        "ancestors",
        "descendants",
        "variants",
        "hashes",
        "externalReferences",
        "licenses",
        "dependencies",
        "properties",
        "compositions",
        "assemblies",
        "datasets",
        "authors",
        "tools",
        "endpoints",
        "tags",
        "users",
        "useCases",
        "technicalLimitations",
        "contacts",
        "performanceTradeoffs",
        "ethicalConsiderations",
        "fairnessAssessments",
        "performanceMetrics",
        "lifecycles",
        "energyConsumptions",
        "energyProviders",
        "vulnerabilities",
        "affects",
        "owners",
        "custodians",
        "stewards",
        "annotations",
        "formulation",
        "workflows",
        "tasks",
        "taskTypes",
        "resourceReferences",
        "inputs",
        "outputs",
    }
)
"""Elements whose children are the items of an array in JSON."""

_REPEATED = frozenset({"url", "contact", "data", "dependency", "provides"})
"""Elements that may stand several times beside each other without a list around them."""


class BrokenXml(ValueError):
    """The text is not XML; everything before was given out."""


class RefusedXml(ValueError):
    """The document does what an attack may; said of it as its subject. Everything before was given out."""


class NotCycloneDx(ValueError):
    """The outermost element is not that of a BOM."""


def read_xml_parts(stream: BinaryIO) -> Iterator[Part]:
    """The parts of an XML BOM in their order, first its format and version.

    Document type declarations, and so entities, are refused. Raises `RefusedXml` for these, `BrokenXml` where the text
    breaks and `NotCycloneDx` where it is something else.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        yield from _parts(iterparse(stream, events=("start", "end"), forbid_dtd=True))
    except ParseError as error:
        line = getattr(error, "position", (None,))[0]
        raise BrokenXml(f"It is not well-formed XML (line {line})") from error
    except DefusedXmlException as error:
        raise RefusedXml("has a document type declaration, which a BOM needs not and an attack may") from error
    except (LookupError, ValueError) as error:
        if isinstance(error, NotCycloneDx | BrokenXml | RefusedXml):
            raise
        raise BrokenXml("Its encoding cannot be read") from error


def _parts(events: Iterator[tuple[str, Any]]) -> Iterator[Part]:
    stack: list[list[tuple[str, Any]]] = []
    counts: dict[str, int] = {}
    outer = ""
    for event, element in events:
        tag = _local(element.tag)
        if event == "start":
            if not stack:
                yield from _header(element)
            elif len(stack) == 1:
                outer = tag
            stack.append([])
            if len(stack) > MAX_NESTING:
                raise RefusedXml(f"nests more than {MAX_NESTING:,} levels deep")
            continue
        children = stack.pop()
        value = _folded(tag, element, children)
        element.clear()
        if tag == "" or not stack:
            continue
        if len(stack) == 2 and outer in _LISTS:
            yield outer, counts.get(outer, 0), value
            counts[outer] = counts.get(outer, 0) + 1
        elif len(stack) == 1:
            if outer not in _LISTS:
                yield tag, None, value
        else:
            stack[-1].append((tag, value))


def _header(element: Any) -> Iterator[Part]:
    namespace = element.tag.partition("}")[0].lstrip("{")
    if _local(element.tag) != "bom" or not namespace.startswith(NAMESPACE):
        raise NotCycloneDx("Its outermost element is not the bom element of CycloneDX")
    version = re.search(r"/bom/(\d+\.\d+)$", namespace)
    yield "bomFormat", None, "CycloneDX"
    yield "specVersion", None, version.group(1) if version else namespace.removeprefix(NAMESPACE)
    if serial := element.get("serialNumber"):
        yield "serialNumber", None, serial


def _local(tag: object) -> str:
    """The name without its namespace; empty for elements of other vocabularies, comments and instructions."""
    if not isinstance(tag, str):
        return ""
    namespace, brace, name = tag.rpartition("}")
    return name if not brace or namespace.lstrip("{").startswith(NAMESPACE) else ""


def _folded(tag: str, element: Any, children: list[tuple[str, Any]]) -> Any:
    """One element as JSON would have it: an array, an object or a text."""
    children = [(name, value) for name, value in children if name]
    if tag in _LISTS and not element.attrib:
        return [_item(tag, name, value) for name, value in children]
    if not children and not element.attrib:
        return (element.text or "").strip()
    result: dict[str, Any] = {_local_attribute(name): value for name, value in element.attrib.items()}
    for name, value in children:
        if name in _REPEATED:
            result.setdefault(name, []).append(value)
        else:
            result[name] = value
    if text := (element.text or "").strip():
        result["#text"] = text
    return _SHAPES[tag](result) if tag in _SHAPES else result


def _local_attribute(name: str) -> str:
    return name.rpartition("}")[2]


def _item(around: str, name: str, value: Any) -> Any:
    """An item of an array; licences and references are wrapped differently in JSON."""
    if around == "licenses":
        return {"expression": _text(value)} if name == "expression" else {"license": value}
    if around == "assemblies" or (name == "ref" and around == "datasets"):
        reference = value.get("ref", "") if isinstance(value, dict) else value
        return {"ref": reference} if around == "datasets" else reference
    return value


def _text(value: Any) -> str:
    return str(value.get("#text", "") if isinstance(value, dict) else value)


def _hash(value: dict[str, Any]) -> dict[str, Any]:
    return {"alg": value.get("alg", ""), "content": value.get("#text", "")}


def _property(value: dict[str, Any]) -> dict[str, Any]:
    return {"name": value.get("name", ""), "value": value.get("#text", "")}


def _dependency(value: dict[str, Any]) -> dict[str, Any]:
    references = [each.get("ref") if isinstance(each, dict) else each for each in value.pop("dependency", [])]
    return {**value, "dependsOn": references} if references else value


def _reference(value: dict[str, Any]) -> dict[str, Any]:
    urls = value.get("url")
    return {**value, "url": urls[0]} if isinstance(urls, list) and urls else value


_SHAPES: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "hash": _hash,
    "property": _property,
    "dependency": _dependency,
    "reference": _reference,
}
