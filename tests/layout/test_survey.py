from __future__ import annotations

from explorer.domain.component import Kind
from explorer.graph.example import example_snapshot
from explorer.graph.snapshot import Snapshot
from explorer.layout.survey import Question, Survey, portfolio_roots, survey
from tests.layout.synthetic import small


def _strata(snapshot: Snapshot, answer: Survey) -> dict[str, int]:
    return {identity: int(stratum) for identity, stratum in zip(snapshot.graph.ids, answer.stratum, strict=True)}


def _ask(snapshot: Snapshot, **question: object) -> Survey:
    found = {name: _numbers(snapshot, value) for name, value in question.items()}
    return survey(snapshot.graph, Question(**found))  # type: ignore[arg-type]


def _numbers(snapshot: Snapshot, value: object) -> object:
    if isinstance(value, str):
        return tuple(node for name in value.split() if (node := snapshot.graph.find(name)) is not None)
    return value


def test_that_a_stratum_is_the_longest_chain_from_a_system() -> None:
    snapshot = example_snapshot("app->a->b->c app->c")
    assert _strata(snapshot, _ask(snapshot)) == {"app": 0, "a": 1, "b": 2, "c": 3}


def test_that_the_members_of_a_cycle_share_a_stratum() -> None:
    snapshot = example_snapshot("app->a->b->a b->c")
    assert _strata(snapshot, _ask(snapshot)) == {"app": 0, "a": 1, "b": 1, "c": 2}


def test_that_hubs_hardware_and_parties_lie_under_everything_else() -> None:
    kinds = {"hub": Kind.HUB, "chip": Kind.HARDWARE, "maker": Kind.PARTY}
    snapshot = example_snapshot("app->hub app->chip app->maker app->a->b->c", kinds)
    assert _strata(snapshot, _ask(snapshot)) == {"app": 0, "a": 1, "b": 2, "c": 3, "hub": 4, "chip": 5, "maker": 6}


def test_that_what_no_system_reaches_is_still_in_the_portfolio() -> None:
    snapshot = example_snapshot("app->a lone->b")
    roots = {snapshot.graph.id_of(node) for node in portfolio_roots(snapshot.graph)}
    assert roots == {"app", "lone"}
    assert int(_ask(snapshot).scope.sum()) == 4


def test_that_a_loose_cycle_is_still_in_the_portfolio() -> None:
    snapshot = example_snapshot("app->a x->y->x")
    assert int(_ask(snapshot).scope.sum()) == 4


def test_that_the_limit_is_the_shortest_way() -> None:
    snapshot = example_snapshot("app->a->b->c app->c")
    answer = _ask(snapshot, depth_limit=1)
    drawn = {snapshot.graph.id_of(int(node)) for node in answer.candidates.nonzero()[0]}
    assert drawn == {"app", "a", "c"}
    assert int(answer.scope.sum()) == 4


def test_that_a_focus_shows_what_is_up_and_downstream_of_it() -> None:
    snapshot = example_snapshot("app->a->b->c app->x b->d")
    answer = _ask(snapshot, around="b")
    drawn = {snapshot.graph.id_of(int(node)) for node in answer.candidates.nonzero()[0]}
    assert drawn == {"app", "a", "b", "c", "d"}


def test_that_only_paths_shows_what_lies_between() -> None:
    snapshot = example_snapshot("app->a->b->c app->b app->x")
    answer = _ask(snapshot, around="b", only_paths=True)
    drawn = {snapshot.graph.id_of(int(node)) for node in answer.candidates.nonzero()[0]}
    assert drawn == {"app", "a", "b"}


def test_that_one_system_is_a_scope_of_its_own() -> None:
    snapshot = example_snapshot("app->a app2->b")
    assert int(_ask(snapshot, roots="app2").scope.sum()) == 2


def test_that_the_small_chain_lies_as_drawn_by_hand() -> None:
    snapshot = small()
    strata = _strata(snapshot, _ask(snapshot))
    assert strata["pkg:huggingface/northwind-lab/heron-7b"] == 3
    assert strata["unknown:training-data:pkg:huggingface/northwind-lab/heron-7b"] == 4
    assert (strata["hub:model-harbor"], strata["hardware:accel-x1"], strata["party:northwind-lab"]) == (5, 6, 7)


def test_that_counted_by_steps_a_stratum_is_the_shortest_way_whatever_kind_it_is() -> None:
    snapshot = example_snapshot("app->a->b->c app->c app->hub b->maker", {"hub": Kind.HUB, "maker": Kind.PARTY})
    answer = _ask(snapshot, depth_limit=2, by_steps=True)
    # c is one step away, however long the other way is; the maker behind b is three away, so not drawn.
    assert _strata(snapshot, answer) == {"app": 0, "a": 1, "c": 1, "hub": 1, "b": 2, "maker": -1}
