"""How deep it goes, as tables: by class and greatest depth, by tier, and the cycles."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.domain.component import CLASS_TITLES, ComponentClass
from explorer.graph.snapshot import Snapshot
from explorer.pipeline import sentences
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import counted
from explorer.pipeline.table import Cell, Table


def depth_table(snapshot: Snapshot, answers: Answers) -> Table:
    """Components per class and greatest depth, and the longest chain."""
    columns, rows = _histogram(answers.depth.histogram, "depth")
    chain = " → ".join(sentences.name_of(snapshot, node) for node in answers.depth.longest_chain)
    note = (
        "Columns are greatest depth, relations on the longest way; a cycle counts as one place. "
        f"{_cycles(answers)} Longest chain: {chain or 'none'}."
    )
    return Table("depth", sentences.depth_sentence(snapshot, answers), columns, rows, note)


def tier_table(snapshot: Snapshot, answers: Answers) -> Table:
    """Components per class and least depth."""
    columns, rows = _histogram(answers.depth.tiers, "tier")
    note = (
        "Tier 1 is what a system relies on directly, tier 2 what those rely on, and so on: least depth, relations on the shortest way, "
        f"where the depth table counts greatest depth, on the longest. {_cycles(answers)}"
    )
    return Table("depth", sentences.depth_sentence(snapshot, answers), columns, rows, note)


def cycle_table(snapshot: Snapshot, answers: Answers) -> Table:
    """Every component that lies on a cycle."""
    rows: list[tuple[Cell, ...]] = [
        (cycle.name, len(cycle.nodes), sentences.name_of(snapshot, node), snapshot.graph.id_of(node))
        for cycle in answers.depth.cycles
        for node in cycle.nodes
    ]
    note = "Components of a cycle rely on each other in a circle; depth counts the whole cycle as one place."
    return Table("depth", _cycles(answers), ("cycle", "members", "component", "id"), tuple(rows), note)


def chain_table(snapshot: Snapshot, answers: Answers) -> Table:
    """The longest chain link by link, each with the first place where it was read."""
    graph, chain = snapshot.graph, answers.depth.longest_chain
    rows: list[tuple[Cell, ...]] = []
    for step, (source, target) in enumerate(zip(chain, chain[1:], strict=False), 1):
        links = [one for one in graph.up.relations_of(source).tolist() if graph.relation_target[one] == target]
        evidence = [each for one in links for each in snapshot.relations[one].evidence]
        words = ", ".join(dict.fromkeys(graph.relation_kind_of(one).value for one in links))
        rows.append(
            (
                step, sentences.name_of(snapshot, source), words, sentences.name_of(snapshot, target),
                evidence[0].place() if evidence else None,
            )
        )  # fmt: skip
    columns = ("step", "from", "relation", "to", "where it was read")
    note = "Where several chains are as long, the first by name is shown."
    return Table("depth", sentences.depth_sentence(snapshot, answers), columns, tuple(rows), note)


def _cycles(answers: Answers) -> str:
    found = answers.depth.cycles
    if not found:
        return "No components upstream rely on each other in a circle."
    names = "; ".join(cycle.name for cycle in found[:3])
    more = f"; and {counted(len(found) - 3, 'more cycle')}" if len(found) > 3 else ""
    return f"{counted(len(found), 'cycle')} upstream: {names}{more}."


def _histogram(
    histogram: Mapping[ComponentClass, tuple[int, ...]], word: str
) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    depths = len(next(iter(histogram.values()), ()))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (CLASS_TITLES[each], *histogram[each]) for each in ComponentClass if any(histogram[each])
    )
    return ("class", *(f"{word} {each}" for each in range(depths))), rows
