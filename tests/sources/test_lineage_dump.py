"""Dumps of a hub's lineage: every stated parent becomes a relation, none is invented, and what is broken is told."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from explorer.domain.component import Kind
from explorer.domain.relation import RelationKind
from explorer.pipeline.scan import scan
from explorer.sources.hub_names import hub_name

LINEAGE = {
    RelationKind.FINE_TUNED_FROM, RelationKind.ADAPTS, RelationKind.QUANTIZED_FROM, RelationKind.MERGED_FROM,
    RelationKind.DERIVED_FROM,
}  # fmt: skip


def identity(text: str) -> str:
    named = hub_name(text)
    return named.id if named else ""


def test_that_a_table_of_the_whole_hub_gives_exactly_its_pairs(shared_data: Path) -> None:
    folder = shared_data / "hf-model-atlas"
    (table,) = folder.glob("*.csv")
    with table.open(encoding="utf-8") as stream:
        rows = [
            (identity(row["id"]), identity(re.split("/tree/|/blob/|/resolve/", parent)[0].strip("/ ")))
            for row in csv.DictReader(stream)
            for parent in row["base_model"].split(",")
        ]
    stated = {(child, parent) for child, parent in rows if child and parent}
    snapshot = scan([str(folder)], None)
    found = {(each.source, each.target) for each in snapshot.relations if each.kind in LINEAGE}
    known = {pair for pair in found if not pair[1].startswith("unknown:")}
    assert known == stated
    assert len(stated) > 21_000
    line = next(each for each in snapshot.relations if (each.source, each.target) == rows[0]).evidence[0]
    assert (line.location, line.line) == (table.name, 2)


def test_that_family_trees_give_every_child_its_parent(shared_data: Path) -> None:
    folder = shared_data / "hf-family-trees"
    stated: Counter[str] = Counter()
    pairs = set()
    for file in sorted((folder / "open").glob("*.json.gz")):
        for record in json.loads(gzip.decompress(file.read_bytes()))["models"]:
            root = identity(record["model_id"])
            for field in ("children", "adapters", "quantized", "merges"):
                for text in record.get(field) or []:
                    if identity(text):
                        pairs.add((identity(text), root))
                        stated[field] += 1
    snapshot = scan([str(folder)], None)
    found = {(each.source, each.target) for each in snapshot.relations if each.kind in LINEAGE}
    assert pairs <= found
    assert sum(stated.values()) > 5_000
    adapters = [each for each in snapshot.relations if each.kind is RelationKind.ADAPTS]
    assert len(adapters) >= 1_000


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("people.csv", "name,age\nada,36\n"),
        ("models.json", '{"models": ["a", "b"]}'),
        ("other.json", "{}"),
        ("empty.csv", ""),
    ],
)
def test_that_other_tables_are_no_dumps(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    snapshot = scan([str(tmp_path)], None)
    assert [each.kind for each in snapshot.components] == [Kind.SYSTEM]


def test_that_several_parents_a_relation_and_a_row_without_names_are_read(tmp_path: Path) -> None:
    text = 'current_model,base_model,base_model_relation\nacme/mix,"one/a, two/b",merge\nnot a name,one/a,merge\n'
    (tmp_path / "atlas.csv").write_text(text, encoding="utf-8")
    snapshot = scan([str(tmp_path)], None)
    merged = {each.target for each in snapshot.relations if each.kind is RelationKind.MERGED_FROM}
    assert merged == {"pkg:huggingface/one/a", "pkg:huggingface/two/b"}
    assert any("1 rows name no model of the hub" in problem.message for problem in snapshot.problems)


def test_that_a_broken_and_a_swollen_packed_dump_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explorer.sources.lineage_dump.MAX_UNPACKED", 1_000)
    (tmp_path / "broken.json.gz").write_bytes(b"\x1f\x8b no gzip at all")
    (tmp_path / "bomb.json.gz").write_bytes(gzip.compress(b" " * 100_000))
    (tmp_path / "requirements.txt").write_text("numpy==2.1.0\n", encoding="utf-8")
    snapshot = scan([str(tmp_path)], None)
    messages = " ".join(problem.message for problem in snapshot.problems)
    assert "cannot be unpacked" in messages
    assert "unpacks to more than" in messages
    assert snapshot.component("pkg:pypi/numpy@2.1.0") is not None


def test_that_pipes_links_and_packed_files_are_told_once_each(tmp_path: Path) -> None:
    import os

    for number in range(3):
        os.mkfifo(tmp_path / f"pipe{number}")
        (tmp_path / f"link{number}").symlink_to(tmp_path)
        (tmp_path / f"data{number}.tar.gz").write_bytes(b"x")
    (tmp_path / "requirements.txt").write_text("numpy==2.1.0\n", encoding="utf-8")
    told = [problem.message for problem in scan([str(tmp_path)], None).problems]
    for start in (
        "A pipe, socket or device is not read. 2 more",
        "A link is not followed. 2 more",
        "A packed file is not looked into. 2 more",
    ):
        assert sum(message.startswith(start) for message in told) == 1, told
