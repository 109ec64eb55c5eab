"""The `adapter_config.json` that PEFT writes beside an adapter's weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.errors import InputError
from explorer.sources.interface import Project, ProjectFile, evidence
from explorer.sources.json_text import line_of_key, read_json
from explorer.sources.lineage import Word, base_claims
from explorer.sources.loose_values import as_text, as_texts, without_empty
from explorer.sources.model_repository import ModelRepository, local_repository, repository_claims, repository_of

_ADAPTS = Word(RelationKind.ADAPTS, Knowledge.DECLARED)
_BASE = "base_model_name_or_path"


class AdapterConfig:
    """Reads adapter configurations."""

    name = "adapter-config"
    reads = "adapter_config.json of LoRA and other PEFT adapters: the base, its revision, what is adapted."
    does_not_read = "The adapter's weights; they are read as weight files."

    def matches(self, path: PurePosixPath) -> bool:
        """Whether this is an adapter_config.json."""
        return path.name == "adapter_config.json"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The adapter, and the base that it adapts."""
        config, text = read_json(file)
        repository = repository_of(file.path, project)
        if not isinstance(config, dict) or repository is None:
            raise InputError(f"{file.path} is JSON, but not an object.", "Check that the file is what its name says.")

        def at(key: str) -> Evidence:
            shown = as_text(config.get(key)) or ", ".join(as_texts(config.get(key)))
            return evidence(self.name, file, line_of_key(text, key), f"{key}: {shown}", key)

        yield from repository_claims(repository, project, at("peft_type"))
        facts = adapter_facts(config)
        yield Component(repository.id, Kind.ADAPTER, repository.name, attributes=facts, evidence=(at("peft_type"),))
        if base := as_text(config.get(_BASE)):
            yield from _base(repository, base, as_text(config.get("revision")), project, at(_BASE))
        else:
            message = "The adapter names no base model."
            advice = "Ask its maker; without the base the chain ends here."
            yield Problem(self.name, str(file.path), line_of_key(text, _BASE), message, advice)


def adapter_facts(config: Mapping[str, Any]) -> dict[str, str]:
    """The sort of adapter, its rank and the modules that it changes."""
    return without_empty(
        {
            "adapter type": as_text(config.get("peft_type")),
            "rank": as_text(config.get("r")),
            "target modules": ", ".join(sorted(as_texts(config.get("target_modules")))),
            "task": as_text(config.get("task_type")),
            "saved with peft": as_text(config.get("peft_version")),
        }
    )


def _base(repository: ModelRepository, base: str, revision: str, project: Project, at: Evidence) -> Iterator[Claim]:
    if local := local_repository(base, repository.folder, project):
        yield Component(local.id, local.kind, local.name, local.revision, evidence=(at,))
        yield Relation(repository.id, local.id, RelationKind.ADAPTS, evidence=(at,))
        return
    yield from base_claims(repository.id, base, _ADAPTS, at, revision)


SOURCE = AdapterConfig()
