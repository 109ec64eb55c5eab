"""What systems secretly share, in words and as tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from explorer.analysis.ancestors import Ancestor, Ancestors, Pair, ancestors
from explorer.domain.component import ComponentClass
from explorer.graph.kept import kept
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KINDS
from explorer.pipeline import sentences
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted, name_of, percent
from explorer.pipeline.table import Cell, Table

NOTE = (
    "Hidden: no system relies on it directly, so nobody who looks at direct dependencies sees that it is shared. Diversity "
    "is how many systems that share nothing these are worth (Leinster and Cobbold 2012, order 2, similarity by Jaccard's "
    "index of what is upstream): at most, since unknown components may be shared too; at least, if they are wherever they "
    "can be. More may hide behind an unknown component; it counts as one."
)
TELLING = (
    ComponentClass.MODEL,
    ComponentClass.DATA,
    ComponentClass.ADAPTATION,
    ComponentClass.COMPUTE,
    ComponentClass.PARTY,
    ComponentClass.LIBRARY,
)
"""The classes that say most of what two systems share, in this order; hubs are expected to be shared."""
SUBSTANCE = frozenset(TELLING[:4])
"""What two systems can share without any package in common."""


COLUMNS = ("name", "kind", "systems", "of", "hidden", "least depth", "rely on it", "shared by", "id")


def ancestors_table(snapshot: Snapshot, answers: Answers) -> Table:
    """Everything that at least two systems rely on."""
    return _table(snapshot, answers.roots)


@kept
def _table(snapshot: Snapshot, roots: Sequence[int]) -> Table:
    found = ancestors(snapshot.graph, roots)
    rows = _rows(snapshot, found)
    return Table("ancestors", ancestors_sentence(snapshot, found), COLUMNS, rows, f"{diversity_text(found)} {NOTE}")


def pairs_table(snapshot: Snapshot, answers: Answers) -> Table:
    """What every two systems share."""
    found = ancestors(snapshot.graph, answers.roots)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            sentences.name_of(snapshot, pair.first), sentences.name_of(snapshot, pair.second), pair.shared, pair.together,
            _round(pair.share), _round(pair.share_greatest), pair.directly, "yes" if pair.looks_independent else "no",
        )
        for pair in found.pairs
    )  # fmt: skip
    columns = ("system", "and", "shared", "of", "share, at least", "share, at most", "directly", "looks independent")
    return Table("ancestors", ancestors_sentence(snapshot, found), columns, rows, f"{diversity_text(found)} {NOTE}")


def shared_table(snapshot: Snapshot, answers: Answers) -> Table:
    """What the pair shares that the sentence names, the most telling first."""
    found = ancestors(snapshot.graph, answers.roots)
    pair = first_pair(snapshot, found, found.pairs)
    some = replace(found, ancestors=tuple(telling(snapshot, found, pair))) if pair is not None else found
    places = [COLUMNS.index(each) for each in ("name", "kind", "systems", "of", "hidden", "least depth", "shared by")]
    rows = tuple(tuple(row[place] for place in places) for row in _rows(snapshot, some))
    columns = tuple(COLUMNS[place] for place in places)
    return Table("ancestors", ancestors_sentence(snapshot, found), columns, rows, f"{diversity_text(found)} {NOTE}")


def ancestors_sentence(snapshot: Snapshot, found: Ancestors) -> str:
    """What the first pair to look at shares."""
    if len(found.systems) < 2:
        return "One system alone shares nothing; look at the whole portfolio."
    pair = first_pair(snapshot, found, found.pairs)
    if pair is None or not pair.shared:
        return f"None of the {counted(len(found.systems), 'system')} share anything that was found."
    return pair_sentence(snapshot, found, pair)


def first_pair(snapshot: Snapshot, found: Ancestors, pairs: Sequence[Pair]) -> Pair | None:
    """The pair that shares most of substance though it looks independent, else the first that is given."""
    hidden = [pair for pair in pairs if pair.looks_independent and pair.shared]
    return max(hidden, key=_by_substance(snapshot, found)) if hidden else next(iter(pairs), None)


def _by_substance(snapshot: Snapshot, found: Ancestors) -> Callable[[Pair], int]:
    """How many models, data, adapters, clouds and chips a pair shares; packages and hubs are much the same everywhere."""
    kinds = snapshot.graph.kind_of
    shared = [each.systems for each in found.ancestors if kinds(each.node).component_class in SUBSTANCE]
    return lambda pair: sum(pair.first in systems and pair.second in systems for systems in shared)


def pair_sentence(snapshot: Snapshot, found: Ancestors, pair: Pair) -> str:
    """What two systems share, in words."""
    one, two = sentences.name_of(snapshot, pair.first), sentences.name_of(snapshot, pair.second)
    if not pair.shared:
        return f"{one} and {two} share nothing that was found."
    looks = (
        "name nothing in common, yet"
        if pair.looks_independent
        else f"name {counted(pair.directly, 'component')} in common and"
    )
    named = (sentences.name_of(snapshot, each.node) for each in _examples(snapshot, found, pair))
    examples = " and ".join(name.rpartition("/")[2] or name for name in named)
    return f"{one} and {two} {looks} share {pair.shared:,} of {pair.together:,} components, such as {examples}."


def _examples(snapshot: Snapshot, found: Ancestors, pair: Pair) -> list[Ancestor]:
    """The first of each class, two at the most: more finds no room in a headline."""
    firsts: dict[ComponentClass, Ancestor] = {}
    for each in telling(snapshot, found, pair):
        firsts.setdefault(snapshot.graph.kind_of(each.node).component_class, each)
    return list(firsts.values())[:2]


def telling(snapshot: Snapshot, found: Ancestors, pair: Pair) -> list[Ancestor]:
    """What two systems share, models and data first, the rarest first, hidden before open, most resting on it first."""
    both = [each for each in found.ancestors if pair.first in each.systems and pair.second in each.systems]

    def order(each: Ancestor) -> tuple[int, int, bool, int, int]:
        chosen = snapshot.graph.kind_of(each.node).component_class
        place = TELLING.index(chosen) if chosen in TELLING else len(TELLING)
        return (place, len(each.systems), not each.is_hidden, -each.resting, each.node)

    return sorted(both, key=order)


def diversity_text(found: Ancestors) -> str:
    """The diversity score with its interval."""
    if found.diversity is None or found.diversity_least is None:
        return "Diversity: not assessed, there is no system."
    total = counted(len(found.systems), "system")
    verb = "is" if len(found.systems) == 1 else "are"
    return f"The {total} {verb} worth at most {found.diversity:.2f} independent ones, at least {found.diversity_least:.2f}."


def share_text(pair: Pair) -> str:
    """The shared part of a pair with its bound."""
    if pair.share is None or pair.share_greatest is None:
        return percent(None)
    least, greatest = percent(pair.share), percent(pair.share_greatest)
    return least if least == greatest else f"{least} to {greatest}"


def _rows(snapshot: Snapshot, found: Ancestors) -> tuple[tuple[Cell, ...], ...]:
    """One row per ancestor; those that share one set of systems share one text of names."""
    names = sentences.names_of(snapshot)
    shared_by = {each.systems: "" for each in found.ancestors}
    shared_by = {systems: ", ".join(names[system] for system in systems) for systems in shared_by}
    graph, kinds = snapshot.graph, [kind.value for kind in KINDS]
    nodes = np.array([each.node for each in found.ancestors], np.int64)
    parts = zip(found.ancestors, graph.kind[nodes].tolist(), graph.ids.texts(nodes), strict=True)
    return tuple(
        (
            names[each.node], kinds[kind], len(each.systems), len(found.systems), "yes" if each.is_hidden else "no",
            min(each.depths), each.relying, shared_by[each.systems], identity,
        )
        for each, kind, identity in parts
    )  # fmt: skip


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def open_words(snapshot: Snapshot, found: Sequence[Ancestor]) -> str:
    """Which of what is shared is not hidden, because some system relies on it directly; empty where all is hidden."""
    said = []
    for each in found[:MOST_OPEN]:
        users = [
            name_of(snapshot, system) for system, depth in zip(each.systems, each.depths, strict=True) if depth == 1
        ]
        said.append(f"{name_of(snapshot, each.node)} (used directly by {', '.join(users)})")
    if not said:
        return ""
    more = f" and {len(found) - MOST_OPEN:,} more" if len(found) > MOST_OPEN else ""
    return f"Not hidden: {', '.join(said)}{more}."


MOST_OPEN = 2
"""Components named in the sentence on what is not hidden."""
