"""The account of an identity is the first part of its path on the hub; checked against plain string handling."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.graph.namespaces import NOBODY, hub_namespaces
from explorer.graph.text_column import TextColumn

PARTS = st.text(alphabet="abé/@.-", min_size=0, max_size=5)
IDENTITIES = st.builds(
    lambda prefix, rest: prefix + rest,
    st.sampled_from(["pkg:huggingface/", "pkg:huggingface/datasets/", "pkg:pypi/", "party:", "pkg:huggingface"]),
    st.lists(PARTS, max_size=3).map("/".join),
)


def owner(identity: str) -> str | None:
    """By the rule in words: OWNER of `pkg:huggingface/OWNER/…`, but for data sets."""
    if not identity.startswith("pkg:huggingface/"):
        return None
    first, slash, _ = identity.removeprefix("pkg:huggingface/").partition("/")
    return first if slash and first and first != "datasets" else None


@given(st.lists(IDENTITIES, max_size=12), st.randoms())
def test_that_accounts_are_those_of_plain_string_handling(identities: list[str], random) -> None:
    rows = np.array(random.sample(range(len(identities)), k=len(identities)), np.int64)
    code, accounts = hub_namespaces(TextColumn.of(identities), rows)
    found = [None if each == NOBODY else accounts[each] for each in code.tolist()]
    assert found == [owner(identities[row]) for row in rows]
    assert len(set(accounts)) == len(accounts)
