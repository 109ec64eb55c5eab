"""Weight files by content; the formats of the real ones were told by eye from their first bytes."""

from __future__ import annotations

import gzip
import hashlib
import json
import lzma
import os
import pickle
import zlib

import pytest

from explorer.domain.component import Kind, Knowledge
from explorer.sources import weight_files
from tests.sources.model_reading import SYSTEM, component, edges, lineage, read, relation
from tests.sources.weight_writing import gguf, malicious, numpy_array, safetensors, zipped

HERE = "pkg:generic/demo#"
LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "a" * 64 + "\nsize 1234\n"


@pytest.fixture(scope="module")
def real(shared_data):
    return read(shared_data / "model-files")


@pytest.mark.parametrize(
    ("file", "format_name", "execution"),
    [
        ("lpips/alex.pth", "pickle", "yes"),
        ("lpips/squeeze.pth", "pickle", "yes"),
        ("lpips/vgg.pth", "pickle", "yes"),
        ("basic_pitch/nmp.onnx", "ONNX", "no"),
        ("basic_pitch/nmp.tflite", "TFLite", "no"),
        ("silero_vad/silero_vad_16k.safetensors", "safetensors", "no"),
        ("silero_vad/silero_vad_half.onnx", "ONNX", "no"),
        ("alt_profanity_check/vectorizer.joblib", "pickle", "yes"),
        ("picklescan-benign/benign0_v0.pkl", "pickle", "yes"),
        ("picklescan-benign/benign0_v3.pkl", "pickle", "yes"),
        ("picklescan-benign/benign0_v4.pkl", "pickle", "yes"),
    ],
)
def test_that_a_real_file_has_its_format_size_and_digest(real, shared_data, file, format_name, execution):
    found = component(real, HERE + file)
    content = (shared_data / "model-files" / file).read_bytes()
    assert found.kind is Kind.WEIGHT_FILE
    assert found.attributes["format"] == format_name
    assert found.attributes["loading can execute code"] == execution
    assert found.attributes["size"] == str(len(content))
    assert found.attributes["sha256"] == hashlib.sha256(content).hexdigest()
    assert (SYSTEM, "contains", HERE + file) in edges(real)


def test_that_a_bin_file_that_no_format_explains_is_not_called_weights(real):
    assert not [identity for identity in real.components if "not_a_pickle" in identity]
    assert len(real.components) == 11


def test_that_real_pickles_have_no_known_bad_import_and_are_never_called_safe(real):
    for found in real.components.values():
        assert "safe" not in " ".join(found.attributes.values()).replace("safetensors", "")
    assert component(real, HERE + "lpips/alex.pth").attributes["pickle scan"] == "no known bad import"
    joblib = component(real, HERE + "alt_profanity_check/vectorizer.joblib").attributes
    # The arrays that joblib writes between the pickles stop the disassembly.
    assert joblib["pickle scan"] == "no known bad import in the part that could be read"
    assert "sklearn.feature_extraction.text.TfidfVectorizer" in joblib["pickle imports"]


@pytest.mark.parametrize(
    ("name", "content", "format_name", "execution"),
    [
        ("a.safetensors", safetensors(), "safetensors", "no"),
        ("a.gguf", gguf([("general.architecture", "llama")]), "GGUF", "no"),
        ("a.bin", b"lmgg" + b"\0" * 20, "GGML", "no"),
        ("a.pt", zipped({"a/data.pkl": pickle.dumps([1]), "a/version": b"3"}), "PyTorch zip with pickle", "yes"),
        ("a.pt", zipped({"a/data.pkl": b"", "a/code/x.py": b"", "a/constants.pkl": b""}), "TorchScript zip", "yes"),
        ("a.npy", numpy_array(), "NumPy array", "no"),
        ("a.npy", numpy_array("|O"), "NumPy array of Python objects (pickle)", "yes"),
        ("a.npz", zipped({"w.npy": numpy_array()}), "NumPy archive", "no"),
        ("a.npz", zipped({"w.npy": numpy_array("|O")}), "NumPy array of Python objects (pickle)", "yes"),
        ("a.keras", zipped({"config.json": b"{}", "model.weights.h5": b""}), "Keras v3 zip", "unknown"),
        (
            "a.keras",
            zipped({"config.json": json.dumps({"class_name": "Lambda"}).encode(), "model.weights.h5": b""}),
            "Keras v3 zip with a Lambda layer",
            "yes",
        ),
        ("a.h5", b"\x89HDF\r\n\x1a\n" + b"\0" * 99, "HDF5", "unknown"),
        ("a.h5", b"\x89HDF\r\n\x1a\n" + b'"class_name": "Lambda"', "HDF5 with a Keras Lambda layer", "yes"),
        ("saved_model.pb", b"\x08\x01\x12\x05serve", "TensorFlow SavedModel", "unknown"),
        (
            "saved_model.pb",
            b"\x08\x01\x0a\x08ReadFile\x12\x08ReadFile\x1a\x04file",
            "TensorFlow SavedModel that reads or writes files or runs Python",
            "yes",
        ),
        ("a.msgpack", b"\x81\xa1w\xc0", "Flax msgpack (by its name)", "no"),
        ("a.pkl", b"(lp0\n.", "pickle", "yes"),
    ],
)
def test_that_the_content_tells_the_format(tmp_path, name, content, format_name, execution):
    found = component(read(tmp_path, {name: content}), HERE + name).attributes
    assert (found["format"], found["loading can execute code"]) == (format_name, execution)
    assert found["format known from"] == "the content"


