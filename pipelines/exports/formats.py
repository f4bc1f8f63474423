"""Rows into one file: CSV, JSON, JSON Lines, Parquet; a batch at a time, so memory does not grow with the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from pipelines.exports.plain import flat, json_text, records
from pipelines.schema import GROUP_BYTES

# A spreadsheet takes a cell for a formula when it begins with one of these, full-width forms included, whatever blanks,
# control and format characters come before; and it may part a cell at its line breaks, so each line is looked at.
_BREAKS: Final = r"\n\r\v\f\x{85}\x{2028}\x{2029}"
_UNSEEN: Final = r"\p{Z}\p{Cf}\t\x00-\x08\x0e-\x1f\x7f-\x{84}\x{86}-\x{9f}"
_FORMULA: Final = rf"(^|[{_BREAKS}])([{_UNSEEN}]*)([=+\-@＝＋－＠])"
_OPENING: Final = r"^([\t\r\n])"
_MASK: Final = "'"
_GROUP_ROWS: Final = 20_000


class Sink(Protocol):
    """What rows are written to: any binary file."""

    def write(self, data: bytes, /) -> int:
        """Take all of the bytes."""
        ...


Writer = Callable[[pa.Schema, Iterable[pa.RecordBatch], Sink], int]
"""Writes rows to a binary file and gives their number."""


def harmless(texts: pa.Array) -> pa.Array:
    """Texts that no spreadsheet takes for a formula: those that it would are given an apostrophe before the sign."""
    masked = pc.replace_substring_regex(texts, pattern=_FORMULA, replacement=rf"\1{_MASK}\2\3")
    return pc.replace_substring_regex(masked, pattern=_OPENING, replacement=rf"{_MASK}\1")


def write_csv(schema: pa.Schema, batches: Iterable[pa.RecordBatch], out: Sink) -> int:
    """CSV in UTF-8 that is safe to open in a spreadsheet; texts are quoted, a null is an empty cell without quotes."""
    return _write_csv(schema, batches, out, harmless)


def write_raw_csv(schema: pa.Schema, batches: Iterable[pa.RecordBatch], out: Sink) -> int:
    """The same with every text as it is: for programs, not for spreadsheets."""
    return _write_csv(schema, batches, out, lambda texts: texts)


def _write_csv(schema: pa.Schema, batches: Iterable[pa.RecordBatch], out: Sink, mend: Callable[[pa.Array], pa.Array]) -> int:
    names = mend(pa.array(schema.names, pa.string())).to_pylist()
    plain = flat(pa.RecordBatch.from_arrays([pa.array([], field.type) for field in schema], schema=schema)).schema
    count = 0
    with pa_csv.CSVWriter(out, pa.schema([pa.field(name, field.type) for name, field in zip(names, plain, strict=True)])) as writer:
        for batch in map(flat, batches):
            columns = [mend(column) if pa.types.is_string(column.type) else column for column in batch.columns]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, names=names))
            count += batch.num_rows
    return count


def write_jsonl(_schema: pa.Schema, batches: Iterable[pa.RecordBatch], out: Sink) -> int:
    """One JSON object a line, in UTF-8."""
    count = 0
    for batch in batches:
        out.write("".join(f"{json_text(record)}\n" for record in records(batch)).encode())
        count += batch.num_rows
    return count


def write_json(_schema: pa.Schema, batches: Iterable[pa.RecordBatch], out: Sink) -> int:
    """One JSON array of objects, in UTF-8, an object a line."""
    count = 0
    out.write(b"[")
    for batch in batches:
        lines = [f"\n{json_text(record)}" for record in records(batch)]
        out.write(("," * bool(count and lines) + ",".join(lines)).encode())
        count += batch.num_rows
    out.write(b"\n]\n" if count else b"]\n")
    return count


def write_parquet(schema: pa.Schema, batches: Iterable[pa.RecordBatch], out: Sink) -> int:
    """One Parquet file with the columns' types and descriptions."""
    count = 0
    with pq.ParquetWriter(out, schema, compression="zstd", write_page_index=True, write_page_checksum=True) as writer:
        for group in _groups(batches):
            writer.write_table(group, row_group_size=group.num_rows)
            count += group.num_rows
    return count


def _groups(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The batches gathered into row groups: many small ones would make a file several times as large."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(one.num_rows for one in waiting) >= _GROUP_ROWS or sum(one.nbytes for one in waiting) >= GROUP_BYTES:
            yield pa.Table.from_batches(waiting)
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting)


FORMATS: Final[dict[str, Writer]] = {"csv": write_csv, "json": write_json, "jsonl": write_jsonl, "parquet": write_parquet}
"""The writers by the names that the command line and file names use."""
