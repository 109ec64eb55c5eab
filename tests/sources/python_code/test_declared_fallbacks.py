"""What code declares as a fallback takes over in a standstill as one that settings declare."""

from __future__ import annotations

from pathlib import Path

import pytest

from explorer.pipeline.scan import scan

CHAIN = """from langchain_openai import ChatOpenAI
from langchain_anthropic import ChatAnthropic
primary = ChatOpenAI(model="gpt-4o")
backup = ChatAnthropic(model="claude-3-5-sonnet-latest")
model = primary.with_fallbacks([backup])
"""
# LangChain, How to add fallbacks: `runnable.with_fallbacks([…])`; LiteLLM, Fallbacks: `completion(…, fallbacks=[…])`.
CLAUDE, GPT = "service:anthropic/claude-3-5-sonnet-latest", "service:openai/gpt-4o"
CASES = [
    # Pydantic AI, Fallback model: the first is asked, the next take over.
    (
        "from pydantic_ai.models.fallback import FallbackModel\n"
        'm = FallbackModel("openai:gpt-4o", "anthropic:claude-3-5-sonnet-latest")\n',
        CLAUDE,
        2,
    ),
    ('FALLBACK_MODEL = "claude-3-5-sonnet-latest"\n', CLAUDE, 1),
    (CHAIN, CLAUDE, 5),
    (CHAIN.replace("[backup]", "fallbacks=[backup]"), CLAUDE, 5),
    (CHAIN.replace("[backup]", "OTHERS").replace("model = ", "OTHERS = [backup]\nmodel = "), CLAUDE, 6),
    (
        'import litellm\nr = litellm.completion(model="gpt-4o", messages=m,\n  fallbacks=["claude-3-5-sonnet-latest"])\n',
        CLAUDE,
        2,
    ),
    (
        'from litellm import Router\nr = Router(model_list=l, fallbacks=[{"gpt-4o": ["claude-3-5-sonnet-latest"]}])\n',
        CLAUDE,
        2,
    ),
]


@pytest.mark.parametrize(("code", "model", "line"), CASES)
def test_that_a_fallback_in_code_has_the_role_and_the_line_where_it_is_declared(
    tmp_path: Path, code: str, model: str, line: int
) -> None:
    (tmp_path / "app.py").write_text(code, encoding="utf-8")
    relations = {each.target: each for each in scan([str(tmp_path)], "app").relations if each.source == "system:app"}
    assert relations[model].attributes["role"] == "fallback"
    assert line in {each.line for each in relations[model].evidence}
    assert "role" not in relations[GPT].attributes if GPT in relations else True


def test_that_a_list_of_models_by_itself_declares_nothing(tmp_path: Path) -> None:
    code = CHAIN.replace("primary.with_fallbacks([backup])", "primary.with_retry([backup])")
    (tmp_path / "app.py").write_text(code, encoding="utf-8")
    roles = {each.target: each.attributes.get("role") for each in scan([str(tmp_path)], "app").relations}
    assert roles[CLAUDE] is None
