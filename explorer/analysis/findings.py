"""What looks wrong, how far does it reach, and what can be done? Facts of the graph with evidence, gathered and ranked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from explorer.analysis.advisories import Covered, affected_components, comparable
from explorer.analysis.cvss import score
from explorer.analysis.finding_signs import (
    Sign,
    graph_signs,
    node_signs,
    pickles_beside_safetensors,
    problem_signs,
)
from explorer.analysis.licences import Change, licence_hops
from explorer.analysis.lookalikes import lookalikes
from explorer.analysis.reliance import reliance, resting_on
from explorer.analysis.structural_lineage import Fit, lineage_checks
from explorer.domain.advisory import Advisory, AdvisoryData
from explorer.domain.claim import Problem
from explorer.domain.component import Kind
from explorer.graph.kept import kept
from explorer.graph.reach import upstream
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import SupplyGraph
from explorer.knowledge.finding_rules import FindingRule, Severity, finding_rules

_RATED = {
    "CRITICAL": Severity.HIGH, "HIGH": Severity.HIGH, "MODERATE": Severity.MEDIUM, "MEDIUM": Severity.MEDIUM, "LOW": Severity.LOW,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that looks wrong."""

    rule: FindingRule
    sign: Sign
    severity: Severity
    why: str
    """The reason of the severity."""
    systems: tuple[int, ...]
    """The systems in scope that rely on the component."""
    reach: int
    """How many components rely on it, at any distance."""


@dataclass(frozen=True, eq=False)
class Findings:
    """All findings of a graph."""

    findings: tuple[Finding, ...]
    """The most severe first, then the widest reach."""
    problems: tuple[Problem, ...]
    """What the scan could not read, and no finding says already."""
    advisories: AdvisoryData | None
    """The advisories that were looked at; None where vulnerabilities are not assessed."""
    assessed_packages: int
    """Packages whose name and version could be compared with the advisories."""
    packages: int
    """All packages in scope."""


@kept
def findings(snapshot: Snapshot, roots: Sequence[int], advisories: AdvisoryData | None = None) -> Findings:
    """Everything in scope that looks wrong.

    >>> from explorer.graph.example import example_snapshot
    >>> snapshot = example_snapshot("app->pkg:pypi/tensorfolw@1.0")
    >>> answer = findings(snapshot, [snapshot.graph.find("app")])
    >>> [(each.rule.key, each.severity.value, len(each.systems)) for each in answer.findings]
    [('lookalike', 'medium', 1), ('no-digests', 'low', 1)]
    >>> answer.advisories is None
    True
    """
    inside = upstream(snapshot.graph, roots)
    told, unread = problem_signs(snapshot, roots)
    signs = [sign for sign in (*_everywhere(snapshot), *told) if inside[sign.node]]
    signs += graph_signs(snapshot, inside)
    signs += [sign for sign in _advised(snapshot, advisories) if inside[sign.node]]
    found = list(_reaching(snapshot, roots, signs))
    found.sort(key=lambda each: (each.severity.rank, -len(each.systems), -each.reach, each.rule.key, each.sign.node))
    packages, compared = _packages(snapshot, inside, advisories)
    return Findings(tuple(found), unread, advisories, compared, packages)


@kept
def _everywhere(snapshot: Snapshot) -> tuple[Sign, ...]:
    """What is wrong whatever systems are looked at."""
    names = [_name_sign(snapshot, each.node, each.name, each.like, each.is_same) for each in lookalikes(snapshot)]
    return (*node_signs(snapshot), *pickles_beside_safetensors(snapshot), *names, *_lineage_signs(snapshot))


def _reaching(snapshot: Snapshot, roots: Sequence[int], signs: Sequence[Sign]) -> Iterator[Finding]:
    """The signs with how far their trouble goes."""
    reach, rules, systems = reliance(snapshot.graph, roots), finding_rules(), dict[bytes, tuple[int, ...]]()
    always = _rely_on(snapshot.graph, tuple(dict.fromkeys(sign.node for sign in _everywhere(snapshot))))
    others = tuple(dict.fromkeys(sign.node for sign in signs if sign.node not in always))
    counts = {**always, **_rely_on(snapshot.graph, others)}
    for sign in signs:
        rule, row = rules[sign.rule], reach.words[sign.node]
        if (key := row.tobytes()) not in systems:
            systems[key] = tuple(reach.roots[place] for place in reach.places_in(row))
        severity, why = sign.severity or rule.severity, sign.why or rule.reason
        yield Finding(rule, sign, severity, why, systems[key], counts[sign.node])


