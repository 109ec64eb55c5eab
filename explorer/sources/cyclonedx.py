"""Reads CycloneDX BOMs, JSON 1.2 to 1.7 and XML 1.0 to 1.7, as tolerantly as can be, and says what is wrong in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

from explorer.domain.claim import Claim, Problem
from explorer.errors import InputError
from explorer.sources.cyclonedx_validate import JSON_VERSIONS, SOURCE_NAME, unknown_version, validate, validate_xml
from explorer.sources.cyclonedx_xml import BrokenXml, NotCycloneDx, RefusedXml, read_xml_parts
from explorer.sources.deep_json import MAX_NESTING, nests_deeper_than, read_json
from explorer.sources.interface import MAX_TEXT_BYTES, Project, ProjectFile
from explorer.sources.json_stream import BrokenJson, Part, RefusedJson, parts_of, read_parts
from explorer.sources.package_index import each_hub_once

MAX_BYTES = 1024 * 1024 * 1024
"""A larger document is refused. Up to 32 MB a document is read whole and validated, above it is streamed."""

MAX_VALIDATED_NESTING = 400
"""The schema checker is not given anything deeper: it recurses, and would take the whole program with it."""

if TYPE_CHECKING:
    from explorer.sources.cyclonedx_bom import Bom

_NOT_VALIDATED = "The BOM is too large to be validated; it was read part by part."
_VALIDATE_ALONE = "Validate it by itself if its correctness matters."
_SNIFFED = 64 * 1024
_FORMAT = re.compile(rb'"bomFormat"\s*:\s*"CycloneDX"|"\$schema"\s*:\s*"[^"]*cyclonedx[^"]*"|cyclonedx\.org/schema/')
_OTHER_FORMAT = re.compile(rb'"bomFormat"\s*:')
_DECLARATION = re.compile(r"^<\?xml.*?\?>", re.DOTALL)
_FIRST = ("dependencies", "compositions", "metadata")


class CycloneDxSource:
    """Software, machine-learning, data, service, hardware and cryptography BOMs in CycloneDX."""

    name = SOURCE_NAME
    reads = "CycloneDX JSON 1.2 to 1.7 and XML 1.0 to 1.7: components, services, models, data, lineage, dependencies, workflows."
    does_not_read = "Vulnerabilities, declarations, annotations, signatures; the document keeps them."

    def matches(self, path: PurePosixPath) -> bool:
        """`bom.json`, `service.cdx.xml`, `aibom-1.json`, `app.sbom`, `vex.json` and the like."""
        name = path.name.lower()
        if name.endswith((".sbom", ".cdx", ".bom")):
            return True
        return name.endswith((".json", ".xml")) and bool(re.search(r"bom|cdx|cyclonedx|(?:^|[-_.])vex", name))

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """What the BOM says; nothing where the file is not CycloneDX after all."""
        yield from each_hub_once(self._read(file, project))

    def _read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        if file.size > MAX_BYTES:
            limit = f"{MAX_BYTES // 1024**2:,} MB"
            raise InputError(f"{file.path} is larger than {limit} and was not read.", "Split the BOM.")
        head = _head(file)
        if not is_cyclonedx(head) and not is_cyclonedx(_rest(file)):
            is_named_so = bool(re.search(r"cdx|cyclonedx", file.name.lower()))
            if is_named_so or _OTHER_FORMAT.search(head):
                what = "named as a CycloneDX BOM" if is_named_so else "built as a CycloneDX BOM"
                message = f"The file is {what}, but is none."
                yield Problem(self.name, str(file.path), None, message, "Check how it was made, or rename it.")
            return
        from explorer.sources.cyclonedx_bom import Bom  # Every scan imports this module; few scans read a BOM.

        bom = Bom(file, project)
        if head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").startswith(b"<"):
            yield from _walked(bom, _xml(bom))
        else:
            yield from _walked(bom, _json(bom))


def is_cyclonedx(head: bytes) -> bool:
    """Whether the beginning (or any other piece) of a file says that it is CycloneDX, in JSON or XML."""
    return bool(_FORMAT.search(head.replace(b"\0", b"")))


def _head(file: ProjectFile) -> bytes:
    return _bytes_at(file, 0, _SNIFFED)


def _bytes_at(file: ProjectFile, start: int, length: int) -> bytes:
    try:
        with file.absolute.open("rb") as stream:
            stream.seek(start)
            return stream.read(length)
    except OSError as error:
        raise InputError(f"{file.path} cannot be read: {error.strerror}.", "Check the file's permissions.") from error


def _rest(file: ProjectFile) -> bytes:
    """The whole of a small file, the end of a large one: some tools write the keys in the order of the alphabet."""
    return _bytes_at(file, 0 if file.size <= MAX_TEXT_BYTES else file.size - _SNIFFED, MAX_TEXT_BYTES)


def _walked(bom: Bom, parts: Iterable[Part | Problem]) -> Iterator[Claim]:
    for part in parts:
        if isinstance(part, Problem):
            yield part
        else:
            yield from bom.take(part)
    yield from bom.finish()


def _json(bom: Bom) -> Iterator[Part | Problem]:
    if bom.file.size > MAX_TEXT_BYTES:
        yield bom.links.problem(_NOT_VALIDATED, _VALIDATE_ALONE)
        with bom.file.absolute.open("rb") as stream:
            yield from _until_it_breaks(bom, stream)
        return
    data = bom.file.read_bytes()
    document = read_json(data)
    if isinstance(document, dict):
        yield from _checked(document, data, bom)
        # What a component is told with (whether its dependencies are listed, whose part it is) goes first.
        ordered = {key: document[key] for key in _FIRST if key in document} | document
        yield from parts_of(ordered)
    elif document is None:
        yield from _until_it_breaks(bom, BytesIO(data), is_whole=True)
    else:
        raise InputError(f"{bom.file.path} is JSON, but not an object.", "Check how the BOM was made.")


def _until_it_breaks(bom: Bom, stream: BinaryIO, is_whole: bool = False) -> Iterator[Part | Problem]:
    """The parts of a document that is not validated, since it is too large, nests too deeply, or breaks off."""
    try:
        for part in read_parts(stream):
            if part[0] == "specVersion" and part[2] not in JSON_VERSIONS:
                yield unknown_version(str(part[2]), JSON_VERSIONS, str(bom.file.path))
            yield part
        if is_whole:  # Each part can be read, and all of it together cannot.
            message = f"The BOM nests more than {MAX_NESTING:,} levels deep, so it was read, but not validated."
            yield bom.links.problem(message, "Check what wrote it.")
    except RefusedJson as error:
        message = f"The BOM was not read beyond {error.character:,} characters, and not validated: {error}."
        yield bom.links.problem(message, "What stands before was read; check what wrote it.")
    except BrokenJson as error:
        message = f"The BOM breaks off after {error.character:,} characters: {error}."
        yield bom.links.problem(message, "What stands before was read; get the whole file.")


def _checked(document: dict[str, Any], data: bytes, bom: Bom) -> Iterator[Problem]:
    if nests_deeper_than(data.replace(b"\0", b""), MAX_VALIDATED_NESTING):
        message = f"The BOM nests more than {MAX_VALIDATED_NESTING} levels deep, so it was read, but not validated."
        yield bom.links.problem(message, "Check what wrote it.")
        return
    version = document.get("specVersion")
    yield from validate(document, version if isinstance(version, str) else "", str(bom.file.path))


def _xml(bom: Bom) -> Iterator[Part | Problem]:
    version = ""
    try:
        with bom.file.absolute.open("rb") as stream:
            for part in read_xml_parts(stream):
                if part[0] == "specVersion":
                    version = str(part[2])
                yield part
    except NotCycloneDx as error:
        yield bom.links.problem(f"{error}.", "Check its namespace, or how it was made.")
        return
    except RefusedXml as error:
        message = f"The BOM {error}, so it was not read from there on."
        yield bom.links.problem(message, "Have it written without that, if you trust where it comes from.")
        return
    except BrokenXml as error:
        yield bom.links.problem(f"The BOM breaks off: {error}.", "What stands before was read; get the whole file.")
        return
    if bom.file.size <= MAX_TEXT_BYTES:
        yield from validate_xml(_text(bom.file), version, str(bom.file.path))
    else:
        yield bom.links.problem(_NOT_VALIDATED, _VALIDATE_ALONE)


def _text(file: ProjectFile) -> str:
    data = file.read_bytes()
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-8", "replace")
    return _DECLARATION.sub("", data.decode("utf-16", "replace"))  # Its encoding is no longer the declared one.


SOURCE = CycloneDxSource()
