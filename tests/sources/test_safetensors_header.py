"""Headers of safetensors files."""

from __future__ import annotations

import io
import struct

import pytest

from explorer.domain.relation import RelationKind
from explorer.errors import InputError
from explorer.sources.safetensors_header import MAX_HEADER_BYTES, read_safetensors_header
from explorer.sources.weight_header import StatedBase
from tests.sources.weight_writing import safetensors


def header(content: bytes):
    return read_safetensors_header(io.BytesIO(content), len(content), "x.safetensors")


def test_that_tensors_and_types_are_counted():
    assert header(safetensors({"format": "pt"})).facts == {"tensors": "1", "data types": "F32", "written for": "pt"}


def test_that_what_training_tools_write_is_the_base():
    found = header(
        safetensors({"ss_sd_model_name": "runwayml/stable-diffusion-v1-5", "ss_network_module": "networks.lora"})
    )
    assert found.bases == (StatedBase("runwayml/stable-diffusion-v1-5", "ss_sd_model_name"),)
    assert found.is_adapter


def test_that_merged_from_names_every_parent():
    found = header(safetensors({"modelspec.merged_from": "a/b, c/d", "modelspec.license": "MIT"}))
    assert [(base.name, base.kind) for base in found.bases] == [
        ("a/b", RelationKind.MERGED_FROM),
        ("c/d", RelationKind.MERGED_FROM),
    ]
    assert found.facts["licence"] == "MIT"


def test_that_a_whole_file_has_no_problem_and_a_short_one_has():
    assert not header(safetensors()).problem
    assert "cut off" in header(safetensors(claimed=8)).problem


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (struct.pack("<Q", MAX_HEADER_BYTES + 1) + b"{", "no more than"),
        (struct.pack("<Q", 2**63) + b"{", "no more than"),
        (struct.pack("<Q", 100) + b"{}", "cut off"),
        (struct.pack("<Q", 4) + b"{\xff}}", "not the JSON"),
        (struct.pack("<Q", 2) + b"[]", "not an object"),
        (struct.pack("<Q", 200_000) + b"[" * 200_000, "not the JSON"),
    ],
)
def test_that_a_hostile_header_is_refused_with_a_sentence(content, words):
    with pytest.raises(InputError, match=words):
        header(content)


def test_that_odd_values_are_survived():
    text = b'{"__metadata__": [1], "a": 5, "b": {"data_offsets": ["x", {}]}, "c": {"data_offsets": [0]}}'
    assert header(struct.pack("<Q", len(text)) + text).facts == {"tensors": "3"}