@pytest.mark.parametrize(
    ("name", "content", "packing"),
    [
        ("a.pkl", gzip.compress(pickle.dumps([1])), "gzip"),
        ("a.pkl.gz", gzip.compress(pickle.dumps([1])), "gzip"),
        ("a.joblib", zlib.compress(pickle.dumps([1])), "zlib"),
        ("a.joblib", zlib.compress(pickle.dumps([1]), 9), "zlib"),
        ("a.bin", lzma.compress(pickle.dumps([1])), "xz"),
        ("a.pt", b"7z\xbc\xaf\x27\x1c" + b"\0" * 30, "7z"),
    ],
)
def test_that_compressed_content_is_reported_not_scanned_and_never_clean(tmp_path, name, content, packing):
    found = component(read(tmp_path, {name: content}), HERE + name).attributes
    assert found["format"] == f"{packing}-compressed"
    assert found["loading can execute code"] == "unknown"
    assert found["content scan"] == "not scanned: compressed content is not unpacked"
    assert "pickle scan" not in found


def test_that_a_pickle_under_the_name_of_another_format_is_told_by_its_content(tmp_path):
    draft = read(tmp_path, {"model.safetensors": pickle.dumps([1])})
    assert component(draft, HERE + "model.safetensors").attributes["format"] == "pickle"
    (problem,) = draft.problems.values()
    assert problem.message == "The file is named as safetensors, but its content is: pickle."


@pytest.mark.parametrize("protocol", [0, 2, 4])
@pytest.mark.parametrize("name", ["a.pkl", "a.bin", "a.pt", "a.safetensors", "b.onnx"])
def test_that_a_malicious_pickle_is_found_and_never_executed(tmp_path, name, protocol):
    mark = tmp_path / "mark"
    draft = read(tmp_path / "scan", {name: malicious(mark, protocol)})
    assert not mark.exists()
    if protocol or name not in ("a.safetensors", "b.onnx"):
        assert (
            component(draft, HERE + name).attributes["pickle scan"]
            == f"known bad import: {os.system.__module__}.system"
        )
        assert any("Loading this file would import" in each.message for each in draft.problems.values())


def test_that_a_malicious_member_of_a_zip_is_found_and_never_executed(tmp_path):
    mark = tmp_path / "mark"
    archive = zipped({"archive/data.pkl": pickle.dumps([1]), "archive/extra": malicious(mark)})
    found = component(read(tmp_path / "scan", {"m.pt": archive}), HERE + "m.pt").attributes
    assert not mark.exists()
    assert found["pickle scan"].startswith("known bad import")


def test_that_the_mark_is_left_when_the_pickle_is_loaded(tmp_path):
    """The other tests mean something only if the canary sings."""
    mark = tmp_path / "mark"
    pickle.loads(malicious(mark))  # Our own pickle, which only touches a file of this test.
    assert mark.exists()


def test_that_code_and_configuration_beside_weights_are_never_run(tmp_path):
    mark = tmp_path / "mark"
    evil = f"open({str(mark)!r}, 'w').close()\n"
    files = {
        "m/config.json": json.dumps({"model_type": "x", "auto_map": {"AutoModel": "modeling_x.M"}}),
        "m/modeling_x.py": evil,
        "m/__init__.py": evil,
        "conftest.py": evil,
        "sitecustomize.py": evil,
        "m/model.safetensors": safetensors(),
        "m/README.md": "---\nbase_model: !!python/object/apply:os.system ['touch " + str(mark) + "']\n---\n",
    }
    read(tmp_path / "scan", files)
    assert not mark.exists()


def test_that_a_truncated_file_is_told_by_its_header(tmp_path):
    draft = read(tmp_path, {"a.safetensors": safetensors(claimed=4096)})
    assert component(draft, HERE + "a.safetensors").attributes["format"] == "safetensors"
    (problem,) = draft.problems.values()
    assert problem.message == "a.safetensors is cut off: its header lists 4,092 bytes more than the file has."


