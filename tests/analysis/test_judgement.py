"""Coverage of trust, roll-up of risk and suggestions, against graphs worked by hand, and what must hold for any."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.residual_risk import residual_risk
from explorer.analysis.risk_rollup import Rule, roll_up
from explorer.analysis.risk_scale import RiskScale, scale_from
from explorer.analysis.suggestions import suggestions
from explorer.analysis.trust import boundaries
from explorer.analysis.trust_coverage import trust_coverage, ways_to
from explorer.domain.annotation import Basis, Limit, ResidualRisk, Subject, TrustDelegation, TrustStatus
from explorer.domain.component import ComponentId, Kind
from explorer.domain.relation import RelationKind
from explorer.graph.example import example_graph, example_snapshot

TODAY = date(2026, 11, 25)
KINDS = {"llama": Kind.MODEL, "tune": Kind.MODEL, "meta": Kind.PARTY, "acme": Kind.PARTY, "data": Kind.DATASET}
MADE = {"llama->meta": RelationKind.MADE_BY, "tune->acme": RelationKind.MADE_BY}
META, ACME = "meta", "acme"


def examined(delegator: str, delegate: str) -> TrustDelegation:
    return TrustDelegation(
        Subject(delegate), delegator, delegate, basis=Basis.CONTRACT, status=TrustStatus.EXAMINED, granted=TODAY
    )


def risk(on: str, likelihood: int | None = 3, impact: int | None = 4, **more: object) -> ResidualRisk:
    made = ResidualRisk(Subject(on), f"risk on {on}", Limit.ZERO_DAY, likelihood_after=likelihood, impact_after=impact)
    return replace(made, **more)  # type: ignore[arg-type]


def roots_of(snapshot_graph: object) -> list[int]:
    return [int(node) for node in snapshot_graph.systems]  # type: ignore[attr-defined]


def test_that_coverage_counts_boundaries_paths_and_systems_each_by_itself() -> None:
    # Two systems use acme's tune; one of them also calls meta's llama; tune was trained from llama.
    snapshot = example_snapshot(
        "app-one->tune app-two->tune app-one->llama tune->llama tune->acme llama->meta", KINDS, MADE
    )
    graph = snapshot.graph
    found = boundaries(snapshot, roots_of(graph), [examined("acme", "meta")], TODAY)
    assert {(each.truster, each.trusted) for each in found.boundaries} == {
        ("app-one", ACME), ("app-two", ACME), ("app-one", META), (ACME, META),
    }  # fmt: skip
    coverage = trust_coverage(graph, roots_of(graph), found)
    assert (coverage.by_boundary.examined, coverage.by_boundary.total) == (1, 4)
    # Ways: one→tune, two→tune, one→llama and, over tune, two ways to tune→llama.
    assert (coverage.by_path.examined, coverage.by_path.total) == (2, 5)
    shares = {system: (each.examined, each.total) for system, each in coverage.by_system.items()}
    assert shares == {ComponentId("app-one"): (1, 3), ComponentId("app-two"): (1, 2)}


def test_that_the_next_worth_examining_is_where_most_that_matters_hangs() -> None:
    snapshot = example_snapshot(
        "app-one->tune app-two->llama tune->llama tune->acme llama->meta llama->data", KINDS, MADE
    )
    graph = snapshot.graph
    found = boundaries(snapshot, roots_of(graph), [], TODAY)
    usual = trust_coverage(graph, roots_of(graph), found).next
    assert usual[0].boundary.truster == "app-one"  # Behind tune stands also all that is behind llama.
    critical = trust_coverage(
        graph, roots_of(graph), found, {ComponentId("app-two"): 5.0, ComponentId("app-one"): 1.0}
    ).next
    assert critical[0].boundary.truster == "app-two"


def test_that_a_cycle_counts_as_one_place_on_a_way() -> None:
    graph = example_graph("app->a a->b b->a b->c a->c")
    assert float(ways_to(graph, [graph.find("app")])[graph.find("c")]) == 1.0


def test_that_ways_are_counted_as_by_walking_them_all() -> None:
    graph = example_graph("app->a app->b a->c b->c c->d a->d")
    assert float(ways_to(graph, [graph.find("app")])[graph.find("d")]) == 3.0  # a c d, b c d, a d


@pytest.mark.parametrize(("rule", "system", "portfolio"), [(Rule.WORST, 12, 15), (Rule.COUNT, 2, 3)])
def test_that_a_shared_component_counts_once_in_each_system_and_once_in_the_portfolio(
    rule: Rule, system: float, portfolio: float
) -> None:
    graph = example_graph("app-one->a->shared app-one->b->shared app-two->shared app-two->own")
    risks = [risk("shared"), risk("a", 1, 1), risk("own", 3, 5)]
    rows = roll_up(residual_risk(graph, roots_of(graph), risks), rule)
    values = {row.system: row.value for row in rows}
    assert values[ComponentId("app-one")] == system
    assert values[None] == portfolio


def test_that_noisy_or_is_the_chance_that_at_least_one_happens() -> None:
    graph = example_graph("app-one->a app-one->b")
    register = residual_risk(graph, roots_of(graph), [risk("a", 3), risk("b", 2)])
    assert roll_up(register, Rule.NOISY_OR)[0].value == pytest.approx(1 - 0.7 * 0.9)


def test_that_what_nobody_assessed_is_not_zero() -> None:
    graph = example_graph("app-one->a app-two->b")
    rows = roll_up(residual_risk(graph, roots_of(graph), [risk("a", None, None)]), Rule.WORST)
    one, two, whole = rows
    assert (one.value, one.unassessed) == (None, 1)
    assert (two.value, two.unassessed) == (None, 0)
    assert (whole.value, whole.unassessed) == (None, 1)


risks = st.lists(
    st.builds(
        risk,
        st.sampled_from("abc"),
        st.one_of(st.none(), st.integers(1, 5)),
        st.one_of(st.none(), st.integers(1, 5)),
    ),
    max_size=6,
)


@given(written=risks, more=risks, rule=st.sampled_from(list(Rule)))
def test_that_one_more_risk_never_lowers_a_figure(
    written: list[ResidualRisk], more: list[ResidualRisk], rule: Rule
) -> None:
    graph = example_graph("app-one->a->b app-one->c c->a")
    before = roll_up(residual_risk(graph, roots_of(graph), written), rule)[0]
    after = roll_up(residual_risk(graph, roots_of(graph), [*written, *more]), rule)[0]
    assert (after.value or 0) >= (before.value or 0)
    assert after.assessed + after.unassessed >= before.assessed + before.unassessed


@given(written=risks, place=st.integers(0, 5), step=st.integers(1, 4), rule=st.sampled_from(list(Rule)))
def test_that_taking_a_control_away_never_lowers_a_figure(
    written: list[ResidualRisk], place: int, step: int, rule: Rule
) -> None:
    graph = example_graph("app-one->a->b app-one->c c->a")
    worse = list(written)
    if place < len(worse) and worse[place].likelihood_after is not None:
        worse[place] = replace(worse[place], likelihood_after=min(5, (worse[place].likelihood_after or 1) + step))
    before = roll_up(residual_risk(graph, roots_of(graph), written), rule)[0].value
    after = roll_up(residual_risk(graph, roots_of(graph), worse), rule)[0].value
    assert (after or 0) >= (before or 0)


def test_that_a_scale_that_cannot_be_read_is_the_usual_one() -> None:
    usual = RiskScale()
    assert scale_from(None) == scale_from("{broken") == scale_from('{"chance": [1, 2]}') == usual
    assert scale_from('{"chance": [0.9, 0.1, 0.2, 0.3, 0.4]}') == usual  # They must rise.
    own = replace(usual, likelihood=("a", "b", "c", "d", "e"), high_from=20)
    assert scale_from(own.as_text()) == own


def test_that_a_suggestion_is_not_made_twice_and_is_not_assessed() -> None:
    kinds = {"service": Kind.MODEL_SERVICE}
    snapshot = example_snapshot("app-one->service app-two->service", kinds)
    roots = roots_of(snapshot.graph)
    first = suggestions(snapshot, roots, (), ())
    assert [(each.limit, each.subject, len(each.systems)) for each in first] == [
        (Limit.OPAQUE_FOUNDATION_MODEL, "service", 2)
    ]
    accepted = first[0].accepted("ada")
    assert accepted.score_after is None
    assert suggestions(snapshot, roots, (), (accepted,)) == ()


def test_that_what_lies_beyond_sight_is_suggested_with_its_figure() -> None:
    snapshot = example_snapshot("app-one->a->dark", {}, {}, "dark")
    found = suggestions(snapshot, roots_of(snapshot.graph), (), ())
    assert [each.limit for each in found] == [Limit.DEPTH_BEYOND_VISIBILITY]
    assert "1 of 2 components" in found[0].reason
    assert "2 relations away" in found[0].reason
