"""A whole hub's dump goes straight into columns: every stated parent is a relation, none is invented."""

from __future__ import annotations

import csv
import gzip
import json
import re
import weakref
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.domain.component import ComponentId, Kind
from explorer.domain.evidence import Evidence
from explorer.domain.relation import RelationKind
from explorer.errors import InputError
from explorer.graph.snapshot import Snapshot
from explorer.graph.text_column import TextColumn
from explorer.graph.text_index import TextIndex
from explorer.pipeline import hub_dump
from explorer.pipeline.keeping import keep_scan
from explorer.pipeline.scan import scan
from explorer.progress import Cancelled, Progress
from explorer.sources.hub_names import hub_name
from explorer.sources.lineage_dump import kind_of_word
from explorer.storage.workspace import Workspace
from tests.storage.samples import contents

WORDS = ("finetune", "adapter", "quantized", "merge", "distill", "", "copied")
NAMES = st.sampled_from([f"{owner}/{name}" for owner in ("acme", "Ab.c_d") for name in ("a", "B-7b", "c.v1", "x_y")])
STRANGE = st.sampled_from(
    ["gpt2", "https://huggingface.co/acme/a/tree/main", "datasets/acme/x", "https://hf.co/datasets/acme/c4@v1", "./local",
     "acme/w.safetensors", "a--b/c", "", "  acme/a ", "acme/a/", "no name", "x/y.git", "Ünicode/x"]
)  # fmt: skip


def imported(folder: Path, name: str, text: str | bytes) -> Snapshot:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return scan([f"hub-dump:{path}"], None)


def relations(snapshot: Snapshot) -> set[tuple[str, str, RelationKind]]:
    return {(each.source, each.target, each.kind) for each in snapshot.relations}


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(NAMES | STRANGE, st.lists(NAMES | STRANGE, max_size=3), st.sampled_from(WORDS)), max_size=12
    )
)
def test_that_columns_say_what_claims_say(tmp_path_factory, rows):
    """The reader of dumps among other files is the oracle; it adds only that the system uses every model."""
    folder = tmp_path_factory.mktemp("d")
    lines = "".join(f'"{child}","{",".join(bases)}",{word}\n' for child, bases, word in rows)
    (folder / "dump.csv").write_text("id,base_model,relation\n" + lines, encoding="utf-8")
    found = scan([f"hub-dump:{folder / 'dump.csv'}"], "hub")
    from explorer.graph.merge import merge
    from explorer.sources.interface import Project, ProjectFile
    from explorer.sources.lineage_dump import SOURCE

    path = folder / "dump.csv"
    file = ProjectFile(Path("dump.csv"), path, path.stat().st_size)
    claims = merge(SOURCE.read(file, Project(folder, ComponentId("system:hub"), (file,))))
    stated = {each.key for each in claims.relations.values() if each.kind is not RelationKind.USES}
    assert relations(found) == stated
    expected = {each.id: (each.kind, each.name) for each in claims.components.values()}
    components = {each.id: (each.kind, each.name) for each in found.components if each.kind is not Kind.SYSTEM}
    assert {each: names[1] for each, names in components.items()} == {
        each: names[1] for each, names in expected.items()
    }
    adapters = {source for source, _, kind in stated if kind is RelationKind.ADAPTS}
    assert {each for each, (kind, _) in components.items() if kind is Kind.ADAPTER} == adapters
    before = {each.key: each.evidence[0].line for each in claims.relations.values()}
    assert all(each.evidence[0].line == before[each.key] for each in found.relations)


def test_that_the_whole_atlas_gives_exactly_its_pairs(shared_data: Path) -> None:
    (table,) = (shared_data / "hf-model-atlas").glob("*.csv")
    stated = set()
    with table.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            for parent in row["base_model"].split(","):
                made, base = hub_name(row["id"]), hub_name(re.split("/tree/|/blob/|/resolve/", parent)[0].strip("/ "))
                if made and base:
                    stated.add((made.id, base.id))
    found = scan([f"hub-dump:{table}"], None)
    assert {(source, target) for source, target, _ in relations(found)} == stated
    assert len(found.relations) == len(stated) > 21_000
    first = next(each for each in found.relations if each.evidence[0].line == 2)
    assert first.evidence[0] == Evidence(
        "hub-dump", table.name, 2, "base_model", first.target.removeprefix("pkg:huggingface/")
    )


