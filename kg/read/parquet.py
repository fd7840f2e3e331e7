"""Parquet → one record per row, a few rows in memory at a time (PyArrow)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from kg.errors import ReadFailed
from kg.read.limits import Limits

ROWS = 64
EXTRA = 'pip install "newsgraph-kg[parquet]"'


def rows(file: BinaryIO, names: Iterable[str], limits: Limits) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The rows, numbered from 1, with those of the columns `names` that there are (or whole nested ones of them).

    Raises ReadFailed where the package is missing, the file is damaged, or a group of rows unpacks to too much.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ReadFailed(f"Parquet needs the package pyarrow; install it with {EXTRA}") from error
    try:
        source = pyarrow.parquet.ParquetFile(file, pre_buffer=False)
        tops = set(source.schema_arrow.names)
        wanted = sorted({name for name in names if name in tops} | {name.split(".")[0] for name in names} & tops)
        _check(source.metadata, wanted, limits)
        number = 0
        for batch in source.iter_batches(ROWS, columns=wanted, use_threads=False):
            for row in batch.to_pylist():
                number += 1
                yield number, row
    except (pyarrow.ArrowException, OSError, ValueError, MemoryError) as error:
        raise ReadFailed(f"damaged, or no Parquet: {' '.join(str(error).split())[:200]}") from error


def _check(metadata: Any, wanted: list[str], limits: Limits) -> None:
    for group in range(metadata.num_row_groups):
        columns = (metadata.row_group(group).column(n) for n in range(metadata.num_columns))
        size = sum(c.total_uncompressed_size for c in columns if c.path_in_schema.split(".")[0] in wanted)
        if size > limits.convert_bytes:
            raise ReadFailed(f"row group {group} unpacks to {size} bytes; write the file with smaller row groups")
