"""What texts in cards, configurations and addresses name."""

from __future__ import annotations

import pytest

from explorer.sources.hub_names import hub_name, is_local_path, is_repository_name


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("mistralai/Mistral-7B-v0.1", "pkg:huggingface/mistralai/Mistral-7B-v0.1"),
        ("gpt2", "pkg:huggingface/gpt2"),
        ("https://huggingface.co/google/gemma-7b", "pkg:huggingface/google/gemma-7b"),
        ("huggingface.co/google/gemma-7b/", "pkg:huggingface/google/gemma-7b"),
        ("https://huggingface.co/google/gemma-7b/tree/main", "pkg:huggingface/google/gemma-7b"),
        ("https://huggingface.co/o/n/resolve/v1.0/model.bin", "pkg:huggingface/o/n@v1.0"),
        ("https://huggingface.co/o/n.git", "pkg:huggingface/o/n"),
        ("https://huggingface.co/datasets/allenai/c4", "pkg:huggingface/datasets/allenai/c4"),
        ("hf://datasets/allenai/c4", "pkg:huggingface/datasets/allenai/c4"),
        ("hf://o/n@abc/model.safetensors", "pkg:huggingface/o/n@abc"),
    ],
)
def test_that_a_name_or_an_address_of_the_hub_is_one_repository(text, identity):
    name = hub_name(text)
    assert name is not None
    assert name.id == identity


@pytest.mark.parametrize(
    "text",
    [
        "/root/autodl-tmp/models/glm-4-9b-chat",
        "./outputs/merged",
        "../base",
        "~/models/llama",
        "C:\\models\\llama",
        "D:/models/llama",
        "models\\llama",
        "outputs/run/checkpoint-500",
        "v1-5-pruned.safetensors",
    ],
)
def test_that_a_path_of_somebodys_disk_is_no_repository(text):
    assert is_local_path(text)
    assert hub_name(text) is None


@pytest.mark.parametrize(
    "text",
    ["", "Llama 2 7B", "a/b/c", "owner/--name", "owner/na..me", "owner/name.", "-x/y", "a/b.git", "x" * 97, "ö/ä"],
)
def test_that_words_and_what_the_hub_refuses_are_no_repository_name(text):
    assert not is_repository_name(text)
    assert hub_name(text) is None


def test_that_a_page_of_a_space_and_another_host_are_no_repository():
    assert hub_name("https://huggingface.co/spaces/owner/demo") is None
    assert hub_name("https://github.com/openai/gpt-3") is None
    assert not is_local_path("https://github.com/openai/gpt-3/tree/main")
