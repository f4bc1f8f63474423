"""What the dataset knows of each page's past: what a refresh decides by, and where the page lies that it last showed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from alwaght_scraper.items import SHOWN, Outcome, PageKind
from pipelines.parquet import read_table
from pipelines.read import Snapshot

_KEY: Final = ["lang", "article_id"]
_FETCH: Final = ["url", "page_kind", "lang", "article_id", "fetched_at", "outcome"]
_NO_PAGE: Final = (Outcome.GONE, Outcome.SOFT_404, Outcome.REDIRECT)
_PLACE: Final = ["warc_file", "warc_offset", "warc_length"]


class Place(NamedTuple):
    """Where the last whole capture of a page lies, and of when it is."""

    url: str
    fetched_at: datetime
    warc_file: str
    offset: int
    length: int


def articles(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """The past of each article id that was asked for: `first_tried`, `last_tried`, `failing_since`.

    For those in the archive also `published`, `last_seen`, `revision` (number of versions) and `changed` (first sighting
    of the newest one); null for all others.
    """
    tried = snapshot.table("coverage", [*_KEY, "first_tried", "last_tried"])
    held = snapshot.table("articles", [*_KEY, "published", "last_seen", "revision"])
    newest = snapshot.table("revisions", [*_KEY, "first_seen"]).group_by(_KEY).aggregate([("first_seen", "max")])
    known = tried.filter(tried.column("last_tried").is_valid()).join(held, _KEY).join(newest.rename_columns([*_KEY, "changed"]), _KEY)
    is_shown = pc.fill_null(pc.equal(known.column("last_tried"), known.column("last_seen")), fill_value=False)
    yield from _rows(known.filter(is_shown).append_column("failing_since", pa.nulls(pc.sum(is_shown).as_py() or 0)))
    failing = known.filter(pc.invert(is_shown))
    yield from _rows(failing.join(_first_failures(snapshot, failing), _KEY))


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in table.to_batches(max_chunksize=10_000):
        yield from batch.to_pylist()


def _first_failures(snapshot: Snapshot, failing: pa.Table) -> pa.Table:
    """For each of some ids the first capture since the last one that showed it: lang, article_id, failing_since."""
    ids = pc.unique(failing.column("article_id"))
    found = []
    for path in snapshot.paths("captures"):
        rows = read_table(path, [*_KEY, "page_kind", "fetched_at"])
        is_wanted = pc.and_(pc.equal(rows.column("page_kind"), PageKind.ARTICLE.value), pc.is_in(rows.column("article_id"), ids))
        found.append(rows.filter(is_wanted).select([*_KEY, "fetched_at"]))
    tries = pa.concat_tables(found).join(failing.select([*_KEY, "last_seen"]), _KEY)
    is_later = pc.or_(tries.column("last_seen").is_null(), pc.greater(tries.column("fetched_at"), tries.column("last_seen")))
    since = tries.filter(pc.fill_null(is_later, fill_value=True)).group_by(_KEY).aggregate([("fetched_at", "min")])
    return since.rename_columns([*_KEY, "failing_since"])


def visits(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """All visits of pages that are no articles, oldest first: url, page_kind, fetched_at, `is_shown`, `is_answer`, `is_find`.

    An answer shows the page or says that there is none; a find is a visit that named an article which no capture had named before.
    """
    finds = pc.unique(snapshot.table("coverage", ["first_known"]).column("first_known"))
    for path in snapshot.paths("captures"):
        rows = read_table(path, ["url", "page_kind", "fetched_at", "outcome"])
        rows = rows.filter(pc.not_equal(rows.column("page_kind"), PageKind.ARTICLE.value))
        is_shown = pc.is_in(rows.column("outcome"), pa.array(sorted(SHOWN), pa.string()))
        is_find = pc.is_in(rows.column("fetched_at"), finds)
        is_answer = pc.or_(is_shown, pc.is_in(rows.column("outcome"), pa.array(_NO_PAGE, pa.string())))
        found = {"is_shown": is_shown, "is_answer": is_answer, "is_find": is_find}
        for name, column in found.items():
            rows = rows.append_column(name, column)
        yield from rows.to_pylist()


def newest_entries(snapshot: Snapshot) -> dict[tuple[str, str], Any]:
    """The newest date printed in each tag list, by language and tag."""
    dates = snapshot.table("listings", ["lang", "tag", "published"]).group_by(["lang", "tag"]).aggregate([("published", "max")])
    return {(row["lang"], row["tag"]): row["published_max"] for row in dates.to_pylist()}


def places(snapshot: Snapshot, wanted: Collection[int]) -> Iterator[Place]:
    """The whole captures of all pages that are no articles, and of the articles with these ids in any language; oldest first."""
    ids = pa.array(sorted(wanted), pa.int64())
    for path in snapshot.paths("captures"):
        rows = read_table(path, [*_FETCH, *_PLACE])
        is_wanted = pc.or_(pc.not_equal(rows.column("page_kind"), PageKind.ARTICLE.value), pc.is_in(rows.column("article_id"), ids))
        rows = rows.filter(pc.and_(is_wanted, pc.equal(rows.column("outcome"), Outcome.OK.value)))
        for row in rows.select(["url", "fetched_at", *_PLACE]).to_pylist():
            yield Place(*row.values())
