"""A name is read as what a provider serves or as a model of a hub, whichever the code that uses it says."""

from __future__ import annotations

from pathlib import Path

from explorer.domain.component import Kind
from explorer.pipeline.scan import scan

CLIENT = "import together\nfrom settings import {name}\ntogether.Together().chat.completions.create(model={name})\n"
LOADS = "from transformers import AutoTokenizer\nfrom settings import MODEL\nAutoTokenizer.from_pretrained(MODEL)\n"
HOSTED, HUB = "service:together/deepseek-ai/deepseek-v3", "pkg:huggingface/deepseek-ai/deepseek-v3"


def models(folder: Path, **files: str) -> set[str]:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    found = scan([str(folder)], "app")
    return {each.id.casefold() for each in found.components if "deepseek-v3" in each.id.casefold()} & {HOSTED, HUB}


def test_that_a_setting_that_a_client_sends_to_a_provider_is_no_model_of_the_hub(tmp_path: Path) -> None:
    settings = 'MODEL = "deepseek-ai/DeepSeek-V3"\n'
    assert models(tmp_path, settings=settings, client=CLIENT.format(name="MODEL")) == {HOSTED}


def test_that_one_that_is_loaded_as_well_is_both(tmp_path: Path) -> None:
    settings = 'MODEL = "deepseek-ai/DeepSeek-V3"\n'
    assert models(tmp_path, settings=settings, client=CLIENT.format(name="MODEL"), tokens=LOADS) == {HOSTED, HUB}


def test_that_another_setting_with_the_same_name_stays(tmp_path: Path) -> None:
    settings = 'MODEL = "deepseek-ai/DeepSeek-V3"\nBASE_MODEL = "deepseek-ai/DeepSeek-V3"\n'
    assert models(tmp_path, settings=settings, client=CLIENT.format(name="MODEL")) == {HOSTED, HUB}


def test_that_one_that_nobody_sends_is_of_the_hub(tmp_path: Path) -> None:
    assert models(tmp_path, settings='MODEL = "deepseek-ai/DeepSeek-V3"\n') == {HUB}


def test_that_a_name_that_begins_like_a_provider_and_is_loaded_is_of_the_hub(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        'from vllm import EngineArgs\nmodel_name = "baidu/ERNIE-4.5-0.3B-PT"\nEngineArgs(model=model_name)\n'
    )
    found = {
        each.id
        for each in scan([str(tmp_path)], "app").components
        if "ERNIE" in each.id and each.kind is not Kind.UNKNOWN
    }
    assert found == {"pkg:huggingface/baidu/ERNIE-4.5-0.3B-PT"}


def test_that_what_is_downloaded_for_a_request_of_an_adapter_is_one(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "from huggingface_hub import snapshot_download\nfrom vllm.lora.request import LoRARequest\n"
        'path = snapshot_download(repo_id="acme/llama-sql")\nLoRARequest("sql", 1, path)\n'
    )
    (adapter,) = (
        each
        for each in scan([str(tmp_path)], "app").components
        if "llama-sql" in each.id and each.name == "acme/llama-sql"
    )
    assert adapter.kind is Kind.ADAPTER
