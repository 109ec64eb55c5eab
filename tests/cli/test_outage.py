"""Outages from the command line: the ranking, and one that stops with the evidence of its ways."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from explorer.cli import main
from explorer.pipeline.sample import open_sample


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(open_sample(tmp_path_factory.mktemp("outage")))


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_that_companies_are_ranked_by_what_stops_at_once(portfolio: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(told(capsys, "show", portfolio, "outage", "--format", "csv"))
    assert found[0]["company"] == "OpenAI"
    counts = [int(row["at once"]) for row in found]
    assert counts == sorted(counts, reverse=True)
    by_name = {row["company"]: row for row in found}
    # Azure and AWS are only among the clouds of OpenAI and Anthropic; the notebook on AWS is where a model is trained.
    assert [by_name["Microsoft"][each] for each in ("at once", "perhaps at once")] == ["0", "2"]
    amazon = by_name["Amazon Web Services (of Amazon.com)"]
    assert [amazon[each] for each in ("at once", "by next build", "perhaps at once")] == ["0", "1", "1"]
    names = {row["company"] for row in found}
    assert "Amazon Web Services (of Amazon.com)" in names and "Amazon.com" not in names  # Both would do the same.


def test_that_a_vital_system_comes_before_more_systems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = str(open_sample(tmp_path))
    for name, level in (("claims-rag", 1), ("ops-agent", 1), ("gpu-serving", 5), ("claims-lora", 1)):
        told(capsys, "annotate", own, "criticality", "--subject", f"system:{name}", "--level", str(level))
    found = rows(told(capsys, "show", own, "outage", "--format", "csv"))
    assert found[0]["company"] == "Google (of Alphabet)"  # The only cloud that gpu-serving runs on.


def test_that_the_sentence_says_who_takes_down_as_many_and_what_is_perhaps(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = str(open_sample(tmp_path))
    first = told(capsys, "show", own, "outage").splitlines()[0]
    assert first.startswith(
        "OpenAI takes down most if it stops: 2 of 4 systems at once (claims-rag, ops-agent). "
        "Through whisper-1, gpt-4o (inferred). Perhaps Microsoft 2"
    )
    told(
        capsys,
        "annotate",
        own,
        "note",
        "--subject",
        "service:openai/whisper-1",
        "--text",
        "typed",
        "--tags",
        "substitute",
    )
    first = told(capsys, "show", own, "outage").splitlines()[0]  # One that takes over makes a tie of three.
    assert first.startswith(
        "OpenAI takes down most if it stops: 1 of 4 systems at once (ops-agent); Anthropic and Google (of Alphabet) as many. "
    )
    assert "Perhaps Microsoft and Amazon Web Services (of Amazon.com) 1" in first


def test_that_a_fallback_of_the_settings_is_said_with_its_place(
    portfolio: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = told(capsys, "whatif", portfolio, "--outage", "service:openai/gpt-4o-mini", "--format", "csv")
    (row,) = (each for each in rows(text) if each["system"] == "claims-rag")
    assert (row["if nothing helps"], row["as recorded"]) == ("at once", "held up")
    assert row["held up by"] == (
        "Declared fallback mistralai/Mistral-7B-Instruct-v0.3 for gpt-4o, gpt-4o-mini (config.yaml:3 [model])"
    )
    text = told(capsys, "whatif", portfolio, "--outage", "openai", "--format", "csv")
    (row,) = (each for each in rows(text) if each["system"] == "claims-rag")  # What writes text writes out no calls.
    assert (row["as recorded"], row["held up by"]) == ("at once", "nothing")
    assert "calls whisper-1" in row["way"]


def test_that_a_fallback_of_the_code_is_said_where_it_is_declared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """LangChain, How to add fallbacks: `with_fallbacks` says which runnable is tried where the first one fails."""
    (tmp_path / "app.py").write_text(
        "from langchain_openai import ChatOpenAI\nfrom langchain_anthropic import ChatAnthropic\n"
        'backup = ChatAnthropic(model="claude-3-5-sonnet-latest")\n'
        'model = ChatOpenAI(model="gpt-4o").with_fallbacks([backup])\n',
        encoding="utf-8",
    )
    own = str(tmp_path / "own.catchment")
    told(capsys, "scan", str(tmp_path), "-w", own, "--name", "app")
    (row,) = rows(told(capsys, "whatif", own, "--outage", "openai", "--format", "csv"))
    assert row["held up by"].startswith("Declared fallback claude-3-5-sonnet-latest for gpt-4o (app.py:4 [declared")


def test_that_hubs_are_asked_about_alone(portfolio: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(told(capsys, "show", portfolio, "outage", "--by", "hub", "--format", "csv"))
    assert {"PyPI", "Hugging Face Hub"} <= {row["hub"] for row in found}
    assert main(["show", portfolio, "outage", "--by", "weather"]) == 2
    assert "company, hub, cloud, service" in capsys.readouterr().err


def test_that_one_outage_shows_every_hop_with_rule_and_evidence(
    portfolio: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = told(capsys, "whatif", portfolio, "--outage", "openai")  # Of the package and the company, the company.
    assert "If OpenAI stops" in text and "agent.py:27" in text
    assert "signature (it shows that what arrives is unchanged" in text
    document = json.loads(told(capsys, "whatif", portfolio, "--outage", "hub:pypi", "--format", "json"))
    assert {row["as recorded"] for row in document["rows"]} == {"at the next build"}


def test_that_what_cannot_stop_by_itself_is_told_apart(portfolio: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["whatif", portfolio, "--outage", "pkg:pypi/torch@2.8.0"]) == 2
    assert "does not stop by itself" in capsys.readouterr().err
    assert main(["whatif", portfolio, "--outage", "openai", "--attack", "A6"]) == 2
    assert "one of them" in capsys.readouterr().err


def test_that_every_hop_of_a_what_if_shows_its_file_and_line(
    portfolio: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = told(capsys, "whatif", portfolio, "--attack", "A3", "--at", "hub:hugging-face")
    assert "  claims-rag uses BAAI/bge-m3 (app.py:12 [EMBEDDING_MODEL] and " in text
    asked = ("--attack", "A3", "--at", "hub:hugging-face"), ("--outage", "openai")
    for options in asked:
        document = json.loads(told(capsys, "whatif", portfolio, *options, "--format", "json"))
        hops = [hop for way in document["ways"] for hop in way["hops"]]
        assert hops and all(hop["evidence"] and hop["evidence"][0]["file"] for hop in hops)
    assert {"source": "python-code", "file": "agent.py", "line": 27} in [
        {key: each[key] for key in ("source", "file", "line")} for hop in hops for each in hop["evidence"]
    ]
