"""Writing `articles`: the current version of each article, once it is known which are near-duplicates of which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from pipelines import derive
from pipelines.build import Build
from pipelines.nearness import Nearness, Originals
from pipelines.parquet import read_batches
from pipelines.schema import TABLES


class Articles:
    """Makes the new `articles` from the new `revisions` and `near_duplicates`."""

    def __init__(self, build: Build, nearness: Nearness) -> None:
        self._build = build
        self._nearness = nearness
        self._known: dict[str, Originals] = {}

    def write(self, file: str, marks: Sequence[derive.Mark]) -> None:
        """Write one file from that of `revisions`, whose rows the marks belong to."""
        self._build.write("articles", file, self._rows(file, marks))

    def finish(self, touched: set[str]) -> set[str]:
        """Write untouched files in which an article has another original than before; all files that were written by now."""
        moved = {file for lang in self._languages() for file in self._nearness.moved(lang)} - touched
        for file in sorted(moved):
            for entry in self._build.old("articles", file):
                old = read_batches(self._build.old_path("articles", entry), TABLES["articles"].schema)
                originals = self._originals(file)
                self._build.write("articles", file, (derive.with_originals(pa.Table.from_batches([batch]), originals) for batch in old))
        return touched | moved

    def _rows(self, file: str, marks: Sequence[derive.Mark]) -> Iterator[pa.Table]:
        done = 0
        for batch in read_batches(self._build.part.path("revisions", file), TABLES["revisions"].schema):
            rows = pa.Table.from_batches([batch])
            yield derive.articles(rows, marks[done : done + len(batch)], self._originals(file))
            done += len(batch)

    def _originals(self, file: str) -> Originals:
        lang = file.partition("-")[0]
        if lang not in self._known:
            self._known[lang] = self._nearness.originals(lang)
        return self._known[lang]

    def _languages(self) -> set[str]:
        return {file.partition("-")[0] for file in self._build.part.names("signatures")}
