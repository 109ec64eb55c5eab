"""Every command, as a user types it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest

from explorer.analysis.dimensions import Dimension
from explorer.cli import main
from explorer.knowledge.files import sample_folder
from explorer.pipeline.sample import open_sample

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(open_sample(tmp_path_factory.mktemp("cli")))


def out(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def test_that_a_scan_greets_with_answers(capsys: pytest.CaptureFixture[str]) -> None:
    text = out(capsys, "scan", str(sample_folder() / "ops-agent"))
    assert "1 system (ops-agent)" in text
    assert "beyond sight" in text
    assert "Agent tools" in text


def test_that_a_scan_which_fails_leaves_no_workspace_and_no_trace_in_one(tmp_path: Path) -> None:
    dump = tmp_path / "dump.csv"
    dump.write_text("a,b\n1,2\n")
    path = tmp_path / "p.catchment"
    for target in (str(tmp_path / "missing"), f"hub-dump:{dump}"):
        assert main(["scan", target, "-w", str(path)]) != 0
        assert [each.name for each in tmp_path.iterdir()] == ["dump.csv"]
    assert main(["scan", str(sample_folder() / "ops-agent"), "-w", str(path)]) == 0
    before = path.read_bytes()
    assert main(["scan", str(tmp_path / "missing"), "-w", str(path)]) != 0
    assert path.read_bytes() == before
    path.write_bytes(b"no workspace at all")
    assert main(["scan", str(sample_folder() / "ops-agent"), "-w", str(path)]) != 0
    assert path.read_bytes() == b"no workspace at all"


def test_that_the_graph_document_has_evidence_for_everything(tmp_path: Path) -> None:
    target = tmp_path / "graph.json"
    assert main(["scan", str(sample_folder() / "claims-rag"), "--format", "json", "-o", str(target)]) == 0
    document = json.loads(target.read_text(encoding="utf-8"))
    assert document["schema"] == "catchment-graph/1"
    model = next(each for each in document["components"] if each["id"] == "service:openai/gpt-4o-mini")
    assert model["class"] == "C1"
    assert {"source": "python-code", "file": "app.py", "line": 10}.items() <= model["evidence"][0].items()
    assert all(each["evidence"] for each in document["components"])
    assert all(each["evidence"] for each in document["relations"])


def test_that_a_scan_into_a_workspace_is_shown_from_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "w.catchment")
    assert main(["scan", str(sample_folder() / "claims-lora"), "-w", path, "--name", "Claims LoRA"]) == 0
    capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(out(capsys, "show", path, "inventory", "--format", "csv"))))
    assert "pkg:huggingface/mistralai/Mistral-7B-v0.1" in {row["id"] for row in rows}
    assert "Claims LoRA" in out(capsys, "show", path, "depth")


@pytest.mark.parametrize(
    "question", ["inventory", "depth", "strata", "matrix", "visibility", "concentration", "trust", "risk", "findings"]
)
def test_that_every_question_prints_the_same_facts_as_table_json_and_csv(
    portfolio: str, capsys: pytest.CaptureFixture[str], question: str
) -> None:
    document = json.loads(out(capsys, "show", portfolio, question, "--format", "json"))
    rows = list(csv.reader(io.StringIO(out(capsys, "show", portfolio, question, "--format", "csv"))))
    text = out(capsys, "show", portfolio, question)
    assert len(rows) - 1 == len(document["rows"])
    assert document["answer"] in text


def test_that_the_matrix_of_systems_shares_what_the_ancestors_of_pairs_do(
    portfolio: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def asked(*words: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(out(capsys, "show", portfolio, *words, "--format", "csv"))))

    pairs = {frozenset((row["system"], row["and"])): row["shared"] for row in asked("ancestors", "--by", "pair")}
    shared = {
        frozenset((row["system"], row["other system"])): row["shared"] for row in asked("matrix", "--by", "system")
    }
    assert shared == {pair: count for pair, count in pairs.items() if count != "0"}
    assert {row["relations between"] for row in asked("matrix", "--by", "component")} >= {"1", "2"}


def test_that_every_dimension_has_one_row_and_the_same_figures_as_in_full(
    portfolio: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = json.loads(out(capsys, "show", portfolio, "concentration", "--by", "dimension", "--format", "json"))["rows"]
    assert len({row["dimension"] for row in rows}) == len(rows) == len(Dimension)
    (cloud,) = (row for row in rows if row["dimension"] == "Cloud")
    whole = json.loads(out(capsys, "show", portfolio, "concentration", "--by", "V2", "--format", "json"))["rows"]
    assert (cloud["largest holder"], cloud["HHI"]) == (whole[0]["holder"], whole[0]["HHI"])


def test_that_what_ones_own_party_made_is_left_out_where_that_is_asked_and_said(
    portfolio: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def asked(*more: str) -> dict[str, object]:
        return json.loads(out(capsys, "show", portfolio, "concentration", *more, "--format", "json"))

    whole, others = asked("--by", "company"), asked("--by", "company", "--without-own")
    assert "brightwater-example (our own)" in [row["holder"] for row in whole["rows"]]
    named = {row["holder"] for row in others["rows"]}
    assert named == {row["holder"] for row in whole["rows"]} - {"brightwater-example (our own)"}
    assert "Without our own brightwater-example: " in others["answer"] and "Without" not in whole["answer"]
    assert "Without our own" in asked("--without-own")["answer"]
    (row,) = (
        each for each in asked("--by", "dimension", "--without-own")["rows"] if each["dimension"] == "Model vendor"
    )
    assert row["largest holder"] != "brightwater-example (our own)"
    assert main(["show", portfolio, "concentration", "--by", "company", "--without-own", "--holder", "NVIDIA"]) == 0
    assert main(["show", portfolio, "depth", "--without-own"]) == 2
    assert "--without-own goes with concentration only" in capsys.readouterr().err
    lone = str(tmp_path / "lone.catchment")
    assert main(["scan", str(sample_folder() / "ops-agent"), "-w", lone]) == 0
    assert main(["show", lone, "concentration", "--without-own"]) == 2
    assert "Nobody is called your own" in capsys.readouterr().err


def test_that_concentration_by_dimension_says_who_stands_behind_how_many(
    portfolio: str, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(out(capsys, "show", portfolio, "concentration", "--by", "v3", "--format", "json"))
    assert document["answer"].startswith("NVIDIA stands behind 3 of 4 systems")
    assert {row["dimension"] for row in document["rows"]} == {"Hardware maker"}


def test_that_why_walks_from_a_system_to_the_hardware_maker(portfolio: str, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(
        out(capsys, "why", portfolio, "gpu-serving", "party:nvidia", "--most", "3", "--format", "json")
    )
    assert document["from"] == "system:gpu-serving"
    assert len(document["paths"]) == 3
    assert all(path[-1]["to"] == "party:nvidia" for path in document["paths"])
    text = out(capsys, "why", portfolio, "gpu-serving", "party:nvidia", "--most", "1")
    assert "Dockerfile:1" in text


def test_that_annotations_are_added_listed_moved_and_removed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(open_sample(tmp_path))
    identity = out(
        capsys, "annotate", path, "risk", "--subject", "pkg:pypi/torch", "--title", "Pickle weights", "--limit", "L5",
        "--likelihood-after", "2", "--impact-after", "5", "--review-by", "2027-01-01",
    ).strip()  # fmt: skip
    out(
        capsys,
        "annotate",
        path,
        "trust",
        "--subject",
        "party:nvidia",
        "--delegate",
        "party:nvidia",
        "--basis",
        "contract",
        "--status",
        "examined",
    )
    out(capsys, "annotate", path, "note", "--subject", "pkg:pypi/torch", "--text", "ask", "--tags", "a,b")
    listed = json.loads(out(capsys, "annotate", path, "list", "--format", "json"))
    story = [
        each
        for each in listed
        if each["type"] == "Slide" or each.get("owner") == "Sample analyst" or each.get("author") == "Catchment"
    ]  # The sample's own.
    judged = [each["type"] for each in listed if each not in story]
    assert judged == ["ResidualRisk", "TrustDelegation", "Note"]
    risks = json.loads(out(capsys, "show", path, "risk", "--format", "json"))
    assert risks["rows"][0]["after"] == 10
    trust = json.loads(out(capsys, "show", path, "trust", "--format", "json"))
    assert {row["state"] for row in trust["rows"] if row["whom"] == "NVIDIA"} == {"examined"}
    exported = tmp_path / "annotations.json"
    out(capsys, "annotate", path, "export", str(exported))
    out(capsys, "annotate", path, "remove", identity)
    every = len(story) + len(judged)
    assert f"{every} annotations imported." in out(capsys, "annotate", path, "import", str(exported))
    assert len(json.loads(out(capsys, "annotate", path, "list", "--format", "json"))) == every


@pytest.mark.parametrize("form", ["graphml", "gexf", "node-link", "json", "csv", "html"])
def test_that_every_text_format_is_read_back(portfolio: str, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"graph.{form}"
    assert main(["export", portfolio, "--format", form, "-o", str(target)]) == 0
    text = target.read_text(encoding="utf-8")
    wanted = "pkg:huggingface/mistralai/Mistral-7B-v0.1"
    if form == "graphml":
        assert wanted in nx.read_graphml(target)
    elif form == "gexf":
        assert wanted in nx.read_gexf(target)
    elif form == "node-link":
        assert wanted in nx.node_link_graph(json.loads(text), edges="links")
    else:
        assert wanted in text


def test_that_the_report_is_the_same_bytes_twice_and_loads_nothing(portfolio: str, tmp_path: Path) -> None:
    texts = []
    for name in ("a.html", "b.html"):
        assert main(["export", portfolio, "--format", "html", "-o", str(tmp_path / name)]) == 0
        texts.append((tmp_path / name).read_bytes())
    assert texts[0] == texts[1]
    assert b"<script" not in texts[0]
    assert b" src=" not in texts[0]


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_that_the_lineage_is_written_as_a_picture(portfolio: str, tmp_path: Path, form: str) -> None:
    target = tmp_path / f"lineage.{form}"
    assert main(["export", portfolio, "--format", form, "-o", str(target)]) == 0
    assert target.stat().st_size > 5_000


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["scan", "/no/such/place"], "does not exist"),
        (["scan", ".", "--online", "moon"], "No network source is called moon"),
        (["show", "/no/such.catchment", "depth"], "does not exist"),
        (["annotate", "/no/such.catchment", "list"], "does not exist"),
    ],
)
def test_that_what_cannot_be_used_is_one_sentence_and_exit_code_two(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_that_an_ambiguous_or_unknown_name_is_told_with_choices(
    portfolio: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["why", portfolio, "nobody-knows-this", "party:nvidia"]) == 2
    assert "Nothing is called nobody-knows-this" in capsys.readouterr().err
    assert main(["show", portfolio, "depth", "--system", "moon"]) == 2
    assert "claims-rag" in capsys.readouterr().err


def test_that_a_window_without_a_display_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert main(["open", "--sample"]) == 2
    assert "no display" in capsys.readouterr().err


BLOCKER = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6", "pyqtgraph"):
            raise ImportError(f"{name} is blocked")
sys.meta_path.insert(0, Blocker())
from explorer.analysis.dimensions import Dimension
from explorer.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_that_the_command_line_works_where_qt_is_not_installed(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", BLOCKER, "scan", str(sample_folder() / "ops-agent")],
        capture_output=True, text=True, cwd=REPOSITORY, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "ops-agent" in run.stdout


def test_that_help_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom explorer.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'networkx', 'sqlite_utils', 'huggingface_hub', 'pip_api', 'cyclonedx', 'pyqtgraph', 'PySide6'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=REPOSITORY, check=True)
    assert run.stdout.splitlines()[-1] == "[]"
