"""What has nobody assessed? Every question that the scan or an analyst could have answered and did not, with how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from explorer.analysis.advisories import comparable
from explorer.analysis.finding_signs import problem_signs
from explorer.analysis.licences import NOT_STATED, licence_of
from explorer.analysis.trust import BoundaryState, party_of_nodes
from explorer.domain.advisory import AdvisoryData
from explorer.domain.component import Kind, Knowledge
from explorer.domain.correction import Criticality
from explorer.graph.kept import kept
from explorer.graph.reach import upstream
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KNOWLEDGE
from explorer.pipeline.answers import Answers

_VERSIONED = (
    Kind.MODEL, Kind.DATASET, Kind.PACKAGE, Kind.ADAPTER, Kind.ACTION, Kind.CONTAINER_IMAGE,
)  # fmt: skip
_LICENSED = (Kind.MODEL, Kind.DATASET, Kind.CORPUS, Kind.PACKAGE, Kind.ADAPTER)
_NOT_MADE = (Kind.SYSTEM, Kind.PARTY, Kind.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that could be assessed, and how much of it is not."""

    key: str
    """The word that asks for its list: `sight`, `vulnerabilities`, `V1`."""
    what: str
    """What is not assessed, as a noun."""
    open: int
    of: int | None
    """The denominator; None where nobody can count it."""
    remedy: str
    """What would settle it."""
    query: str
    """The rest of the command that shows the question around it."""
    nodes: tuple[int, ...] = ()
    """The components concerned, the nearest to the systems first; empty where it is not about components."""

    @property
    def share(self) -> float | None:
        """The part that is not assessed, 0 to 1; None where there is nothing to assess or nobody can count it."""
        return self.open / self.of if self.of else None


def gaps(snapshot: Snapshot, answers: Answers, advisories: AdvisoryData | None = None) -> tuple[Gap, ...]:
    """Every kind of gap, also those that are closed, in the order of the questions that they belong to.

    Without a copy of `advisories`, no package is assessed for vulnerabilities.
    """
    inside = upstream(snapshot.graph, answers.roots)
    inside[list(answers.roots)] = False
    return (
        *_sight(snapshot, answers, inside), *_facts(snapshot, answers, inside), *_holders(snapshot, answers),
        _trust(answers), *_risk(snapshot, answers), _vulnerabilities(snapshot, answers, advisories, inside), _unread(snapshot, answers),
    )  # fmt: skip


def _sight(snapshot: Snapshot, answers: Answers, inside: np.ndarray) -> Iterator[Gap]:
    total, knowledge = int(inside.sum()), snapshot.graph.knowledge
    beyond = inside & (knowledge == KNOWLEDGE.index(Knowledge.UNKNOWN))
    stated = inside & ~beyond & (knowledge != KNOWLEDGE.index(Knowledge.VERIFIED))
    yield Gap(
        "sight", "components that nobody describes, at least", int(beyond.sum()), total,
        "Ask whoever made them, the most revealing first.", "frontier", _nearest(answers, beyond),
    )  # fmt: skip
    yield Gap(
        "confirmed", "components stated or deduced, confirmed by nothing",
        int(stated.sum()), total, "Read hubs and indexes online, or give files with digests and signatures.",
        "visibility", _nearest(answers, stated),
    )  # fmt: skip


def _facts(snapshot: Snapshot, answers: Answers, inside: np.ndarray) -> Iterator[Gap]:
    graph = snapshot.graph
    known = inside & (graph.knowledge != KNOWLEDGE.index(Knowledge.UNKNOWN))

    def gap(key: str, what: str, scope: np.ndarray, lacking: np.ndarray, remedy: str, query: str) -> Gap:
        return Gap(key, what, int(lacking.sum()), int(scope.sum()), remedy, query, _nearest(answers, lacking))

    made = known & ~graph.has_kind(*_NOT_MADE)
    nobody = made & (party_of_nodes(graph) < 0)
    yield gap(
        "maker", "components that nobody is known to answer for", made, nobody,
        "Name the supplier by a correction, or read the hub or index online.", "frontier --facts all",
    )  # fmt: skip
    versioned = known & graph.has_kind(*_VERSIONED)
    loose = versioned & ~_told(snapshot)[0]
    yield gap(
        "version", "components without a version or revision", versioned, loose,
        "Pin them, or scan a lock file or the installed environment.", "inventory",
    )  # fmt: skip
    licensed = known & graph.has_kind(*_LICENSED)
    silent = licensed & ~_told(snapshot)[1]
    yield gap(
        "licence", "models, data, adapters and packages without a licence", licensed, silent,
        "Read cards and indexes online, or ask the maker.", "licences",
    )  # fmt: skip


