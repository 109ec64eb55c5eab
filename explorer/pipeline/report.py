"""The report of a portfolio: what a board reads in two minutes, then every answer with its query, data age and limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from explorer.analysis.findings import Findings
from explorer.domain.component import CLASS_TITLES, ComponentClass, Knowledge
from explorer.exports.report import Document, Figure, Section, html_document
from explorer.exports.svg_charts import bars, stacked_bars
from explorer.graph.snapshot import Snapshot
from explorer.pipeline.answers import Answers
from explorer.pipeline.changes import Changes
from explorer.pipeline.changes_table import change_table, delta_table
from explorer.pipeline.concentration_table import OVERVIEW, overview_table
from explorer.pipeline.findings import findings_for
from explorer.pipeline.findings_table import table_of, vulnerability_words
from explorer.pipeline.report_evidence import TITLE as EVIDENCE
from explorer.pipeline.report_evidence import evidence_section
from explorer.pipeline.said_once import common_apart, groups_apart
from explorer.pipeline.sentences import NOT_ASSESSED, counted, most_concentrated, percent
from explorer.pipeline.summary import summary_lines
from explorer.pipeline.table import Table
from explorer.pipeline.tables import TABLES
from explorer.pipeline.unassessed_table import unassessed_table

_TITLES = {
    "depth": "How deep does it go?",
    "visibility": "Where does sight end?",
    "frontier": "Whom would we ask first?",
    "dimensions": "On whom does it rest, in every dimension?",
    "concentration": "On whom does it rest?",
    "outage": "Which one company takes down most if it stops?",
    "chokepoints": "What do most paths run through?",
    "ancestors": "What do systems share unseen?",
    "trust": "Whom do we trust, and did anyone look?",
    "coverage": "What is most worth examining next?",
    "rollup": "What risk remains, per system?",
    "risk": "The register of residual risks",
    "suggestions": "Which risks are not written down yet?",
    "findings": "What looks wrong, and what could not be read?",
    "signed": "What is signed, and still hangs on somebody nobody vouches for?",
    "controls": "Which few controls would cut most, and what stays?",
    "licences": "Under which terms, along the chain?",
    "unassessed": "What is not assessed?",
}
"""The questions in the order in which a board asks them."""
_TABLES = {**TABLES, "dimensions": overview_table}
_ASKED_AS = {"dimensions": f"concentration --by {OVERVIEW}"}
"""The words that ask a question which the command line knows as another one with an option."""
_WITH_FINDINGS: dict[str, Callable[[Snapshot, Answers, Findings], Table]] = {
    "findings": table_of,
    "unassessed": lambda snapshot, answers, found: unassessed_table(snapshot, answers, found.advisories),
}
"""Answers that depend on whether vulnerabilities were assessed."""
_IN_GROUPS = {
    "concentration": (
        "dimension",
        "holders",
        "On whom does it rest, holder by holder?",
        "Each holder in each dimension.",
    ),
    "findings": ("finding", "times", "What looks wrong, place by place?", "Each finding, with where it was seen."),
}
"""Long answers that say the same in many rows: the column that names the groups, what counts them, and the second heading."""
MOST_ROWS = 500
"""Rows of a table on screen; the report says how many more there are."""
MOST_PRINTED = 25
"""Rows of a table on paper: nobody leafs through hundreds, and the query beneath gives them all."""

_METHOD = (
    "Every component and relation carries evidence: a file with its line, an answer of a service with its date, or the word of "
    "an analyst. Depth counts relations; a cycle counts as one place. Beyond sight is what is known to exist and described by "
    "nobody: figures about it are lower bounds. Concentration (HHI) is the sum of squared shares, 0 to 1, with the interval "
    "that unknown holders leave open. Trust is examined where a delegation with a basis covers it and has not lapsed. Residual "
    "risk is what analysts have written down; not assessed is never zero. What this cannot see: what no file, service or person "
    "says; what happened inside a build or a training run; whether a statement is true. Each section ends with the query that "
    "answers it again; each component that a table names leads to the place where it was read."
)


def html_report(
    snapshot: Snapshot,
    answers: Answers,
    title: str,
    changes: Sequence[tuple[str, Changes]] = (),
    advisories: str | None = None,
) -> str:
    """The report as one HTML file; the same snapshot, answers, changes and advisories give the same bytes."""
    return html_document(report_document(snapshot, answers, title, changes, advisories))


def report_document(
    snapshot: Snapshot,
    answers: Answers,
    title: str,
    changes: Sequence[tuple[str, Changes]] = (),
    advisories: str | None = None,
    most: int = MOST_ROWS,
) -> Document:
    """The report, to be written as HTML or PDF. Raises `InputError` for a copy of advisories that cannot be read.

    `changes` holds, for each system that was scanned more than once, its name and what its last scan changed;
    `advisories` is the path of an offline copy, without which vulnerabilities are not assessed; `most` bounds the rows of
    each table.
    """
    found = findings_for(snapshot, answers, advisories)
    sections = [part for question in _TITLES for part in _sections(question, snapshot, answers, found, most)]
    open_questions = sections[-1].headline
    at = next(place for place, each in enumerate(sections) if each.title == _TITLES["findings"])
    sections[at:at] = [part for name, each in changes for part in _changed(name, each, most)]
    sections.append(
        Section("Method and limits", "How these numbers come about, and what they cannot say.", (), (), _METHOD)
    )
    sections.append(evidence_section(snapshot, answers, sections, most))
    age = (
        f"Scanned {snapshot.taken[:16].replace('T', ' ')} UTC. Trust judged as of {answers.today.isoformat()}. "
        f"Vulnerabilities: {vulnerability_words(found)}."
    )
    lead = (*summary_lines(snapshot, answers), open_questions)
    return Document(f"{title}: AI supply chain report", age, lead, tuple(sections), tuple(_figures(answers)))


def _sections(question: str, snapshot: Snapshot, answers: Answers, found: Findings, most: int) -> list[Section]:
    judged = _WITH_FINDINGS.get(question)
    table = judged(snapshot, answers, found) if judged else _TABLES[question](snapshot, answers)
    chart = _CHARTS[question](answers) if question in _CHARTS else ""
    query = f"catchment show WORKSPACE {_ASKED_AS.get(question, question)}"
    table = common_apart(table)
    first = _section(_TITLES[question], table, most, query, chart)
    if question not in _IN_GROUPS or _IN_GROUPS[question][0] not in table.columns:
        return [first]
    column, counts, heading, says = _IN_GROUPS[question]
    groups, rest = groups_apart(table, column, counts)
    first = _section(_TITLES[question], groups, most, query, chart)
    return [first, _section(heading, replace(rest, headline=says), most, query)] if rest.rows else [first]


def _section(heading: str, table: Table, most: int, query: str, chart: str = "") -> Section:
    return Section(heading, table.headline, table.columns, table.rows, table.note, most, query, chart)


def _changed(name: str, changes: Changes, most: int) -> list[Section]:
    query = f"catchment diff WORKSPACE --system {name}"
    tables: list[tuple[str, Table]] = [
        (f"What changed in {name}: figures", delta_table(changes)),
        (f"What changed in {name}: every change", change_table(changes)),
    ]
    return [_section(title, common_apart(table), most, query) for title, table in tables]


def _figures(answers: Answers) -> list[Figure]:
    sight, trust = answers.visibility, answers.boundaries
    top = most_concentrated(answers)
    worst = max((each.worst for each in answers.risk.systems if each.worst is not None), default=None)
    holder = top.most_exposed() if top else None
    kind = f" ({top.title.lower()})" if top else ""
    rests = (
        Figure(
            f"{len(holder.systems)} of {top.systems}",
            f"systems rest on {holder.name.removesuffix(kind)}{kind}",
            _TITLES["concentration"],
        )
        if top and holder
        else Figure(NOT_ASSESSED, "on whom most systems rest", _TITLES["concentration"])
    )
    return [
        Figure(str(len(answers.roots)), "systems looked at", _TITLES["visibility"]),
        Figure(f"{answers.visibility.shares.total:,}", "components upstream", EVIDENCE),
        Figure(str(answers.depth.deepest), "relations in the deepest chain", _TITLES["depth"]),
        Figure(percent(sight.share_beyond), "of what is upstream lies beyond sight, at least", _TITLES["visibility"]),
        rests,
        Figure(
            percent(trust.examined_share),
            f"of {len(trust.boundaries):,} boundaries between parties are examined",
            _TITLES["trust"],
        ),
        Figure(
            NOT_ASSESSED if worst is None else f"{worst} of 25",
            "is the worst residual risk on the register",
            _TITLES["risk"],
        ),
    ]


def sight_by_depth(answers: Answers) -> str:
    """A chart of what is upstream by least depth, split by how well it is known."""
    layers = [each.value for each in Knowledge]
    rows = [
        (f"depth {depth}", [getattr(shares, each) for each in layers])
        for depth, shares in enumerate(answers.visibility.by_depth)
        if depth and shares.total
    ]
    return stacked_bars("Components by least depth, split by how well they are known", layers, rows)


def depth_by_class(answers: Answers) -> str:
    """A chart of how deep each class goes."""
    rows = [
        (CLASS_TITLES[each], float(deepest), f"down to {deepest}, {counted(sum(counts), 'component')}")
        for each in ComponentClass
        if (counts := answers.depth.histogram[each]) and any(counts)
        for deepest in [max(place for place, count in enumerate(counts) if count)]
    ]
    return bars("Greatest depth of each class, in relations", rows, max(answers.depth.deepest, 1))


def _top_holders(answers: Answers) -> str:
    rows = [
        (f"{each.title}: {top.name}", len(top.systems) / each.systems, f"{len(top.systems)} of {each.systems} systems")
        for each in answers.concentrations
        if each.systems and (top := each.most_exposed()) is not None
    ]
    return bars("The holder in each dimension behind most systems", rows, 1.0)


_CHARTS: dict[str, Callable[[Answers], str]] = {
    "depth": depth_by_class,
    "visibility": sight_by_depth,
    "concentration": _top_holders,
}
