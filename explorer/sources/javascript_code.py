"""JavaScript and TypeScript: the models, datasets and hosted services that they name. Read as tokens, never run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from explorer.domain.claim import Claim
from explorer.domain.component import Knowledge
from explorer.knowledge.model_names import provider_of_word
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.model_references import ModelReference, claims_for, hub_model, model_in_setting, named_model
from explorer.sources.script_code.tokens import Sort, Token, tokens

ENDINGS = frozenset({".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"})
MAX_LINE = 5_000
"""A file with a longer line is packed for the browser: its names are not its authors'."""

_BUILT = frozenset({"dist", "build", ".next", "out", "vendor", "bundles"})
_SDKS: Mapping[str, str] = {
    "openai": "openai", "@anthropic-ai/sdk": "anthropic", "@google/generative-ai": "google", "@google/genai": "google",
    "groq-sdk": "groq", "@mistralai/mistralai": "mistral", "cohere-ai": "cohere", "replicate": "replicate", "ollama": "ollama",
    "together-ai": "together", "@openrouter/ai-sdk-provider": "openrouter", "ollama-ai-provider": "ollama",
}  # fmt: skip
"""npm packages whose calls go to one provider; `@ai-sdk/NAME` says its provider itself."""

_TRANSFORMERS = frozenset({"@huggingface/transformers", "@xenova/transformers"})
_HUB_CALLS = frozenset({"from_pretrained"})
_JOINED = frozenset({"||", "??"})
_GIVEN = frozenset({":", "=", *_JOINED})
_WORD = re.compile(r"[A-Za-z_$][\w$]*")


class JavaScriptCode:
    """Finds model names in objects, assignments, fallbacks and calls."""

    name = "javascript"
    reads = "JavaScript and TypeScript: models, datasets and hosted services in literals, constants and calls of SDKs."
    does_not_read = "Values that are only known when the program runs; files packed for the browser; typings."

    def matches(self, path: PurePosixPath) -> bool:
        """Sources, not what was built of them."""
        is_source = path.suffix.lower() in ENDINGS and not path.name.endswith((".d.ts", ".min.js"))
        return is_source and not _BUILT & set(path.parts[:-1])

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """A claim for each place that names a model."""
        text = file.read_text()
        lines = text.splitlines()
        if any(len(line) > MAX_LINE for line in lines):
            return
        found = list(tokens(text))
        providers = _providers(found)
        seen: set[tuple[str, int]] = set()
        for token, reference in _references(found, providers):
            if (reference.identity, token.line) in seen:
                continue
            seen.add((reference.identity, token.line))
            at = evidence(
                self.name, file, token.line, lines[token.line - 1].strip() if token.line <= len(lines) else ""
            )
            yield from claims_for(reference, project.system, at, scope_of_path(file.path), Knowledge.DECLARED)


def _references(found: Sequence[Token], providers: Mapping[str, str]) -> Iterator[tuple[Token, ModelReference]]:
    for place, token in enumerate(found):
        if token.sort is not Sort.TEXT or place < 1:
            continue
        before = found[place - 1]
        reference = None
        if before.value == "(":
            reference = _called(found, place, providers)
        elif before.value == "," and _is_transformers(providers):
            reference = _pipelined(found, place)
        elif before.value in _GIVEN:
            reference = _kept(found, place, providers)
        if reference is not None:
            yield token, reference


def _called(found: Sequence[Token], place: int, providers: Mapping[str, str]) -> ModelReference | None:
    """`openai("gpt-4o")`, `openai.embedding("…")`, `AutoModel.from_pretrained("…")`."""
    chain = _chain_before(found, place - 2)
    if not chain:
        return None
    if chain[-1] in _HUB_CALLS and _is_transformers(providers):
        return hub_model(found[place].value, bare=True)
    provider = providers.get(chain[0], "")
    return (
        named_model(found[place].value, provider)
        if provider and len(chain) <= 2 and _is_a_name(found[place].value)
        else None
    )


def _pipelined(found: Sequence[Token], place: int) -> ModelReference | None:
    """`pipeline("task", "owner/model")`."""
    is_second = place >= 4 and found[place - 2].sort is Sort.TEXT and found[place - 3].value == "("
    return hub_model(found[place].value, bare=True) if is_second and found[place - 4].value == "pipeline" else None


def _kept(found: Sequence[Token], place: int, providers: Mapping[str, str]) -> ModelReference | None:
    """`model: "gpt-4o"`, `const MODEL = "…"`, `process.env.MODEL ?? "…"`."""
    key = found[place - 2] if place >= 2 else None
    if key is None or key.sort is Sort.SIGN:
        return None
    if found[place - 1].value == ":" and place >= 3 and found[place - 3].value == "?":
        return None  # The other side of a choice, or the type of an optional field.
    only = set(providers.values()) - {"", "hugging-face"}
    return model_in_setting(key.value, found[place].value, next(iter(only)) if len(only) == 1 else "")


def _chain_before(found: Sequence[Token], place: int) -> list[str]:
    """The words of `a.b.c` that end here."""
    chain: list[str] = []
    while place >= 0 and found[place].sort is Sort.WORD:
        chain.insert(0, found[place].value)
        if place < 2 or found[place - 1].value not in (".", "?."):
            break
        place -= 2
    return chain


def _providers(found: Sequence[Token]) -> dict[str, str]:
    """Whose calls each imported or made name stands for."""
    providers: dict[str, str] = {}
    for place, token in enumerate(found):
        if token.sort is Sort.TEXT and place and found[place - 1].value in ("from", "("):
            provider = _of_package(token.value)
            if provider:
                for name in _names_of_import(found, place):
                    providers[name] = provider
        elif token.value in providers and place >= 3 and found[place - 1].value in ("=", "new"):
            # const openai = createOpenAI(…), const client = new OpenAI(…)
            made = place - (3 if found[place - 1].value == "new" else 2)
            if made >= 0 and found[made].sort is Sort.WORD:
                providers[found[made].value] = providers[token.value]
    return providers


def _names_of_import(found: Sequence[Token], place: int) -> list[str]:
    """The names between `import` or `const` and the package's text."""
    names: list[str] = []
    for token in reversed(found[max(0, place - 60) : place]):
        if token.value in ("import", "const", "let", "var", ";"):
            break
        if (
            token.sort is Sort.WORD
            and _WORD.fullmatch(token.value)
            and token.value not in ("from", "require", "as", "type", "await")
        ):
            names.append(token.value)
    return names


def _of_package(package: str) -> str:
    if package.startswith("@ai-sdk/"):
        return provider_of_word(package.removeprefix("@ai-sdk/")) or ""
    if package in _TRANSFORMERS:
        return "hugging-face"
    return _SDKS.get(package, "")


def _is_transformers(providers: Mapping[str, str]) -> bool:
    return "hugging-face" in providers.values()


def _is_a_name(text: str) -> bool:
    return bool(re.fullmatch(r"[\w.:/@-]{2,120}", text)) and not text.startswith(("http", "/", "."))


SOURCE = JavaScriptCode()
