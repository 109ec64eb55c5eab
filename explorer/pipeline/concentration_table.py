"""On whom it rests, as tables: holders per dimension, and the components behind one holder."""

from __future__ import annotations

import numpy as np

from explorer.analysis.concentration import Concentration, Holder, Weight, concentration
from explorer.analysis.dimensions import ATTRIBUTE, Axis, Dimension, attribute_names
from explorer.analysis.indices import BAND_SOURCE, POINTS, band
from explorer.analysis.path_counts import log_paths_from
from explorer.analysis.reliance import reliance
from explorer.errors import InputError
from explorer.graph.reach import least_depths
from explorer.graph.snapshot import Snapshot
from explorer.pipeline import sentences
from explorer.pipeline.answers import Answers
from explorer.pipeline.frontier_table import paths_text
from explorer.pipeline.own_words import own_names, without_words
from explorer.pipeline.sentences import percent
from explorer.pipeline.table import Cell, Table

WEIGHT_WORDS = {
    Weight.SYSTEMS: "Weighted by systems: each system counts 1, spread evenly over its components.",
    Weight.COMPONENTS: "Weighted by components: each component counts 1, however many systems rely on it.",
    Weight.PATHS: "Weighted by paths: each system counts 1, spread over its components by the paths that lead to each.",
}
COLUMNS = (
    "dimension", "holder", "share", "systems", "of", "components", "HHI", "HHI least", "HHI greatest",
    "effective number", "top 1", "top 3", "Gini", "unknown", "unknown share", "band",
)  # fmt: skip


def concentration_table(
    snapshot: Snapshot,
    answers: Answers,
    axis: Axis | None = None,
    weight: Weight = Weight.SYSTEMS,
    without: frozenset[int] = frozenset(),
) -> Table:
    """Holders per dimension with shares, exposure, HHI and its interval: V1 to V5, or any one dimension.

    What the parties `without`, one's own, made or answer for is left out, and the headline says so.
    """
    chosen = _asked(snapshot, answers, axis, weight, without)
    own = own_names(snapshot, answers)
    rows = tuple(row for each in chosen for row in _holder_rows(each, own))
    top = sentences.weightiest(chosen) if axis is None and weight is Weight.SYSTEMS else None
    top = top or max(chosen, key=lambda each: each.hhi or 0.0)
    headline = f"{sentences.concentration_sentence(top, own)} {without_words(snapshot, without, chosen)}".strip()
    note = (
        f"{WEIGHT_WORDS[weight]} HHI is the sum of squared shares (0 to 1; times 10,000 in competition law), of the known "
        "part; the interval is what it could be if unknown holders were all new [least] or all the largest one "
        f"[greatest]. {BAND_SOURCE}"
    )
    return Table("concentration", headline, COLUMNS, rows, note)


OVERVIEW = "dimension"
"""The word that asks for every dimension in one row."""


def overview_table(
    snapshot: Snapshot, answers: Answers, weight: Weight = Weight.SYSTEMS, without: frozenset[int] = frozenset()
) -> Table:
    """Every dimension in one row, with its largest holder and what the unknown leaves open."""
    measured = [concentration(snapshot, answers.roots, each, weight, without=without) for each in Dimension]
    own = own_names(snapshot, answers)
    rows = tuple((*row[:9], *row[13:]) for each in measured for row in _holder_rows(each, own)[:1])
    known = [each for each in measured if each.hhi is not None]
    top = max(known, key=lambda each: each.hhi or 0.0, default=None)
    headline = sentences.concentration_sentence(top, own) if top else "Nothing is known of any holder."
    headline = f"{headline} {without_words(snapshot, without, measured)}".strip()
    columns = tuple("largest holder" if name == "holder" else name for name in (*COLUMNS[:9], *COLUMNS[13:]))
    note = f"{WEIGHT_WORDS[weight]} One dimension in full: --by with its word, such as --by {Dimension.BASE_MODEL.value}. {BAND_SOURCE}"
    return Table("concentration", headline, columns, rows, note)


