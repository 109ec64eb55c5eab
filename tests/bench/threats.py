"""How long the questions about threats take on 100,000 components, in the processor's time."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from explorer.analysis.exposure import entries_of
from explorer.analysis.findings import findings
from explorer.analysis.incidents import replay
from explorer.analysis.licences import licence_hops
from explorer.analysis.lookalikes import lookalikes
from explorer.analysis.structural_lineage import lineage_checks
from explorer.domain.annotation import Attack
from explorer.graph.reach import systems_upon
from explorer.knowledge.attacks import attack_types
from explorer.knowledge.incidents import incidents
from explorer.pipeline.answers import answer
from explorer.pipeline.controls_table import cuts_table
from explorer.pipeline.whatif import controls_in_place, what_if
from tests.bench.measures import Figure
from tests.layout.synthetic import portfolio

SYSTEMS, COMPONENTS = 50, 100_000


def threat_times() -> list[Figure]:
    """What-ifs, incidents, findings and their parts on a made-up portfolio."""
    snapshot = portfolio(SYSTEMS, COMPONENTS)
    answers = answer(snapshot, (), None, datetime.now(UTC).date())
    graph, roots, attack = snapshot.graph, answers.roots, attack_types()[Attack.COMPROMISED_FRAMEWORK]
    controls = controls_in_place(snapshot, answers)
    entries = entries_of(graph, roots, attack)
    entry = entries[len(entries) // 2]
    asked: dict[str, Callable[[], object]] = {
        "controls in place": lambda: controls_in_place(snapshot, answers),
        "places to begin, with systems": lambda: (entries_of(graph, roots, attack), systems_upon(graph, roots)),
        "one what-if": lambda: what_if(snapshot, roots, attack, [entry], controls, None),
        "fewest relations to cut": lambda: cuts_table(snapshot, answers, attack, [entry], None),
        "one incident replayed": lambda: replay(snapshot, roots, incidents()["I3"], controls),
        "similar names": lambda: lookalikes(snapshot),
        "lineage checks": lambda: lineage_checks(snapshot),
        "licences hop by hop": lambda: licence_hops(snapshot),
        "all findings": lambda: findings(snapshot, roots),
    }
    return [Figure(f"{name}, {COMPONENTS:,} components", _seconds(ask), "s", None) for name, ask in asked.items()]


def _seconds(ask: Callable[[], object]) -> float:
    before = time.process_time()
    ask()
    return time.process_time() - before
