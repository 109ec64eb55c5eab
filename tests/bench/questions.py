"""How long every question of the window and the command line takes on 100,000 components, in the processor's time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from explorer.analysis.controls import RecordedControls
from explorer.analysis.exposure import entries_of
from explorer.analysis.frontier import Fact
from explorer.analysis.incidents import replay
from explorer.analysis.substitution import substitution
from explorer.analysis.swaps import Swap
from explorer.analysis.why import why
from explorer.domain.component import ComponentId, Kind
from explorer.graph.reach import upstream
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.attacks import AttackType, attack_types
from explorer.knowledge.incidents import incidents
from explorer.pipeline.answers import Answers, answer
from explorer.pipeline.chokepoints_table import GOALS, chokepoints_table
from explorer.pipeline.controls_table import cuts_table
from explorer.pipeline.frontier_table import frontier_table
from explorer.pipeline.incident_table import timeline_table
from explorer.pipeline.response import respond, response_document
from explorer.pipeline.summary import summary_lines
from explorer.pipeline.tables import TABLES
from explorer.pipeline.vendor_sheet import parties_in, sheet_document, vendor_sheet
from explorer.pipeline.whatif import controls_in_place, what_if
from explorer.pipeline.whatif_table import exposure_table
from explorer.storage.workspace import Workspace
from tests.bench.measures import Figure
from tests.layout.synthetic import portfolio

SYSTEMS, COMPONENTS = 50, 100_000
BAR = 100.0
"""Milliseconds."""


def question_times() -> list[Figure]:
    """Every question twice over on a made-up portfolio read back from its workspace: asked first, and asked again.

    `first` is the first time in this snapshot, with all that is kept for later; `again` is the median of three more,
    which is what changing a choice or coming back to a view costs.
    """
    snapshot = _kept(portfolio(SYSTEMS, COMPONENTS))
    today = datetime.now(UTC).date()
    began = time.process_time()
    answers = answer(snapshot, (), None, today)
    figures = [Figure(f"all answers, {COMPONENTS:,} components, first", (time.process_time() - began) * 1000, "ms")]
    for name, ask in _questions(snapshot, answers).items():
        figures += _twice(name, ask)
    return figures + _each_once(snapshot, answers.roots)


def _twice(name: str, ask: Callable[[], object]) -> list[Figure]:
    times = []
    for _ in range(4):
        began = time.process_time()
        ask()
        times.append((time.process_time() - began) * 1000)
    return [Figure(f"{name}, first", times[0], "ms"), Figure(f"{name}, again", sorted(times[1:])[1], "ms", BAR)]


def _kept(snapshot: Snapshot) -> Snapshot:
    """The snapshot as the window has it: written to a workspace and read back."""
    with TemporaryDirectory() as folder, Workspace.create(Path(folder) / "bench.catchment") as workspace:
        workspace.save_snapshot(ComponentId("system:bench"), "bench", [], snapshot)
        return workspace.portfolio()


def _questions(snapshot: Snapshot, answers: Answers) -> dict[str, Callable[[], object]]:
    graph, roots = snapshot.graph, answers.roots
    one = graph.id_of(roots[len(roots) // 2])
    some = answer(snapshot, (), one, answers.today)
    controls = controls_in_place(snapshot, answers)
    hub = int(np.argmax(np.where(graph.has_kind(Kind.PACKAGE), graph.down.degree(), 0)))
    hub_system = int(next(root for root in roots if upstream(graph, [root])[hub]))
    party = parties_in(snapshot, answers)[0][0]
    old, new = (graph.id_of(int(node)) for node in np.flatnonzero(graph.has_kind(Kind.PARTY))[:2])
    asked: dict[str, Callable[[], object]] = {
        "scope set to one system: all answers": lambda: answer(snapshot, (), one, answers.today),
        "judgement changed: all answers": lambda: answer(snapshot, (), None, answers.today),
        "summary": lambda: summary_lines(snapshot, answers),
        "controls in place": lambda: controls_in_place(snapshot, answers),
        "why": lambda: why(graph, hub_system, hub),
        "if a component goes bad": lambda: response_document(
            snapshot, answers, respond(snapshot, answers, graph.id_of(hub))
        ),
        "vendor sheet": lambda: sheet_document(snapshot, answers, vendor_sheet(snapshot, answers, party)),
        "substitution of a party": lambda: substitution(snapshot, roots, [Swap(old, new)]),
        "frontier, every fact": lambda: frontier_table(snapshot, answers, tuple(Fact)),
    }
    asked |= {
        f"chokepoints to {goal}": (lambda goal=goal: chokepoints_table(snapshot, answers, (goal,))) for goal in GOALS
    }
    asked |= {f"show {name}": (lambda table=table: table(snapshot, answers)) for name, table in TABLES.items()}
    asked |= {f"show {name}, one system": (lambda table=table: table(snapshot, some)) for name, table in TABLES.items()}
    for attack in attack_types().values():
        if entries := entries_of(graph, roots, attack):
            asked |= _of_attack(snapshot, answers, attack, entries[len(entries) // 2], controls)
    for key, incident in incidents().items():
        asked[f"incident {key}"] = lambda incident=incident: timeline_table(
            snapshot, replay(snapshot, roots, incident, controls), len(roots)
        )
    if words := os.environ.get("CATCHMENT_BENCH_QUESTIONS"):
        asked = {name: ask for name, ask in asked.items() if any(word in name for word in words.split(","))}
    return asked


def _each_once(snapshot: Snapshot, roots: Sequence[int]) -> list[Figure]:
    """Many substitutions, none of which was asked for before."""
    times = []
    for swap in _swaps(snapshot):
        began = time.process_time()
        substitution(snapshot, roots, [swap])
        times.append((time.process_time() - began) * 1000)
    return [
        Figure(f"{len(times)} other substitutions, each once, median", float(np.median(times)), "ms", BAR),
        Figure(f"{len(times)} other substitutions, each once, greatest", max(times), "ms", BAR),
    ]


def _swaps(snapshot: Snapshot) -> Iterator[Swap]:
    """Parties by each other, hubs, clouds and hardware by a party, and components of every depth by nothing or by a newcomer."""
    graph = snapshot.graph
    parties = graph.ids.texts(np.flatnonzero(graph.has_kind(Kind.PARTY)))
    yield from (Swap(ComponentId(old), ComponentId(new)) for old, new in zip(parties, parties[1:], strict=False))
    places = graph.ids.texts(np.flatnonzero(graph.has_kind(Kind.HUB, Kind.CLOUD, Kind.HARDWARE)))
    yield from (Swap(ComponentId(old), ComponentId(parties[0])) for old in places)
    nodes = np.flatnonzero(~graph.has_kind(Kind.SYSTEM, Kind.PARTY))
    for node in nodes[:: max(1, len(nodes) // 60)].tolist():
        yield Swap(graph.id_of(node), ComponentId("pkg:pypi/a-newcomer@1") if node % 2 else None)


def _of_attack(
    snapshot: Snapshot, answers: Answers, attack: AttackType, entry: int, controls: RecordedControls
) -> dict[str, Callable[[], object]]:
    """What the view of what-ifs asks when a component is chosen, and its fewest cuts."""
    roots, key = answers.roots, attack.attack.value
    return {
        f"what if {key}": lambda: exposure_table(
            snapshot, what_if(snapshot, roots, attack, [entry], controls), controls, len(roots)
        ),
        f"fewest cuts {key}": lambda: cuts_table(snapshot, answers, attack, [entry], None),
    }
