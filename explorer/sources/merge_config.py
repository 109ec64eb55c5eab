"""mergekit configurations: which models a merge is made from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from explorer.domain.claim import Claim
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.identity import package_id
from explorer.sources.interface import MAX_TEXT_BYTES, Project, ProjectFile, evidence
from explorer.sources.lineage import Word, base_claims
from explorer.sources.lined_yaml import LinedText, parse_yaml
from explorer.sources.loose_values import as_mapping, as_mappings, as_text
from explorer.sources.model_repository import local_repository, repository_claims, repository_of, system_name

_MERGE_KEYS = re.compile(rb"(?m)^[^\S\n]*+(?:-[^\S\n]++)?(?:merge_method|source_model)\s*:")
_MERGED = Word(RelationKind.MERGED_FROM, Knowledge.DECLARED)


@dataclass(frozen=True, slots=True)
class Parent:
    """One model of a merge, perhaps with a LoRA laid on it first."""

    model: str
    line: int | None
    revision: str = ""
    lora: str = ""


class MergeConfig:
    """Reads merge configurations."""

    name = "merge-config"
    reads = "mergekit YAML: the models, slices, experts and base of a merge, with their revisions and LoRAs."
    does_not_read = "Weights, layer ranges and other numbers of the merge."

    def matches(self, path: PurePosixPath) -> bool:
        """Whether this is YAML; what it holds is looked at first."""
        return path.suffix.lower() in (".yml", ".yaml")

    def read(self, file: ProjectFile, project: Project) -> Iterator[Claim]:
        """The merged model and its parents."""
        if file.size > MAX_TEXT_BYTES or not _MERGE_KEYS.search(file.read_bytes()):
            return
        for number, tree in enumerate(parse_yaml(file.read_text(), str(file.path))):
            config = dict[str, Any](tree.items()) if isinstance(tree, dict) else {}
            if parents := merge_parents(config):
                yield from self._merge(config, number, parents, file, project)

    def _merge(
        self, config: Mapping[str, Any], number: int, parents: list[Parent], file: ProjectFile, project: Project
    ) -> Iterator[Claim]:
        method = as_text(config.get("merge_method")) or "mixture of experts"
        line = getattr(config.get("merge_method"), "line", parents[0].line)
        at = evidence(self.name, file, line, f"merge_method: {method}", "merge_method")
        repository = repository_of(file.path, project)
        if repository is not None and repository.folder == file.path.parent:
            yield from repository_claims(repository, project, at)
            made, name = repository.id, repository.name
        else:
            name = as_text(config.get("name")) or file.path.stem + (f" {number + 1}" if number else "")
            made = package_id("generic", f"{system_name(project)}/{file.path.parent}/{name}")
            yield Relation(project.system, made, RelationKind.USES, Scope.BUILD, evidence=(at,))
        yield Component(made, Kind.MODEL, name, attributes={"merge method": method}, evidence=(at,))
        for parent in parents:
            where = evidence(self.name, file, parent.line, f"model: {parent.model}", "models")
            yield from _parent(made, parent, file.path.parent, project, where)


def merge_parents(config: Mapping[str, Any]) -> list[Parent]:
    """The models of a merge in the order written, each once: models, slices, experts, then the base."""
    stated = [each.get("model") for each in as_mappings(config.get("models"))]
    for piece in as_mappings(config.get("slices")):
        stated += [source.get("model") for source in as_mappings(piece.get("sources"))]
    stated += [expert.get("source_model") for expert in as_mappings(config.get("experts"))]
    stated.append(config.get("base_model"))
    parents = [parent for value in stated if (parent := _parent_of(value))]
    return list({(each.model, each.revision, each.lora): each for each in reversed(parents)}.values())[::-1]


def _parent_of(value: object) -> Parent | None:
    """A model reference: `path`, `path@revision`, `path+lora`, or a mapping of model, lora and revision.

    The forms are those of mergekit's `ModelReference.parse`.
    """
    if isinstance(value, dict):
        model, lora = value.get("model"), value.get("lora")
        path, revision = _path(model)
        return Parent(path, _line(model), revision, _path(lora)[0]) if path else None
    text = as_text(value)
    if not text:
        return None
    path, _, lora = text.partition("+")
    path, revision = _path(path)
    return Parent(path, _line(value), revision, _path(lora)[0])


def _path(value: object) -> tuple[str, str]:
    if isinstance(value, dict):
        inner = as_mapping(value.get("model")) or value
        return as_text(inner.get("path")), as_text(inner.get("revision"))
    path, _, revision = as_text(value).partition("@")
    return path, revision


def _line(value: object) -> int | None:
    if isinstance(value, dict):
        return next((line for inner in value.values() if (line := _line(inner))), None)
    return value.line if isinstance(value, LinedText) else None


def _parent(
    made: ComponentId, parent: Parent, folder: PurePosixPath, project: Project, at: Evidence
) -> Iterator[Claim]:
    base: ComponentId
    if local := local_repository(parent.model, folder, project):
        base = local.id
        yield Component(local.id, local.kind, local.name, evidence=(at,))
        yield Relation(made, base, RelationKind.MERGED_FROM, evidence=(at,))
    else:
        claims = list(base_claims(made, parent.model, _MERGED, at, parent.revision))
        base = next(claim.id for claim in claims if isinstance(claim, Component))
        yield from claims
    if parent.lora:
        yield from _lora(made, parent.lora, base, at)


def _lora(made: ComponentId, lora: str, base: ComponentId, at: Evidence) -> Iterator[Claim]:
    for claim in base_claims(made, lora, _MERGED, at):
        if isinstance(claim, Component):
            yield replace(claim, kind=Kind.ADAPTER)
            yield Relation(claim.id, base, RelationKind.ADAPTS, evidence=(at,))
        else:
            yield claim


SOURCE = MergeConfig()
