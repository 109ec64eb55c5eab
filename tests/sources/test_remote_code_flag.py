"""Where code of a model is allowed to run, at its line, and nowhere that it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.pipeline.scan import scan


def places(folder: Path) -> list[tuple[str, int | None, str]]:
    snapshot = scan([str(folder)], "app")
    system = snapshot.component(snapshot.systems()[0])
    assert system is not None
    return [(each.location, each.line, each.field) for each in system.evidence if each.source == "remote-code-flag"]


def test_that_a_call_is_found_with_its_model(tmp_path: Path) -> None:
    code = 'from transformers import AutoModel\n\nmodel = AutoModel.from_pretrained(\n    "acme/coded-7b",\n    trust_remote_code=True,\n)\n'
    (tmp_path / "app.py").write_text(code, encoding="utf-8")
    assert places(tmp_path) == [("app.py", 5, "acme/coded-7b")]


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("run.sh", "vllm serve acme/m \\\n  --trust-remote-code\n", [2]),
        ("settings.yaml", "model: acme/m\ntrust_remote_code: true\n", [2]),
        ("settings.yaml", "trust_remote_code: false\n", []),
        ("run.sh", "# --trust-remote-code\n", []),
        ("app.py", 'x = f("acme/m", trust_remote_code=False)\n', []),
        ("app.py", "def f(trust_remote_code=True): ...\n", []),
    ],
)
def test_that_it_is_found_where_it_is_set_and_only_there(
    tmp_path: Path, name: str, text: str, lines: list[int]
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert [line for _, line, _ in places(tmp_path)] == lines
