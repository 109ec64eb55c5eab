"""Which names could be taken for another? Packages, models, organisations and MCP servers near well-known names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from explorer.analysis.similar_names import NameIndex, normalized
from explorer.domain.component import Component, Kind
from explorer.graph.identity import family
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.popular_names import (
    popular_models,
    popular_organisations,
    popular_packages,
    popular_servers,
)

_HUB = "pkg:huggingface/"


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A name near a well-known one. Similar, no more is said."""

    node: int
    name: str
    like: str
    is_same: bool = False
    """Whether it is the very name of a well-known model, under another owner."""


def lookalikes(snapshot: Snapshot) -> tuple[Lookalike, ...]:
    """Names of this graph at most one edit or swap (OSA distance) away from a well-known name or from one of its own.

    Compared are normalised names (lower case, without separators); names that differ in digits only are versions of
    one thing, and names of fewer than five letters are left out.

    >>> from explorer.graph.example import example_snapshot
    >>> snapshot = example_snapshot("app->pkg:pypi/tensorfolw@1.0 app->pkg:pypi/ctransformers@1 app->pkg:pypi/numpy@2")
    >>> [(each.name, each.like) for each in lookalikes(snapshot)]
    [('ctransformers', 'transformers'), ('tensorfolw', 'tensorflow')]
    """
    found: list[Lookalike] = []
    own_models = {
        repository
        for component in snapshot.components
        if component.kind is Kind.MODEL
        and (repository := hub_repository(component))
        and _owner(repository) in popular_organisations()
    }
    known = _Known(own_models)
    for node, component in enumerate(snapshot.components):
        found += _of_component(node, component, known)
    return tuple(sorted(found, key=lambda each: (each.name, each.like, each.node)))


def hub_repository(component: Component) -> str:
    """`owner/name` of a repository of the hub; empty for anything else."""
    identity = family(component.id)
    if not identity.startswith(_HUB) or "#" in identity:
        return ""
    return unquote(identity.removeprefix(_HUB).removeprefix("datasets/"))


class _Known:
    """The well-known names of every sort, each in an index; of models, those of this graph's well-known owners too."""

    def __init__(self, own_models: Iterable[str]) -> None:
        self.packages = {each: (popular_packages(each), NameIndex(popular_packages(each))) for each in ("pypi", "npm")}
        self.servers = (popular_servers(), NameIndex(popular_servers()))
        self.owners = NameIndex(popular_organisations())
        self.lower_owners = {each.lower() for each in popular_organisations()}
        self.models: dict[str, list[str]] = {}
        for model in sorted({*own_models, *popular_models()}):
            self.models.setdefault(_last(model), []).append(model)
        self.model_names = NameIndex(self.models)


def _of_component(node: int, component: Component, known: _Known) -> Iterator[Lookalike]:
    if component.kind is Kind.PACKAGE and component.id.startswith(("pkg:pypi/", "pkg:npm/")):
        ecosystem = component.id.removeprefix("pkg:").partition("/")[0]
        name = unquote(family(component.id).removeprefix(f"pkg:{ecosystem}/"))
        yield from _near(node, name, *known.packages[ecosystem])
    elif component.kind is Kind.MCP_SERVER:
        yield from _near(node, component.id.removeprefix("mcp:"), *known.servers)
    elif repository := hub_repository(component):
        yield from _of_repository(node, repository, component.kind, known)


def _of_repository(node: int, repository: str, kind: Kind, known: _Known) -> Iterator[Lookalike]:
    owner = _owner(repository)
    if owner.lower() in known.lower_owners:
        return  # The owner is well known: what it publishes is its own.
    # Spellings of one owner that differ in separators only are told once.
    owners = {normalized(like): like for like in known.owners.near(owner)} if owner else {}
    for like in owners.values():
        yield Lookalike(node, repository, f"{like} (organisation)")
    if kind is not Kind.DATASET:
        name = _last(repository)
        for model in known.models.get(name, ()):
            if model.lower() != repository.lower():
                yield Lookalike(node, repository, model, is_same=True)
        for like in known.model_names.near(name):
            for model in known.models[like]:
                yield Lookalike(node, repository, model)


def _near(node: int, name: str, known: frozenset[str], index: NameIndex) -> Iterator[Lookalike]:
    if name not in known:
        for like in index.near(name):
            yield Lookalike(node, name, like)


def _last(repository: str) -> str:
    """A repository's own name in lower case, without the owner's."""
    return repository.rpartition("/")[2].lower()


def _owner(repository: str) -> str:
    return repository.partition("/")[0] if "/" in repository else ""
