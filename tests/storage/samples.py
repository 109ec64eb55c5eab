"""Annotations, snapshots and strange texts that the tests of storage put into workspaces."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from explorer.domain.annotation import (
    Attack,
    Basis,
    Limit,
    Note,
    ResidualRisk,
    RiskStatus,
    Subject,
    Treatment,
    TrustDelegation,
    TrustStatus,
)
from explorer.domain.claim import Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.correction import (
    Baseline,
    ChangeReview,
    Correction,
    CorrectionAction,
    Criticality,
    SavedView,
    Verdict,
)
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.domain.workshop import Slide, Vote
from explorer.graph.example import example_snapshot
from explorer.graph.merge import merge
from explorer.graph.snapshot import Snapshot, snapshot_of

SYSTEM = ComponentId("system:app")
RISK = ResidualRisk(
    Subject("pkg:pypi/torch"), "One maintainer", Limit.INSIDER, Attack.COMPROMISED_FRAMEWORK, 4, 5, 2, 5,
    Treatment.MITIGATE, "mirrored", "ada", date(2027, 1, 31), id="risk-1",
)  # fmt: skip
TRUST = TrustDelegation(
    Subject("party:meta"), "system:app", "party:meta", ("C1", "C2"), (Attack.MODEL_POISONING, Attack.CONFUSION), Basis.AUDIT,
    "https://audits.example/7", "ada", date(2026, 1, 1), date(2027, 1, 1), "weights only", TrustStatus.EXAMINED, id="trust-1",
)  # fmt: skip
NOTE = Note(Subject("pkg:pypi/torch"), "ask the vendor", ("vendor", "q3"), "ada", id="note-1")

# Half surrogate pairs, text that runs backwards, control characters, what CSV, SQL and spreadsheets take for their own.
texts = st.text(
    st.characters() | st.sampled_from("\ud800\udc00\udfff\u202e\u2066\x1a\0\r\n\t;,|'\"=+-@[]\\{}\ufeff "), max_size=12
)
short_texts = st.text("ab\ud83d\ude00\u202e", max_size=3)
days = st.none() | st.dates()
scores = st.none() | st.integers(1, 5)
subjects = texts.map(Subject)

trust_delegations = st.builds(
    TrustDelegation, subjects, texts, texts, st.lists(texts, max_size=3).map(tuple),
    st.lists(st.sampled_from(Attack), max_size=3).map(tuple), st.sampled_from(Basis), texts, texts, days, days, texts,
    st.sampled_from(TrustStatus), texts,
)  # fmt: skip
residual_risks = st.builds(
    ResidualRisk, subjects, texts, st.sampled_from(Limit), st.none() | st.sampled_from(Attack), scores, scores, scores,
    scores, st.sampled_from(Treatment), texts, texts, days, st.sampled_from(RiskStatus), texts,
)  # fmt: skip
notes = st.builds(Note, subjects, texts, st.lists(texts, max_size=3).map(tuple), texts, texts)
corrections = st.builds(
    Correction, subjects, st.sampled_from(CorrectionAction), texts, st.none() | st.sampled_from(Kind), texts, texts, texts, texts,
    texts, texts,
)  # fmt: skip
criticalities = st.builds(Criticality, subjects, st.integers(1, 5), texts, texts, texts)
saved_views = st.builds(SavedView, subjects, texts, texts, texts, texts, texts, texts)
baselines = st.builds(
    Baseline, subjects, texts, texts, st.dates(), texts, texts, st.lists(texts, max_size=3).map(tuple), texts, texts
)
reviews = st.builds(ChangeReview, subjects, texts, st.sampled_from(Verdict), texts, texts, texts)
slides = st.builds(Slide, subjects, texts, texts, texts, texts, texts, texts, texts, texts, texts, texts)
votes = st.builds(Vote, subjects, texts, st.integers(1, 5), st.integers(1, 5), texts, texts)
annotations = (
    trust_delegations
    | residual_risks
    | notes
    | corrections
    | criticalities
    | saved_views
    | baselines
    | reviews
    | slides
    | votes
)

evidence = st.builds(Evidence, texts, texts, st.none() | st.integers(-1, 2**40), texts, texts, short_texts)
found = st.lists(evidence, max_size=3).map(tuple)
facts = st.dictionaries(texts, texts, max_size=3)
problems = st.builds(Problem, texts, texts, st.none() | st.integers(0, 9), texts, texts)


@st.composite
def components(draw: st.DrawFn, identity: str) -> Component:
    return Component(
        ComponentId(identity), draw(st.sampled_from(Kind)), draw(texts), draw(texts),
        draw(st.none() | texts.map(ComponentId)), draw(st.sampled_from(Knowledge)), draw(facts), draw(found),
    )  # fmt: skip


@st.composite
def relations(draw: st.DrawFn, identities: list[str]) -> Relation:
    source, target = draw(st.sampled_from(identities)), draw(st.sampled_from(identities))
    return Relation(
        ComponentId(source), ComponentId(target), draw(st.sampled_from(RelationKind)), draw(st.sampled_from(Scope)),
        draw(st.sampled_from(Knowledge)), draw(facts), draw(found),
    )  # fmt: skip


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """A snapshot of up to six components with any relations between them, to themselves and in circles too."""
    identities = draw(st.lists(texts, max_size=6, unique=True))
    claims: list[Component | Relation | Problem] = [draw(components(identity)) for identity in identities]
    if identities:
        claims += draw(st.lists(relations(identities), max_size=8))
    claims += draw(st.lists(problems, max_size=3))
    return snapshot_of(merge(claims), draw(texts))


def chain_snapshot(length: int) -> Snapshot:
    """`app` relies on n0, that on n1, and so on."""
    return example_snapshot("app->" + "->".join(f"n{number}" for number in range(length)))


def contents(snapshot: Snapshot) -> tuple[object, ...]:
    """Everything in a snapshot, to be compared."""
    return list(snapshot.components), list(snapshot.relations), snapshot.problems, snapshot.taken


def tables(path: Path, *names: str) -> dict[str, list[tuple[object, ...]]]:
    """All rows of these tables, as they lie in the file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        return {name: connection.execute(f"SELECT * FROM {name} ORDER BY rowid").fetchall() for name in names}


def rewrite(path: Path, *statements: str) -> None:
    """Change a workspace file behind the program's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def integrity(path: Path) -> str:
    """What SQLite's full check says of a file."""
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("PRAGMA integrity_check").fetchone()[0])
