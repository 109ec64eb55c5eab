"""No bytes in a model's file, however changed, raise anything but the documented error."""

from __future__ import annotations

import io
import json
import pickle
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.domain.component import ComponentId
from explorer.errors import InputError
from explorer.graph.merge import merge
from explorer.sources.front_matter import front_matter
from explorer.sources.gguf_header import read_gguf_header
from explorer.sources.hub_answers import HubAnswer, claims_of_answer
from explorer.sources.modelfile import instructions
from explorer.sources.pickle_globals import scan_pickles
from explorer.sources.safetensors_header import read_safetensors_header
from explorer.sources.weight_signature import recognise
from tests.sources.model_reading import DATA, claims_of, written
from tests.sources.weight_writing import gguf, numpy_array, safetensors, zipped

CARD = (
    b"---\nbase_model:\n- google/gemma-7b\n- &a x/y\nlicense: mit\ndatasets: [squad, *a]\nmodel-index:\n"
    b"- name: m\n  results:\n  - dataset: {type: cais/mmlu}\nco2_eq_emissions: {hardware_used: A100}\n---\nProse\n"
)
CONFIG = json.dumps(
    {"model_type": "llama", "auto_map": {"AutoModel": "a/b--c.D"}, "_name_or_path": "a/b", "transformers_version": "4"}
).encode()
GGUF = gguf(
    [
        ("general.architecture", "llama"),
        ("general.file_type", 15),
        ("general.base_model.0.repo_url", "https://huggingface.co/a/b"),
        ("tokenizer.ggml.tokens", ["a", "b"]),
    ]
)
SEEDS = {
    "README.md": CARD,
    "config.json": CONFIG,
    "adapter_config.json": b'{"base_model_name_or_path": "a/b", "r": 8, "target_modules": ["q"], "revision": null}',
    "Modelfile": b'FROM llama3:8b\nADAPTER ./x.gguf\nSYSTEM """\nx\n"""\n',
    "merge.yaml": b"merge_method: ties\nmodels:\n- model: a/b@r+c/d\nbase_model: {model: {path: e/f}}\n",
    "croissant.json": b'{"conformsTo": "http://mlcommons.org/croissant/1.0", "url": "https://huggingface.co/datasets/a/b",'
    b' "distribution": [{"@type": "cr:FileObject", "sha256": "x"}], "prov:wasDerivedFrom": {"@id": "x"}}',
    "model.safetensors": safetensors({"ss_sd_model_name": "a/b"}),
    "model.gguf": GGUF,
    "model.pt": zipped({"a/data.pkl": pickle.dumps({"a": [1, 2.5, "x"]})}),
    "model.pkl": pickle.dumps({"a": [1, 2.5, "x"]}, 0),
    "model.keras": zipped({"config.json": b"{}", "model.weights.h5": b""}),
    "model.npz": zipped({"w.npy": numpy_array("|O")}),
    "model.onnx": b"\x08\x07\x12\x07pytorch",
    "saved_model.pb": b"\x08\x01\x12\x05serve",
    "hub-answers/claims.json": (DATA / "hub-answers" / "claims.json").read_bytes(),
    "models--a--b/refs/main": b"d" * 40,
}
SLOWLY = settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))


@st.composite
def changed(draw: st.DrawFn, seed: bytes) -> bytes:
    """The seed with some bytes overwritten, cut out, doubled or put in."""
    content = bytearray(seed)
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, max(len(content) - 1, 0)))
        piece = draw(st.binary(max_size=8))
        match draw(st.sampled_from(["over", "out", "in", "end"])):
            case "over":
                content[place : place + len(piece)] = piece
            case "out":
                del content[place : place + draw(st.integers(1, 20))]
            case "in":
                content[place:place] = piece
            case "end":
                del content[place:]
    return bytes(content)


@pytest.mark.parametrize("name", SEEDS)
def test_that_a_seed_is_read_without_a_problem(tmp_path, name):
    """Or the changes below would only ever meet the first check of each reader."""
    claims = claims_of(written(tmp_path, {name: SEEDS[name]}))
    assert claims or name in ("config.json", "adapter_config.json")


@SLOWLY
@given(data=st.data())
@pytest.mark.parametrize("name", SEEDS)
def test_that_changed_bytes_are_claims_or_problems(tmp_path: Path, name: str, data: st.DataObject):
    content = data.draw(changed(SEEDS[name]))
    merge(claims_of(written(tmp_path, {name: content})))


