"""Who would have to tell us what, in words and as a table."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from math import exp, inf, log10

import numpy as np

from explorer.analysis.frontier import FIRST_FACTS, Ask, Fact, Frontier, frontier
from explorer.analysis.own_parties import own_parties
from explorer.domain.component import ComponentClass
from explorer.graph.kept import kept
from explorer.graph.snapshot import Snapshot
from explorer.pipeline import sentences
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted
from explorer.pipeline.table import Cell, Table
from explorer.progress import Progress

NOTE = (
    "Ranked by how much hangs on the answer (reveals): systems that rely on the component × paths that lead to it × components "
    "that rest on it. What lies behind an unknown cannot be counted. Whom to ask: the party that made the component; where none "
    "is known, its maintainers at the hub that distributes it. What your own teams know comes after what others must tell: a note "
    "tagged “own party” says that a party is yours (Edit › This party is our own). What a package depends on is public where its "
    "index lists it, and comes last: scan a lock file or a BOM, or switch on --online packages for PyPI."
)
COLUMNS = (
    "rank",
    "whom",
    "about",
    "tell us",
    "systems",
    "of",
    "paths",
    "components resting on it",
    "reveals",
    "depth",
    "id",
)


def frontier_table(snapshot: Snapshot, answers: Answers, facts: Collection[Fact] = FIRST_FACTS) -> Table:
    """Every missing fact, the most revealing first."""
    own = own_parties(snapshot.graph, answers.annotations)
    return _table(snapshot, answers.roots, frozenset(facts), own)


def frontier_of(
    snapshot: Snapshot, answers: Answers, facts: Collection[Fact] = FIRST_FACTS, progress: Progress | None = None
) -> Frontier:
    """What is missing upstream of the systems in scope, under the judgement that the answers were made with."""
    own = own_parties(snapshot.graph, answers.annotations)
    return frontier(snapshot.graph, answers.roots, frozenset(facts), progress, own=own)


@kept
def _table(snapshot: Snapshot, roots: Sequence[int], facts: Collection[Fact], own: frozenset[int]) -> Table:
    found = frontier(snapshot.graph, roots, facts, own=own)
    rows = tuple(_rows(snapshot, found))
    more = "" if set(facts) >= set(Fact) else " Who built and who made each component is asked with --facts all."
    return Table("frontier", frontier_sentence(snapshot, found), COLUMNS, rows, NOTE + more)


def frontier_sentence(snapshot: Snapshot, found: Frontier) -> str:
    """Whom to ask what first."""
    if not found.asks:
        return "Nobody would have to tell us anything: nothing upstream is known to be missing."
    first, public = found.asks[0], sum(ask.is_public for ask in found.asks)
    are = "is" if public == 1 else "are"
    hint = f"{are} public: scan a lock file or a BOM, or look them up online."
    if public == len(found.asks):
        return f"Nobody need be asked: {counted(public, 'missing fact')} {hint}"
    own = sum(ask.is_own for ask in found.asks)
    listed = f" {own:,} of them {'is' if own == 1 else 'are'} for your own teams." if own else ""
    listed += f" {public:,} of them {hint}" if public else ""
    return (
        f"First ask {whom(snapshot, first)} about {sentences.name_of(snapshot, first.component)}: {first.fact.value}; "
        f"{first.systems} of {counted(found.systems, 'system')} and {counted(first.resting, 'component')} rest on it; "
        f"{counted(len(found.asks), 'missing fact')} in all.{_first_maker(snapshot, found)}{listed}"
    )


def _first_maker(snapshot: Snapshot, found: Frontier) -> str:
    """The first question to a maker, where the first of all has nobody known who made it."""
    if found.asks[0].is_maker:
        return ""
    made = next(((place, ask) for place, ask in enumerate(found.asks, 1) if ask.is_maker), None)
    if made is None:
        return ""
    place, ask = made
    about = sentences.name_of(snapshot, ask.component)
    return f" The first to a known maker, place {place:,}: {whom(snapshot, ask)} about {about}, {ask.fact.value}."


_NOBODY_KNOWN = {Fact.IDENTITY: "whoever uses it", Fact.IMPLEMENTATION: "whoever runs it"}
"""Whom to ask where no maker and no hub is known."""


def whom(snapshot: Snapshot, ask: Ask) -> str:
    """Who would have to tell, in words."""
    if ask.addressee is None:
        return _NOBODY_KNOWN.get(ask.fact, "whoever made it")
    name = snapshot.graph.names[ask.addressee]
    if ask.is_own:
        return f"your own teams ({name})"
    if ask.is_public:
        return f"public: look it up at {name}"
    is_hub = snapshot.graph.kind_of(ask.addressee).component_class is ComponentClass.DISTRIBUTION
    return f"its maintainers, at {name}" if is_hub and not ask.is_maker else name


def paths_text(log_paths: float) -> str:
    """A number of paths, however large.

    >>> from math import log
    >>> paths_text(0.0), paths_text(log(1234567)), paths_text(2000.0)
    ('1', '1,234,567', 'about 10^869')
    """
    if log_paths == -inf:
        return "0"
    return f"{round(exp(log_paths)):,}" if log_paths < 27 else f"about 10^{round(log_paths / 2.302585092994046)}"


def reveal_text(ask: Ask) -> str:
    """The product that the asks are ranked by."""
    return paths_text(ask.log_reveal)


def _rows(snapshot: Snapshot, found: Frontier) -> Iterator[tuple[Cell, ...]]:
    """One row per ask; what is said of one component or addressee is put into words once."""
    firsts = {ask.component: ask for ask in found.asks}
    nodes = np.array(list(firsts), np.int64)
    about = zip(firsts, sentences.names_at(snapshot, nodes), snapshot.graph.ids.texts(nodes), strict=True)
    said = {
        node: (name, _number(firsts[node].log_paths), _number(firsts[node].log_reveal), identity)
        for node, name, identity in about
    }
    addressed = {_addressed(ask): ask for ask in found.asks}
    told = {key: whom(snapshot, ask) for key, ask in addressed.items()}
    for place, ask in enumerate(found.asks, 1):
        name, paths, reveals, identity = said[ask.component]
        yield (
            place, told[_addressed(ask)], name, ask.fact.value, ask.systems, found.systems,
            paths, ask.resting, reveals, ask.depth, identity,
        )  # fmt: skip


def _addressed(ask: Ask) -> tuple[int | None, bool, bool, bool, str]:
    """All that the words for the addressee depend on."""
    return ask.addressee, ask.is_maker, ask.is_public, ask.is_own, _NOBODY_KNOWN.get(ask.fact, "")


def _number(logarithm: float) -> Cell:
    """A whole number where a float holds it exactly, else in words."""
    return round(exp(logarithm)) if logarithm < 53 * log10(2) / log10(exp(1)) else paths_text(logarithm)
