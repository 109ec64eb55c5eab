"""Names of models that code keeps in items and attributes, or posts to an address, before it uses them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.code_reading import found, named

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


def test_that_a_property_named_after_a_model_says_which_where_its_table_is_keyed_by_supplier(tmp_path: Path) -> None:
    code = (
        "class Rerankers(str, Enum):\n    COHERE = 'cohere'\n    JINA = 'jina'\n\n    @property\n"
        "    def default_model(self) -> str:\n"
        "        return {self.COHERE: 'rerank-v3.5', self.JINA: 'jina-reranker-v2-base-multilingual'}[self]\n"
    )
    assert named(tmp_path, code) == {
        "service:cohere/rerank-v3.5",
        "service:jina-ai/jina-reranker-v2-base-multilingual",
    }


def test_that_a_module_that_is_imported_by_its_name_is_an_import(tmp_path: Path) -> None:
    code = "def run(pack='punkt_tab'):\n    nltk = lazy_load_dep('nltk')\n    nltk.download(pack)\n"
    assert named(tmp_path, code) == {"pkg:generic/nltk/punkt_tab"}


def test_that_a_name_that_only_a_test_gives_is_not_taken_for_a_model_of_the_server_there(tmp_path: Path) -> None:
    files = {
        "app.py": "from openai import OpenAI\n\ndef ask(model, url='http://localhost:8441'):\n"
        "    OpenAI(base_url=url).chat.completions.create(model=model, messages=[])\n",
        "tests/test_app.py": "from app import ask\n\ndef test_it():\n    ask('fake_model')\n    ask('gpt-4o')\n",
    }
    assert set(found(tmp_path, files)) == {"service:openai/gpt-4o"}


@pytest.mark.parametrize(
    ("code", "identities"),
    [
        ('PINECONE_INDEX_NAME = "docs"\n', {"service:pinecone/docs"}),
        ('import os\nname = os.getenv("QDRANT_COLLECTION", "papers")\n', {"service:qdrant/papers"}),
        ("class Settings:\n    milvus_collection: str = 'wiki'\n", {"service:milvus/wiki"}),
        ('COLLECTION = "docs"\n', set()),
    ],
)
def test_that_a_setting_that_says_whose_collection_it_holds_is_a_corpus(
    tmp_path: Path, code: str, identities: set[str]
) -> None:
    assert named(tmp_path, code) == identities


def test_that_a_model_file_that_is_opened_first_is_a_model_and_a_file_of_data_is_none(tmp_path: Path) -> None:
    code = (
        "import pickle\nwith open('churn_model.pkl', 'rb') as file:\n    model = pickle.load(file)\n"
        "rows = pickle.load(open('rows.pkl', 'rb'))\n"
    )
    assert named(tmp_path, code) == {"unknown:model:churn_model.pkl"}
