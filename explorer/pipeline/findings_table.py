"""What looks wrong, and then what could not be read, as one table."""

from __future__ import annotations

from datetime import date

from explorer.analysis.finding_reviews import Judged, Reviews, key_of, review_of, reviews_of, subject_of
from explorer.analysis.findings import Finding, Findings
from explorer.domain.claim import Problem
from explorer.graph.snapshot import Snapshot
from explorer.knowledge.ecosystems import ecosystem_by_purl
from explorer.knowledge.finding_rules import Severity
from explorer.pipeline.answers import Answers
from explorer.pipeline.findings import findings_for
from explorer.pipeline.sentences import NOT_ASSESSED, counted, name_of
from explorer.pipeline.table import Cell, Table

PROBLEM = "scan problem"
OPEN = "open"
"""A finding about which nobody decided yet."""
COLUMNS = (
    "severity",
    "finding",
    "on",
    "what",
    "why",
    "systems",
    "of",
    "rely on it",
    "remedy",
    "evidence",
    "decided",
    "rule",
    "id",
)


def findings_table(snapshot: Snapshot, answers: Answers) -> Table:
    """Findings without advisories: vulnerabilities are not assessed."""
    return table_of(snapshot, answers, findings_for(snapshot, answers))


def table_of(snapshot: Snapshot, answers: Answers, found: Findings) -> Table:
    """Open findings first, then those that somebody decided about, and the scan's problems last."""
    reviews = reviews_of(answers.annotations)
    ordered = sorted(found.findings, key=lambda each: review_of(snapshot, each.sign, reviews) is not None)
    rows = [finding_row(snapshot, each, len(answers.roots), reviews) for each in ordered]
    rows += [_problem_row(each) for each in found.problems]
    note = f"{advisory_sentence(found, answers.today)}\nSystems: those that rely on it. Rely on it: components at any distance."
    return Table("findings", findings_sentence(snapshot, found, reviews), COLUMNS, tuple(rows), note)


def finding_row(snapshot: Snapshot, each: Finding, systems: int, reviews: Reviews) -> tuple[Cell, ...]:
    """One finding."""
    review = review_of(snapshot, each.sign, reviews)
    return (
        each.severity.value, each.rule.title, name_of(snapshot, each.sign.node), each.sign.says, each.why,
        len(each.systems), systems, each.reach, each.rule.remedy, place_of(each),
        review.words if review else OPEN, key_of(each.sign), subject_of(snapshot, each.sign),
    )  # fmt: skip


def place_of(each: Finding) -> str:
    """Where it was seen."""
    return each.sign.evidence[0].place() if each.sign.evidence else "the graph itself"


def findings_sentence(snapshot: Snapshot, found: Findings, reviews: Reviews) -> str:
    """How many open findings of each severity, which one first, and how many somebody decided about."""
    waiting = [each for each in found.findings if review_of(snapshot, each.sign, reviews) is None]
    if found.findings and not waiting:
        return f"No finding is open{_decided(snapshot, found, reviews)}; vulnerabilities {vulnerability_words(found)}."
    if not waiting:
        rest = f"; the scan met {counted(len(found.problems), 'problem')}" if found.problems else ""
        return f"Nothing that the rules look for was found{rest}; vulnerabilities {vulnerability_words(found)}."
    sizes = [(each, sum(one.severity is each for one in waiting)) for each in Severity]
    counts = ", ".join(f"{size:,} {each.value}" for each, size in sizes if size)
    first, decided = waiting[0], _decided(snapshot, found, reviews)
    return (
        f"{counted(len(waiting), 'finding')} ({counts}){decided}; first: {first.rule.title.lower()}, {first.sign.says}."
    )


def _decided(snapshot: Snapshot, found: Findings, reviews: Reviews) -> str:
    """How many were decided, so that what is accepted does not look as if it were not there."""
    known = [review for each in found.findings if (review := review_of(snapshot, each.sign, reviews)) is not None]
    counts = [(word, sum(each.judged is word for each in known)) for word in Judged]
    return "".join(f", {count:,} more {word.value}" for word, count in counts if count)


def vulnerability_words(found: Findings) -> str:
    """Whether vulnerabilities were looked for, in two words."""
    return NOT_ASSESSED if found.advisories is None else "assessed from a copy"


def advisory_sentence(found: Findings, today: date) -> str:
    """From which data vulnerabilities were assessed, how old it is, and what it does not cover."""
    data = found.advisories
    if data is None:
        return f"Vulnerabilities and malicious packages: {NOT_ASSESSED}. Name an offline copy of an OSV database (--advisories PATH)."
    age = f"newest change {data.newest[:10]}{_old(data.newest, today)}" if data.newest else "of unknown age"
    covered = ", ".join(f"{_ecosystem(name)} {count:,}" for name, count in sorted(data.ecosystems.items()))
    others = ", ".join(f"{name} {count:,}" for name, count in sorted(data.skipped.items()))
    strange = f" Records about other ecosystems, which no package here belongs to: {others}." if others else ""
    rest = found.packages - found.assessed_packages
    skipped = f"; {counted(data.unreadable, 'record')} could not be read" if data.unreadable else ""
    missing = (
        f" {counted(rest, 'package is', 'packages are')} {NOT_ASSESSED}: no version, an ecosystem that the copy lacks, "
        "or no rule to compare its versions."
        if rest
        else ""
    )
    return (
        f"Advisories from {data.place}: {counted(data.records, 'record')} ({covered}), {data.withdrawn:,} withdrawn and left out, "
        f"{age}{skipped}. {found.assessed_packages:,} of {counted(found.packages, 'package')} assessed.{missing}{strange}"
    )


def _old(newest: str, today: date) -> str:
    """The age in words; none where the copy is newer than the day as of which this is told."""
    days = days_old(newest, today)
    return f", {days} days old" if days >= 0 else ""


def _ecosystem(purl: str) -> str:
    known = ecosystem_by_purl(purl)
    return known.name if known is not None else purl


def days_old(newest: str, today: date) -> int:
    """How many days ago the newest record changed."""
    return (today - date.fromisoformat(newest[:10])).days


def _problem_row(each: Problem) -> tuple[Cell, ...]:
    place = f"{each.location}:{each.line}" if each.line else each.location
    return (
        PROBLEM,
        each.message,
        each.location or None,
        each.source,
        "The rest was read.",
        None,
        None,
        None,
        each.advice or None,
        place,
        None,
        None,
        None,
    )
