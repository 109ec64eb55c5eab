"""Every shipped fact has a source and a date, an identity of its own, and refers to things that exist."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from explorer.knowledge.files import read_knowledge, resource_folder
from explorer.knowledge.hardware import accelerator_named, accelerators, instance_type
from explorer.knowledge.hubs import hub_of_host, hubs
from explorer.knowledge.parties import parties, party_of_namespace

TABLES = (
    ("parties", "party"),
    ("hubs", "hub"),
    ("clouds", "cloud"),
    ("hardware", "hardware"),
    ("providers", "provider"),
)


def entries(name: str, key: str) -> list[dict[str, Any]]:
    return list(read_knowledge(name)[key])


@pytest.mark.parametrize(("name", "key"), [*TABLES, ("instance_types", "instance_type")])
def test_that_every_entry_has_a_source_and_a_date(name: str, key: str) -> None:
    for entry in entries(name, key):
        assert len(entry["source"]) > 5, entry
        date.fromisoformat(entry["date"])


@pytest.mark.parametrize(("name", "key"), TABLES)
def test_that_identities_are_distinct_slugs(name: str, key: str) -> None:
    identities = [entry["id"] for entry in entries(name, key)]
    assert len(set(identities)) == len(identities)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9.-]*", identity) for identity in identities)


def test_that_no_machine_type_is_told_twice() -> None:
    patterns = [(entry["cloud"], entry["pattern"]) for entry in entries("instance_types", "instance_type")]
    assert len(set(patterns)) == len(patterns)


def test_that_the_machine_of_a_managed_database_is_no_hardware_of_the_system() -> None:
    """`db.` and `cache.` are classes of Amazon RDS and ElastiCache: the service is used, and not its machine."""
    assert instance_type("db.t3.micro") is None
    assert instance_type("cache.r6g.large") is None


def test_that_every_reference_leads_somewhere() -> None:
    known, clouds = set(parties()), {entry["id"] for entry in entries("clouds", "cloud")}
    for party in parties().values():
        assert not party.owner or party.owner in known
    assert {hub.operator for hub in hubs().values()} <= known
    assert {entry["operator"] for entry in entries("clouds", "cloud")} <= known
    assert {accelerator.maker for accelerator in accelerators().values()} <= known
    assert {accelerator.foundry for accelerator in accelerators().values()} - {""} <= known
    for entry in entries("instance_types", "instance_type"):
        assert entry["cloud"] in clouds
        assert entry.get("accelerator", "") in {"", *accelerators()}
    for entry in entries("providers", "provider"):
        assert entry["party"] in known
        assert entry.get("cloud", "") in {"", *clouds}
        assert not entry.get("cloud") or entry["cloud_source"]
    for entry in entries("frameworks", "package"):
        assert entry.get("maker", "") in {"", *known}


def test_that_no_namespace_has_two_parties() -> None:
    names = [name for entry in entries("parties", "party") for name in entry["namespaces"]]
    assert len(set(names)) == len(names)


def test_that_ownership_has_no_circles() -> None:
    for party in parties().values():
        seen = set()
        while party.owner:
            assert party.key not in seen
            seen.add(party.key)
            party = parties()[party.owner]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("nvidia-h100-80gb", "nvidia-h100"), ("8 x NVIDIA A100 80GB", "nvidia-a100"), ("NVIDIA A10G", "nvidia-a10g"),
        ("nvidia-tesla-t4", "nvidia-t4"), ("nvidia-l4", "nvidia-l4"), ("ml.t3.large", None), ("h1000", None), ("", None),
    ],
)  # fmt: skip
def test_that_an_accelerator_is_known_by_its_word_only(text: str, key: str | None) -> None:
    found = accelerator_named(text)
    assert (found.key if found else None) == key


@pytest.mark.parametrize(
    ("name", "cloud", "accelerator"),
    [
        ("ml.p4d.24xlarge", "aws", "nvidia-a100"), ("p5.48xlarge", "aws", "nvidia-h100"), ("p5en.48xlarge", "aws", "nvidia-h200"),
        ("g4dn.xlarge", "aws", "nvidia-t4"), ("a3-highgpu-8g", "gcp", "nvidia-h100"), ("g2-standard-8", "gcp", "nvidia-l4"),
        ("Standard_NC24ads_A100_v4", "azure", "nvidia-a100"), ("t3.medium", "aws", ""),
    ],
)  # fmt: skip
def test_that_a_machine_type_names_its_cloud_and_accelerator(name: str, cloud: str, accelerator: str) -> None:
    found = instance_type(name)
    assert found is not None
    assert (found.cloud, found.accelerator) == (cloud, accelerator)


def test_that_words_that_are_no_machine_types_are_none() -> None:
    assert [name for name in ("production", "eu-central-1", "large", "model.safetensors") if instance_type(name)] == []


def test_that_hosts_and_namespaces_are_found_with_their_parts() -> None:
    assert hub_of_host("123.dkr.ecr.eu-west-1.amazonaws.com") == hubs()["amazon-ecr"]
    assert hub_of_host("evilghcr.io") is None
    assert hub_of_host("civitai.com") == hubs()["civitai"]
    meta = party_of_namespace("Meta-Llama")
    assert meta is not None
    assert meta.name == "Meta"
    assert party_of_namespace("meta-llama-evil") is None


def test_that_knowledge_names_no_package_registry_host() -> None:
    hosts = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com"]
    for path in (resource_folder() / "knowledge").glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert not [host for host in hosts if host in text], path
