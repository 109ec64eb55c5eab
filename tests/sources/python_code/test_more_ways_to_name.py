"""Forms in which real applications name what they use, found by labelling applications that no reader had seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.domain.component import Component
from tests.sources.code_reading import found, named, places, scanned

BGE = "pkg:huggingface/BAAI/bge-m3"


@pytest.mark.parametrize(
    ("code", "identity"),
    [
        (
            'from cached_path import cached_path\np = str(cached_path("hf://acme/Voice/base/v.safetensors"))\n',
            "acme/Voice",
        ),
        ('from x import get\ndef f(name):\n    return get(f"hf://acme/Voice/{name}/model.pt")\n', "acme/Voice"),
        ('from x import get\nu = f"https://huggingface.co/acme/Voice/resolve/main/{n}"\n', "acme/Voice"),
        ('from vocos import Vocos\nv = Vocos.from_pretrained("acme/vocos-24khz")\n', "acme/vocos-24khz"),
        ('from wtpsplit_lite import SaT\ns = SaT("sat-1l-sm")\n', "segment-any-text/sat-1l-sm"),
        ('EMBEDDING_MODEL = "all-MiniLM-L6-v2"\n', "sentence-transformers/all-MiniLM-L6-v2"),
        ('llm = "llama-cpp/acme/Qwen3-8B-GGUF/*Q4_K_M.gguf@8192"\n', "acme/Qwen3-8B-GGUF"),
        ('model = "openai/whisper-large-v3-turbo"\n', "openai/whisper-large-v3-turbo"),
    ],
)
def test_that_a_repository_of_the_hub_is_seen(tmp_path: Path, code: str, identity: str) -> None:
    assert f"pkg:huggingface/{identity}" in named(tmp_path, code)


@pytest.mark.parametrize(
    ("name", "code", "identity"),
    [
        ("app.py", 'class CohereLLM:\n    def __init__(self, model_name: str = "command"): ...\n', "cohere/command"),
        ("groq.py", 'MODEL = "openai/gpt-oss-20b"\n', "groq/openai/gpt-oss-20b"),
        ("app.py", 'asr_model: str = "paraformer-v2"\n', "alibaba-cloud/paraformer-v2"),
    ],
)
def test_that_the_name_of_a_class_or_module_says_who_hosts(tmp_path: Path, name: str, code: str, identity: str) -> None:
    assert f"service:{identity}" in named(tmp_path, code, name)


def test_that_a_class_whose_name_only_begins_alike_says_nothing(tmp_path: Path) -> None:
    assert named(tmp_path, 'class Coherence:\n    def __init__(self, model_name: str = "command"): ...\n') == set()


def test_that_a_file_of_the_project_is_no_model_from_elsewhere(tmp_path: Path) -> None:
    weights = tmp_path / "weights"
    weights.mkdir()
    (weights / "detector.onnx").write_bytes(b"")
    assert found(tmp_path, {"config.yaml": "model_path: weights/detector.onnx\n", "x.py": ""}) == {}


@pytest.mark.parametrize("name", ["./ckpts/model_last.pt", "runs/best.ckpt", "/pytorch_model.bin"])
def test_that_a_training_names_its_own_result(tmp_path: Path, name: str) -> None:
    assert found(tmp_path, {"config.yaml": f"checkpoint: {name}\n"}) == {}


def test_that_the_downloaded_file_is_no_second_model(tmp_path: Path) -> None:
    code = (
        "from huggingface_hub import hf_hub_download\n"
        'hf_hub_download(repo_id="acme/m-GGUF", filename="m.Q8_0.gguf", local_dir=".")\n'
        'model_path = "./m.Q8_0.gguf"\n'
    )
    assert named(tmp_path, code) == {"pkg:huggingface/acme/m-GGUF", "pkg:huggingface/acme/m-GGUF#m.Q8_0.gguf"}


def test_that_a_list_of_what_is_allowed_uses_nothing(tmp_path: Path) -> None:
    asked = 'TOOL_MODELS = ["gpt-4o", "claude-3-opus"]\ndef ok(m):\n    return m in TOOL_MODELS\n'
    assert named(tmp_path, asked) == set()
    assert "service:openai/gpt-4o" in named(tmp_path, asked + "for m in TOOL_MODELS:\n    print(m)\n")


def test_that_data_at_an_address_is_a_dataset_with_its_host(tmp_path: Path) -> None:
    identities = named(tmp_path, 'import wget\nwget.download("https://data.example/sets/HumanEval.jsonl.gz", "x")\n')
    address = "https%3A%2F%2Fdata.example%2Fsets%2FHumanEval.jsonl.gz"
    assert f"pkg:generic/HumanEval.jsonl.gz?download_url={address}" in identities


@pytest.mark.parametrize("name", ["schemas/config.json", "logo.png", "v1/models.json", "install.sh"])
def test_that_other_addresses_are_no_data(tmp_path: Path, name: str) -> None:
    assert named(tmp_path, f'import requests\nrequests.get("https://data.example/{name}")\n') == set()


def test_that_options_that_are_spread_into_a_call_are_read(tmp_path: Path) -> None:
    code = 'import torch\noptions = dict(repo_or_dir="acme/vad:master", model="vad")\ntorch.hub.load(**options)\n'
    assert "pkg:github/acme/vad" in named(tmp_path, code)


def test_that_a_dataset_of_another_catalogue_is_not_one_of_the_hub(tmp_path: Path) -> None:
    code = (
        'import ir_datasets\ndef run(dataset_name="nano-beir/hotpotqa"):\n    return ir_datasets.load(dataset_name)\n'
    )
    assert named(tmp_path, code) == {"pkg:generic/ir_datasets/nano-beir/hotpotqa"}


def test_that_a_size_is_a_whisper_model_where_whisper_is_imported(tmp_path: Path) -> None:
    option = 'import argparse\np = argparse.ArgumentParser()\np.add_argument("--model", default="base")\n'
    assert named(tmp_path, "import whisper\n" + option) == {"pkg:generic/openai-whisper/base"}
    assert named(tmp_path, option, "other.py") == set()


def test_that_lines_of_a_newer_python_cost_only_themselves(tmp_path: Path) -> None:
    code = (
        "def first[T](items: list[T]) -> T: ...\n"
        'x = {"k": 1}\n'
        'text = f"""\n{chr(10).join([f\'{k}\\n\' for k in x])}\n"""\n'
        "embedding_model = 'BAAI/bge-m3'\n"
        'print(f"{x["k"]}")\n'
        "judge_model = 'gpt-4o'\n"
    )
    assert {BGE, "service:openai/gpt-4o"} <= named(tmp_path, code)
    assert places(tmp_path, {"app.py": code}, BGE) == {("app.py", 6)}


def test_that_a_search_service_is_a_tool_by_its_address(tmp_path: Path) -> None:
    code = 'import requests\nrequests.post("https://api.tavily.com/search", json={"query": "x"})\n'
    assert named(tmp_path, code) == {"tool:tavily-search"}


def test_that_a_store_is_placed_in_a_cloud(tmp_path: Path) -> None:
    code = 'from pinecone import ServerlessSpec\nspec = ServerlessSpec(cloud="aws", region="us-east-1")\n'
    claims = scanned(tmp_path, {"app.py": code})
    assert "cloud:aws" in {each.id for each in claims if isinstance(each, Component)}


def test_that_files_of_a_repository_taken_whole_are_its_weights(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path\nfrom huggingface_hub import snapshot_download\n"
        "from safetensors.torch import load_file\nREPO = 'acme/voice'\n"
        "def get():\n    return Path(snapshot_download(repo_id=REPO, allow_patterns=['v.pt', '*.json']))\n"
        "def load(folder):\n    return load_file(folder / 't3.safetensors')\n"
    )
    repository = "pkg:huggingface/acme/voice"
    assert named(tmp_path, code) == {repository, f"{repository}#v.pt", f"{repository}#t3.safetensors"}


def test_that_a_loader_of_the_project_names_the_model_that_it_is_given(tmp_path: Path) -> None:
    code = "from mine import load_pretrained_model, load_users\nload_pretrained_model('acme/vision-13b')\n"
    assert named(tmp_path, code) == {"pkg:huggingface/acme/vision-13b"}
    assert named(tmp_path, "from mine import load_users\nload_users('acme/people')\n", "other.py") == set()


def test_that_a_folder_of_a_download_may_be_named_after_the_model(tmp_path: Path) -> None:
    code = "download_weights('https://host.example/a.tar', 'acme/vision-13b')\nmodel_base = 'acme/vision-13b'\n"
    assert "pkg:huggingface/acme/vision-13b" in named(tmp_path, code)


@pytest.mark.parametrize(
    ("text", "identities"),
    [
        ("default_model: haiku\n", {"service:anthropic/haiku"}),
        ("default_model: sonnet-4.5\n", {"service:anthropic/sonnet-4.5"}),
        ("default_model: openai.gpt-4.1\n", {"service:openai/gpt-4.1"}),
        ("default_model: openai.gpt-oss-120b-1:0\n", {"service:aws-bedrock/openai.gpt-oss-120b-1:0"}),
        ("default_model: tensorzero.chat\n", {"service:tensorzero/chat"}),
        ("default_model: azure.my-deployment\n", set()),
        ("default_model: openai.yaml\n", set()),
        ("audio_format: opus\n", set()),
    ],
)
def test_that_short_names_and_dotted_providers_mean_hosted_models(
    tmp_path: Path, text: str, identities: set[str]
) -> None:
    assert found(tmp_path, {"fastapp.config.yaml": text}).keys() == identities


def test_that_a_short_name_is_a_model_only_where_one_is_meant(tmp_path: Path) -> None:
    code = "from claude_agent_sdk import AgentDefinition\na = AgentDefinition(description='Writes', model='opus')\n"
    assert named(tmp_path, code) == {"service:anthropic/opus"}
    assert named(tmp_path, "from mine import encode\nencode('opus')\nencode(codec='opus')\n", "b.py") == set()


@pytest.mark.parametrize(
    ("code", "identities"),
    [
        ("import torchaudio\nb = torchaudio.pipelines.HUBERT_BASE\n", {"pkg:generic/torchaudio/HUBERT_BASE"}),
        ("from torchaudio.pipelines import MMS_FA as m\nmodel = m.get_model()\n", {"pkg:generic/torchaudio/MMS_FA"}),
        (
            "import torchaudio\nNAMES = {'en': 'WAV2VEC2_BASE', 'ja': 'acme/wav2vec2-ja'}\n"
            "def load(language):\n    bundle = torchaudio.pipelines.__dict__[NAMES[language]]\n    return bundle\n",
            {"pkg:generic/torchaudio/WAV2VEC2_BASE"},
        ),
        ("import torchaudio.pipelines as p\nmodel = getattr(p, 'WAVLM_BASE')\n", {"pkg:generic/torchaudio/WAVLM_BASE"}),
        ("import torchaudio\nnames = torchaudio.pipelines.__all__\n", set()),
        ("from mine import pipelines\nb = pipelines.HUBERT_BASE\n", set()),
    ],
)
def test_that_constants_of_a_library_stand_for_its_models(tmp_path: Path, code: str, identities: set[str]) -> None:
    assert named(tmp_path, code) == identities


def test_that_the_address_with_the_same_prefix_says_who_hosts(tmp_path: Path) -> None:
    code = "E = {'X_BASE_URL': 'https://api-inference.modelscope.cn/v1', 'X_MODEL': 'Qwen/Qwen2.5-32B-Instruct'}\n"
    assert named(tmp_path, code) == {"service:modelscope/Qwen/Qwen2.5-32B-Instruct"}
    other = code.replace("X_BASE_URL", "Y_BASE_URL")
    assert named(tmp_path, other, "other.py") == {"pkg:huggingface/Qwen/Qwen2.5-32B-Instruct"}


def test_that_stand_ins_of_tests_are_no_models(tmp_path: Path) -> None:
    code = "from ollama import Client\nClient().chat(model='test:3b')\nMODEL_PATH = 'fake_model_path.onnx'\n"
    assert named(tmp_path, code) == set()


def test_that_a_name_of_several_is_found_where_it_is_written(tmp_path: Path) -> None:
    code = (
        "import pooch\nBASE = 'https://github.com/acme/weights/releases/download/v1'\n"
        "FILES = {\n    'small': 'net-small.onnx',\n    'large': 'net-large.onnx',\n}\n"
        "def get(size):\n    return pooch.retrieve(f'{BASE}/{FILES[size]}', None)\n"
    )
    components = [each for each in scanned(tmp_path, {"app.py": code}) if isinstance(each, Component)]
    lines = {each.name: {place.line for place in each.evidence} for each in components}
    assert lines["net-small.onnx"] == {4} and lines["net-large.onnx"] == {5}
    assert not [each for each in components if each.id.startswith("pkg:github/")]


def test_that_a_table_of_checksums_lists_weight_files(tmp_path: Path) -> None:
    md5, sha256 = "0" * 32, "A" * 64
    code = (
        "import pooch\nBASE = 'https://weights.example/models'\n"
        f"SUMS = {{'small.onnx': 'md5:{md5}', 'large.onnx': '{sha256}', 'words.txt': '{md5}', 'odd.onnx': 'latest'}}\n"
        "def get():\n    return pooch.retrieve(f'{BASE}/small.onnx', SUMS['small.onnx'])\n"
    )
    small = "pkg:generic/small.onnx?download_url=https%3A%2F%2Fweights.example%2Fmodels%2Fsmall.onnx"
    assert named(tmp_path, code) == {small, f"pkg:generic/large.onnx?checksum=sha256:{sha256.lower()}"}


def test_that_a_function_described_to_a_model_is_a_tool_in_any_module(tmp_path: Path) -> None:
    described = "{'type': 'function', 'function': {'name': 'run_shell', 'description': d, 'parameters': {}}}"
    tools = named(tmp_path, f"def schema(d):\n    return {described}\n")
    assert {each.rpartition("/")[2] for each in tools} == {"run_shell"}
    other = "def schema(d):\n    return {'type': 'function', 'name': 'run_shell', 'description': d}\n"
    assert named(tmp_path, other, "other.py") == set()


def test_that_what_is_sent_to_an_address_names_its_model(tmp_path: Path) -> None:
    code = "A = {'url': 'http://localhost:11434/v1/chat/completions', 'params': {'model': 'granite3.2-vision:2b'}}\n"
    assert named(tmp_path, code) == {"pkg:ollama/granite3.2-vision@2b"}
    assert named(tmp_path, code.replace("params", "labels").replace(":2b", ""), "other.py") == set()


def test_that_a_default_for_several_sdks_is_only_the_one_that_it_looks_like(tmp_path: Path) -> None:
    code = (
        "from langchain_openai import AzureChatOpenAI, ChatOpenAI\nfrom langchain_anthropic import ChatAnthropic\n"
        "class AI:\n    def __init__(self, model_name='gpt-4-turbo'):\n        self.model_name = model_name\n"
        "    def make(self, azure):\n        if azure:\n            return AzureChatOpenAI(azure_deployment=self.model_name)\n"
        "        if 'claude' in self.model_name:\n            return ChatAnthropic(model=self.model_name)\n"
        "        return ChatOpenAI(model=self.model_name)\n"
    )
    assert named(tmp_path, code) == {"service:openai/gpt-4-turbo"}


@pytest.mark.parametrize(
    "text",
    [
        "vector_db:\n  provider: Milvus\n  config:\n    default_collection: papers\n",
        "milvus:\n  default_collection_name: papers\n",
        "vectorstore:\n  type: milvus\n  collection: papers\n",
    ],
)
def test_that_a_collection_is_named_by_default_too(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, {"settings.yaml": text}).keys() == {"service:milvus/papers"}


def test_that_a_function_of_a_database_is_no_tool(tmp_path: Path) -> None:
    code = (
        "from langchain_core.documents import Document\nfrom pymilvus import Function, MilvusClient\n"
        "def make(collection='papers'):\n    f = Function(name='bm25')\n    MilvusClient('x').create_collection(collection)\n"
    )
    assert named(tmp_path, code) == {"service:milvus/papers"}


def test_that_models_of_one_more_reseller_are_hosted(tmp_path: Path) -> None:
    code = "class PPIO:\n    def __init__(self, model: str = 'deepseek/deepseek-r1-turbo'): ...\n"
    assert named(tmp_path, code) == {"service:ppio/deepseek/deepseek-r1-turbo"}


def test_that_parameters_of_a_template_are_read_once(tmp_path: Path) -> None:
    text = '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "model": "gpt-4o"}'
    assert named(tmp_path, text, "params.json") == set()


def test_that_a_repository_of_llama_cpp_and_its_file_are_settings(tmp_path: Path) -> None:
    text = "LLAMA_ARG_HF_REPO=acme/m-GGUF:Q4_K_M\nLLAMA_ARG_HF_FILE=m-Q4_K_M.gguf\n"
    repository = "pkg:huggingface/acme/m-GGUF"
    assert named(tmp_path, text, ".env") == {repository, f"{repository}#m-Q4_K_M.gguf"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("config.json", '{"provider": "openai", "base_url": "http://localhost:11434/v1", "model": "qwen3:8b"}'),
        ("config.yaml", "llm:\n  provider: openai\n  base_url: http://localhost:11434/v1\n  model: qwen3:8b\n"),
        (".env", "LLM_BASE_URL=http://localhost:11434/v1\nLLM_MODEL=qwen3:8b\n"),
    ],
)
def test_that_the_address_says_who_answers_in_the_protocol_of_another(tmp_path: Path, name: str, text: str) -> None:
    assert named(tmp_path, text, name) == {"pkg:ollama/qwen3@8b"}


def test_that_the_address_of_one_model_is_not_that_of_another(tmp_path: Path) -> None:
    text = "LLM_BASE_URL=http://localhost:11434/v1\nLLM_MODEL=qwen3:8b\nEMBEDDING_MODEL=text-embedding-3-small\n"
    assert named(tmp_path, text, ".env") == {"pkg:ollama/qwen3@8b", "service:openai/text-embedding-3-small"}


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("deepseek.deepseek-chat", "service:deepseek/deepseek-chat"),
        ("anthropic.claude-3-5-sonnet-latest", "service:anthropic/claude-3-5-sonnet-latest"),
        ("anthropic.claude-3-5-sonnet-20241022-v2:0", "service:aws-bedrock/anthropic.claude-3-5-sonnet-20241022-v2:0"),
        ("deepseek.r1-v1:0", "service:aws-bedrock/deepseek.r1-v1:0"),
    ],
)
def test_that_a_dotted_name_is_the_providers_or_bedrocks(tmp_path: Path, text: str, identity: str) -> None:
    assert named(tmp_path, f"default_model: {text}\n", "config.yaml") == {identity}


