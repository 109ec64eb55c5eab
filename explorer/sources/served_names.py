"""Names that settings give themselves, to servers that they start and to parameters: no names of models, whoever's are called so."""

from __future__ import annotations

import re

from explorer.knowledge.model_names import snake_case
from explorer.sources.lined_yaml import LinedText

_FLAG = re.compile(r"--served[-_]model[-_]name[= ]+[\"']?([\w./:-]+)")
_KEYS = frozenset(["served_model_name", "served_name", "served_model_names", "vllm_served_model_name", "served_model"])
_RESOURCES = LinedText("Resources", 0)
_LABEL = re.compile(r"[\w-]+(\.[\w-]+)+/(model|model[-_]?name|name|served[-_]?model[-_]?name)")
"""`model.aibrix.ai/name`: labels by which gateways find who serves a model."""


def served_names(node: dict[LinedText, object]) -> set[str]:
    """The names that one mapping gives: by a flag of vLLM or SGLang, by a setting of theirs, by a label that a gateway reads.

    The parameters of a CloudFormation template are such names too: `!Ref ModelId`.
    """
    names: set[str] = set()
    for key, value in node.items():
        if key == "Parameters" and isinstance(value, dict) and _RESOURCES in node:
            names |= {str(each) for each in value}
        if isinstance(value, LinedText):
            is_name = snake_case(key) in _KEYS or (_LABEL.fullmatch(key) and "model" in key)
            names |= {str(value)} if is_name else set(_FLAG.findall(value))
        elif isinstance(value, list):
            words = [each for each in value if isinstance(each, LinedText)]
            names |= {name for each in words for name in _FLAG.findall(each)}
            names |= {str(name) for flag, name in zip(words, words[1:], strict=False) if flag == "--served-model-name"}
    return names
