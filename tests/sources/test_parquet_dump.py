"""Dumps in Parquet are read where pyarrow is installed; where it is not, one sentence says so."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from explorer.errors import InputError
from explorer.pipeline.scan import scan
from explorer.progress import Progress
from explorer.sources.parquet_dump import parquet_rows

RECORDS = [{"id": "acme/a", "base_model": ["one/b"], "likes": 3}, {"id": "", "base_model": None}, {"id": "acme/c"}]


class Table:
    """As much of pyarrow's ParquetFile as is used, over RECORDS."""

    schema_arrow = SimpleNamespace(names=["id", "base_model", "likes"])
    metadata = SimpleNamespace(num_rows=len(RECORDS))

    def __init__(self, path: Path) -> None:
        if path.read_bytes()[:4] != b"PAR1":
            raise ValueError("no magic bytes")

    def __enter__(self) -> Table:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def iter_batches(self, batch_size: int, columns: list[str]):
        for record in RECORDS:
            kept = {name: record.get(name) for name in columns}
            yield SimpleNamespace(num_rows=1, to_pylist=lambda kept=kept: [kept])


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    library, parquet = ModuleType("pyarrow"), ModuleType("pyarrow.parquet")
    library.ArrowException = type("ArrowException", (Exception,), {})
    parquet.ParquetFile = Table
    monkeypatch.setitem(sys.modules, "pyarrow", library)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", parquet)


def test_that_rows_are_read_with_progress(tmp_path: Path, stand_in: None) -> None:
    path = tmp_path / "hub.parquet"
    path.write_bytes(b"PAR1")
    steps = []
    rows = list(parquet_rows(path, Progress(lambda *step: steps.append(step[1:]))))
    assert [None if row is None else (row[1], list(row[2])) for row in rows] == [
        ("acme/a", [("one/b", "")]), None, ("acme/c", []),
    ]  # fmt: skip
    assert steps == [(0, 3), (1, 3), (2, 3)]
    assert len(scan([str(path)], None).relations) == 1


def test_that_a_broken_file_is_told(tmp_path: Path, stand_in: None) -> None:
    (tmp_path / "hub.parquet").write_bytes(b"nothing")
    with pytest.raises(InputError, match="cannot be read as Parquet"):
        scan([f"hub-dump:{tmp_path}"], None)


def test_that_a_missing_library_is_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "hub.parquet").write_bytes(b"PAR1")
    with pytest.raises(InputError, match="the library that reads it is not installed") as caught:
        scan([f"hub-dump:{tmp_path / 'hub.parquet'}"], None)
    assert "Install pyarrow" in caught.value.advice


def test_that_a_real_file_is_read_column_by_column(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is an optional library")
    from pyarrow import parquet

    parquet.write_table(arrow.Table.from_pylist(RECORDS), tmp_path / "hub.parquet")
    found = scan([f"hub-dump:{tmp_path / 'hub.parquet'}"], None)
    assert [(each.source, each.target) for each in found.relations] == [
        ("pkg:huggingface/acme/a", "pkg:huggingface/one/b")
    ]