def test_that_a_constant_that_is_only_a_key_is_no_use(tmp_path: Path) -> None:
    code = 'SMALL_MODEL = "gpt-4o-mini"\nLARGE_MODEL = "gpt-4o"\nSIZES = {SMALL_MODEL: 1, LARGE_MODEL: 2}\nuse(LARGE_MODEL)\n'
    assert named(tmp_path, code) == {"service:openai/gpt-4o"}


@pytest.mark.parametrize(
    ("name", "text", "identities"),
    [
        ("run.yaml", "dataset: alpaca_en_demo\n", {"unknown:dataset:alpaca_en_demo"}),
        ("run.yaml", "datasets:\n  name: Emilia_ZH_EN\n", {"unknown:dataset:Emilia_ZH_EN"}),
        ("run.py", 'p.add_argument("--dataset", default="2wikimultihopqa")\n', {"unknown:dataset:2wikimultihopqa"}),
        ("run.yaml", "dataset: train_data\n", set()),
        ("run.yaml", "dataset: custom\n", set()),
    ],
)
def test_that_a_dataset_may_have_a_name_of_its_own(tmp_path: Path, name: str, text: str, identities: set[str]) -> None:
    assert named(tmp_path, text, name) == identities


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("http://dlib.net/files/shape_predictor_5_face_landmarks.dat.bz2", "shape_predictor_5_face_landmarks.dat.bz2"),
        ("https://github.com/acme/faces/releases/download/v1.2/GhostNet_W1.3.h5", "GhostNet_W1.3.h5"),
        ("https://github.com/acme/manga/releases/download/a/inpaintor.jit", "inpaintor.jit"),
    ],
)
def test_that_a_downloaded_file_is_a_model_by_its_ending(tmp_path: Path, address: str, name: str) -> None:
    files = found(tmp_path, {"app.py": f'WEIGHTS_URL = "{address}"\n'})
    assert {each.name for each in files.values()} == {name}


