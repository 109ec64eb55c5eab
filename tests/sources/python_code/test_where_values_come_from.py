"""Names of models that code keeps in items and attributes, or posts to an address, before it uses them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.code_reading import found, named

LOAD = "from transformers import AutoModel\n"
BGE = {"pkg:huggingface/baai/bge-m3"}
CASES: dict[str, tuple[str, set[str]]] = {
    "a name that the branch compares": (
        "from langchain.chat_models import ChatOpenAI\ndef make(name):\n    if name == 'gpt-4' or name == 'gpt-4o':\n"
        "        return ChatOpenAI(model_name=name)\n",
        {"service:openai/gpt-4", "service:openai/gpt-4o"},
    ),
    "a name that the branch looks for in a list": (
        "from langchain.chat_models import ChatOpenAI\ndef make(name):\n    if name in ('gpt-4', 'gpt-4o'):\n"
        "        return ChatOpenAI(model_name=name)\n",
        {"service:openai/gpt-4", "service:openai/gpt-4o"},
    ),
    "a name that another branch compares": (
        "from langchain.chat_models import ChatOpenAI\ndef make(name, other):\n    if other == 'gpt-4':\n        limit = 8192\n"
        "    return ChatOpenAI(model_name='gpt-4o')\n",
        {"service:openai/gpt-4o"},
    ),
    "the default of a parameter of a request": (
        LOAD
        + "from fastapi import Form\ndef load(name: str = Form('BAAI/bge-m3')):\n    AutoModel.from_pretrained(name)\n",
        BGE,
    ),
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
    "what another branch assigned": (
        "import groq, together\ndef ask(fast):\n    if fast:\n        chosen = 'llama-3.3-70b-versatile'\n"
        "        groq.Groq().chat.completions.create(model=chosen)\n    else:\n        chosen = 'deepseek-ai/DeepSeek-V3'\n"
        "        together.Together().chat.completions.create(model=chosen)\n",
        {"service:groq/llama-3.3-70b-versatile", "service:together/deepseek-ai/deepseek-v3"},
    ),
    "what the case of a match assigned": (
        "import openai\ndef ask(kind):\n    match kind:\n        case 'small':\n            model = 'gpt-4o-mini'\n"
        "        case _:\n            model = 'gpt-4o'\n    openai.OpenAI().chat.completions.create(model=model)\n",
        {"service:openai/gpt-4o-mini", "service:openai/gpt-4o"},
    ),
    "a field of a class is not that of its siblings": (
        "import groq, together\nclass Chat:\n    model: str\n"
        "class ChatGroq(Chat):\n    model: str\n    def ask(self):\n"
        "        return groq.Groq().chat.completions.create(model=self.model)\n"
        "class ChatTogether(Chat):\n    model: str = 'deepseek-ai/DeepSeek-V3'\n    def ask(self):\n"
        "        return together.Together().chat.completions.create(model=self.model)\n",
        {"service:together/deepseek-ai/deepseek-v3"},
    ),
    "a base asks for what its subclasses set": (
        "import openai\nclass Chat:\n    model: str\n    def ask(self):\n"
        "        return openai.OpenAI().chat.completions.create(model=self.model)\n"
        "class Small(Chat):\n    model: str = 'gpt-4o-mini'\n",
        {"service:openai/gpt-4o-mini"},
    ),
    "a region before a model's name": (
        "CLAUDE_MODELS = ('us', 'eu', 'claude-sonnet-4-5')\n",
        {"service:anthropic/claude-sonnet-4-5"},
    ),
    "a number of tokens is no model": (
        "class Stats:\n    tokens: int = 0\ndef told(stats: Stats):\n    model_total = f'{stats.tokens / 1000}k'\n    return model_total\n",
        set(),
    ),
    "a field that is only compared with": (
        "from dataclasses import dataclass, field\n@dataclass\nclass Chat:\n"
        "    reasoning_models: list[str] = field(default_factory=lambda: ['o1', 'o3-mini'])\n"
        "    def thinks(self, name):\n        return self.reasoning_models and any(m in name for m in self.reasoning_models)\n",
        set(),
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


def test_that_two_lists_make_one_longer_list_and_no_longer_names(tmp_path: Path) -> None:
    code = (
        "OPENAI = ['gpt-4o', 'o3']\nALL = OPENAI + ['claude-sonnet-4-0'] + EXTRA\n"
        "def run(model: str):\n    for each in ALL:\n        ask(model=each)\n"
    )
    assert named(tmp_path, code) == {
        "service:openai/gpt-4o",
        "service:openai/o3",
        "service:anthropic/claude-sonnet-4-0",
    }


def test_that_a_class_takes_an_attribute_from_those_below_it(tmp_path: Path) -> None:
    code = (
        "from diffusers import DiffusionPipeline\n\nclass Base:\n    def load(self):\n"
        "        self.pipe = DiffusionPipeline.from_pretrained(self.name)\n\n"
        "class Kandinsky(Base):\n    name = 'acme/kandinsky-2-2'\n"
    )
    assert named(tmp_path, code) == {"pkg:huggingface/acme/kandinsky-2-2"}


def test_that_the_members_of_an_enumeration_of_models_are_models_to_choose_from(tmp_path: Path) -> None:
    code = (
        "from enum import Enum\n\nclass ChatModel(str, Enum):\n    BIG = 'gpt-4o'\n    OPEN = 'Qwen/Qwen2.5-7B'\n\n"
        "class Status(str, Enum):\n    DONE = 'gpt-4o-mini'\n"
    )
    assert named(tmp_path, code) == {"service:openai/gpt-4o", "pkg:huggingface/Qwen/Qwen2.5-7B"}


def test_that_a_parameter_of_an_enumeration_may_be_any_of_its_members(tmp_path: Path) -> None:
    code = (
        "import whisper\nfrom enum import StrEnum\n\nclass Size(StrEnum):\n    S = 'small'\n    L = 'large-v3'\n\n"
        "def load(size: Size):\n    return whisper.load_model(size)\n"
    )
    assert named(tmp_path, code) == {"pkg:generic/openai-whisper/small", "pkg:generic/openai-whisper/large-v3"}


def test_that_the_defaults_of_columns_are_read_but_not_those_of_migrations(tmp_path: Path) -> None:
    column = "bi_encoder = models.CharField(max_length=200, default='{}')\n"
    files = {
        "shop/models.py": "class Search(models.Model):\n    " + column.format("thenlper/gte-small"),
        "shop/migrations/0017_search.py": "class Old:\n    " + column.format("acme/former"),
    }
    assert set(found(tmp_path, files)) == {"pkg:huggingface/thenlper/gte-small"}


def test_that_a_client_that_may_be_one_of_two_is_the_usual_one(tmp_path: Path) -> None:
    code = (
        "import openai\n\ndef client(url):\n    if 'azure' in url:\n        return openai.AzureOpenAI(azure_endpoint=url)\n"
        "    return openai.OpenAI()\n\nclient(u).chat.completions.create(model='gpt-4o-mini', messages=[])\n"
    )
    assert named(tmp_path, code) == {"service:openai/gpt-4o-mini"}


def test_that_a_field_that_several_classes_have_is_not_taken_from_another_than_its_own(tmp_path: Path) -> None:
    code = (
        "import whisper\n\nclass Speech(Row):\n    model_name = CharField(default='base')\n\n"
        "class Picture(Row):\n    model_name = CharField(default='dall-e-3')\n\n"
        "def load(row):\n    return whisper.load_model(row.model_name)\n"
    )
    assert "pkg:generic/openai-whisper/dall-e-3" not in named(tmp_path, code)


def test_that_a_name_of_which_a_tokenizer_is_made_is_no_use_of_the_model(tmp_path: Path) -> None:
    assert named(tmp_path, 'default_tokenizer = "gpt-4o"\n') == set()
    assert named(tmp_path, 'tokenizer_name = "Xenova/gpt-4o"\n') == {"pkg:huggingface/Xenova/gpt-4o"}


def test_that_a_file_that_a_library_knows_by_this_name_is_no_second_model(tmp_path: Path) -> None:
    code = 'from gpt4all import GPT4All as Local\nmodel_name = cfg or "orca-mini-3b.gguf"\nLocal(model_name)\n'
    assert named(tmp_path, code) == {"pkg:generic/gpt4all/orca-mini-3b.gguf"}


@pytest.mark.parametrize(
    ("code", "identities"),
    [
        ('requests.get("https://www.googleapis.com/customsearch/v1")\n', {"tool:google-custom-search"}),
        ('requests.get("https://www.googleapis.com/drive/v3")\n', set()),
        ('requests.get(f"https://api.search.brave.com/res/v1/web/search?q={q}")\n', {"tool:brave-search"}),
    ],
)
def test_that_a_search_service_is_known_by_its_address(tmp_path: Path, code: str, identities: set[str]) -> None:
    assert named(tmp_path, "import requests\n" + code) == identities


@pytest.mark.parametrize(
    ("code", "identities"),
    [
        ('runner.invoke(app, ["--model", "openai/gpt-5.2", "--fast"])\n', {"service:openai/gpt-5.2"}),
        ('vlm = "azure/gpt-4.1"\n', {"service:azure-openai/gpt-4.1"}),
        ('fast_llm = "lm_studio/llama-3.2-3b-instruct"\n', {"service:lm-studio/llama-3.2-3b-instruct"}),
        ('def num_tokens(text, model="gpt-4o"): ...\n', set()),
        ('class C:\n    schema = {"example": {"body": {"model": "gpt-4o"}}}\n', set()),
        ('from datasets import load_dataset\nload_dataset("data")\n', set()),
        (
            'from datasets import load_dataset\nSETS = {"lite": "acme/bench_lite"}\n'
            'def run(subset="lite"):\n    load_dataset(SETS.get(subset, subset))\n',
            {"pkg:huggingface/datasets/acme/bench_lite"},
        ),
    ],
)
def test_that_what_names_a_model_is_told_from_what_only_mentions_one(
    tmp_path: Path, code: str, identities: set[str]
) -> None:
    assert named(tmp_path, code) == identities


def test_that_a_member_of_a_librarys_enumeration_is_the_model_that_it_is_named_after(tmp_path: Path) -> None:
    code = (
        "from lmi import CommonLLMNames\nfrom pydantic import Field\n\nclass Settings:\n"
        "    llm: str = Field(default=CommonLLMNames.GPT_4O.value)\n    summary_llm: str = CommonLLMNames.CLAUDE_3_5_HAIKU\n"
        "    agent_llm: str = CommonLLMNames.GPT_3_5_TURBO\n    log_level: str = Levels.GPT_4\n"
    )
    names = {"openai/gpt-4o", "anthropic/claude-3-5-haiku", "openai/gpt-3.5-turbo"}
    assert named(tmp_path, code) == {f"service:{each}" for each in names}


@pytest.mark.parametrize(
    "argument", ["model_type=OpenAIEmbeddingModelType.TEXT_EMBED_3_SMALL", "model=Kinds.TEXT_EMBED_3_SMALL"]
)
def test_that_a_member_of_a_librarys_enumeration_is_the_model_it_is_named_after(tmp_path: Path, argument: str) -> None:
    """LlamaIndex, OpenAIEmbedding: `TEXT_EMBED_3_SMALL` is `text-embedding-3-small`."""
    code = f"from llama_index.embeddings.openai import OpenAIEmbedding, OpenAIEmbeddingModelType, Kinds\nOpenAIEmbedding({argument})\n"
    assert named(tmp_path, code) == {"service:openai/text-embedding-3-small"}


@pytest.mark.parametrize(
    "asked",
    [
        "def f(name):\n    if name.startswith(MODELS):\n        return ChatBedrock(model_id=name)\n",
        "def f(name):\n    for each in MODELS:\n        if name.startswith(each):\n            return 1\n",
        "def f(name):\n    return any(name.startswith(each) for each in MODELS)\n",
    ],
)
def test_that_the_beginnings_of_names_are_no_models(tmp_path: Path, asked: str) -> None:
    code = f'from langchain_aws import ChatBedrock\nMODELS = ("amazon.titan", "anthropic.claude")\n{asked}'
    assert named(tmp_path, code) == set()


def test_that_models_that_a_loop_asks_are_meant(tmp_path: Path) -> None:
    code = (
        'from openai import OpenAI\nMODELS = ("gpt-4o", "gpt-4.1")\n'
        "for each in MODELS:\n    if each.startswith(chosen):\n        OpenAI().responses.create(model=each)\n"
    )
    assert named(tmp_path, code) == {"service:openai/gpt-4o", "service:openai/gpt-4.1"}


def test_that_what_is_posted_is_a_model_of_whom_it_is_posted_to(tmp_path: Path) -> None:
    code = """import httpx
