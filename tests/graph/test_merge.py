"""Claims of one identity become one component; what disagrees is kept and shown."""

from __future__ import annotations

import explorer.graph.merge as merging
from explorer.domain.claim import Problem
from explorer.domain.component import Component, ComponentId, Kind, Knowledge
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.graph.derive import derive
from explorer.graph.identity import action_id, family, hub_model_id, image_id, package_id
from explorer.graph.merge import merge, unify_versions
from explorer.graph.snapshot import snapshot_of


def model(place: str, **changes: object) -> Component:
    facts: dict[str, object] = {"attributes": {}, "evidence": (Evidence("x", place),), **changes}
    return Component(ComponentId("pkg:huggingface/o/m"), Kind.MODEL, "o/m", **facts)  # type: ignore[arg-type]


def test_that_a_model_at_five_places_is_one_component_with_five_pieces_of_evidence() -> None:
    draft = merge(model(f"file{number}.py") for number in range(5))
    assert len(draft.components) == 1
    assert len(next(iter(draft.components.values())).evidence) == 5


def test_that_conflicting_facts_are_both_kept() -> None:
    draft = merge([model("a", attributes={"licence": "mit"}), model("b", attributes={"licence": "apache-2.0"})])
    assert draft.components[ComponentId("pkg:huggingface/o/m")].attributes["licence"] == "mit | apache-2.0"


def test_that_what_is_said_thousands_of_times_is_joined_once(monkeypatch) -> None:
    joinings = []
    real = merging.joined_components
    monkeypatch.setattr(merging, "joined_components", lambda claims: joinings.append(len(claims)) or real(claims))
    draft = merge(model(f"file{number}.py", attributes={"at": str(number % 3)}) for number in range(50_000))
    (joined,) = draft.components.values()
    assert joinings == [50_000]
    assert len(joined.evidence) == 50_000
    assert joined.attributes == {"at": "0 | 1 | 2"}


def test_that_saying_a_conflict_again_adds_nothing() -> None:
    both = {"licence": "mit | apache-2.0", "task": "chat"}
    draft = merge([model("a", attributes=both), model("b", attributes={"licence": "mit | apache-2.0"})])
    assert next(iter(draft.components.values())).attributes == both


def test_that_conflicting_suppliers_are_both_shown() -> None:
    meta, other = ComponentId("party:meta"), ComponentId("party:other")
    merged = merge([model("a", supplier=meta), model("b", supplier=other)]).components[
        ComponentId("pkg:huggingface/o/m")
    ]
    assert merged.supplier == meta
    assert merged.attributes["also supplied by"] == other


def test_that_the_better_knowledge_and_the_stronger_scope_stand() -> None:
    ends = (ComponentId("a"), ComponentId("b"), RelationKind.USES)
    draft = merge(
        [
            Relation(*ends, Scope.TEST, Knowledge.INFERRED, evidence=(Evidence("x"),)),
            Relation(*ends, Scope.RUNTIME, Knowledge.VERIFIED, evidence=(Evidence("y"),)),
        ]
    )
    merged = draft.relations[ends]
    assert (merged.scope, merged.knowledge, len(merged.evidence)) == (Scope.RUNTIME, Knowledge.VERIFIED, 2)


def test_that_an_adapter_is_more_than_a_model() -> None:
    draft = merge([model("a"), Component(ComponentId("pkg:huggingface/o/m"), Kind.ADAPTER, "o/m")])
    assert draft.components[ComponentId("pkg:huggingface/o/m")].kind is Kind.ADAPTER


def test_that_a_manifest_and_its_lock_are_one_component() -> None:
    loose = Component(
        package_id("pypi", "Torch"),
        Kind.PACKAGE,
        "Torch",
        attributes={"requirement": "torch>=2"},
        evidence=(Evidence("m"),),
    )
    locked = Component(package_id("pypi", "torch", "2.4.1"), Kind.PACKAGE, "torch", "2.4.1", evidence=(Evidence("l"),))
    use = Relation(ComponentId("system:x"), loose.id, RelationKind.USES)
    draft = unify_versions(merge([loose, locked, use]))
    assert list(draft.components) == ["pkg:pypi/torch@2.4.1"]
    assert {found.source for found in draft.components[locked.id].evidence} == {"m", "l"}
    assert [relation.target for relation in draft.relations.values()] == [locked.id]


def test_that_dangling_ends_and_self_loops_are_legal_and_reported() -> None:
    known = Component(ComponentId("a"), Kind.PACKAGE, "a", evidence=(Evidence("x", "f", 3),))
    claims = [
        known,
        Relation(known.id, ComponentId("pkg:pypi/gone"), RelationKind.REQUIRES, evidence=known.evidence),
        Relation(known.id, known.id, RelationKind.REQUIRES, evidence=known.evidence),
    ]
    snapshot = snapshot_of(merge(claims), "now")
    gone = snapshot.component("pkg:pypi/gone")
    assert gone is not None
    assert (gone.kind, gone.knowledge) == (Kind.PACKAGE, Knowledge.UNKNOWN)
    assert len(snapshot.problems) == 2
    assert {problem.line for problem in snapshot.problems} == {3}
    assert "a has the relation requires to itself." in {problem.message for problem in snapshot.problems}