@pytest.mark.parametrize(
    ("path", "identities"),
    [
        ("paperqa/configs/fast.json", {"service:openai/gpt-4o-mini"}),
        ("recipes/small/train.json", {"service:openai/gpt-4o-mini"}),
        ("samples/answers.json", set()),
    ],
)
def test_that_json_among_settings_is_settings(tmp_path: Path, path: str, identities: set[str]) -> None:
    assert set(found(tmp_path, {path: '{"agent_llm": "gpt-4o-mini"}\n'})) == identities


@pytest.mark.parametrize(
    ("address", "identity"),
    [
        ("http://localhost:8000/v1", "unknown:model:system:demo/my-model"),
        ("http://192.168.1.4:8080/v1", "unknown:model:system:demo/my-model"),
        ("http://vllm:8000/v1", "unknown:model:system:demo/my-model"),
        ("https://llm.acme.example/v1", "service:llm-acme-example/my-model"),
        ("https://api.groq.com/openai/v1", "service:groq/my-model"),
    ],
)
def test_that_a_name_that_a_server_of_ones_own_gives_is_nobodys_service(
    tmp_path: Path, address: str, identity: str
) -> None:
    """vLLM, OpenAI-compatible server: `--served-model-name` is whatever its operator likes."""
    code = f'from openai import OpenAI\nOpenAI(base_url="{address}").chat.completions.create(model="my-model")\n'
    assert named(tmp_path, code) == {identity}


def test_that_an_encoder_of_the_projects_own_names_the_model_that_it_is_given_first(tmp_path: Path) -> None:
    """Black Forest Labs, flux: `HFEmbedder(version, max_length)`; a class that is no loader names none."""
    code = 'from flux.modules.conditioner import HFEmbedder\nclip = HFEmbedder("openai/clip-vit-large-patch14", max_length=77)\n'
    assert "pkg:huggingface/openai/clip-vit-large-patch14" in named(tmp_path, code)
    assert named(tmp_path, 'from own import Page\npage = Page("openai/clip-vit-large-patch14")\n', "b.py") == set()
