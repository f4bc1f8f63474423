"""The published dataset as an analyst opens it: whole tables, single articles, SQL, older snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import pyarrow as pa

from alwaght_scraper.errors import ConfigurationError, UsageError
from alwaght_scraper.tables import ArticleRow
from pipelines.kept import SnapshotInfo, end_of, kept_snapshots
from pipelines.lookup import Row, rows_of_article
from pipelines.manifest import NAME, Manifest
from pipelines.query import Database
from pipelines.read import SNAPSHOTS, Snapshot
from pipelines.records import row_of
from pipelines.schema import TABLES

if TYPE_CHECKING:
    import duckdb
    import pandas as pd


def open_archive(path: str | Path = "data", *, snapshot: int | None = None) -> Archive:
    """Open the dataset in a folder: the current snapshot, or the one of that number.

    `path` is the folder that the commands name with `--data`, or one snapshot's own folder, wherever it was copied to.

    Raises:
        ConfigurationError: there is no dataset, or none of that number.
        DamagedArchiveError: its manifest is missing or broken.
    """
    folder = Path(path)
    if (folder / NAME).is_file() and snapshot is None:
        return Archive(folder, Snapshot(folder.resolve(), Manifest.load(folder)))
    return Archive(folder, Snapshot.open(folder, snapshot))


class Archive:
    """One snapshot of the dataset. It stays what it is, whatever is published later.

    Every method may raise AlwaghtError when the snapshot is removed meanwhile, and DamagedArchiveError when a file is broken.
    """

    def __init__(self, folder: Path, snapshot: Snapshot) -> None:
        self._folder = folder
        self._snapshot = snapshot
        self._database: Database | None = None

    def __repr__(self) -> str:
        return f"<Archive {self._snapshot.folder}: {', '.join(f'{count:,} {name}' for name, count in self.rows.items())}>"

    @property
    def folder(self) -> Path:
        """The snapshot's own folder; cite its number and the SHA-256 of its manifest.json."""
        return self._snapshot.folder

    @property
    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        return {name: self._snapshot.manifest.counts.get(name, 0) for name in TABLES}

    # --- the current rows ------------------------------------------------------------------------

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """A whole table, or some of its columns, as an Arrow table sorted by its key; descriptions are in its schema.

        Raises:
            UsageError: there is no such table or column.
        """
        unknown = [column for column in columns or () if name in TABLES and column not in TABLES[name].schema.names]
        if unknown:
            raise UsageError(f"{name} has no column {unknown[0]!r}: it has {', '.join(TABLES[name].schema.names)}")
        with self._snapshot.held():
            return self._snapshot.table(name, list(columns) if columns is not None else None)

    def df(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The same as a pandas data frame; dates are `datetime64`, so that they can be resampled and compared.

        Raises:
            UsageError: there is no such table or column.
        """
        frame: pd.DataFrame = self.table(name, columns).to_pandas(date_as_object=False)
        return frame

    def sql(self, query: str, parameters: Sequence[object] = ()) -> duckdb.DuckDBPyRelation:
        """What a query over all tables gives: a DuckDB relation, with `.df()`, `.pl()`, `.to_arrow_table()`, `.fetchall()`.

        `?` in the query stands for one of `parameters`. The query can read the tables and nothing else.

        Raises:
            UsageError: it is no single query, or DuckDB cannot make sense of it.
        """
        if self._database is None:
            self._database = Database(self._snapshot)
        return self._database.sql(query, parameters)

    def article(self, lang: str, article_id: int) -> ArticleRow:
        """One article as it was captured last.

        Raises:
            UsageError: the archive does not hold it; the message says what is known of it.
        """
        with self._snapshot.held():
            found = self._find("articles", lang, article_id)
            if found is None:
                known = self._find("coverage", lang, article_id)
                what = f"`coverage` says {known['status']}" if known else "nothing is known of it"
                raise UsageError(f"no article {article_id} in {lang!r}: {what}")
            row: ArticleRow = row_of(ArticleRow, found)
            return row

    def _find(self, table: str, lang: str, article_id: int) -> Row | None:
        return next(iter(rows_of_article(self._snapshot, table, lang, article_id)), None)

    # --- other snapshots -------------------------------------------------------------------------

    def snapshots(self) -> list[SnapshotInfo]:
        """Every snapshot that is still there and that this version of the program can read, oldest first."""
        return [SnapshotInfo.of(snapshot) for snapshot in self._others()]

    def as_of(self, day: date | datetime | str) -> Archive:
        """The dataset as it was then: the newest snapshot without a later capture. A day means its end, UTC.

        Raises:
            UsageError: `day` is no date.
            ConfigurationError: every snapshot that is still there has later captures.
        """
        moment = end_of(day)
        kept = [(snapshot, SnapshotInfo.of(snapshot).captured_until) for snapshot in self._others()]
        older = [snapshot for snapshot, until in kept if until is None or until <= moment]
        if not older:
            first = min((until for _, until in kept if until), default=None)
            raise ConfigurationError(f"no snapshot in {self._folder} ends by {day}: the oldest one that was kept goes to {first}")
        return Archive(self._folder, older[-1])

    def _others(self) -> Iterator[Snapshot]:
        if (self._folder / SNAPSHOTS).is_dir():
            return kept_snapshots(self._folder)
        return iter((self._snapshot,))  # a snapshot's own folder was opened

    # --- end -------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of what SQL queries hold open; the archive can be used again."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
