"""The header of a safetensors file: its tensors, and what its maker wrote into `__metadata__`.

The format: 8 bytes of length (little-endian), then JSON of that length, then the tensors
(https://github.com/huggingface/safetensors, "Format"). The header is at most 100 MB by the reference implementation.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, BinaryIO

from explorer.domain.relation import RelationKind
from explorer.errors import InputError
from explorer.sources.loose_values import as_mapping, as_text, as_texts, without_empty
from explorer.sources.tensor_shapes import shape_facts
from explorer.sources.weight_header import StatedBase, WeightHeader

MAX_HEADER_BYTES = 32 * 1024 * 1024
"""Real headers have some megabytes at most; a longer one is not read."""

_ADAPTER_MODULES = ("networks.lora", "lycoris", "networks.dylora", "networks.oft")


def read_safetensors_header(stream: BinaryIO, size: int, name: str) -> WeightHeader:
    """The statements in the header of an open file of `size` bytes. Raises `InputError` where it is no whole header."""
    length = int.from_bytes(stream.read(8), "little")
    if length > MAX_HEADER_BYTES:
        raise InputError(
            f"{name} states a header of {length:,} bytes; no more than {MAX_HEADER_BYTES:,} are read.",
            "The format allows 100 MB, but such a header is not normal; ask its maker.",
        )
    if length > size - 8:
        raise InputError(f"{name} is cut off inside its header.", "Fetch the file again.")
    header = _parsed(stream.read(length), name)
    metadata = {str(key): as_text(value) for key, value in as_mapping(header.get("__metadata__")).items()}
    tensors = [value for key, value in header.items() if key != "__metadata__"]
    facts = _facts(metadata, tensors) | shape_facts(header)
    bases = _bases(metadata)
    module = metadata.get("ss_network_module", "")
    is_adapter = module.startswith(_ADAPTER_MODULES) or metadata.get("modelspec.architecture", "").endswith("/lora")
    return WeightHeader(facts, bases, is_adapter, _shortfall(tensors, size - 8 - length, name))


def _parsed(data: bytes, name: str) -> Mapping[str, Any]:
    try:
        header = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"The header of {name} is not the JSON that the format asks for.", "Fetch it again."
        ) from error
    if not isinstance(header, dict):
        raise InputError(f"The header of {name} is JSON, but not an object.", "Fetch it again.")
    return header


def _facts(metadata: Mapping[str, str], tensors: list[Any]) -> dict[str, str]:
    types = sorted({as_text(as_mapping(tensor).get("dtype")) for tensor in tensors} - {""})
    return without_empty(
        {
            "tensors": str(len(tensors)),
            "data types": ", ".join(types),
            "written for": metadata.get("format", ""),
            "title": metadata.get("modelspec.title", ""),
            "architecture": metadata.get("modelspec.architecture", ""),
            "licence": metadata.get("modelspec.license", ""),
            "author": metadata.get("modelspec.author", ""),
            "trained with": metadata.get("ss_network_module", ""),
        }
    )


def _bases(metadata: Mapping[str, str]) -> tuple[StatedBase, ...]:
    """The bases that training tools write: ModelSpec's `merged_from`, kohya's `ss_sd_model_name`, and `base_model`."""
    found = [StatedBase(text, key) for key in ("base_model", "ss_sd_model_name") if (text := metadata.get(key, ""))]
    merged = as_texts(metadata.get("modelspec.merged_from", "").split(","))
    found += [StatedBase(text, "modelspec.merged_from", RelationKind.MERGED_FROM) for text in merged]
    return tuple(found)


def _shortfall(tensors: list[Any], available: int, name: str) -> str:
    """Whether the tensors that the header lists reach beyond the end of the file."""
    ends = [_end(as_mapping(tensor).get("data_offsets")) for tensor in tensors]
    missing = max(ends, default=0) - available
    return f"{name} is cut off: its header lists {missing:,} bytes more than the file has." if missing > 0 else ""


def _end(offsets: object) -> int:
    return offsets[1] if isinstance(offsets, list) and len(offsets) == 2 and isinstance(offsets[1], int) else 0
