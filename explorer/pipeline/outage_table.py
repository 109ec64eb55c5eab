"""The answer to a standstill in words and rows: who takes down most, which systems, by which way, what would hold."""

from __future__ import annotations

import numpy as np

from explorer.analysis.controls import RecordedControls
from explorer.analysis.one_of_several import one_of_several
from explorer.analysis.outage import Outage, SystemOutage, way_of
from explorer.analysis.outage_keepers import Kept
from explorer.domain.annotation import Attack
from explorer.domain.component import Kind
from explorer.graph.reach import upstream
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.controls import control_title
from explorer.knowledge.outages import DECLARED_FALLBACK, FELT_TITLES, Felt, outage_rules
from explorer.pipeline.answers import Answers
from explorer.pipeline.controls_table import hop_words
from explorer.pipeline.hop_evidence import hop_place
from explorer.pipeline.outage import Stopping, ranked_outages
from explorer.pipeline.outage_sentences import (
    NOUNS,
    TIMES,
    one_outage_sentence,
    outage_sentence,
    stopper_name,
    through_words,
    weakest_words,
)
from explorer.pipeline.sentences import counted, name_of
from explorer.pipeline.table import Cell, Table
from explorer.pipeline.whatif import controls_in_place

NOTE = (
    "At once: while it runs. By the next build: also when it is built or started anew without a copy. By the next renewal: also "
    "when a new version, training or purchase is due. All three count what is recorded as help. Everything recorded is taken to "
    "be needed, but for a cloud that is only one of several: those systems are counted as perhaps. Nothing helps: systems for "
    "which no own copy, second source, declared fallback or substitute is recorded. Ranked by the criticality of the systems "
    "that stop at once, then by the next build, then by the next renewal. A system that is not counted is not shown to be "
    "safe: what lies behind unknown components was not seen."
)


def outage_table(snapshot: Snapshot, answers: Answers, stopping: Stopping = Stopping.COMPANY) -> Table:
    """One row per company (or hub, cloud, hosted service), the one that takes down most first."""
    found, of = ranked_outages(snapshot, answers, stopping), len(answers.roots)
    rows: list[tuple[Cell, ...]] = [
        (
            stopper_name(snapshot, answers, each.entry),
            *(len(each.still_by(felt)) for felt in TIMES), len(each.perhaps_by(Felt.NOW)),
            len(each.unheld), of, ", ".join(name_of(snapshot, one.system) for one in each.systems),
            through_words(snapshot, answers, found, each, each.systems), snapshot.graph.id_of(each.entry),
        )
        for each in found
    ]  # fmt: skip
    columns = (
        "at once",
        "by next build",
        "by next renewal",
        "perhaps at once",
        "nothing helps",
        "of",
        "systems",
        "through",
        "id",
    )
    return Table(
        "outage", outage_sentence(snapshot, answers, found, stopping), (NOUNS[stopping], *columns), tuple(rows), NOTE
    )


def one_outage_table(snapshot: Snapshot, answers: Answers, answer: Outage) -> Table:
    """One row per system: when it feels it, by which way, what holds it up; then those to which no way was found."""
    rows: list[tuple[Cell, ...]] = [
        (
            name_of(snapshot, each.system), FELT_TITLES[min(each.felt, each.perhaps)], still_words(each), way_words(snapshot, each),
            weakest_words(snapshot, each), held_words(snapshot, each) or "nothing",
        )
        for each in answer.systems
    ]  # fmt: skip
    rows += [
        (name_of(snapshot, root), FELT_TITLES[Felt.NEVER], "not shown to be safe" if count else "no way found",
         f"{counted(count, 'unknown component')} upstream" if count else "nothing unknown upstream", None, None)
        for root, count in unreached(snapshot, answers, answer)
    ]  # fmt: skip
    columns = ("system", "if nothing helps", "as recorded", "way", "known", "held up by")
    return Table(
        "outage", one_outage_sentence(snapshot, answer, answers), columns, tuple(rows),
        "\n".join(outage_notes(snapshot, answers, answer)),
    )  # fmt: skip


