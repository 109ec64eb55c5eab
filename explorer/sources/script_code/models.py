"""Models, datasets and hosted services that a file names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.domain.claim import Claim
from explorer.domain.component import Knowledge
from explorer.domain.evidence import Evidence
from explorer.knowledge.model_names import (
    is_inner_key,
    key_role,
    model_in_address,
    provider_in_key,
    provider_of,
    provider_of_word,
)
from explorer.knowledge.npm_sdks import gives_tools, model_of_symbol
from explorer.sources.bedrock_identifier import is_bedrock_identifier
from explorer.sources.interface import evidence
from explorer.sources.local_places import is_weight_name
from explorer.sources.model_references import (
    RESELLERS,
    ModelReference,
    hosted_model,
    hub_model,
    is_hub_id,
    local_model,
    model_at,
    model_in_setting,
    named_model,
    ollama_model,
)
from explorer.sources.reference_claims import claims_for
from explorer.sources.script_code.default_models import default_models
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
    model chat responses embedding textEmbedding image embedder textEmbeddingModel""".split()
)
"""What the packages of AI SDK providers call the functions that make a model by its name."""

_ANY_MODEL_CALLS = frozenset({"initChatModel", "ModelRouterEmbeddingModel", "ModelRouterLanguageModel"})
"""Functions whose first text is a model of any provider, such as `openai:gpt-4o`."""

_GATEWAYS = frozenset({"ai", "@ai-sdk/gateway"})
"""Packages whose `gateway("maker/model")` passes on to the maker."""

_OF_PLUGIN = re.compile(r"(googleai|vertexai)/([\w.-]+)")
_COMPILED = re.compile(r"([\w.-]+-q\d+f\d+(?:_\d+)?(?:-[A-Za-z]\w*)?-MLC)(?:-[\w]+)?")
"""A model that MLC compiled for the browser; a suffix such as `-1k` is another library for the same weights (WebLLM)."""

_WEIGHT_CALLS = frozenset({"loadGraphModel", "loadLayersModel", "loadTFLiteModel", "loadModel", "createFromModelPath"})
"""Functions of TensorFlow.js, MediaPipe and llama.cpp's binding that load a file of weights."""

_OF_A_LIST = re.compile(r"([A-Z]{4,20})(?:_EMBEDDING)?_MODELS?")
"""`GEMINI_EMBEDDING_MODEL.EMBEDDING_001`: a list of a provider's models, as LlamaIndex.TS gives it out."""
_OPTION = re.compile(r"(?:-\w,?\s+)?(?:--)?([\w-]+)(?:[ =][<\[].*)?")
_NOT_MODELS = frozenset(
    "createOpenAI createAnthropic generateObject split replace includes startsWith endsWith indexOf".split()
)


def model_claims(reading: Reading) -> Iterator[Claim]:
    """A claim for each place that names a model."""
    seen: set[tuple[str, str, int | None]] = set()
    places = (*_in_texts(reading), *_in_names(reading), *default_models(reading), *_in_symbols(reading))
    for reference, found in places:
        if (place := (reference.identity, found.location, found.line)) not in seen:
            seen.add(place)
            yield from claims_for(reference, reading.project.system, found, reading.scope, Knowledge.DECLARED)


def _in_texts(reading: Reading) -> Iterator[tuple[ModelReference, Evidence]]:
    for number, token, place in reading.texts():
        reference = _reference(reading, number, token, place)
        if reference is not None:
            yield reference, reading.at(token.line)


def _in_names(reading: Reading) -> Iterator[tuple[ModelReference, Evidence]]:
    """`openai(DEFAULT)`, `model: MODELS.chat`: the constant's text, at the line where it is written."""
    for number, token in enumerate(reading.found):
        place = reading.places[number]
        is_read = token.sort is Sort.WORD and (place.argument in (0, 1) or key_role(place.key) is not None)
        for given in reading.given(number) if is_read else ():
            meant = Token(Sort.TEXT, given.token.value, given.token.line)
            reference = _reference(reading, number, meant, place)
            if reference is not None and reference.role != "local path":
                yield reference, evidence(reading.source, given.file, given.token.line, given.shown)


def _in_symbols(reading: Reading) -> Iterator[tuple[ModelReference, Evidence]]:
    """`gemini20Flash`: a constant that a plugin of Genkit gives out for a model, where it is used."""
    named = {name: model for name, package in reading.imported.items() if (model := model_of_symbol(name, package))}
    imports = {token.line for number, token in enumerate(reading.found) if token.value in ("from", "import")}
    for number, token in enumerate(reading.found):
        is_used = token.sort is Sort.WORD and token.value in named and token.line not in imports
        if is_used and (reading.places[number].key or reading.places[number].calls):
            host = "google-vertex" if "vertexai" in reading.imported[token.value] else "google"
            yield hosted_model(host, named[token.value]), reading.at(token.line)
        elif (listed := _OF_A_LIST.fullmatch(token.value)) and (provider := provider_of_word(listed.group(1).lower())):
            after = reading.found[number + 1 : number + 3]
            if [each.value for each in after[:1]] == ["."] and len(after) == 2 and re.search(r"_|\d", after[1].value):
                spelled = re.sub(r"(?<=\d)-(?=\d+(?!\d))", ".", after[1].value.lower().replace("_", "-"))
                yield hosted_model(provider, spelled), reading.at(token.line)


