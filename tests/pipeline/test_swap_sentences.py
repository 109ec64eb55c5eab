"""That one swap is spoken of as one, and several as several."""

from __future__ import annotations

import pytest

from explorer.analysis.rewiring import Swap
from explorer.analysis.smallest_set import Goal, SmallestSet
from explorer.domain.component import ComponentId
from explorer.pipeline.substitution_table import smallest_sentence


@pytest.mark.parametrize(
    ("candidates", "swaps", "said"),
    [
        (1, None, "This swap does not bring V1 under 0.1; it is 0.5 now, and 0.4 at the lowest."),
        (3, None, "No set of these 3 swaps brings V1 under 0.1; it is 0.5 now, and 0.4 at the lowest."),
        (3, 1, "1 swap of 3 brings V1 under 0.1"),
        (3, 2, "2 swaps of 3 bring V1 under 0.1"),
    ],
)
def test_that_one_swap_and_several_are_spoken_of_rightly(candidates: int, swaps: int | None, said: str) -> None:
    chosen = None if swaps is None else tuple(Swap(ComponentId(f"pkg:pypi/{place}")) for place in range(swaps))
    found = SmallestSet(Goal("V1", 0.1), chosen, 0.5, 0.4, candidates, True)
    assert smallest_sentence(found).startswith(said)
    assert f"{candidates} possible swap{'' if candidates == 1 else 's'} " in found.guarantee()
