"""The answer to a what-if in words and rows: systems reached with their ways, what cuts them, what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from explorer.analysis.control_effects import ControlEffect, Help, control_effects
from explorer.analysis.controls import RecordedControls, reason
from explorer.analysis.exposure import Cut, Exposure, SystemExposure, path_of
from explorer.analysis.time_order import date_of, time_order
from explorer.domain.annotation import ATTACK_TITLES, LIMIT_TITLES
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.attacks import Moment, attack_types
from explorer.knowledge.controls import control_title
from explorer.pipeline.controls_table import hop_words
from explorer.pipeline.sentences import counted, name_of
from explorer.pipeline.table import Cell, Table

MOMENTS = {
    Moment.LATER: "from now on: what is pinned was chosen before",
    Moment.ALREADY: "already inside: it was there before anything was chosen or pinned",
}
NO_DATE = "no date"
UNNAMED = "the catalogue names no effect of it on this attack"


def exposure_sentence(snapshot: Snapshot, answer: Exposure, systems: int) -> str:
    """What the attack comes to, of how many systems, and what holds it back."""
    title = ATTACK_TITLES[answer.attack.attack]
    where = ", ".join(name_of(snapshot, node) for node in answer.entries[:2])
    where += f" and {len(answer.entries) - 2} more" if len(answer.entries) > 2 else ""
    reached, possible = len(answer.reached_systems), len(answer.systems)
    if not possible:
        return f"{title} at {where} comes to none of {counted(systems, 'system')}: nothing leads there."
    head = f"{title} at {where} comes to {reached} of {counted(systems, 'system')}"
    if reached == possible:
        return (
            f"{head}; no recorded control is in the way of any."
            if not answer.cuts
            else f"{head}; some ways are cut, not all."
        )
    words = sorted({control_title(cut.control).lower() for cut in answer.cuts})
    kept = counted(possible - reached, "other is", "others are") if reached else counted(possible, "is", "are")
    return f"{head}; {kept} kept from it by: {', '.join(words)}."


def exposure_table(snapshot: Snapshot, answer: Exposure, controls: RecordedControls, systems: int) -> Table:
    """One row per system that the attack could come to, with its way hop by hop."""
    rows: list[tuple[Cell, ...]] = []
    days = time_order(snapshot, answer)
    for each in answer.systems:
        state = "reached" if each.reached else "cut"
        cuts = "; ".join(cut_words(snapshot, controls, answer, cut) for cut in each.cuts)
        rows.append(
            (
                name_of(snapshot, each.system),
                state,
                len(each.way),
                day_words(days, each),
                way_words(snapshot, each),
                cuts or "nothing",
            )
        )
    return Table(
        "whatif", exposure_sentence(snapshot, answer, systems),
        ("system", "state", "steps", "not before", "way", "cut by"), tuple(rows), "\n".join(notes(snapshot, answer, controls)),
    )  # fmt: skip


def reach_table(snapshot: Snapshot, answer: Exposure) -> Table:
    """Every component that the attack comes to, in the order of steps, with dates where they are known."""
    step = answer.spread.step
    nodes = sorted((node for node in step.nonzero()[0].tolist() if step[node] > 0), key=lambda node: (step[node], node))
    rows = tuple(
        (int(step[node]), component.name, component.version or None, component.kind.value, _iso(date_of(snapshot, node)), component.id)
        for node in nodes
        for component in [snapshot.components[node]]
    )  # fmt: skip
    headline = f"{counted(answer.reached, 'component')} reached, and {counted(answer.spared, 'other')} kept from it."
    return Table("reach", headline, ("step", "name", "version", "kind", "dated", "id"), rows)


def catalogue_table() -> Table:
    """The attacks: where each enters, what cuts it, what does not."""
    rows = tuple(
        (
            each.attack.value, ATTACK_TITLES[each.attack], each.says, ", ".join(sorted(each.entry)),
            ", ".join(dict.fromkeys(control_title(stop.control) for stop in each.stops)),
            ", ".join(control_title(key) for key in each.does_not_stop), ", ".join(each.references),
        )
        for each in attack_types().values()
    )  # fmt: skip
    columns = ("attack", "title", "what it is", "enters at", "cut by", "not cut by", "references")
    return Table("attacks", f"{len(rows)} attack categories can be asked about.", columns, rows)


def way_words(snapshot: Snapshot, each: SystemExposure) -> str:
    """A way in words: `claims-rag uses torch requires numpy`."""
    graph = snapshot.graph
    words = [name_of(snapshot, each.system)]
    for relation in each.way:
        kind = graph.relation_kind_of(relation).value
        words.append(f"{kind} {name_of(snapshot, int(graph.relation_target[relation]))}")
    return " → ".join(words)


def day_words(days: Mapping[int, date | None], each: SystemExposure) -> str:
    """The day before which a system cannot have been reached; nothing for one that is not reached."""
    return (_iso(days.get(each.system)) or NO_DATE) if each.reached else ""


def order_words(snapshot: Snapshot, answer: Exposure) -> str:
    """The order in which the systems are reached, as far as anything on the ways is dated."""
    days = time_order(snapshot, answer)
    if not days:
        return "In time: no system is reached."
    if answer.moment is Moment.LATER:
        return f"In time: {NO_DATE}, since it begins later than everything that is dated here."
    dated = [f"{name_of(snapshot, system)} not before {day}" for system, day in days.items() if day is not None]
    others = [name_of(snapshot, system) for system, day in days.items() if day is None]
    words = [", then ".join(dated)] if dated else []
    words += [f"{NO_DATE}: {', '.join(others)}"] if others else []
    return f"In time: {'; '.join(words)}."


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def cut_words(snapshot: Snapshot, controls: RecordedControls, answer: Exposure, cut: Cut) -> str:
    """A control with the relation on which it stands, and its evidence."""
    hop = hop_words(snapshot, cut.relation)
    why = reason(snapshot, controls, cut.control, cut.relation, answer.attack.attack)
    return f"{control_title(cut.control)} on {hop} ({why})"


def notes(snapshot: Snapshot, answer: Exposure, controls: RecordedControls) -> Sequence[str]:
    """What is assumed, what each control does, what could see it, what stays."""
    effects = control_effects(snapshot, answer, controls)
    return [
        *assumed(answer),
        order_words(snapshot, answer),
        *(effect_sentence(each) for each in effects if each.help is not Help.NOT_NAMED),
        *remains(answer),
    ]


def assumed(answer: Exposure) -> list[str]:
    """What the attack is, and when it is taken to begin."""
    return [f"{answer.attack.attack.value}: {answer.attack.says}", f"Assumed moment: {MOMENTS[answer.moment]}."]


def remains(answer: Exposure) -> list[str]:
    """What no control cuts, what could see the attack, what stays, and where that is from."""
    attack = answer.attack
    limits = ", ".join(f"{each.value} {LIMIT_TITLES[each].lower()}" for each in attack.limits)
    happened = f" It has happened: {', '.join(attack.incidents)}." if attack.incidents else ""
    return [
        *([attack.remains] if attack.remains else []),
        f"Could be seen by: {'; '.join(attack.detects)}.",
        f"Stays whatever is done: {limits}.",
        f"References: {'; '.join(attack.references)}.{happened}",
    ]


def effect_sentence(each: ControlEffect) -> str:
    """Whether one control helps, in a sentence: recorded where, what it stops, what it would stop everywhere."""
    title = control_title(each.control)
    if not each.ways:
        return f"{title}: no way leads to any system, so there is nothing to stop."
    recorded = f"{title} is recorded on {each.recorded:,} of {counted(each.ways, 'relation')} of these ways"
    if each.help is not Help.STOPS:
        return f"{recorded}; it {'narrows it only' if each.help is Help.NARROWS else 'does not stop it'}: {each.why or UNNAMED}."
    now = "and stops nothing yet"
    if each.holding:
        now = f"and keeps {counted(each.kept_now, 'system') if each.kept_now else 'no system'} from it"
    elif each.recorded:
        now = "but not where, or not at the level, at which it counts"
    return (
        f"{recorded} {now}; wherever it can stand it would keep {each.kept_everywhere} of {each.systems}: {each.why}."
    )


def hop_ids(snapshot: Snapshot, each: SystemExposure) -> list[str]:
    """The identities on a way, the system first."""
    return [str(identity) for identity in path_of(snapshot.graph, each)]
