"""A SQLite database of a snapshot's tables, with full-text search over the articles."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from alwaght_scraper.errors import AlwaghtError, DiskFullError
from pipelines.descriptions import about
from pipelines.descriptions.ddl import create_table, in_order
from pipelines.exports.plain import flat
from pipelines.exports.scan import batches
from pipelines.manifest import NAME
from pipelines.read import Snapshot
from pipelines.schema import TABLES

_SEARCHED: Final = {"articles", "search"}

# The index holds each text as printed and in its search form, so that both spellings of a word are found; the texts themselves
# stay where they are. Rows are numbered as they are inserted, without a gap, so that VACUUM numbers them the same.
_SEARCH: Final = """
CREATE VIEW article_texts AS
    SELECT articles.rowid AS rowid, title, body, title_search, body_search FROM articles JOIN search USING (lang, article_id);
CREATE VIRTUAL TABLE article_search USING fts5(
    title, body, title_search, body_search, content='article_texts', tokenize="unicode61 remove_diacritics 2"
);
INSERT INTO article_search (article_search) VALUES ('rebuild');
INSERT INTO article_search (article_search) VALUES ('optimize');
"""


def write_sqlite(snapshot: Snapshot, tables: Sequence[str], path: Path) -> dict[str, int]:
    """Make a new database of some tables at `path`; the number of rows of each. A batch at a time is in memory.

    Raises:
        DiskFullError: no space left.
        DamagedArchiveError: a file of the snapshot cannot be read.
    """
    with _explained(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE")
        connection.execute("BEGIN")
        _tell_about(connection, snapshot)
        for table in in_order(TABLES[name] for name in tables):
            connection.execute(create_table(table, among=tables))
        counts = {name: _fill(connection, snapshot, name) for name in tables}
        connection.execute("COMMIT")
        if set(tables) >= _SEARCHED:
            connection.executescript(_SEARCH)
        return counts


def _fill(connection: sqlite3.Connection, snapshot: Snapshot, name: str) -> int:
    table, count = TABLES[name], 0
    insert = f"INSERT INTO {name} VALUES ({', '.join('?' * len(table.schema))})"  # noqa: S608 (names of ours alone)
    for batch in batches(snapshot, name):
        connection.executemany(insert, zip(*(column.to_pylist() for column in flat(batch).columns), strict=True))
        count += batch.num_rows
    return count


def _tell_about(connection: sqlite3.Connection, snapshot: Snapshot) -> None:
    manifest = snapshot.manifest
    facts: dict[str, Any] = {
        "title": about.TITLE,
        "source": about.SOURCE,
        "method": about.METHOD,
        "rights": about.RIGHTS,
        "citation": about.CITATION,
        "snapshot": snapshot.folder.name,
        "manifest_sha256": hashlib.sha256((snapshot.folder / NAME).read_bytes()).hexdigest(),
        "captured_from": manifest.captured_from,
        "captured_until": manifest.captured_until,
    }
    connection.execute("CREATE TABLE about (fact TEXT PRIMARY KEY, text TEXT)")
    connection.executemany("INSERT INTO about VALUES (?, ?)", facts.items())


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_FULL:
            raise DiskFullError(f"no space left for {path.parent}: free some, then run the same command again") from error
        raise AlwaghtError(f"SQLite cannot write {path.name} ({error}); choose another folder") from error
