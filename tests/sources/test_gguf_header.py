"""Headers of GGUF files."""

from __future__ import annotations

import io
import struct

import pytest

from explorer.domain.relation import RelationKind
from explorer.errors import InputError
from explorer.sources import gguf_header
from explorer.sources.gguf_header import read_gguf_header
from explorer.sources.weight_header import StatedBase
from tests.sources.weight_writing import gguf

VALUES = [
    ("general.architecture", "llama"),
    ("tokenizer.ggml.tokens", ["<s>", "</s>"]),
    ("general.name", "Tuned"),
    ("general.file_type", 7),
    ("tokenizer.chat_template", "{{ x }}"),
    ("general.base_model.1.organization", "Mistralai"),
    ("general.base_model.1.name", "Mistral 7B"),
    ("general.base_model.1.version", "v0.1"),
    ("general.base_model.0.repo_url", "https://huggingface.co/a/b"),
    ("general.dataset.0.name", "Chats"),
]


def header(content: bytes):
    return read_gguf_header(io.BytesIO(content), "x.gguf")


@pytest.mark.parametrize(("version", "order"), [(1, "<"), (2, "<"), (3, "<"), (3, ">")])
def test_that_every_version_and_byte_order_is_read(version, order):
    found = header(gguf(VALUES, version, order))
    assert found.facts == {
        "tensors": "2",
        "architecture": "llama",
        "title": "Tuned",
        "quantization": "Q8_0",
        "chat template": "yes",
    }
    assert found.bases == (
        StatedBase("https://huggingface.co/a/b", "general.base_model.0"),
        StatedBase("Mistralai Mistral 7B v0.1", "general.base_model.1"),
        StatedBase("Chats", "general.dataset.0", RelationKind.TRAINED_ON),
    )


def test_that_the_repository_of_conversion_is_the_base_where_no_other_is_named():
    found = header(gguf([("general.source.huggingface.repository", "a/b")]))
    assert found.bases == (StatedBase("a/b", "general.source.repo_url"),)


def test_that_an_adapter_says_so():
    assert header(gguf([("general.type", "adapter"), ("adapter.type", "lora")])).is_adapter


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"GGUF", "does not begin"),
        (b"GGML" + b"\0" * 30, "does not begin"),
        (b"GGUF" + struct.pack("<I", 9) + b"\0" * 30, "version 9"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 2**60), "keys"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 5), "cut off"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 2**62), "longer than"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1) + b"k" + struct.pack("<I", 99), "unknown type 99"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1) + b"k" + struct.pack("<IIQ", 9, 4, 2**61), "longer than"),
        (
            b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 1) + b"k" + struct.pack("<I", 9) + struct.pack("<IQ", 9, 3) * 9,
            "type 9",
        ),
    ],
)
def test_that_a_hostile_header_is_refused_with_a_sentence(content, words):
    with pytest.raises(InputError, match=words):
        header(content)


def test_that_a_vocabulary_is_read_over_within_bounds(monkeypatch):
    content = gguf([("tokenizer.ggml.tokens", ["word"] * 1000), ("general.name", "x")])
    assert header(content).facts["title"] == "x"
    monkeypatch.setattr(gguf_header, "MAX_HEADER_BYTES", 1000)
    with pytest.raises(InputError, match="longer than"):
        header(content)


def test_that_the_sizes_of_the_architecture_are_facts_and_those_of_others_are_not():
    values = [
        ("general.architecture", "llama"),
        ("llama.embedding_length", 4096),
        ("llama.block_count", 32),
        ("llama.attention.head_count", 32),
        ("llama.attention.head_count_kv", 8),
        ("llama.vocab_size", 32000),
        ("clip.vision.embedding_length", 1024),
    ]
    facts = header(gguf(values)).facts
    names = ("hidden size", "layers", "attention heads", "key-value heads", "vocabulary")
    assert [facts[name] for name in names] == ["4096", "32", "32", "8", "32000"]
