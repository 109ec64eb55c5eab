"""The risk profile of one system on one page: depth, sight, concentration, trust, findings, risk, threats, history, what to ask."""

from __future__ import annotations

from explorer.analysis.findings import Findings
from explorer.analysis.trust import BoundaryState
from explorer.domain.annotation import LIMIT_TITLES
from explorer.domain.component import CLASS_TITLES, ComponentClass, Knowledge
from explorer.exports.report import Document, Figure, Section
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.finding_rules import Severity
from explorer.pipeline.answers import Answers
from explorer.pipeline.findings_table import advisory_sentence, vulnerability_words
from explorer.pipeline.frontier_table import frontier_of, frontier_sentence, whom
from explorer.pipeline.profile_threats import attacks_section, controls_section
from explorer.pipeline.report import depth_by_class, sight_by_depth
from explorer.pipeline.sentences import (
    NOT_ASSESSED,
    concentration_sentence,
    counted,
    depth_sentence,
    horizon_sentence,
    most_concentrated,
    name_of,
    percent,
    risk_sentence,
    trust_sentence,
)
from explorer.pipeline.table import Cell
from explorer.pipeline.trend import Trend, trend_table
from explorer.pipeline.whatif import controls_in_place

MOST_ROWS = 12
"""Rows printed of what can be long; the section says how many more there are."""


def profile_document(snapshot: Snapshot, answers: Answers, found: Findings, history: Trend | None) -> Document:
    """The profile of the one system that the answers are about; `history` is None where its scans are not at hand."""
    name = name_of(snapshot, answers.roots[0]) if answers.roots else "no system"
    controls = controls_in_place(snapshot, answers)
    threats = attacks_section(snapshot, answers.roots, controls)
    sections = (
        _depth(snapshot, answers), _sight(answers), _rests_on(answers), _trust(snapshot, answers),
        _findings(snapshot, answers, found), _risks(snapshot, answers), threats,
        controls_section(snapshot, answers.roots, controls), _history(history), _asks(snapshot, answers),
    )  # fmt: skip
    age = (
        f"Scanned {snapshot.taken[:16].replace('T', ' ')} UTC. Trust judged on {answers.today.isoformat()}. "
        f"Vulnerabilities: {vulnerability_words(found)}."
    )
    top = most_concentrated(answers)
    lead = (
        f"{name}: {counted(answers.visibility.shares.total, 'component')} upstream, {percent(answers.visibility.share_beyond)} "
        f"of them beyond sight at least; {_worst_words(answers)}.",
        depth_sentence(snapshot, answers), concentration_sentence(top) if top else "On whom it rests is not known.",
        trust_sentence(answers), threats.headline, frontier_sentence(snapshot, frontier_of(snapshot, answers)),
    )  # fmt: skip
    return Document(f"Risk profile: {name}", age, lead, sections, _figures(answers, found, threats))


def _figures(answers: Answers, found: Findings, threats: Section) -> tuple[Figure, ...]:
    high = sum(each.severity is Severity.HIGH for each in found.findings)
    come = sum(bool(row[2]) for row in threats.rows)
    return (
        Figure(f"{answers.depth.deepest:,}", "steps in the deepest chain", "How deep it goes", "depth"),
        Figure(percent(answers.visibility.share_beyond), "of what is upstream beyond sight, at least", "Where sight ends", "horizon"),
        Figure(percent(answers.boundaries.examined_share), "of trust boundaries examined", "Trust between parties", "boundaries"),
        Figure(f"{high:,} of {len(found.findings):,}", "findings are of high severity", "What looks wrong", "findings"),
        Figure(_worst(answers), "worst residual risk after controls", "Residual risk", "risk"),
        Figure(f"{come} of {len(threats.rows)}", "attacks can come to it", threats.title, "what-if"),
    )  # fmt: skip


def _worst(answers: Answers) -> str:
    worst = max((each.worst for each in answers.risk.systems if each.worst is not None), default=None)
    return NOT_ASSESSED if worst is None else f"{worst} of 25"


def _worst_words(answers: Answers) -> str:
    worst = _worst(answers)
    return f"its residual risk is {NOT_ASSESSED}" if worst == NOT_ASSESSED else f"its worst residual risk is {worst}"


def _depth(snapshot: Snapshot, answers: Answers) -> Section:
    chain = answers.depth.longest_chain
    rows = tuple(
        (name_of(snapshot, node), step, snapshot.components[node].kind.value, snapshot.components[node].knowledge.value)
        for step, node in enumerate(chain)
    )
    about = tuple(str(snapshot.graph.id_of(node)) for node in chain)
    note = "The deepest chain, step by step; where several are as deep, one of them. A cycle counts as one place."
    columns = ("component", "step", "kind", "knowledge")
    headline = depth_sentence(snapshot, answers)
    return Section(
        "How deep it goes", headline, columns, rows, note, None, "", depth_by_class(answers), view="depth", about=about
    )


def _sight(answers: Answers) -> Section:
    rows: list[tuple[Cell, ...]] = []
    for each in ComponentClass:
        shares = answers.visibility.by_expected_class.get(each)
        if shares is not None and shares.total:
            counts = [getattr(shares, word.value) for word in Knowledge]
            rows.append((CLASS_TITLES[each], *counts, percent(shares.share(Knowledge.UNKNOWN))))
    columns = ("class", *(word.value for word in Knowledge), "beyond sight, at least")
    note = "Something unknown counts in the class that it must be of. What hangs on it nobody can count."
    chart = sight_by_depth(answers)
    return Section(
        "Where sight ends", horizon_sentence(answers), columns, tuple(rows), note, None, "", chart, view="horizon"
    )


