"""The answer to a standstill in words and rows: who takes down most, which systems, by which way, what would hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from explorer.analysis.controls import RecordedControls
from explorer.analysis.outage import Outage, SystemOutage, way_of
from explorer.domain.annotation import Attack
from explorer.domain.component import Kind, Knowledge
from explorer.graph.reach import upstream
from explorer.graph.snapshot import Snapshot
from explorer.graph.supply_graph import KNOWLEDGE
from explorer.knowledge.controls import control_title
from explorer.knowledge.outages import FELT_TITLES, Felt, outage_rules
from explorer.pipeline.answers import Answers
from explorer.pipeline.controls_table import hop_words
from explorer.pipeline.outage import Stopping, owner_of, ranked_outages
from explorer.pipeline.sentences import counted, name_of
from explorer.pipeline.table import Cell, Table
from explorer.pipeline.whatif import controls_in_place

TIMES = (Felt.NOW, Felt.NEXT_BUILD, Felt.NEXT_RENEWAL)
NAMED = 3
"""Systems or components that a sentence names before it counts the rest."""
_NOUNS = {Stopping.COMPANY: "company", Stopping.HUB: "hub", Stopping.CLOUD: "cloud", Stopping.SERVICE: "hosted service"}
NOTE = (
    "At once: while it runs. By the next build: also when it is built or started anew without a copy. By the next renewal: also "
    "when a new version, training or purchase is due. Everything recorded is taken to be needed. Nothing helps: systems for "
    "which no own copy, second source or substitute is recorded. Ranked by the criticality of the systems that stop at once, "
    "then by the next build, then by the next renewal. A system that is not counted is not shown to be safe: what lies behind "
    "unknown components was not seen."
)


def outage_table(snapshot: Snapshot, answers: Answers, stopping: Stopping = Stopping.COMPANY) -> Table:
    """One row per company (or hub, cloud, hosted service), the one that takes down most first."""
    found, of = ranked_outages(snapshot, answers, stopping), len(answers.roots)
    rows: list[tuple[Cell, ...]] = [
        (
            stopper_name(snapshot, each.entry), *(len(each.felt_by(felt)) for felt in TIMES), len(each.unheld), of,
            ", ".join(name_of(snapshot, one.system) for one in each.systems), through_words(snapshot, each.systems),
            snapshot.graph.id_of(each.entry),
        )
        for each in found
    ]  # fmt: skip
    columns = ("at once", "by next build", "by next renewal", "nothing helps", "of", "systems", "through", "id")
    return Table(
        "outage", outage_sentence(snapshot, found, of, stopping), (_NOUNS[stopping], *columns), tuple(rows), NOTE
    )


def outage_sentence(snapshot: Snapshot, found: Sequence[Outage], of: int, stopping: Stopping = Stopping.COMPANY) -> str:
    """Who takes down most at once, and who takes down more by the next build."""
    noun = _NOUNS[stopping]
    first = found[0] if found else None
    if first is None:
        return f"No {noun} is known on which any system relies; that does not show that there is none."
    felt = first.systems[0].felt if first.systems[0].still is Felt.NEVER else first.systems[0].still
    hit = [each for each in first.systems if each.still <= felt] or list(first.felt_by(felt))
    head = (
        f"{stopper_name(snapshot, first.entry)} takes down most if it stops: {len(hit)} of {counted(of, 'system')} "
        f"{FELT_TITLES[felt]} ({_few(snapshot, [each.system for each in hit])}), through {through_words(snapshot, hit)}"
    )
    if felt is not Felt.NOW:
        return f"{head}; no {noun} is known to stop any at once."
    wider = max(found, key=lambda each: len(each.felt_by(Felt.NEXT_BUILD)))
    also = [each for each in found if len(each.felt_by(Felt.NEXT_BUILD)) == len(wider.felt_by(Felt.NEXT_BUILD))]
    most = len(wider.felt_by(Felt.NEXT_BUILD))
    if most <= len(hit):
        return f"{head}."
    if first in also:
        return f"{head}; by the next build {most} of {of}."
    names = " or ".join(stopper_name(snapshot, each.entry) for each in also[:2])
    more = f" or {len(also) - 2} more" if len(also) > 2 else ""
    return f"{head}. At the next build: {names}{more}, {most} of {of}."


def one_outage_sentence(snapshot: Snapshot, answer: Outage, answers: Answers) -> str:
    """What one standstill comes to, and what is not known."""
    of = counted(len(answers.roots), "system")
    name = stopper_name(snapshot, answer.entry)
    if not answer.systems:
        return f"If {name} stops, no way leads to any of {of}, as far as was seen."
    parts, before = [], 0
    for felt in TIMES:
        count = len(answer.felt_by(felt))
        if count > before:
            parts.append(f"{count - before} {FELT_TITLES[felt]}")
            before = count
    held = len(answer.systems) - len(answer.unheld)
    rest = f"; something recorded holds up {held}" if held else "; nothing recorded helps any"
    return f"If {name} stops, {before} of {of} {'feels' if before == 1 else 'feel'} it: {', '.join(parts)}{rest}."


def one_outage_table(snapshot: Snapshot, answers: Answers, answer: Outage) -> Table:
    """One row per system: when it feels it, by which way, what holds it up; then those to which no way was found."""
    rows: list[tuple[Cell, ...]] = [
        (
            name_of(snapshot, each.system), FELT_TITLES[each.felt], still_words(each), way_words(snapshot, each),
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


def stopper_name(snapshot: Snapshot, node: int) -> str:
    """The name, with the owner's where there is one."""
    owner = owner_of(snapshot, node) if snapshot.graph.kind_of(node) is Kind.PARTY else None
    return name_of(snapshot, node) + (f" (of {name_of(snapshot, owner)})" if owner is not None else "")


