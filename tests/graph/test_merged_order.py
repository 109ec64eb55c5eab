"""Nodes put in order by the few that changed: as if all had been sorted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.graph import merged_order as module
from explorer.graph.appended import Appended
from explorer.graph.identities import Identities
from explorer.graph.merged_order import merged_order
from explorer.graph.text_column import TextColumn

names = st.lists(st.text(max_size=6), unique=True, max_size=30)


@given(names=names, data=st.data())
@pytest.mark.parametrize("few", [0, 1000])
def test_that_it_is_the_order_by_level_and_code_points(few: int, names: list[str], data: st.DataObject) -> None:
    """The oracle is Python's own sorting; with `few` at 0 everything is sorted anew."""
    known = data.draw(st.integers(0, len(names)))
    before = data.draw(st.lists(st.integers(0, 3), min_size=known, max_size=known))
    stood = sorted(zip(before, names[:known], strict=True))
    after = [level + data.draw(st.sampled_from([0, 0, 0, 1])) for level, _ in stood]
    after += data.draw(st.lists(st.integers(0, 4), min_size=len(names) - known, max_size=len(names) - known))
    texts = [name for _, name in stood] + names[known:]
    ids = Appended(TextColumn.of(texts[:known]), TextColumn.of(texts[known:]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "FEW", few)
        found = merged_order(ids, np.array(after, np.int32), np.array([level for level, _ in stood], np.int32))
    assert [texts[place] for place in found] == [name for _, name in sorted(zip(after, texts, strict=True))]


def test_that_identities_are_found_where_they_went_and_stay_where_another_overlay_is_made() -> None:
    first = TextColumn.of(["a", "b", "c"])
    second, third = TextColumn.of(["new", "c", "a", "b"]), TextColumn.of(["b", "c", "a", "new", "x"])
    identities = Identities(first)
    identities.look_up_in(first, second, np.array([2, 3, 1, 0], np.int32))
    identities.look_up_in(
        first, TextColumn.of(["c", "b", "a"]), np.array([2, 1, 0], np.int32)
    )  # Of what is not looked in.
    assert list(identities) == identities[:] == ["a", "b", "c"]
    identities.look_up_in(second, third, np.array([3, 1, 2, 0, 4], np.int32))
    assert list(identities) == ["a", "b", "c"]
    assert len(identities) == 3
    with pytest.raises(IndexError):
        identities[3]
