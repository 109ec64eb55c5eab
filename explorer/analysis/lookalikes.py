"""Which names could be taken for another? Packages, models, organisations and MCP servers near well-known names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

import numpy as np

from explorer.analysis.lookalike_candidates import candidates
from explorer.analysis.name_sieve import NameSieve
from explorer.domain.component import Kind
from explorer.graph.identity import family
from explorer.graph.kept import kept
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import SupplyGraph
from explorer.knowledge.popular_names import (
    popular_models,
    popular_organisations,
    popular_packages,
    popular_servers,
)
from explorer.knowledge.remembered import remembered

SHORTEST = 5
"""Shorter names are one letter from too many others to mean anything."""
ECOSYSTEMS = ("pypi", "npm")
"""Whose packages are compared."""
_SEPARATORS = re.compile(r"[-_. ]+")
_HUB = "pkg:huggingface/"


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A name near a well-known one. Similar, no more is said."""

    node: int
    name: str
    like: str
    is_same: bool = False
    """Whether it is the very name of a well-known model, under another owner."""


@kept
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
    graph = snapshot.graph
    models = _Models(_models_of_known_owners(graph) | popular_models())
    packages = {each: _package_sieve(each) for each in ECOSYSTEMS}
    for node in candidates(graph, packages, _organisation_sieve(), NameSieve.of(models.by_name)).tolist():
        found += _of_component(node, graph.id_of(node), graph.kind_of(node), models)
    return tuple(sorted(found, key=lambda each: (each.name, each.like, each.node)))


def _models_of_known_owners(graph: SupplyGraph) -> set[str]:
    """The repositories in this graph that belong to a well-known organisation."""
    known = popular_organisations()
    found = set()
    for identity in graph.ids.texts(np.flatnonzero(graph.has_kind(Kind.MODEL))):
        begin = identity.removeprefix(_HUB).partition("/")[0]
        if begin in known or begin == "datasets" or "%" in begin:
            repository = hub_repository(identity)
            if _owner(repository) in known:
                found.add(repository)
    return found


