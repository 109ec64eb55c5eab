"""Which components are drawn together as one counted mark, before anybody expands anything.

Three rules, in this order:

1. Packages with the same owners (the systems that rely on them) belong together, direct and deeper ones apart.
2. Siblings: components of one class that the same marks rely on. Models and adapters must also rely on the same
   things, because their lineage is what one wants to see.
3. Where that still leaves too many marks, the least connected of them are joined by class and stratum.

Known and unknown components are never bundled together. Nothing here depends on filters, pins or what is expanded, so
that none of these can change a bundle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from explorer.domain.component import CLASS_TITLES, ComponentClass, Kind
from explorer.graph.adjacency import Int32, Int64
from explorer.graph.supply_graph import KINDS
from explorer.graph.text_column import Offsets
from explorer.layout.drawing import CLASSES, Flags
from explorer.layout.owners import owner_roots, owners
from explorer.layout.survey import Survey

LEAST_MEMBERS = 4
"""Fewer than this are not worth a bundle."""

LEAST_JOINED = 3
"""Fewer marks than this are not joined by stratum."""

MOST_OWNER_GROUPS = 12
"""So many sets of owners get a bundle of packages of their own; the rest share one."""

_FINE_STRATA = 6

_PLURALS = {
    Kind.MODEL: "models",
    Kind.MODEL_SERVICE: "hosted models",
    Kind.DATASET: "datasets",
    Kind.CORPUS: "corpora",
    Kind.MCP_SERVER: "MCP servers",
    Kind.TOOL: "tools",
    Kind.AGENT: "agents",
    Kind.ACTION: "actions",
    Kind.CONTAINER_IMAGE: "container images",
    Kind.TRAINING_RUN: "training runs",
    Kind.CLOUD: "clouds",
    Kind.HARDWARE: "hardware",
    Kind.UNKNOWN: "unknown",
}
_HASH = npt.NDArray[np.uint64]
_LINEAGE_CLASSES = [CLASSES.index(ComponentClass.MODEL), CLASSES.index(ComponentClass.ADAPTATION)]


@dataclass(frozen=True, eq=False)
class Group:
    """Components that may be drawn as one mark."""

    key: str
    title: str
    members: Int32


@dataclass(frozen=True, eq=False)
class Grouping:
    """At most two nested groups per component."""

    groups: tuple[Group, ...]
    inner: Int32
    """(n,): position in `groups` by rules 1 and 2; -1 where alone."""
    outer: Int32
    """(n,): position in `groups` by rule 3; -1 where there is none."""


def group(survey: Survey, few: int, many: int, apart: Iterable[int] = ()) -> Grouping:
    """Group the candidates of a survey: nothing up to `few` of them, otherwise down to about `many` marks.

    `apart` are nodes that stay alone, such as those of special note.
    """
    nodes = len(survey.graph)
    free = survey.candidates.copy()
    free[survey.systems] = len(survey.systems) > few
    free[list(apart)] = False
    groups: list[Group] = []
    inner, outer = np.full(nodes, -1, np.int32), np.full(nodes, -1, np.int32)
    if int(survey.candidates.sum()) > few:
        _by_owners(survey, free, groups, inner)
        _by_siblings(survey, free, groups, inner)
        _by_stratum(survey, free, groups, inner, outer, many)
    return Grouping(tuple(groups), inner, outer)


def _by_owners(survey: Survey, free: Flags, groups: list[Group], inner: Int32) -> None:
    packages = np.flatnonzero(free & (survey.component_class == CLASSES.index(ComponentClass.LIBRARY)))
    owner = owners(survey.graph, survey.roots)[packages]
    deep, beyond, tier = survey.stratum[packages] > 1, survey.beyond[packages], _tiers(survey)[packages]
    found = [part for part in _equal_rows(owner, deep, beyond, tier) if len(part) >= LEAST_MEMBERS]
    found.sort(key=lambda part: (-len(part), int(part[0])))
    rest = found[MOST_OWNER_GROUPS:]
    parts = found[:MOST_OWNER_GROUPS] + [np.sort(np.concatenate(same)) for same in _split(rest, beyond, tier)]
    for part in parts:
        one_owner = len({int(code) for code in owner[part]}) == 1
        roots = owner_roots(int(owner[part[0]]), survey.roots) if one_owner else None
        names = ["several"] if roots is None else [survey.graph.id_of(root) for root in roots]
        depth = "deep" if deep[part[0]] else "direct"
        step = [f"step {tier[part[0]]}"] if survey.by_steps else []
        _add(survey, packages[part], ["owners", depth, *step, *names], groups, inner)


def _split(parts: Sequence[Int64], beyond: Flags, tier: Int32) -> list[list[Int64]]:
    """Parts that may be one: all known or all beyond, and of one tier."""
    found: dict[tuple[bool, int], list[Int64]] = {}
    for part in parts:
        found.setdefault((bool(beyond[part[0]]), int(tier[part[0]])), []).append(part)
    return [found[key] for key in sorted(found)]


def _tiers(survey: Survey) -> Int32:
    """(n,): the step that each node is away, where the drawing counts steps and a bundle must not reach over two; else 0."""
    return survey.stratum if survey.by_steps else np.zeros(len(survey.graph), np.int32)


def _by_siblings(survey: Survey, free: Flags, groups: list[Group], inner: Int32) -> None:
    """Level by level, so that what hangs on members of one bundle counts as hanging on one mark."""
    graph = survey.graph
    mark = _scatter(np.arange(len(graph), dtype=np.uint64))
    for position, one in enumerate(groups):
        mark[one.members] = _scatter(np.array([len(graph) + position], np.uint64))
    waiting = free & (inner < 0)
    lineage = waiting & np.isin(survey.component_class, _LINEAGE_CLASSES)
    sign = _sums(graph.up.offsets, _scatter(graph.up.targets.astype(np.uint64)), lineage)
    sign += _scatter(survey.component_class.astype(np.uint64) * np.uint64(2) + survey.beyond)
    if survey.by_steps:
        sign += _scatter(_scatter(survey.stratum.astype(np.uint64)))
    for first, last in zip(graph.level_starts[:-1].tolist(), graph.level_starts[1:].tolist(), strict=True):
        nodes = first + np.flatnonzero(waiting[first:last])
        if not len(nodes):
            continue
        sign[nodes] += _dependants(survey, nodes, mark)
        for part in _equal_rows(sign[nodes]):
            if len(part) >= LEAST_MEMBERS:
                mark[nodes[part]] = _scatter(sign[nodes[part]])
    nodes = np.flatnonzero(waiting)
    for part in _equal_rows(sign[nodes]):
        if len(part) >= LEAST_MEMBERS:
            _add(survey, nodes[part], ["siblings", graph.ids[int(nodes[part[0]])]], groups, inner)


def _dependants(survey: Survey, nodes: Int64, mark: _HASH) -> _HASH:
    """For each node one number for the set of marks that rely on it."""
    down = survey.graph.down
    slots = down.slots(nodes)
    counts = down.offsets[nodes + 1] - down.offsets[nodes]
    row = np.repeat(np.arange(len(nodes)), counts)
    seen = survey.candidates[down.targets[slots]]
    row, marks = row[seen], mark[down.targets[slots]][seen]
    order = np.lexsort((marks, row))
    row, marks = row[order], marks[order]
    first = np.ones(len(row), bool)
    first[1:] = (row[1:] != row[:-1]) | (marks[1:] != marks[:-1])
    total = np.zeros(len(nodes), np.uint64)
    np.add.at(total, row[first], marks[first])
    return total


def _by_stratum(survey: Survey, free: Flags, groups: list[Group], inner: Int32, outer: Int32, many: int) -> None:
    """Join the least connected marks until about `many` are left."""
    candidates = np.flatnonzero(survey.candidates)
    heads = np.concatenate([candidates[inner[candidates] < 0], [one.members[0] for one in groups]]).astype(np.int64)
    if len(heads) <= many:
        return
    weight = _importance(survey, heads, groups, inner)
    weight[~free[heads] | _of_owners(groups, inner[heads])] = np.inf
    keep = max(many // 2, many - 40)
    spare = np.sort(np.argsort(-weight, kind="stable")[keep:])
    spare = spare[np.isfinite(weight[spare])]
    bucket = _bucket(survey)
    rows = (survey.component_class[heads[spare]], bucket[heads[spare]], survey.beyond[heads[spare]])
    for part in _equal_rows(*rows):
        if len(part) < LEAST_JOINED:
            continue
        parts = [groups[inner[head]].members if inner[head] >= 0 else [head] for head in heads[spare[part]].tolist()]
        members = np.sort(np.concatenate(parts)).astype(np.int32)
        _add(survey, members, ["strata", str(bucket[heads[spare[part[0]]]])], groups, outer)


def _bucket(survey: Survey) -> Int32:
    """One for each of the first strata and of the bedrock, so that few relations lead back; eight for the deep."""
    stratum = survey.stratum
    if survey.by_steps:
        return stratum
    step = max(1, -(-(survey.bedrock - _FINE_STRATA) // 8))
    deep = (stratum >= _FINE_STRATA) & (stratum < survey.bedrock)
    return np.where(deep, _FINE_STRATA + (stratum - _FINE_STRATA) // step, stratum).astype(np.int32)


def _of_owners(groups: list[Group], inner: Int32) -> Flags:
    """Packages by owner are few and say who relies on what: they are never joined further."""
    by_owners = np.array([":owners:" in one.key for one in groups] + [False])
    return by_owners[inner]


def _importance(survey: Survey, heads: Int64, groups: list[Group], inner: Int32) -> npt.NDArray[np.float64]:
    """How much a mark deserves to be seen alone: its relations, its class, its nearness to the roots."""
    graph = survey.graph
    relations = (2 * graph.down.degree() + graph.up.degree()).astype(float)
    weight = np.log1p(relations[heads])
    weight[inner[heads] >= 0] += 1.0
    classes = survey.component_class[heads]
    weight += np.isin(classes, _LINEAGE_CLASSES) * 1.0
    weight += (survey.stratum[heads] >= survey.bedrock) * 2.0
    weight -= (classes == CLASSES.index(ComponentClass.UNKNOWN)) * 1.0
    return np.asarray(weight - 0.1 * np.minimum(survey.stratum[heads], 10))


def _add(
    survey: Survey, members: npt.NDArray[np.integer], parts: list[str], groups: list[Group], column: Int32
) -> None:
    component_class = CLASSES[survey.component_class[members[0]]]
    beyond = "beyond" if survey.beyond[members[0]] else "known"
    digest = blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    column[members] = len(groups)
    title = _title(survey, members, component_class)
    groups.append(Group(f"{component_class}:{beyond}:{parts[0]}:{digest}", title, members.astype(np.int32)))


def _title(survey: Survey, members: npt.NDArray[np.integer], component_class: ComponentClass) -> str:
    kinds = {KINDS[code] for code in survey.graph.kind[members].tolist()}
    if len(kinds) == 1 and (one := _PLURALS.get(next(iter(kinds)))):
        return one
    return "compute" if component_class is ComponentClass.COMPUTE else CLASS_TITLES[component_class].lower()


def _equal_rows(*columns: npt.NDArray[np.generic]) -> list[Int64]:
    """The positions that agree in all columns, as ascending arrays, in a fixed order."""
    count = len(columns[0])
    if not count:
        return []
    order = np.lexsort((np.arange(count), *columns))
    changed = np.zeros(count - 1, bool)
    for column in columns:
        changed |= column[order][1:] != column[order][:-1]
    return list(np.split(order, np.flatnonzero(changed) + 1))


def _sums(offsets: Offsets, values: _HASH, wanted: Flags) -> _HASH:
    """(n,): the sum of each row's values, wrapping; 0 where not wanted or where the row is empty."""
    running = np.zeros(len(values) + 1, np.uint64)
    np.cumsum(values, out=running[1:])
    return np.where(wanted, running[offsets[1:]] - running[offsets[:-1]], np.uint64(0))


def _scatter(numbers: _HASH) -> _HASH:
    """Numbers spread over 64 bits, so that sums of different sets differ. Source: splitmix64, S. Vigna, 2015."""
    mixed = numbers + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
