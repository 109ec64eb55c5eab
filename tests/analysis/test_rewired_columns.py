"""What a substitution counts on columns, against the same counted on the snapshot that is made of objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis.rewiring import Rewired, rewired
from explorer.analysis.rewiring_plan import STAND_IN
from explorer.analysis.substitution import Substitution, substitution
from explorer.analysis.substitution_figures import compared, counted_now, is_counted, measured, measured_after
from explorer.analysis.swaps import Swap
from explorer.domain.annotation import Basis, Subject, TrustDelegation, TrustStatus
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind
from explorer.graph.derive import derive
from explorer.graph.identity import family
from explorer.graph.merge import merge
from explorer.graph.reach import downstream, upstream
from explorer.graph.snapshot import Snapshot, snapshot_of
from tests.layout.synthetic import chain, portfolio

TODAY = date(2026, 11, 26)
EVIDENCE = (Evidence("random"),)
PARTIES = ["party:meta", "party:google", "party:nobody", "party:amazon"]
IDENTITIES: dict[str, Kind] = {
    **dict.fromkeys(["system:app", "system:desk", "system:shop"], Kind.SYSTEM),
    **dict.fromkeys(PARTIES, Kind.PARTY),
    **dict.fromkeys(
        ["pkg:huggingface/meta-llama/L@1", "pkg:huggingface/meta-llama/L@2", "service:openai/gpt"], Kind.MODEL
    ),
    **dict.fromkeys(["pkg:pypi/torch@1", "pkg:pypi/torch@2", "pkg:pypi/torch", "pkg:pypi/leaf@1"], Kind.PACKAGE),
    **dict.fromkeys(["hub:hugging-face", "hub:cdn.huggingface.co", "hub:b"], Kind.HUB),
    **dict.fromkeys(["cloud:aws", "cloud:b"], Kind.CLOUD),
    **dict.fromkeys(["hardware:p5.48xlarge", "hardware:nvidia-h100"], Kind.HARDWARE),
    "mcp:desk": Kind.MCP_SERVER,
    "pkg:docker/app@1": Kind.CONTAINER_IMAGE,
    "pkg:huggingface/datasets/x/d": Kind.DATASET,
    "unknown:training-data:pkg:huggingface/meta-llama/L@1": Kind.UNKNOWN,
    "build:one": Kind.BUILD,
    "adapter:one": Kind.ADAPTER,
}
NEW = [*IDENTITIES, "party:mistral-ai", "party:unheard", "pkg:huggingface/mistralai/M", "pkg:pypi/tensorflow@2", "cloud:azure",
       "hub:new", "plain", "pkg:npm/%40scope/x@1", "service:anthropic/claude"]  # fmt: skip
WORDS = [
    RelationKind.USES, RelationKind.REQUIRES, RelationKind.MADE_BY, RelationKind.MADE_BY, RelationKind.OPERATED_BY,
    RelationKind.DISTRIBUTED_BY, RelationKind.TRAINED_ON,
]  # fmt: skip


@st.composite
def chains(draw: st.DrawFn) -> Snapshot:
    """Supply chains of real-looking identities: cycles, self-loops, parallel relations, unknowns, loose parts."""
    chosen = draw(st.lists(st.sampled_from(list(IDENTITIES)), min_size=2, max_size=16, unique=True))
    chosen = ["system:app", *(each for each in chosen if each != "system:app")]
    components = [
        Component(
            ComponentId(each), IDENTITIES[each], draw(st.sampled_from(["", "cdn.huggingface.co", "p5.48xlarge"])) or each, "",
            draw(st.sampled_from([None, None, *map(ComponentId, PARTIES), ComponentId("hub:b"), ComponentId("party:mistral-ai")])),
            draw(st.sampled_from(list(Knowledge))), draw(st.sampled_from([{}, {}, {"framework": "yes"}, {"dependencies": "listed"}])),
            EVIDENCE,
        )
        for each in chosen
    ]  # fmt: skip
    ends = st.sampled_from(chosen)
    pairs = draw(st.lists(st.tuples(ends, ends, st.sampled_from(WORDS)), max_size=3 * len(chosen)))
    claims = [*components, *(Relation(ComponentId(a), ComponentId(b), word, evidence=EVIDENCE) for a, b, word in pairs)]
    draft = merge(claims)
    if draw(st.booleans()):
        derive(draft)
    return snapshot_of(draft, "2026-01-01T00:00:00Z")


@st.composite
def questions(draw: st.DrawFn) -> tuple[Snapshot, list[int], list[Swap], tuple[TrustDelegation, ...]]:
    snapshot = draw(chains())
    systems = snapshot.graph.systems.tolist()
    roots = systems if draw(st.booleans()) else draw(st.lists(st.sampled_from(systems), max_size=2, unique=True))
    there = [each.id for each in snapshot.components if each.kind is not Kind.SYSTEM]
    olds = st.sampled_from([*there, *map(family, there)]) if there else st.nothing()
    news = st.one_of(st.none(), st.sampled_from([*NEW, *PARTIES, *there]).map(ComponentId))
    drawn = draw(st.lists(st.tuples(olds, news), min_size=1, max_size=3)) if there else []
    swaps = [Swap(old, new) for old, new in drawn if new is None or family(new) != old]
    return snapshot, roots, swaps, tuple(draw(st.lists(delegations(snapshot), max_size=3)))


def delegations(snapshot: Snapshot) -> st.SearchStrategy[TrustDelegation]:
    things = [each.id for each in snapshot.components]
    relations = [f"relation:{each.source}|{each.kind}|{each.target}" for each in snapshot.relations]
    plain = [f"relation:{family(each.source)}|{each.kind}|{family(each.target)}" for each in snapshot.relations]
    return st.builds(
        lambda subject, delegator, status, basis: TrustDelegation(
            Subject(subject), delegator, "", basis=basis, status=status
        ),
        st.sampled_from([*things, *map(family, things), *relations, *plain, "party:mistral-ai"]),
        st.sampled_from(["", "", "system:app"]),
        st.sampled_from([TrustStatus.EXAMINED, TrustStatus.EXAMINED, TrustStatus.REFUSED]),
        st.sampled_from([Basis.AUDIT, Basis.AUDIT, Basis.NONE]),
    )


def counted_on_objects(
    snapshot: Snapshot, roots: Sequence[int], swaps: Sequence[Swap], trusts: tuple[TrustDelegation, ...]
) -> dict[str, object]:
    """Every part of the answer, from two snapshots that are compared by identity."""
    after = rewired(snapshot, roots, swaps)
    systems = [snapshot.graph.id_of(root) for root in roots]
    roots_after = [node for each in systems if (node := after.snapshot.graph.find(each)) is not None]
    old, new = upstream_of(snapshot, roots), upstream_of(after.snapshot, roots_after)
    came, went = sorted(new.keys() - old.keys()), old.keys() - new.keys()
    figures = compared(
        counted_now(snapshot, roots, trusts, TODAY), counted_now(after.snapshot, roots_after, trusts, TODAY)
    )
    return {
        "swaps": tuple(swaps),
        "figures": tuple(figures),
        "moved": after.moved,
        "replaced": after.replaced,
        "gone": tuple(sorted(went - set(after.replaced))),
        "come": tuple(came),
        "parties_gone": tuple(sorted(each for each in went if old[each].kind is Kind.PARTY)),
        "parties_come": tuple(each for each in came if new[each].kind is Kind.PARTY),
        "exposed_before": exposed(snapshot, systems, after),
        "exposed_after": exposed(after.snapshot, systems, after),
        "unknown_come": sum(new[each].knowledge is Knowledge.UNKNOWN for each in came),
    }


def upstream_of(snapshot: Snapshot, roots: Sequence[int]) -> dict[ComponentId, Component]:
    reached = upstream(snapshot.graph, roots).tolist()
    return {each.id: each for each, is_in in zip(snapshot.components, reached, strict=True) if is_in}


def exposed(snapshot: Snapshot, systems: Sequence[ComponentId], after: Rewired) -> tuple[ComponentId, ...]:
    found = [node for each in after.replaced if (node := snapshot.graph.find(each)) is not None]
    below = downstream(snapshot.graph, found)
    return tuple(each for each in systems if (node := snapshot.graph.find(each)) is not None and below[node])


@settings(max_examples=400)
@given(questions())
def test_that_columns_tell_what_the_snapshot_of_objects_tells(
    asked: tuple[Snapshot, list[int], list[Swap], tuple[TrustDelegation, ...]],
) -> None:
    snapshot, roots, swaps, trusts = asked
    answer = substitution(snapshot, roots, swaps, trusts, TODAY)
    expected = counted_on_objects(snapshot, roots, swaps, trusts)
    assert {each.name: getattr(answer, each.name) for each in fields(Substitution) if each.name in expected} == expected
    compare_names(answer)
    for key in ("depth", "components", "horizon", "V1", "V3.top", "V4"):
        assert is_counted(key)
        after = answer.after
        roots_after = [node for root in roots if (node := after.graph.find(snapshot.graph.id_of(root))) is not None]
        systems = [snapshot.graph.id_of(root) for root in roots]
        assert measured_after(answer.columns, systems, key) == measured(after, roots_after, key)


@pytest.mark.parametrize("old", ["party:harbor-ai", "hub:package-index", "cloud:nimbus", "hardware:accel-x1"])
@pytest.mark.parametrize("new", [None, "party:blue-heron", "pkg:huggingface/mistralai/M", "party:new"])
def test_that_columns_hold_for_more_systems_than_a_word_has_bits(old: str, new: str | None) -> None:
    snapshot = portfolio(70, 700)
    roots = snapshot.graph.systems.tolist()
    swaps = [Swap(ComponentId(old), None if new is None else ComponentId(new))]
    answer = substitution(snapshot, roots, swaps, (), TODAY)
    expected = counted_on_objects(snapshot, roots, swaps, ())
    assert {name: getattr(answer, name) for name in expected} == expected
    compare_names(answer)


@pytest.mark.parametrize("place", [1, 150, 299])
def test_that_columns_hold_on_a_chain_of_more_levels_than_are_looked_at_one_by_one(place: int) -> None:
    snapshot = chain(300)
    old = snapshot.graph.id_of(place)
    for swaps in ([Swap(old)], [Swap(old, snapshot.graph.id_of(1 if place > 1 else 200))]):
        answer = substitution(snapshot, [0], swaps, (), TODAY)
        expected = counted_on_objects(snapshot, [0], swaps, ())
        assert {name: getattr(answer, name) for name in expected} == expected


def test_that_a_graph_in_which_something_stands_in_already_can_be_rewired_again() -> None:
    snapshot = portfolio(2, 60)
    roots = snapshot.graph.systems.tolist()
    once = substitution(snapshot, roots, [Swap(ComponentId("party:harbor-ai"), ComponentId("party:blue-heron"))]).after
    assert any(each.startswith(STAND_IN) for each in once.graph.ids)
    for old, new in (("party:blue-heron", "party:meta"), ("party:northwind-lab", "party:blue-heron")):
        swaps, systems = [Swap(ComponentId(old), ComponentId(new))], once.graph.systems.tolist()
        answer = substitution(once, systems, swaps, (), TODAY)
        expected = counted_on_objects(once, systems, swaps, ())
        assert {name: getattr(answer, name) for name in expected} == expected


def compare_names(answer: Substitution) -> None:
    for component in answer.after.components:
        assert answer.name(component.id) == component.name
        assert answer.title(component.id) == f"{component.name} {component.version}".strip()
