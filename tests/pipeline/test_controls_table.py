"""What is said of the fewest relations that a control would have to stand on, on graphs cut by hand."""

from __future__ import annotations

from datetime import date

from explorer.analysis.control_set import ControlPlan, SmallestCut
from explorer.domain.component import Kind
from explorer.graph.example import example_snapshot
from explorer.knowledge.attacks import attack_types
from explorer.pipeline.answers import answer
from explorer.pipeline.controls_table import cut_sentence, cuts_table, plan_sentence

SNAPSHOT = example_snapshot("app->lib->torch app->torch", {"lib": Kind.PACKAGE, "torch": Kind.PACKAGE})
ANSWERS = answer(SNAPSHOT, (), None, date(2026, 11, 26))
TORCH = SNAPSHOT.graph.find("torch")


def test_that_two_ways_without_a_common_relation_need_two_cuts() -> None:
    """Torch reaches the app by itself and through lib: no single relation lies on both ways."""
    table = cuts_table(SNAPSHOT, ANSWERS, attack_types()["A6"], [TORCH], None)
    fewest = {row[0]: row[1] for row in table.rows}
    assert fewest
    assert set(fewest.values()) <= {2, None}
    assert 2 in fewest.values()
    assert "on 2 relations cuts every way, and no fewer do" in table.headline


def test_that_without_a_way_nothing_is_to_be_cut() -> None:
    table = cuts_table(SNAPSHOT, ANSWERS, attack_types()["A6"], [SNAPSHOT.graph.find("app")], None)
    assert all("cuts every way" not in str(row[2]) for row in table.rows if not row[1])


def test_that_an_answer_that_was_not_computed_says_so() -> None:
    cut = SmallestCut("pinned-digest", None, False, ())
    assert "not computed" in cut_sentence(SNAPSHOT, cut)
    alone = SmallestCut("pinned-digest", None, True, (TORCH,))
    assert "alone cannot part them: torch reach" in cut_sentence(SNAPSHOT, alone)
    many = SmallestCut("pinned-digest", None, True, (TORCH,) * 5)
    assert "torch, torch, torch and 2 more reach" in cut_sentence(SNAPSHOT, many)


def test_that_no_way_at_all_is_told() -> None:
    assert (
        plan_sentence(SNAPSHOT, ControlPlan((), 0, 0, {})) == "No attack of the catalogue has a way to any system here."
    )
