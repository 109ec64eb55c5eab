"""Which BOM reader a file is for whose name does not say so: the outermost of its first bytes tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.sources.interface import ProjectFile

SNIFFED = 4096
"""So much of a file is looked at, and as much of its end where the beginning has keys as a BOM has them."""

ENDINGS = (".json", ".jsonld", ".xml", ".rdf", ".yaml", ".yml", ".txt", ".tag")
"""Endings that a BOM may have without being named as one; others are not opened."""

_CYCLONEDX, _SPDX = "cyclonedx", "spdx"
_HINT = re.compile(rb"cyclonedx|spdx", re.IGNORECASE)
_MARK = re.compile(r'"((?:[^"\\]|\\.)*+)"(?:\s*+:\s*+(?:"((?:[^"\\]|\\.)*+)")?+)?+|[\[{]|[\]}]')
_USUAL = {
    **dict.fromkeys(("components", "metadata", "services", "serialNumber", "dependencies"), _CYCLONEDX),
    **dict.fromkeys(("files", "packages", "relationships", "creationInfo", "documentNamespace", "name"), _SPDX),
}
"""Keys with which a document may begin that says only at its end what it is."""
_AT_THE_END = {
    _CYCLONEDX: re.compile(rb'"bomFormat"\s*:\s*"CycloneDX"'),
    _SPDX: re.compile(rb'"spdxVersion"\s*:\s*"SPDX-\d'),
}
_CONTEXT = re.compile(rb"spdx\.org/rdf/(?:v?3|3\.)|spdx-context\.jsonld")
_ROOT = re.compile(
    rb"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?\s*>)*+<(?:[\w.-]+:)?+([\w.-]++)", re.DOTALL
)
_LINES = re.compile(rb"^(?:spdxVersion|SPDXVersion)\s*:\s*[\"']?SPDX-\d", re.MULTILINE)


def bom_reader_of(file: ProjectFile) -> str | None:
    """The name of the reader whose document this is, `cyclonedx` or `spdx`; None for anything else.

    What only holds a BOM, such as an attestation about one, is none. Nothing of a file with another ending is read,
    and a file that cannot be opened is left to its other readers, who say so.
    """
    if not file.name.lower().endswith(ENDINGS):
        return None
    try:
        with file.absolute.open("rb") as stream:
            head = stream.read(SNIFFED)
            known = reader_by_beginning(head)
            if known or file.size <= SNIFFED or (meant := _perhaps(head)) is None:
                return known
            stream.seek(file.size - SNIFFED)
            return meant if _AT_THE_END[meant].search(stream.read(SNIFFED)) else None
    except OSError:
        return None


def reader_by_beginning(head: bytes) -> str | None:
    """The same by the first bytes of a document.

    >>> reader_by_beginning(b'{"spdxVersion": "SPDX-2.3"'), reader_by_beginning(b'{"predicate": {"bomFormat": "CycloneDX"}}')
    ('spdx', None)
    """
    head = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")
    if not _HINT.search(head):
        return None
    start = head.lstrip()
    if start.startswith(b"{"):
        return _by_keys(start)
    if start.startswith(b"<"):
        return _by_root(start)
    return _SPDX if _LINES.search(head) else None


def _by_keys(head: bytes) -> str | None:
    for key, value in _outer_keys(head.decode("utf-8", "replace")):
        if (key == "bomFormat" and value == "CycloneDX") or (key == "$schema" and "cyclonedx" in value):
            return _CYCLONEDX
        if key in ("spdxVersion", "SPDXID") or (key == "@context" and _CONTEXT.search(head)):
            return _SPDX
    return None


def _perhaps(head: bytes) -> str | None:
    """Whose document it may be, by the first of its keys."""
    if not head.lstrip().startswith(b"{"):
        return None
    key, _ = next(_outer_keys(head.decode("utf-8", "replace")), ("", ""))
    return _USUAL.get(key)


def _outer_keys(text: str) -> Iterator[tuple[str, str]]:
    """The keys of the outermost object as far as the text goes, each with its value where that is a text."""
    depth = 0
    for mark in _MARK.finditer(text):
        if mark[0] in "[{":
            depth += 1
        elif mark[0] in "]}":
            depth -= 1
        elif depth == 1 and mark[1] is not None and ":" in mark[0][len(mark[1]) :]:
            yield mark[1], mark[2] or ""


def _by_root(head: bytes) -> str | None:
    root = _ROOT.match(head)
    if root is None:
        return None
    if root[1] == b"bom":
        return _CYCLONEDX if b"cyclonedx.org/schema/" in head else None
    is_spdx = (root[1] == b"RDF" and b"spdx.org/rdf/terms" in head) or (root[1] == b"Document" and b"SPDXID>" in head)
    return _SPDX if is_spdx else None
