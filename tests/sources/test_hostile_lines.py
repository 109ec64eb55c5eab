"""Files of one thing repeated without end: what takes the square of their size elsewhere is read here, and what stands behind them too.

Nothing is timed: where the time grows with the square, a test here would not end.
"""

from __future__ import annotations

import pytest

from explorer.domain.component import Kind
from explorer.pipeline.scan import scan
from explorer.sources.json_text import parse_json
from explorer.sources.lined_yaml import parse_yaml

BLANK_LINES = "\n" * 60_000


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("docker-compose.yml", "services:\n  a:\n    image: redis:7\n", "redis"),
        ("job.yaml", "resources:\n  accelerators: A100:1\nrun: pip install vllm\n", "vllm"),
        ("k8s.yaml", "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: redis:7\n", "redis"),
        (
            "merge.yaml",
            "merge_method: linear\nmodels:\n  - model: mistralai/Mistral-7B-v0.1\n",
            "mistralai/Mistral-7B-v0.1",
        ),
        ("go.mod", "require example.org/a/b v1.2.3\n", "example.org/a/b"),
        ("app.spdx", "SPDXVersion: SPDX-2.3\nSPDXID: d\nPackageName: torch\nSPDXID: a\n", "torch"),
    ],
)
def test_that_sixty_thousand_blank_lines_hide_nothing(tmp_path, name, text, expected):
    (tmp_path / name).write_text(text[: text.index("\n") + 1] + BLANK_LINES + text[text.index("\n") + 1 :])
    assert expected in {each.name for each in scan([str(tmp_path)], "demo").components}


@pytest.mark.parametrize("name", ["server.go", "Server.java", "server.rs"])
def test_that_an_annotation_repeated_without_end_is_passed_over(tmp_path, name):
    text = 'import "langchain"\n' + "@McpTool" * 40_000 + "\n@McpTool" + " " * 40_000 + "x\n"
    good = '@Tool(name = "weather", description = "a (b) c")\npublic String forecast(String city) {}\n'
    (tmp_path / name).write_text(text + good)
    tools = {each.name for each in scan([str(tmp_path)], "demo").components if each.kind is Kind.TOOL}
    assert "weather" in tools


def test_that_json_with_a_text_of_escaped_quotes_is_read_once():
    text = '"' + r"\"" * 200_000
    assert parse_json(f'{{"a": {text}", }} // end', "a.json") == {"a": '"' * 200_000}


@pytest.mark.parametrize("text", ["a:\n" + BLANK_LINES + "  b: c\n", "a:" + " " * 300_000 + "{b: c}\n"])
def test_that_blanks_do_not_matter_in_yaml(text):
    assert parse_yaml(text, "a.yaml") == [{"a": {"b": "c"}}]


def test_that_a_variable_which_doubles_itself_is_followed_no_further_than_a_command_can_be_long(tmp_path):
    (tmp_path / "run.sh").write_text("A=aaaaaaaa\n" + "A=$A$A\n" * 60 + "pip install torch==2.4.0\n")
    snapshot = scan([str(tmp_path)], "demo")
    assert "torch" in {each.name for each in snapshot.components}
    assert any("more than 50,000 characters" in each.message for each in snapshot.problems)


def test_that_a_script_of_many_commands_is_cut_into_lines_once(tmp_path):
    (tmp_path / "run.sh").write_text("echo a\n" * 20_000 + "pip install torch==2.4.0\n")
    (torch,) = (each for each in scan([str(tmp_path)], "demo").components if each.name == "torch")
    assert {each.line for each in torch.evidence} == {20_001}
