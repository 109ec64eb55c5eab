"""What command lines use: packages that they install, images that they start, models that they name."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.claim import Claim, Problem
from explorer.domain.component import Component, ComponentId, Kind
from explorer.domain.evidence import Evidence
from explorer.domain.relation import Relation, RelationKind, Scope
from explorer.sources.commands import command_claims
from tests.sources.code_reading import found

USER = ComponentId("system:here")
FOUND = Evidence("shell", str(PurePosixPath("run.sh")), 1, "", "")


def claims_of(text: str, first_line: int | None = None) -> list[Claim]:
    return list(command_claims(text, USER, FOUND, Scope.RUNTIME, first_line))


def identities(text: str) -> set[str]:
    return {str(each.id) for each in claims_of(text) if isinstance(each, Component)}


def of_kind(text: str, *kinds: Kind) -> set[str]:
    return {str(each.id) for each in claims_of(text) if isinstance(each, Component) and each.kind in kinds}


INSTALLED = {
    "pip install torch": {"pkg:pypi/torch"},
    "pip install 'fire >= 0.6.0' 'numpy < 2, >= 1.26'": {
        "pkg:pypi/fire",
        "pkg:pypi/numpy",
    },  # PEP 508 allows the spaces.
    "pip install 'einops == 0.8.0'": {"pkg:pypi/einops@0.8.0"},
    "pip3.11 install -r requirements.txt torch==2.4.0": {"pkg:pypi/torch@2.4.0"},
    "python -m pip install --no-cache-dir 'vllm[audio]>=0.6'": {"pkg:pypi/vllm"},
    "uv pip install --system ruff": {"pkg:pypi/ruff"},
    "uv add httpx --group dev": {"pkg:pypi/httpx"},
    "uv tool install aider-chat@0.60.0": {"pkg:pypi/aider-chat@0.60.0"},
    "uvx --from litellm==1.50.0 litellm --port 4000": {"pkg:pypi/litellm@1.50.0"},
    "pipx run black file.py": {"pkg:pypi/black"},
    "poetry add langchain": {"pkg:pypi/langchain"},
    "conda install -c conda-forge -y faiss-cpu=1.8.0": {"pkg:conda/faiss-cpu@1.8.0"},
    "npm install -g @anthropic-ai/claude-code@1.0.3": {"pkg:npm/%40anthropic-ai/claude-code@1.0.3"},
    "npx -y create-llama my-app": {"pkg:npm/create-llama"},
    "yarn add openai": {"pkg:npm/openai"},
    "cd app && sudo pip install gradio; npm i ai": {"pkg:pypi/gradio", "pkg:npm/ai"},
    "pip install torch > log.txt": {"pkg:pypi/torch"},
    "pip install torch 2>&1 | tee log.txt": {"pkg:pypi/torch"},
    "pip install torch # it's big": {"pkg:pypi/torch"},
    'pip install torch && echo "it does not close': {"pkg:pypi/torch"},
    "corepack prepare pnpm@9.1.0 --activate": {"pkg:npm/pnpm@9.1.0"},
    "pip install git+https://github.com/huggingface/transformers@v4.44.0": {"pkg:pypi/transformers", "hub:github"},
    "pip install 'peft @ git+https://user:word@github.com/huggingface/peft'": {"pkg:pypi/peft", "hub:github"},
    "pip install https://files.example.org/flash_attn-2.5.0-cp311-cp311-linux_x86_64.whl": {
        "pkg:pypi/flash-attn@2.5.0",
        "hub:files-example-org",
    },
    "git clone --depth 1 -b b1234 https://github.com/ggerganov/llama.cpp.git": {"pkg:github/ggerganov/llama.cpp@b1234"},
    "pip install --upgrade pip setuptools wheel": {"pkg:pypi/setuptools", "pkg:pypi/wheel"},
    "pip install -r requirements.txt --extra-index-url https://download.pytorch.org/whl/cu121": {"hub:pytorch-wheels"},
    "pip install -e . --find-links https://wheels.example.org/list.html": {"hub:wheels-example-org"},
    "go install github.com/caddyserver/xcaddy/cmd/xcaddy@latest": {"pkg:golang/github.com/caddyserver/xcaddy"},
    "go install sigs.k8s.io/controller-tools/cmd/controller-gen@v0.14.0": {
        "pkg:golang/sigs.k8s.io/controller-tools@v0.14.0"
    },
    "go install ./cmd/server && go get": set(),
    "cargo install --locked just --version 1.36.0": {"pkg:cargo/just"},
    "gem install bundler": {"pkg:gem/bundler"},
    "git clone git@gitlab.com:group/tool.git && cd tool": {"pkg:gitlab/group/tool"},
}


@pytest.mark.parametrize("command", INSTALLED)
def test_that_what_a_command_installs_is_named_with_its_exact_version(command: str) -> None:
    assert identities(command) == INSTALLED[command]


INLINE = {
    "python -c \"from sentence_transformers import SentenceTransformer as S; SentenceTransformer('BAAI/bge-m3')\"": {
        "pkg:huggingface/BAAI/bge-m3"
    },
    "python3 -c 'from transformers import AutoModel; AutoModel.from_pretrained(\"gpt2\")'": {"pkg:huggingface/gpt2"},
    "python -c \"snapshot_download(repo_id='Qwen/Qwen2-7B')\"": {"pkg:huggingface/Qwen/Qwen2-7B"},
    "python3 -c \"import nltk; nltk.download('punkt')\"": {"pkg:generic/nltk/punkt"},
    "python -c \"import whisper; whisper.load_model('base')\"": {"pkg:generic/openai-whisper/base"},
    "python -c \"load_dataset('squad/v2')\"": {"pkg:huggingface/datasets/squad/v2"},
    'python -c \'print("from_pretrained", "Qwen/Qwen2-7B")\'': set(),
    "python -c": set(),
}


@pytest.mark.parametrize("command", INLINE)
def test_that_inline_python_names_what_it_loads(command: str) -> None:
    assert identities(command) == INLINE[command]


def test_that_a_clone_of_the_system_itself_is_no_part_of_another() -> None:
    assert identities("git clone https://github.com/owner/here.git") == set()
    assert identities("git clone https://huggingface.co/Qwen/Qwen2-7B") == {"pkg:huggingface/Qwen/Qwen2-7B"}


@pytest.mark.parametrize(
    "command",
    [
        "pip install -r requirements.txt",
        "pip install -e .",
        "pip install ./wheels/own-1.0-py3-none-any.whl",
        "pip install --upgrade pip",
        "pip install $EXTRA_PACKAGES",
        "pip uninstall -y torch",
        "echo pip install torch",
        "npm install",
        "uv sync --frozen",
        "uvx ./demo_server.py",
        "uvx demo_server.py",
        "# pip install torch",
    ],
)
def test_that_a_command_that_names_no_package_installs_none(command: str) -> None:
    assert identities(command) == set()


def test_that_the_value_of_an_option_is_no_package() -> None:
    assert identities("pip install --timeout 100 --trusted-host index.example torch") == {"pkg:pypi/torch"}


def test_that_a_quoted_separator_does_not_end_a_command() -> None:
    assert identities("pip install 'torch>=2; python_version > \"3.9\"' accelerate") == {
        "pkg:pypi/torch",
        "pkg:pypi/accelerate",
    }


def test_that_an_index_named_beside_a_package_only_may_have_served_it() -> None:
    claims = claims_of("pip install torch --extra-index-url https://user:secret@wheels.example.org/cu121")
    served = [each for each in claims if isinstance(each, Relation) and each.kind is RelationKind.DISTRIBUTED_BY]
    assert [(each.source, each.knowledge.value) for each in served] == [("pkg:pypi/torch", "inferred")]
    hubs = [each for each in claims if isinstance(each, Component) and each.kind is Kind.HUB]
    assert [each.name for each in hubs] == ["wheels.example.org"]
    assert "secret" not in repr(claims)


IMAGES = {
    "docker run --gpus all -p 8000:8000 vllm/vllm-openai:v0.6.3 --model Qwen/Qwen2.5-7B-Instruct": {
        "pkg:docker/vllm/vllm-openai@v0.6.3"
    },
    "docker pull ghcr.io/huggingface/text-generation-inference:2.4": {
        "pkg:docker/ghcr.io/huggingface/text-generation-inference@2.4"
    },
    "podman run -it --rm -v $PWD:/data ollama/ollama": {"pkg:docker/ollama/ollama"},
    "docker run my-app": set(),
    "docker run localhost:5000/own/app": set(),
    "docker build -t vllm/vllm-openai .": set(),
}


@pytest.mark.parametrize("command", IMAGES)
def test_that_an_image_is_started_or_fetched_by_name_and_not_built(command: str) -> None:
    found = of_kind(command, Kind.CONTAINER_IMAGE)
    assert {_without_registry(each) for each in found} == {_without_registry(each) for each in IMAGES[command]}


def _without_registry(identity: str) -> str:
    return identity.partition("?")[0].replace("ghcr.io/", "")


NAMED = {
    "vllm serve meta-llama/Llama-3.1-8B-Instruct --dtype auto": {"pkg:huggingface/meta-llama/Llama-3.1-8B-Instruct"},
    "python -m vllm.entrypoints.openai.api_server --model Qwen/Qwen2.5-7B": {"pkg:huggingface/Qwen/Qwen2.5-7B"},
    "ollama pull llama3.2:3b": {"pkg:ollama/llama3.2@3b"},
    "huggingface-cli download BAAI/bge-m3 --local-dir m": {"pkg:huggingface/BAAI/bge-m3"},
    "lm_eval --model hf --model_args pretrained=EleutherAI/pythia-160m,dtype=float": {
        "pkg:huggingface/EleutherAI/pythia-160m"
    },
    "llama-server -hf ggml-org/gemma-3-1b-it-GGUF:Q4_K_M": {"pkg:huggingface/ggml-org/gemma-3-1b-it-GGUF"},
    "python -m spacy download en_core_web_sm": {"pkg:generic/spacy/en_core_web_sm"},
    "MODEL=openai/whisper-large-v3 ; python serve.py --model $MODEL": {"pkg:huggingface/openai/whisper-large-v3"},
    "git clone https://huggingface.co/mistralai/Mistral-7B-v0.1": {"pkg:huggingface/mistralai/Mistral-7B-v0.1"},
    "python train.py --model $UNKNOWN": set(),
}


@pytest.mark.parametrize("command", NAMED)
def test_that_models_are_named_by_flags_and_by_the_place_that_a_program_gives_them(command: str) -> None:
    assert {each.lower() for each in of_kind(command, Kind.MODEL)} == {each.lower() for each in NAMED[command]}


def test_that_an_adapter_beside_its_base_in_one_command_adapts_it() -> None:
    command = "vllm serve --model Qwen/Qwen2.5-7B --enable-lora --lora-modules sql=acme/qwen-sql-lora"
    pairs = [each for each in claims_of(command) if isinstance(each, Relation) and each.kind is RelationKind.ADAPTS]
    assert [(each.source.lower(), each.target.lower()) for each in pairs] == [
        ("pkg:huggingface/acme/qwen-sql-lora", "pkg:huggingface/qwen/qwen2.5-7b")
    ]


def test_that_each_thing_of_a_continued_command_stands_on_its_own_line() -> None:
    text = "set -e\npip install \\\n  torch \\\n  accelerate\n"
    lines = {each.name: each.evidence[0].line for each in claims_of(text, 10) if isinstance(each, Component)}
    assert lines == {"torch": 12, "accelerate": 13}


@pytest.mark.parametrize(
    ("address", "found"),
    [
        (
            "https://huggingface.co/TheBloke/Llama-2-7B-GGUF/resolve/main/llama-2-7b.Q4_K_M.gguf?download=true",
            {"TheBloke/Llama-2-7B-GGUF": Kind.MODEL, "llama-2-7b.Q4_K_M.gguf": Kind.WEIGHT_FILE},
        ),
        (
            "https://github.com/ollama/ollama/releases/download/v0.5.1/ollama-linux-amd64.tgz",
            {"ollama/ollama": Kind.PACKAGE},
        ),
        (
            "https://dl.fbaipublicfiles.com/fasttext/supervised-models/lid.176.ftz",  # fastText, Language identification.
            {"lid.176.ftz": Kind.WEIGHT_FILE, "dl.fbaipublicfiles.com": Kind.HUB},
        ),
        ("https://ollama.com/download/ollama-linux-amd64.tgz", {}),
        ("https://example.org/docs/index.html", {}),
        ("https://[half/model.pt", {}),
    ],
)
def test_that_a_download_names_what_its_address_says(address: str, found: dict[str, Kind]) -> None:
    claims = [each for each in claims_of(f"wget {address}\n", 1) if isinstance(each, Component)]
    assert {each.name: each.kind for each in claims} == found


def test_that_a_release_is_fixed_only_by_its_tag() -> None:
    base = "https://github.com/ollama/ollama/releases"
    for place, pinned in (("download/v0.5.1", "yes"), ("latest/download", "no"), ("download/$V", "no")):
        (program,) = [
            e for e in claims_of(f"curl -LO {base}/{place}/ollama-linux-amd64.tgz\n", 1) if isinstance(e, Component)
        ]
        assert program.attributes["pinned"] == pinned


@pytest.mark.parametrize(
    ("command", "identity"),
    [
        ("huggingface-cli download a/b --revision 0123abc --local-dir /m", "pkg:huggingface/a/b@0123abc"),
        ("hf download a/b --revision=v1.0", "pkg:huggingface/a/b@v1.0"),
        ("vllm serve a/b --revision 0123abc", "pkg:huggingface/a/b@0123abc"),
        ("python -m vllm.entrypoints.openai.api_server --model a/b --revision 0123abc", "pkg:huggingface/a/b@0123abc"),
        ("hf download a/b --revision main", "pkg:huggingface/a/b"),
        ("hf download a/b --revision $REV", "pkg:huggingface/a/b"),
        ("hf download a/b --revision", "pkg:huggingface/a/b"),
        ("llama-server -hf a/b-GGUF:Q4_K_M", "pkg:huggingface/a/b-GGUF"),
        ("-hf a/b-GGUF:Q4_K_M --n-gpu-layers 99", "pkg:huggingface/a/b-GGUF"),
    ],
)
def test_that_a_model_is_named_at_the_revision_that_the_command_fixes(command: str, identity: str) -> None:
    found = [each.id for each in claims_of(command, 1) if isinstance(each, Component) and each.kind is Kind.MODEL]
    assert found == [identity]


def test_that_weights_and_their_host_stand_where_the_address_is_not_where_the_file_is_stored() -> None:
    text = "ls \\\n && curl --output yolo26n.pt \\\n https://github.com/a/b/releases/latest/download/yolo26n.pt\n"
    lines = {each.name: each.evidence[0].line for each in claims_of(text, 10) if isinstance(each, Component)}
    assert lines == {"yolo26n.pt": 12, "GitHub": 12}


def test_that_a_download_piped_into_a_shell_is_a_problem_at_its_line() -> None:
    problems = [
        each
        for each in claims_of("true\ncurl -fsSL https://ollama.com/install.sh | sh\n", 1)
        if isinstance(each, Problem)
    ]
    assert [each.line for each in problems] == [2]


@given(st.text(alphabet="pip install docker run ollama pull -m=\\'\"`$#&|;\n/@:{}[]<>é\x00", max_size=120))
def test_that_no_shell_text_breaks_the_reading(text: str) -> None:
    for claim in claims_of(text, 1):
        assert not isinstance(claim, Component) or claim.evidence


def test_that_a_package_stands_where_its_name_is_a_word() -> None:
    """The address of an index may hold the name as a part: it does not install the package."""
    text = "pip install \\\n  --index-url https://download.pytorch.org/whl/cu124 \\\n  torch\n"
    (torch,) = (each for each in claims_of(text, 10) if isinstance(each, Component) and each.id == "pkg:pypi/torch")
    assert [each.line for each in torch.evidence] == [12]


def test_that_a_hub_stands_on_the_line_that_writes_its_address() -> None:
    text = "true && \\\n pip install torch \\\n --index-url https://wheels.example.org/cu121\n"
    hubs = [each for each in claims_of(text, 5) if isinstance(each, Component) and each.kind is Kind.HUB]
    assert [each.evidence[0].line for each in hubs] == [7]


def test_that_flags_on_lines_of_their_own_are_flags(tmp_path: Path) -> None:
    script = "deepspeed train.py \\\n    --lora_r 8 \\\n    --vision_tower openai/clip-vit-large-patch14-336\n"
    wanted = "pkg:huggingface/openai/clip-vit-large-patch14-336"
    assert found(tmp_path, {"run.sh": script}).keys() == {wanted}
    assert found(tmp_path, {"Makefile": "train:\n\t@" + script.replace("    ", "\t\t")}).keys() == {wanted}