def test_that_a_file_above_the_limit_gets_no_digest_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(weight_files, "MAX_HASHED_BYTES", 10)
    found = component(read(tmp_path, {"a.safetensors": safetensors()}), HERE + "a.safetensors").attributes
    assert found["sha256"].startswith("not assessed: larger than")


def test_that_a_sparse_file_of_many_gigabytes_is_read_at_its_ends_only(tmp_path):
    path = tmp_path / "huge.safetensors"
    path.write_bytes(safetensors())
    os.truncate(path, 10 * 1024**3)
    found = component(read(tmp_path), HERE + "huge.safetensors").attributes
    assert (found["format"], found["size"]) == ("safetensors", str(10 * 1024**3))
    assert found["sha256"] == "not assessed: larger than 2 GB"


def test_that_a_header_states_the_base_of_a_lone_file(tmp_path):
    values = [
        ("general.architecture", "llama"),
        ("general.license", "llama3.1"),
        ("general.file_type", 15),
        ("general.base_model.count", 1),
        ("general.base_model.0.name", "Llama 3.1 8B"),
        ("general.base_model.0.repo_url", "https://huggingface.co/meta-llama/Llama-3.1-8B"),
        ("general.dataset.0.repo_url", "https://huggingface.co/datasets/owner/data"),
        ("tokenizer.ggml.tokens", ["a", "b"]),
    ]
    draft = read(tmp_path, {"models/q4.gguf": gguf(values)})
    file = HERE + "models/q4.gguf"
    assert lineage(draft) == {
        (file, "quantized-from", "pkg:huggingface/meta-llama/Llama-3.1-8B"),
        (file, "trained-on", "pkg:huggingface/datasets/owner/data"),
    }
    found = relation(draft, file, "pkg:huggingface/meta-llama/Llama-3.1-8B")
    assert (found.knowledge, found.evidence[1].text) == (Knowledge.INFERRED, "its weights are stored as Q4_K_M")
    assert component(draft, file).attributes["licence"] == "llama3.1"


def test_that_a_header_inside_a_repository_speaks_of_the_repository(tmp_path):
    header = safetensors({"ss_network_module": "networks.lora", "ss_sd_model_name": "runwayml/stable-diffusion-v1-5"})
    files = {"m/README.md": "---\nlibrary_name: diffusers\n---\n", "m/lora.safetensors": header}
    draft = read(tmp_path, files)
    base = "pkg:huggingface/runwayml/stable-diffusion-v1-5"
    assert lineage(draft) == {("pkg:generic/demo/m", "adapts", base)}
    assert ("pkg:generic/demo/m", "contains", "pkg:generic/demo/m#lora.safetensors") in edges(draft)


def test_that_an_lfs_pointer_states_size_and_digest_of_what_is_elsewhere(tmp_path):
    found = component(read(tmp_path, {"a.bin": LFS}), HERE + "a.bin").attributes
    assert (found["size"], found["sha256"]) == ("1234", "a" * 64)
    assert (found["format"], found["format known from"]) == ("pickle", "the file name")
    assert found["loading can execute code"] == "yes"


def test_that_test_folders_give_their_role(tmp_path):
    draft = read(tmp_path, {"tests/fixtures/a.safetensors": safetensors()})
    assert relation(draft, SYSTEM, HERE + "tests/fixtures/a.safetensors").scope.value == "test"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pt", b"PK\x03\x04" + b"\xff" * 100),
        ("a.keras", b"PK\x03\x04broken"),
        ("a.gguf", b"GGUF\x03\0\0\0" + b"\xff" * 16),
        ("a.gguf", b"GGUF"),
        ("a.gguf", gguf([("general.name", "x")])[:-1]),
        ("a.safetensors", (2**39).to_bytes(8, "little") + b"{}"),
        ("a.safetensors", (5).to_bytes(8, "little") + b"{nope"),
        ("a.safetensors", (3).to_bytes(8, "little") + b"{}" + b"\0"),
        ("a.npy", b"\x93NUMPY\x01"),
        ("a.h5", b""),
        ("a.pkl", b""),
        ("a.onnx", b"<html></html>"),
    ],
)
def test_that_a_broken_file_is_a_problem_or_says_what_it_is(tmp_path, name, content):
    draft = read(tmp_path, {name: content, "b.safetensors": safetensors()})
    assert HERE + "b.safetensors" in draft.components
    known = draft.components.get(HERE + name)
    assert draft.problems or known.attributes["format"] != "safetensors"


def test_that_a_zip_bomb_is_not_unpacked(tmp_path):
    import zipfile

    bomb = zipped({"a/data.pkl": b"\0" * 300_000_000}, zipfile.ZIP_DEFLATED)
    assert len(bomb) < 1_000_000
    found = component(read(tmp_path, {"a.pt": bomb}), HERE + "a.pt").attributes
    assert found["content scan"] == "not scanned: it is a zip bomb"
