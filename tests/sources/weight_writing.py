"""Writes tiny weight files, byte by byte as their formats ask, and pickles that leave a mark if they are loaded."""

from __future__ import annotations

import io
import json
import os
import pickle
import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def safetensors(
    metadata: Mapping[str, str] | None = None, data: bytes = b"\0\0\0\0", claimed: int | None = None
) -> bytes:
    """One tensor of F32; `claimed` is the end of its data that the header states."""
    end = len(data) if claimed is None else claimed
    header: dict[str, Any] = {"weight": {"dtype": "F32", "shape": [end // 4], "data_offsets": [0, end]}}
    if metadata is not None:
        header["__metadata__"] = dict(metadata)
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + data


def gguf(values: Sequence[tuple[str, Any]], version: int = 3, order: str = "<") -> bytes:
    """A GGUF header with these keys: texts, whole numbers, and lists of texts."""
    length = "I" if version == 1 else "Q"
    body = b"".join(_text(key, length, order) + _value(value, length, order) for key, value in values)
    return b"GGUF" + struct.pack(f"{order}I{length}{length}", version, 2, len(values)) + body


def _text(text: str, length: str, order: str) -> bytes:
    data = text.encode()
    return struct.pack(order + length, len(data)) + data


def _value(value: Any, length: str, order: str) -> bytes:
    if isinstance(value, str):
        return struct.pack(order + "I", 8) + _text(value, length, order)
    if isinstance(value, int):
        return struct.pack(order + "II", 4, value)
    items = b"".join(_text(item, length, order) for item in value)
    return struct.pack(f"{order}II{length}", 9, 8, len(value)) + items


class Mark:
    """Unpickling this runs `touch`: the canary."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[Any, ...]:
        """Ask for os.system, as real malicious pickles do."""
        return os.system, (f"touch '{self._path}'",)


def malicious(path: Path, protocol: int = 4) -> bytes:
    """A pickle that creates `path` when it is loaded."""
    return pickle.dumps(Mark(path), protocol)


def zipped(members: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    """A zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def numpy_array(description: str = "<f4") -> bytes:
    """The header of a .npy file and four bytes of data."""
    text = f"{{'descr': '{description}', 'fortran_order': False, 'shape': (1,), }}".encode()
    text += b" " * (64 - (10 + len(text)) % 64 - 1) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + b"\0\0\0\0"
