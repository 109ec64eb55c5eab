"""What npm packages mean: whose models they call, how they register tools, which vector store they speak with."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

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


def store_calls(store: str) -> frozenset[str]:
    """Calls whose first text is a collection of this store."""
    calls: dict[str, list[str]] = read_knowledge("npm_sdks")["store_calls"]
    return frozenset((*calls["any"], *calls.get(store, ())))


def default_model(name: str, package: str) -> str:
    """The model that a class of a package takes where it is given none, `owner/name` or a hosted one; empty for none."""
    rows: list[dict[str, str]] = read_knowledge("npm_sdks")["default"]
    is_meant = (row["model"] for row in rows if row["name"] == name and _below(package, [row["package"]]) is not None)
    return next(is_meant, "")


def model_of_symbol(name: str, package: str) -> str:
    """The model that a constant of Genkit's Google plugins means; empty where it is none.

    >>> model_of_symbol("gemini20Flash", "@genkit-ai/googleai"), model_of_symbol("textEmbedding004", "@genkit-ai/vertexai")
    ('gemini-2.0-flash', 'text-embedding-004')
    """
    if _below(package, ["@genkit-ai/googleai", "@genkit-ai/vertexai", "@genkit-ai/google-genai"]) is None:
        return ""
    if garden := re.fullmatch(r"(claude|llama)(\d)(\d)?([A-Z]\w*)?", name):  # Models of others in Vertex AI's garden.
        maker, first, second, kind = garden.groups()
        version = f"{first}{'-' if maker == 'claude' else '.'}{second}" if second else first
        return "-".join([maker, version, *([snake_case(kind).replace("_", "-")] if kind else [])])
    match = re.fullmatch(r"gemini(\d)?(\d)?(\w+)|textEmbedding(\d{3})", name)
    if match is None:
        return ""
    if match.group(4):
        return f"text-embedding-{match.group(4)}"
    version = f"-{match.group(1)}.{match.group(2) or 0}" if match.group(1) else ""
    return f"gemini{version}-{snake_case(match.group(3)).replace('_', '-')}"


def ready_made_tool(name: str, package: str) -> str:
    """The title of a tool that a package brings as a class or function; empty for none."""
    rows: list[dict[str, Any]] = read_knowledge("npm_sdks")["ready_made"]
    for row in rows:
        if name in row["names"] and _below(package, row["packages"]) is not None:
            return str(row.get("title", name))
    return ""


def npm_words(table: str, name: str) -> frozenset[str]:
    """One list of the `tools` or `servers` table."""
    return frozenset(read_knowledge("npm_sdks")[table][name])


def gives_tools(packages: Iterable[str]) -> bool:
    """Whether one of these packages is one through which code gives tools to a model."""
    return any(_below(each, read_knowledge("npm_sdks")["tools"]["packages"]) is not None for each in packages)


def _below(package: str, known: Iterable[str]) -> str | None:
    return next((each for each in known if package == each or package.startswith(f"{each}/")), None)
