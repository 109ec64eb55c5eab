"""Each question against small graphs worked by hand, and properties that must hold for any graph."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.concentration import Dimension, Weight, concentration, hhi, hhi_interval
from explorer.analysis.depth import depth
from explorer.analysis.residual_risk import residual_risk
from explorer.analysis.trust import BoundaryState, boundaries
from explorer.analysis.visibility import visibility
from explorer.domain.annotation import Basis, Limit, ResidualRisk, RiskStatus, Subject, TrustDelegation, TrustStatus
from explorer.domain.component import ComponentClass, Kind
from explorer.domain.relation import RelationKind
from explorer.graph.example import example_snapshot
from explorer.graph.snapshot import Snapshot

TODAY = date(2026, 11, 23)
KINDS = {
    "llama": Kind.MODEL, "vicuna": Kind.MODEL, "qwen": Kind.MODEL, "mystery": Kind.MODEL, "data": Kind.DATASET,
    "meta": Kind.PARTY, "lmsys": Kind.PARTY, "alibaba": Kind.PARTY, "hub": Kind.HUB,
}  # fmt: skip
MADE = {
    f"{model}->{party}": RelationKind.MADE_BY
    for model, party in (("llama", "meta"), ("vicuna", "lmsys"), ("qwen", "alibaba"))
}


def snapshot_of_text(text: str, unknown: str = "") -> Snapshot:
    return example_snapshot(text, KINDS, MADE, unknown)


def roots_of(snapshot: Snapshot) -> list[int]:
    return [int(node) for node in snapshot.graph.systems]


def trust_in(party: str, **changes: object) -> TrustDelegation:
    plain = TrustDelegation(Subject(party), "", party, basis=Basis.AUDIT, status=TrustStatus.EXAMINED)
    return replace(plain, **changes)


def test_that_a_shared_component_has_a_least_and_a_greatest_depth() -> None:
    snapshot = snapshot_of_text("app->llama app->vicuna->llama->data")
    answer = depth(snapshot.graph, roots_of(snapshot))
    llama = snapshot.graph.find("llama")
    assert (answer.least[llama], answer.greatest[llama]) == (1, 2)
    assert answer.deepest == 3
    assert answer.histogram[ComponentClass.MODEL] == (0, 1, 1, 0)
    assert answer.histogram[ComponentClass.DATA] == (0, 0, 0, 1)


def test_that_a_cycle_is_one_place_and_does_not_deepen() -> None:
    snapshot = snapshot_of_text("app->a->b->c->a c->data")
    answer = depth(snapshot.graph, roots_of(snapshot))
    assert answer.deepest == 2
    assert [len(cycle) for cycle in snapshot.graph.cycles()] == [3]


def test_that_the_horizon_names_who_would_have_to_tell() -> None:
    snapshot = snapshot_of_text("app->llama->data app->vicuna->llama", unknown="data")
    sight = visibility(snapshot.graph, roots_of(snapshot))
    assert (sight.shares.unknown, sight.shares.total) == (1, 3)
    assert [snapshot.graph.id_of(node) for node in sight.frontier] == ["llama"]
    assert sight.by_class[ComponentClass.DATA].unknown == 1
    assert sight.first_unknown_depth == 2


def test_that_nothing_upstream_is_not_a_share_of_zero() -> None:
    snapshot = snapshot_of_text("app")
    assert visibility(snapshot.graph, roots_of(snapshot)).share_beyond is None


def test_that_hhi_agrees_with_worked_examples() -> None:
    # 50, 30 and 20 percent: 0.25 + 0.09 + 0.04. The US merger guidelines of 2023 call that 3,800 points.
    assert hhi([50, 30, 20]) == pytest.approx(0.38)
    assert hhi([7]) == 1
    # Two known shares of 2 and 1, one unknown of 1: at least (4+1+1)/16, at most (9+1)/16.
    assert hhi_interval([2, 1], [1]) == pytest.approx((6 / 16, 10 / 16))
    # Nothing known, two unknown: two strangers, or one.
    assert hhi_interval([], [1, 1]) == pytest.approx((0.5, 1.0))


weights = st.lists(st.floats(0.01, 100), min_size=1, max_size=8)


@given(weights, st.lists(st.floats(0.01, 100), max_size=4))
def test_that_the_interval_holds_every_way_the_unknown_could_turn_out(known: list[float], unknown: list[float]) -> None:
    least, greatest = hhi_interval(known, unknown)  # type: ignore[misc]
    assert least <= greatest + 1e-9
    to_first = [known[0] + sum(unknown), *known[1:]]
    assert least - 1e-9 <= (hhi(to_first) or 0) <= greatest + 1e-9


@given(weights)
def test_that_hhi_lies_between_equal_shares_and_one_holder(known: list[float]) -> None:
    assert 1 / len(known) - 1e-9 <= (hhi(known) or 0) <= 1 + 1e-9


def test_that_a_model_of_unknown_maker_widens_the_interval_and_lowers_nothing() -> None:
    text = "app1->llama->meta app2->qwen->alibaba"
    known = concentration(snapshot_of_text(text), roots_of(snapshot_of_text(text)), Dimension.MODEL_VENDOR)
    more = snapshot_of_text(text + " app1->mystery")
    widened = concentration(more, roots_of(more), Dimension.MODEL_VENDOR)
    assert known.hhi == known.hhi_least == known.hhi_greatest == 0.5
    assert len(widened.unknown) == 1
    # app1 now spreads 1 over llama and mystery: 0.5 meta, 0.5 unknown, 1 alibaba; at most alibaba has 1.5 of 2.
    assert widened.hhi_greatest == pytest.approx((1.5**2 + 0.5**2) / 4)
    assert widened.hhi_least == pytest.approx((1 + 0.25 + 0.25) / 4)


def test_that_weight_by_components_counts_each_shared_component_once() -> None:
    snapshot = snapshot_of_text("app1->llama->meta app2->llama app2->qwen->alibaba")
    answer = concentration(snapshot, roots_of(snapshot), Dimension.MODEL_VENDOR, Weight.COMPONENTS)
    assert {holder.id: holder.share for holder in answer.holders} == {"meta": 0.5, "alibaba": 0.5}


@pytest.mark.parametrize(
    ("delegations", "state"),
    [
        ([], BoundaryState.UNEXAMINED),
        ([trust_in("meta")], BoundaryState.EXAMINED),
        ([trust_in("meta", status=TrustStatus.PROPOSED)], BoundaryState.PROPOSED),
        ([trust_in("meta", basis=Basis.NONE)], BoundaryState.PROPOSED),
        ([trust_in("meta", review_by=date(2026, 11, 22))], BoundaryState.LAPSED),
        ([trust_in("meta", review_by=date(2026, 11, 23))], BoundaryState.EXAMINED),
        ([trust_in("meta"), trust_in("meta", status=TrustStatus.REFUSED)], BoundaryState.REFUSED),
        ([trust_in("meta", delegator="app2")], BoundaryState.UNEXAMINED),
        ([trust_in("llama", delegate="meta")], BoundaryState.EXAMINED),
    ],
)
def test_that_the_state_of_a_boundary_follows_from_what_was_examined(
    delegations: list[TrustDelegation], state: BoundaryState
) -> None:
    snapshot = snapshot_of_text("app->llama->meta")
    answer = boundaries(snapshot, roots_of(snapshot), delegations, TODAY)
    assert [(each.truster, each.trusted, each.state) for each in answer.boundaries] == [("app", "meta", state)]


def test_that_trust_in_one_of_two_components_does_not_examine_the_boundary() -> None:
    snapshot = example_snapshot(
        "app->llama->meta app->opt->meta", {**KINDS, "opt": Kind.MODEL}, {**MADE, "opt->meta": RelationKind.MADE_BY}
    )
    answer = boundaries(snapshot, roots_of(snapshot), [trust_in("llama", delegate="meta")], TODAY)
    assert [each.state for each in answer.boundaries] == [BoundaryState.UNEXAMINED]


def test_that_inherited_trust_is_told_from_direct() -> None:
    snapshot = snapshot_of_text("app->vicuna->llama->meta vicuna->lmsys")
    answer = boundaries(snapshot, roots_of(snapshot), [], TODAY)
    assert {(each.truster, each.trusted): each.direct for each in answer.boundaries} == {
        ("app", "lmsys"): True, ("lmsys", "meta"): False,
    }  # fmt: skip


def test_that_a_shared_risk_counts_once_and_an_unassessed_one_is_never_zero() -> None:
    snapshot = snapshot_of_text("app->llama->data app->vicuna->llama app->vicuna->data")
    risks = [
        ResidualRisk(Subject("data"), "poisoned", Limit.UNVERIFIABLE_DATA, likelihood_after=2, impact_after=4),
        ResidualRisk(Subject("vicuna"), "not looked at", Limit.OTHER),
        ResidualRisk(
            Subject("llama"), "done with", Limit.OTHER, likelihood_after=5, impact_after=5, status=RiskStatus.CLOSED
        ),
    ]
    register = residual_risk(snapshot.graph, roots_of(snapshot), risks)
    app = register.systems[0]
    assert (app.worst, app.assessed, app.unassessed) == (8, 1, 1)
    assert register.unassessed == 1
    assert register.heat_map()[1][3] == 1
    assert sum(map(sum, register.heat_map())) == 1
    only_unassessed = residual_risk(snapshot.graph, roots_of(snapshot), risks[1:2])
    assert only_unassessed.systems[0].worst is None


def test_that_a_risk_on_a_vanished_component_reaches_nothing_but_stays_listed() -> None:
    snapshot = snapshot_of_text("app->llama")
    risk = ResidualRisk(Subject("gone"), "orphan", Limit.OTHER, likelihood_after=1, impact_after=1)
    register = residual_risk(snapshot.graph, roots_of(snapshot), [risk])
    assert register.risks[0].nodes == ()
    assert register.systems[0].worst is None


def test_that_a_risk_on_a_relation_reaches_who_uses_it() -> None:
    snapshot = snapshot_of_text("app1->llama->data app2->qwen")
    risk = ResidualRisk(
        Subject("relation:llama|uses|data"), "unsigned", Limit.OTHER, likelihood_after=3, impact_after=3
    )
    register = residual_risk(snapshot.graph, roots_of(snapshot), [risk])
    assert register.risks[0].systems == ("app1",)


@given(st.integers(1, 5), st.integers(1, 5), st.booleans())
def test_that_adding_a_risk_never_lowers_a_system(likelihood: int, impact: int, assessed: bool) -> None:
    snapshot = snapshot_of_text("app->llama->data")
    first = ResidualRisk(Subject("data"), "a", Limit.OTHER, likelihood_after=2, impact_after=3)
    added = ResidualRisk(
        Subject("llama"), "b", Limit.OTHER,
        likelihood_after=likelihood if assessed else None, impact_after=impact if assessed else None,
    )  # fmt: skip
    before = residual_risk(snapshot.graph, roots_of(snapshot), [first]).systems[0].worst or 0
    assert (residual_risk(snapshot.graph, roots_of(snapshot), [first, added]).systems[0].worst or 0) >= before
