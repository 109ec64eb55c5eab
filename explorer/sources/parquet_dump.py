"""Rows of a hub's dump in Parquet, which the optional library pyarrow reads; only the columns that are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.errors import InputError
from explorer.progress import Progress
from explorer.sources.lineage_dump import CHILD, PARENT, RELATION

if TYPE_CHECKING:
    from explorer.sources.dump_formats import DumpRow

_WANTED = frozenset((*CHILD, *PARENT, *RELATION, "tags"))
_ROWS = 1 << 14


def parquet_rows(path: Path, progress: Progress) -> Iterator[DumpRow | None]:
    """Every row; None for one that names no model. Raises `InputError` where the file, or the library, is missing."""
    from explorer.sources.dump_formats import row_of_record

    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise InputError(
            f"{path.name} is Parquet, and the library that reads it is not installed.",
            "Install pyarrow beside Catchment, or export the dump as CSV.",
        ) from error
    try:
        with ParquetFile(path) as file:
            names = [name for name in file.schema_arrow.names if name.lower() in _WANTED]
            done, total = 0, file.metadata.num_rows
            for batch in file.iter_batches(batch_size=_ROWS, columns=names):
                progress.step(f"Reading {path.name}: {done:,} rows", done, total)
                done += batch.num_rows
                for record in batch.to_pylist():
                    yield row_of_record({name.lower(): value for name, value in record.items()}, None)
    except (ArrowException, ValueError, KeyError) as error:
        raise InputError(f"{path.name} cannot be read as Parquet: {error}.", "Copy it again.") from error
