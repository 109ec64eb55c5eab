"""A local cache of the hub, laid out as its client lays it out."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from explorer.domain.component import ComponentId, Kind, Knowledge
from explorer.errors import InputError
from explorer.graph.merge import merge
from explorer.sources.hub_cache import MAX_FILES, SOURCE, read_hub_cache
from tests.sources.model_reading import SYSTEM, component, edges, lineage, read, relation
from tests.sources.weight_writing import safetensors

COMMIT = "d" * 40
MODEL = f"pkg:huggingface/owner/name@{COMMIT}"
WEIGHTS = safetensors({"format": "pt"})


def cached(cache: Path, folder: str, files: dict[str, bytes], branch: str = "main", commit: str = COMMIT) -> Path:
    """A repository in the cache, its files as links to blobs named by their SHA-256."""
    home = cache / folder
    (home / "refs" / branch).parent.mkdir(parents=True, exist_ok=True)
    (home / "refs" / branch).write_text(commit)
    (home / "blobs").mkdir(exist_ok=True)
    for name, content in files.items():
        digest = hashlib.sha256(content).hexdigest()
        (home / "blobs" / digest).write_bytes(content)
        link = home / "snapshots" / commit / name
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(os.path.relpath(home / "blobs" / digest, link.parent))
    return home


FILES = {
    "config.json": json.dumps({"model_type": "llama", "transformers_version": "4.40.0"}).encode(),
    "README.md": b"---\nbase_model: meta-llama/Llama-2-7b\nlicense: mit\n---\n",
    "model.safetensors": WEIGHTS,
    "onnx/model.onnx": b"\x08\x07\x12\x07pytorch",
}


def whole(cache):
    return merge(read_hub_cache(cache, SYSTEM))


def test_that_a_snapshot_is_the_repository_at_its_commit_with_all_its_files(tmp_path):
    cached(tmp_path, "models--owner--name", FILES)
    draft = whole(tmp_path)
    model = component(draft, MODEL)
    assert (model.kind, model.name, model.version) == (Kind.MODEL, "owner/name", COMMIT)
    assert (model.attributes["revision"], model.attributes["cached as"]) == (COMMIT, "main")
    assert model.attributes["licence"] == "mit"
    assert edges(draft) == {
        (SYSTEM, "uses", MODEL),
        (MODEL, "derived-from", "pkg:huggingface/meta-llama/Llama-2-7b"),
        (MODEL, "contains", MODEL + "#model.safetensors"),
        (MODEL, "contains", MODEL + "#onnx/model.onnx"),
    }
    assert not draft.problems


def test_that_a_digest_that_agrees_with_the_caches_name_verifies_the_file(tmp_path):
    cached(tmp_path, "models--owner--name", FILES)
    found = component(whole(tmp_path), MODEL + "#model.safetensors")
    assert found.knowledge is Knowledge.VERIFIED
    assert found.attributes["sha256"] == hashlib.sha256(WEIGHTS).hexdigest()


def test_that_a_changed_blob_is_told(tmp_path):
    home = cached(tmp_path, "models--owner--name", FILES)
    (home / "blobs" / hashlib.sha256(WEIGHTS).hexdigest()).write_bytes(safetensors(data=b"\1\1\1\1"))
    draft = whole(tmp_path)
    found = component(draft, MODEL + "#model.safetensors")
    assert found.knowledge is Knowledge.DECLARED
    assert found.attributes["digest check"].startswith("does not match")
    assert [each.message for each in draft.problems.values()] == ["The content is not what the hub's cache says it is."]


def test_that_a_cached_adapter_and_dataset_are_what_they_are(tmp_path):
    adapter = {"adapter_config.json": b'{"base_model_name_or_path": "a/b", "peft_type": "LORA"}'}
    cached(tmp_path, "models--owner--lora", adapter)
    cached(
        tmp_path, "datasets--squad", {"README.md": b"---\ntask_categories: [qa]\nsource_datasets: extended|c4\n---\n"}
    )
    draft = whole(tmp_path)
    assert component(draft, f"pkg:huggingface/owner/lora@{COMMIT}").kind is Kind.ADAPTER
    assert component(draft, f"pkg:huggingface/datasets/squad@{COMMIT}").kind is Kind.DATASET
    assert lineage(draft) == {
        (f"pkg:huggingface/owner/lora@{COMMIT}", "adapts", "pkg:huggingface/a/b"),
        (f"pkg:huggingface/datasets/squad@{COMMIT}", "derived-from", "pkg:huggingface/datasets/c4"),
    }


def test_that_two_branches_are_two_revisions(tmp_path):
    cached(tmp_path, "models--owner--name", FILES)
    cached(tmp_path, "models--owner--name", {"config.json": FILES["config.json"]}, "refs/pr/3", "e" * 40)
    used = {edge[2] for edge in edges(whole(tmp_path)) if edge[1] == "uses"}
    assert used == {MODEL, f"pkg:huggingface/owner/name@{'e' * 40}"}


def test_that_a_link_out_of_the_repository_is_not_followed(tmp_path):
    secret = tmp_path / "outside.safetensors"
    secret.write_bytes(WEIGHTS)
    home = cached(tmp_path / "cache", "models--owner--name", {"README.md": FILES["README.md"]})
    (home / "snapshots" / COMMIT / "model.safetensors").symlink_to(secret)
    (home / "snapshots" / COMMIT / "loop.safetensors").symlink_to("loop.safetensors")
    (home / "snapshots" / COMMIT / "gone.safetensors").symlink_to("nowhere")
    draft = whole(tmp_path / "cache")
    assert not [each for each in draft.components.values() if each.kind is Kind.WEIGHT_FILE]


@pytest.mark.parametrize("reference", ["", "main", "../../..", "x" * 40, "\0" * 40])
def test_that_a_damaged_reference_is_a_problem(tmp_path, reference):
    home = cached(tmp_path, "models--owner--name", FILES)
    (home / "refs" / "main").write_text(reference)
    draft = whole(tmp_path)
    assert len(draft.problems) == 1
    assert not draft.components


def test_that_a_missing_snapshot_is_a_problem(tmp_path):
    (tmp_path / "models--owner--name" / "refs").mkdir(parents=True)
    (tmp_path / "models--owner--name" / "refs" / "main").write_text(COMMIT)
    (found,) = whole(tmp_path).problems.values()
    assert found.message == f"The snapshot {COMMIT} is not in the cache."


def test_that_a_folder_that_is_no_cache_is_refused(tmp_path):
    with pytest.raises(InputError, match="no cache of the hub"):
        list(read_hub_cache(tmp_path, SYSTEM))
    with pytest.raises(InputError, match="no cache of the hub"):
        list(read_hub_cache(tmp_path / "absent", ComponentId("system:x")))


def test_that_a_cache_inside_a_scanned_folder_is_found_by_its_references(tmp_path):
    cached(tmp_path / "cache" / "hub", "models--owner--name", FILES)
    draft = read(tmp_path)
    assert (MODEL, "contains", MODEL + "#model.safetensors") in edges(draft)
    assert component(draft, MODEL + "#model.safetensors").knowledge is Knowledge.VERIFIED


def test_that_evidence_names_the_file_in_the_snapshot(tmp_path):
    cached(tmp_path, "models--owner--name", FILES)
    found = relation(whole(tmp_path), MODEL, "pkg:huggingface/meta-llama/Llama-2-7b")
    assert found.evidence[0].location == f"models--owner--name/snapshots/{COMMIT}/README.md"
    assert MAX_FILES == 20_000


def test_that_the_usual_files_of_a_folder_are_not_references():
    from pathlib import PurePosixPath

    assert SOURCE.matches(PurePosixPath("models--o--n/refs/main"))
    assert SOURCE.matches(PurePosixPath("hub/datasets--o--n/refs/refs/pr/1"))
    assert not SOURCE.matches(PurePosixPath("src/refs/main"))
    assert not SOURCE.matches(PurePosixPath("refs/main"))
