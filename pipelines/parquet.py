"""One Parquet file of one table: how it is written, so that equal rows give equal bytes, and how it is read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipelines.files import HashedFile, reading
from pipelines.frugal import give_back
from pipelines.manifest import FileEntry
from pipelines.schema import GROUP_BYTES, Table
from pipelines.union import one_chunk

_ZSTD_LEVEL: Final = 3  # level 9 costs five times the time for 7 % of size
_TEXT_BATCH: Final = 256
_NARROW_BATCH: Final = 4_096
_LARGE: Final = 1 << 20


class TableFile:
    """A Parquet file being written.

    Its bytes follow from its rows alone, in whatever portions they come: a row group ends after the table's
    `group_rows` rows or where its text reaches `GROUP_BYTES`, is written as one contiguous chunk, and no
    clock, path or setting is recorded.
    """

    def __init__(self, path: Path, table: Table) -> None:
        self._path = path
        self._table = table
        self._file = HashedFile(path)
        self._rows = 0
        self._waiting = table.schema.empty_table()
        sort_keys = [(name, "ascending") for name in table.order]
        self._writer = pq.ParquetWriter(
            self._file,
            table.schema,
            compression="zstd",
            compression_level=_ZSTD_LEVEL,
            store_schema=True,  # keeps the columns' descriptions
            write_page_index=True,
            write_page_checksum=True,  # without it, half of all flipped bits read back as other text
            use_content_defined_chunking=True,  # a store that splits by content then keeps unchanged pages once
            sorting_columns=pq.SortingColumn.from_ordering(table.schema, sort_keys, null_placement="at_end"),
        )

    def append(self, rows: pa.Table) -> None:
        """Add rows, in key order, in portions of any size."""
        self._waiting = pa.concat_tables([self._waiting, rows]) if self._waiting.num_rows else rows
        while group := self._whole_group():
            columns, self._waiting = self._waiting.slice(0, group).columns, self._waiting.slice(group)
            self._write(columns)

    def _whole_group(self) -> int:
        """How many rows fill the first row group; 0 when there are not enough yet."""
        rows = self._table.group_rows
        if text := _text_column(self._table.schema):
            sizes = pc.binary_length(self._waiting.column(text)).to_pylist()
            rows = min(rows, 1 + bisect_left(list(accumulate(sizes)), GROUP_BYTES))
        return rows if rows <= self._waiting.num_rows else 0

    def _write(self, columns: list[pa.ChunkedArray]) -> None:
        """Write a row group, of which nobody else may hold the columns: each is let go of once it is copied."""
        arrays = []
        while columns:
            arrays.append(one_chunk(columns.pop(0)))
            if arrays[-1].nbytes > _LARGE:
                give_back()  # what it was copied from lies in pieces, too small for the next copy
        group = pa.Table.from_arrays(arrays, schema=self._table.schema)
        self._rows += group.num_rows
        self._writer.write_table(group, row_group_size=group.num_rows)
        del arrays, group
        give_back()

    def close(self) -> FileEntry:
        """Finish the file; it is not yet synced."""
        if self._waiting.num_rows:
            columns, self._waiting = self._waiting.columns, self._table.schema.empty_table()
            self._write(columns)
        self._writer.close()
        self._file.close()
        return FileEntry(self._path.name, self._rows, self._file.size, self._file.sha256)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            self._file.abandon()
            self._writer.close()


def _text_column(schema: pa.Schema) -> str | None:
    return next((name for name in ("body", "body_search") if name in schema.names), None)


def read_batches(path: Path, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The file's rows in order as batches of exactly `schema`, whose columns are some of the file's, in its order.

    Every page's checksum is verified. One thread reads: more save no time here, and each keeps memory of its own.
    """
    rows = _TEXT_BATCH if {"blocks", "body_search", "minhash"} & {*schema.names} else _NARROW_BATCH
    with reading(path), pq.ParquetFile(path, page_checksum_verification=True) as file:
        yield from _batches(file, range(file.num_row_groups), rows, schema)


def read_rows(path: Path, schema: pa.Schema, ids: Collection[int]) -> Iterator[pa.RecordBatch]:
    """The rows of the articles with these ids, as `read_batches` gives them; row groups without any are not read."""
    wanted = pa.array(sorted(ids), pa.int64())
    with reading(path), pq.ParquetFile(path, page_checksum_verification=True) as file:
        groups = [group for group in range(file.num_row_groups) if _may_hold(file.metadata.row_group(group), wanted)]
        for batch in _batches(file, groups, _TEXT_BATCH, schema):
            yield batch.filter(pc.is_in(batch.column("article_id"), wanted))


def _batches(file: pq.ParquetFile, groups: Iterable[int], rows: int, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The rows of some row groups; of each by itself, since a batch across two of them would keep both in memory."""
    for group in groups:
        for batch in file.iter_batches(rows, row_groups=[group], columns=schema.names, use_threads=False):
            yield pa.RecordBatch.from_arrays(batch.columns, schema=schema)
        give_back()


def _may_hold(group: Any, ids: pa.Array) -> bool:
    columns = [group.column(place) for place in range(group.num_columns)]
    (span,) = (column.statistics for column in columns if column.path_in_schema == "article_id")
    return bool(pc.any(pc.and_(pc.greater_equal(ids, span.min), pc.less_equal(ids, span.max))).as_py())


def read_table(path: Path, columns: list[str] | None = None) -> pa.Table:
    """A whole file, or some of its columns; every page's checksum is verified."""
    with reading(path), pq.ParquetFile(path, page_checksum_verification=True) as file:
        return file.read(columns, use_threads=False)