def _holders(snapshot: Snapshot, answers: Answers) -> Iterator[Gap]:
    for each in answers.concentrations:
        held = {node for holder in each.holders for node in holder.components} | set(each.unknown)
        flags = np.zeros(len(snapshot.graph), bool)
        flags[list(each.unknown)] = True
        yield Gap(
            each.key, f"components whose holder is not known: {each.title}", len(each.unknown), len(held),
            "The interval of the concentration says how much hangs on it.", f"concentration --by {each.key}",
            _nearest(answers, flags),
        )  # fmt: skip


def _trust(answers: Answers) -> Gap:
    bounds = answers.boundaries
    examined = bounds.count(BoundaryState.EXAMINED)
    return Gap(
        "trust", "boundaries between parties not examined, or no longer", len(bounds.boundaries) - examined,
        len(bounds.boundaries), "Examine the ones with most systems behind them first.", "coverage",
    )  # fmt: skip


def _risk(snapshot: Snapshot, answers: Answers) -> Iterator[Gap]:
    unscored = {each.system for each in answers.risk.systems if each.worst is None}
    open_systems = tuple(root for root in answers.roots if snapshot.graph.id_of(root) in unscored)
    yield Gap(
        "risk", "systems without a scored residual risk", len(open_systems), len(answers.roots),
        "Accept or refuse what the graph suggests, and score it.", "suggestions", open_systems,
    )  # fmt: skip
    yield Gap(
        "scores", "risks without a score after controls", answers.risk.unassessed,
        len(answers.risk.risks), "Score likelihood and impact after controls.", "risk",
    )  # fmt: skip
    said = {str(each.subject) for each in answers.annotations if isinstance(each, Criticality)}
    silent = tuple(root for root in answers.roots if str(snapshot.graph.id_of(root)) not in said)
    yield Gap(
        "criticality", "systems without a criticality; they count alike", len(silent), len(answers.roots),
        "Set it with catchment annotate, or in the list of systems.", "rollup", silent,
    )  # fmt: skip


def _vulnerabilities(snapshot: Snapshot, answers: Answers, data: AdvisoryData | None, inside: np.ndarray) -> Gap:
    covered = {ecosystem for ecosystem, count in (data.ecosystems if data else {}).items() if count}
    packages = inside & snapshot.graph.has_kind(Kind.PACKAGE)
    nodes = packages & ~comparable(snapshot, covered)
    return Gap(
        "vulnerabilities", "packages not compared with any advisory", int(nodes.sum()), int(packages.sum()),
        "Name an offline copy of an OSV database (--advisories PATH) that covers them, and pin their versions.", "findings",
        _nearest(answers, nodes),
    )  # fmt: skip


def _unread(snapshot: Snapshot, answers: Answers) -> Gap:
    _, problems = problem_signs(snapshot, answers.roots)
    return Gap(
        "unread", "places in the files that could not be read", len(problems), None,
        "Each says what to do.", "findings",
    )  # fmt: skip


@kept
def _told(snapshot: Snapshot) -> tuple[np.ndarray, np.ndarray]:
    """(n,) each: which components have a version, and which a licence."""
    nodes = range(len(snapshot.components))
    versions = np.fromiter((bool(component.version) for component in snapshot.components), bool, len(nodes))
    return versions, np.fromiter((licence_of(snapshot, node) != NOT_STATED for node in nodes), bool, len(nodes))


def _nearest(answers: Answers, flags: np.ndarray) -> tuple[int, ...]:
    nodes = np.flatnonzero(flags)
    return tuple(nodes[np.lexsort((nodes, answers.depth.least[nodes]))].tolist())
