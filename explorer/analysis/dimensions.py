"""What concentration is measured over: which components count in a dimension, and on whom each of them rests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from weakref import WeakKeyDictionary

import numpy as np

from explorer.analysis.condensed import Flags
from explorer.analysis.makers import makers
from explorer.analysis.trust import party_of_nodes
from explorer.domain.component import ComponentId, Kind, Knowledge
from explorer.domain.relation import LINEAGE, RelationKind
from explorer.graph.adjacency import Int32
from explorer.graph.identity import family
from explorer.graph.joined_claims import CONFLICT_SEPARATOR
from explorer.graph.kept import kept
from explorer.graph.reach import upstream
from explorer.graph.snapshot import Snapshot
from explorer.graph.stated import stated
from explorer.graph.supply_graph import KINDS, KNOWLEDGE
from explorer.graph.uniform import uniform
from explorer.knowledge.parties import parties, party_of_namespace


class Dimension(StrEnum):
    """What concentration is measured over."""

    MODEL_VENDOR = "V1"
    CLOUD = "V2"
    HARDWARE_MAKER = "V3"
    FRAMEWORK = "V4"
    HUB = "V5"
    BASE_MODEL = "base-model"
    JURISDICTION = "jurisdiction"
    LICENCE = "licence"
    MAINTAINER = "maintainer"
    COMPANY = "company"


MAIN_DIMENSIONS = (
    Dimension.MODEL_VENDOR,
    Dimension.CLOUD,
    Dimension.HARDWARE_MAKER,
    Dimension.FRAMEWORK,
    Dimension.HUB,
)
"""Those of the summary; the others are measured when they are asked for."""

DIMENSION_TITLES: Mapping[Dimension, str] = {
    Dimension.MODEL_VENDOR: "Model vendor",
    Dimension.CLOUD: "Cloud",
    Dimension.HARDWARE_MAKER: "Hardware maker",
    Dimension.FRAMEWORK: "ML framework",
    Dimension.HUB: "Hub or registry",
    Dimension.BASE_MODEL: "Base-model family",
    Dimension.JURISDICTION: "Jurisdiction",
    Dimension.LICENCE: "Licence",
    Dimension.MAINTAINER: "Maintainer",
    Dimension.COMPANY: "Company behind anything",
}

ATTRIBUTE = "attribute:"
"""Before the name of any attribute, to measure over its values."""

Axis = Dimension | str
"""A dimension, or `attribute:NAME`."""


def title_of(axis: Axis) -> str:
    """The dimension in words.

    >>> title_of(Dimension.CLOUD), title_of("attribute:format")
    ('Cloud', 'Attribute “format”')
    """
    known = DIMENSION_TITLES.get(Dimension(axis)) if axis in set(Dimension) else None
    return known or f"Attribute “{axis.removeprefix(ATTRIBUTE)}”"


@dataclass(frozen=True, eq=False)
class Membership:
    """On whom the components of one dimension rest. Entry i says that `node[i]` rests on holder `holder[i]`."""

    members: Flags
    """(n,): the components that count in this dimension."""
    unknown: Flags
    """(n,): those of them whose holder is not known."""
    node: Int32
    holder: Int32
    part: np.ndarray
    """(entries,): 1 / number of holders of the node, so that each node counts once."""
    holders: tuple[ComponentId, ...]
    """Identities of components, or plain words (a country, a licence)."""
    names: tuple[str, ...]
    """(holders,): what people call them."""


def membership(snapshot: Snapshot, axis: Axis, roots: Iterable[int] | None = None) -> Membership:
    """On whom the components of this dimension rest; made once per snapshot and dimension.

    Where `roots` are systems, only what any system relies on is looked at: a hub's whole lineage beside it is not.

    >>> from explorer.graph.example import example_snapshot
    >>> kinds = {"llama": Kind.MODEL, "meta": Kind.PARTY}
    >>> snapshot = example_snapshot("app->llama->meta", kinds, {"llama->meta": RelationKind.MADE_BY})
    >>> membership(snapshot, Dimension.MODEL_VENDOR).holders
    ('meta',)
    """
    known = _KNOWN.setdefault(snapshot, {})
    systems = snapshot.graph.systems.tolist()
    upstream_only = roots is not None and set(roots) <= set(systems)
    if (axis, upstream_only) not in known:
        within = upstream(snapshot.graph, systems) if upstream_only else None
        known[axis, upstream_only] = _membership(snapshot, axis, within)
    return known[axis, upstream_only]


_KNOWN: WeakKeyDictionary[Snapshot, dict[tuple[Axis, bool], Membership]] = WeakKeyDictionary()


def attribute_names(snapshot: Snapshot) -> list[str]:
    """The attributes that any component states, most often stated first: what an analyst can measure over."""
    counts: dict[str, int] = {}
    for component in snapshot.components:
        for name in component.attributes:
            counts[name] = counts.get(name, 0) + 1
    return sorted(counts, key=lambda name: (-counts[name], name))


def _membership(snapshot: Snapshot, axis: Axis, within: Flags | None) -> Membership:
    members, holders_of = _RULES[Dimension(axis)](snapshot) if axis in set(Dimension) else _by_attribute(snapshot, axis)
    members = members if within is None else members & within
    codes: dict[ComponentId, int] = {}
    entries: list[tuple[int, int, float]] = []
    unknown = np.zeros(len(members), bool)
    for node in np.flatnonzero(members).tolist():
        found = holders_of(node)
        unknown[node] = not found
        entries += [(node, codes.setdefault(holder, len(codes)), 1 / len(found)) for holder in found]
    nodes, places, shares = zip(*entries, strict=True) if entries else ((), (), ())
    names = _names(snapshot, axis, members, codes)
    return Membership(
        uniform(members), uniform(unknown), np.asarray(nodes, np.int32), np.asarray(places, np.int32), np.asarray(shares, float),
        tuple(codes), names,
    )  # fmt: skip


def _names(snapshot: Snapshot, axis: Axis, members: Flags, holders: Iterable[ComponentId]) -> tuple[str, ...]:
    """A party's name, a family's as its members have it; a country or a licence is its own name."""
    known: dict[ComponentId, str] = {}
    if axis in _FAMILIES:
        components = (snapshot.components[node] for node in np.flatnonzero(members)[::-1].tolist())
        known = {family(component.id): component.name for component in components}
    found = ((holder, snapshot.component(holder)) for holder in holders)
    return tuple(component.name if component else known.get(holder, holder) for holder, component in found)


_FAMILIES = frozenset({Dimension.CLOUD, Dimension.FRAMEWORK, Dimension.HUB, Dimension.BASE_MODEL})


Rule = tuple[Flags, Callable[[int], tuple[ComponentId, ...]]]
"""Which components count, and on whom each of them rests; an empty tuple is not known."""


def _vendor(snapshot: Snapshot) -> Rule:
    return snapshot.graph.has_kind(Kind.MODEL, Kind.MODEL_SERVICE), _maker_ids(snapshot)


def _hardware_maker(snapshot: Snapshot) -> Rule:
    return snapshot.graph.has_kind(Kind.HARDWARE), _maker_ids(snapshot)


def _itself(*kinds: Kind) -> Callable[[Snapshot], Rule]:
    return lambda snapshot: (snapshot.graph.has_kind(*kinds), lambda node: (family(snapshot.graph.id_of(node)),))


def _framework(snapshot: Snapshot) -> Rule:
    return frameworks(snapshot), lambda node: (family(snapshot.graph.id_of(node)),)


@kept
def frameworks(snapshot: Snapshot) -> Flags:
    """(n,): the packages that are frameworks of machine learning."""
    packages = snapshot.graph.has_kind(Kind.PACKAGE)
    marked = np.zeros(len(packages), bool)
    marked[[node for node, value in _frameworks_stated(snapshot, packages) if value == "yes"]] = True
    found: Flags = marked & packages
    return found


def _frameworks_stated(snapshot: Snapshot, packages: Flags) -> Iterable[tuple[int, str]]:
    """What components state about being a framework; where few are packages, as beside a hub, only these are read."""
    if np.count_nonzero(packages) * FEW_PACKAGES > len(packages):
        return stated(snapshot, "framework").items()
    nodes = np.flatnonzero(packages).tolist()
    return ((node, snapshot.components[node].attributes.get("framework", "")) for node in nodes)


FEW_PACKAGES = 100
"""Packages are few where there is one in so many components: all others would be read for them."""


def _base_model(snapshot: Snapshot) -> Rule:
    """The models that nothing upstream of them is said to be made from; a model that states no base is one itself."""
    graph = snapshot.graph
    models = graph.has_kind(Kind.MODEL, Kind.MODEL_SERVICE, Kind.ADAPTER)
    lineage = graph.relation_has_kind(*(LINEAGE - {RelationKind.TRAINED_ON}))
    hidden = graph.knowledge == KNOWLEDGE.index(Knowledge.UNKNOWN)
    made_from = lineage & models[graph.relation_source] & (models | hidden)[graph.relation_target]
    bases: dict[int, frozenset[int]] = {}
    parents: dict[int, set[int]] = {}
    for source, target in zip(
        graph.relation_source[made_from].tolist(), graph.relation_target[made_from].tolist(), strict=True
    ):
        if graph.group[source] != graph.group[target]:
            parents.setdefault(int(graph.group[source]), set()).add(target)
    # Nodes stand in level order, so that from the end every parent is known before its children.
    for node in np.flatnonzero(models | hidden)[::-1].tolist():
        above = parents.get(int(graph.group[node]), set())
        bases[node] = frozenset().union(*(bases[each] for each in above)) if above else frozenset({node})
    return models, lambda node: tuple(sorted({family(graph.id_of(base)) for base in bases[node] if not hidden[base]}))


def _jurisdiction(snapshot: Snapshot) -> Rule:
    found = makers(snapshot.graph)
    return _made_things(snapshot), lambda node: _distinct(_country(snapshot, party) for party in found.get(node, ()))


def _company(snapshot: Snapshot) -> Rule:
    """Who answers for a thing of any class: as its maker, its operator or its named supplier."""
    graph = snapshot.graph
    owner = party_of_nodes(graph)
    things = ~graph.has_kind(Kind.SYSTEM, Kind.PARTY, Kind.UNKNOWN)
    return things, lambda node: (graph.id_of(int(owner[node])),) if owner[node] >= 0 else ()


def _maintainer(snapshot: Snapshot) -> Rule:
    """Who is stated to maintain it, else its author, else its maker; a name of a party that is there is that party."""
    made, party = _maker_ids(snapshot), _party_named(snapshot)

    def maintained(node: int) -> tuple[ComponentId, ...]:
        attributes = snapshot.components[node].attributes
        stated = _values(attributes.get("maintainer") or attributes.get("author") or "")
        return tuple(dict.fromkeys(map(party, stated))) or made(node)

    return _made_things(snapshot), maintained


def _by_attribute(snapshot: Snapshot, axis: Axis) -> Rule:
    """Components of every kind of which at least one states the attribute; those that do not are unknown."""
    name = axis.removeprefix(ATTRIBUTE)
    stating = {component.kind for component in snapshot.components if component.attributes.get(name)}
    return snapshot.graph.has_kind(*stating), lambda node: _values(snapshot.components[node].attributes.get(name, ""))


_RULES: Mapping[Dimension, Callable[[Snapshot], Rule]] = {
    Dimension.MODEL_VENDOR: _vendor,
    Dimension.CLOUD: _itself(Kind.CLOUD),
    Dimension.HARDWARE_MAKER: _hardware_maker,
    Dimension.FRAMEWORK: _framework,
    Dimension.HUB: _itself(Kind.HUB),
    Dimension.BASE_MODEL: _base_model,
    Dimension.JURISDICTION: _jurisdiction,
    Dimension.LICENCE: lambda snapshot: _by_attribute(snapshot, "licence"),
    Dimension.MAINTAINER: _maintainer,
    Dimension.COMPANY: _company,
}


def _maker_ids(snapshot: Snapshot) -> Callable[[int], tuple[ComponentId, ...]]:
    graph, found = snapshot.graph, makers(snapshot.graph)
    return lambda node: tuple(graph.id_of(party) for party in found.get(node, ()))


def _party_named(snapshot: Snapshot) -> Callable[[ComponentId], ComponentId]:
    """By a stated name or namespace the party of the graph that it means; the text itself for strangers."""
    graph = snapshot.graph
    nodes = np.flatnonzero(graph.has_kind(Kind.PARTY)).tolist()
    by_name = {graph.names[node].casefold(): graph.id_of(node) for node in nodes}

    def meant(text: ComponentId) -> ComponentId:
        known = party_of_namespace(text)
        found = graph.find(known.id) if known is not None else None
        return by_name.get(text.casefold(), text) if found is None else graph.id_of(found)

    return meant


def _made_things(snapshot: Snapshot) -> Flags:
    return snapshot.graph.has_kind(*(kind for kind in KINDS if kind.component_class.value.startswith("C")))


def _country(snapshot: Snapshot, party: int) -> str:
    component = snapshot.components[party]
    known = parties().get(component.id.removeprefix("party:"))
    return component.attributes.get("country") or (known.country if known else "")


def _values(text: str) -> tuple[ComponentId, ...]:
    """Where claims disagree, every value counts for its part."""
    return _distinct(text.split(CONFLICT_SEPARATOR))


def _distinct(texts: Iterable[str]) -> tuple[ComponentId, ...]:
    return tuple(sorted({ComponentId(text.strip()) for text in texts if text.strip()}))
