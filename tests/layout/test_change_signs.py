"""Signs of two scans on marks and lines: a bundle has one, and a line only what all its relations have."""

from __future__ import annotations

import numpy as np

from explorer.graph.example import example_graph
from explorer.graph.supply_graph import SupplyGraph
from explorer.layout.change_signs import Sign, Signs, apart_by_sign, signs_of_marks
from explorer.layout.drawing import Drawing
from explorer.layout.focus import draw, focus_on
from explorer.layout.survey import Question, survey


def drawn(text: str, signs: dict[str, Sign], relations: dict[str, Sign] | None = None) -> tuple[Drawing, Signs]:
    """The drawing of `a->b …` with bundles from four on, and the signs of its identities and relations."""
    graph = example_graph(text)
    nodes = np.array([signs.get(graph.id_of(node), Sign.SAME) for node in range(len(graph))], np.uint8)
    ends = [_words(graph, number) for number in range(graph.relation_count)]
    given = Signs(nodes, np.array([(relations or {}).get(each, Sign.SAME) for each in ends], np.uint8), {})
    return draw(apart_by_sign(focus_on(survey(graph, Question()), few=3), nodes)), given


def _words(graph: SupplyGraph, number: int) -> str:
    return f"{graph.id_of(int(graph.relation_source[number]))}->{graph.id_of(int(graph.relation_target[number]))}"


STAR = " ".join(f"app->p{number}" for number in range(10))


def test_that_a_bundle_never_holds_what_came_with_what_stayed() -> None:
    drawing, signs = drawn(STAR, {"p0": Sign.ADDED, "p1": Sign.ADDED, "p2": Sign.REMOVED})
    marks = signs_of_marks(drawing, signs).marks
    by_sign = {
        Sign(sign): len(drawing.members(mark)) for mark, sign in enumerate(marks.tolist()) if drawing.layer[mark]
    }
    assert by_sign == {Sign.ADDED: 2, Sign.REMOVED: 1, Sign.SAME: 7}


def test_that_nothing_is_lost_where_bundles_are_split() -> None:
    drawing, _ = drawn(STAR, {"p0": Sign.ADDED, "p5": Sign.CHANGED, "p6": Sign.CHANGED})
    held = np.concatenate([drawing.members(mark) for mark in range(len(drawing))])
    assert sorted(held.tolist()) == list(range(11))
    assert len({bundle.key for bundle in drawing.bundles}) == len(drawing.bundles)


def test_that_without_changes_the_bundles_are_as_ever() -> None:
    graph = example_graph(STAR)
    focus = focus_on(survey(graph, Question()), few=3)
    same = draw(apart_by_sign(focus, np.zeros(len(graph), np.uint8)))
    assert [bundle.key for bundle in same.bundles] == [bundle.key for bundle in draw(focus).bundles]


def test_that_a_line_has_the_sign_of_its_relations_only_where_they_agree() -> None:
    came = {f"app->p{number}": Sign.ADDED for number in range(9)}
    drawing, signs = drawn(STAR, {}, came)
    assert signs_of_marks(drawing, signs).links.tolist() == [Sign.CHANGED]
    drawing, signs = drawn(STAR, {}, came | {"app->p9": Sign.ADDED})
    assert signs_of_marks(drawing, signs).links.tolist() == [Sign.ADDED]
