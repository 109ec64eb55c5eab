"""Which model, adapter or dataset a folder of the scan is, and by what name the world knows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.errors import InputError
from explorer.graph.identity import file_id, hub_dataset_id, hub_model_id, package_id
from explorer.sources.front_matter import DATASET_KEYS, MODEL_KEYS, SPACE_KEYS, front_matter
from explorer.sources.hub_names import hub_name
from explorer.sources.interface import Project, ProjectFile, scope_of_path
from explorer.sources.json_text import read_json
from explorer.sources.lineage import base_models
from explorer.sources.loose_values import as_mappings, as_text

_CACHE_FOLDER = re.compile(r"(models|datasets)--(.+)")
_FLAT_NAME = re.compile(r"([A-Za-z0-9][\w.-]*?)__([A-Za-z0-9][\w.-]*)")
_CONFIG_KEYS = frozenset(
    {"model_type", "architectures", "auto_map", "_class_name", "_diffusers_version", "_name_or_path"}
)
_STAMPS = frozenset({"transformers_version", "_diffusers_version"})
_PIPELINE_FILES = ("model_index.json", "modules.json")
"""What marks a folder whose sub-folders are parts of it: a diffusers pipeline, a sentence-transformers model."""
_WEIGHTS = (
    "model.safetensors",
    "model.safetensors.index.json",
    "pytorch_model.bin",
    "pytorch_model.bin.index.json",
    "diffusion_pytorch_model.safetensors",
    "diffusion_pytorch_model.bin",
    "tf_model.h5",
    "flax_model.msgpack",
    "model.onnx",
    "weights.npz",
    "consolidated.safetensors",
)


@dataclass(frozen=True, slots=True)
class ModelRepository:
    """A folder that is a model, adapter or dataset repository."""

    id: ComponentId
    kind: Kind
    name: str
    folder: PurePosixPath
    revision: str = ""
    rule: str = ""
    """How its identity is known; empty where the folder itself says it."""

    def file(self, path: PurePosixPath) -> ComponentId:
        """The identity of a file inside it."""
        return file_id(self.id, str(path.relative_to(self.folder)))


def repository_of(path: PurePosixPath, project: Project) -> ModelRepository | None:
    """The repository that a file of the scan belongs to; None where no folder above it is one.

    The nearest marked folder counts, except inside a pipeline, whose sub-folders are parts and not models.
    """
    if cached := _in_hub_cache(path):
        return replace(cached, kind=Kind.ADAPTER) if _has_adapter(cached.folder, project) else cached
    marked = [(folder, kind) for folder in path.parents if (kind := _kind_of(folder, project)) is not None]
    whole = [each for each in marked if any(project.find(each[0] / name) for name in _PIPELINE_FILES)]
    return _named(*(whole[-1] if whole else marked[0]), project) if marked else None


def repository_claims(repository: ModelRepository, project: Project, at: Evidence) -> Iterator[Claim]:
    """The repository's component, and the system's relation to it: it contains its own root, it uses a folder."""
    facts = {"revision": repository.revision} if repository.revision else {}
    if repository.rule:
        facts["identity"] = repository.rule
    yield Component(
        repository.id, repository.kind, repository.name, repository.revision, attributes=facts, evidence=(at,)
    )
    kind = RelationKind.CONTAINS if repository.folder == PurePosixPath() else RelationKind.USES
    scope = scope_of_path(repository.folder / "README.md")
    yield Relation(project.system, repository.id, kind, scope, evidence=(at,))


def local_repository(stated: str, folder: PurePosixPath, project: Project) -> ModelRepository | None:
    """The repository of the scan that a relative path such as `./base` names, seen from `folder` or from the root."""
    for start in (folder, PurePosixPath()):
        place = _joined(start, stated.strip().replace("\\", "/"))
        if place is not None and place not in (folder, PurePosixPath()) and _kind_of(place, project) is not None:
            return repository_of(place / "README.md", project)
    return None


def system_name(project: Project) -> str:
    """The system's name as it stands in purls of things that only this project has."""
    return project.system.removeprefix("system:")


def is_model_config(config: Mapping[str, Any]) -> bool:
    """Whether a `config.json` is one of transformers or diffusers, not of something else."""
    return bool(_CONFIG_KEYS & config.keys())


def _joined(start: PurePosixPath, text: str) -> PurePosixPath | None:
    parts = list(start.parts)
    for part in text.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in (".", ""):
            parts.append(part)
    return PurePosixPath(*parts)


