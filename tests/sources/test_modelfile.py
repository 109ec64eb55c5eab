"""Ollama Modelfiles."""

from __future__ import annotations

import pytest

from explorer.domain.component import Kind, Knowledge
from explorer.sources.modelfile import instructions
from tests.sources.model_reading import SYSTEM, component, edges, read, relation

MADE = "pkg:generic/demo/Modelfile"


def made(tmp_path, text, **files):
    return read(tmp_path, {"Modelfile": text, **files})


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("FROM llama3.2", "pkg:ollama/llama3.2"),
        ("from llama3.2:3b", "pkg:ollama/llama3.2@3b"),
        ("FROM registry.ollama.ai/library/qwen3:8b", "pkg:ollama/qwen3@8b"),
        ("FROM user/model:tag", "pkg:ollama/user/model@tag"),
        (
            "FROM hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M",
            "pkg:huggingface/bartowski/Llama-3.2-3B-Instruct-GGUF",
        ),
        ("FROM huggingface.co/owner/name", "pkg:huggingface/owner/name"),
    ],
)
def test_that_from_names_the_base(tmp_path, text, identity):
    draft = made(tmp_path, text + "\nPARAMETER temperature 1\n")
    assert edges(draft) == {(SYSTEM, "uses", MADE), (MADE, "derived-from", identity)}
    (evidence,) = relation(draft, MADE, identity).evidence
    assert (evidence.location, evidence.line) == ("Modelfile", 1)


@pytest.mark.parametrize("name", ["modelfile.py", "Modelfile.md", "dockerfile.py", "Dockerfile.md"])
def test_that_code_and_prose_about_such_files_are_none(tmp_path, name):
    draft = read(tmp_path, {name: "from llama3 import weights\nfrom python import tools\n"})
    assert not [found for found in draft.components if found.kind in (Kind.MODEL, Kind.CONTAINER_IMAGE)]


def test_that_text_in_prompts_and_comments_is_no_instruction(tmp_path):
    text = '# FROM commented\nFROM llama3\nSYSTEM """\nFROM other\nADAPTER ./x\n"""\n'
    text += 'TEMPLATE """one line"""\n# ADAPTER y\n'
    assert {edge[2] for edge in edges(made(tmp_path, text))} == {MADE, "pkg:ollama/llama3"}


def test_that_an_instruction_after_a_block_counts_again(tmp_path):
    text = 'FROM llama3\nSYSTEM """a\nb"""\nADAPTER owner-lora\n'
    assert (MADE, "uses", "pkg:ollama/owner-lora") in edges(made(tmp_path, text))


def test_that_an_adapter_is_used_and_adapts_the_base_by_rule(tmp_path):
    draft = made(tmp_path, "FROM llama3\nADAPTER ./lora.gguf\n")
    ((adapter,),) = [[each for each in draft.components.values() if each.kind is Kind.ADAPTER]]
    found = relation(draft, adapter.id, "pkg:ollama/llama3")
    assert adapter.knowledge is Knowledge.UNKNOWN
    assert (found.kind.value, found.knowledge) == ("adapts", Knowledge.INFERRED)


def test_that_a_weight_file_of_the_scan_is_contained(tmp_path):
    draft = made(tmp_path, "FROM ./model.gguf\n", **{"model.gguf": b"GGUF\x03\0\0\0" + b"\0" * 16})
    assert (MADE, "contains", "pkg:generic/demo#model.gguf") in edges(draft)
    assert component(draft, "pkg:generic/demo#model.gguf").attributes["format"] == "GGUF"


def test_that_a_path_outside_the_scan_is_unknown(tmp_path):
    draft = made(tmp_path, "FROM /home/me/model.gguf\n")
    (base,) = [each for each in draft.components.values() if each.knowledge is Knowledge.UNKNOWN]
    assert base.attributes["named as"] == "/home/me/model.gguf"
    assert relation(draft, MADE, base.id).knowledge is Knowledge.DECLARED


def test_that_a_modelfile_without_from_is_a_problem(tmp_path):
    draft = made(tmp_path, "PARAMETER x 1\n")
    assert [each.message for each in draft.problems.values()] == ["The Modelfile has no FROM."]
    assert not draft.components


def test_that_the_usual_names_are_modelfiles(tmp_path):
    draft = read(tmp_path, {"a/Modelfile.prod": "FROM x", "b/claims.modelfile": "FROM y", "modelfiles.txt": "FROM z"})
    assert {edge[2] for edge in edges(draft) if edge[1] == "derived-from"} == {"pkg:ollama/x", "pkg:ollama/y"}


def test_that_a_line_of_a_megabyte_of_blanks_is_one_instruction():
    (step,) = instructions("FROM llama3" + " " * 1_000_000 + "x")
    assert step.value.endswith(" x")
    assert [each.value for each in instructions("FROM llama3" + " " * 1_000_000)] == ["llama3"]
