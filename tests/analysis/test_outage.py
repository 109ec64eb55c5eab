"""A standstill: who takes down what, how soon, by which way, and what holds it off."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.one_of_several import one_of_several
from explorer.analysis.outage import Outage, felt_along, outages, ranked, way_of
from explorer.analysis.outage_keepers import recorded_keepers
from explorer.analysis.outage_ways import own_relations
from explorer.domain.annotation import Note, Subject
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.merge import Draft
from explorer.graph.snapshot import Snapshot, snapshot_of
from explorer.knowledge.controls import control_types
from explorer.knowledge.outages import Felt, outage_rules
from explorer.pipeline.scan import scan
from tests.analysis.test_exposure import snapshots
from tests.sources.test_hub_cache import FILES, cached

SEEN = (Evidence("test"),)
KINDS = {
    "app": Kind.SYSTEM, "app2": Kind.SYSTEM, "gpt": Kind.MODEL_SERVICE, "openai": Kind.PARTY, "azure": Kind.CLOUD,
    "microsoft": Kind.PARTY, "vectors": Kind.CORPUS, "llama": Kind.MODEL, "base": Kind.MODEL, "hub": Kind.HUB, "mirror": Kind.HUB, "hf": Kind.PARTY,
    "torch": Kind.PACKAGE, "index": Kind.HUB, "weights": Kind.WEIGHT_FILE, "shard": Kind.WEIGHT_FILE, "meta": Kind.PARTY, "pytest": Kind.PACKAGE,
}  # fmt: skip
WAYS = (
    "app calls gpt", "gpt operated-by openai", "gpt runs-on azure", "azure operated-by microsoft",
    "app uses llama", "llama distributed-by hub", "hub operated-by hf", "llama made-by meta",
    "llama fine-tuned-from base", "base distributed-by hub", "app uses torch", "torch distributed-by index",
)  # fmt: skip
"""One system as it is often built: a hosted model on a cloud, an open model from a hub, a package from an index."""


def portfolio(*ways: str, scopes: dict[str, Scope] | None = None, files: str = "test", content: str = "") -> Snapshot:
    """A snapshot of `source relation target` texts."""
    draft = Draft()
    for end in dict.fromkeys(word for way in ways for word in way.split()[::2]):
        found = (Evidence(files, "models/model.safetensors"),) if end == "weights" else SEEN
        facts = {"content": content} if content and end == "weights" else {}
        draft.add(Component(ComponentId(end), KINDS[end], end, attributes=facts, evidence=found))
    for way in ways:
        source, kind, target = way.split()
        scope = (scopes or {}).get(way, Scope.RUNTIME)
        draft.add(Relation(ComponentId(source), ComponentId(target), RelationKind(kind), scope, evidence=SEEN))
    return snapshot_of(draft, "2026-01-01T00:00:00Z")


def felt(snapshot: Snapshot, notes: tuple[Note, ...] = (), still: bool = False) -> dict[str, dict[str, Felt]]:
    """By what stops, by system: when it is felt, as if nothing were recorded, or with what is."""
    graph = snapshot.graph
    return {
        graph.id_of(each.entry): {graph.id_of(one.system): one.still if still else one.felt for one in each.systems}
        for each in outages(snapshot, graph.systems, notes)
    }


def note(subject: str, *tags: str) -> tuple[Note, ...]:
    return (Note(Subject(subject), "seen", tags),)


def test_that_a_hosted_model_stops_now_a_hub_at_the_next_build_and_a_maker_at_the_next_renewal() -> None:
    found = felt(portfolio(*WAYS))
    assert {name: systems["app"] for name, systems in found.items()} == {
        "gpt": Felt.NOW, "openai": Felt.NOW, "azure": Felt.NOW, "microsoft": Felt.NOW,
        "hub": Felt.NEXT_BUILD, "hf": Felt.NEXT_BUILD, "index": Felt.NEXT_BUILD, "meta": Felt.NEXT_RENEWAL,
    }  # fmt: skip


def test_that_a_base_that_is_gone_stops_no_model_that_was_made_from_it() -> None:
    found = felt(portfolio("app uses llama", "llama fine-tuned-from base", "base distributed-by hub"))
    assert found == {"hub": {"app": Felt.NEXT_RENEWAL}}


def test_that_the_soonest_way_counts_and_is_shown() -> None:
    snapshot = portfolio("app uses llama", "llama made-by microsoft", *WAYS[:4])
    graph = snapshot.graph
    (found,) = (each for each in outages(snapshot, graph.systems) if graph.id_of(each.entry) == "microsoft")
    way = [graph.id_of(int(graph.relation_target[relation])) for relation in found.systems[0].way]
    assert (found.systems[0].felt, way) == (Felt.NOW, ["gpt", "azure", "microsoft"])


def test_that_an_attested_build_is_over_and_a_pipeline_of_ones_own_is_due_at_the_next_build() -> None:
    def built(attributes: dict[str, str]) -> dict[str, dict[str, Felt]]:
        draft = Draft()
        draft.add(Component(ComponentId("app"), Kind.SYSTEM, "app", evidence=SEEN))
        draft.add(Component(ComponentId("build"), Kind.BUILD, "build", attributes=attributes, evidence=SEEN))
        draft.add(Component(ComponentId("forge"), Kind.HUB, "forge", evidence=SEEN))
        draft.add(Relation(ComponentId("app"), ComponentId("build"), RelationKind.BUILT_BY, evidence=SEEN))
        draft.add(Relation(ComponentId("build"), ComponentId("forge"), RelationKind.DISTRIBUTED_BY, evidence=SEEN))
        return felt(snapshot_of(draft, "2026-01-01T00:00:00Z"))

    assert built({}) == {"forge": {"app": Felt.NEXT_BUILD}}
    assert built({"subject digests": "sha256:" + "a" * 64}) == {"forge": {"app": Felt.NEXT_RENEWAL}}


def test_that_what_only_tests_and_development_rely_on_is_not_followed() -> None:
    ways = ("app uses pytest", "pytest distributed-by index")
    assert felt(portfolio(*ways)) == {"index": {"app": Felt.NEXT_BUILD}}
    for scope in (Scope.TEST, Scope.DEVELOPMENT, Scope.EXAMPLE, Scope.DOCUMENTATION):
        assert felt(portfolio(*ways, scopes={"app uses pytest": scope})) == {}


def test_that_a_model_whose_weights_lie_here_is_not_missed_at_the_next_build() -> None:
    ways = ("app uses llama", "llama distributed-by hub", "llama contains weights")
    here = portfolio(*ways, files="weight-file")
    assert felt(here)["hub"] == {"app": Felt.NEXT_BUILD}
    assert felt(here, still=True)["hub"] == {"app": Felt.NEVER}
    pointer = portfolio(*ways, files="weight-file", content="not here: a Git LFS pointer")
    assert felt(pointer, still=True)["hub"] == {"app": Felt.NEXT_BUILD}
    shards = portfolio(*ways, "llama contains shard", files="weight-file")
    assert felt(shards, still=True)["hub"] == {"app": Felt.NEXT_BUILD}  # One of two files is at hand.
    listed = portfolio(*ways, files="hub")  # A file that a hub's answer lists is not at hand.
    assert felt(listed, still=True)["hub"] == {"app": Felt.NEXT_BUILD}


def test_that_a_second_source_holds_only_where_nobody_stands_behind_both() -> None:
    two = ("app uses torch", "torch distributed-by index", "torch distributed-by mirror")
    assert felt(portfolio(*two), still=True) == {"index": {"app": Felt.NEVER}, "mirror": {"app": Felt.NEVER}}
    both = portfolio(*two, "index operated-by hf", "mirror operated-by hf")
    assert set(felt(both, still=True)["hf"].values()) == {Felt.NEXT_BUILD}


def test_that_a_place_that_is_only_inferred_is_no_second_source() -> None:
    draft = Draft()
    for end in ("app", "torch", "index", "mirror"):
        draft.add(Component(ComponentId(end), KINDS[end], end, evidence=SEEN))
    for source, kind, target, known in (
        ("app", RelationKind.USES, "torch", Knowledge.DECLARED),
        ("torch", RelationKind.DISTRIBUTED_BY, "index", Knowledge.DECLARED),
        ("torch", RelationKind.DISTRIBUTED_BY, "mirror", Knowledge.INFERRED),
    ):
        draft.add(Relation(ComponentId(source), ComponentId(target), kind, knowledge=known, evidence=SEEN))
    snapshot = snapshot_of(draft, "2026-01-01T00:00:00Z")
    assert felt(snapshot, still=True)["index"] == {"app": Felt.NEXT_BUILD}


def test_that_a_recorded_substitute_holds_for_the_system_it_is_recorded_for() -> None:
    snapshot = portfolio("app calls gpt", "app2 calls gpt", "gpt operated-by openai")
    notes = note("relation:app|calls|gpt", "substitute")
    assert felt(snapshot, notes, still=True)["openai"] == {"app": Felt.NEVER, "app2": Felt.NOW}
    assert felt(snapshot, notes)["openai"] == {"app": Felt.NOW, "app2": Felt.NOW}
    assert set(felt(snapshot, note("gpt", "substitute"), still=True)["openai"].values()) == {Felt.NEVER}
    assert set(felt(snapshot, note("gpt", "to do"), still=True)["openai"].values()) == {Felt.NOW}


def test_that_a_substitute_of_the_same_company_is_none() -> None:
    ways = (
        "app calls gpt",
        "gpt operated-by openai",
        "app uses llama",
        "llama distributed-by hub",
        "hub operated-by openai",
    )
    snapshot = portfolio(*ways)
    # The other model comes from a hub of the same company, but it is felt later: it still takes over.
    late = felt(snapshot, note("gpt", "substitute:llama"), still=True)
    assert late["openai"] == {"app": Felt.NEXT_BUILD}
    same = portfolio("app calls gpt", "gpt runs-on azure", "azure operated-by microsoft", "app2 runs-on azure")
    held = note("relation:app|calls|gpt", "substitute:azure")
    assert felt(same, held, still=True)["azure"]["app"] is Felt.NOW


def declared(settings: str) -> Snapshot:
    """One system that calls two hosted models of one company, and what its settings name besides."""
    draft = Draft()
    for end, role in (("app", ""), ("gpt", "chat"), ("vector", "embedding"), ("llama", ""), ("openai", "")):
        kind = Kind.MODEL_SERVICE if end == "vector" else KINDS[end]
        draft.add(Component(ComponentId(end), kind, end, attributes={"role": role} if role else {}, evidence=SEEN))
    for source, kind, target in (
        ("app", RelationKind.CALLS, "gpt"), ("app", RelationKind.CALLS, "vector"),
        ("gpt", RelationKind.OPERATED_BY, "openai"), ("vector", RelationKind.OPERATED_BY, "openai"),
    ):  # fmt: skip
        draft.add(Relation(ComponentId(source), ComponentId(target), kind, evidence=SEEN))
    facts = {"role": settings} if settings else {}
    draft.add(Relation(ComponentId("app"), ComponentId("llama"), RelationKind.USES, attributes=facts, evidence=SEEN))
    return snapshot_of(draft, "2026-01-01T00:00:00Z")


def test_that_a_declared_fallback_holds_for_work_of_its_sort_and_a_second_model_is_none() -> None:
    assert felt(declared("fallback"), still=True)["gpt"] == {"app": Felt.NEVER}
    assert felt(declared(""), still=True)["gpt"] == {"app": Felt.NOW}
    # The company serves the embeddings too, for which a model that writes is no stand-in.
    assert felt(declared("fallback"), still=True)["openai"] == {"app": Felt.NOW}


def test_that_a_cloud_that_is_only_one_of_several_is_felt_perhaps(tmp_path: Path) -> None:
    for folder, code, sure, cloud in (
        ("elsewhere", "from openai import OpenAI\nOpenAI().responses.create(model='gpt-4o', input='x')\n", Felt.NEVER, "cloud:azure"),
        ("own", "from google import genai\ngenai.Client().models.generate_content(model='gemini-2.0-flash', contents='x')\n", Felt.NOW, "cloud:gcp"),
    ):  # fmt: skip
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "app.py").write_text(code, encoding="utf-8")
        snapshot = scan([str(tmp_path / folder)], "app")
        graph = snapshot.graph
        (found,) = (each for each in outages(snapshot, graph.systems) if graph.id_of(each.entry) == cloud)
        assert (found.systems[0].still, found.systems[0].perhaps) == (sure, Felt.NOW)
        assert len(found.perhaps_by(Felt.NOW)) == (sure is Felt.NEVER)


def test_that_several_clouds_that_files_describe_are_each_felt_perhaps() -> None:
    one = portfolio("app runs-on azure", "azure operated-by microsoft")
    assert felt(one)["azure"] == {"app": Felt.NOW}
    draft = Draft()
    for end, kind in (("app", Kind.SYSTEM), ("azure", Kind.CLOUD), ("aws", Kind.CLOUD)):
        draft.add(Component(ComponentId(end), kind, end, evidence=SEEN))
    for cloud in ("azure", "aws"):
        draft.add(Relation(ComponentId("app"), ComponentId(cloud), RelationKind.RUNS_ON, evidence=SEEN))
    two = snapshot_of(draft, "2026-01-01T00:00:00Z")
    assert felt(two) == {"azure": {"app": Felt.NEVER}, "aws": {"app": Felt.NEVER}}
    assert {each.systems[0].perhaps for each in outages(two, two.graph.systems)} == {Felt.NOW}


def test_that_every_relation_of_a_system_that_leads_there_as_soon_is_named() -> None:
    snapshot = portfolio(
        "app calls gpt", "gpt operated-by openai", "app uses torch", "torch made-by openai", "app retrieves-from vectors",
        "vectors operated-by openai",
    )  # fmt: skip
    graph = snapshot.graph
    (found,) = (each for each in outages(snapshot, graph.systems) if graph.id_of(each.entry) == "openai")
    (own,) = own_relations(snapshot, (found,))[found.entry].values()
    assert {graph.id_of(int(graph.relation_target[each])) for each in own} == {
        "gpt",
        "vectors",
    }  # Not torch: felt later.


def test_that_an_own_copy_that_is_noted_holds_what_is_fetched() -> None:
    snapshot = portfolio("app uses llama", "llama distributed-by hub", "hub operated-by hf", "llama made-by meta")
    found = felt(snapshot, note("llama", "own copy"), still=True)
    assert found == {"hub": {"app": Felt.NEVER}, "hf": {"app": Felt.NEVER}, "meta": {"app": Felt.NEXT_RENEWAL}}


def test_that_criticality_decides_who_takes_down_most() -> None:
    snapshot = portfolio("app calls gpt", "gpt operated-by openai", "app2 runs-on azure", "azure operated-by microsoft")
    graph = snapshot.graph
    parties = [each for each in outages(snapshot, graph.systems) if graph.kind_of(each.entry) is Kind.PARTY]

    def first(weights: dict[str, float]) -> str:
        known = {int(root): weights[graph.id_of(int(root))] for root in graph.systems}
        return graph.id_of(ranked(parties, known)[0].entry)

    assert first({"app": 5.0, "app2": 1.0}) == "openai"
    assert first({"app": 1.0, "app2": 5.0}) == "microsoft"


def test_that_no_signature_is_among_what_holds_a_standstill_off() -> None:
    rules = outage_rules()
    # A copy of one's own guards against both: what lies here is neither missing nor swapped.
    assert "signature" in rules.does_not_help and set(rules.keepers) & set(control_types()) == {"own-copy"}
    assert set(rules.does_not_help) < set(control_types())


def test_that_every_relation_has_a_rule_with_its_source() -> None:
    covered = {kind for way in outage_rules().ways if not way.sources and not way.targets for kind in way.relations}
    assert covered == set(RelationKind)
    assert all(len(way.source) > 20 and way.why for way in outage_rules().ways)


@given(snapshots())
def test_that_each_is_felt_along_the_way_whose_slowest_relation_is_soonest(snapshot: Snapshot) -> None:
    """Against networkx: with only relations up to a time, what is reachable is felt by that time."""
    graph = snapshot.graph
    along = np.where(one_of_several(graph), Felt.NEVER, felt_along(snapshot))
    expected: dict[tuple[int, int], Felt] = {}
    for time in (Felt.NEXT_RENEWAL, Felt.NEXT_BUILD, Felt.NOW):
        part = nx.DiGraph()
        part.add_nodes_from(range(len(graph)))
        kept = [number for number in range(graph.relation_count) if along[number] <= time]
        part.add_edges_from((int(graph.relation_source[each]), int(graph.relation_target[each])) for each in kept)
        for root in graph.systems.tolist():
            for node in nx.descendants(part, root):
                expected[root, node] = time
    for each in outages(snapshot, graph.systems):
        for one in each.systems:
            assert one.felt is expected.get((one.system, each.entry), Felt.NEVER)
            assert one.perhaps <= one.still
            assert one.felt is Felt.NEVER or max(int(along[relation]) for relation in one.way) == one.felt
            assert_is_a_way(snapshot, each, one.way, one.system)
    entries = {each.entry for each in outages(snapshot, graph.systems) if each.felt_by(Felt.NEXT_RENEWAL)}
    kinds = outage_rules().entry
    assert entries == {node for _, node in expected if graph.kind_of(node) in kinds and node not in graph.systems}


def assert_is_a_way(snapshot: Snapshot, outage: Outage, way: tuple[int, ...], root: int) -> None:
    graph = snapshot.graph
    ends = [root, *(int(graph.relation_target[relation]) for relation in way)]
    assert ends[-1] == outage.entry
    assert [int(graph.relation_source[relation]) for relation in way] == ends[:-1]


@given(snapshots(), st.data())
def test_that_something_recorded_never_makes_it_worse(snapshot: Snapshot, data: st.DataObject) -> None:
    graph = snapshot.graph
    subject = Subject(graph.id_of(data.draw(st.integers(0, len(graph) - 1))))
    tag = data.draw(st.sampled_from(["substitute", "own copy", "substitute:n1"]))
    notes = (Note(subject, "seen", (tag,)),)
    before = {(each.entry, one.system): one.felt for each in outages(snapshot, graph.systems) for one in each.systems}
    after = {
        (each.entry, one.system): one.still for each in outages(snapshot, graph.systems, notes) for one in each.systems
    }
    assert before.keys() == after.keys()
    assert all(after[key] >= before[key] for key in before)
    assert all(each.relations.any() for each in recorded_keepers(snapshot, notes))


def test_that_the_rule_of_a_relation_is_the_one_by_which_it_is_followed() -> None:
    snapshot = portfolio(*WAYS)
    graph = snapshot.graph
    for relation in range(graph.relation_count):
        assert way_of(snapshot, relation).felt == felt_along(snapshot)[relation]


def test_that_what_comes_from_ones_own_mirror_alone_misses_the_mirror_and_not_the_public_index(tmp_path: Path) -> None:
    public = tmp_path / "public"
    mirrored = tmp_path / "mirrored"
    for folder, first in ((public, ""), (mirrored, "--index-url https://packages.acme.example/simple\n")):
        folder.mkdir()
        (folder / "requirements.txt").write_text(f"{first}requests==2.32.0\n", encoding="utf-8")
    assert felt(scan([str(public)], "app"))["hub:pypi"] == {"system:app": Felt.NEXT_BUILD}
    found = felt(scan([str(mirrored)], "app"))
    assert "hub:pypi" not in found
    assert found["hub:packages-acme-example"] == {"system:app": Felt.NEXT_BUILD}


def test_that_a_model_in_the_cache_of_the_hub_is_at_hand_and_one_that_code_only_names_is_not(tmp_path: Path) -> None:
    cached(tmp_path / "cache", "models--owner--name", FILES)
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "app.py").write_text(
        "from transformers import AutoModel\nAutoModel.from_pretrained('BAAI/bge-m3')\n"
    )
    here = felt(scan([f"hf-cache:{tmp_path / 'cache'}"], "app"), still=True)
    named = felt(scan([str(tmp_path / "code")], "app"), still=True)
    assert here["hub:hugging-face"]["system:app"] > Felt.NEXT_BUILD  # Its base may still be due at the next renewal.
    assert named["hub:hugging-face"] == {"system:app": Felt.NEXT_BUILD}
