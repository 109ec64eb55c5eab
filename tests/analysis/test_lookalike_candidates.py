"""Names that are near a well-known one pass the sieves, whatever they look like: as comparing all with all would find."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis import lookalikes as home
from explorer.analysis.lookalikes import Lookalike, lookalikes, normalized, similar
from explorer.analysis.name_sieve import NameSieve
from explorer.domain.component import Kind
from explorer.graph.example import example_snapshot
from explorer.graph.snapshot import Snapshot
from explorer.graph.text_column import TextColumn
from explorer.knowledge.popular_names import popular_models, popular_organisations, popular_packages, popular_servers
from explorer.knowledge.remembered import forget

LETTERS = "abA1-_. é\u212a"  # With the sign of kelvins, whose lower case is the letter k.


class AllNames:
    """Compares with every known name."""

    def __init__(self, known: Iterable[str]) -> None:
        self.known = sorted(known)

    def near(self, name: str) -> list[str]:
        """All of them."""
        return self.known


@st.composite
def changed(draw: st.DrawFn, names: Iterable[str]) -> str:
    """A well-known name as it is, or with up to two letters put in, taken out, swapped or written otherwise."""
    name = draw(st.sampled_from(sorted(names)))
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, max(0, len(name) - 2)))
        letter = draw(st.sampled_from("aZ0-_.é"))
        name = draw(
            st.sampled_from(
                (
                    name[:place] + name[place + 1 :],
                    name[:place] + letter + name[place:],
                    name[:place] + letter + name[place + 1 :],
                    name[:place] + name[place : place + 2][::-1] + name[place + 2 :],
                    name.upper(),
                )
            )
        )
    return name.replace("/", "")


def _owned(repository: str) -> tuple[str, str]:
    owner, _, name = repository.rpartition("/")
    return owner, name


models = st.one_of(
    changed([_owned(each)[1] for each in popular_models()]), st.text(st.sampled_from("abC1-."), min_size=1, max_size=9)
)
owners = st.one_of(changed(popular_organisations()), st.sampled_from(["somebody", "datasets", "%40acme", "a@b"]))
endings = st.sampled_from(["", "@1.0", "@main", "@v/1", "?arch=x", "@1?x=y", "#weights.bin", "%20x"])
identities = st.one_of(
    st.builds("pkg:pypi/{}{}".format, changed(popular_packages("pypi")), endings),
    st.builds("pkg:npm/{}{}".format, changed(popular_packages("npm")), endings),
    st.builds("pkg:npm/%40{}/{}{}".format, owners, changed(popular_packages("npm")), endings),
    st.builds("pkg:huggingface/{}/{}{}".format, owners, models, endings),
    st.builds("pkg:huggingface/datasets/{}/{}{}".format, owners, models, endings),
    st.builds("pkg:huggingface/{}{}".format, models, endings),
    st.builds("mcp:{}".format, changed(popular_servers())),
    st.builds("pkg:cargo/{}".format, changed(popular_packages("pypi"))),
)
kinds = st.sampled_from([Kind.PACKAGE, Kind.MODEL, Kind.DATASET, Kind.WEIGHT_FILE, Kind.ADAPTER])


def _snapshot(parts: dict[str, Kind]) -> Snapshot:
    words = {each.replace(" ", "").replace("->", ""): kind for each, kind in parts.items()}
    known = {each: Kind.MCP_SERVER if each.startswith("mcp:") else kind for each, kind in words.items()}
    return example_snapshot(" ".join(f"app->{each}" for each in known), known)


def _compared_with_all(snapshot: Snapshot) -> tuple[Lookalike, ...]:
    with pytest.MonkeyPatch.context() as patch:
        forget()
        patch.setattr(home, "Names", AllNames)
        patch.setattr(home, "candidates", lambda graph, *_: np.arange(len(graph)))
        found = lookalikes.__wrapped__(snapshot)  # type: ignore[attr-defined]  # Not the kept answer.
    forget()
    return found


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(identities, kinds, min_size=1, max_size=25))
def test_that_lookalikes_are_those_that_comparing_all_names_finds(parts: dict[str, Kind]) -> None:
    snapshot = _snapshot(parts)
    assert lookalikes(snapshot) == _compared_with_all(snapshot)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.text(st.sampled_from(LETTERS), max_size=8), max_size=8),
    st.lists(st.text(st.sampled_from(LETTERS), max_size=8), max_size=8),
)
def test_that_the_sieve_keeps_what_is_near_or_the_same(names: list[str], known: list[str]) -> None:
    kept = NameSieve.of(known).keeps(TextColumn.of(names))
    same = {normalized(each) for each in known}
    for name, is_kept in zip(names, kept.tolist(), strict=True):
        assert is_kept or not (normalized(name) in same or list(similar(name, known))), name


def test_that_the_sieve_keeps_little_else() -> None:
    kept = NameSieve.of(["tensorflow", "requests"]).keeps(
        TextColumn.of(["Tensor-Flow", "tensorfolw", "reqeusts", "request", "numpy", "tensor", ""])
    )
    assert kept.tolist() == [True, True, True, True, False, False, False]
    assert not NameSieve.of([]).keeps(TextColumn.of(["tensorflow"])).any()
    assert len(NameSieve.of(["a"]).keeps(TextColumn.of([]))) == 0
