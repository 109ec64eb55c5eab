"""`catchment diff`: what changed between two snapshots, and whether that made anything worse."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from explorer.cli.judgement_arguments import BREACH_WORDS
from explorer.cli.printing import as_csv, as_json, as_text, deliver
from explorer.domain.annotations import Annotation
from explorer.errors import InputError
from explorer.graph.corrections import corrected
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.as_of import today
from explorer.pipeline.changes import Changes, Direction, changes_between
from explorer.pipeline.changes_table import change_table, delta_table
from explorer.pipeline.portfolio import corrections_in
from explorer.pipeline.table import Table

Breach = Callable[[Changes], list[str]]


def diff(options: Namespace) -> int:
    """Print what changed; 1 where something happened that was asked to fail on."""
    asked = [word for word in options.fail_on.split(",") if word]
    if unknown := set(asked) - set(BREACH_WORDS):
        raise InputError(
            f"Nothing to fail on is called {', '.join(sorted(unknown))}.", f"Known are: {', '.join(BREACH_WORDS)}."
        )
    render = {"table": as_text, "json": as_json, "csv": as_csv}[options.format]
    if options.history:
        deliver(render(_history(options.before, options.system)), None)
        return 0
    before, after, annotations = _both(options)
    before, after = (corrected(each, corrections_in(annotations)) for each in (before, after))
    changes = changes_between(before, after, annotations, today())
    tables = [delta_table(changes), change_table(changes)]
    if options.format == "json":
        deliver("[\n" + ",\n".join(render(each).rstrip() for each in tables) + "\n]\n", None)
    else:
        deliver("\n".join(render(each) for each in tables), None)
    breaches = [line for word in asked for line in _BREACHES[word](changes)]
    for line in breaches:
        print(f"catchment: {line}", file=sys.stderr)
    return 1 if breaches else 0


def _worse(prefix: str) -> Breach:
    def breach(changes: Changes) -> list[str]:
        return [
            f"{each.figure} got worse: {each.before:.3g} before, {each.after:.3g} after."
            for each in changes.deltas
            if each.figure.startswith(prefix) and each.direction is Direction.WORSE
            if each.before is not None and each.after is not None
        ]

    return breach


def _anything(changes: Changes) -> list[str]:
    found = changes.difference
    count = len(found.components) + len(found.relations)
    return [f"{count:,} things changed."] if count else []


_BREACHES: dict[str, Breach] = {
    "any": _anything,
    "worse": _worse(""),
    "depth": _worse("deepest chain"),
    "unknown": _worse("share beyond sight"),
    "concentration": _worse("concentration"),
    "trust": lambda changes: _worse("share of boundaries examined")(changes) + _worse("boundaries whose")(changes),
    "boundaries": lambda changes: [
        f"{one} relies on {other}, and did not before." for one, other in changes.new_boundaries
    ],
    "parties": lambda changes: [f"{each} was not upstream before." for each in changes.new_parties],
}


def _both(options: Namespace) -> tuple[Snapshot, Snapshot, tuple[Annotation, ...]]:
    if options.after is None:
        return _last_two(options.before, options.system)
    annotations: tuple[Annotation, ...] = ()
    found = []
    for text in (options.before, options.after):
        snapshot, written = _snapshot(text, options.system)
        annotations = annotations or written
        found.append(snapshot)
    return found[0], found[1], annotations


def _snapshot(text: str, system: str | None) -> tuple[Snapshot, tuple[Annotation, ...]]:
    """A snapshot by what names it, with the annotations of its workspace."""
    from explorer.pipeline.scan import scan
    from explorer.storage.workspace import Workspace

    path, _, number = text.partition("#")
    if not Path(path).is_file() or not path.endswith(".catchment"):
        return scan([text], system), ()
    with Workspace.open(Path(path)) as workspace:
        written = workspace.annotations()
        if number:
            return _by_number(workspace.load_snapshot, number, path), written
        if system is None:
            return workspace.portfolio(), written
        entry = next((each for each in workspace.systems() if system in (each.name, each.id)), None)
        if entry is None:
            raise InputError(f"No system of {path} is called {system}.", f"Known are: {_names(workspace.systems())}.")
        return workspace.load_snapshot(entry.snapshot_id), written


def _by_number(load: Callable[[int], Snapshot], number: str, path: str) -> Snapshot:
    try:
        return load(int(number))
    except (ValueError, KeyError) as error:
        raise InputError(
            f"{path} has no snapshot {number}.", f"`catchment diff {path}` says which there are."
        ) from error


def _history(path: str, system: str | None) -> Table:
    from explorer.pipeline.trend import trend, trend_table
    from explorer.storage.workspace import Workspace

    if not Path(path).is_file() or not path.endswith(".catchment"):
        raise InputError(f"{path} keeps no scans.", "Give a workspace.")
    with Workspace.open(Path(path)) as workspace:
        entries = [each for each in workspace.systems() if system in (None, each.name, each.id)]
        if len(entries) != 1:
            raise InputError("A history is about one system.", f"Choose with --system: {_names(workspace.systems())}.")
        return trend_table(trend(workspace, entries[0].id, workspace.annotations(), today()))


def _last_two(path: str, system: str | None) -> tuple[Snapshot, Snapshot, tuple[Annotation, ...]]:
    from explorer.storage.workspace import Workspace

    if not Path(path).is_file() or not path.endswith(".catchment"):
        raise InputError(f"{path} is compared with nothing.", "Give two, or one workspace.")
    with Workspace.open(Path(path)) as workspace:
        entries = [each for each in workspace.systems() if system in (None, each.name, each.id)]
        several = [each for each in entries if len(workspace.snapshots(each.id)) > 1]
        if len(several) != 1:
            what = "No system has" if not several else "Several systems have"
            raise InputError(f"{what} two snapshots to compare.", f"Choose with --system: {_names(entries)}.")
        numbers = [each.id for each in workspace.snapshots(several[0].id)]
        return workspace.load_snapshot(numbers[-2]), workspace.load_snapshot(numbers[-1]), workspace.annotations()


def _names(entries: object) -> str:
    return ", ".join(each.name for each in entries) or "none"  # type: ignore[attr-defined]
