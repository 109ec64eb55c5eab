"""Every answer as a table: what the command line prints, what a report holds, and the facts behind each view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType

from explorer.analysis.concentration import DIMENSION_TITLES, Concentration
from explorer.domain.annotation import LIMIT_TITLES
from explorer.domain.component import CLASS_TITLES, ComponentClass, ComponentId
from explorer.graph.reach import UNREACHED
from explorer.graph.snapshot import Snapshot
from explorer.pipeline import sentences
from explorer.pipeline.answers import Answers
from explorer.pipeline.controls_table import controls_table
from explorer.pipeline.sentences import NOT_ASSESSED, percent
from explorer.pipeline.signed_table import signed_table
from explorer.pipeline.table import Cell as Cell
from explorer.pipeline.table import Table as Table


def depth_table(snapshot: Snapshot, answers: Answers) -> Table:
    """Components per class and greatest depth, and the longest chain."""
    depths = tuple(range(answers.depth.deepest + 1))
    rows: list[tuple[Cell, ...]] = [
        (CLASS_TITLES[each], *counts) for each in ComponentClass if any(counts := answers.depth.histogram[each])
    ]
    chain = " → ".join(sentences.name_of(snapshot, node) for node in answers.depth.longest_chain)
    note = f"Columns are greatest depth in relations; a cycle counts as one place. Longest chain: {chain or 'none'}."
    headline = sentences.depth_sentence(snapshot, answers)
    return Table("depth", headline, ("class", *(f"depth {each}" for each in depths)), tuple(rows), note)


def visibility_table(snapshot: Snapshot, answers: Answers) -> Table:
    """Knowledge shares of all upstream, per class, then per least depth."""
    del snapshot
    rows: list[tuple[Cell, ...]] = []
    sight = answers.visibility
    lines = [("all upstream", sight.shares)]
    lines += [(CLASS_TITLES[each], sight.by_class[each]) for each in ComponentClass if sight.by_class[each].total]
    lines += [(f"depth {depth}", shares) for depth, shares in enumerate(sight.by_depth)]
    for title, shares in lines:
        beyond = percent(shares.unknown / shares.total) if shares.total else NOT_ASSESSED
        rows.append((title, shares.verified, shares.declared, shares.inferred, shares.unknown, shares.total, beyond))
    note = "At least: what hangs on an unknown component is not counted, because nobody can count it."
    columns = ("part", "verified", "declared", "inferred", "unknown", "total", "beyond the horizon")
    return Table("visibility", sentences.horizon_sentence(answers), columns, tuple(rows), note)


def concentration_table(snapshot: Snapshot, answers: Answers, dimension: str | None = None) -> Table:
    """Holders per dimension with shares, exposure, HHI and its interval."""
    del snapshot
    rows: list[tuple[Cell, ...]] = []
    chosen = [each for each in answers.concentrations if dimension in (None, each.dimension.value)]
    for each in chosen:
        rows += _holder_rows(each)
    top = sentences.most_concentrated(answers) if dimension is None else (chosen[0] if chosen else None)
    headline = sentences.concentration_sentence(top) if top else "Nothing is known of any vendor, cloud, maker or hub."
    note = (
        "Weighted by systems: each system counts 1, spread over its components. HHI is the sum of squared shares (0 to 1). "
        "The interval is what it could be if unknown holders were all new [least] or all the largest one [greatest]."
    )
    columns = (
        "dimension",
        "holder",
        "share",
        "systems",
        "of",
        "HHI",
        "HHI least",
        "HHI greatest",
        "effective number",
        "unknown",
    )
    return Table("concentration", headline, columns, tuple(rows), note)


def _holder_rows(each: Concentration) -> list[tuple[Cell, ...]]:
    title = DIMENSION_TITLES[each.dimension]
    figures = (
        _round(each.hhi),
        _round(each.hhi_least),
        _round(each.hhi_greatest),
        _round(each.effective_number),
        len(each.unknown),
    )
    if not each.holders:
        return [(title, "not known" if each.unknown else "none found", None, None, each.systems, *figures)]
    return [
        (title, holder.name, _round(holder.share), len(holder.systems), each.systems, *figures)
        for holder in each.holders
    ]


def trust_table(snapshot: Snapshot, answers: Answers) -> Table:
    """Every boundary between parties with its state."""
    rows = tuple(
        (
            _name(snapshot, each.truster), _name(snapshot, each.trusted), each.state.value,
            each.basis.value if each.basis else None, "direct" if each.direct else "inherited",
            each.depth, len(each.systems), len(answers.roots), len(each.relations),
        )
        for each in answers.boundaries.boundaries
    )  # fmt: skip
    note = (
        "A boundary is a place where reliance passes from one party to another. Inherited: no system crosses it itself."
    )
    columns = ("who trusts", "whom", "state", "basis", "reach", "depth", "systems", "of", "relations")
    return Table("trust", sentences.trust_sentence(answers), columns, rows, note)


def risk_table(snapshot: Snapshot, answers: Answers) -> Table:
    """The register of open residual risks."""
    rows = tuple(
        (
            each.risk.title, _name(snapshot, ComponentId(each.risk.subject)), LIMIT_TITLES[each.risk.limit],
            each.risk.score_before, each.risk.score_after, each.risk.treatment.value, each.risk.owner or None,
            each.risk.review_by.isoformat() if each.risk.review_by else None, len(each.systems), len(answers.roots),
        )
        for each in answers.risk.risks
    )  # fmt: skip
    columns = ("risk", "on", "limit", "before", "after", "treatment", "owner", "review by", "systems", "of")
    return Table("risk", sentences.risk_sentence(answers), columns, rows, answers.risk.rule + " Scores are of 25.")


def findings_table(snapshot: Snapshot, answers: Answers) -> Table:
    """What the scan could not read or found wrong."""
    del answers
    rows = tuple(
        (each.location, each.line, each.message, each.advice or None, each.source) for each in snapshot.problems
    )
    columns = ("file", "line", "what happened", "what to do", "reader")
    return Table("findings", sentences.findings_sentence(snapshot), columns, rows)


def inventory_table(snapshot: Snapshot, answers: Answers) -> Table:
    """Every component upstream, by depth."""
    graph = snapshot.graph
    reached = [node for node in range(len(graph)) if answers.depth.least[node] != UNREACHED]
    rows = tuple(
        (
            component.name, component.version or None, component.kind.value, component.knowledge.value,
            int(answers.depth.least[node]), int(answers.depth.greatest[node]), component.id,
            component.evidence[0].place() if component.evidence else None,
        )
        for node in reached
        for component in [snapshot.components[node]]
    )  # fmt: skip
    columns = ("name", "version", "kind", "knowledge", "least depth", "greatest depth", "id", "evidence")
    return Table("inventory", sentences.scope_sentence(snapshot, answers), columns, rows)


TABLES: MappingProxyType[str, Callable[[Snapshot, Answers], Table]] = MappingProxyType(
    {
        "inventory": inventory_table,
        "depth": depth_table,
        "visibility": visibility_table,
        "concentration": concentration_table,
        "trust": trust_table,
        "risk": risk_table,
        "findings": findings_table,
        "signed": signed_table,
        "controls": controls_table,
    }
)
"""Every table by the word that asks for it."""


def summary_lines(snapshot: Snapshot, answers: Answers) -> Sequence[str]:
    """The greeting: the answers in plain sentences, the most important first."""
    top = sentences.most_concentrated(answers)
    return (
        sentences.scope_sentence(snapshot, answers),
        sentences.depth_sentence(snapshot, answers),
        sentences.horizon_sentence(answers),
        sentences.concentration_sentence(top) if top else "Nothing is known of any vendor, cloud, maker or hub.",
        sentences.trust_sentence(answers),
        sentences.risk_sentence(answers),
        sentences.findings_sentence(snapshot),
    )


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _name(snapshot: Snapshot, identity: ComponentId) -> str:
    component = snapshot.component(identity)
    return component.name if component else identity
