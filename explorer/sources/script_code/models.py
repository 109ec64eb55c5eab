"""Models, datasets and hosted services that a file names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Knowledge
from explorer.knowledge.model_names import is_inner_key, key_role, provider_of, provider_of_word
from explorer.knowledge.npm_sdks import gives_tools
from explorer.sources.bedrock_identifier import is_bedrock_identifier
from explorer.sources.model_references import (
    ModelReference,
    claims_for,
    hosted_model,
    hub_model,
    is_hub_id,
    model_in_setting,
    named_model,
)
from explorer.sources.script_code.reading import Reading
from explorer.sources.script_code.structure import Call, Place, key_of_expression, literal
from explorer.sources.script_code.tokens import Sort, Token

_HUB_CALLS = frozenset({"from_pretrained"})
_JOINED = frozenset({"||", "??"})
_NO_CHOICE = frozenset({"|", "===", "!==", "==", "!=", "case"})
_INNER_KEYS = frozenset({"id", "name", "model", "value", "modelid", "modelname", "default"})
_ID_KEYS = frozenset({"id", "model", "value", "modelid", "model_id"})
_LABELS = frozenset({"name", "modelname", "model_name", "label", "displayname", "display_name", "title"})
_MODEL_CALLS = frozenset(
    """chatModel languageModel embeddingModel textEmbeddingModel imageModel speechModel transcriptionModel completionModel
    model chat responses embedding textEmbedding image""".split()
)
"""What the packages of AI SDK providers call the functions that make a model by its name."""

_ANY_MODEL_CALLS = frozenset({"initChatModel"})
"""Functions whose first text is a model of any provider, such as `openai:gpt-4o`."""

_OPTION = re.compile(r"(?:-\w,?\s+)?(?:--)?([\w-]+)(?:[ =][<\[].*)?")
_NOT_MODELS = frozenset(
    "createOpenAI createAnthropic generateObject split replace includes startsWith endsWith indexOf".split()
)


def model_claims(reading: Reading) -> Iterator[Claim]:
    """A claim for each place that names a model."""
    seen: set[tuple[str, int]] = set()
    for number, token, place in reading.texts():
        reference = _reference(reading, number, token, place)
        if reference is not None and (reference.identity, token.line) not in seen:
            seen.add((reference.identity, token.line))
            found = reading.at(token.line)
            yield from claims_for(reference, reading.project.system, found, reading.scope, Knowledge.DECLARED)


def _reference(reading: Reading, number: int, token: Token, place: Place) -> ModelReference | None:
    if _is_type_or_comparison(reading, number):
        return None
    before = reading.found[number - 1].value if number else ""
    key = place.key
    if before in _JOINED:  # `process.env.MODEL ?? "gpt-4o"`: the variable, or what the whole is given to.
        words = _words_before(reading, number)
        for each in (*words, *place.above[:1]):
            found = _kept(each, token, reading, number)
            if found is not None:
                return found
    elif key == "default" and place.calls and place.calls[0].name == "option":
        return _optional(reading, number, token, place)
    elif key:
        if key.lower() in _LABELS and _has_identifier(reading, place):
            return None  # What a person is shown.
        return _kept(key, token, reading, number) or _inner(key, token, place, reading, number)
    if place.argument == 0 and place.calls:
        return _called(reading, number, token, place)
    if place.argument == 1 and place.calls:
        return _second(reading, number, token, place)
    if place.argument == 2 and place.calls and place.calls[0].name == "option":
        return _optional(reading, number, token, place)
    return _listed(token, place) if before in ("[", ",") and place.argument < 0 else None


def _second(reading: Reading, number: int, token: Token, place: Place) -> ModelReference | None:
    """`pipeline("task", "owner/name")`, `form.append("model", "whisper-1")`."""
    call, first = place.calls[0], reading.found[place.calls[0].opening + 1]
    if call.name == "pipeline" and _is_transformers(reading):
        return hub_model(token.value, bare=True)
    is_pair = call.name in ("append", "set") and first.sort is Sort.TEXT
    return _kept(first.value, token, reading, number) if is_pair else None


def _optional(reading: Reading, number: int, token: Token, place: Place) -> ModelReference | None:
    """The default of an option: `.option("-m, --model <name>", "…", "gpt-4o")`, `.option("model", { default: "gpt-4o" })`."""
    name = _OPTION.fullmatch(reading.found[place.calls[0].opening + 1].value)
    return _kept(name.group(1).replace("-", "_"), token, reading, number) if name else None


def _is_type_or_comparison(reading: Reading, number: int) -> bool:
    """Whether the text is one side of a union of types, of a comparison, or the value of a type."""
    around = [reading.found[each].value for each in (number - 1, number + 1) if 0 <= each < len(reading.found)]
    if _NO_CHOICE & set(around):
        return True
    return number >= 3 and reading.found[number - 1].value == "=" and reading.found[number - 3].value == "type"


def _words_before(reading: Reading, number: int) -> list[str]:
    """`MODEL` of `process.env.MODEL ?? "…"`, and the variable or key that the whole is given to."""
    words: list[str] = []
    for each in range(number - 2, max(-1, number - 14), -1):
        token = reading.found[each]
        if token.sort is Sort.WORD and token.value not in ("process", "env", "import", "meta"):
            words.append(token.value)
        elif token.value not in (".", "?.", "[", "]", "??", "||", "=", ":", "(", ")") and token.sort is Sort.SIGN:
            break
    return words


def _kept(key: str, token: Token, reading: Reading, number: int) -> ModelReference | None:
    """`model: "gpt-4o"`, `const MODEL = "…"`."""
    only = set(reading.providers.values()) - {"", "hugging-face"}
    provider = (
        _said_beside(reading, number) or reading.provider_around(number) or (next(iter(only)) if len(only) == 1 else "")
    )
    if is_bedrock_identifier(token.value) and "model" in key.lower():
        return hosted_model("aws-bedrock", token.value)
    if provider == "hugging-face" and key_role(key) is not None:
        return hub_model(token.value) or model_in_setting(key, token.value)
    return model_in_setting(key, token.value, provider)


def _said_beside(reading: Reading, number: int) -> str:
    """The provider that the same table names: `{ modelId: "x", provider: "groq" }`."""
    opening = reading.places[number].table
    table, _ = literal(reading.found, opening) if opening >= 0 else (None, 0)
    named = table.get("provider") or table.get("vendor") if isinstance(table, dict) else None
    return (provider_of_word(named.value) or "") if isinstance(named, Token) and named.sort is Sort.TEXT else ""


def _inner(key: str, token: Token, place: Place, reading: Reading, number: int) -> ModelReference | None:
    """`models: [{ id: "gpt-4o" }]`, `CHAT_MODELS = { fast: "gpt-4o-mini" }`: what the table around says that it holds."""
    around = next((each for each in place.above if key_role(each) is not None), None)
    is_hosted = provider_of(token.value) is not None
    if around is None or not (is_hosted or (key.lower() in _ID_KEYS and is_hub_id(token.value))):
        return None
    if key.lower() in _INNER_KEYS or is_inner_key(key) or around == place.above[0]:
        return model_in_setting(around, token.value, reading.provider_around(number))
    return None


def _has_identifier(reading: Reading, place: Place) -> bool:
    table, _ = literal(reading.found, place.table) if place.table >= 0 else (None, 0)
    return isinstance(table, dict) and bool(_ID_KEYS & {each.lower() for each in table})


def _listed(token: Token, place: Place) -> ModelReference | None:
    """`models: ["gpt-4o", "gpt-4o-mini"]`, only where the name is plainly that of a hosted model."""
    key = place.above[0] if place.above else ""
    return model_in_setting(key, token.value) if key_role(key) and provider_of(token.value) is not None else None


def _called(reading: Reading, number: int, token: Token, place: Place) -> ModelReference | None:
    """`openai("gpt-4o")`, `openai.embedding("…")`, `AutoModel.from_pretrained("…")`, `MODEL: z.string().default("…")`."""
    call = place.calls[0]
    if call.name in _HUB_CALLS and _is_transformers(reading):
        return hub_model(token.value, bare=True)
    if call.name in _ANY_MODEL_CALLS:
        return named_model(token.value)
    behind = reading.found[call.opening - 2].value if call.opening >= 2 else ""
    if call.name == "default" and behind == ".":
        return _kept(key_of_expression(reading.found, call.opening - 2), token, reading, number)
    provider = reading.providers.get(call.chain[0], "") or _said_by_word(reading, call)
    if not provider and len(call.chain) == 2 and call.name in _MODEL_CALLS and provider_of(token.value) is not None:
        return named_model(token.value)
    is_model = provider and len(call.chain) <= 2 and not call.is_new and call.name not in _NOT_MODELS
    return named_model(token.value, provider) if is_model and _is_a_name(token.value) else None


def _said_by_word(reading: Reading, call: Call) -> str:
    """The provider of a function that bears its name in a file about models: `openrouter("…")`; or of what a call before
    it made: `createOpenRouter({ … }).imageModel("…")`."""
    if len(call.chain) > 1 or call.is_new or not (reading.providers or gives_tools(reading.packages)):
        return ""
    last, before = (reading.found[call.opening - each].value if call.opening >= each else "" for each in (3, 2))
    if call.name in _MODEL_CALLS and (last, before) == (")", "."):
        only = set(reading.providers.values())
        return next(iter(only)) if len(only) == 1 else ""
    return (provider_of_word(call.name) or "") if before in (":", "=") else ""


def _is_transformers(reading: Reading) -> bool:
    return "hugging-face" in reading.providers.values()


def _is_a_name(text: str) -> bool:
    return bool(re.fullmatch(r"[\w.:/@-]{2,120}", text)) and not text.startswith(("http", "/", "."))
