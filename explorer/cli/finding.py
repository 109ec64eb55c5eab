"""`catchment find`: components by a part of the name, by terms, or in spite of a slip."""

from __future__ import annotations

from argparse import Namespace

from explorer.cli.asking import answers_for, load
from explorer.cli.printing import as_csv, as_json, as_text, deliver
from explorer.graph.search import Search
from explorer.pipeline.sentences import counted
from explorer.pipeline.table import Table


def find(options: Namespace) -> int:
    """Print what is found; 0 also where nothing is."""
    snapshot, annotations = load(options.workspace)
    answers = answers_for(snapshot, annotations, options.system)
    found = Search(snapshot.graph, answers.depth.least).find(options.query, options.most)
    rows = tuple(
        (component.name, component.version or None, component.kind.value, component.knowledge.value,
         int(answers.depth.least[node]) if answers.depth.least[node] >= 0 else None, component.id)
        for node in found.nodes
        for component in [snapshot.components[node]]
    )  # fmt: skip
    if found.similar:
        headline = f"Nothing holds “{options.query}”; {counted(len(rows), 'component')} resemble it."
    else:
        of = "more than can be told" if found.total is None else f"{found.total:,}"
        headline = f"{counted(len(rows), 'component')} of {of} that hold “{options.query}”."
    table = Table("find", headline, ("name", "version", "kind", "knowledge", "depth", "id"), rows)
    deliver({"table": as_text, "json": as_json, "csv": as_csv}[options.format](table), None)
    return 0
