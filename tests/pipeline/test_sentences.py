"""Sentences that count: what is proposed is told apart from what is examined; names for subjects of every sort."""

from __future__ import annotations

from datetime import date

import pytest

from explorer.domain.annotation import Basis, Subject, TrustDelegation, TrustStatus
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.merge import Draft
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.pipeline.answers import answer
from explorer.pipeline.sentences import called, trust_sentence

TODAY = date(2026, 11, 26)
ACME, TORCH = ComponentId("party:acme"), ComponentId("pkg:pypi/torch@2.4.1")
APP = ComponentId("system:app")


def _snapshot() -> Snapshot:
    """One system that uses one package of one party: one boundary between parties."""
    draft, seen = Draft(), (Evidence("example"),)
    for identity, kind, name, supplier in (
        (APP, Kind.SYSTEM, "App", None),
        (TORCH, Kind.PACKAGE, "torch", ACME),
        (ACME, Kind.PARTY, "Acme", None),
    ):
        draft.add(Component(identity, kind, name, "", supplier, Knowledge.DECLARED, {}, seen))
    for source, target, relation in ((APP, TORCH, RelationKind.USES), (TORCH, ACME, RelationKind.MADE_BY)):
        draft.add(Relation(source, target, relation, evidence=seen))
    return snapshot_of(draft, "2026-01-01T00:00:00Z")


SNAPSHOT = _snapshot()


def said(*delegations: TrustDelegation) -> str:
    return trust_sentence(answer(SNAPSHOT, delegations, None, TODAY))


def test_that_a_proposal_is_told_and_not_counted_as_examined() -> None:
    proposal = TrustDelegation(Subject(ACME), "", ACME, basis=Basis.CONTRACT)
    examined = TrustDelegation(Subject(ACME), "", ACME, basis=Basis.CONTRACT, status=TrustStatus.EXAMINED)
    assert said() == "Trust is examined at 0 of 1 boundary between parties."
    assert said(proposal) == ("Trust is examined at 0 of 1 boundary between parties; 1 is proposed, not yet examined.")
    assert said(examined) == "Trust is examined at 1 of 1 boundary between parties."


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ("pkg:pypi/torch", "torch"), ("pkg:pypi/torch@2.4.1", "torch"), ("pkg:pypi/torch@9", "torch"), ("party:acme", "Acme"),
        ("workspace", "all of it"), ("pkg:pypi/gone", "pkg:pypi/gone"), ("", ""),
        ("relation:system:app|uses|pkg:pypi/torch", "App uses torch"),
        ("relation:system:app|uses|pkg:pypi/gone", "App uses pkg:pypi/gone"),
    ],
)  # fmt: skip
def test_that_a_subject_is_called_by_its_name_where_the_scans_have_it(subject: str, name: str) -> None:
    assert called(SNAPSHOT, subject) == name
