"""The union of key-sorted sources: a k-way merge that moves article text as Arrow and never as Python objects.

A source is an iterator of record batches sorted by key. Only keys become Python values; the rest of a row is
named by (batch, row) until it is copied, column by column, into a row group. Peak memory is a batch of each source
plus the row group being filled, however many rows there are.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.merge import Key, Rule
from pipelines.schema import GROUP_BYTES, Table

Source = Iterator[pa.RecordBatch]
Entry = tuple[Key, int, int, "Slab"]


class Slab:
    """A record batch of a source, and those of its columns that were asked for as Python values."""

    __slots__ = ("_values", "batch", "sizes")

    def __init__(self, batch: pa.RecordBatch) -> None:
        self.batch = batch
        self.sizes = _text_sizes(batch)
        self._values: dict[str, list[Any]] = {}

    def values(self, name: str) -> list[Any]:
        """A column as Python values, times as microseconds: they sort the same, and are made ten times faster.

        Made once, since whoever needs one row of a batch mostly needs many.
        """
        if name not in self._values:
            column = self.batch.column(name)
            self._values[name] = (column.cast(pa.int64()) if pa.types.is_timestamp(column.type) else column).to_pylist()
        return self._values[name]

    def keys(self, table: Table, rule: Rule) -> Iterator[Key]:
        """The rows' keys."""
        return map(rule.identity, *map(self.values, table.order))


class Pick(NamedTuple):
    """One row of a result: where its content lies, and the columns in which it differs from that."""

    key: Key
    slab: Slab
    row: int
    changes: Mapping[str, Any]


class View:
    """One row of a slab, its columns read as attributes when they are asked for."""

    __slots__ = ("row", "slab")

    def __init__(self, slab: Slab, row: int) -> None:
        self.slab = slab
        self.row = row

    def __getattr__(self, name: str) -> Any:
        return self.slab.values(name)[self.row]


def entries(table: Table, rule: Rule, sources: Iterable[Source], first_number: int = 0) -> Iterator[Entry]:
    """All rows of the sources in key order; equal keys side by side. No two sources of one merge may have the same number."""
    return heapq.merge(*(_entries(table, rule, number, source) for number, source in enumerate(sources, first_number)))


def _entries(table: Table, rule: Rule, number: int, source: Source) -> Iterator[Entry]:
    for batch in source:
        slab = Slab(batch)
        for row, key in enumerate(slab.keys(table, rule)):
            yield key, number, row, slab


def merged(rows: Iterable[Entry], rule: Rule) -> Iterator[Pick]:
    """One row for each key: the only one there is, or what the table's rule makes of several."""
    for key, group in groupby(rows, key=itemgetter(0)):
        views = [View(slab, row) for _, _, row, slab in group]
        winner, changes = rule.reduce(views) if len(views) > 1 else (views[0], {})
        yield Pick(key, winner.slab, winner.row, changes)


class Gatherer:
    """Collects picked rows and hands them on as tables: `rows` at a time, or less when their text is long.

    The tables' sizes bound the memory and nothing else: where a file's row groups are cut is `TableFile`'s affair.
    """

    def __init__(self, rows: int, sink: Callable[[pa.Table], None]) -> None:
        self._limit = rows
        self._sink = sink
        self._clear()

    def _clear(self) -> None:
        self._starts: dict[Slab, int] = {}
        self._indices: list[int] = []
        self._changes: list[Mapping[str, Any]] = []
        self._total_rows = self._text_bytes = 0

    def add(self, pick: Pick) -> None:
        """Take one row; they come in key order."""
        if (start := self._starts.get(pick.slab)) is None:
            start = self._starts[pick.slab] = self._total_rows
            self._total_rows += pick.slab.batch.num_rows
        self._changes.append(pick.changes)
        self._indices.append(start + pick.row)
        self._text_bytes += pick.slab.sizes[pick.row] if pick.slab.sizes else 0
        if len(self._indices) >= self._limit or self._text_bytes >= GROUP_BYTES:
            self.flush()

    def flush(self) -> None:
        """Hand on what is left; nothing when there is nothing."""
        if self._indices:
            self._sink(self._gathered())

    def _gathered(self) -> pa.Table:
        picked = pa.Table.from_batches([slab.batch for slab in self._starts]).take(pa.array(self._indices))
        changes = self._changes
        self._clear()  # lets go of the sources' batches before anything is copied again
        return with_changes(picked.combine_chunks(), changes)


def with_changes(table: pa.Table, changes: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The table with each row's changes (column name to new value) put in."""
    places: dict[str, list[int]] = {}
    for row, changed in enumerate(changes):
        for name in changed:
            places.setdefault(name, []).append(row)
    for name, rows in places.items():
        index, column = table.schema.get_field_index(name), one_chunk(table.column(name))
        order = list(range(len(column)))
        for number, row in enumerate(rows):
            order[row] = len(column) + number
        new = pa.array([changes[row][name] for row in rows], column.type)
        table = table.set_column(index, table.schema.field(index), pa.concat_arrays([column, new]).take(pa.array(order)))
    return table


def one_chunk(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array, copied only when it is in pieces."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def bodies(blocks: pa.Array) -> pa.Array:
    """The `body` column that belongs to a `blocks` column: the block texts joined by one blank line."""
    texts = pc.struct_field(blocks.values, "text")
    return pc.binary_join(pa.ListArray.from_arrays(blocks.offsets, texts), "\n\n")


def _text_sizes(batch: pa.RecordBatch) -> list[int]:
    """Bytes of article text of each row; empty for rows that hold no article."""
    if "blocks" not in batch.schema.names:
        return []
    sizes: list[int] = pc.binary_length(bodies(batch.column("blocks"))).to_pylist()
    return sizes