def _in_hub_cache(path: PurePosixPath) -> ModelRepository | None:
    """A file of the hub's cache: `models--owner--name/snapshots/<commit>/…` names its repository and revision."""
    for depth, part in enumerate(path.parts[:-3]):
        match = _CACHE_FOLDER.fullmatch(part)
        if match is None or path.parts[depth + 1] != "snapshots":
            continue
        repository, revision = match[2].replace("--", "/"), path.parts[depth + 2]
        is_dataset = match[1] == "datasets"
        identity = (hub_dataset_id if is_dataset else hub_model_id)(repository, revision)
        kind = Kind.DATASET if is_dataset else Kind.MODEL
        return ModelRepository(identity, kind, repository, PurePosixPath(*path.parts[: depth + 3]), revision)
    return None


def _kind_of(folder: PurePosixPath, project: Project) -> Kind | None:
    if _has_adapter(folder, project):
        return Kind.ADAPTER
    card = _card(folder, project) or {}
    if SPACE_KEYS & card.keys():
        return None
    if MODEL_KEYS & card.keys() or project.find(folder / "model_index.json") or _is_saved_model(folder, project):
        return Kind.MODEL
    return Kind.DATASET if DATASET_KEYS & card.keys() else None


def _has_adapter(folder: PurePosixPath, project: Project) -> bool:
    return project.find(folder / "adapter_config.json") is not None


def _is_saved_model(folder: PurePosixPath, project: Project) -> bool:
    """Whether a library saved a model here: its configuration with weights beside it, or with the library's stamp."""
    file = project.find(folder / "config.json")
    config = _config_of(file, _stamp(file)) if file else {}
    has_weights = any(project.find(folder / name) for name in _WEIGHTS)
    return is_model_config(config) and (has_weights or bool(_STAMPS & config.keys()))


def _named(folder: PurePosixPath, kind: Kind, project: Project) -> ModelRepository:
    hub_id = hub_dataset_id if kind is Kind.DATASET else hub_model_id
    if name := _remote(folder, project) or _card_name(_card(folder, project) or {}):
        return ModelRepository(hub_id(name), kind, name, folder)
    home = system_name(project)
    title = folder.name or project.root.name
    if flat := _FLAT_NAME.fullmatch(title):
        rule = "its folder is named owner__name, as downloads of the hub often are"
        return ModelRepository(hub_id(f"{flat[1]}/{flat[2]}"), kind, f"{flat[1]}/{flat[2]}", folder, "", rule)
    path = home if folder == PurePosixPath() else f"{home}/{folder}"
    rule = "named after its folder: no file says which repository it is"
    return ModelRepository(package_id("generic", path), kind, title or home, folder, "", rule)


def _card_name(card: Mapping[str, Any]) -> str:
    """The full name in a card. Training tools write the base's name there, so a base's name does not count."""
    names = [as_text(card.get("model_name"))]
    names += [as_text(each.get("name")) for each in as_mappings(card.get("model-index"))]
    bases = base_models(card.get("base_model"))
    return next((name for name in names if "/" in name and name not in bases and hub_name(name)), "")


def _remote(folder: PurePosixPath, project: Project) -> str:
    """The hub repository that a clone's `.git/config` names as where it came from."""
    config = project.root / folder / ".git" / "config"
    try:
        if config.is_symlink() or not config.is_file() or config.stat().st_size > 100_000:
            return ""
        text = config.read_text("utf-8", "replace")
    except OSError:
        return ""  # A clone that cannot be looked into does not say where it came from.
    match = re.search(
        r"(?m)^[^\S\n]*+url\s*=\s*(?:git@hf\.co:|https://(?:[^@/\s]*@)?(?:huggingface\.co|hf\.co)/)(\S+)", text
    )
    name = hub_name("https://huggingface.co/" + match[1]) if match else None
    return name.repository if name else ""


def _card(folder: PurePosixPath, project: Project) -> Mapping[str, Any] | None:
    file = project.find(folder / "README.md")
    return _card_of(file, _stamp(file)) if file else None


def _stamp(file: ProjectFile) -> int:
    try:
        return file.absolute.stat().st_mtime_ns
    except OSError:
        return 0  # The reader of the file says what is wrong with it.


@lru_cache(maxsize=256)
def _card_of(file: ProjectFile, stamp: int) -> Mapping[str, Any] | None:
    try:
        return front_matter(file.read_text(), str(file.path))
    except InputError:
        return None  # The reader of model cards reports it; here it only marks no folder.


@lru_cache(maxsize=256)
def _config_of(file: ProjectFile, stamp: int) -> Mapping[str, Any]:
    try:
        value, _ = read_json(file)
    except InputError:
        return {}  # The reader of configurations reports it; here it only marks no folder.
    return value if isinstance(value, dict) else {}