def _reference(reading: Reading, number: int, token: Token, place: Place) -> ModelReference | None:
    if _is_type_or_comparison(reading, number):
        return None
    if (compiled := _COMPILED.fullmatch(token.value)) is not None:
        return hub_model(f"mlc-ai/{compiled.group(1)}")
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
    return _listed(reading, number, token, place) if before in ("[", ",") and place.argument < 0 else None


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
    if (plugin := _OF_PLUGIN.fullmatch(token.value)) is not None and key_role(key) is not None:
        return hosted_model("google" if plugin.group(1) == "googleai" else "google-vertex", plugin.group(2))
    only = set(reading.providers.values()) - {"", "hugging-face"}
    said = provider_in_key(key)  # `AZURE_OPENAI_MODEL` in a call that only speaks the protocol of OpenAI.
    provider = _said_beside(reading, number) or (said if said in RESELLERS else "") or reading.provider_around(number)
    if not provider and len(only) == 1:
        is_shared = _is_transformers(reading) and is_hub_id(token.value)  # Two may be meant; its form says which.
        provider = "hugging-face" if is_shared else next(iter(only))
    if key in ("deployment", "deploymentName") and any("Azure" in call.name for call in reading.places[number].calls):
        return hosted_model("azure-openai", token.value)
    if is_bedrock_identifier(token.value) and "model" in key.lower():
        return hosted_model("aws-bedrock", token.value)
    if provider == "hugging-face" and key_role(key) is not None:
        return hub_model(token.value) or model_in_setting(key, token.value)
    if key == "modelType" and any(call.name.startswith("HuggingFace") for call in reading.places[number].calls):
        return hub_model(token.value)  # LlamaIndex.TS calls the repository so.
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
    is_member = bool(place.above) and around == place.above[0] and "map" in around.lower()
    if around is None or not (is_hosted or ((key.lower() in _ID_KEYS or is_member) and is_hub_id(token.value))):
        return None
    if key.lower() in _INNER_KEYS or is_inner_key(key) or around == place.above[0]:
        provider = _said_beside(reading, number) or reading.provider_around(number)
        return model_in_setting(around, token.value, provider)
    return None


def _has_identifier(reading: Reading, place: Place) -> bool:
    table, _ = literal(reading.found, place.table) if place.table >= 0 else (None, 0)
    return isinstance(table, dict) and bool(_ID_KEYS & {each.lower() for each in table})


def _listed(reading: Reading, number: int, token: Token, place: Place) -> ModelReference | None:
    """`models: ["gpt-4o", "BAAI/bge-m3"]`, only where the name is plainly that of a model."""
    key = place.above[0] if place.above else ""
    if not key_role(key):
        return None
    if provider_of(token.value) is not None:
        return model_in_setting(key, token.value)
    return _kept(key, token, reading, number) if is_hub_id(token.value) else None


def _called(reading: Reading, number: int, token: Token, place: Place) -> ModelReference | None:
    """`openai("gpt-4o")`, `openai.embedding("…")`, `AutoModel.from_pretrained("…")`, `MODEL: z.string().default("…")`."""
    call = place.calls[0]
    if provider_of(token.value) == "cloudflare":
        return named_model(token.value)  # `env.AI.run("@cf/…")`
    if token.value.startswith(("http", "ws:", "wss:")):
        return model_at(token.value) if model_in_address(token.value) else None
    if (call.name in _WEIGHT_CALLS or call.chain[-2:-1] == ("InferenceSession",)) and is_weight_name(token.value):
        return local_model(token.value)
    if call.name in _HUB_CALLS and _is_transformers(reading):
        return hub_model(token.value, bare=True)
    is_gateway = call.chain[0] == "gateway" and reading.imported.get("gateway") in _GATEWAYS  # Or one of its methods.
    if call.chain == ("Supabase", "ai", "Session"):  # What is not built in, an Ollama beside it serves.
        return hub_model("Supabase/gte-small") if token.value == "gte-small" else ollama_model(token.value)
    if call.name in _ANY_MODEL_CALLS or is_gateway:
        return named_model(token.value)
    behind = reading.found[call.opening - 2].value if call.opening >= 2 else ""
    if call.name == "default" and behind == ".":
        return _kept(key_of_expression(reading.found, call.opening - 2), token, reading, number)
    provider = reading.providers.get(call.chain[0], "") or _said_by_word(reading, call)
    if not provider and len(call.chain) == 2 and call.name in _MODEL_CALLS and _says_provider(token.value):
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


def _says_provider(text: str) -> bool:
    """`gpt-4o`, or `openai:gpt-4o` as a registry of providers has it."""
    maker, sign, _ = text.partition(":")
    return provider_of(text) is not None or bool(sign and provider_of_word(maker))


def _is_transformers(reading: Reading) -> bool:
    return "hugging-face" in reading.providers.values()


def _is_a_name(text: str) -> bool:
    return bool(re.fullmatch(r"[\w.:/@-]{2,120}", text)) and not text.startswith(("http", "/", "."))
