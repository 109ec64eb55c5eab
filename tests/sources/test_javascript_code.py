"""JavaScript and TypeScript: what names a model is found at its line, and what only speaks of one is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.component import Kind
from explorer.pipeline.scan import scan
from explorer.sources.script_code.tokens import Sort, tokens

MODELS = {Kind.MODEL, Kind.MODEL_SERVICE, Kind.ADAPTER, Kind.DATASET}


def found_in(folder: Path, text: str, name: str = "app.ts") -> dict[str, int | None]:
    """Identity and line of every model that a file names."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    snapshot = scan([str(folder)], "app")
    return {each.id: each.evidence[0].line for each in snapshot.components if each.kind in MODELS}


AI = "import { openai } from '@ai-sdk/openai';\n"
SDK = 'import OpenAI from "openai";\nconst client = new OpenAI();\n'
HUB = "import { pipeline, AutoModel } from '@huggingface/transformers';\n"


@pytest.mark.parametrize(
    ("text", "identity", "line"),
    [
        (AI + "generateText({ model: openai('gpt-4o') })", "service:openai/gpt-4o", 2),
        (AI + "openai.embedding('text-embedding-3-large')", "service:openai/text-embedding-3-large", 2),
        (SDK + "client.chat.completions.create({\n  model: 'gpt-4o-mini',\n})", "service:openai/gpt-4o-mini", 4),
        (SDK + "const MODEL = process.env.MODEL ?? 'gpt-4o'", "service:openai/gpt-4o", 3),
        (SDK + "const MODEL = process.env.MODEL || `gpt-4o`", "service:openai/gpt-4o", 3),
        ("const { openai } = require('@ai-sdk/openai')\nopenai('gpt-4o')", "service:openai/gpt-4o", 2),
        (
            "import { createAnthropic } from '@ai-sdk/anthropic'\nconst claude = createAnthropic({})\nclaude('claude-3-5-sonnet-20241022')",
            "service:anthropic/claude-3-5-sonnet-20241022", 3,
        ),
        (HUB + "await pipeline('feature-extraction', 'Xenova/all-MiniLM-L6-v2')", "pkg:huggingface/Xenova/all-MiniLM-L6-v2", 2),
        (HUB + "AutoModel.from_pretrained('bert-base-uncased')", "pkg:huggingface/bert-base-uncased", 2),
        ("export const config = { embeddingModel: 'BAAI/bge-m3' }", "pkg:huggingface/BAAI/bge-m3", 1),
    ],
)  # fmt: skip
def test_that_a_named_model_is_found_at_its_line(tmp_path: Path, text: str, identity: str, line: int) -> None:
    assert found_in(tmp_path, text) == {identity: line}


@pytest.mark.parametrize(
    "text",
    [
        AI + "// openai('gpt-4o')\n/* model: 'gpt-4o' */",
        AI + "const help = \"call openai('gpt-4o') or set model: 'gpt-4o'\"",
        AI + "const pattern = /model: 'gpt-4o'/g",
        AI + "openai(`gpt-${version}`)",
        "function openai(name) {}\nopenai('gpt-4o')",
        "type Options = { model: string; temperature?: number }",
        "const label = isModel ? 'model' : 'gpt'",
    ],
)
def test_that_what_only_speaks_of_a_model_is_no_use(tmp_path: Path, text: str) -> None:
    assert found_in(tmp_path, text) == {}


@pytest.mark.parametrize("name", ["dist/app.js", "app.min.js", "types.d.ts"])
def test_that_what_was_built_is_not_read(tmp_path: Path, name: str) -> None:
    assert found_in(tmp_path, AI + "openai('gpt-4o')", name) == {}


def test_that_a_file_packed_for_the_browser_is_not_read(tmp_path: Path) -> None:
    assert found_in(tmp_path, AI + "openai('gpt-4o');" + "x" * 6_000) == {}


@given(st.text(max_size=60))
def test_that_any_text_becomes_tokens_and_no_line_is_beyond_its_end(text: str) -> None:
    found = list(tokens(text))
    assert all(1 <= each.line <= text.count("\n") + 1 for each in found)


@given(
    st.lists(st.sampled_from(["'a b'", '"c"', "word", "// no\n", "/* no\n*/", "(", ")", "\n", "=", "1"]), max_size=20)
)
def test_that_comments_hide_what_they_hold_and_lines_are_counted(parts: list[str]) -> None:
    text = " ".join(parts)
    found = list(tokens(text))
    assert sum(each.sort is Sort.TEXT for each in found) == sum(part[0] in "'\"" for part in parts)
    assert not any(each.value == "no" for each in found)
