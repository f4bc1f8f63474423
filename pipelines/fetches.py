"""Writing what follows from the captures of pages: `rejects`, and `coverage` with what came of asking for each article."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from pipelines import derive
from pipelines.build import Build
from pipelines.merged_tables import MergedTables
from pipelines.parquet import read_batches
from pipelines.schema import TABLES
from pipelines.stage import Stage


class Fetches:
    """Makes the new `rejects` and `coverage`; made when the new `captures` are whole."""

    def __init__(self, build: Build, stage: Stage, merged: MergedTables) -> None:
        self._build = build
        self._stage = stage
        self._merged = merged

    def write(self) -> None:
        """Write `rejects` and `coverage`, both from one pass over the captures."""
        tried = self._tried()
        attempts: list[pa.Table] = []

        def rejects() -> Iterator[pa.Table]:
            for batch in self._captures(derive.FETCH_COLUMNS):
                attempts.append(derive.attempts(batch, tried))
                yield derive.rejects(batch)

        self._build.write("rejects", "rejects.parquet", rejects())
        if attempts:
            self._merged.unite("coverage", derive.Standings(pa.concat_tables(attempts)).update)

    def _tried(self) -> derive.Archive:
        """The ids of the articles whose addresses the staged captures asked for."""
        ids: dict[str, list[pa.Array]] = {}
        for source in self._stage.sources("captures"):
            for batch in source:
                for lang, found in derive.article_ids(batch):
                    ids.setdefault(lang, []).append(found)
        return {lang: pa.concat_arrays(arrays).unique() for lang, arrays in ids.items()}

    def _captures(self, columns: list[str]) -> Iterator[pa.RecordBatch]:
        schema = pa.schema([TABLES["captures"].schema.field(name) for name in columns])
        for file in self._build.part.names("captures"):
            yield from read_batches(self._build.part.path("captures", file), schema)