class Names:
    """Well-known names, found again by what is left of them when one letter is taken away.

    Two texts at most one edit or swap apart have such a rest in common (W. Garbe, Symmetric delete spelling correction,
    2012), so that nobody needs to compare every name with every other.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._by_rest: dict[str, list[str]] = {}
        for name in sorted(known):
            for rest in _rests(normalized(name)):
                self._by_rest.setdefault(rest, []).append(name)

    def near(self, name: str) -> list[str]:
        """The names that may be one edit away, in their order."""
        plain, known = normalized(name), self._by_rest
        if len(plain) < SHORTEST - 1:
            return []
        found = set(known.get(plain, ()))
        for place in range(len(plain)):
            if others := known.get(plain[:place] + plain[place + 1 :]):
                found.update(others)
        return sorted(found)


def _rests(plain: str) -> set[str]:
    """The text, and the text without any one of its letters; nothing where it is too short to mean anything."""
    if len(plain) < SHORTEST - 1:
        return set()
    return {plain, *(plain[:place] + plain[place + 1 :] for place in range(len(plain)))}


def similar(name: str, known: Iterable[str]) -> Iterator[str]:
    """The known names at most one edit away from this one, which is none of them itself.

    >>> list(similar("reqeusts", ["requests", "numpy"])), list(similar("gpt2-xl", ["gpt3-xl"]))
    (['requests'], [])
    """
    from rapidfuzz.distance import OSA

    plain = normalized(name)
    if len(plain) < SHORTEST:
        return
    for other in known:
        against = normalized(other)
        if plain == against:
            if name.lower() != other.lower():
                yield other  # Only separators differ, which are as easily overlooked as a letter.
        elif (
            abs(len(plain) - len(against)) <= 1
            and OSA.distance(plain, against, score_cutoff=1) == 1
            and _without_digits(plain) != _without_digits(against)
        ):
            yield other


def normalized(name: str) -> str:
    """The name in lower case without separators."""
    return _SEPARATORS.sub("", name.lower())


def hub_repository(identity: str) -> str:
    """`owner/name` of a repository of the hub; empty for anything else."""
    if not identity.startswith(_HUB) or "#" in identity:
        return ""
    return unquote(family(identity).removeprefix(_HUB).removeprefix("datasets/"))


@remembered
def _packages(ecosystem: str) -> Names:
    return Names(popular_packages(ecosystem))


@remembered
def _package_sieve(ecosystem: str) -> NameSieve:
    return NameSieve.of(popular_packages(ecosystem))


@remembered
def _organisation_sieve() -> NameSieve:
    return NameSieve.of(popular_organisations())


@remembered
def _servers() -> Names:
    return Names(popular_servers())


@remembered
def _organisations() -> Names:
    return Names(popular_organisations())


class _Models:
    """Well-known models by the last part of their names, and the organisations that owners could be taken for."""

    def __init__(self, repositories: Iterable[str]) -> None:
        self.by_name: dict[str, list[str]] = {}
        for repository in sorted(repositories):
            self.by_name.setdefault(repository.rpartition("/")[2], []).append(repository)
        self.by_folded: dict[str, list[str]] = {}
        for name, models in self.by_name.items():
            self.by_folded.setdefault(name.lower(), []).extend(models)
        self._owners: dict[str, tuple[str, ...]] = {}

    @cached_property
    def names(self) -> Names:
        """The last parts of the names."""
        return Names(self.by_name)

    def owners_like(self, owner: str) -> tuple[str, ...]:
        """Well-known organisations that this one could be taken for; an owner mostly has many repositories."""
        if owner not in self._owners:
            # Spellings of one owner that differ in separators only are told once.
            near = {normalized(like): like for like in similar(owner, _organisations().near(owner))}
            self._owners[owner] = tuple(near.values())
        return self._owners[owner]


def _of_component(node: int, identity: str, kind: Kind, models: _Models) -> Iterator[Lookalike]:
    if kind is Kind.PACKAGE and identity.startswith(tuple(f"pkg:{each}/" for each in ECOSYSTEMS)):
        ecosystem = identity.removeprefix("pkg:").partition("/")[0]
        name = unquote(family(identity).removeprefix(f"pkg:{ecosystem}/"))
        if name not in popular_packages(ecosystem) and (near := _packages(ecosystem).near(name)):
            yield from (Lookalike(node, name, like) for like in similar(name, near))
    elif kind is Kind.MCP_SERVER:
        name = identity.removeprefix("mcp:")
        if name not in popular_servers():
            yield from (Lookalike(node, name, like) for like in similar(name, _servers().near(name)))
    elif repository := hub_repository(identity):
        yield from _of_repository(node, repository, kind, models)


def _of_repository(node: int, repository: str, kind: Kind, models: _Models) -> Iterator[Lookalike]:
    owner = _owner(repository)
    if owner.lower() in _folded_organisations():
        return  # The owner is well known: what it publishes is its own.
    for like in models.owners_like(owner):
        yield Lookalike(node, repository, f"{like} (organisation)")
    if kind is Kind.DATASET:
        return
    name = repository.rpartition("/")[2]
    for model in models.by_folded.get(name.lower(), ()):
        if model.lower() != repository.lower():
            yield Lookalike(node, repository, model, is_same=True)
    near = models.names.near(name)
    for other in similar(name, near) if near else ():
        if other.lower() != name.lower():
            yield from (
                Lookalike(node, repository, model)
                for model in models.by_name[other]
                if model.lower() != repository.lower()
            )


@remembered
def _folded_organisations() -> frozenset[str]:
    return frozenset(each.lower() for each in popular_organisations())


def _owner(repository: str) -> str:
    return repository.partition("/")[0] if "/" in repository else ""


def _without_digits(name: str) -> str:
    return re.sub(r"\d", "#", name)
