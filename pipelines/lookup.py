"""Single articles looked up in a snapshot: only the file that holds one is opened, and of that the row groups that may."""

from __future__ import annotations

from typing import Any, Final

import pyarrow.parquet as pq

from alwaght_scraper.items import PageKind
from pipelines.files import reading
from pipelines.read import Snapshot
from pipelines.schema import TABLES, Partition

Row = dict[str, Any]
_MOST: Final = 2**63 - 1
"""The largest number that the column of ids can hold."""


def rows_of_article(snapshot: Snapshot, table: str, lang: str, article_id: int) -> list[Row]:
    """The rows of a table that belong to one article, in key order.

    Raises:
        DamagedArchiveError: a file cannot be read.
    """
    if article_id > _MOST:
        return []
    where = [("lang", "=", lang), ("article_id", "=", article_id)]
    if TABLES[table].partition is Partition.ARTICLES:
        entry = snapshot.manifest.file(table, TABLES[table].file_name((lang, article_id)))
        paths = [snapshot.path(table, entry)] if entry else []
    else:
        paths = snapshot.paths(table)
    found: list[Row] = []
    for path in paths:
        with reading(path):
            found += pq.read_table(path, filters=where, page_checksum_verification=True).to_pylist()
    return found


def captures_of_article(snapshot: Snapshot, lang: str, article_id: int) -> list[Row]:
    """Every fetch of an article's address, in order of time."""
    rows = rows_of_article(snapshot, "captures", lang, article_id)
    return [row for row in rows if row["page_kind"] == PageKind.ARTICLE.value]


def versions_of_article(snapshot: Snapshot, lang: str, article_id: int) -> list[Row]:
    """An article's versions, in order of their first sighting."""
    rows = rows_of_article(snapshot, "revisions", lang, article_id)
    return sorted(rows, key=lambda row: (row["first_seen"], row["content_hash"]))


def languages_of_article(snapshot: Snapshot, article_id: int) -> list[str]:
    """The languages in which there is anything known of an article id."""
    langs: set[str] = set()
    for path in snapshot.paths("coverage") if article_id <= _MOST else ():
        with reading(path):
            found = pq.read_table(path, columns=["lang"], filters=[("article_id", "=", article_id)], page_checksum_verification=True)
        langs.update(found.column("lang").to_pylist())
    return sorted(langs)