def _rests_on(answers: Answers) -> Section:
    rows: list[tuple[Cell, ...]] = []
    about = []
    for each in answers.concentrations:
        top = each.holders[0] if each.holders else None
        share = _between(percent(each.top1[0]), percent(each.top1[1])) if each.top1 else None
        ends = [f"{end:.2f}" for end in (each.hhi_least, each.hhi_greatest) if end is not None]
        index = _between(ends[0], ends[-1]) if ends else None
        rows.append((top.name if top else None, each.title, share, index, len(each.unknown)))
        about.append(str(top.id) if top else "")
    most = most_concentrated(answers)
    headline = concentration_sentence(most) if most else "On whom it rests is not known."
    note = (
        "From the least to the greatest that the components without a known holder allow; HHI is 1 where one holds all."
    )
    columns = ("largest holder", "of", "its share", "HHI", "holder not known")
    return Section("On whom it rests", headline, columns, tuple(rows), note, view="concentration", about=tuple(about))


def _between(least: str, greatest: str) -> str:
    return least if least == greatest else f"{least} to {greatest}"


def _trust(snapshot: Snapshot, answers: Answers) -> Section:
    worst_first = list(BoundaryState)[::-1]
    bounds = sorted(answers.boundaries.boundaries, key=lambda each: (worst_first.index(each.state), each.depth))
    rows: list[tuple[Cell, ...]] = [
        (
            _name(snapshot, each.trusted), _name(snapshot, each.truster), each.state.value,
            each.basis.value if each.basis else None, each.depth,
        )
        for each in bounds
    ]  # fmt: skip
    about = tuple(str(each.trusted) for each in bounds)
    counts = [(state.value, answers.boundaries.count(state)) for state in BoundaryState]
    states = ", ".join(f"{count:,} {word}" for word, count in counts if count)
    note = f"By state: {states}." if states else "As far as sight goes; beyond it nobody can be named."
    columns = ("whom", "who trusts", "state", "basis", "depth")
    return Section(
        "Trust between parties", trust_sentence(answers), columns, tuple(rows), note, MOST_ROWS, view="boundaries", about=about
    )  # fmt: skip


def _findings(snapshot: Snapshot, answers: Answers, found: Findings) -> Section:
    rows = tuple(
        (name_of(snapshot, each.sign.node), each.severity.value, each.rule.title, each.sign.says, each.rule.remedy)
        for each in found.findings
    )
    about = tuple(str(snapshot.graph.id_of(each.sign.node)) for each in found.findings)
    sizes = [(each.value, sum(one.severity is each for one in found.findings)) for each in Severity]
    counts = ", ".join(f"{size:,} {word}" for word, size in sizes if size)
    headline = f"{counted(len(rows), 'finding')} ({counts})." if rows else "Nothing that the rules look for was found."
    columns = ("on", "severity", "finding", "what", "remedy")
    note = advisory_sentence(found, answers.today)
    return Section("What looks wrong", headline, columns, rows, note, MOST_ROWS, view="findings", about=about)


def _risks(snapshot: Snapshot, answers: Answers) -> Section:
    mine = [each for each in answers.risk.risks if each.systems]
    rows = tuple(
        (
            _name(snapshot, each.risk.subject), each.risk.title, LIMIT_TITLES[each.risk.limit], each.risk.score_before,
            each.risk.score_after, each.risk.treatment.value, each.risk.owner or None,
        )
        for each in mine
    )  # fmt: skip
    about = tuple(str(snapshot.graph.id_of(each.nodes[0])) if each.nodes else "" for each in mine)
    columns = ("on", "risk", "limit", "before, of 25", "after, of 25", "treatment", "owner")
    return Section("Residual risk", risk_sentence(answers), columns, rows, answers.risk.rule, view="risk", about=about)


def _history(history: Trend | None) -> Section:
    if history is None or len(history.moments) < 2:
        scans = f"{counted(history.kept, 'scan')} kept" if history is not None else "no scan is at hand"
        return Section("Since earlier scans", f"There is nothing to compare with yet: {scans}.", (), (), view="changes")
    table = trend_table(history)
    title = "Since earlier scans"
    return Section(title, table.headline, table.columns, table.rows, table.note, MOST_ROWS, view="changes")


def _asks(snapshot: Snapshot, answers: Answers) -> Section:
    found = frontier_of(snapshot, answers)
    rows = tuple(
        (name_of(snapshot, each.component), each.fact.value, whom(snapshot, each), each.depth, each.resting)
        for each in found.asks
    )
    about = tuple(str(snapshot.graph.id_of(each.component)) for each in found.asks)
    columns = ("component", "what is its", "ask", "depth", "components resting on the answer")
    title, headline = "What to ask first", frontier_sentence(snapshot, found)
    return Section(title, headline, columns, rows, "", MOST_ROWS, view="horizon", about=about)


def _name(snapshot: Snapshot, identity: str) -> str:
    node = snapshot.graph.find(identity)
    return snapshot.components[node].name if node is not None else identity