def test_that_a_folder_of_family_trees_gives_every_child_its_parent(shared_data: Path) -> None:
    pairs = set()
    for file in sorted((shared_data / "hf-family-trees" / "open").glob("*.json.gz")):
        for record in json.loads(gzip.decompress(file.read_bytes()))["models"]:
            root = hub_name(record["model_id"])
            for field in ("children", "adapters", "quantized", "merges"):
                for text in record.get(field) or []:
                    if root and (child := hub_name(text)):
                        pairs.add((child.id, root.id))
    found = scan([f"hub-dump:{shared_data / 'hf-family-trees'}"], None)
    assert {(source, target) for source, target, _ in relations(found)} == pairs
    assert {each.evidence[0].location.split("/")[0] for each in found.relations} == {"open"}


def test_that_json_lines_are_read_with_words_from_cards_and_tags(tmp_path):
    records = [
        {"id": "acme/tuned", "base_model": ["one/a", "one/b"], "base_model_relation": "merge"},
        {"id": "acme/card", "cardData": {"base_model": "one/a", "base_model_relation": "quantized"}},
        {
            "id": "acme/tags",
            "tags": ["base_model:one/a", "base_model:adapter:one/a", "license:mit", "base_model:one/c"],
        },
        {"id": "acme/alone"},
        ["no", "record"],
    ]
    text = "\n".join(map(json.dumps, records)) + "\n\n{broken\n"
    found = imported(tmp_path, "hub.jsonl", text)
    prefix = "pkg:huggingface/"
    assert {(source.removeprefix(prefix), target.removeprefix(prefix), kind.value) for source, target, kind in relations(found)} == {
        ("acme/tuned", "one/a", "merged-from"), ("acme/tuned", "one/b", "merged-from"), ("acme/card", "one/a", "quantized-from"),
        ("acme/tags", "one/a", "adapts"), ("acme/tags", "one/c", "derived-from"),
    }  # fmt: skip
    assert found.component("pkg:huggingface/acme/alone") is not None
    assert any(problem.message.startswith("2 rows name no model") for problem in found.problems)
    assert found.component("pkg:huggingface/acme/tags").kind is Kind.ADAPTER
    assert relations(imported(tmp_path, "hub.jsonl.gz", gzip.compress(text.encode()))) == relations(found)


def test_that_cycles_repeats_and_loops_are_kept_and_told(tmp_path):
    text = "id\tbase_model\na/x\ta/y\na/y\ta/x\na/x\ta/y\na/z\ta/z\nnobody,\t\n"
    found = imported(tmp_path, "hub.tsv", text)
    assert len(found.relations) == 3
    assert [len(each) for each in found.graph.cycles()] == [2]
    messages = [problem.message for problem in found.problems]
    assert messages[0].startswith("1 relations lead from a model to itself, that of a/z")
    assert messages[-1].startswith("A dump says what was made from what, not who uses it")
    assert next(each for each in found.relations if each.source.endswith("a/x")).evidence[0].line == 2


def test_that_nothing_is_invented(tmp_path):
    found = imported(tmp_path, "hub.csv", "id,base_model\nacme/a,one/b\n")
    assert sorted(each.kind.value for each in found.components) == ["model", "model", "system"]
    assert [each.id for each in found.components if each.kind is Kind.SYSTEM] == ["system:hub"]
    assert len(found.relations) == 1


@pytest.mark.parametrize("nothing", ["N/A", "n/a", "None", "null"])
def test_that_a_word_for_nothing_is_no_base(tmp_path, nothing):
    found = imported(tmp_path, "hub.csv", f"id,base_model\nacme/a,{nothing}\nacme/b,one/c\n")
    assert relations(found) == {("pkg:huggingface/acme/b", "pkg:huggingface/one/c", RelationKind.DERIVED_FROM)}


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("people.csv", "name,age\nada,36\n", "is no dump of a hub"),
        ("empty.jsonl", "", "is no dump of a hub"),
        ("notes.txt", "id,base_model\n", "is no dump of a hub"),
        ("broken.csv.gz", b"\x1f\x8b no gzip", "is no dump of a hub"),
    ],
)
def test_that_what_is_no_dump_is_told(tmp_path, name, text, words):
    with pytest.raises(InputError, match=words):
        imported(tmp_path, name, text)


