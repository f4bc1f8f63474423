"""Rows taken over from the snapshot before: what follows from an article's text alone is not made again while the text is the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.build import Build
from pipelines.parquet import read_batches
from pipelines.schema import TABLES

_KEY = "signatures"  # the table that says which content an article's rows are of


class Carried:
    """The old rows of one file of some tables, asked for portion by portion in key order, and held no longer than that."""

    def __init__(self, build: Build, file: str, names: Sequence[str]) -> None:
        self._rows = {name: _Rows(name, _batches(build, name, file)) for name in {_KEY, *names}}
        self._names = names

    def of(self, articles: pa.RecordBatch) -> tuple[pa.BooleanArray, Mapping[str, pa.Table]]:
        """Which of some rows of `articles` say what they said before, and the rows that they had; each portion once, in order."""
        ids = articles.column("article_id")
        found = {name: rows.up_to(ids[-1].as_py()) for name, rows in self._rows.items()}
        place = pc.index_in(ids, value_set=found[_KEY].column("article_id").combine_chunks())
        before = found[_KEY].column("content_hash").combine_chunks().take(place)
        is_same = pc.fill_null(pc.equal(before, articles.column("content_hash")), fill_value=False)
        kept = ids.filter(is_same)
        return is_same, {name: found[name].filter(pc.is_in(found[name].column("article_id"), kept)) for name in self._names}


class _Rows:
    """Rows of one table in key order."""

    def __init__(self, name: str, batches: Iterator[pa.RecordBatch]) -> None:
        self._batches = batches
        self._waiting = TABLES[name].schema.empty_table()

    def up_to(self, article_id: int) -> pa.Table:
        """The rows that were not asked for yet, of articles up to this one."""
        while not self._waiting.num_rows or self._waiting.column("article_id")[-1].as_py() <= article_id:
            batch = next(self._batches, None)
            if batch is None:
                break
            self._waiting = pa.concat_tables([self._waiting, pa.Table.from_batches([batch])])
        count = pc.sum(pc.less_equal(self._waiting.column("article_id"), article_id)).as_py() or 0
        rows, self._waiting = self._waiting.slice(0, count), self._waiting.slice(count)
        return rows


def _batches(build: Build, name: str, file: str) -> Iterator[pa.RecordBatch]:
    for entry in build.old(name, file):
        yield from read_batches(build.old_path(name, entry), TABLES[name].schema)


def together(made: pa.Table, carried: pa.Table) -> pa.Table:
    """Rows of one file as one table in key order; no article has rows in both."""
    if not made.num_rows or not carried.num_rows:
        return made if made.num_rows else carried
    return pa.concat_tables([carried, made]).sort_by("article_id")  # stable: an article's rows stay as they are