def ask(self):
    url = "https://api.groq.com/openai/v1/chat/completions"
    payload = {"model": "meta-llama/llama-4-scout-17b-16e-instruct", "temperature": 0.7}
    with httpx.Client() as client:
        client.post(url, headers=headers, json=payload)
"""
    assert named(tmp_path, code) == {"service:groq/meta-llama/llama-4-scout-17b-16e-instruct"}


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("litellm/anthropic/claude-3-5-sonnet-20240620", "service:anthropic/claude-3-5-sonnet-20240620"),
        ("litellm/gemini/gemini-2.0-flash", "service:google/gemini-2.0-flash"),
        ("any-llm/openai/gpt-4.1", "service:openai/gpt-4.1"),
        ("gpt-4:20230520", "service:openai/gpt-4"),
        ("ft:gpt-4o-mini-2024-07-18:acme::123456", "service:openai/ft:gpt-4o-mini-2024-07-18:acme::123456"),
    ],
)
def test_that_what_stands_before_or_behind_a_name_is_no_part_of_it(tmp_path: Path, name: str, identity: str) -> None:
    """OpenAI Agents SDK, Models: `litellm/` says through which library a model is asked."""
    code = f'from agents import Agent\nAgent(name="a", model="{name}")\n'
    assert identity in named(tmp_path, code)


def test_that_a_name_that_is_put_together_with_itself_is_the_name_it_was(tmp_path: Path) -> None:
    code = """import litellm