def test_that_a_dump_that_is_cut_off_or_endless_is_told(tmp_path, monkeypatch):
    packed = gzip.compress(("id,base_model\n" + "".join(f"a/m{number},a/b\n" for number in range(9_999))).encode())
    with pytest.raises(InputError, match="cannot be read"):
        imported(tmp_path, "cut.csv.gz", packed[:-20])
    monkeypatch.setattr("explorer.sources.dump_formats.LONGEST_LINE", 100)
    monkeypatch.setattr("explorer.sources.dump_formats.PIECE", 50)
    with pytest.raises(InputError, match=r"Line 2 of .* has no end"):
        imported(tmp_path, "long.csv", "id,base_model\n" + "x" * 300)
    with pytest.raises(InputError, match="does not exist"):
        scan([f"hub-dump:{tmp_path / 'gone.csv'}"], None)


def test_that_a_dump_is_a_system_of_its_own(tmp_path):
    (tmp_path / "a.csv").write_text("id,base_model\nacme/a,one/b\n", encoding="utf-8")
    with pytest.raises(InputError, match="system of its own"):
        scan([f"hub-dump:{tmp_path / 'a.csv'}", str(tmp_path)], None)


def test_that_a_large_table_given_by_its_path_is_read_as_a_dump_and_kept_as_one(tmp_path, monkeypatch):
    path = tmp_path / "hub.csv"
    path.write_text("id,base_model\nacme/a,one/b\n", encoding="utf-8")
    assert len(scan([str(path)], None).relations) > 1  # Small: claims, with what is derived from them.
    monkeypatch.setattr(hub_dump, "LARGE", 1)
    found = scan([str(path)], None)
    assert len(found.relations) == 1
    with Workspace.create(tmp_path / "w.catchment") as workspace:
        keep_scan(workspace, [str(path)], found, Progress())
        assert workspace.systems()[0].targets == (f"hub-dump:{path}",)
        assert contents(workspace.portfolio()) == contents(found)


def test_that_an_import_can_be_cancelled_between_rows(tmp_path, monkeypatch):
    monkeypatch.setattr("explorer.sources.dump_formats.PIECE", 100)
    path = tmp_path / "hub.csv"
    path.write_text("id,base_model\n" + "".join(f"a/m{number},a/b\n" for number in range(100)), encoding="utf-8")
    steps = []

    def stop(message, done, total):
        steps.append((done, total))
        if len(steps) == 3:
            progress.cancel()

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        scan([f"hub-dump:{path}"], None, progress)
    assert len(steps) == 3
    assert all(total == path.stat().st_size for _, total in steps)


def test_that_words_without_end_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr("explorer.sources.dump_columns.MOST_WORDS", 3)
    text = "id,base_model,relation\n" + "".join(f"a/m,a/b,word{number}\n" for number in range(9))
    with pytest.raises(InputError, match="words for relations"):
        imported(tmp_path, "hub.csv", text)


def test_that_hub_words_are_known():
    assert kind_of_word("Adapter") is RelationKind.ADAPTS
    assert kind_of_word("copied") is RelationKind.DERIVED_FROM


def test_that_columns_go_while_they_are_put_in_order(tmp_path, monkeypatch):
    """A hub's identities take more memory than all else: in two orders until the end they would make the greatest part."""
    made: list[weakref.ref[TextColumn]] = []
    gone: list[bool] = []
    real_nodes, real_index = hub_dump._nodes, TextIndex.of

    def nodes_of(*what):
        nodes = real_nodes(*what)
        made.append(weakref.ref(nodes.ids))
        return nodes

    def index_of(column):
        gone.append(made[0]() is None)
        return real_index(column)

    monkeypatch.setattr(hub_dump, "_nodes", nodes_of)
    monkeypatch.setattr(TextIndex, "of", index_of)
    assert len(imported(tmp_path, "hub.csv", "id,base_model\na/x,a/base\n").graph) == 3
    assert gone == [True]
