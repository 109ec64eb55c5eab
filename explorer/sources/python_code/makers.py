"""Whose models settings in code name: by what stands beside them, by the class that is made, by the class around."""

from __future__ import annotations

import ast
import re

from explorer.knowledge.model_names import (
    provider_in_class,
    provider_of_address,
    provider_of_file,
    provider_of_word,
    snake_case,
)
from explorer.sources.python_code.parsing import callable_name
from explorer.sources.python_code.reading import Reading
from explorer.sources.python_code.scopes import Scope

_PROVIDER_KEYS = (
    "provider",
    "model_provider",
    "custom_llm_provider",
    "llm_provider",
    "api_type",
    "vendor",
    "supplier",
    "model_class",
)
_ADDRESS_KEYS = ("base_url", "api_base", "openai_api_base", "endpoint", "azure_endpoint", "api_url")
_SECTION_CLASS = re.compile(r"([A-Z][A-Za-z]*?)(?:LLM|Chat)?(?:Settings|Config|Configuration|Options|Params|Provider)$")
_OF_CLOUDS = frozenset(["azure", "azureml", "boto3", "sagemaker", "github", "modelscope"])
"""Packages whose classes name deployments, jobs and repositories by `model=` too."""


class MakerReader:
    """Finds who hosts the models of a call, a table or a class."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def beside(self, call: ast.Call, scope: Scope) -> str:
        """Who hosts what a call names: a `provider=` or an address beside it, or the kind of settings that it makes."""
        stated = self.stated({keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}, scope)
        if stated:
            return stated
        return section_of(callable_name(call.func).rpartition(".")[2]) or self._called(call, scope)

    def _called(self, call: ast.Call, scope: Scope) -> str:
        """Whose models a library's class asks for: `ChatCerebras`, `livekit.plugins.cartesia.TTS`; by its full name."""
        head, dot, tail = callable_name(call.func).partition(".")
        dotted = None if scope.lookup(head) is not None else self._reading.module.names.imports.get(head)
        if dotted is None or dotted.startswith("."):
            return ""
        *places, last = f"{dotted}{dot}{tail}".split(".")
        if places and places[0] in _OF_CLOUDS:
            return ""
        plain = (re.sub(r"^(langchain|llama_index|haystack)_", "", each) for each in reversed(places))
        return provider_in_class(last) or next((found for each in plain if (found := provider_of_file(each))), "")

    def around(self, scope: Scope) -> str:
        """Whose models a class or a module is written for, as its name says: `class CohereLLM`, `providers/groq.py`."""
        home: Scope | None = scope
        while home is not None:
            if isinstance(home.node, ast.ClassDef) and (provider := provider_in_class(home.node.name)):
                return provider
            home = home.parent
        return provider_of_file(self._reading.module.file.path.stem)

    def stated(self, named: dict[str, ast.expr], scope: Scope) -> str:
        """Who hosts what a table names, as one of its other entries says; empty where none does."""
        for key in _PROVIDER_KEYS:
            if key in named and (provider := provider_of_word(self._reading.text(named[key], scope))) is not None:
                return provider
        for key in _ADDRESS_KEYS:
            if key in named:
                provider = provider_of_address(self._reading.text(named[key], scope))
                if provider is not None and not re.search(r"[.:]|localhost", provider):
                    return provider
        return ""


def section_of(name: str) -> str:
    """The provider that a class of settings is named after, `OpenAISettings`; empty for none."""
    section = _SECTION_CLASS.match(name)
    return (provider_of_word(section.group(1)) or "") if section else ""


def with_same_prefix(key: str, named: dict[str, ast.expr]) -> dict[str, ast.expr]:
    """The entries beside `X_MODEL` that begin with `X_` too, without it: `base_url` of `X_BASE_URL`."""
    prefix = snake_case(key).partition("_")[0] + "_"
    return {
        snake.removeprefix(prefix): each
        for name, each in named.items()
        if (snake := snake_case(name)).startswith(prefix)
    }