def unreached(snapshot: Snapshot, answers: Answers, answer: Outage) -> list[tuple[int, int]]:
    """The systems to which no way was found, each with the number of unknown components upstream of it."""
    hit = {each.system for each in answer.systems}
    unknown = snapshot.graph.has_kind(Kind.UNKNOWN)
    return [
        (int(root), int((upstream(snapshot.graph, [int(root)]) & unknown).sum()))
        for root in answers.roots
        if int(root) not in hit
    ]


def way_words(snapshot: Snapshot, each: SystemOutage) -> str:
    """A way in words: `claims-rag → calls gpt-4o → operated-by OpenAI`."""
    graph = snapshot.graph
    words = [name_of(snapshot, each.system)]
    for relation in each.way:
        kind = graph.relation_kind_of(relation).value
        words.append(f"{kind} {name_of(snapshot, int(graph.relation_target[relation]))}")
    return " → ".join(words)


def still_words(each: SystemOutage) -> str:
    """When it is felt with all that is recorded, and how soon perhaps."""
    if each.perhaps < each.still:
        sure = f", else {FELT_TITLES[each.still]}" if each.still is not Felt.NEVER else ""
        return f"perhaps {FELT_TITLES[each.perhaps]}{sure}"
    return "held up" if each.still is Felt.NEVER else FELT_TITLES[each.still]


def held_words(snapshot: Snapshot, each: SystemOutage) -> str:
    """What holds the way up, and where that stands."""
    return "; ".join(dict.fromkeys(_kept_words(snapshot, relation, kept) for relation, kept in each.held))


def _kept_words(snapshot: Snapshot, relation: int, kept: Kept) -> str:
    title = outage_rules().keepers[kept.key].title
    if kept.shown_by is not None and kept.by is not None:
        instead = ", ".join(name_of(snapshot, node) for node in kept.replaced)
        return f"{title} {name_of(snapshot, kept.by)} for {instead} ({hop_place(snapshot, kept.shown_by, DECLARED_FALLBACK)})"
    return f"{title} on {hop_words(snapshot, relation)}" + (" (noted by an analyst)" if kept.note else "")


def evidence_lines(snapshot: Snapshot, each: SystemOutage) -> list[str]:
    """Every hop of a way with the rule by which the standstill passes, and the place of its first evidence."""
    several = one_of_several(snapshot.graph)

    def line(relation: int) -> str:
        rule = way_of(snapshot, relation)
        perhaps = "perhaps " if several[relation] else ""
        return f"{hop_words(snapshot, relation)}: {perhaps}{FELT_TITLES[rule.felt]}, {rule.why} ({hop_place(snapshot, relation)})"

    lines = [line(relation) for relation in each.way]
    if each.perhaps_way and each.perhaps_way != each.way:
        lines += [f"Perhaps {FELT_TITLES[each.perhaps]}, over one of several clouds:", *map(line, each.perhaps_way)]
    return lines


def outage_notes(snapshot: Snapshot, answers: Answers, answer: Outage) -> list[str]:
    """What would hold it, what does not help though it is recorded, what is not said, and the sources."""
    rules = outage_rules()
    lines = [rules.says]
    lines += [f"{each.title} would hold it: {each.why}. {each.how}" for each in rules.keepers.values()]
    lines += _no_help(controls_in_place(snapshot, answers), answer)
    lines += [rules.limits, f"References: {'; '.join(rules.references)}."]
    ways = {relation for each in answer.systems for relation in each.way}
    sources = dict.fromkeys(way_of(snapshot, relation).source for relation in sorted(ways))
    return [*lines, f"The rules of these ways: {'; '.join(sources)}."] if sources else lines


def _no_help(controls: RecordedControls, answer: Outage) -> list[str]:
    """The controls against change: those recorded on the ways with why that is no help, then all others in one line."""
    ways = np.unique([relation for each in answer.systems for relation in each.way]).astype(np.int64)
    lines, others = [], []
    for control, why in outage_rules().does_not_help.items():
        on = np.logical_or.reduce([controls.mask(control, attack)[ways] for attack in Attack])
        if count := int(on.sum()):
            of = counted(len(ways), "relation")
            lines.append(
                f"{control_title(control)}, recorded on {count} of the {of} of these ways, does not help: {why}."
            )
        else:
            others.append(f"{control_title(control).lower()} ({why})")
    return [*lines, f"Would not help either: {'; '.join(others)}."] if others else lines