def test_that_one_trouble_is_reported_once() -> None:
    twice = [Problem("a", "f", 1, "broken"), Problem("b", "f", 1, "broken")]
    assert len(merge(twice).problems) == 1


def test_that_names_follow_their_ecosystems_own_rules() -> None:
    assert package_id("pypi", "Foo_Bar.baz", "1") == "pkg:pypi/foo-bar-baz@1"
    assert package_id("npm", "@Scope/Name", "2.0") == "pkg:npm/%40scope/name@2.0"
    assert hub_model_id("meta-llama/Llama-2-7b-hf", "ABC") == "pkg:huggingface/meta-llama/Llama-2-7b-hf@ABC"
    assert image_id("docker.io/library/python:3.11") == "pkg:docker/python@3.11"
    assert image_id("ghcr.io/Org/App:1") == "pkg:docker/org/app@1?repository_url=ghcr.io"
    assert image_id("localhost:5000/app") == "pkg:docker/app?repository_url=localhost:5000"
    assert action_id("Actions/Checkout@v4") == "pkg:github/actions/checkout@v4"
    assert family("pkg:npm/%40scope/name@2.0") == "pkg:npm/%40scope/name"


def derived(*components: Component) -> dict[tuple[str, str], str]:
    draft = merge(components)
    derive(draft)
    assert all(relation.evidence[0].source == "rule" for relation in draft.relations.values())
    assert all(relation.evidence[0].location for relation in draft.relations.values())
    return {(source, kind.value): target for source, target, kind in draft.relations}


def test_that_a_hub_model_leads_to_its_maker_and_its_hub_and_unseen_data() -> None:
    identity = hub_model_id("meta-llama/Llama-3.1-8B")
    found = derived(Component(identity, Kind.MODEL, "meta-llama/Llama-3.1-8B", evidence=(Evidence("x"),)))
    assert found[identity, "made-by"] == "party:meta"
    assert found[identity, "distributed-by"] == "hub:hugging-face"
    assert found["hub:hugging-face", "operated-by"] == "party:hugging-face"
    assert found[identity, "trained-on"] == f"unknown:training-data:{identity}"


def test_that_a_cuda_wheel_leads_to_its_hardware_and_maker() -> None:
    identity = package_id("pypi", "nvidia-cublas-cu12", "12.4")
    found = derived(Component(identity, Kind.PACKAGE, "nvidia-cublas-cu12", "12.4", evidence=(Evidence("x"),)))
    assert found[identity, "distributed-by"] == "hub:pypi"
    assert found[identity, "runs-on"] == "hardware:nvidia-gpu"
    assert found["hardware:nvidia-gpu", "made-by"] == "party:nvidia"


def test_that_a_machine_type_leads_to_cloud_accelerator_maker_and_foundry() -> None:
    machine = Component(
        ComponentId("hardware:ml.p4d.24xlarge"), Kind.HARDWARE, "ml.p4d.24xlarge", evidence=(Evidence("x"),)
    )
    found = derived(machine)
    assert found[machine.id, "operated-by"] == "cloud:aws"
    assert found[machine.id, "equipped-with"] == "hardware:nvidia-a100"
    assert found["hardware:nvidia-a100", "built-by"] == "party:tsmc"
    assert found["cloud:aws", "operated-by"] == "party:amazon"


def test_that_a_stranger_is_a_namespace_not_a_verified_identity() -> None:
    draft = merge(
        [Component(hub_model_id("some-stranger/m"), Kind.MODEL, "some-stranger/m", evidence=(Evidence("x"),))]
    )
    derive(draft)
    assert "not verified" in draft.components[ComponentId("party:some-stranger")].attributes["identity"]


def test_that_rules_add_nothing_to_what_was_stated() -> None:
    identity = package_id("pypi", "torch", "2")
    mirror = Relation(identity, ComponentId("hub:mirror"), RelationKind.DISTRIBUTED_BY, evidence=(Evidence("x"),))
    draft = merge([Component(identity, Kind.PACKAGE, "torch", "2", evidence=(Evidence("x"),)), mirror])
    derive(draft)
    targets = [
        target for source, target, kind in draft.relations if source == identity and kind is RelationKind.DISTRIBUTED_BY
    ]
    assert targets == ["hub:mirror"]


def test_that_two_spellings_of_a_repository_of_the_hub_are_one_component() -> None:
    seen = (Evidence("test", "app.py", 1),)
    system = Component(ComponentId("system:app"), Kind.SYSTEM, "app", evidence=seen)
    spelled = [
        ComponentId(f"pkg:huggingface/{each}") for each in ("qwen/Qwen3-8b", "Qwen/Qwen3-8B", "Qwen/Qwen3-8B@main")
    ]
    models = [
        Component(each, Kind.MODEL, each.partition("/")[2], evidence=(Evidence("test", f"{at}.py", 1),))
        for at, each in enumerate(spelled)
    ]
    used = [Relation(system.id, each.id, RelationKind.USES, evidence=seen) for each in models]
    unified = unify_versions(merge([system, *models, *used]))
    assert set(unified.components) == {"system:app", "pkg:huggingface/Qwen/Qwen3-8B@main"}
    (model,) = (each for each in unified.components.values() if each.kind is Kind.MODEL)
    assert {each.location for each in model.evidence} == {"0.py", "1.py", "2.py"}
    assert {relation.target for relation in unified.relations.values()} == {model.id}