def through_words(snapshot: Snapshot, systems: Sequence[SystemOutage]) -> str:
    """What the systems themselves rely on at the beginning of their ways; and that all of these are inferred, if so."""
    graph = snapshot.graph
    first = Counter(name_of(snapshot, int(graph.relation_target[each.way[0]])) for each in systems)
    names = [name for name, _ in first.most_common()]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    known = {weakest_words(snapshot, each) for each in systems}
    return ", ".join(names[:NAMED]) + more + (" (inferred)" if known == {Knowledge.INFERRED.value} else "")


def way_words(snapshot: Snapshot, each: SystemOutage) -> str:
    """A way in words: `claims-rag → calls gpt-4o → operated-by OpenAI`."""
    graph = snapshot.graph
    words = [name_of(snapshot, each.system)]
    for relation in each.way:
        kind = graph.relation_kind_of(relation).value
        words.append(f"{kind} {name_of(snapshot, int(graph.relation_target[relation]))}")
    return " → ".join(words)


def weakest_words(snapshot: Snapshot, each: SystemOutage) -> str:
    """How well the least known relation of a way is known."""
    knowledge = snapshot.graph.relation_knowledge[list(each.way)]
    return KNOWLEDGE[int(knowledge.max())].value


def still_words(each: SystemOutage) -> str:
    """When it is felt with all that is recorded."""
    return "held up" if each.still is Felt.NEVER else FELT_TITLES[each.still]


def held_words(snapshot: Snapshot, each: SystemOutage) -> str:
    """What holds the way up, and where that stands."""
    rules = outage_rules().keepers
    return "; ".join(
        f"{rules[kept.key].title} on {hop_words(snapshot, relation)}" + (" (noted by an analyst)" if kept.note else "")
        for relation, kept in each.held
    )


def evidence_lines(snapshot: Snapshot, each: SystemOutage) -> list[str]:
    """Every hop of a way with the rule by which the standstill passes, and the place of its first evidence."""
    lines = []
    for relation in each.way:
        rule, found = way_of(snapshot, relation), snapshot.relations[relation].evidence
        place = found[0].place() if found else "no evidence"
        lines.append(f"{hop_words(snapshot, relation)}: {FELT_TITLES[rule.felt]}, {rule.why} ({place})")
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


def _few(snapshot: Snapshot, nodes: Sequence[int]) -> str:
    names = ", ".join(name_of(snapshot, node) for node in nodes[:NAMED])
    return names + (f" and {len(nodes) - NAMED} more" if len(nodes) > NAMED else "")
