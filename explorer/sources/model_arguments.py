"""What the arguments of a command name: models, adapters and datasets by flags, or by the place that a program gives them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from explorer.domain.component import Kind
from explorer.graph.identity import file_id, hub_model_id, package_id
from explorer.knowledge.model_names import provider_of_address, snake_case
from explorer.sources.local_places import is_weight_name
from explorer.sources.model_references import (
    ModelReference,
    hosted_model,
    hub_dataset,
    hub_model,
    image_model,
    is_hub_id,
    local_model,
    model_at,
    model_in_role,
    model_in_setting,
    named_model,
    ollama_model,
)
from explorer.sources.named_folders import folder_named
from explorer.sources.settings_around import in_catalogue

_BODY_MODEL = re.compile(r'"(?:model|name)"\s*:\s*"([^"$\s]+)"')


def model_in_arguments(arguments: Sequence[str]) -> list[ModelReference]:
    """The models, adapters and datasets that a command line names."""
    found: list[ModelReference | None] = []
    program = _program(arguments)
    for place, argument in enumerate(arguments):
        rest = arguments[place + 1 :]
        if argument.startswith("-"):
            found += _flag(argument, rest, program)
        elif "=" in argument:
            found.append(_assigned(argument))
        elif place:
            found += _by_place(arguments[place - 1].rsplit("/", 1)[-1], argument, rest)
    found += _asked(arguments)
    named = [each for each in found if each is not None]
    if program == "modelscope":  # A hub of its own, with repositories of the same form.
        named = [in_catalogue(each, program) or each for each in named]
    return _at_revision(named, _value_of("--revision", arguments))


def _asked(arguments: Sequence[str]) -> Iterator[ModelReference | None]:
    """The model in the body of a request that `curl` sends: `-d '{"model": "gpt-4o", …}'`."""
    address = next((word for word in arguments if re.match(r"https?://", word)), "")
    if not address:
        return
    provider = provider_of_address(address) or ""
    is_ollama = bool(re.search(r"/api/(pull|generate|chat|embed|embeddings|create)$", address)) or provider == "ollama"
    for word in arguments:
        if (body := _BODY_MODEL.search(word)) and word.lstrip().startswith("{"):
            known = "" if re.search(r"[.:]|localhost", provider) else provider
            yield ollama_model(body.group(1)) if is_ollama else named_model(body.group(1), known)


def _at_revision(named: list[ModelReference], revision: str) -> list[ModelReference]:
    """The references, the only model of a hub among them at the revision that the command fixes."""
    hub = [each for each in named if each.identity.startswith("pkg:huggingface/") and each.kind is Kind.MODEL]
    is_fixed = re.fullmatch(r"[\w./-]+", revision) and revision not in ("main", "master")
    if len({each.identity for each in hub}) != 1 or not is_fixed:
        return named
    fixed = hub_model(f"{hub[0].name}@{revision}", bare=True)
    return [replace(fixed, role=each.role) if fixed is not None and each in hub else each for each in named]


def _value_of(flag: str, arguments: Sequence[str]) -> str:
    """What `--flag value` or `--flag=value` gives; empty where it is not there."""
    for place, argument in enumerate(arguments):
        if argument == flag:
            return arguments[place + 1] if place + 1 < len(arguments) else ""
        if argument.startswith(f"{flag}="):
            return argument.partition("=")[2]
    return ""


def _program(arguments: Sequence[str]) -> str:
    return next((word.rsplit("/", 1)[-1] for word in arguments if "=" not in word), "")


def _flag(argument: str, rest: Sequence[str], program: str) -> Iterator[ModelReference | None]:
    flag, equals, value = argument.partition("=")
    following = value if equals else (rest[0] if rest and not rest[0].startswith("-") else "")
    key = snake_case(flag.lstrip("-"))
    if key == "lora_modules":
        yield from _lora_modules(([value] if equals else []) + _until_flag(rest))
    elif key == "model_args":  # `lm_eval --model hf --model_args pretrained=owner/name,dtype=float`
        pairs = dict(pair.partition("=")[::2] for pair in following.split(","))
        yield _optional(pairs.get("pretrained") or pairs.get("model") or "")
        yield model_in_role("adapter", pairs.get("peft", ""))
    elif key.startswith("speculative_config"):  # Of vLLM: JSON, or one of its keys after a dot.
        yield _draft(flag.rpartition(".")[2], following)
    elif flag in ("-hf", "-hfr", "--hf-repo"):  # Of llama.cpp; an image's command leaves its program out.
        yield hub_model(following.partition(":")[0])
    elif flag in ("-m", "--model") and (
        (program.startswith("llama") and is_weight_name(following)) or following.endswith(".gguf")
    ):
        yield local_model(following) if "$" not in following else None
    elif program == "az" and key == "model_name":
        yield hosted_model("azure-openai", following) if "$" not in following else None
    elif (
        program == "gcloud" and key == "model" and "@" in following
    ):  # `google/gemma3@gemma-3-12b-it`, of Model Garden.
        yield hosted_model("google-vertex", following.rpartition("@")[2])
    elif following:
        yield model_in_setting(key, following) or folder_named(key, following)


def _draft(key: str, value: str) -> ModelReference | None:
    """The smaller model that drafts for the one that is served: `{"model": "owner/name", …}`."""
    if value.startswith("{"):
        try:
            entry = json.loads(value)
        except (ValueError, RecursionError):
            return None
        key, value = "model", str(entry.get("model", "")) if isinstance(entry, dict) else ""
    return model_in_setting(key, value) if key == "model" and value else None


def _by_place(before: str, argument: str, rest: Sequence[str]) -> Iterator[ModelReference | None]:
    """Names that stand where a program expects one: `vllm serve NAME`, `ollama pull NAME`, `spacy download NAME`."""
    match before, argument:
        case "vllm" | "sglang", "serve":
            yield _first_positional(rest)
        case "serve", "api_server":
            yield _first_positional(rest)
        case "ollama", "pull" | "run" | "serve":
            yield ollama_model(_positional(rest)) if _positional(rest) else None
        case ("tune", "download") | ("text-generation-server", "download-weights"):
            yield hub_model(_positional(rest))
        case ("trtllm-serve", _) | ("aphrodite", "run"):
            yield named_model(argument if before == "trtllm-serve" else _positional(rest))
        case "mlc_llm", "serve" | "chat" | "compile" | "convert_weight":
            yield model_at(_positional(rest)) if _positional(rest).lower().startswith("hf://") else None
        case "model", "pull" | "run" if _positional(rest).startswith("ai/"):  # `docker model pull ai/smollm2`
            yield image_model(_positional(rest))
        case "huggingface-cli" | "hf", "download":
            yield _downloaded(rest)
            yield from _downloaded_files(rest)
        case "spacy", "download":
            yield _by_library("spacy", _positional(rest), Kind.MODEL)
        case "-m", "nltk.downloader":
            for word in _until_flag(rest):
                yield _by_library("nltk", word, Kind.DATASET)
        case "litgpt", "download" | "finetune" | "finetune_lora" | "finetune_full" | "chat" | "serve" | "generate":
            yield _optional(_positional(rest))
        case ("git", "clone") | ("lfs", "install" | "pull" | "clone"):
            for word in rest:
                yield _cloned(word)


def _optional(name: str) -> ModelReference | None:
    return model_in_setting("model_name_or_path", name) if name else None


def _by_library(namespace: str, name: str, kind: Kind) -> ModelReference | None:
    if not re.fullmatch(r"[A-Za-z][\w.-]{1,80}", name):
        return None
    role = "dataset" if kind is Kind.DATASET else ""
    return ModelReference(kind, package_id("generic", f"{namespace}/{name}"), name, role=role)


def _positional(words: Sequence[str]) -> str:
    return next((word for word in words if not word.startswith("-")), "")


def _until_flag(words: Sequence[str]) -> list[str]:
    end = next((place for place, word in enumerate(words) if word.startswith("-")), len(words))
    return list(words[:end])


def _first_positional(words: Sequence[str]) -> ModelReference | None:
    name = words[0] if words and not words[0].startswith("-") else ""
    return (named_model(name) or folder_named("model", name)) if name else None


def _lora_modules(words: Iterable[str]) -> Iterator[ModelReference]:
    """`name=owner/adapter` or `{"name": …, "path": …}`, as vLLM takes them."""
    for word in words:
        path = word.partition("=")[2]
        if word.startswith("{"):
            try:
                entry = json.loads(word)
            except ValueError:
                continue
            path = str(entry.get("path", "")) if isinstance(entry, dict) else ""
        found = model_in_role("adapter", path)
        if found is not None:
            yield found


_WITH_VALUE = frozenset(
    "--repo-type --revision --include --exclude --local-dir --cache-dir --token --max-workers".split()
)
"""Options of `hf download` that have a value. Source: huggingface_hub, CLI guide."""


def _downloaded(words: Sequence[str]) -> ModelReference | None:
    """`huggingface-cli download OWNER/NAME --repo-type dataset`."""
    is_dataset = "dataset" in words or "--repo-type=dataset" in words
    before = ("", *words)  # What follows an option is its value, where the option has one.
    pairs = zip(before, words, strict=False)
    name = next((word for flag, word in pairs if not word.startswith("-") and flag not in _WITH_VALUE), "")
    if is_dataset:
        return hub_dataset(name) if is_hub_id(name) else None
    return hub_model(name, bare=True)


def _downloaded_files(words: Sequence[str]) -> Iterator[ModelReference]:
    """The weight files that `huggingface-cli download OWNER/NAME FILE…` takes of a repository."""
    repository, *files = _until_flag(words) or [""]
    for file in files if is_hub_id(repository) else ():
        if is_weight_name(file) and "*" not in file:
            identity = file_id(hub_model_id(repository), file)
            yield ModelReference(Kind.WEIGHT_FILE, identity, file.rpartition("/")[2])


def _cloned(word: str) -> ModelReference | None:
    """`git clone https://huggingface.co/OWNER/NAME`."""
    return model_at(word.removesuffix(".git")) if "huggingface.co/" in word and "://" in word else None


def _assigned(word: str) -> ModelReference | None:
    """`MODEL_ID=owner/name` before a command, or `model.name=owner/name` as Hydra takes it."""
    key, _, value = word.partition("=")
    return (
        model_in_setting(key.rpartition(".")[2] if "." in key else key, value) if re.fullmatch(r"[\w.]+", key) else None
    )