@pytest.mark.parametrize("text", [b"S'\\400'\n.", b"S'\\q'\n."])
@pytest.mark.parametrize("name", ["model.pkl", "model.pt", "model.bin"])
def test_that_a_wrong_escape_in_a_pickle_warns_nobody(tmp_path: Path, name: str, text: bytes):
    """Python's own disassembler warns of it, and a warning is an error in these tests."""
    merge(claims_of(written(tmp_path, {name: zipped({"a/data.pkl": text}) if name.endswith("pt") else text})))


@SLOWLY
@given(data=st.data())
def test_that_changed_files_of_one_repository_are_read_together(tmp_path: Path, data: st.DataObject):
    names = ("README.md", "config.json", "adapter_config.json", "model.safetensors")
    merge(claims_of(written(tmp_path, {f"m/{name}": data.draw(changed(SEEDS[name])) for name in names})))


@settings(deadline=None, max_examples=300)
@given(content=st.binary(max_size=300) | changed(GGUF) | changed(SEEDS["model.safetensors"]))
def test_that_headers_raise_only_the_documented_error(content: bytes):
    for read in (
        lambda: read_gguf_header(io.BytesIO(content), "x"),
        lambda: read_safetensors_header(io.BytesIO(content), len(content), "x"),
        lambda: recognise(io.BytesIO(content), len(content), "x.bin"),
    ):
        try:
            read()
        except InputError as error:
            assert error.message
            assert error.advice


@settings(deadline=None, max_examples=300)
@given(text=st.text(max_size=300) | changed(CARD).map(lambda content: content.decode("utf-8", "replace")))
def test_that_cards_and_modelfiles_raise_only_the_documented_error(text: str):
    instructions(text)
    try:
        front_matter("---\nlicense: x\n" + text, "x")
        front_matter(text, "x")
    except InputError as error:
        assert error.message


@SLOWLY
@given(content=st.binary(max_size=200) | changed(SEEDS["model.pkl"]) | changed(SEEDS["model.pt"]))
def test_that_any_pickle_gets_a_verdict(tmp_path: Path, content: bytes):
    path = tmp_path / "x"
    path.write_bytes(content)
    assert scan_pickles(path).verdict.startswith(("no known bad import", "known bad import: ", "not scanned: "))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
KEYS = ["id", "author", "sha", "tags", "baseModels", "siblings", "config", "gated", "securityRepoStatus"]
CARD_KEYS = ["base_model", "base_model_relation", "datasets", "license", "model-index", "source_datasets"]


@settings(deadline=None, max_examples=200)
@given(
    values=st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6),
    card=st.dictionaries(st.sampled_from(CARD_KEYS), JSON, max_size=6),
    asked=st.sampled_from(["pkg:huggingface/o/n", "pkg:huggingface/datasets/o/n"]),
)
def test_that_an_answer_of_any_shape_is_read(values: dict[str, object], card: dict[str, object], asked: str):
    merge(claims_of_answer(HubAnswer(ComponentId(asked), 200, {**values, "cardData": card}, "now")))


@pytest.mark.parametrize(
    "block",
    [
        "base_model: &a [*a]\n",
        "base_model: " + "[" * 5000 + "\n",
        "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{name}: &{name} [{', '.join([f'*{last}'] * 10)}]\n" for last, name in pairwise("abcdefgh"))
        + "base_model: *h\n",
        'base_model: "\\U00110000"\n',
        "base_model: !!python/object/apply:os.system [id]\n",
        "base_model: !!binary ////\n",
        "? [a, b]\n: c\nbase_model: x\n",
        "base_model: a\nbase_model: b\n",
        "- base_model: x\n",
        "base_model: |\n  " + "x" * 5000 + "\n",
    ],
)
def test_that_yaml_tricks_in_a_card_are_values_or_one_problem(tmp_path, block):
    draft = merge(claims_of(written(tmp_path, {"README.md": f"---\n{block}---\n"})))
    assert len(draft.problems) <= 1


def test_that_deep_json_is_one_problem(tmp_path):
    for name in ("adapter_config.json", "hub-answers/x.json"):
        draft = merge(claims_of(written(tmp_path / name[:3], {name: "[" * 200_000})))
        assert len(draft.problems) == 1
