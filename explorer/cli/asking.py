"""`catchment show` and `catchment why`: answers from a workspace."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TypeVar

from explorer.analysis.concentration import Weight, concentration
from explorer.analysis.frontier import FIRST_FACTS, Fact
from explorer.analysis.risk_rollup import Rule
from explorer.analysis.why import Why, why
from explorer.cli.advisory_option import chosen_advisories, with_advisories
from explorer.cli.printing import as_csv, as_json, as_text, deliver, lines_of
from explorer.domain.annotations import Annotation
from explorer.domain.component import ComponentId
from explorer.domain.relation import RelationKind
from explorer.errors import InputError
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.ancestors_table import ancestors_table, pairs_table
from explorer.pipeline.answers import Answers, answer
from explorer.pipeline.as_of import today
from explorer.pipeline.chokepoints_table import GOALS, asked_goal, chokepoints_table
from explorer.pipeline.concentration_table import (
    OVERVIEW,
    asked_axis,
    concentration_table,
    holder_named,
    holder_table,
    overview_table,
)
from explorer.pipeline.depth_table import chain_table, cycle_table, depth_table, tier_table
from explorer.pipeline.findings import advisories_for
from explorer.pipeline.frontier_table import frontier_table
from explorer.pipeline.grid_table import component_matrix_table, system_matrix_table
from explorer.pipeline.matrix_table import matrix_table
from explorer.pipeline.outage import Stopping
from explorer.pipeline.outage_table import outage_table
from explorer.pipeline.own_words import asked_without
from explorer.pipeline.portfolio import portfolio_of
from explorer.pipeline.rollup_table import rollup_table
from explorer.pipeline.sentences import counted, name_of
from explorer.pipeline.tables import TABLES, Table
from explorer.pipeline.unassessed_table import gap_table, unassessed_table


def show(options: Namespace) -> int:
    """Print one answer."""
    snapshot, annotations = load(options.workspace)
    answers = answers_for(snapshot, annotations, options.system)
    table = (
        with_advisories(options, snapshot, answers)
        if options.question == "findings"
        else _table(options, snapshot, answers)
    )
    render = {"table": as_text, "json": as_json, "csv": as_csv}[options.format]
    deliver(render(table), None)
    return 0


def why_here(options: Namespace) -> int:
    """Print the shortest paths from one component up to another."""
    if options.most < 1:
        raise InputError(f"--most is {options.most}.", "Ask for at least one path.")
    snapshot, _ = load(options.workspace)
    start, goal = find_component(snapshot, options.start), find_component(snapshot, options.goal)
    via = [find_component(snapshot, each) for each in options.via]
    avoid = [find_component(snapshot, each) for each in options.avoid]
    answer_ = why(snapshot.graph, start, goal, options.most, via, avoid, _kinds(options.relations))
    narrowed = bool(via or avoid or options.relations)
    text = _paths_json(snapshot, answer_) if options.format == "json" else _paths_text(snapshot, answer_, narrowed)
    deliver(text, None)
    return 0


def load(path: str) -> tuple[Snapshot, tuple[Annotation, ...]]:
    """The portfolio and the annotations of a workspace. Raises `InputError` where the file does not exist."""
    from explorer.storage.workspace import Workspace

    if not Path(path).exists():
        raise InputError(f"{path} does not exist.", "Make a workspace with `catchment scan TARGET -w FILE`.")
    with Workspace.open(Path(path)) as workspace:
        annotations = workspace.annotations()
        return portfolio_of(workspace, annotations), annotations


def answers_for(
    snapshot: Snapshot, annotations: tuple[Annotation, ...], system: str | None, day: date | None = None
) -> Answers:
    """All answers for one system by name or identity, or for the portfolio; as of today, or of another day."""
    return answer(snapshot, annotations, scope_named(snapshot, system), day or today())


def scope_named(snapshot: Snapshot, system: str | None) -> ComponentId | None:
    """A system by name or identity; None for the whole portfolio. Raises `InputError` where there is none."""
    if system is None:
        return None
    names = {snapshot.components[int(node)].name: snapshot.graph.id_of(int(node)) for node in snapshot.graph.systems}
    scope = names.get(system, ComponentId(system))
    if scope not in snapshot.systems():
        known = ", ".join(sorted(names)) or "none"
        raise InputError(f"No system is called {system}.", f"Known are: {known}.")
    return scope


def find_component(snapshot: Snapshot, text: str) -> int:
    """A node by identity, or by a name that only one component has, with hyphens for spaces too. Raises `InputError` otherwise."""
    node = snapshot.graph.find(text)
    if node is not None:
        return node
    wanted, loosely = text.casefold(), _without_hyphens(text)
    named = [place for place, each in enumerate(snapshot.components) if each.name.casefold() == wanted]
    named = named or [place for place, each in enumerate(snapshot.components) if _without_hyphens(each.name) == loosely]
    if len(named) == 1:
        return named[0]
    if named:
        choices = ", ".join(snapshot.components[place].id for place in named[:6])
        raise InputError(f"{counted(len(named), 'component')} are called {text}.", f"Give an identity: {choices}.")
    near = [each.id for each in snapshot.components if wanted in each.id.casefold()][:6]
    advice = f"Near are: {', '.join(near)}." if near else "`catchment show WORKSPACE inventory` lists all."
    raise InputError(f"Nothing is called {text}.", advice)


def _without_hyphens(name: str) -> str:
    return name.casefold().replace("-", " ").replace("_", " ")


_GOES_WITH = {
    "by": ("concentration", "depth", "ancestors", "matrix", "outage", "rollup", "unassessed"),
    "weight": ("concentration",),
    "holder": ("concentration",),
    "without_own": ("concentration",),
    "to": ("chokepoints",),
    "share": ("chokepoints",),
    "facts": ("frontier",),
}
"""The questions that each option narrows."""


def _table(options: Namespace, snapshot: Snapshot, answers: Answers) -> Table:
    for option, questions in _GOES_WITH.items():
        if getattr(options, option) is not None and options.question not in questions:
            raise InputError(f"--{option.replace('_', '-')} goes with {' and '.join(questions)} only.", "Leave it out.")
    narrowed = _NARROWED.get(options.question)
    return narrowed(options, snapshot, answers) if narrowed else TABLES[options.question](snapshot, answers)


def _depth(options: Namespace, snapshot: Snapshot, answers: Answers) -> Table:
    known = {"class": depth_table, "tier": tier_table, "cycle": cycle_table, "chain": chain_table}
    return _one_of("--by", options.by or "class", known)(snapshot, answers)


def _ancestors(options: Namespace, snapshot: Snapshot, answers: Answers) -> Table:
    known = {"component": ancestors_table, "pair": pairs_table}
    return _one_of("--by", options.by or "component", known)(snapshot, answers)


def _matrix(options: Namespace, snapshot: Snapshot, answers: Answers) -> Table:
    known = {"party": matrix_table, "system": system_matrix_table, "component": component_matrix_table}
    return _one_of("--by", options.by or "party", known)(snapshot, answers)


def _outage(options: Namespace, snapshot: Snapshot, answers: Answers) -> Table:
    known = {each.value: each for each in Stopping}
    return outage_table(snapshot, answers, _one_of("--by", options.by or Stopping.COMPANY.value, known))


def _concentration(options: Namespace, snapshot: Snapshot, answers: Answers) -> Table:
    weight = _one_of("--weight", options.weight or Weight.SYSTEMS.value, {each.value: each for each in Weight})
    without = asked_without(snapshot, answers) if options.without_own else frozenset()
    if options.by == OVERVIEW and options.holder is None:
        return overview_table(snapshot, answers, weight, without)
    axis = None if options.by is None else asked_axis(snapshot, options.by)
    if options.holder is None:
        return concentration_table(snapshot, answers, axis, weight, without)
    if axis is None:
        raise InputError("--holder needs to know of what.", "Add --by, such as --by V1.")
    found = concentration(snapshot, answers.roots, axis, weight, without=without)
    return holder_table(snapshot, answers, found, holder_named(found, options.holder))


def _chokepoints(options: Namespace, snapshot: Snapshot, answers: Answers) -> Table:
    share = 0.5 if options.share is None else options.share
    if not 0 < share <= 1:
        raise InputError(f"--share is {share}.", "Give a part of the paths, above 0 and up to 1.")
    return chokepoints_table(snapshot, answers, GOALS if options.to is None else [asked_goal(options.to)], share)


def _rollup(options: Namespace, snapshot: Snapshot, answers: Answers) -> Table:
    from explorer.pipeline.judgement_settings import kept_scale
    from explorer.storage.workspace import Workspace

    rule = _one_of("--by", options.by or Rule.WORST.value, {each.value: each for each in Rule})
    with Workspace.open(Path(options.workspace)) as workspace:
        return rollup_table(snapshot, answers, rule, kept_scale(workspace))


def _frontier(options: Namespace, snapshot: Snapshot, answers: Answers) -> Table:
    return frontier_table(snapshot, answers, frozenset(Fact) if options.facts == "all" else FIRST_FACTS)


def _unassessed(options: Namespace, snapshot: Snapshot, answers: Answers) -> Table:
    found = advisories_for(snapshot, chosen_advisories(options.workspace, options.advisories))
    return gap_table(snapshot, answers, options.by, found) if options.by else unassessed_table(snapshot, answers, found)


_NARROWED = {
    "depth": _depth,
    "ancestors": _ancestors,
    "matrix": _matrix,
    "outage": _outage,
    "concentration": _concentration,
    "chokepoints": _chokepoints,
    "frontier": _frontier,
    "rollup": _rollup,
    "unassessed": _unassessed,
}

Choice = TypeVar("Choice")


def _one_of(option: str, word: str, known: Mapping[str, Choice]) -> Choice:
    if word.lower() not in known:
        raise InputError(f"{option} {word} is not known here.", f"Known are: {', '.join(known)}.")
    return known[word.lower()]


def _kinds(text: str | None) -> list[RelationKind] | None:
    if text is None:
        return None
    known = {each.value: each for each in RelationKind}
    return [_one_of("--relations", word.strip(), known) for word in text.split(",") if word.strip()]


def _paths_text(snapshot: Snapshot, answer_: Why, narrowed: bool) -> str:
    start, goal = name_of(snapshot, answer_.start), name_of(snapshot, answer_.goal)
    if not answer_.paths:
        missing = (
            f"No path of this sort leads from {start} to {goal}." if narrowed else f"{start} does not rely on {goal}."
        )
        return f"{missing}\n"
    total = (
        f"at least {counted(answer_.at_least, 'path')} (uncounted, since a cycle lies between)"
        if answer_.count is None
        else counted(answer_.count, "path")
    )
    lines = [f"{start} relies on {goal} by {total}; {len(answer_.paths)} shown, shortest first."]
    if answer_.chokepoints:
        lines.append(
            "Every path runs through: " + ", ".join(name_of(snapshot, node) for node in answer_.chokepoints) + "."
        )
    lines.append(f"Without {goal}, {counted(answer_.exclusive, 'component')} would no longer be reached.")
    for number, path in enumerate(answer_.paths, 1):
        lines += ["", f"{number}. {counted(len(path) - 1, 'step')}", f"   {name_of(snapshot, path[0])}"]
        for source, target in zip(path, path[1:], strict=False):
            for word, place in _hop(snapshot, source, target):
                lines.append(f"     {word} {name_of(snapshot, target)}   ({place})")
    return lines_of(lines)


def _paths_json(snapshot: Snapshot, answer_: Why) -> str:
    graph = snapshot.graph
    document = {
        "from": graph.id_of(answer_.start),
        "to": graph.id_of(answer_.goal),
        "count": answer_.count,
        "at least": answer_.at_least,
        "bounded": answer_.bounded,
        "chokepoints": [graph.id_of(node) for node in answer_.chokepoints],
        "exclusive": answer_.exclusive,
        "exclusive components": [graph.id_of(node) for node in answer_.exclusive_nodes],
        "on any path": [graph.id_of(node) for node in answer_.nodes],
        "paths": [
            [
                {"from": graph.id_of(source), "to": graph.id_of(target), "relations": [list(hop) for hop in _hop(snapshot, source, target)]}
                for source, target in zip(path, path[1:], strict=False)
            ]
            for path in answer_.paths
        ],
    }  # fmt: skip
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _hop(snapshot: Snapshot, source: int, target: int) -> list[tuple[str, str]]:
    """The relations of one step, each with the place of its first evidence."""
    graph = snapshot.graph
    found = []
    for relation in graph.up.relations_of(source).tolist():
        if graph.relation_target[relation] == target:
            evidence = snapshot.relations[relation].evidence
            found.append((graph.relation_kind_of(relation).value, evidence[0].place() if evidence else "no evidence"))
    return found
