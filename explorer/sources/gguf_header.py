"""The header of a GGUF file: the keys that say what the model is and what it was made from.

The format and its keys: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (versions 1 to 3).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import BinaryIO, Literal

from explorer.domain.relation import RelationKind
from explorer.errors import InputError
from explorer.sources.loose_values import without_empty
from explorer.sources.weight_header import StatedBase, WeightHeader

MAX_HEADER_BYTES = 64 * 1024 * 1024
"""Vocabularies make headers of some megabytes; reading stops with a problem after this many bytes."""

_ADVICE = "No real model needs that; ask where the file comes from."
MAX_KEYS = 100_000
MAX_TEXT = 64 * 1024

_NUMBERS: Mapping[int, str] = {
    0: "B",
    1: "b",
    2: "H",
    3: "h",
    4: "I",
    5: "i",
    6: "f",
    7: "?",
    10: "Q",
    11: "q",
    12: "d",
}
"""Value types that are one number, by the code of `gguf_metadata_value_type`, as `struct` formats."""
_STRING, _ARRAY = 8, 9
_WANTED = ("general.", "adapter.", "tokenizer.chat_template")
_SIZES = {
    ".embedding_length": "hidden size",
    ".block_count": "layers",
    ".attention.head_count": "attention heads",
    ".attention.head_count_kv": "key-value heads",
    ".vocab_size": "vocabulary",
}
"""Keys below the architecture's name that state a size, by their ending."""

_FILE_TYPES: Mapping[int, str] = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K", 11: "Q3_K_S", 12: "Q3_K_M",
    13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S", 17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS",
    21: "Q2_K_S", 22: "IQ3_XS", 23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S",
    29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16",
}  # fmt: skip
"""`general.file_type`, by llama.cpp's `llama_ftype`."""


class _Reader:
    """Reads numbers and texts of one byte order, counting bytes so that no header can keep the scan busy."""

    def __init__(self, stream: BinaryIO, name: str, order: Literal["<", ">"], wide: bool) -> None:
        self._stream = stream
        self._name = name
        self._order = order
        self._length_format = "Q" if wide else "I"
        self._left = MAX_HEADER_BYTES

    def take(self, count: int) -> bytes:
        self._left -= count
        if self._left < 0:
            raise InputError(f"The header of {self._name} is longer than {MAX_HEADER_BYTES // 1024**2} MB.", _ADVICE)
        data = self._stream.read(count)
        if len(data) < count:
            raise InputError(f"{self._name} is cut off inside its header.", "Fetch the file again.")
        return data

    def number(self, code: str) -> int | float:
        value: int | float = struct.unpack(self._order + code, self.take(struct.calcsize("<" + code)))[0]
        return value

    def length(self) -> int:
        return int(self.number(self._length_format))

    def text(self, keep: bool = True) -> str:
        length = self.length()
        if keep and length > MAX_TEXT:
            keep = False
        data = self.take(length) if length <= MAX_HEADER_BYTES else self.take(MAX_HEADER_BYTES + 1)
        return data.decode("utf-8", "replace") if keep else ""

    def value(self, kind: int, keep: bool, depth: int = 0) -> str:
        """One value as text; arrays and values not asked for are read over."""
        if kind == _STRING:
            return self.text(keep)
        if kind == _ARRAY and depth < 4:
            self._array(depth)
            return ""
        if kind not in _NUMBERS:
            raise InputError(f"The header of {self._name} has a value of the unknown type {kind}.", "Fetch it again.")
        return str(self.number(_NUMBERS[kind]))

    def _array(self, depth: int) -> None:
        kind, count = int(self.number("I")), self.length()
        if kind in _NUMBERS:
            self.take(min(count * struct.calcsize("<" + _NUMBERS[kind]), MAX_HEADER_BYTES + 1))
            return
        for _ in range(count):
            self.value(kind, False, depth + 1)


def read_gguf_header(stream: BinaryIO, name: str) -> WeightHeader:
    """The statements in the header of an open GGUF file. Raises `InputError` where it is broken or too long."""
    values = gguf_values(stream, name)
    return WeightHeader(_facts(values), tuple(_bases(values)), values.get("general.type") == "adapter")


def gguf_values(stream: BinaryIO, name: str) -> dict[str, str]:
    """The `general.*` and `adapter.*` values and the chat template, as texts."""
    start = stream.read(8)
    if start[:4] != b"GGUF" or len(start) < 8:
        raise InputError(f"{name} does not begin like a GGUF file.", "Fetch it again.")
    order: Literal["<", ">"] = "<" if int.from_bytes(start[4:], "little") < 65536 else ">"
    version = struct.unpack(order + "I", start[4:])[0]
    if not 1 <= version <= 3:
        raise InputError(f"{name} is GGUF of the unknown version {version}.", "Versions 1 to 3 are read.")
    reader = _Reader(stream, name, order, version > 1)
    tensors, count = reader.length(), reader.length()
    if count > MAX_KEYS:
        raise InputError(f"The header of {name} states {count:,} keys; no more than {MAX_KEYS:,} are read.", _ADVICE)
    values = {"tensors": str(tensors)}
    for _ in range(count):
        key = reader.text()
        is_wanted = key.startswith(_WANTED) or key.endswith(tuple(_SIZES))
        value = reader.value(int(reader.number("I")), is_wanted)
        if is_wanted:
            values[key] = value
    return values


def _facts(values: Mapping[str, str]) -> dict[str, str]:
    file_type, architecture = values.get("general.file_type", ""), values.get("general.architecture", "")
    sizes = {name: values.get(architecture + ending, "") for ending, name in _SIZES.items()}
    return without_empty(
        {
            "tensors": values.get("tensors", ""),
            "architecture": architecture,
            "title": values.get("general.name", ""),
            "licence": values.get("general.license", ""),
            "author": values.get("general.author", "") or values.get("general.organization", ""),
            "quantized by": values.get("general.quantized_by", ""),
            "quantization": _FILE_TYPES.get(int(file_type), file_type) if file_type.isdecimal() else "",
            "chat template": "yes" if "tokenizer.chat_template" in values else "",
            **{name: size for name, size in sizes.items() if size.isdecimal()},
        }
    )


def _bases(values: Mapping[str, str]) -> list[StatedBase]:
    """The bases and datasets that the header names, and the repository that the file was converted from."""
    found = [_named(values, f"general.base_model.{n}", None) for n in _numbers(values, "general.base_model.")]
    found += [
        _named(values, f"general.dataset.{n}", RelationKind.TRAINED_ON) for n in _numbers(values, "general.dataset.")
    ]
    source = values.get("general.source.huggingface.repository") or values.get("general.source.repo_url", "")
    if source and not found:
        found.append(StatedBase(source, "general.source.repo_url"))
    return [base for base in found if base.name]


def _numbers(values: Mapping[str, str], prefix: str) -> list[str]:
    """The numbers that stand behind the prefix, in order: `general.base_model.0.name` has 0."""
    numbers = {key.removeprefix(prefix).partition(".")[0] for key in values if key.startswith(prefix)}
    return sorted((number for number in numbers if number.isdecimal()), key=int)


def _named(values: Mapping[str, str], prefix: str, kind: RelationKind | None) -> StatedBase:
    address = values.get(f"{prefix}.repo_url") or values.get(f"{prefix}.url", "")
    words = [values.get(f"{prefix}.{part}", "") for part in ("organization", "name", "version")]
    return StatedBase(address or " ".join(word for word in words if word), prefix, kind)
