"""Which names could be taken for another? Packages, models, organisations and MCP servers near well-known names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from explorer.domain.component import Component, Kind
from explorer.graph.identity import family
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.popular_names import (
    popular_models,
    popular_organisations,
    popular_packages,
    popular_servers,
)

SHORTEST = 5
"""Shorter names are one letter from too many others to mean anything."""
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
    for node, component in enumerate(snapshot.components):
        found += _of_component(node, component, own_models | popular_models())
    return tuple(sorted(found, key=lambda each: (each.name, each.like, each.node)))


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


def hub_repository(component: Component) -> str:
    """`owner/name` of a repository of the hub; empty for anything else."""
    identity = family(component.id)
    if not identity.startswith(_HUB) or "#" in identity:
        return ""
    return unquote(identity.removeprefix(_HUB).removeprefix("datasets/"))


def _of_component(node: int, component: Component, models: Iterable[str]) -> Iterator[Lookalike]:
    if component.kind is Kind.PACKAGE and component.id.startswith(("pkg:pypi/", "pkg:npm/")):
        ecosystem = component.id.removeprefix("pkg:").partition("/")[0]
        name = unquote(family(component.id).removeprefix(f"pkg:{ecosystem}/"))
        yield from _near(node, name, popular_packages(ecosystem))
    elif component.kind is Kind.MCP_SERVER:
        yield from _near(node, component.id.removeprefix("mcp:"), popular_servers())
    elif repository := hub_repository(component):
        yield from _of_repository(node, repository, component.kind, models)


def _of_repository(node: int, repository: str, kind: Kind, models: Iterable[str]) -> Iterator[Lookalike]:
    owner = _owner(repository)
    if owner.lower() in {each.lower() for each in popular_organisations()}:
        return  # The owner is well known: what it publishes is its own.
    if owner:
        for like in similar(owner, sorted(popular_organisations())):
            yield Lookalike(node, repository, f"{like} (organisation)")
    if kind is not Kind.DATASET:
        name = repository.rpartition("/")[2]
        for model in sorted(models):
            other = model.rpartition("/")[2]
            if model.lower() != repository.lower():
                if other.lower() == name.lower():
                    yield Lookalike(node, repository, model, is_same=True)
                elif any(similar(name, [other])):
                    yield Lookalike(node, repository, model)


def _near(node: int, name: str, known: frozenset[str]) -> Iterator[Lookalike]:
    if name not in known:
        for like in similar(name, sorted(known)):
            yield Lookalike(node, name, like)


def _owner(repository: str) -> str:
    return repository.partition("/")[0] if "/" in repository else ""


def _without_digits(name: str) -> str:
    return re.sub(r"\d", "#", name)
