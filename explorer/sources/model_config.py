"""The `config.json` or `model_index.json` of a transformers or diffusers model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.identity import family
from explorer.sources.front_matter import front_matter
from explorer.sources.hub_names import hub_name
from explorer.sources.interface import Project, ProjectFile, evidence
from explorer.sources.json_text import line_of_key, read_json
from explorer.sources.lineage import Word, base_claims
from explorer.sources.loose_values import as_mapping, as_text, as_texts, without_empty
from explorer.sources.model_repository import ModelRepository, is_model_config, repository_claims, repository_of

_LOADED_FROM = Word(RelationKind.DERIVED_FROM, Knowledge.INFERRED, "config.json was loaded from there (_name_or_path)")


class ModelConfig:
    """Reads model configurations."""

    name = "model-config"
    reads = "config.json and model_index.json of transformers and diffusers models: architecture, origin, remote code."
    does_not_read = "Settings of the architecture beyond its sizes, and any other config.json."

    def matches(self, path: PurePosixPath) -> bool:
        """Whether the name is that of a model configuration."""
        return path.name in ("config.json", "model_index.json")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The repository's component with its architecture, its origin and whose code it asks to run."""
        repository = repository_of(file.path, project)
        if repository is None:
            return
        config, text = read_json(file)
        if not isinstance(config, dict) or not is_model_config(config):
            return

        def at(key: str) -> Evidence:
            return evidence(self.name, file, line_of_key(text, key), f"{key}: {_shown(config.get(key))}", key)

        first = next(key for key in (*_IDENTIFYING, *config) if key in config)
        yield from repository_claims(repository, project, at(first))
        if repository.folder == file.path.parent and (facts := config_facts(config)):
            yield Component(repository.id, repository.kind, repository.name, attributes=facts, evidence=(at(first),))
        if "auto_map" in config:
            yield from remote_code_claims(repository.id, repository.kind, config, at("auto_map"))
        if "_name_or_path" in config and not _card_names_bases(repository, project):
            yield from _origin(repository, as_text(config["_name_or_path"]), at("_name_or_path"))


_IDENTIFYING = ("model_type", "architectures", "_class_name")


def config_facts(config: Mapping[str, Any]) -> dict[str, str]:
    """The architecture, the library's version and the quantization that a configuration states."""
    quantization = as_mapping(config.get("quantization_config"))
    return without_empty(
        {
            "architecture": ", ".join(as_texts(config.get("architectures")) or as_texts(config.get("_class_name"))),
            "model type": as_text(config.get("model_type")),
            "saved with transformers": as_text(config.get("transformers_version")),
            "saved with diffusers": as_text(config.get("_diffusers_version")),
            "quantization": as_text(quantization.get("quant_method")),
            **shape_facts(config),
        }
    )


_SIZES = {
    "hidden size": ("hidden_size", "d_model", "n_embd"),
    "layers": ("num_hidden_layers", "n_layer", "num_layers"),
    "attention heads": ("num_attention_heads", "n_head"),
    "key-value heads": ("num_key_value_heads",),
    "vocabulary": ("vocab_size",),
}


def shape_facts(config: Mapping[str, Any]) -> dict[str, str]:
    """The sizes that a configuration states, by which a model fits its base or does not."""
    inner = {**as_mapping(config.get("text_config")), **config}
    found = {name: next((as_text(inner[key]) for key in keys if key in inner), "") for name, keys in _SIZES.items()}
    return without_empty({**found, "tokenizer": as_text(inner.get("tokenizer_class"))})


def remote_code_claims(described: ComponentId, kind: Kind, config: Mapping[str, Any], at: Evidence) -> Iterator[Claim]:
    """The code that loading with `trust_remote_code` runs; `owner/name--module.Class` is another repository's."""
    values = as_mapping(config.get("auto_map")).values()
    references = list(dict.fromkeys(text for value in values for text in as_texts(value)))
    if references:
        yield Component(described, kind, "", attributes={"remote code": ", ".join(references)}, evidence=(at,))
    for reference in references:
        repository, dashes, _ = reference.partition("--")
        other = hub_name(repository) if dashes else None
        if other and other.id != family(described):
            yield Component(other.id, Kind.MODEL, other.repository, evidence=(at,))
            yield Relation(described, other.id, RelationKind.REQUIRES, evidence=(at,))


def _origin(repository: ModelRepository, stated: str, at: Evidence) -> Iterator[Claim]:
    """Where the configuration was loaded from. Its own name, and a path of the training machine, say nothing more."""
    name = hub_name(stated)
    if name and "/" in name.repository and name.repository != repository.name and repository.kind is Kind.MODEL:
        yield from base_claims(repository.id, stated, _LOADED_FROM, at)


def _card_names_bases(repository: ModelRepository, project: Project) -> bool:
    card = project.find(repository.folder / "README.md")
    return card is not None and "base_model" in (front_matter(card.read_text(), str(card.path)) or {})


def _shown(value: object) -> str:
    return as_text(value) or ", ".join(as_texts(value)) or ", ".join(map(str, as_mapping(value).values()))


SOURCE = ModelConfig()
