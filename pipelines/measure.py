"""Measuring pages: which of their fields are filled, by language, ids, category and layout. Counts only, no verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from alwaght_scraper.items import Outcome, PageKind
from pipelines.expectations import ARTICLE_FIELDS
from pipelines.parquet import read_batches
from pipelines.schema import TABLES

if TYPE_CHECKING:
    from pipelines.read import Snapshot

CAPTURE_COLUMNS: Final = ["url", "fetched_at", "page_kind", "lang", "article_id", "content_hash", "layout", "outcome", "rules"]
VERSION_COLUMNS: Final = [
    "content_hash", "published", "category", "dateline", "teaser", "tags", "related", "images", "word_count",
]  # fmt: skip
"""The columns of `captures` and `revisions` that are measured, in the order of the files."""

IDS_PER_BAND: Final = 25_000
"""Ids that the site gives in about a year: ids and dates rise together, so a band of ids is a time of the site."""

_LISTED: Final = ("tags", "related", "images")
_READ: Final = (Outcome.OK, Outcome.REJECTED)
_TO_BE_READ: Final = ("title", "body")  # what a page is rejected without, so rejected pages count for these
_NOWHERE: Final = pa.nulls(0, pa.string())


def pages(captures: Iterable[pa.RecordBatch], versions: Iterable[pa.RecordBatch]) -> pa.Table:
    """One row for each capture with a language: its key, its outcome, and for pages that were read, each field filled or not.

    A field is null where the page is no article's or was not read as one. `words` counts those of the body.
    """
    known = _versions(versions)
    return pa.concat_tables([_pages(batch, known) for batch in captures] or [_pages(_no_captures(), known)])


def of_snapshot(snapshot: Snapshot) -> pa.Table:
    """The pages of a published dataset, as `pages` gives them.

    Raises:
        DamagedArchiveError: a file is missing or damaged.
    """
    return pages(_batches(snapshot, "captures", CAPTURE_COLUMNS), _batches(snapshot, "revisions", VERSION_COLUMNS))


def _batches(snapshot: Snapshot, table: str, columns: list[str]) -> Iterator[pa.RecordBatch]:
    for path in snapshot.paths(table):
        yield from read_batches(path, _schema_of(table, columns))


def _schema_of(table: str, columns: list[str]) -> pa.Schema:
    return pa.schema([TABLES[table].schema.field(name) for name in columns])


def _no_captures() -> pa.RecordBatch:
    schema = _schema_of("captures", CAPTURE_COLUMNS)
    return pa.RecordBatch.from_arrays([pa.nulls(0, field.type) for field in schema], schema=schema)


def _versions(batches: Iterable[pa.RecordBatch]) -> pa.Table:
    """Each version by its hash, text and lists as whether they are there: no more than a few bytes a version."""
    tables = [pa.table(dict(_version_columns(batch))) for batch in batches]
    return pa.concat_tables(tables).combine_chunks() if tables else pa.table(dict.fromkeys([*VERSION_COLUMNS], _NOWHERE))


def _version_columns(batch: pa.RecordBatch) -> Iterator[tuple[str, pa.Array]]:
    for name in VERSION_COLUMNS:
        column = batch.column(name)
        if name in _LISTED:
            yield name, pc.greater(pc.list_value_length(column), 0)
        elif name in ARTICLE_FIELDS and name != "category":
            yield name, column.is_valid()
        else:
            yield name, column


def _pages(captures: pa.RecordBatch, versions: pa.Table) -> pa.Table:
    outcome, rules = captures.column("outcome"), captures.column("rules")
    is_article = pc.and_(pc.equal(captures.column("page_kind"), PageKind.ARTICLE.value), captures.column("article_id").is_valid())
    is_read = pc.and_(is_article, pc.is_in(outcome, pa.array(_READ, pa.string())))
    is_ok = pc.equal(outcome, Outcome.OK.value)
    is_ok_article = pc.and_(is_article, is_ok)
    version = versions.take(pc.index_in(captures.column("content_hash"), value_set=_joined(versions.column("content_hash"))))
    has: dict[str, Any] = {name: version.column(name) for name in (*_LISTED, "published", "dateline", "teaser")}
    has["title"] = pc.or_(is_ok, _is_found(rules, "title"))
    has["body"] = is_ok
    has["category"] = pc.is_valid(version.column("category"))
    has["glossary"] = _is_found(rules, "glossary")
    full = {name: pc.fill_null(pc.cast(has[name], pa.bool_()), fill_value=False) for name in ARTICLE_FIELDS}
    fields = {name: pc.if_else(is_read if name in _TO_BE_READ else is_ok_article, column, None) for name, column in full.items()}
    band = pc.if_else(is_article, pc.divide(captures.column("article_id"), IDS_PER_BAND), None)
    plain = {name: captures.column(name) for name in ("url", "fetched_at", "lang", "layout", "outcome")}
    table = pa.table(
        {
            **plain,
            "key": _keys(captures, is_article),
            "band": band,
            "section": pc.cast(version.column("category"), pa.string()),
            "words": pc.fill_null(pc.cast(version.column("word_count"), pa.int32()), 0),
            **fields,
        }
    )
    return table.filter(pc.is_valid(table.column("lang")))


def _joined(column: pa.ChunkedArray) -> pa.Array:
    """The column as one array, strings whatever it holds."""
    return pc.cast(column, pa.string()).combine_chunks()


def _keys(captures: pa.RecordBatch, is_article: pa.Array) -> pa.Array:
    """What names a page whatever the spelling of its address: an article's language and id, else the address."""
    article = pc.binary_join_element_wise(captures.column("lang"), pc.cast(captures.column("article_id"), pa.string()), "/")
    return pc.if_else(is_article, article, captures.column("url"))


