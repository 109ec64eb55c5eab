"""What an ONNX file states outside its graph: who wrote it, with what, and its metadata.

The format: a protobuf `ModelProto` (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto); fields 2 and 3 are the
producer's name and version, 7 the graph, 14 the metadata. Only the top level is read, and the graph is skipped.
"""

from __future__ import annotations

from typing import BinaryIO

from explorer.errors import InputError
from explorer.sources.loose_values import without_empty
from explorer.sources.weight_header import StatedBase, WeightHeader

MAX_FIELDS = 10_000
MAX_FIELD_BYTES = 64 * 1024

_PRODUCER, _VERSION, _METADATA = 2, 3, 14


def read_onnx_header(stream: BinaryIO, size: int, name: str) -> WeightHeader:
    """The statements at the top level of an open ONNX file. Raises `InputError` where it is cut off or no protobuf."""
    texts: dict[int, str] = {}
    metadata: dict[str, str] = {}
    for _ in range(MAX_FIELDS):
        field, content = _field(stream, size, name)
        if field == 0:
            break
        if field == _METADATA:
            key, value = _entry(content)
            metadata[key] = value
        elif field in (_PRODUCER, _VERSION):
            texts[field] = content.decode("utf-8", "replace")
    written_by = f"{texts.get(_PRODUCER, '')} {texts.get(_VERSION, '')}".strip()
    facts = without_empty({"written by": written_by, "licence": metadata.get("license", "")})
    bases = tuple(StatedBase(metadata[key], key) for key in ("base_model", "source_model") if metadata.get(key))
    return WeightHeader(facts, bases)


def _field(stream: BinaryIO, size: int, name: str) -> tuple[int, bytes]:
    """The number and content of the next field; (0, b"") at the end, empty content for one that is skipped."""
    first = stream.read(1)
    if not first:
        return 0, b""
    tag = _varint(stream, first, name)
    field, wire = tag >> 3, tag & 7
    if wire == 0:
        _varint(stream, stream.read(1), name)
        return field, b""
    length = {1: 8, 5: 4}.get(wire, -1) if wire != 2 else _varint(stream, stream.read(1), name)
    if length < 0 or field == 0:
        raise InputError(f"{name} is not the protobuf that ONNX asks for.", "Check that the file is whole.")
    if stream.tell() + length > size:
        raise InputError(f"{name} is cut off: a part of it reaches beyond its end.", "Fetch the file again.")
    if length > MAX_FIELD_BYTES or field not in (_PRODUCER, _VERSION, _METADATA):
        stream.seek(length, 1)
        return field, b""
    return field, stream.read(length)


def _varint(stream: BinaryIO, first: bytes, name: str) -> int:
    value, shift, byte = 0, 0, first
    while byte:
        value |= (byte[0] & 0x7F) << shift
        shift += 7
        if byte[0] < 0x80:
            return value
        if shift > 63:
            break
        byte = stream.read(1)
    raise InputError(f"{name} is not the protobuf that ONNX asks for.", "Check that the file is whole.")


def _entry(content: bytes) -> tuple[str, str]:
    """Key and value of one `StringStringEntryProto`; empty texts where it has another shape."""
    parts = {1: "", 2: ""}
    place = 0
    while place + 1 < len(content):
        field, length = content[place] >> 3, content[place + 1]
        if length >= 0x80 or field not in parts:
            break  # A text of more than 127 bytes names no base and no licence.
        parts[field] = content[place + 2 : place + 2 + length].decode("utf-8", "replace")
        place += 2 + length
    return parts[1], parts[2]
