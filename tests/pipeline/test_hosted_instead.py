"""A name that is sent to a provider is what the provider serves, not a hub's model as well."""

from __future__ import annotations

from pathlib import Path

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
