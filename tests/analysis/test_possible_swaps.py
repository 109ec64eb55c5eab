"""Where nobody named a swap, the largest holders are asked to give way, one thing at a time."""

from __future__ import annotations

import pytest

from explorer.analysis.possible_swaps import NOBODY_YET, possible_swaps
from explorer.analysis.smallest_set import Goal, smallest_set
from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.errors import InputError
from explorer.graph.example import example_snapshot

KINDS = {"llama": Kind.MODEL, "tiny": Kind.MODEL, "qwen": Kind.MODEL, "meta": Kind.PARTY, "alibaba": Kind.PARTY}
MADE = dict.fromkeys(("llama->meta", "tiny->meta", "qwen->alibaba"), RelationKind.MADE_BY)
SNAPSHOT = example_snapshot("app1->llama->meta app2->tiny->meta app3->llama app3->qwen->alibaba", KINDS, MADE)
ROOTS = [SNAPSHOT.graph.find(f"app{place}") for place in (1, 2, 3)]


def test_that_what_the_largest_holder_holds_comes_first_each_by_a_company_of_its_own() -> None:
    found = possible_swaps(SNAPSHOT, ROOTS, Goal("V1.top", 0.5))
    assert {each.old for each in found[:2]} == {"llama", "tiny"}
    assert found[2].old == "qwen"
    assert len({each.new for each in found}) == 3
    assert all(each.new.startswith(NOBODY_YET) for each in found)
    assert len(possible_swaps(SNAPSHOT, ROOTS, Goal("V1", 0.5), most=1)) == 1


def test_that_the_fewest_of_them_reach_a_target_that_can_be_reached() -> None:
    """Meta holds 2.5 of 3 systems, HHI 0.722; with one of its models elsewhere no holder has more than 1.5."""
    goal = Goal("V1", 0.5)
    found = smallest_set(SNAPSHOT, ROOTS, possible_swaps(SNAPSHOT, ROOTS, goal), goal)
    assert found.swaps is not None
    assert len(found.swaps) == 1
    assert found.before == pytest.approx((2.5 / 3) ** 2 + (0.5 / 3) ** 2)
    assert found.is_exact


def test_that_nobody_guesses_what_could_shorten_a_chain() -> None:
    with pytest.raises(InputError, match="Nobody can say"):
        possible_swaps(SNAPSHOT, ROOTS, Goal("depth", 2))