def holder_table(snapshot: Snapshot, answers: Answers, found: Concentration, holder: Holder) -> Table:
    """The components by which the systems rely on one holder, with paths and evidence."""
    graph = snapshot.graph
    ways, depths = log_paths_from(graph, answers.roots), least_depths(graph, answers.roots)
    counts = reliance(graph, answers.roots).counts()
    rows: list[tuple[Cell, ...]] = []
    for node in sorted(holder.components, key=lambda node: (-int(counts[node]), int(depths[node]), node)):
        component = snapshot.components[node]
        places = "; ".join(each.place() for each in component.evidence[:3])
        rows.append(
            (
                sentences.name_of(snapshot, node), component.kind.value, component.knowledge.value, int(counts[node]),
                found.systems, paths_text(float(ways[node])), int(depths[node]), component.id, places or None,
            )
        )  # fmt: skip
    systems = ", ".join(sentences.name_of(snapshot, graph.find(each) or 0) for each in holder.systems)
    headline = (
        f"{holder.name} stands behind {len(holder.systems)} of {found.systems} systems ({systems}) "
        f"by {sentences.counted(len(holder.components), 'component')}; share {percent(holder.share)}."
    )
    columns = ("component", "kind", "knowledge", "systems", "of", "paths", "depth", "id", "evidence")
    note = "Paths lead from the systems to the component; `catchment why WORKSPACE SYSTEM ID` lists them with evidence."
    return Table("concentration", headline, columns, tuple(rows), note)


def asked_axis(snapshot: Snapshot, text: str) -> Axis:
    """The dimension that a word asks for. Raises `InputError` for one that nobody has.

    >>> from explorer.graph.example import example_snapshot
    >>> asked_axis(example_snapshot("app->a"), "v3").name
    'HARDWARE_MAKER'
    """
    known = {each.value.lower(): each for each in Dimension}
    if (found := known.get(text.lower())) is not None:
        return found
    name = text.removeprefix(ATTRIBUTE)
    if text.startswith(ATTRIBUTE) and any(each.attributes.get(name) for each in snapshot.components):
        return text
    stated = ", ".join(attribute_names(snapshot)[:8]) or "none"
    raise InputError(
        f"No dimension is called {text}.",
        f"Known are {', '.join(each.value for each in Dimension)} and attribute:NAME; stated most often: {stated}.",
    )


def holder_named(found: Concentration, text: str) -> Holder:
    """The holder of this identity or name. Raises `InputError` where there is none."""
    for holder in found.holders:
        if text in (holder.id, holder.name):
            return holder
    known = ", ".join(holder.name for holder in found.holders[:8]) or "none"
    raise InputError(f"{text} holds nothing in {found.title.lower()}.", f"Known are: {known}.")


def figures_text(each: Concentration) -> str:
    """The indices of one dimension in two lines, each with what the unknown could do to it."""
    if each.hhi is None:
        return (
            "HHI: not assessed, no holder is known."
            if each.unknown
            else "HHI: not assessed, nothing is in this dimension."
        )
    points, word = f"{each.hhi * POINTS:,.0f} points", band(each.hhi).value
    first = f"HHI {each.hhi:.2f} ({points}, {word}) · effective number {each.effective_number or 0:.1f}"
    first += f" · top 1 {percent(each.top(1))} · top 3 {percent(each.top(3))} · Gini {each.gini or 0:.2f}"
    if not each.unknown or each.hhi_least is None or each.hhi_greatest is None or each.top1 is None:
        return first
    return (
        f"{first}\nOf the known part. {percent(each.unknown_share)} of the weight has no known holder; with it HHI is at least "
        f"{each.hhi_least:.2f} and at most {each.hhi_greatest:.2f} ({band(each.hhi_greatest).value}), "
        f"the largest has at least {percent(each.top1[0])} and at most {percent(each.top1[1])}."
    )


def _asked(
    snapshot: Snapshot, answers: Answers, axis: Axis | None, weight: Weight, without: frozenset[int]
) -> list[Concentration]:
    is_known = weight is Weight.SYSTEMS and not without
    if is_known and (axis is None or any(axis == each.dimension for each in answers.concentrations)):
        return [each for each in answers.concentrations if axis in (None, each.dimension)]
    axes = [axis] if axis is not None else [each.dimension for each in answers.concentrations]
    return [concentration(snapshot, answers.roots, each, weight, without=without) for each in axes]


def _holder_rows(each: Concentration, own: frozenset[str]) -> list[tuple[Cell, ...]]:
    figures = (
        _round(each.hhi), _round(each.hhi_least), _round(each.hhi_greatest), _round(each.effective_number),
        _round(each.top(1)), _round(each.top(3)), _round(each.gini), len(each.unknown), _round(each.unknown_share),
        band(each.hhi).value if each.hhi is not None else None,
    )  # fmt: skip
    if not each.holders:
        return [(each.title, "not known" if each.unknown else "none found", None, None, each.systems, None, *figures)]
    return [
        (
            each.title,
            sentences.own_marked(holder.name, holder.id in own),
            _round(holder.share),
            len(holder.systems),
            each.systems,
            len(holder.components),
            *figures,
        )
        for holder in each.holders
    ]


def _round(value: float | None) -> float | None:
    return None if value is None else float(np.round(value, 3))
