"""Names of models that code keeps in items and attributes, or posts to an address, before it uses them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.code_reading import named

LOAD = "from transformers import AutoModel\n"
BGE = {"pkg:huggingface/baai/bge-m3"}
CASES: dict[str, tuple[str, set[str]]] = {
    "an item that was set before": (
        LOAD + 'config = load()\nconfig["weights"] = "BAAI/bge-m3"\nAutoModel.from_pretrained(config["weights"])\n',
        BGE,
    ),
    "an attribute that was set before": (
        LOAD + 'args = parse()\nargs.weights = "BAAI/bge-m3"\nAutoModel.from_pretrained(args.weights)\n',
        BGE,
    ),
    "an item of another owner is another item": (
        LOAD + 'first = load()\nsecond = load()\nfirst["weights"] = "BAAI/bge-m3"\n'
        'AutoModel.from_pretrained(second["weights"])\n',
        set(),
    ),
    "a request body at a provider's address": (
        "import requests\n"
        'requests.post("https://api.openai.com/v1/chat/completions", json={"model": "gpt-4o", "messages": []})\n',
        {"service:openai/gpt-4o"},
    ),
    "a request body that has a name, at an address that has one": (
        'import httpx\nURL = "https://api.groq.com/openai/v1/chat/completions"\n'
        'body = {"model": "llama-3.3-70b-versatile"}\nhttpx.post(URL, json=body)\n',
        {"service:groq/llama-3.3-70b-versatile"},
    ),
    "a hub model in Gradio": (
        'import gradio as gr\ngr.load("models/BAAI/bge-m3").launch()\n',
        BGE,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_that_a_name_is_followed_to_where_it_was_given(tmp_path: Path, case: str) -> None:
    code, expected = CASES[case]
    assert {each.lower() for each in named(tmp_path, code)} == {each.lower() for each in expected}


@pytest.mark.parametrize(
    "settings",
    [
        "vector_store:\n  type: qdrant\n  collection_name: docs\n",
        "vector_store:\n  provider: qdrant\n  collection: docs\n",
    ],
)
def test_that_a_store_named_by_its_type_holds_the_collection(tmp_path: Path, settings: str) -> None:
    assert any("docs" in each for each in named(tmp_path, settings, "config.yaml"))
