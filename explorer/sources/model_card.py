"""Model, dataset and Space cards: the YAML front matter of a README.md in a repository of the hub's kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import Component, Kind
from explorer.domain.evidence import Evidence
from explorer.sources.card_claims import At, card_facts, lineage_claims, source_dataset_claims, training_claims
from explorer.sources.claims import used_by
from explorer.sources.front_matter import SPACE_KEYS, front_matter, line_of
from explorer.sources.hub_names import hub_name
from explorer.sources.interface import Project, ProjectFile, evidence, scope_of_path
from explorer.sources.lineage import Signs
from explorer.sources.loose_values import as_text, as_texts
from explorer.sources.model_repository import ModelRepository, repository_claims, repository_of

_FACT_KEYS = (
    "license",
    "license_name",
    "library_name",
    "pipeline_tag",
    "new_version",
    "extra_gated_prompt",
    "co2_eq_emissions",
    "source_datasets",
)


class ModelCard:
    """Reads cards."""

    name = "model-card"
    reads = "The YAML front matter of README.md in model, adapter, dataset and Space repositories."
    does_not_read = "The prose below the front matter, and READMEs without one."

    def matches(self, path: PurePosixPath) -> bool:
        """Whether this is a README.md."""
        return path.name.lower() == "readme.md"

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The repository's component with the card's facts, its bases, and its datasets."""
        card = front_matter(file.read_text(), str(file.path))
        if card is None:
            return

        def at(key: str, text: str) -> Evidence:
            line = getattr(_stated(card.get(key), text), "line", None) or line_of(card, key)
            return evidence(self.name, file, line, f"{key}: {text}" if text else key, key)

        repository = repository_of(file.path, project)
        if SPACE_KEYS & card.keys():
            yield from _space_claims(card, project, file, at)
        elif repository is not None and repository.folder == file.path.parent:
            yield from card_claims(card, repository, project, at)


def card_claims(card: Mapping[str, Any], repository: ModelRepository, project: Project, at: At) -> Iterator[Claim]:
    """What a card claims of the repository that it describes."""
    first = next(iter(card))
    yield from repository_claims(repository, project, at(first, as_text(card[first])))
    stated = tuple(at(key, as_text(card[key])) for key in _FACT_KEYS if key in card)
    if stated:
        yield Component(repository.id, repository.kind, repository.name, attributes=card_facts(card), evidence=stated)
    if repository.kind is Kind.DATASET:
        yield from source_dataset_claims(repository.id, card, at)
        return
    yield from lineage_claims(repository.id, card, card_signs(card, repository), at)
    yield from training_claims(repository.id, card, at)


def card_signs(card: Mapping[str, Any], repository: ModelRepository) -> Signs:
    """The signs in a card, and in its repository's name and kind, of how the model came from its bases."""
    files = ("adapter_config.json",) if repository.kind is Kind.ADAPTER else ()
    stated, library = as_text(card.get("base_model_relation")), as_text(card.get("library_name"))
    return Signs(stated, as_texts(card.get("tags")), library, files, repository.name)


def _space_claims(card: Mapping[str, Any], project: Project, file: ProjectFile, at: At) -> Iterator[Claim]:
    """A Space's card says which models and datasets the application uses."""
    for key, is_dataset in (("models", False), ("datasets", True)):
        for stated in as_texts(card.get(key)):
            if name := hub_name(stated, is_dataset):
                kind = Kind.DATASET if name.is_dataset else Kind.MODEL
                component = Component(name.id, kind, name.repository, name.revision, evidence=(at(key, stated),))
                yield from used_by(project.system, component, scope=scope_of_path(file.path))


def _stated(value: object, text: str) -> object:
    """The item of a list that reads like the text, so that its own line is known."""
    return next((item for item in value if item == text), value) if isinstance(value, list) else value


SOURCE = ModelCard()