@kept
def _rely_on(graph: SupplyGraph, nodes: Sequence[int]) -> Mapping[int, int]:
    """How many components rely on each of these, at any distance."""
    everything = np.ones(len(graph), bool)
    return dict(zip(nodes, (resting_on(graph, nodes, everything) - 1).tolist(), strict=True))


def _name_sign(snapshot: Snapshot, node: int, name: str, like: str, is_same: bool) -> Sign:
    component = snapshot.components[node]
    rule = "same-name" if is_same else "lookalike"
    return Sign(
        rule, node, f"{name} is {'named like' if is_same else 'similar to'} {like}", component.evidence[:1], about=like
    )


def _lineage_signs(snapshot: Snapshot) -> Iterable[Sign]:
    for check in takewhile(lambda each: each.fit is Fit.DIFFERS, lineage_checks(snapshot)):  # They come first.
        words = "; ".join(
            f"{each.what}: {each.here} here, {each.base} there" for each in check.checks if each.fit is Fit.DIFFERS
        )
        base = snapshot.components[check.base].name
        evidence = snapshot.relations[check.relation].evidence[:1]
        yield Sign("lineage-misfit", check.node, f"does not fit {base}: {words}", evidence, about=base)
    for hop in licence_hops(snapshot):
        if hop.change is Change.NC_DROPPED:
            base = snapshot.components[hop.base].name
            words = f"{hop.here}, made from {base} under {hop.there}"
            evidence = snapshot.relations[hop.relation].evidence[:1]
            yield Sign("licence-terms-dropped", hop.node, words, evidence, about=base)


@kept
def _advised(snapshot: Snapshot, data: AdvisoryData | None) -> tuple[Sign, ...]:
    return tuple(_advisory_signs(snapshot, data))


def _advisory_signs(snapshot: Snapshot, data: AdvisoryData | None) -> Iterable[Sign]:
    for each in affected_components(snapshot, data) if data is not None else ():
        advisory = each.advisory
        evidence = snapshot.components[each.node].evidence[:1]
        words = f"{advisory.id} {f'({advisory.aliases[0]}) ' if advisory.aliases else ''}{advisory.summary}: {each.why}"
        if each.covered is Covered.UNCLEAR:
            yield Sign("advisory-unclear", each.node, words, evidence, about=advisory.id)
        elif advisory.is_malicious:
            yield Sign("malicious-package", each.node, words, evidence, about=advisory.id)
        else:
            severity, why = _rating(advisory)
            yield Sign("advisory", each.node, words, evidence, severity, why, advisory.id)


def _rating(advisory: Advisory) -> tuple[Severity, str]:
    """The severity that the advisory's own score or word gives, and that as the reason; medium where it gives none."""
    scores = [found for vector in advisory.vectors if (found := score(vector)) is not None]
    if scores:
        version, greatest = max(scores, key=lambda each: (each[1], each[0]))
        severity = Severity.HIGH if greatest >= 7 else Severity.MEDIUM if greatest >= 4 else Severity.LOW
        return severity, f"CVSS {version} score {greatest} of 10, computed from its vector."
    if known := _RATED.get(advisory.rated.upper()):
        return known, f"The database rates it {advisory.rated.lower()}."
    return Severity.MEDIUM, "The advisory gives no score that can be computed; taken as medium."


def _packages(snapshot: Snapshot, inside: np.ndarray, data: AdvisoryData | None) -> tuple[int, int]:
    covered = {ecosystem for ecosystem, count in (data.ecosystems if data else {}).items() if count}
    packages = inside & snapshot.graph.has_kind(Kind.PACKAGE)
    return int(packages.sum()), int((packages & comparable(snapshot, covered)).sum())
