"""What npm packages mean: whose models they call, how they register tools, which vector store they speak with."""

from __future__ import annotations

import re
from collections.abc import Iterable

from explorer.knowledge.files import read_knowledge
from explorer.knowledge.model_names import provider_of_word, snake_case

_SAY_IT_THEMSELVES = ("@ai-sdk/", "@langchain/")
_ROLES = re.compile(
    r"_?(chat|embeddings?|llm|model|language|image|text|completion|generation|converse|inference|client|api)(?=_|$)"
)


def provider_of_package(package: str) -> str:
    """The provider whose models a package calls; empty where it is none, or any."""
    providers: dict[str, str] = read_knowledge("npm_sdks")["providers"]
    if (known := _below(package, providers)) is not None:
        return providers[known]
    for start in _SAY_IT_THEMSELVES:
        if package.startswith(start):
            return provider_of_word(package.removeprefix(start).partition("/")[0]) or ""
    return ""


def provider_of_class(name: str, package: str) -> str:
    """The provider after which a framework names its class: `ChatOllama`, `BedrockEmbeddings`; empty for none."""
    if _below(package, read_knowledge("npm_sdks")["frameworks"]["packages"]) is None:
        return ""
    words = snake_case(re.sub(r"(?<=[A-Z])(?=[A-Z][a-z])", "_", name.replace("OpenAI", "Openai").replace("AI", "ai")))
    return provider_of_word(re.sub(r"_+", "_", _ROLES.sub("", words)).strip("_")) or ""


def store_of_package(package: str) -> str:
    """The vector store that a package speaks with; empty for none."""
    stores: dict[str, str] = read_knowledge("npm_sdks")["stores"]
    known = _below(package, stores)
    return stores[known] if known is not None and known != "source" else ""


def npm_words(table: str, name: str) -> frozenset[str]:
    """One list of the `tools` or `servers` table."""
    return frozenset(read_knowledge("npm_sdks")[table][name])


def gives_tools(packages: Iterable[str]) -> bool:
    """Whether one of these packages is one through which code gives tools to a model."""
    return any(_below(each, read_knowledge("npm_sdks")["tools"]["packages"]) is not None for each in packages)


def _below(package: str, known: Iterable[str]) -> str | None:
    return next((each for each in known if package == each or package.startswith(f"{each}/")), None)
