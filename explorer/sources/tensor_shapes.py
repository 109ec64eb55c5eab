"""What the names and shapes of tensors say of the model: its width, its layers, its vocabulary, the ranks of an adapter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from explorer.sources.loose_values import as_mapping, without_empty

_LAYER = re.compile(r"(?:^|\.)(?:layers|h|block|blocks|layer)\.(\d+)\.")
_EMBEDDING = re.compile(r"(?:^|\.)(?:embed_tokens|word_embeddings|wte|tok_embeddings)\.weight$")
_LORA_IN = re.compile(r"\.([A-Za-z_0-9]+)\.lora_A(?:\.\w+)?\.weight$")
_MODULE = re.compile(r"\.([A-Za-z_0-9]+)\.weight$")
WIDTH_MODULES = frozenset({"q_proj", "k_proj", "v_proj", "gate_proj", "up_proj", "query_key_value", "c_attn"})
"""Modules that the width of the model enters, by the naming of Transformers; what enters others has another size."""


def shape_facts(header: Mapping[str, Any]) -> dict[str, str]:
    """Facts of a safetensors header, as far as the names are those of Transformers and PEFT.

    >>> embedding = {"model.embed_tokens.weight": {"shape": [32000, 4096]}}
    >>> shape_facts({**embedding, "model.layers.31.self_attn.q_proj.weight": {"shape": [4096, 4096]}})
    {'vocabulary': '32000', 'hidden size': '4096', 'layers': '32', 'modules': 'q_proj'}
    >>> shape_facts({"base_model.model.model.layers.3.self_attn.q_proj.lora_A.weight": {"shape": [16, 4096]}})
    {'adapter input size': '4096', 'adapter rank in weights': '16', 'adapter layers': '4'}
    """
    shapes = {name: _shape(value) for name, value in header.items() if name != "__metadata__"}
    layers = [int(match.group(1)) for name in shapes if (match := _LAYER.search(name))]
    count = str(max(layers) + 1) if layers else ""
    lora = {name: shape for name, shape in shapes.items() if _LORA_IN.search(name) and len(shape) == 2}
    if lora:
        return without_empty({**_adapter(lora), "adapter layers": count})
    embedding = next((shape for name, shape in shapes.items() if _EMBEDDING.search(name) and len(shape) == 2), ())
    return without_empty(
        {
            "vocabulary": str(embedding[0]) if embedding else "",
            "hidden size": str(embedding[1]) if embedding else "",
            "layers": count,
            "modules": ", ".join(sorted(_modules(shapes))),
        }
    )


def _adapter(lora: Mapping[str, tuple[int, ...]]) -> dict[str, str]:
    """What enters the matrices, and their rank; only where all agree."""
    inputs = {shape[1] for name, shape in lora.items() if _module(name) in WIDTH_MODULES}
    ranks = {shape[0] for shape in lora.values()}
    return {
        "adapter input size": str(inputs.pop()) if len(inputs) == 1 else "",
        "adapter rank in weights": str(ranks.pop()) if len(ranks) == 1 else "",
    }


def _modules(shapes: Mapping[str, tuple[int, ...]]) -> set[str]:
    """The modules inside layers, which an adapter can change."""
    return {
        match.group(1)
        for name in shapes
        if _LAYER.search(name) and (match := _MODULE.search(name)) and "norm" not in name
    }


def _module(name: str) -> str:
    match = _LORA_IN.search(name)
    return match.group(1) if match else ""


def _shape(value: Any) -> tuple[int, ...]:
    shape = as_mapping(value).get("shape")
    return tuple(shape) if isinstance(shape, list) and all(type(each) is int for each in shape) else ()