def _is_found(rules: pa.Array, name: str) -> pa.Array:
    """Whether some rule of each row found a field."""
    flat, parents = pc.list_flatten(rules), pc.list_parent_indices(rules)
    found = pc.and_(pc.equal(pc.struct_field(flat, "field"), name), pc.invert(pc.starts_with(pc.struct_field(flat, "rule"), "none:")))
    return pc.is_in(pa.array(range(len(rules)), parents.type), value_set=parents.filter(found))


def latest(table: pa.Table) -> pa.Table:
    """The last capture of each page; of two at one moment the one whose outcome sorts last."""
    if not table.num_rows:
        return table
    ordered = table.sort_by([("fetched_at", "ascending"), ("outcome", "ascending")])
    names = [name for name in table.schema.names if name != "key"]
    last = ordered.group_by("key", use_threads=False).aggregate([(name, "last") for name in names])
    return last.rename_columns([name.removesuffix("_last") for name in last.schema.names]).select(table.schema.names)


def where(table: pa.Table, name: str, value: Any) -> pa.Table:
    """The rows with that value in a column, None being one."""
    column = table.column(name)
    return table.filter(pc.is_null(column) if value is None else pc.equal(column, value))


class Count(NamedTuple):
    """Of `pages` pages, `filled` have a field."""

    filled: int
    pages: int


Cells = Mapping[tuple[Any, ...], Mapping[str, Count]]
"""The counts of each field for each group of pages."""


def cells(table: pa.Table, by: list[str], names: tuple[str, ...] = ARTICLE_FIELDS) -> Cells:
    """Counts of the fields `names` for the pages that are alike in the columns `by`; pages that were not read count nowhere."""
    wanted = [pair for name in names for pair in ((name, "sum"), (name, "count"))]
    groups = table.group_by(by).aggregate(wanted)
    return {
        tuple(row[name] for name in by): {name: Count(row[f"{name}_sum"] or 0, row[f"{name}_count"]) for name in names}
        for row in groups.to_pylist()
    }
