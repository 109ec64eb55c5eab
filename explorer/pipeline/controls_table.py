"""Which few controls would cut most, and what stays, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.analysis.control_search import Search
from explorer.analysis.control_set import ControlPlan, Proposal, SmallestCut, control_plan, smallest_cut
from explorer.analysis.residual_limits import UnderLimit, residual_limits
from explorer.domain.annotation import ATTACK_TITLES, LIMIT_TITLES, Attack, Limit, ResidualRisk, RiskStatus
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.attacks import AttackType, Moment, attack_types
from explorer.knowledge.controls import control_title
from explorer.pipeline.answers import Answers
from explorer.pipeline.sentences import NOT_ASSESSED, counted, name_of
from explorer.pipeline.table import Cell, Table
from explorer.pipeline.whatif import controls_in_place

GUARANTEE = (
    "A route is an attack, a component where it can enter and a system that it comes to. Each line is a control on everything "
    "that is about one component, with the routes that are then open, detours included. Each attack is asked at the moment "
    "that its catalogue entry assumes. Where few sets of so many controls are possible, all are tried. Otherwise the list is "
    "made step by step, and single controls are exchanged as long as fewer routes stay open."
)
FOUND_BY = {
    Search.EXACT: "All possible lists were tried: none of this length leaves fewer open.",
    Search.EXCHANGE: (
        "Not all lists could be tried: exchanging one control for another of those on most routes leaves no fewer open, but "
        "another list of this length may."
    ),
    Search.GREEDY: (
        "There are too many relations to exchange controls: this list was made step by step, and another of this length may "
        "leave fewer open."
    ),
}


def controls_table(snapshot: Snapshot, answers: Answers) -> Table:
    """The plan, then what stays by limit."""
    controls = controls_in_place(snapshot, answers)
    plan = control_plan(snapshot, answers.roots, list(attack_types().values()), controls)
    rows = plan_rows(snapshot, plan)
    rows += attack_rows(plan)
    rows += limit_rows(residual_limits(snapshot, answers.roots, controls), answers)
    columns = ("step", "what", "where", "routes still open", "of", "note")
    return Table(
        "controls", plan_sentence(snapshot, plan), columns, tuple(rows), f"{FOUND_BY[plan.search]}\n{GUARANTEE}"
    )


def plan_sentence(snapshot: Snapshot, plan: ControlPlan) -> str:
    """How far the few controls come."""
    if not plan.modelled:
        return "No attack of the catalogue has a way to any system here."
    held = plan.modelled - plan.open_before
    start = f"Of {counted(plan.modelled, 'modelled route')}, recorded controls cut {held:,} and {plan.open_before:,} are open"
    if not plan.proposals:
        return start + "; no further control of the catalogue would cut one." if plan.open_before else start + "."
    less = plan.open_before - plan.open_after
    return f"{start}; {counted(len(plan.proposals), 'more control')} would cut {less:,} of them."


def plan_rows(snapshot: Snapshot, plan: ControlPlan) -> list[tuple[Cell, ...]]:
    """One row per proposal."""
    rows: list[tuple[Cell, ...]] = []
    before = plan.open_before
    for step, each in enumerate(plan.proposals, 1):
        note = (
            f"cuts {before - each.left:,} more" if before > each.left else "cuts nothing alone; the next ones need it"
        )
        where = f"{name_of(snapshot, each.component)} ({counted(len(each.relations), 'relation')})"
        rows.append((str(step), control_title(each.control), where, each.left, plan.modelled, note))
        before = each.left
    return rows


def proposal_words(snapshot: Snapshot, each: Proposal) -> str:
    """A proposal in words."""
    return f"{control_title(each.control).lower()} on {name_of(snapshot, each.component)}"


def limit_rows(limits: Sequence[UnderLimit], answers: Answers) -> list[tuple[Cell, ...]]:
    """One row per limit: what no control removes."""
    rows: list[tuple[Cell, ...]] = [
        (
            each.limit.value,
            LIMIT_TITLES[each.limit],
            each.what,
            each.count,
            each.of,
            register_words(answers, each.limit),
        )
        for each in limits
    ]
    own = [each for each in _open_risks(answers) if each.limit is Limit.OTHER]
    what = "other risks that analysts have written down"
    rows.append(
        (
            Limit.OTHER.value,
            LIMIT_TITLES[Limit.OTHER],
            what,
            len(own),
            len(_open_risks(answers)),
            register_words(answers, Limit.OTHER),
        )
    )
    return rows


def register_words(answers: Answers, limit: Limit) -> str:
    """What the register says of a limit."""
    here = [each for each in _open_risks(answers) if each.limit is limit]
    if not here:
        return f"stays; {NOT_ASSESSED} in the register"
    return f"stays; {counted(len(here), 'risk')} in the register"


def attack_rows(plan: ControlPlan) -> list[tuple[Cell, ...]]:
    """One row per attack with open routes: how many are left of them after the list."""
    return [
        (key, ATTACK_TITLES[Attack(key)], "all open routes of this attack", new, old, f"the list cuts {old - new:,}")
        for key, (old, new) in plan.open_by_attack.items()
        if old
    ]


def cut_sentence(snapshot: Snapshot, cut: SmallestCut) -> str:
    """The exact answer for one control."""
    title = control_title(cut.control)
    if not cut.computed:
        return f"{title}: not computed, the graph between entries and systems is too large for an exact cut."
    if cut.relations is None:
        names = ", ".join(name_of(snapshot, node) for node in cut.uncuttable[:3])
        more = f" and {len(cut.uncuttable) - 3:,} more" if len(cut.uncuttable) > 3 else ""
        return f"{title} alone cannot part them: {names}{more} reach a system along relations that it cannot stand on."
    if not cut.relations:
        return f"{title}: nothing to cut, no way is open."
    hops = [hop_words(snapshot, each) for each in cut.relations[:4]]
    more = f" and {len(cut.relations) - 4} more" if len(cut.relations) > 4 else ""
    return f"{title} on {counted(len(cut.relations), 'relation')} cuts every way, and no fewer do: {'; '.join(hops)}{more}."


def cuts_table(
    snapshot: Snapshot, answers: Answers, attack: AttackType, entries: Sequence[int], moment: Moment | None
) -> Table:
    """For each control that stops an attack, the fewest relations on which it would have to stand."""
    controls = controls_in_place(snapshot, answers)
    keys = dict.fromkeys(stop.control for stop in attack.stops_at(moment or attack.begins))
    cuts = [smallest_cut(snapshot, answers.roots, attack, entries, controls, key, moment) for key in keys]
    rows = tuple(
        (control_title(cut.control), None if cut.relations is None else len(cut.relations), cut_sentence(snapshot, cut))
        for cut in cuts
    )
    best = min(
        (cut for cut in cuts if cut.relations is not None), key=lambda cut: len(cut.relations or ()), default=None
    )
    headline = cut_sentence(snapshot, best) if best else "No single control of the catalogue cuts every way."
    if cuts and all(cut.relations == () for cut in cuts):
        headline = "No way is open: what is recorded already cuts every one."
    note = "Exact: a minimum cut with unit costs, beyond the controls that are recorded already."
    return Table("cut", headline, ("control", "fewest relations", "which"), rows, note)


def hop_words(snapshot: Snapshot, relation: int) -> str:
    """A relation in words."""
    graph = snapshot.graph
    source, target = int(graph.relation_source[relation]), int(graph.relation_target[relation])
    return f"{name_of(snapshot, source)} {graph.relation_kind_of(relation).value} {name_of(snapshot, target)}"


def _open_risks(answers: Answers) -> list[ResidualRisk]:
    return [each for each in answers.annotations if isinstance(each, ResidualRisk) and each.status is RiskStatus.OPEN]
