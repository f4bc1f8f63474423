"""Writing `tags` and `related`, which follow from the articles and from which of them are archived."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from pipelines import derive
from pipelines.build import Build
from pipelines.parquet import read_batches, read_table
from pipelines.schema import TABLES


class Edges:
    """Makes the new `tags` and `related`; made when the new `articles` are whole."""

    def __init__(self, build: Build) -> None:
        self._build = build

    def write(self, touched: set[str]) -> None:
        """Write `tags` and `related` of touched articles, and `related` wherever an article is newly in the archive."""
        archive = self._archive() if touched else {}
        for file in sorted(touched):
            self._derive("tags", file, derive.tags)
            self._derive("related", file, lambda rows: derive.related(rows, archive))
        self._build.link_others("tags", touched)
        self._build.link_others("related", touched | (self._newly_linked(touched, archive) if touched else set()))

    def _archive(self) -> derive.Archive:
        schema = pa.schema([TABLES["articles"].schema.field(name) for name in ("article_id", "lang")])
        ids: dict[str, list[pa.Array]] = {}
        for file in self._build.part.names("articles"):
            for batch in read_batches(self._build.part.path("articles", file), schema):
                ids.setdefault(batch.column("lang")[0].as_py(), []).append(batch.column("article_id"))
        return {lang: pa.concat_arrays(arrays) for lang, arrays in ids.items()}

    def _derive(self, name: str, file: str, rows_of: Callable[[pa.RecordBatch], pa.Table]) -> None:
        schema = pa.schema([TABLES["articles"].schema.field(column) for column in derive.EDGE_COLUMNS])
        articles = read_batches(self._build.part.path("articles", file), schema)
        self._build.write(name, file, map(rows_of, articles))

    def _newly_linked(self, touched: set[str], archive: derive.Archive) -> set[str]:
        """Write the untouched files of `related` whose `in_archive` has changed."""
        changed = set()
        for entry in self._build.old("related"):
            if entry.name not in touched:
                before = read_table(self._build.old_path("related", entry))
                after = derive.with_archive(before, archive)
                if after.column("in_archive") != before.column("in_archive"):
                    self._build.write("related", entry.name, [after])
                    changed.add(entry.name)
        return changed
