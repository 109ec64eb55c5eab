"""`catchment show` and `catchment why`: answers from a workspace."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from explorer.analysis.why import Why, why
from explorer.cli.printing import as_csv, as_json, as_text, deliver, lines_of
from explorer.domain.annotations import Annotation
from explorer.domain.component import ComponentId
from explorer.errors import InputError
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers, answer
from explorer.pipeline.portfolio import portfolio_of
from explorer.pipeline.sentences import counted, name_of
from explorer.pipeline.tables import TABLES, Table, concentration_table


def show(options: Namespace) -> int:
    """Print one answer."""
    snapshot, annotations = load(options.workspace)
    answers = answers_for(snapshot, annotations, options.system)
    table = _table(options, snapshot, answers)
    render = {"table": as_text, "json": as_json, "csv": as_csv}[options.format]
    deliver(render(table), None)
    return 0


def why_here(options: Namespace) -> int:
    """Print the shortest paths from one component up to another."""
    if options.most < 1:
        raise InputError(f"--most is {options.most}.", "Ask for at least one path.")
    snapshot, _ = load(options.workspace)
    start, goal = find_component(snapshot, options.start), find_component(snapshot, options.goal)
    answer_ = why(snapshot.graph, start, goal, options.most)
    text = _paths_json(snapshot, answer_) if options.format == "json" else _paths_text(snapshot, answer_)
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


def answers_for(snapshot: Snapshot, annotations: tuple[Annotation, ...], system: str | None) -> Answers:
    """All answers for one system by name or identity, or for the portfolio."""
    scope = None
    if system is not None:
        names = {
            snapshot.components[int(node)].name: snapshot.graph.id_of(int(node)) for node in snapshot.graph.systems
        }
        scope = names.get(system, ComponentId(system))
        if scope not in snapshot.systems():
            known = ", ".join(sorted(names)) or "none"
            raise InputError(f"No system is called {system}.", f"Known are: {known}.")
    return answer(snapshot, annotations, scope, datetime.now(UTC).date())


def find_component(snapshot: Snapshot, text: str) -> int:
    """A node by identity, or by a name that only one component has. Raises `InputError` otherwise."""
    node = snapshot.graph.find(text)
    if node is not None:
        return node
    wanted = text.casefold()
    named = [place for place, each in enumerate(snapshot.components) if each.name.casefold() == wanted]
    if len(named) == 1:
        return named[0]
    if named:
        choices = ", ".join(snapshot.components[place].id for place in named[:6])
        raise InputError(f"{counted(len(named), 'component')} are called {text}.", f"Give an identity: {choices}.")
    near = [each.id for each in snapshot.components if wanted in each.id.casefold()][:6]
    advice = f"Near are: {', '.join(near)}." if near else "`catchment show WORKSPACE inventory` lists all."
    raise InputError(f"Nothing is called {text}.", advice)


def _table(options: Namespace, snapshot: Snapshot, answers: Answers) -> Table:
    if options.by is None:
        return TABLES[options.question](snapshot, answers)
    if options.question != "concentration":
        raise InputError("--by goes with concentration only.", "Leave it out.")
    dimension = options.by.upper()
    if dimension not in {each.dimension.value for each in answers.concentrations}:
        raise InputError(f"No dimension is called {options.by}.", "Known are V1, V2, V3, V4, V5.")
    return concentration_table(snapshot, answers, dimension)


def _paths_text(snapshot: Snapshot, answer_: Why) -> str:
    start, goal = name_of(snapshot, answer_.start), name_of(snapshot, answer_.goal)
    if not answer_.paths:
        return f"{start} does not rely on {goal}.\n"
    total = (
        "an uncounted number of paths (a cycle lies between)"
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
        "bounded": answer_.bounded,
        "chokepoints": [graph.id_of(node) for node in answer_.chokepoints],
        "exclusive": answer_.exclusive,
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