class Llm:
    def __init__(self):
        self.model = "gpt-4o"
    def load(self):
        self.model = self.model + ":latest"
        self.model = f"openai/{self.model}"
    def run(self):
        litellm.completion(model=self.model)
"""
    assert named(tmp_path, code) == {"service:openai/gpt-4o"}


def test_that_a_function_of_the_project_may_look_a_setting_up(tmp_path: Path) -> None:
    code = 'model = get_env_value("LLM_MODEL", "mistral-nemo:latest", str)\nother = compare("LLM_MODEL", "gpt-4o")\n'
    assert named(tmp_path, code) == {"pkg:ollama/mistral-nemo@latest"}


@pytest.mark.parametrize(
    "code",
    [
        'classes = {"minimax_llm": ("app.nodes.generator", "MiniMaxLLM")}\n',
        'import litellm\nlitellm.completion(model="openai/local", api_base="http://localhost:8080")\n',
    ],
)
def test_that_paths_of_code_and_words_for_an_interface_are_no_models(tmp_path: Path, code: str) -> None:
    """LiteLLM, OpenAI-compatible endpoints: `openai/` before any name says how it is asked."""
    assert {each for each in named(tmp_path, code) if not each.startswith("unknown:")} == set()


def test_that_a_name_that_two_providers_have_is_that_of_the_one_meant(tmp_path: Path) -> None:
    code = 'import voyageai\nmodel = kwargs.pop("model", "rerank-2")\n'
    assert named(tmp_path, code, "voyageai.py") == {"service:voyage-ai/rerank-2"}


def test_that_a_file_that_the_code_downloads_is_no_second_model_where_it_lies(tmp_path: Path) -> None:
    code = """import os
url = "https://example.com/releases/download/v1/codeformer.pth"
name = "CodeFormer"
model_path = os.path.join("weights", name + ".pth")
"""
    assert not {each for each in named(tmp_path, code) if each.startswith("unknown:")}
